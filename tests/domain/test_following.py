"""What follows on the calendar from any effects: laws, against a replay of who sits where."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from deskbell.domain.booking import State
from deskbell.domain.decisions.following import Following, follow
from deskbell.domain.effects import BookingTurned, Effect, FieldSet, SeatMoved, SlotMoved, SlotTurned, When
from deskbell.domain.ids import Id
from deskbell.domain.lesson_event import STANDS, Wanted
from deskbell.domain.slot import SlotState

SLOTS, BOOKINGS = (Id("a" * 32), Id("b" * 32)), tuple(Id(str(n) * 32) for n in range(3))
ANA, BEN = Id("c" * 32), Id("d" * 32)
NOW = 1_000

slots = st.builds(
    Following,
    tutor=st.sampled_from((ANA, BEN)),
    state=st.sampled_from((SlotState.PLANNED, SlotState.CANCELLED, SlotState.COMPLETED)),
    end=st.sampled_from((NOW - 1, NOW + 500)),
    standing=st.frozensets(st.sampled_from(BOOKINGS)),
    linked=st.booleans(),
    waiting=st.booleans(),
)
_slot, _booking, _state = st.sampled_from(SLOTS), st.sampled_from(BOOKINGS), st.sampled_from(State)


def _moved(slot: Id, tutor: Id, end: int) -> SlotMoved:
    when = When(tutor, end - 100, end, end - 100, end)
    return SlotMoved(slot, when, when)


effects = st.one_of(
    st.builds(lambda b, s, x, y: BookingTurned(b, s, x, y), _booking, _slot, _state, _state),
    st.builds(lambda s, x: SlotTurned(s, SlotState.PLANNED, x), _slot, st.sampled_from(SlotState)),
    st.builds(_moved, _slot, st.sampled_from((ANA, BEN)), st.sampled_from((NOW - 1, NOW + 900))),
    st.builds(lambda b, s, z: SeatMoved(b, s, z, 0, 0, 0, 0), _booking, _slot, _slot),
    st.builds(lambda s: FieldSet("slot", s, "focus", None, "", "x"), _slot),
    st.builds(lambda s: FieldSet("slot", s, "notes", None, "", "x"), _slot),
)


def after(before: dict[Id, Following], told: list[Effect]) -> dict[Id, tuple[frozenset[Id], SlotState, Id | None, int]]:
    """Who sits where in the end, told anew without the code under test."""
    sits = {slot: set(at.standing) for slot, at in before.items()}
    rest = {slot: [at.state, at.tutor, at.end] for slot, at in before.items()}
    for e in told:
        match e:
            case BookingTurned():
                (sits[e.slot].add if e.after in STANDS else sits[e.slot].discard)(e.booking)
            case SlotTurned():
                rest[e.slot][0] = e.after
            case SlotMoved():
                rest[e.slot][1:] = [e.after.tutor, e.after.end]
            case SeatMoved() if e.slot != e.slot_before:
                there = e.booking in sits[e.slot_before]
                sits[e.slot_before].discard(e.booking)
                (sits[e.slot].add if there else sits[e.slot].discard)(e.booking)
            case _:
                pass
    return {slot: (frozenset(sits[slot]), *rest[slot]) for slot in before}  # type: ignore[misc]


@given(st.tuples(slots, slots), st.lists(effects, max_size=6), st.sampled_from((None, ANA)))
def test_one_event_for_each_slot_that_is_another_one(
    pair: tuple[Following, Following], told: list[Effect], serves: Id | None
) -> None:
    """At most one; made or changed where it shall stand, removed where it was and shall not; never for what is over and
    was never there; no second operation where one waits; nothing where nothing of it is another.
    """
    before = dict(zip(SLOTS, pair, strict=True))
    count = itertools.count()
    found = follow(told, before, "GOOGLE", serves, NOW, lambda: Id(f"{next(count):032x}"))
    then = after(before, told)
    assert len({e.slot for e in found}) == len(found)
    by_slot = {e.slot: e for e in found}
    for slot, at in before.items():
        sits, state, tutor, end = then[slot]
        shall = bool(sits) and state in (SlotState.PLANNED, SlotState.COMPLETED) and serves in (None, tutor)
        wanted = by_slot.get(slot)
        if wanted is None:
            assert not (shall and not at.stands(serves) and end > NOW), "it has to come onto the calendar"
            assert not (at.stands(serves) and not shall and at.linked), "it has to go"
            continue
        assert (wanted.op is None) is at.waiting
        if wanted.what is Wanted.DELETE:
            assert at.linked
            assert not shall
        else:
            assert shall
            assert end > NOW or at.linked
            assert wanted.what is Wanted.CREATE or at.linked
        same = (sits, state, tutor, end) == (at.standing, at.state, at.tutor, at.end)
        named = {e.slot if isinstance(e, SlotMoved) else e.subject for e in told if isinstance(e, SlotMoved | FieldSet)}
        assert not same or slot in named
