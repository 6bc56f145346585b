"""What the desk offers, on the command line: the list, and how bookings of a service are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbell.cli.committing import carry_out
from deskbell.domain.errors import NotFound
from deskbell.domain.offer import Approval
from deskbell.domain.request_commands import SetService
from deskbell.domain.text import clean, fold

if TYPE_CHECKING:
    from deskbell.cli.context import Context
    from deskbell.domain.offer import Service

WORDS = {"none": Approval.NONE, "approval-first": Approval.APPROVAL_FIRST, "pay-first": Approval.PAY_FIRST}


def service(context: Context) -> int:
    """Every service of the desk, or one; with --approval its bookings are taken otherwise from here on."""
    args = context.args
    offered = context.desk.services()
    named = _named(offered, " ".join(args.name)) if args.name or args.approval else None
    if args.approval is not None and named is not None:
        wanted = WORDS[args.approval]
        return carry_out(context, lambda key: SetService(key=key, service=named.id, approval=wanted))
    listed = offered if named is None else (named,)
    if args.json:
        from deskbell.cli.jsonable import jsonable

        context.answer({"services": jsonable(listed, context.card.zone)})
        return 0
    for line in lines(listed, context.language):
        context.say(line)
    return 0


def lines(offered: tuple[Service, ...], language: str) -> list[str]:
    """Number, name, length, price, and how it is taken, in columns."""
    from deskbell.words.dates import length
    from deskbell.words.effect_texts import tables
    from deskbell.words.language import spoken
    from deskbell.words.money import show

    terms = tables(spoken(language)).terms
    rows = [
        (str(s.no), clean(s.name), length(s.minutes), show(s.gross().minor, s.price.currency, language),
         terms[f"approval.{s.approval}"])
        for s in offered
    ]  # fmt: skip
    wide = [max((len(row[at]) for row in rows), default=0) for at in range(4)]
    return [
        f"{no:>{wide[0]}}  {name:<{wide[1]}}  {long:>{wide[2]}}  {price:>{wide[3]}}  {taken}"
        for no, name, long, price, taken in rows
    ]


def _named(offered: tuple[Service, ...], text: str) -> Service:
    """By its name, the beginning of it, or its number. NotFound: SERVICE_UNMEANT."""
    wanted = fold(text.strip())
    exact = [s for s in offered if wanted in (fold(s.name), str(s.no))]
    fits = exact or [s for s in offered if wanted and fold(s.name).startswith(wanted)]
    if len(fits) != 1:
        raise NotFound("SERVICE_UNMEANT", text=text[:40], candidates=[s.name for s in fits or offered])
    return fits[0]
