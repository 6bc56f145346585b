"""The drawer and the day at the service door. I40, I41, I44."""

from __future__ import annotations

import pytest

from deskbell.domain.booking import Verb
from deskbell.domain.commands import (
    Close,
    CountDrawer,
    HandOver,
    MoveCash,
    OpenDrawer,
    ReopenDay,
    Reprice,
    SealDay,
    Take,
    Undo,
)
from deskbell.domain.effects import DaySealed, DrawerCounted
from deskbell.domain.errors import DeskError, PlanChanged, Refused, WrongInput
from deskbell.domain.payment import Method
from deskbell.domain.people import Actor, Role
from deskbell.services.desk import Changed
from deskbell.store import find
from deskbell.store.work import LOCKS
from tests.services.conftest import Small, at, fresh

TODAY = "2026-03-04"


def till(small: Small):  # type: ignore[no-untyped-def]
    with small.desk.database.read() as unit:
        return find.drawer(unit.connection)


def open_with(small: Small, minor: int) -> Changed:
    return small.do(OpenDrawer(key=fresh(), float=minor))


def move(small: Small, minor: int, *, out: bool = False, text: str = "stamps") -> Changed:
    return small.do(MoveCash(key=fresh(), amount=minor, out=out, text=text))


def count(small: Small, minor: int) -> Changed:
    return small.do(CountDrawer(key=fresh(), counted=minor))


def seal(small: Small, day: str = TODAY) -> Changed:
    return small.do(SealDay(key=fresh(), day=day))


def refused(small: Small, command: object) -> DeskError:
    with pytest.raises((Refused, WrongInput)) as no:
        small.desk.plan(command)  # type: ignore[arg-type]
    return no.value


def test_expected_is_the_float_and_what_went_through(small: Small) -> None:
    """I41: float + cash in - cash out, with sales and refunds in cash; cards are in no drawer."""
    open_with(small, 10_000)
    small.book("Ana Pérez", "2026-03-05 10:00", method=Method.CASH, tendered=3000)
    small.book("Leo Lee", "2026-03-05 11:00", method=Method.CARD)
    move(small, 2000, text="change")
    move(small, 350, out=True)
    paid = small.book("Ana Pereira", "2026-03-05 12:00", method=Method.CASH)
    small.do(Reprice(key=fresh(), booking=paid.plan.subject, total=1500, text="less"))  # type: ignore[arg-type]
    assert till(small).expected == 10_000 + 2500 + 2000 - 350 + 2500 - 1000
    small.sound()


def test_the_variance_is_kept_and_posted(small: Small) -> None:
    """I41: a count that differs is accepted as it is, beside what was expected, and is no revenue."""
    open_with(small, 10_000)
    small.book("Ana Pérez", "2026-03-05 10:00", method=Method.CASH)
    done = count(small, 12_400)
    effect = next(done.plan.of(DrawerCounted))
    assert (effect.expected, effect.variance) == (12_500, -100)
    assert till(small) is None
    small.sound()
    assert next(count(small, 12_500).plan.of(DrawerCounted)).before == 12_400  # counted again: only the rest is posted
    small.sound()


def test_cash_without_a_drawer_is_just_cash(small: Small) -> None:
    """I40: a tutor who has no drawer takes cash all the same."""
    small.book(None, "2026-03-05 10:00", method=Method.CASH)
    assert till(small) is None
    small.sound()


def test_a_sealed_day_takes_no_more(small: Small) -> None:
    """I41: taking, handing out and undoing money is refused until the day is opened again, by a number of its own."""
    open_with(small, 0)
    paid = small.book("Ana Pérez", "2026-03-05 10:00", method=Method.CASH)
    later = small.book("Leo Lee", "2026-03-05 11:00")
    card = small.book("Ana Pereira", "2026-03-05 12:00", method=Method.CARD)
    cheaper = Reprice(key=fresh(), booking=card.plan.subject, total=2000, text="less")  # type: ignore[arg-type]
    small.do(cheaper)
    assert refused(small, SealDay(key=fresh(), day=TODAY)).code == "DRAWER_NOT_COUNTED"
    count(small, 2500)
    assert next(seal(small).plan.of(DaySealed)).number == 1
    refund = next(r.id for p in small.view(card).payments for r in p.refunds)
    for command in (
        Take(key=fresh(), order=small.order(later), method=Method.CASH),
        Reprice(key=fresh(), booking=paid.plan.subject, total=500, text="less"),  # type: ignore[arg-type]
        HandOver(key=fresh(), booking=card.plan.subject, refund=refund),  # type: ignore[arg-type]
        Undo(key=fresh(), change=paid.no),
        Undo(key=fresh(), change=card.no),
        OpenDrawer(key=fresh(), float=100),
        SealDay(key=fresh(), day=TODAY),
        CountDrawer(key=fresh(), counted=2600),
    ):
        code = refused(small, command).code
        assert code in ("DAY_SEALED", "NO_DRAWER", "REFUND_EXISTS"), (command, code)
    small.do(ReopenDay(key=fresh(), day=TODAY, text="one more came"))
    small.do(Take(key=fresh(), order=small.order(later), method=Method.CASH))
    assert next(seal(small).plan.of(DaySealed)).number == 3
    small.sound()


def test_a_sealed_day_says_so_for_each(small: Small) -> None:
    """I41: the code is DAY_SEALED, with the day."""
    later = small.book("Leo Lee", "2026-03-05 11:00")
    paid = small.book("Ana Pérez", "2026-03-05 10:00", method=Method.CASH)
    seal(small)
    for command in (Take(key=fresh(), order=small.order(later), method=Method.CASH), Undo(key=fresh(), change=paid.no)):
        no = refused(small, command)
        assert (no.code, str(no.facts["day"])) == ("DAY_SEALED", TODAY)
    small.clock.at += 86_400
    small.do(Take(key=fresh(), order=small.order(later), method=Method.CASH))  # another day
    small.sound()


