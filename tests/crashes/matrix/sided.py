"""Events and letters as kinds of work: how a desk comes to want them, and what must be there in the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from deskbell.domain.booking import Reason
from deskbell.domain.commands import Cancel, Command, Move
from deskbell.domain.effects import SeatTaken
from deskbell.domain.mail_commands import EditPerson
from deskbell.domain.op import OpKind
from deskbell.domain.people import Role
from tests.crashes.matrix.cells import ASKING, Fault, Point, Sort, Trouble
from tests.crashes.matrix.kinds import Kind, _book, _books_another, _notes, nothing
from tests.crashes.matrix.scene import DAY, HOUR

if TYPE_CHECKING:
    from tests.crashes.matrix.laws import Witness
    from tests.crashes.matrix.scene import Scene

EVENT_TX2 = r"(_over|later|unknown|park)\b.*\bEVENT\b"
LETTER_TX2 = r"(over|later|waits|unknown|park)\b.*\bMAIL\b"
COPIES = 3
"""So often a letter that is not by the clock may leave, under one Message-ID."""


# --- how it comes to that


def on_calendar(scene: Scene) -> None:
    """A desk whose lessons go on a calendar."""
    nothing(scene)
    scene.working.connect("GOOGLE")
    scene.turn()


def standing(scene: Scene) -> None:
    """A lesson that stands there."""
    on_calendar(scene)
    _booked(scene)


def writing(scene: Scene) -> None:
    """A desk that writes to people."""
    nothing(scene)
    scene.do(EditPerson(key=scene.fresh(), who=scene.people[0], fields=(("mail", "ana@example.org"),)))
    scene.working.connect("MAIL")
    scene.turn()


def soon(scene: Scene) -> None:
    """Half a minute before a lesson of the next day is spoken of."""
    writing(scene)
    _booked(scene)
    scene.turn(int(scene.known["slot_start"]) - DAY - 30 - scene.now())


def _booked(scene: Scene) -> None:
    booked = scene.do(_book(scene, by_link=False))
    scene.know(booking=next(booked.plan.of(SeatTaken)).booking)
    scene.turn(21)


# --- how it is asked for


def _books(scene: Scene) -> Command:
    return _book(scene, by_link=False)


def _moves(scene: Scene) -> Command:
    return Move(key=scene.fresh(), booking=scene.id("booking"), start=int(scene.known["slot_start"]) + 2 * HOUR)


def _cancels(scene: Scene) -> Command:
    return Cancel(key=scene.fresh(), booking=scene.id("booking"), by=Role.STAFF, reason=Reason.OTHER)


def _says_nothing(scene: Scene) -> None:
    """Nobody at a desk asks for it."""


# --- what must have come of it


def _event(*, stays: bool) -> Callable[[Witness], list[str]]:
    """One event for the first slot, at its time; or none."""

    def came(w: Witness) -> list[str]:
        ((slot, start),) = w.rows("SELECT public_id, start FROM slot WHERE id = (SELECT min(id) FROM slot)")
        there = [event.start for event in w.events() if event.slot == slot]
        wanted = [start] if stays else []
        ok = there == wanted or (w.time_was_lost and stays and not there)
        return [] if ok else [f"on the calendar {there}, wanted {wanted}"]

    return came


def _letter(notice: str, most: int) -> Callable[[Witness], list[str]]:
    """What left has arrived, `most` times at most; of what nobody knows a person was told; nothing waits."""

    def came(w: Witness) -> list[str]:
        letters = w.letters(notice)
        found = [] if letters or w.time_was_lost else ["no letter was written"]
        for id_, state, n in letters:
            told = bool(w.rows("SELECT 1 FROM task WHERE kind = 'MAIL_UNCERTAIN' AND subject = ?", id_))
            ok = {"SENT": bool(n), "UNCERTAIN": told, "SUPPRESSED": w.time_was_lost and not n}.get(state, False)
            if not ok or n > most:
                found.append(f"a letter is {state}, arrived {n} times, told: {told}")
        return found

    return came


# --- all of them

_NO_LIST = "it is known again by the desk's own id: no list is read for it"
_EVENTS: dict[Fault | Trouble, str] = {Fault.DUPLICATE: _NO_LIST, Fault.REORDERED: _NO_LIST}
_LETTERS: dict[Fault | Trouble, str] = {
    Fault.DUPLICATE: "a mail server has no list of what happened",
    Fault.REORDERED: "a mail server has no list of what happened",
    Fault.STICKY: "a mail server keeps no answer under a key",
    Trouble(Point.ACTED, Fault.DOWN): "a server that takes a letter says so: see network-drop and timeout",
}
_BY_THE_CLOCK: dict[Fault | Trouble, str] = {
    Trouble(point, fault): "only a worker says that it is due"
    for point in ASKING for fault in Fault if fault not in (Fault.KILL_WORKER, Fault.TWO)
}  # fmt: skip
_WITH_IT = "a worker asks for it with what it settles: see poll's TX2"

_insert = Kind(
    Sort("event-insert", asked_only=_WITH_IT, spared=_EVENTS), OpKind.EVENT, "insert", EVENT_TX2, on_calendar, _books,
    _event(stays=True), _books_another, wait=21, side="GOOGLE", again=("fetch", "change", "remove", "insert"),
)  # fmt: skip
_mail = Kind(
    Sort("letter", asked_only=_WITH_IT, spared=_LETTERS), OpKind.MAIL, "send", LETTER_TX2, writing, _books,
    _letter("BOOKED", COPIES), _books_another, wait=21, side="MAIL", again=(),
)  # fmt: skip
SIDED = (
    _insert,
    replace(
        _insert, sort=replace(_insert.sort, name="event-change"), call="change", stage=standing, ask=_moves,
        meddle=_notes,
    ),
    replace(
        _insert, sort=replace(_insert.sort, name="event-remove"), call="remove", stage=standing, ask=_cancels,
        came=_event(stays=False), meddle=_notes,
    ),
    _mail,
    replace(
        _mail, sort=Sort("reminder", worker_asks=True, spared={**_LETTERS, **_BY_THE_CLOCK}), stage=soon,
        ask=_says_nothing, came=_letter("REMINDER", 1), meddle=_notes, worker_tx0="remind", wait=31,
    ),
)  # fmt: skip
