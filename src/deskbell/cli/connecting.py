"""`deskbell connect`, `disconnect` and `connections`: what the desk works with outside, and how that stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskbell.cli.committing import carry_out
from deskbell.cli.unseen import asks_passphrase, explicit, key_of
from deskbell.domain.connections import KINDS, Kept, Kind, Made, Serves, kind
from deskbell.domain.entrances import entrance
from deskbell.domain.errors import DeskError, NeedsYes, Refused
from deskbell.domain.working import Health, Link
from deskbell.words.connecting import done_words, is_money, kept_words, mode
from deskbell.words.i18n import t
from deskbell.words.operations import connection_name

if TYPE_CHECKING:
    from deskbell.cli.context import Context
    from deskbell.domain.ids import Id
    from deskbell.domain.secret import Secret
    from deskbell.services.connecting import Connecting


def _connecting(context: Context) -> Connecting:
    from deskbell.wiring import connecting

    return connecting(context.desk, asks_passphrase(context))


def connect(context: Context) -> int:
    """Judge the key, ask whose account it opens, keep it, say where. What is refused leaves nothing behind."""
    args, language = context.args, context.language
    which = kind(args.name)
    if context.card.demo:
        raise Refused("DEMO_DESK", connection=which.name)
    door, name = _connecting(context), connection_name(which.name)
    secret = _secret(context, door, which)
    try:
        key = door.judged(which, secret, wide=args.live_secret_key)
    except NeedsYes as needs:
        explicit(context, needs)
        key = door.judged(which, secret, wide=True)
    account = None
    if not args.unchecked:
        if context.interactive:
            context.remark(t(language, "connect.asks", name=name))
        account = door.asked(which, secret)
    changed, made = door.connect(which, secret, key, account, other=args.other_account, vault=args.vault)
    if which.serves is Serves.CALENDAR:
        door.use_calendar(args.calendar or "", args.owner or "")
    if args.json:
        context.answer({"change": changed.no, "connection": {"name": which.typed, **_made(which.name, made)}})
        return 0
    context.say(done_words(which, made, language))
    if made.currencies and len(made.currencies) <= FEW:
        context.say(t(language, "connect.sells", currencies=", ".join(made.currencies)))
    context.say(t(language, "connect.kept", where=_where(context, made)))
    if args.unchecked:
        context.say(t(language, "connect.unchecked"))
    if which.serves is Serves.CALENDAR:
        context.say(t(language, "connect.google.calendar", calendar=door.calendar().calendar))
        if n := door.to_catch_up():
            context.say(t(language, "connect.google.catch_up", n=n))
        if missing := entrance(secret).missing:
            context.say(t(language, "connect.google.less", rights=", ".join(missing)))
    if which.serves is Serves.MAIL and (n := door.to_confirm()):
        context.say(t(language, "connect.mail.catch_up", n=n))
    if key.wide:
        context.say(t(language, "connect.wide"))
    elif made.excess:
        context.say(t(language, "connect.excess", rights=", ".join(made.excess)))
    context.say(t(language, f"connect.next.{which.serves}"))
    return 0


def _secret(context: Context, door: Connecting, which: Kind) -> Secret:
    """A key as it is; of a mailbox or a Google account all that opens it."""
    from deskbell.cli import entering

    said = door.said(which)
    if which.serves is Serves.CALENDAR:
        return said or entering.google(context, door)
    if which.serves is Serves.MAIL:
        return entering.mail(context, which, said)
    return key_of(context, which, said)


FEW = 12
"""So many currencies are named; one that sells in all of them need not list them."""


def _where(context: Context, made: Made) -> str:
    words = kept_words(made.kept, context.language)
    return f"{words}: {context.places.secrets}" if made.kept is Kept.VAULT else words


def disconnect(context: Context) -> int:
    """Show what stops and what stays open; once it is done, forget the key. One that cannot be forgotten is said."""
    which = kind(context.args.name)
    door = _connecting(context)
    if context.card.demo:
        raise Refused("DEMO_DESK", connection=which.name)

    def make(key: Id) -> Any:
        from deskbell.domain.connection_commands import Disconnect

        return Disconnect(key=key, actor=context.desk.actor, connection=which.name)

    before = door.known(which)
    code = carry_out(context, make)
    after = door.known(which)
    if code or before is None or before.made is None or after is None or after.state is not Link.OFF:
        return code
    try:
        door.forget(which, before.made.kept)
    except DeskError as error:
        where = kept_words(before.made.kept, context.language)
        context.remark(t(context.language, "connect.key.left", name=connection_name(which.name), where=where))
        return context.failed(error) if not context.args.json else error.exit_code
    return code


def connections(context: Context) -> int:
    """Each of them in a line: test or live, how it stands, whose account, where its key is, what went wrong last."""
    found = {health.name: health for health in _known(context)}
    rows = [(known.name, found.get(known.name)) for known in KINDS]
    rows += [(name, health) for name, health in found.items() if name not in {known.name for known in KINDS}]
    if context.args.json:
        context.answer({"connections": [_facts(context, name, health) for name, health in rows]})
        return 0
    names = {name: connection_name(name) for name, _ in rows}
    width = max(map(len, names.values()))
    for name, health in rows:
        context.say(f"{names[name]:<{width}}  {_line(context, name, health)}")
    return 0


def _known(context: Context) -> tuple[Health, ...]:
    from deskbell.services.working import Working

    context.card  # noqa: B018 - NotSetUp before anything else
    return Working(context.desk).connections()


def _line(context: Context, name: str, health: Health | None) -> str:
    from deskbell.words.connecting import health_words

    typed = next((known.typed for known in KINDS if known.name == name), "")
    if health is None or health.state is Link.OFF:
        return t(context.language, "connections.none", typed=typed)
    return " · ".join(health_words(health, context.language, context.card.zone, context.desk.clock.now()))


def _facts(context: Context, name: str, health: Health | None) -> dict[str, Any]:
    from deskbell.cli.jsonable import instant

    known: Kind | None = next((known for known in KINDS if known.name == name), None)
    facts: dict[str, Any] = {"name": known.typed if known else name.lower(), "connected": False}
    if health is None or health.state is Link.OFF:
        return facts

    def at(seconds: int | None) -> str | None:
        return None if seconds is None else instant(seconds, context.card.zone)

    facts |= {"connected": True, "state": str(health.state), "since": at(health.since), "answered_at": at(health.ok_at)}
    facts |= {"error": health.error, "error_at": at(health.error_at), "resume_at": at(health.resume_at)}
    return facts | (_made(name, health.made) if health.made is not None else {})


def _made(name: str, made: Made) -> dict[str, Any]:
    return {
        "mode": mode(live=made.live).lower() if is_money(name) else None,
        "account": made.account,
        "account_name": made.label,
        "country": made.country,
        "currencies": list(made.currencies),
        "excess": list(made.excess),
        "kept": made.kept.lower(),
    }
