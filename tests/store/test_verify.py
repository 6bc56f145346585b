"""verify recomputes every derived figure; one test breaks each of them and sees it named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, text, update

from deskbell.domain import commands as c
from deskbell.domain.booking import Verb
from deskbell.domain.payment import Method
from deskbell.domain.people import Role
from deskbell.store import tables as t
from deskbell.store.engine import open_database
from deskbell.store.verify import Finding, verify
from tests.house.clock import WEDNESDAY
from tests.store.world import DAY, HOUR, World, fresh

NEXT_WEEK = WEDNESDAY + 7 * DAY


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with open_database(database_url) as database:
        yield World(database).furnish()


def a_busy_week(world: World) -> None:
    """Everything that a desk does, done at least once: money by each method, moves, fees, undo, a class."""
    ana, leo = world.add("Ana Pérez"), world.add("Leo Lee")
    kept = world.book(NEXT_WEEK, person=ana, method=Method.CASH, tendered=3000)
    world.do(c.Move(key=fresh(), booking=kept, start=NEXT_WEEK + HOUR))
    world.do(c.AddNote(key=fresh(), booking=kept, text="left hand"))
    world.do(c.Edit(key=fresh(), booking=kept, fields=(("focus", "Bach"), ("name", "Ana P."))))
    dropped = world.book(NEXT_WEEK + 3 * HOUR, person=leo, method=Method.CARD)
    world.cancel(dropped)
    refund = world.facts(dropped).payments[0].refunds[0].id
    world.do(c.HandOver(key=fresh(), booking=dropped, refund=refund))
    late = world.book(WEDNESDAY + 26 * HOUR, person=leo)  # 12:00 tomorrow: half the price is kept
    order = world.facts(late).order.id
    world.do(c.Take(key=fresh(), order=order, method=Method.TRANSFER, amount=2000))
    world.cancel(late)
    undone = world.book(NEXT_WEEK + 5 * HOUR, method=Method.CASH)
    world.undo()
    world.cancel(world.book(NEXT_WEEK + 5 * HOUR, method=Method.CASH), Role.TUTOR)
    world.undo()
    assert world.facts(undone).booking.state == "CANCELLED"
    cheap = world.book(NEXT_WEEK - DAY)
    world.do(c.Reprice(key=fresh(), booking=cheap, total=2000, text="sibling"))
    slot, other = world.open_class(NEXT_WEEK - 2 * DAY), world.open_class(NEXT_WEEK - 2 * DAY + 2 * HOUR)
    world.open_class(NEXT_WEEK - 2 * DAY + HOUR)  # from the end of the one to the beginning of the other
    one = world.book_class(slot, person=ana, method=Method.CARD)
    world.book_class(slot, person=leo)
    world.do(c.Move(key=fresh(), booking=one, slot=other))
    world.now = NEXT_WEEK + DAY
    world.close(kept, Verb.COMPLETE)
    world.close(cheap, Verb.NO_SHOW)
    world.close(one, Verb.COMPLETE)
    world.close(one, Verb.REOPEN)
    world.now = WEDNESDAY


def test_a_desk_that_did_everything_is_well(world: World) -> None:
    a_busy_week(world)
    assert world.read(verify) == []


def test_an_empty_desk_is_well(database_url: str) -> None:
    with open_database(database_url) as database:
        assert World(database).read(verify) == []


# --- each figure, broken behind the guards' back


def disarm(conn: Connection) -> None:
    """What keeps the desk's own hands off: triggers, and the constraints that refuse overlaps."""
    if conn.dialect.name == "sqlite":
        names = conn.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        for name in names:
            conn.execute(text(f"DROP TRIGGER {name}"))
        return
    triggers = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    for name, table in conn.execute(text(triggers)).all():
        conn.execute(text(f"DROP TRIGGER {name} ON {table}"))
    for what in ("tutor", "room"):
        conn.execute(text(f"ALTER TABLE slot DROP CONSTRAINT slot_{what}_free"))


