"""Commands that open a desk: the screen, setting up, bringing a shared one up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbell.cli.context import need_terminal
from deskbell.domain.errors import WrongInput
from deskbell.domain.text import clean, fold

if TYPE_CHECKING:
    from deskbell.cli.context import Context
    from deskbell.domain.commands import SetUp
    from deskbell.domain.ids import Id

HOURS = "Mon-Fri 9-18"


def app(context: Context) -> int:
    """The screen of the desk that is meant; without a terminal it says what to do."""
    from deskbell.wiring import clock, run_app

    where = context.where
    need_terminal()
    context.places.make()
    return run_app(where, clock(), context.language, context.settings, context.places)


def migrate(context: Context) -> int:
    """Bring a desk up to this version's schema; its owner does it once, behind a copy where it is a file."""
    from deskbell.wiring import migrate as bring_up
    from deskbell.words.i18n import t

    done = bring_up(context.where)
    if context.args.json:
        copy = str(done.copy) if done.copy else None
        context.answer({"before": done.before, "after": done.after, "copy": copy})
        return 0
    changed = done.before != done.after
    context.say(
        t(context.language, "migrate.done" if changed else "migrate.none", before=done.before, after=done.after)
    )
    if done.copy:
        context.say(t(context.language, "migrate.copy", copy=str(done.copy)))
    return 0


def init(context: Context) -> int:
    """Set the desk up in one go; what is left out comes from the machine, and is named."""
    from deskbell.wiring import fresh
    from deskbell.words.i18n import t

    if context.args.demo:
        raise WrongInput("USAGE", said="init --demo", command="demo")
    command, left_out = reading(context, fresh())
    desk = context.open(create=True)
    changed = desk.commit(command)
    if context.args.json:
        from deskbell.cli.jsonable import plan_facts

        facts = {"desk": command.name, "zone": command.zone, "currency": command.currency, "language": command.language}
        done = {"where": desk.database.where, "change": changed.no, "left_out": left_out}
        context.answer({**facts, **done, "plan": plan_facts(changed.plan, command.zone)})
        return 0
    said = t(context.language, "init.done", desk=command.name, zone=command.zone, currency=command.currency)
    context.say(said)
    if left_out:
        what = " ".join(f"{name} {_quoted(value)}" for name, value in left_out.items())
        context.remark(t(context.language, "init.left_out", what=what))
    return 0


def _quoted(value: str) -> str:
    from shlex import quote

    return quote(clean(value))


def reading(context: Context, key: Id) -> tuple[SetUp, dict[str, str]]:
    """The command that the options mean, and the options that were left out with what the machine says of them.

    WrongInput as the readers of words say: a zone, currency, weekday, service or hours that cannot be meant.
    """
    from deskbell import machine
    from deskbell.domain.commands import NewService, NewTutor, SetUp
    from deskbell.domain.money import exponent
    from deskbell.domain.offer import Approval
    from deskbell.words.hours import read_hours
    from deskbell.words.language import first_weekday
    from deskbell.words.names import weekday
    from deskbell.words.offers import read_offer
    from deskbell.words.regions import currency as usual
    from deskbell.words.zones import read_zone

    args, language = context.args, context.language
    left_out: dict[str, str] = {}
    zone = args.zone if args.zone is not None else left_out.setdefault("--zone", machine.zone())
    zone = read_zone(zone)
    currency = args.currency
    if currency is None:
        currency = left_out["--currency"] = usual(language, zone)
    currency = currency.strip().upper()
    exponent(currency)
    if args.first_weekday is None:
        first = first_weekday(language)
        left_out["--first-weekday"] = weekday(first, language, long=True)
    else:
        first = read_weekday(args.first_weekday, language)
    tutors = [_name(name) for name in args.tutor or ()]
    if not tutors and (person := clean(machine.person()).strip()):
        tutors = [person]
        left_out["--tutor"] = person
    if args.desk is None and tutors:
        left_out["--desk"] = tutors[0]
    name = _name(tutors[0] if args.desk is None and tutors else args.desk or "")
    hours = args.hours
    if hours is None:
        hours = left_out["--hours"] = HOURS
        weekly = tuple(read_hours(hours, "en"))
    else:
        weekly = tuple(read_hours(hours, language))
    services = [read_offer(line, currency, language) for line in args.service or ()]
    if not services:
        raise WrongInput("NO_SERVICE")
    approval = Approval[args.approval.upper().replace("-", "_")]
    return SetUp(
        key=key,
        name=name,
        zone=zone,
        currency=currency,
        language=language,
        first_weekday=first,
        tutors=tuple(NewTutor(name=tutor, zone=zone, weekly=weekly) for tutor in tutors),
        services=tuple(NewService(**offered._asdict(), approval=approval) for offered in services),
    ), left_out


def _name(text: str) -> str:
    name = clean(" ".join(text.split()), 80).strip()
    if not name:
        raise WrongInput("NAME_EMPTY")
    return name


def read_weekday(text: str, language: str) -> int:
    """0 is Monday. WrongInput: WEEKDAY_UNKNOWN (text)."""
    from deskbell.words.vocabulary import vocabulary

    known = vocabulary(language).weekdays
    word = fold(text[:40]).strip(" .")
    if word not in known:
        raise WrongInput("WEEKDAY_UNKNOWN", text=text[:40])
    return known[word]
