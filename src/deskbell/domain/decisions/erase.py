"""Who may be erased, and what goes and stays with them (I45, T30)."""

from __future__ import annotations

from deskbell.domain.decisions.linking import desk_only
from deskbell.domain.effects import Effect, OpTurned, PersonErased, TaskSettled
from deskbell.domain.erasing import Erase, EraseFacts
from deskbell.domain.errors import Refused
from deskbell.domain.ids import Mint
from deskbell.domain.op import OpState
from deskbell.domain.plan import Plan, Warned


def decide_erase(facts: EraseFacts, cmd: Erase, now: int, mint: Mint) -> Plan:
    """Mails that wait are dropped, words are blanked, money stays; what others keep is said before.

    Refused: ERASED_ALREADY, ERASE_TUTOR; ERASE_CHILDREN (they are erased first), ERASE_BOOKED (what is to come is
    cancelled first), ERASE_OWES (an order is not settled), ERASE_NEEDS (tasks about their bookings or money),
    ERASE_WAITS (something about them is under way).
    """
    desk_only(cmd.actor, "ERASE")
    if facts.gone:
        raise Refused("ERASED_ALREADY")
    if facts.teaches:
        raise Refused("ERASE_TUTOR")
    if facts.children:
        raise Refused("ERASE_CHILDREN", names=facts.children)
    if facts.coming:
        raise Refused("ERASE_BOOKED", booking=facts.coming[0], count=len(facts.coming))
    if facts.owing:
        raise Refused("ERASE_OWES", order=facts.owing[0])
    if facts.needs:
        raise Refused("ERASE_NEEDS", count=facts.needs)
    if facts.under_way or any(op.state is OpState.SENT for op in facts.letters):
        raise Refused("ERASE_WAITS")
    effects: list[Effect] = [
        OpTurned(op.id, op.kind, op.connection, op.subject, op.state, OpState.DROPPED) for op in facts.letters
    ]
    effects += [TaskSettled(task, kind, subject) for task, kind, subject in facts.tasks]
    effects.append(PersonErased(facts.person, facts.notes, facts.mails, facts.lessons))
    warnings = [Warned.of("ERASE_FOR_GOOD")]
    if facts.papers:
        warnings.append(Warned.of("PAPERS_STAY", count=facts.papers, year=facts.until))
    warnings += [Warned.of("HELD_THERE", connection=name, count=n) for name, n in facts.held]
    return Plan("ERASE", tuple(effects), tuple(warnings))