def last(table: Any) -> Any:
    return select(table.c.id).order_by(table.c.id.desc()).limit(1).scalar_subquery()


def setting(table: Any, **values: Any) -> Callable[[Connection], Any]:
    """The last row of a table, overwritten."""
    return lambda conn: conn.execute(update(table).where(table.c.id == last(table)).values(values))


def first(table: Any, **values: Any) -> Callable[[Connection], Any]:
    return lambda conn: conn.execute(update(table).where(table.c.id == 1).values(values))


def dropping(table: Any) -> Callable[[Connection], Any]:
    return lambda conn: conn.execute(delete(table).where(table.c.id == last(table)))


def overlapping(**also: Any) -> Callable[[Connection], Any]:
    """Every slot at the time of the first one."""
    one = select(t.slot).where(t.slot.c.id == 1)

    def break_it(conn: Connection) -> None:
        row = conn.execute(one).one()._mapping
        values = {n: row[n] for n in ("start", "end", "busy_from", "busy_to")}
        conn.execute(update(t.slot).values(values | also))

    return break_it


def unknown_kind(conn: Connection) -> None:
    head = {"change_id": 1, "at": 0, "role": "STAFF", "kind": "SlotPainted", "body": '{"v":1}'}
    conn.execute(insert(t.activity), head)


def newer_version(conn: Connection) -> None:
    head = {"change_id": 1, "at": 0, "role": "STAFF", "kind": "RoomAdded", "body": '{"room":"x","v":2}'}
    conn.execute(insert(t.activity), head)


def orphan(conn: Connection) -> None:
    body = '{"after":"CANCELLED","before":"PLANNED","slot":"nowhere","v":1}'
    head = {"change_id": 1, "at": 0, "role": "STAFF", "kind": "SlotTurned", "body": body}
    conn.execute(insert(t.activity), head)


def forgotten_seat(conn: Connection) -> None:
    conn.execute(delete(t.activity).where(t.activity.c.kind == "SeatTaken", t.activity.c.booking_id == 1))


def posted_twice(conn: Connection) -> None:
    """A whole transaction again, balanced in itself."""
    txn = conn.execute(insert(t.ledger_txn), {"at": 0, "order_id": 1, "change_id": 1, "kind": "PaymentTaken"})
    key = txn.inserted_primary_key
    assert key is not None
    lines = [("cash:CASH", 2500), ("customer", -2500)]
    rows = [{"txn_id": key[0], "account": a, "minor": minor, "currency": "EUR"} for a, minor in lines]
    conn.execute(insert(t.ledger_line), rows)


def revenue_moved(conn: Connection) -> None:
    """Revenue on the account of another order: everything balances, nothing fits."""
    conn.execute(update(t.ledger_txn).where(t.ledger_txn.c.kind == "RevenueEarned").values(order_id=2))


def earned_too_little(conn: Connection) -> None:
    conn.execute(delete(t.activity).where(t.activity.c.kind == "RevenueEarned"))


_TIMES = ("SLOT_START", "SLOT_END", "SLOT_BUSY_FROM", "SLOT_BUSY_TO")

