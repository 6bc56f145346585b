"""Which facts each command needs, and which decision looks at them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from deskbell.domain import commands as c
from deskbell.domain.calendar_commands import CatchUp, KeepEvent, PutBack, SetCalendar, SyncBusy
from deskbell.domain.clock import zone_clock
from deskbell.domain.connection_commands import Connect, Disconnect
from deskbell.domain.decisions.book import decide_book, decide_open_class
from deskbell.domain.decisions.calendars import (
    decide_catch_up,
    decide_keep_event,
    decide_put_back,
    decide_set_calendar,
    decide_sync_busy,
)
from deskbell.domain.decisions.cancel import decide_cancel
from deskbell.domain.decisions.closing import decide_close
from deskbell.domain.decisions.connecting import decide_connect, decide_disconnect
from deskbell.domain.decisions.documents import decide_correct, decide_issue, decide_month
from deskbell.domain.decisions.erase import decide_erase
from deskbell.domain.decisions.furnish import decide_add_people, decide_read_busy, decide_set_service, decide_set_up
from deskbell.domain.decisions.late import (
    decide_accept_late,
    decide_give_back,
    decide_lapse,
    decide_raise,
    decide_refund_failed,
    decide_retry_refund,
    decide_settle_task,
)
from deskbell.domain.decisions.linking import (
    decide_ask,
    decide_capture,
    decide_close_link,
    decide_turn_op,
    decide_void,
)
from deskbell.domain.decisions.mailing import (
    decide_confirm_booked,
    decide_deliver,
    decide_drop_letter,
    decide_person,
    decide_remind,
    decide_rule,
    decide_send_again,
    decide_text,
)
from deskbell.domain.decisions.move import decide_move
from deskbell.domain.decisions.notes import decide_edit, decide_note
from deskbell.domain.decisions.offering import decide_sync_offers
from deskbell.domain.decisions.requests import decide_approve, decide_reject
from deskbell.domain.decisions.settling import decide_settle
from deskbell.domain.decisions.taking import decide_hand_over, decide_reprice, decide_take
from deskbell.domain.decisions.telling import with_letters
from deskbell.domain.decisions.till import (
    by_hand,
    decide_count_drawer,
    decide_move_cash,
    decide_open_drawer,
    decide_reopen_day,
    decide_seal_day,
    keep_sealed,
)
from deskbell.domain.decisions.undo import decide_undo
from deskbell.domain.erasing import Erase
from deskbell.domain.errors import WrongInput
from deskbell.domain.facts import ChangeDone, Desk, UndoFacts
from deskbell.domain.ids import Mint
from deskbell.domain.mail_commands import (
    ConfirmBooked,
    Deliver,
    DropLetter,
    EditPerson,
    Remind,
    SendAgain,
    SetRule,
    SetText,
)
from deskbell.domain.offering import SyncOffers
from deskbell.domain.plan import Plan
from deskbell.domain.request_commands import Approve, Reject, SetService
from deskbell.services.causes import with_tasks
from deskbell.services.events import calendar_facts, put_back_facts, sync_facts, with_events
from deskbell.services.offering import offer_facts
from deskbell.store import find

if TYPE_CHECKING:
    from deskbell.store.work import Connection

Gather = Callable[["Connection", Any, Any, int], Any]
Decide = Callable[[Any, Any, int, Mint], Plan]


def _undo_facts(conn: Connection, cmd: c.Undo, desk: Desk, now: int) -> UndoFacts:
    clock = zone_clock(desk.zone)
    return find.undo_facts(conn, desk, cmd.change, clock.day(clock.date(now))[0])


VERBS: dict[type[c.Command], tuple[Gather, Decide]] = {
    c.SetUp: (lambda conn, cmd, desk, now: desk, decide_set_up),
    c.AddPeople: (lambda conn, cmd, desk, now: desk, decide_add_people),
    c.OpenClass: (lambda conn, cmd, desk, now: find.open_class_facts(conn, cmd, desk), decide_open_class),
    c.Book: (lambda conn, cmd, desk, now: find.book_facts(conn, cmd, desk), decide_book),
    Approve: (lambda conn, cmd, desk, now: find.seat_facts(conn, cmd.booking, desk), decide_approve),
    Reject: (lambda conn, cmd, desk, now: find.seat_facts(conn, cmd.booking, desk), decide_reject),
    SetService: (lambda conn, cmd, desk, now: find.service_facts(conn, cmd, desk), decide_set_service),
    c.Move: (lambda conn, cmd, desk, now: find.move_facts(conn, cmd, desk), decide_move),
    c.Cancel: (lambda conn, cmd, desk, now: find.booking_facts(conn, cmd.booking, desk), decide_cancel),
    c.Close: (lambda conn, cmd, desk, now: find.booking_facts(conn, cmd.booking, desk), decide_close),
    c.Take: (lambda conn, cmd, desk, now: find.order_facts(conn, cmd.order, desk), decide_take),
    c.Reprice: (lambda conn, cmd, desk, now: find.booking_facts(conn, cmd.booking, desk), decide_reprice),
    c.HandOver: (lambda conn, cmd, desk, now: find.booking_facts(conn, cmd.booking, desk), decide_hand_over),
    c.AddNote: (lambda conn, cmd, desk, now: find.booking_facts(conn, cmd.booking, desk), decide_note),
    c.Edit: (lambda conn, cmd, desk, now: find.booking_facts(conn, cmd.booking, desk), decide_edit),
    c.AskByLink: (lambda conn, cmd, desk, now: find.order_facts(conn, cmd.order, desk), decide_ask),
    c.CloseLink: (lambda conn, cmd, desk, now: find.attempt_facts(conn, cmd.attempt, desk), decide_close_link),
    c.Settle: (lambda conn, cmd, desk, now: find.attempt_facts(conn, cmd.attempt, desk), decide_settle),
    c.Lapse: (lambda conn, cmd, desk, now: find.seat_facts(conn, cmd.booking, desk), decide_lapse),
    c.AcceptLate: (lambda conn, cmd, desk, now: find.seat_facts(conn, cmd.booking, desk), decide_accept_late),
    c.CaptureNow: (lambda conn, cmd, desk, now: find.money_facts(conn, desk, payment=cmd.payment), decide_capture),
    c.VoidPayment: (lambda conn, cmd, desk, now: find.money_facts(conn, desk, payment=cmd.payment), decide_void),
    c.GiveBack: (lambda conn, cmd, desk, now: find.money_facts(conn, desk, payment=cmd.payment), decide_give_back),
    c.RefundFailed: (
        lambda conn, cmd, desk, now: find.money_facts(conn, desk, refund=cmd.refund),
        decide_refund_failed,
    ),
    c.RetryRefund: (lambda conn, cmd, desk, now: find.money_facts(conn, desk, refund=cmd.refund), decide_retry_refund),
    c.Raise: (lambda conn, cmd, desk, now: find.task_facts(conn, desk, subject=cmd.subject), decide_raise),
    c.SettleTask: (lambda conn, cmd, desk, now: find.task_facts(conn, desk, task=cmd.task), decide_settle_task),
    c.TurnOp: (lambda conn, cmd, desk, now: find.op_facts(conn, cmd.op, desk), decide_turn_op),
    c.Undo: (_undo_facts, decide_undo),
    Connect: (lambda conn, cmd, desk, now: find.connection_facts(conn, cmd.connection, desk), decide_connect),
    Disconnect: (lambda conn, cmd, desk, now: find.connection_facts(conn, cmd.connection, desk), decide_disconnect),
    KeepEvent: (lambda conn, cmd, desk, now: desk, decide_keep_event),
    SetCalendar: (lambda conn, cmd, desk, now: calendar_facts(conn, cmd, desk, now), decide_set_calendar),
    PutBack: (lambda conn, cmd, desk, now: put_back_facts(conn, cmd, desk), decide_put_back),
    SyncBusy: (lambda conn, cmd, desk, now: sync_facts(conn, cmd, desk, now), decide_sync_busy),
    SyncOffers: (lambda conn, cmd, desk, now: offer_facts(conn, cmd, desk, now), decide_sync_offers),
    CatchUp: (lambda conn, cmd, desk, now: calendar_facts(conn, cmd, desk, now), decide_catch_up),
    EditPerson: (lambda conn, cmd, desk, now: find.person_facts(conn, desk, cmd.who), decide_person),
    Remind: (lambda conn, cmd, desk, now: find.remind_facts(conn, desk, cmd), decide_remind),
    Deliver: (lambda conn, cmd, desk, now: find.letter_facts(conn, desk, cmd.letter), decide_deliver),
    ConfirmBooked: (lambda conn, cmd, desk, now: find.untold_facts(conn, desk, now), decide_confirm_booked),
    SendAgain: (lambda conn, cmd, desk, now: find.letter_facts(conn, desk, cmd.letter), decide_send_again),
    DropLetter: (lambda conn, cmd, desk, now: find.letter_facts(conn, desk, cmd.letter), decide_drop_letter),
    SetRule: (lambda conn, cmd, desk, now: find.rule_facts(conn, desk), decide_rule),
    SetText: (lambda conn, cmd, desk, now: find.text_facts(conn, desk, cmd.notice, cmd.language), decide_text),
    Erase: (lambda conn, cmd, desk, now: find.erase_facts(conn, desk, cmd.person, now), decide_erase),
    c.OpenDrawer: (lambda conn, cmd, desk, now: find.till_facts(conn, desk, now), decide_open_drawer),
    c.MoveCash: (lambda conn, cmd, desk, now: find.till_facts(conn, desk, now), decide_move_cash),
    c.CountDrawer: (lambda conn, cmd, desk, now: find.till_facts(conn, desk, now), decide_count_drawer),
    c.SealDay: (lambda conn, cmd, desk, now: find.till_facts(conn, desk, now, cmd.day), decide_seal_day),
    c.ReopenDay: (lambda conn, cmd, desk, now: find.till_facts(conn, desk, now, cmd.day), decide_reopen_day),
    c.ReadBusy: (lambda conn, cmd, desk, now: find.busy_facts(conn, cmd, desk, now), decide_read_busy),
    c.IssueInvoice: (lambda conn, cmd, desk, now: find.issue_facts(conn, cmd, desk), decide_issue),
    c.IssueMonth: (lambda conn, cmd, desk, now: find.month_facts(conn, cmd, desk), decide_month),
    c.CorrectInvoice: (lambda conn, cmd, desk, now: find.correct_facts(conn, cmd, desk), decide_correct),
}


LATEST = 4_133_980_800
"""The first instant of 2101: no desk plans further, and no zone knows more."""

CALLED: dict[type[c.Command], frozenset[str]] = {
    c.SetUp: frozenset({"SET_UP"}),
    c.AddPeople: frozenset({"ADD_PEOPLE"}),
    c.OpenClass: frozenset({"OPEN_CLASS"}),
    c.Book: frozenset({"BOOK", "HOLD", "REQUEST"}),
    Approve: frozenset({"APPROVE"}),
    Reject: frozenset({"REJECT"}),
    SetService: frozenset({"SET_SERVICE"}),
    c.Move: frozenset({"MOVE"}),
    c.Cancel: frozenset({"CANCEL"}),
    c.Close: frozenset({"COMPLETE", "NO_SHOW", "REOPEN"}),
    c.Take: frozenset({"PAY"}),
    c.Reprice: frozenset({"REPRICE"}),
    c.HandOver: frozenset({"HAND_OVER"}),
    c.AddNote: frozenset({"NOTE"}),
    c.Edit: frozenset({"EDIT"}),
    c.AskByLink: frozenset({"ASK_BY_LINK"}),
    c.CloseLink: frozenset({"CLOSE_LINK"}),
    c.Settle: frozenset({"SETTLE"}),
    c.Lapse: frozenset({"LAPSE"}),
    c.AcceptLate: frozenset({"ACCEPT_LATE"}),
    c.CaptureNow: frozenset({"CAPTURE"}),
    c.VoidPayment: frozenset({"VOID"}),
    c.GiveBack: frozenset({"GIVE_BACK"}),
    c.RefundFailed: frozenset({"REFUND_FAILED"}),
    c.RetryRefund: frozenset({"RETRY_REFUND"}),
    c.Raise: frozenset({"RAISE"}),
    c.SettleTask: frozenset({"SETTLE_TASK"}),
    c.TurnOp: frozenset({"TURN_OP"}),
    c.Undo: frozenset({"UNDO"}),
    Connect: frozenset({"CONNECT"}),
    Disconnect: frozenset({"DISCONNECT"}),
    KeepEvent: frozenset({"CALENDAR"}),
    SetCalendar: frozenset({"SET_CALENDAR"}),
    PutBack: frozenset({"PUT_BACK"}),
    SyncBusy: frozenset({"IMPORT"}),
    SyncOffers: frozenset({"IMPORT"}),
    CatchUp: frozenset({"CATCH_UP"}),
    EditPerson: frozenset({"EDIT"}),
    Remind: frozenset({"REMIND"}),
    Deliver: frozenset({"DELIVER"}),
    ConfirmBooked: frozenset({"CONFIRM_BOOKED"}),
    SendAgain: frozenset({"SEND_AGAIN"}),
    DropLetter: frozenset({"DROP_LETTER"}),
    SetRule: frozenset({"SET_RULE"}),
    SetText: frozenset({"SET_TEXT"}),
    Erase: frozenset({"ERASE"}),
    c.OpenDrawer: frozenset({"OPEN_DRAWER"}),
    c.MoveCash: frozenset({"CASH_IN", "CASH_OUT"}),
    c.CountDrawer: frozenset({"COUNT_DRAWER"}),
    c.SealDay: frozenset({"SEAL_DAY"}),
    c.ReopenDay: frozenset({"REOPEN_DAY"}),
    c.ReadBusy: frozenset({"IMPORT"}),
    c.IssueInvoice: frozenset({"INVOICE"}),
    c.IssueMonth: frozenset({"INVOICE_MONTH"}),
    c.CorrectInvoice: frozenset({"CORRECT_INVOICE"}),
}
"""What the plans of each command are called."""


def says(command: c.Command, done: ChangeDone) -> bool:
    """Could this command have made that change? The same kind of thing, about the same booking."""
    if done.verb not in CALLED[type(command)] or (isinstance(command, c.Close) and done.verb != command.verb):
        return False
    about = getattr(command, "booking", None)
    return about is None or about == done.subject


def decide(conn: Connection, desk: Desk | None, command: c.Command, now: int, mint: Mint) -> Plan:
    """The plan of a command under the facts of this moment. WrongInput: NO_TIME for an instant no calendar has."""
    start = getattr(command, "start", None)
    if start is not None and not 0 <= start < LATEST:
        raise WrongInput("NO_TIME")
    gather, judge = VERBS[type(command)]
    plan = judge(gather(conn, command, desk, now), command, now, mint)
    if desk is not None and plan.effects:
        plan = with_events(conn, desk, with_tasks(conn, desk, plan, now), now, mint)
        plan = with_letters(plan, find.post_facts(conn, desk, plan), mint, command.actor.role)
    if desk is not None and by_hand(plan.effects):
        today = find.business_day(conn, desk, now)
        keep_sealed(today, find.sealed(conn, today))
    return plan
