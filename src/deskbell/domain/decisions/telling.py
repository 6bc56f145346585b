"""Who is told of a change, and who is not and why.

Decisions name whom a change should be told to. Then, once for every plan, it is seen who can be reached, whether a rule
is for it, and what else of the plan is worth a letter; each address gets one letter, however much it tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from deskbell.domain.booking import Booking
from deskbell.domain.effects import Effect, LinkMade, NoteAdded, NotTold, OpQueued, ReceiptIssued, ReceiptKind, Told
from deskbell.domain.facts import Desk
from deskbell.domain.ids import Id, Mint
from deskbell.domain.notices import Notice, Rule, is_on
from deskbell.domain.op import PATIENCE, OpKind
from deskbell.domain.people import Person, Role, Tutor
from deskbell.domain.plan import Plan

Whom = tuple[Role, Id]
"""Somebody in a role: a tutor by the tutor's id, everybody else by the person's."""


def customer(person: Person | None) -> Id | None:
    """Whom the desk writes to about somebody: the guardian of a child."""
    return None if person is None else person.guardian or person.id


def told(desk: Desk, booking: Id, message: str, who: Id | None, tutor: Tutor, *, by: Role) -> tuple[Effect, ...]:
    """The customer, who has it in writing also where they asked for it, and the tutor, unless it was the tutor who did
    it; a walk-in has nobody.
    """
    whom: list[Whom] = []
    if who is not None:
        whom.append((Role.CUSTOMER, who))
    if by is not Role.TUTOR:
        whom.append((Role.TUTOR, tutor.id))
    if not desk.mail:
        return tuple(NotTold(booking, audience, person, message) for audience, person in whom)
    return tuple(Told(booking, audience, person, Notice(message)) for audience, person in whom)


def side(booking: Booking) -> Role:
    """Who made the booking."""
    return booking.booked_by


@dataclass(frozen=True, slots=True)
class PostFacts:
    """Addresses of those who are named, and the rules. `payers`: order -> (booking, who pays or is written to);
    `sitters`: booking -> whom the desk writes to about it.
    """

    desk: Desk
    rules: tuple[Rule, ...] = ()
    addresses: Mapping[Whom, str] = field(default_factory=dict)
    payers: Mapping[Id, tuple[Id, Id]] = field(default_factory=dict)
    sitters: Mapping[Id, Id] = field(default_factory=dict)


def with_letters(plan: Plan, facts: PostFacts, mint: Mint, role: Role) -> Plan:
    """The same plan, and the letters that go with it: queued for the messenger, or said to be none and why.

    What a person does waits as long as undo takes it back; what the world did is told at once.
    """
    if not facts.desk.mail:
        return plan
    effects: list[Effect] = []
    asked: list[Told] = []
    for effect in (*plan.effects, *_following(plan.effects, facts)):
        if not isinstance(effect, Told) or effect.letter is not None:
            effects.append(effect)
            continue
        address = facts.addresses.get((effect.audience, effect.person), "")
        if effect.rule is None and not is_on(facts.rules, effect.notice, effect.audience):
            effects += _not(effect, "RULE_OFF")
        elif not address:
            effects += _not(effect, "NO_ADDRESS")
        else:
            asked.append(effect)
            effects.append(effect)
    if not asked:
        return plan if tuple(effects) == plan.effects else replace(plan, effects=tuple(effects))
    letters = _letters(asked, facts.addresses, mint)
    named = {id(effect): letters[_where(effect, facts.addresses)] for effect in asked}
    kept = tuple(replace(e, letter=named[id(e)]) if isinstance(e, Told) and id(e) in named else e for e in effects)
    wait = 0 if role is Role.SYSTEM else PATIENCE
    queued = tuple(OpQueued(mint(), OpKind.MAIL, facts.desk.mail, x, wait=wait) for x in letters.values())
    return replace(plan, effects=(*kept, *queued))


def _where(effect: Told, addresses: Mapping[Whom, str]) -> str:
    return addresses[effect.audience, effect.person].casefold()


def _letters(asked: Iterable[Told], addresses: Mapping[Whom, str], mint: Mint) -> dict[str, Id]:
    """Address -> the one letter that goes there."""
    found: dict[str, Id] = {}
    for effect in asked:
        where = _where(effect, addresses)
        if where not in found:
            found[where] = mint()
    return found


_QUIET = frozenset({Notice.PAY_LINK, Notice.RECEIPT, Notice.NOTE})
"""Nobody asks why these are not mailed: a link is shown, a receipt printed, a note read at the desk."""


def _not(effect: Told, why: str) -> list[Effect]:
    """A tutor without an address is one who looks at the desk."""
    if effect.notice in _QUIET or (effect.audience is Role.TUTOR and why == "NO_ADDRESS"):
        return []
    return [NotTold(effect.booking, effect.audience, effect.person, str(effect.notice), why)]


def _following(effects: Iterable[Effect], facts: PostFacts) -> list[Told]:
    """What is worth a letter by itself: a link to pay by, a receipt, a note that the customer may read."""
    found: list[Told] = []
    for effect in effects:
        match effect:
            case LinkMade() if effect.order in facts.payers:
                found.append(_of(facts.payers[effect.order], Notice.PAY_LINK, effect.attempt))
            case ReceiptIssued() if effect.receipt_kind is ReceiptKind.RECEIPT and effect.order in facts.payers:
                found.append(_of(facts.payers[effect.order], Notice.RECEIPT, effect.receipt))
            case NoteAdded() if effect.visibility == "CUSTOMER" and effect.booking in facts.sitters:
                found.append(_of((effect.booking, facts.sitters[effect.booking]), Notice.NOTE, effect.note))
            case _:
                pass
    return found


def _of(of: tuple[Id, Id], notice: Notice, about: Id) -> Told:
    booking, person = of
    return Told(booking, Role.CUSTOMER, person, notice, about=about)