BROKEN: dict[str, tuple[Callable[[Connection], Any], set[str]]] = {
    "a seat too many": (setting(t.slot, taken=2), {"SEATS"}),
    "a slot's state": (setting(t.slot, state="DRAFT"), {"SLOT_STATE"}),
    "a slot's tutor": (first(t.slot, tutor_id=2), {"SLOT_TUTOR"}),
    "a slot's room": (first(t.slot, room_id=None), {"SLOT_ROOM"}),
    "a slot's start": (first(t.slot, start=t.slot.c.start + 60), {"SLOT_START"}),
    "a slot's end": (first(t.slot, end=t.slot.c.end - 60), {"SLOT_END"}),
    "a slot's buffers": (
        first(t.slot, busy_from=t.slot.c.start - 1, busy_to=t.slot.c.end + 1),
        {"SLOT_BUSY_FROM", "SLOT_BUSY_TO"},
    ),
    "a booking's state": (first(t.booking, state="NO_SHOW"), {"BOOKING_STATE"}),
    "a booking's seat let go": (first(t.booking, state="EXPIRED"), {"BOOKING_STATE", "SEATS"}),
    "a booking's slot": (setting(t.booking, slot_id=1), {"BOOKING_SLOT", "SEATS"}),
    "a booking's attendance": (first(t.booking, attendance="UNSET"), {"BOOKING_ATTENDANCE"}),
    "a booking's clock": (first(t.booking, policy_start=5), {"BOOKING_POLICY_START"}),
    "a booking's person": (first(t.booking, participant_id=None), {"BOOKING_PERSON"}),
    "a booking's payer": (first(t.booking, payer_id=4), {"BOOKING_PAYER"}),
    "a booking's policy": (first(t.booking, policy="0:100"), {"BOOKING_POLICY"}),
    "a slot's seats": (first(t.slot, capacity=5), {"SLOT_CAPACITY"}),
    "a slot's service": (first(t.slot, service_id=2), {"SLOT_SERVICE"}),
    "a booking's order": (first(t.booking, order_id=2), {"BOOKING_ORDER"}),
    "an order's due": (first(t.desk_order, due=1), {"ORDER_DUE"}),
    "an order's captured": (first(t.desk_order, captured=1), {"ORDER_CAPTURED"}),
    "an order's refunded": (first(t.desk_order, refunded=1), {"ORDER_REFUNDED"}),
    "an order's credit": (first(t.desk_order, credited=1), {"ORDER_CREDITED"}),
    "a line's price": (first(t.order_line, gross=2600), {"LINE_GROSS", "ORDER_DUE", "REVENUE"}),
    "a line's tax": (first(t.order_line, tax=0), {"LINE_TAX"}),
    "a line's kind": (first(t.order_line, kind="SURCHARGE"), {"LINE_KIND"}),
    "a line's booking": (first(t.order_line, booking_id=2), {"LINE_BOOKING", "REVENUE"}),
    "a line's order": (first(t.order_line, order_id=2), {"LINE_ORDER", "ORDER_DUE"}),
    "a line gone": (dropping(t.order_line), {"LINE_GROSS", "ORDER_DUE"}),
    "a payment's state": (
        first(t.payment, state="REVERSED"),
        {"PAYMENT_STATE", "ATTEMPT_STATE", "ORDER_CAPTURED", "PAYMENT_RECEIPTS", "CASH"},
    ),
    "a payment's amount": (
        first(t.payment, captured=2600),
        {"PAYMENT_AMOUNT", "ORDER_CAPTURED", "PAYMENT_RECEIPTS", "CASH"},
    ),
    "a payment's method": (first(t.payment, method="TRANSFER"), {"PAYMENT_METHOD", "CASH"}),
    "an attempt's state": (first(t.attempt, state="FAILED"), {"ATTEMPT_STATE"}),
    "a refund's state": (
        first(t.refund, state="REQUESTED"),
        {"REFUND_STATE", "ORDER_REFUNDED", "REFUND_RECEIPTS", "CASH"},
    ),
    "a refund's amount": (
        first(t.refund, amount=2600),
        {"REFUND_AMOUNT", "REFUND_RECEIPTS", "ORDER_REFUNDED", "REFUNDED_TOO_MUCH", "CASH"},
    ),
    "a refund's method": (first(t.refund, method="CASH"), {"REFUND_METHOD", "CASH"}),
    "a receipt's number": (setting(t.receipt, number=99), {"RECEIPT_NUMBER", "NEXT_NUMBER"}),
    "a receipt's amount": (setting(t.receipt, amount=5), {"RECEIPT_AMOUNT"}),
    "a receipt's kind": (first(t.receipt, kind="REFUND"), {"RECEIPT_KIND"}),
    "a receipt's order": (first(t.receipt, order_id=2), {"RECEIPT_ORDER"}),
    "a receipt's payment": (first(t.receipt, payment_id=2), {"RECEIPT_PAYMENT"}),
    "a refund's order": (first(t.refund, order_id=1), {"REFUND_ORDER", "ORDER_REFUNDED"}),
    "a refund's payment": (first(t.refund, payment_id=1), {"REFUND_PAYMENT"}),
    "a receipt gone": (dropping(t.receipt), {"RECEIPT_AMOUNT", "NEXT_NUMBER"}),
    "the next number": (lambda conn: conn.execute(update(t.series).values(next=1)), {"NEXT_NUMBER"}),
    "a ledger line": (
        first(t.ledger_line, minor=1),
        {"LEDGER_UNBALANCED", "LEDGER_CASH", "CASH"},
    ),
    "a ledger account": (first(t.ledger_line, account="cash:CARD"), {"LEDGER_CASH", "CASH"}),
    "a posting again": (posted_twice, {"LEDGER_CASH", "LEDGER_CUSTOMER", "CASH"}),
    "revenue elsewhere": (revenue_moved, {"LEDGER_CUSTOMER", "LEDGER_REVENUE"}),
    "revenue forgotten": (earned_too_little, {"LEDGER_CUSTOMER", "LEDGER_REVENUE", "REVENUE"}),
    "two lessons at once": (overlapping(room_id=None), {"TUTOR_OVERLAP", "SLOT_ROOM", *_TIMES}),
    "two lessons in a room": (overlapping(room_id=1), {"TUTOR_OVERLAP", "ROOM_OVERLAP", "SLOT_ROOM", *_TIMES}),
    "a kind from elsewhere": (unknown_kind, {"UNKNOWN_KIND"}),
    "a kind from the future": (newer_version, {"UNKNOWN_KIND"}),
    "an effect on nothing": (orphan, {"NOT_IN_RECORD"}),
    "a booking from nowhere": (forgotten_seat, {"NOT_IN_RECORD", "BOOKING_STATE"}),
    "a search key": (setting(t.person, fold="x"), {"PERSON_FOLD"}),
    "a service's search key": (setting(t.service, fold="x"), {"SERVICE_FOLD"}),
    "a task": (setting(t.task, state="SETTLED"), {"TASK_STATE"}),
    "a note": (setting(t.note, hidden_at=5), {"NOTE_HIDDEN"}),
}


