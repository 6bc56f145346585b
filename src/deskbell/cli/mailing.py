"""Mail on the command line: the rules, the outbox with what goes out next, and a test to oneself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from deskbell.cli.committing import carry_out
from deskbell.domain.errors import NotFound, Refused, WrongInput
from deskbell.domain.mail_commands import ConfirmBooked, DropLetter, SendAgain, SetRule
from deskbell.domain.notices import TIMED, Channel, Notice, Rule, Terms
from deskbell.domain.people import Role
from deskbell.words.i18n import t

if TYPE_CHECKING:
    from deskbell.cli.context import Context
    from deskbell.domain.commands import Command
    from deskbell.domain.ids import Id
    from deskbell.domain.letters import Coming, Outgoing
    from deskbell.services.outbox import Mail

_TIMED = {"reminder": Notice.REMINDER, "follow-up": Notice.FOLLOW_UP}
_WHOM = {"customer": Role.CUSTOMER, "tutor": Role.TUTOR, "desk": Role.STAFF}


def _mail(context: Context) -> Mail:
    from deskbell.services.outbox import Mail

    return Mail(context.desk)


def rules(context: Context) -> int:
    """The list; or one rule switched, changed, made or removed. NotFound: NO_SUCH_RULE."""
    args = context.args
    changes = args.on or args.off or args.remove or args.new or args.set
    if changes:
        return carry_out(context, lambda key: _changed(context, key))
    found = _mail(context).rules()
    if args.json:
        context.answer({"rules": [_rule_facts(no, rule) for no, rule in enumerate(found, 1)]})
        return 0
    from deskbell.words.mailing import rule_words

    if not context.card.mail:
        context.remark(t(context.language, "rules.no_mail"))
    for no, rule in enumerate(found, 1):
        switch = t(context.language, "rules.on" if rule.terms.active else "rules.off")
        context.say(f"{no:>3}  {switch:<3}  {rule_words(rule.terms, context.language)}")
    return 0


def _rule_facts(no: int, rule: Rule) -> dict[str, Any]:
    terms = rule.terms
    quiet = None if terms.quiet_from is None else [terms.quiet_from, terms.quiet_until]
    return {
        "no": no,
        "rule": rule.id,
        "active": terms.active,
        "notice": str(terms.notice),
        "audience": str(terms.audience),
        "channel": str(terms.channel),
        "minutes": terms.minutes,
        "quiet": quiet,
        "own": rule.own,
    }


def _changed(context: Context, key: Id) -> Command:
    args = context.args
    actor = context.desk.actor
    if args.new:
        return SetRule(key=key, actor=actor, rule=None, terms=_new(context))
    no = next(int(x) for x in (args.on, args.off, args.remove, args.set) if x)
    found = _mail(context).rules()
    if not 0 < no <= len(found):
        raise NotFound("NO_SUCH_RULE", which=no)
    rule = found[no - 1]
    if args.remove:
        return SetRule(key=key, actor=actor, rule=rule.id, terms=None)
    terms = replace(rule.terms, active=bool(args.on)) if args.on or args.off else _said(context, rule.terms)
    return SetRule(key=key, actor=actor, rule=rule.id, terms=terms)


def _new(context: Context) -> Terms:
    args = context.args
    whom = _WHOM[args.whom or "customer"]
    channel = Channel.DESK if whom is Role.STAFF else Channel.MAIL
    if args.at is None:
        raise WrongInput("RULE_OFFSET")
    return _said(context, Terms(_TIMED[args.new], whom, channel))


def _said(context: Context, terms: Terms) -> Terms:
    from deskbell.words.away import read_away, read_quiet

    args = context.args
    if args.at is not None:
        if terms.notice not in TIMED:
            raise WrongInput("RULE_OFFSET")
        minutes = read_away(args.at)
        terms = replace(terms, minutes=-minutes if terms.notice is Notice.REMINDER else minutes)
    if args.quiet is not None:
        from_, until = read_quiet(args.quiet)
        terms = replace(terms, quiet_from=from_, quiet_until=until)
    return terms


def outbox(context: Context) -> int:
    """What waits and what went; with --next what goes out by the clock within a day; one of them to be read."""
    args = context.args
    if args.catch_up:
        return carry_out(context, lambda key: ConfirmBooked(key=key, actor=context.desk.actor))
    if args.again or args.drop:
        return carry_out(context, lambda key: _turned(context, key))
    if args.show:
        return _show(context, args.show)
    found = _mail(context).outbox(args.limit)
    if args.json:
        told = {"next": [_coming_facts(context, x) for one in found.coming for x in one.each]}
        if not args.next:
            told["letters"] = [_letter_facts(context, x) for x in found.letters]
        context.answer(told)
        return 0
    if not args.next:
        for one in found.letters:
            context.say(_letter_line(context, one))
        if not found.letters:
            context.say(t(context.language, "outbox.none"))
        return 0
    for coming in found.coming:
        context.say(_coming_line(context, coming))
    if not found.coming:
        context.say(t(context.language, "outbox.next.none"))
    return 0


def _turned(context: Context, key: Id) -> Command:
    args, actor = context.args, context.desk.actor
    letter = _mail(context).letter(args.again or args.drop)
    if args.again:
        return SendAgain(key=key, actor=actor, letter=letter)
    return DropLetter(key=key, actor=actor, letter=letter)


def _show(context: Context, no: int) -> int:
    mail = _mail(context)
    said = mail.preview(mail.letter(no))
    if context.args.json:
        facts = None
        if said is not None:
            facts = {"to": said.address, "subject": said.subject, "text": said.text, "html": said.html}
        context.answer({"letter": no, "said": facts})
        return 0
    if said is None:
        context.say(t(context.language, "outbox.nothing"))
        return 0
    address = said.address or t(context.language, "outbox.no_address")
    context.say(f"{t(context.language, 'outbox.to')}: {said.name} <{address}>")
    context.say(f"{t(context.language, 'outbox.subject')}: {said.subject}")
    context.say("")
    context.say(said.text)
    return 0


def _letter_line(context: Context, one: Outgoing) -> str:
    from deskbell.words.mailing import letter_state, notice_name
    from deskbell.words.operations import refusal
    from deskbell.words.speech import Speech

    language = context.language
    when = Speech(language, context.card.zone, now=context.desk.clock.now()).near(one.at)
    about = one.subject or notice_name(one.notice, language)
    more = f" ({refusal(one.code, language)})" if one.code else ""
    whom = f"{one.name} <{one.address or t(language, 'outbox.no_address')}>"
    return f"{one.no:>5}  {letter_state(one.state, language)}{more}  {when}  {whom}  {about}"


def _letter_facts(context: Context, one: Outgoing) -> dict[str, Any]:
    from deskbell.cli.jsonable import instant

    return {
        "letter": one.no,
        "state": str(one.state),
        "notice": str(one.notice),
        "audience": str(one.audience),
        "name": one.name,
        "to": one.address,
        "at": instant(one.at, context.card.zone),
        "bookings": list(one.bookings),
        "subject": one.subject,
        "code": one.code,
    }


def _coming_line(context: Context, one: Coming) -> str:
    from deskbell.words.mailing import notice_name
    from deskbell.words.speech import Speech

    say = Speech(context.language, context.card.zone, now=context.desk.clock.now())
    about = "; ".join(f"{x.service}, {say.at(x.due.start)}" for x in one.each)
    nos = " ".join(f"#{x.booking}" for x in one.each)
    whom = f"{one.name} <{one.due.to.address}>"
    return f"{say.near(one.due.at)}  {notice_name(one.due.notice, context.language)}  {whom}  {about}  {nos}"


def _coming_facts(context: Context, one: Coming) -> dict[str, Any]:
    from deskbell.cli.jsonable import instant

    zone = context.card.zone
    return {
        "at": instant(one.due.at, zone),
        "notice": str(one.due.notice),
        "audience": str(one.due.audience),
        "name": one.name,
        "to": one.due.to.address,
        "booking": one.booking,
        "service": one.service,
        "start": instant(one.due.start, zone),
    }


def person(context: Context) -> int:
    """How somebody is mailed: a person's address, language and zone, or a tutor's."""
    from deskbell.cli.naming import tutor_named
    from deskbell.cli.people import person_named
    from deskbell.domain.mail_commands import EditPerson
    from deskbell.words.zones import read_zone

    args = context.args
    name = " ".join(args.who)
    tutor = tutor_named(context.desk, name) if args.tutor else None
    who = tutor.id if tutor is not None else person_named(context, name).id
    given = {"mail": args.mail, "phone": args.phone, "language": args.speaks, "zone": args.zone}
    fields = {field: words for field, words in given.items() if words is not None}
    if fields.get("zone"):
        fields["zone"] = read_zone(fields["zone"])
    return carry_out(
        context, lambda key: EditPerson(key=key, actor=context.desk.actor, who=who, fields=tuple(fields.items()))
    )


def mail(context: Context) -> int:
    """A test to an address of one's own. Refused: NO_MAIL, and what the server said."""
    from deskbell.cli.unseen import asks_passphrase
    from deskbell.services.outbox import send_test
    from deskbell.wiring import messenger

    args = context.args
    found = messenger(context.desk, asks_passphrase(context))
    if found is None:
        raise Refused("NO_MAIL")
    send_test(_mail(context), found, args.address or "", context.language)
    if args.json:
        context.answer({"sent": args.address})
        return 0
    context.say(t(context.language, "outbox.tested", address=args.address))
    return 0