def test_a_drawer_belongs_to_the_day_on_which_it_was_opened(small: Small) -> None:
    """I41: past midnight cash still goes into it, and only its count lets the day be sealed."""
    open_with(small, 1000)
    small.clock.at = at("2026-03-05 00:30")
    booked = small.book("Ana Pérez", "2026-03-05 10:00", method=Method.CASH)
    assert till(small).day == TODAY
    assert till(small).expected == 3500
    assert refused(small, SealDay(key=fresh(), day=TODAY)).code == "DRAWER_NOT_COUNTED"
    assert refused(small, SealDay(key=fresh(), day="2026-03-05")).code == "DRAWER_NOT_COUNTED"
    count(small, 3500)
    seal(small)
    small.do(Undo(key=fresh(), change=booked.no))  # its day is not sealed: the money moved on the fifth
    small.sound()


def test_what_cannot_be(small: Small) -> None:
    """One clear code each."""
    nobody = Actor(Role.CUSTOMER)
    found = [
        refused(small, command).code
        for command in (
            OpenDrawer(key=fresh(), float=-1),
            OpenDrawer(key=fresh(), float=10**13),
            OpenDrawer(key=fresh(), float=1, actor=nobody),
            MoveCash(key=fresh(), amount=1, out=True, text="x"),
            CountDrawer(key=fresh(), counted=1),
            SealDay(key=fresh(), day="2026-03-05"),
            SealDay(key=fresh(), day="yesterday"),
            ReopenDay(key=fresh(), day=TODAY, text="x"),
        )
    ]
    assert found == [
        "AMOUNT", "AMOUNT_TOO_LARGE", "NOT_YOURS", "NO_DRAWER", "NO_DRAWER", "DAY_NOT_BEGUN", "DAY_UNKNOWN",
        "DAY_NOT_SEALED",
    ]  # fmt: skip
    open_with(small, 100)
    found = [
        refused(small, command).code
        for command in (
            OpenDrawer(key=fresh(), float=1),
            MoveCash(key=fresh(), amount=0, out=True, text="x"),
            MoveCash(key=fresh(), amount=5, out=True, text=" "),
            CountDrawer(key=fresh(), counted=-1),
        )
    ]
    assert found == ["DRAWER_OPEN", "AMOUNT", "REASON_MISSING", "AMOUNT"]
    warned = small.desk.plan(MoveCash(key=fresh(), amount=500, out=True, text="bank"))
    assert [w.code for w in warned.warnings] == ["DRAWER_SHORT"]


def test_undo_takes_back_what_nothing_followed(small: Small) -> None:
    """A movement and an opening by their opposites; a count and a seal never."""
    opened = open_with(small, 5000)
    moved = move(small, 100)
    assert refused(small, Undo(key=fresh(), change=opened.no)).code == "UNDO_OVERTAKEN"
    small.do(Undo(key=fresh(), change=moved.no))
    assert till(small).expected == 5000
    small.do(Undo(key=fresh(), change=opened.no))
    assert till(small) is None
    open_with(small, 7000)
    moved = move(small, 100, text="bank")
    counted = count(small, 7100)
    assert refused(small, Undo(key=fresh(), change=moved.no)).code == "UNDO_OVERTAKEN"
    assert refused(small, Undo(key=fresh(), change=counted.no)).code == "UNDO_NEVER"
    sealed = seal(small)
    assert refused(small, Undo(key=fresh(), change=sealed.no)).code == "UNDO_NEVER"
    small.sound()


def test_a_count_that_somebody_overtook_is_shown_again(small: Small) -> None:
    """I41: what is expected is taken again at the commit; a sale in between makes it another plan."""
    open_with(small, 1000)
    command = CountDrawer(key=fresh(), counted=1000)
    shown = small.desk.plan(command).digest
    small.book("Ana Pérez", "2026-03-05 10:00", method=Method.CASH)
    with pytest.raises(PlanChanged) as changed:
        small.do(command, shown)
    assert next(changed.value.facts["plan"].of(DrawerCounted)).expected == 3500


def test_the_figures_of_the_day(small: Small) -> None:
    """What a close keeps: by method, earned, the drawers, the receipts from and to."""
    open_with(small, 1000)
    small.clock.at = at("2026-03-04 10:05")
    given = small.book("Ana Pérez", "2026-03-04 10:30", method=Method.CASH)
    small.book("Leo Lee", "2026-03-05 11:00", method=Method.CARD)
    small.clock.at = at("2026-03-04 12:00")
    small.do(Close(key=fresh(), booking=given.plan.subject, verb=Verb.COMPLETE))  # type: ignore[arg-type]
    paid = small.book("Ana Pereira", "2026-03-05 12:00", method=Method.CASH)
    small.do(Reprice(key=fresh(), booking=paid.plan.subject, total=2000, text="less"))  # type: ignore[arg-type]
    count(small, 5400)
    figures = dict(next(seal(small).plan.of(DaySealed)).figures)
    assert figures == {
        "taken.CARD": 2500, "taken.CASH": 5000, "back.CASH": 500, "earned": 2500, "float": 1000, "expected": 5500,
        "counted": 5400, "variance": -100, "receipts.first": 1, "receipts.last": 4,
    }  # fmt: skip
    small.sound()


def test_the_drawer_is_locked_between_the_order_and_the_numbers() -> None:
    """I56: everybody locks in one order."""
    kinds = list(LOCKS)
    assert kinds.index("order") < kinds.index("drawer") < kinds.index("series")
