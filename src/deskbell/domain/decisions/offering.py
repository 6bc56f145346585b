"""Class meetings out of a calendar: opened, moved and called off with their events, unless somebody sits in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from deskbell.domain.effects import Effect, SlotMoved, SlotOpened, SlotTurned, TaskRaised, TaskSettled, When
from deskbell.domain.ids import Id, Mint
from deskbell.domain.offering import (
    OFFER_CHANGED,
    OFFER_CLASH,
    Meets,
    Offered,
    OfferFacts,
    OfferSpan,
    OfferState,
    SyncOffers,
    offer_slot,
)
from deskbell.domain.plan import Plan
from deskbell.domain.slot import Slot, SlotState

Range = tuple[int, int]


def decide_sync_offers(facts: OfferFacts, cmd: SyncOffers, now: int, mint: Mint) -> Plan:
    """A class in which somebody sits stays as it is, and a person is told once; one for which there is no room is told
    once and opened when there is; what a person called off here stays off.
    """
    work = _Work(facts, cmd, now, mint)
    told = {span.event for span in cmd.spans}
    gone = set(cmd.gone)
    if cmd.only is not None:
        gone |= {event for event, known in facts.known.items() if known.state is not OfferState.GONE} - cmd.only
    for event in sorted(gone - told):
        work.gone(event)
    for span in sorted(cmd.spans, key=lambda s: (s.start, s.event)):
        work.stands(span, fresh=True)
    waiting = (k.span for k in facts.known.values() if k.state is OfferState.WAITS)
    for span in sorted(waiting, key=lambda s: (s.start, s.event)):
        if span.event not in told | gone:
            work.stands(span, fresh=False)
    return Plan("IMPORT", tuple(work.effects), asks=False)


@dataclass
class _Work:
    """One reading, event by event: what was opened before takes the time of what comes after it."""

    facts: OfferFacts
    cmd: SyncOffers
    now: int
    mint: Mint
    effects: list[Effect] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.taken = {slot: (lo, hi) for lo, hi, slot in self.facts.taken}
        self.open_ = {(kind, subject): task for task, kind, subject in self.facts.tasks}

    def gone(self, event: str) -> None:
        id_ = self._id(event)
        self._settle(OFFER_CLASH, id_)
        at, known = self.facts.meets.get(id_), self.facts.known.get(event)
        if at is None or at.slot.state is not SlotState.PLANNED or known is None or known.state is OfferState.GONE:
            return
        if at.booking is not None:
            self._raise(OFFER_CHANGED, at.booking)
        elif at.slot.start > self.now:
            self.effects.append(SlotTurned(id_, SlotState.PLANNED, SlotState.CANCELLED))
            self.taken.pop(id_, None)

    def stands(self, span: OfferSpan, *, fresh: bool) -> None:
        id_ = self._id(span.event)
        at = self.facts.meets.get(id_)
        if at is None:
            self._opened(id_, span, fresh=fresh)
        elif at.slot.state is SlotState.PLANNED:
            self._kept(at, span, self.facts.known.get(span.event))
        elif at.slot.state is SlotState.CANCELLED:
            self._again(at, span, self.facts.known.get(span.event), fresh=fresh)

    def _opened(self, id_: Id, span: OfferSpan, *, fresh: bool) -> None:
        if span.start <= self.now or not self._free(id_, span, fresh=fresh):
            return
        tutor, service = self.facts.tutor, self.facts.service
        lo, hi = self._padded(span)
        seats = self.cmd.further.seats or service.capacity
        time = (span.start, span.end, lo, hi)
        self.effects.append(SlotOpened(id_, service.id, tutor.id, *time, seats, tutor.zone, tutor.room, service.place))
        self.taken[id_] = (lo, hi)

    def _kept(self, at: Meets, span: OfferSpan, known: Offered | None) -> None:
        slot = at.slot
        if (slot.start, slot.end) == (span.start, span.end):
            self._settle(OFFER_CLASH, slot.id)
            if at.booking is not None:
                self._settle(OFFER_CHANGED, at.booking)
            return
        same = known is not None and known.span == span and known.state is OfferState.OPEN
        if same or slot.start <= self.now:
            return  # moved here, or told before
        if at.booking is not None:
            self._raise(OFFER_CHANGED, at.booking)
        elif span.start > self.now and self._free(slot.id, span, fresh=True):
            self._moved(slot, span)

    def _again(self, at: Meets, span: OfferSpan, known: Offered | None, *, fresh: bool) -> None:
        """Called off with its event, which is there again."""
        here = known is None or known.state is OfferState.OPEN
        if here or span.start <= self.now or not self._free(at.slot.id, span, fresh=fresh):
            return
        if (at.slot.start, at.slot.end) != (span.start, span.end):
            self._moved(at.slot, span)
        self.effects.append(SlotTurned(at.slot.id, SlotState.CANCELLED, SlotState.PLANNED))
        self.taken[at.slot.id] = self._padded(span)

    def _moved(self, slot: Slot, span: OfferSpan) -> None:
        lo, hi = self._padded(span)
        before = When(slot.tutor, slot.start, slot.end, slot.busy_from, slot.busy_to, slot.room)
        self.effects.append(SlotMoved(slot.id, before, When(slot.tutor, span.start, span.end, lo, hi, slot.room)))
        self.taken[slot.id] = (lo, hi)

    # --- room, and who is told

    def _id(self, event: str) -> Id:
        return offer_slot(self.cmd.connection, self.cmd.further.calendar, event)

    def _padded(self, span: OfferSpan) -> Range:
        return span.start - self.facts.service.before * 60, span.end + self.facts.service.after * 60

    def _free(self, id_: Id, span: OfferSpan, *, fresh: bool) -> bool:
        lo, hi = self._padded(span)
        free = not any(a < hi and lo < b for slot, (a, b) in self.taken.items() if slot != id_)
        if free:
            self._settle(OFFER_CLASH, id_)
        elif fresh:
            self._raise(OFFER_CLASH, id_)
        return free

    def _raise(self, kind: str, subject: Id) -> None:
        if (kind, subject) not in self.open_:
            task = self.mint()
            self.open_[kind, subject] = task
            self.effects.append(TaskRaised(task, kind, subject))

    def _settle(self, kind: str, subject: Id) -> None:
        task = self.open_.pop((kind, subject), None)
        if task is not None:
            self.effects.append(TaskSettled(task, kind, subject))