def test_every_figure_is_checked(world: World) -> None:
    """Each break is found under its own names and under no name that has nothing to do with it."""
    a_busy_week(world)
    with world.database.owning() as conn:
        disarm(conn)
        conn.commit()
        for name, (break_it, codes) in BROKEN.items():
            break_it(conn)
            found = verify(conn)
            conn.rollback()
            assert {f.code for f in found} == codes, name
        assert verify(conn) == []
        conn.rollback()


@pytest.mark.parametrize(
    "name", ["a seat too many", "an order's due", "a booking's state", "a receipt's amount", "a search key"]
)
def test_a_finding_says_what_should_be_and_what_is(world: World, name: str) -> None:
    booking = world.book(NEXT_WEEK, newcomer=c.Newcomer(name="Ana"), method=Method.CASH)
    facts = world.facts(booking)
    with world.database.owning() as conn:
        receipt = conn.execute(select(t.receipt.c.public_id)).scalar_one()
        person = facts.person.id
        disarm(conn)
        if name == "a seat too many":
            conn.execute(update(t.slot).values(capacity=2, taken=2))
        else:
            BROKEN[name][0](conn)
        found = verify(conn)
        conn.rollback()
    assert [f for f in found if f.code != "SLOT_CAPACITY"][:1] == {
        "a seat too many": [Finding("SEATS", facts.slot.id, 1, 2)],
        "an order's due": [Finding("ORDER_DUE", facts.order.id, 2500, 1)],
        "a booking's state": [Finding("BOOKING_STATE", booking, "CONFIRMED", "NO_SHOW")],
        "a receipt's amount": [Finding("RECEIPT_AMOUNT", receipt, 2500, 5)],
        "a search key": [Finding("PERSON_FOLD", person, 3, 1)],
    }[name]
