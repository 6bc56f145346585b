"""Which facts each command needs, and which decision looks at them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from deskbell.domain import commands as c
from deskbell.domain.clock import zone_clock
from deskbell.domain.decisions.book import decide_book, decide_open_class
from deskbell.domain.decisions.cancel import decide_cancel
from deskbell.domain.decisions.closing import decide_close
from deskbell.domain.decisions.furnish import decide_add_people, decide_read_busy, decide_set_up
from deskbell.domain.decisions.move import decide_move
from deskbell.domain.decisions.notes import decide_edit, decide_note
from deskbell.domain.decisions.taking import decide_hand_over, decide_reprice, decide_take
from deskbell.domain.decisions.undo import decide_undo
from deskbell.domain.facts import Desk, UndoFacts
from deskbell.domain.ids import Mint
from deskbell.domain.plan import Plan
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
    c.Move: (lambda conn, cmd, desk, now: find.move_facts(conn, cmd, desk), decide_move),
    c.Cancel: (lambda conn, cmd, desk, now: find.booking_facts(conn, cmd.booking, desk), decide_cancel),
    c.Close: (lambda conn, cmd, desk, now: find.booking_facts(conn, cmd.booking, desk), decide_close),
    c.Take: (lambda conn, cmd, desk, now: find.order_facts(conn, cmd.order, desk), decide_take),
    c.Reprice: (lambda conn, cmd, desk, now: find.booking_facts(conn, cmd.booking, desk), decide_reprice),
    c.HandOver: (lambda conn, cmd, desk, now: find.booking_facts(conn, cmd.booking, desk), decide_hand_over),
    c.AddNote: (lambda conn, cmd, desk, now: find.booking_facts(conn, cmd.booking, desk), decide_note),
    c.Edit: (lambda conn, cmd, desk, now: find.booking_facts(conn, cmd.booking, desk), decide_edit),
    c.Undo: (_undo_facts, decide_undo),
    c.ReadBusy: (lambda conn, cmd, desk, now: find.busy_facts(conn, cmd, desk, now), decide_read_busy),
}


def decide(conn: Connection, desk: Desk | None, command: c.Command, now: int, mint: Mint) -> Plan:
    """The plan of a command under the facts of this moment."""
    gather, judge = VERBS[type(command)]
    return judge(gather(conn, command, desk, now), command, now, mint)
