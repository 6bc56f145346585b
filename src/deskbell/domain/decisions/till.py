"""The drawer is opened, filled, emptied, counted; the day is sealed and opened again. I40, I41."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from deskbell.domain.commands import Command, CountDrawer, MoveCash, OpenDrawer, ReopenDay, SealDay
from deskbell.domain.decisions.taking import LARGEST
from deskbell.domain.effects import (
    CashMoved,
    DayReopened,
    DaySealed,
    DrawerCounted,
    DrawerOpened,
    Effect,
)
from deskbell.domain.errors import Refused, WrongInput
from deskbell.domain.facts import TillFacts
from deskbell.domain.ids import Mint
from deskbell.domain.ledger import cash, postings
from deskbell.domain.payment import LINKS, Method
from deskbell.domain.people import Role
from deskbell.domain.plan import Plan, Warned
from deskbell.domain.text import clean
from deskbell.domain.till import Drawer, MoveKind

BY_HAND = frozenset(cash(method) for method in Method if method not in LINKS)
"""The accounts that only people fill and empty; what a provider brings cannot be told to wait."""


def decide_open_drawer(facts: TillFacts, cmd: OpenDrawer, now: int, mint: Mint) -> Plan:
    """One drawer at a time, on a day that is not sealed.

    WrongInput: AMOUNT, AMOUNT_TOO_LARGE. Refused: NOT_YOURS, DRAWER_OPEN, DAY_SEALED.
    """
    _staff(cmd, "OPEN_DRAWER")
    currency = facts.desk.currency
    _amount(cmd.float, currency, least=0)
    if facts.drawer is not None:
        raise Refused("DRAWER_OPEN", day=date.fromisoformat(facts.drawer.day))
    _unsealed(facts)
    return Plan("OPEN_DRAWER", (DrawerOpened(mint(), facts.today, cmd.float, currency),))


def decide_move_cash(facts: TillFacts, cmd: MoveCash, now: int, mint: Mint) -> Plan:
    """Cash in or out of the open drawer, with its reason; more out than should be there is warned of.

    WrongInput: AMOUNT, AMOUNT_TOO_LARGE, REASON_MISSING. Refused: NOT_YOURS, NO_DRAWER.
    """
    _staff(cmd, "CASH_OUT" if cmd.out else "CASH_IN")
    if facts.drawer is None:
        raise Refused("NO_DRAWER")
    currency = facts.drawer.currency
    _amount(cmd.amount, currency, least=1)
    reason = clean(cmd.text, limit=200).strip()
    if not reason:
        raise WrongInput("REASON_MISSING")
    kind = MoveKind.OUT if cmd.out else MoveKind.IN
    short = cmd.amount - facts.drawer.expected if cmd.out else 0
    warned = (Warned.of("DRAWER_SHORT", amount=short, currency=currency),) if short > 0 else ()
    moved = CashMoved(mint(), facts.drawer.id, kind, cmd.amount, currency, reason)
    return Plan("CASH_OUT" if cmd.out else "CASH_IN", (moved,), warned)


def decide_count_drawer(facts: TillFacts, cmd: CountDrawer, now: int, mint: Mint) -> Plan:
    """The count seals the drawer, whatever the difference; until its day is sealed it can be counted again.

    WrongInput: AMOUNT, AMOUNT_TOO_LARGE. Refused: NOT_YOURS, NO_DRAWER.
    """
    _staff(cmd, "COUNT_DRAWER")
    drawer = facts.drawer or facts.again
    if drawer is None:
        raise Refused("NO_DRAWER")
    _amount(cmd.counted, drawer.currency, least=0)
    counted = DrawerCounted(
        drawer.id, drawer.day, drawer.expected, cmd.counted, drawer.currency, before=drawer.counted
    )  # fmt: skip
    return Plan("COUNT_DRAWER", (counted,))


def decide_seal_day(facts: TillFacts, cmd: SealDay, now: int, mint: Mint) -> Plan:
    """A day is sealed once, when all its drawers are counted.

    WrongInput: DAY_UNKNOWN. Refused: NOT_YOURS, DAY_NOT_BEGUN, DAY_SEALED, DRAWER_NOT_COUNTED.
    """
    _staff(cmd, "SEAL_DAY")
    day = the_day(cmd.day)
    if cmd.day > facts.today:
        raise Refused("DAY_NOT_BEGUN", day=day)
    if facts.sealed is not None:
        raise Refused("DAY_SEALED", day=day, number=facts.sealed)
    if facts.drawer is not None and facts.drawer.day <= cmd.day:
        raise Refused("DRAWER_NOT_COUNTED", day=date.fromisoformat(facts.drawer.day))
    sealed = DaySealed(mint(), cmd.day, facts.desk.currency, facts.figures, facts.number, facts.chain)
    return Plan("SEAL_DAY", (sealed,))


def decide_reopen_day(facts: TillFacts, cmd: ReopenDay, now: int, mint: Mint) -> Plan:
    """A sealed day takes movements again, with the reason why.

    WrongInput: DAY_UNKNOWN, REASON_MISSING. Refused: NOT_YOURS, DAY_NOT_SEALED.
    """
    _staff(cmd, "REOPEN_DAY")
    day = the_day(cmd.day)
    if facts.sealed is None:
        raise Refused("DAY_NOT_SEALED", day=day)
    reason = clean(cmd.text, limit=200).strip()
    if not reason:
        raise WrongInput("REASON_MISSING")
    return Plan("REOPEN_DAY", (DayReopened(mint(), cmd.day, facts.sealed, facts.number, reason),))


def the_day(text: str) -> date:
    """A day as it is written in the books, 2026-03-04, else WrongInput("DAY_UNKNOWN")."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise WrongInput("DAY_UNKNOWN", text=text[:40]) from None
    if day.isoformat() != text:
        raise WrongInput("DAY_UNKNOWN", text=text[:40])
    return day


def by_hand(effects: Iterable[Effect]) -> bool:
    """Whether any of it moves money that people carry: cash, the card reader, a transfer."""
    return any(account in BY_HAND for effect in effects for account, _ in postings(effect))


def in_cash(effect: Effect) -> int:
    """What the effect puts into a drawer, minor units; negative is taken out."""
    return sum(minor for account, minor in postings(effect) if account == cash(Method.CASH))


def keep_sealed(today: str, sealed: int | None) -> None:
    """A sealed day never receives another movement (I41): Refused("DAY_SEALED")."""
    if sealed is not None:
        raise Refused("DAY_SEALED", day=date.fromisoformat(today), number=sealed)


def _unsealed(facts: TillFacts) -> None:
    keep_sealed(facts.today, facts.sealed)


def _staff(cmd: Command, verb: str) -> None:
    if cmd.actor.role is Role.CUSTOMER:
        raise Refused("NOT_YOURS", role=str(cmd.actor.role), verb=verb)


def _amount(minor: int, currency: str, *, least: int) -> None:
    if minor < least:
        raise WrongInput("AMOUNT", amount=minor, currency=currency)
    if minor > LARGEST:
        raise WrongInput("AMOUNT_TOO_LARGE", amount=minor, currency=currency)


def counted_again(last: Drawer | None, sealed: int | None) -> Drawer | None:
    """The drawer whose count may still be corrected: the last one, while its day is not sealed."""
    return last if sealed is None else None
