"""A plan becomes rows: the change, its effects on the tables, the ledger, the sums. One transaction, the caller's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from deskbell.domain import effects as e
from deskbell.domain.effects import Effect
from deskbell.domain.ids import Id
from deskbell.domain.people import Actor
from deskbell.domain.plan import Plan
from deskbell.store.apply import (
    connections,
    documents,
    erasing,
    events,
    furnish,
    links,
    mail,
    money,
    record,
    seats,
    till,
    words,
)
from deskbell.store.apply.busy import compare_busy, replace_busy
from deskbell.store.apply.keys import Keys
from deskbell.store.apply.making import Making

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["HANDLERS", "apply", "compare_busy", "replace_busy"]

HANDLERS: dict[type[Effect], Callable[[Making, Any], None]] = {
    e.DeskOpened: furnish.desk_opened,
    e.RoomAdded: furnish.room_added,
    e.TutorAdded: furnish.tutor_added,
    e.HoursSet: furnish.hours_set,
    e.ServiceAdded: furnish.service_added,
    e.ServiceSet: furnish.service_set,
    e.BusyRead: furnish.busy_read,
    e.PersonAdded: furnish.person_added,
    e.PersonArchived: furnish.person_archived,
    e.PersonErased: erasing.person_erased,
    e.PersonRestored: furnish.person_restored,
    e.SlotOpened: seats.slot_opened,
    e.SlotTurned: seats.slot_turned,
    e.SlotMoved: seats.slot_moved,
    e.SeatTaken: seats.seat_taken,
    e.BookingTurned: seats.booking_turned,
    e.SeatMoved: seats.seat_moved,
    e.OrderOpened: money.order_opened,
    e.LineAdded: money.line_added,
    e.LineReversed: money.line_reversed,
    e.PaymentTaken: money.payment_taken,
    e.PaymentReversed: money.payment_reversed,
    e.RefundMade: money.refund_made,
    e.RefundTurned: money.refund_turned,
    e.ReceiptIssued: money.receipt_issued,
    e.RevenueEarned: money.revenue_earned,
    e.NoteAdded: words.note_added,
    e.NoteHidden: words.note_hidden,
    e.NoteShown: words.note_shown,
    e.FieldSet: words.field_set,
    e.TaskRaised: words.task_raised,
    e.TaskSettled: words.task_settled,
    e.TaskReopened: words.task_reopened,
    e.NotTold: words.not_told,
    e.DocumentIssued: documents.document_issued,
    e.AttemptOpened: links.attempt_opened,
    e.LinkMade: links.link_made,
    e.AttemptTurned: links.attempt_turned,
    e.MoneyArrived: links.money_arrived,
    e.PaymentTurned: links.payment_turned,
    e.HoldSet: seats.hold_set,
    e.OpQueued: links.op_queued,
    e.OpTurned: links.op_turned,
    e.DrawerOpened: till.drawer_opened,
    e.DrawerDropped: till.drawer_dropped,
    e.CashMoved: till.cash_moved,
    e.CashReversed: till.cash_reversed,
    e.DrawerCounted: till.drawer_counted,
    e.DaySealed: till.day_sealed,
    e.DayReopened: till.day_reopened,
    e.ConnectionMade: connections.connection_made,
    e.ConnectionEnded: connections.connection_ended,
    e.EventWanted: events.event_wanted,
    e.EventKept: events.event_kept,
    e.CalendarSet: events.calendar_set,
    e.Told: mail.told,
    e.LetterTurned: mail.letter_turned,
    e.RuleSet: mail.rule_set,
}


def apply(conn: Connection, plan: Plan, *, key: Id, actor: Actor, now: int, undoes: int | None = None) -> int:
    """Write the plan's effects, each as it was shown, and return the change's number.

    The same key with the same digest changes nothing and returns the number of the change that was made (I2).
    WrongInput: KEY_REUSED. Refused: SLOT_FULL, REFUND_TOO_MUCH, REFUND_EXISTS, and what the guards say
    (RANGE_CONFLICT, ALREADY_BOOKED). PlanChanged: OVERTAKEN (a row is no longer as the plan saw it), ALREADY_UNDONE.
    After an error the caller's transaction must be rolled back.
    """
    change, new = record.opened(conn, plan, key, actor, now, undoes)
    if not new:
        return change
    making = Making(conn, key, change, actor, now, Keys(conn))
    for effect in plan.effects:
        HANDLERS[type(effect)](making, effect)
        money.post(making, effect)
        till.through(making, effect)
    money.sum_up(making)
    record.write(making, plan.effects)
    return change
