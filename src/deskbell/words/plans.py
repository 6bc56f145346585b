"""A plan as a person reads it before confirming: one row for each thought, however many effects stand behind it."""

from __future__ import annotations

from typing import NamedTuple

from deskbell.domain import effects as e
from deskbell.domain.booking import State
from deskbell.domain.names import Names
from deskbell.domain.payment import LINKS, RefundState
from deskbell.domain.people import Role
from deskbell.domain.plan import Plan
from deskbell.domain.text import clean
from deskbell.words.answers import Preview, done_line, preview, preview_line
from deskbell.words.balance import balance
from deskbell.words.connecting import connecting_parts
from deskbell.words.documenting import document_parts
from deskbell.words.mailing import rule_parts, told_parts
from deskbell.words.reasons import warning
from deskbell.words.seats import seat_parts
from deskbell.words.speech import Speech, line_of
from deskbell.words.states import Tone
from deskbell.words.telling import PlanTeller, calendar_parts, link_parts
from deskbell.words.tilling import till_parts
from deskbell.words.verbs import verb

__all__ = ["PlanWords", "Preview", "Row", "done_line", "plan_lines", "preview", "preview_line"]


APPROVAL = "APPROVAL"


class Row(NamedTuple):
    """`topic` in the desk's language, `key` the same for programs; `aside` stands at the right: valid until 15:30."""

    topic: str
    text: str
    tone: Tone = "calm"
    aside: str = ""
    key: str = ""

    def __str__(self) -> str:
        return f"{self.text} ({self.aside})" if self.aside else self.text


class PlanWords(NamedTuple):
    """Cancel · Piano 60, Wed 4 March 15:30, Ana Pérez; by customer, not well; rows; warnings; what `c` confirms."""

    title: str
    by: str
    rows: tuple[Row, ...]
    warnings: tuple[str, ...]
    confirm: str


def plan_lines(
    plan: Plan, names: Names, language: str, zone: str, now: int | None = None, currency: str = ""
) -> PlanWords:
    """The plan in words. `names` are as the desk stands before it; what the plan makes it names itself.

    currency: of amounts whose effects and orders carry none.
    """
    teller = PlanTeller(Speech(language, zone, currency, now, symbol=False), plan, names)
    about = teller.about()
    label = verb(plan.verb, language).label
    if plan.verb == "UNDO":
        what = teller.text(f"undo.{teller.undoes()}")
        about = f"{what} · {about}" if about else what
    name = verb_key(plan.verb)
    return PlanWords(
        title=f"{label} · {about}" if about else label,
        by=_by(teller),
        rows=_valid(plan, _rows(plan, teller), teller),
        warnings=tuple(warning(w, language, zone, now) for w in plan.warnings),
        confirm=teller.text(f"confirm.{name}" if teller.knows(f"confirm.{name}") else "confirm"),
    )


def verb_key(name: str) -> str:
    """The verb of a plan as the texts know it: REPRICE is price."""
    return {"REPRICE": "price"}.get(name, name.lower())


def _by(teller: PlanTeller) -> str:
    """By customer, not well: whose wish a cancellation is."""
    for turned in teller.all(e.BookingTurned):
        if turned.after is State.CANCELLED and not turned.undone and turned.by is not None:
            side = teller.term(f"side.{turned.by}")
            reason = teller.term(f"reason.{turned.reason}") if turned.reason else ""
            return teller.text("by.reason" if reason else "by", side=side, reason=reason)
    return ""


def _rows(plan: Plan, teller: PlanTeller) -> list[Row]:
    rows: list[Row] = []

    def add(key: str, parts: list[str] | tuple[str, ...], tone: Tone = "calm") -> None:
        if parts:
            rows.append(Row(teller.text(f"topic.{key}"), " · ".join(parts), tone, key=key))

    for key, parts in (*till_parts(teller).items(), *connecting_parts(teller).items()):
        add(key, parts)
    rows += [Row(teller.text("topic.paper"), text, key="paper") for text in document_parts(teller)]
    money = balance(plan, teller)
    add("people", _people(teller))
    add("time" if teller.has(e.SeatMoved, e.SlotMoved) else "seat", seat_parts(teller))
    add("money", money.parts, money.tone)
    add("link", link_parts(teller))
    add("task", _tasks(teller), "due")
    add("receipt", _receipts(teller))
    rows += _fields(teller)
    add("note", _notes(teller))
    add("rule", rule_parts(teller))
    add("told", [*told_parts(teller), *_told(teller)], "calm" if teller.has(e.Told) else "muted")
    for key, parts in _rooms_tutors_services(teller).items():
        add(key, parts)
    add("calendar", calendar_parts(teller))
    if plan.off_calendar:
        add("calendar", [teller.text("event.none")], "muted")
    return rows


def _valid(plan: Plan, rows: list[Row], teller: PlanTeller) -> tuple[Row, ...]:
    """Until when a cancellation's money stays so, or any plan that ends within the day."""
    if plan.holds_until is None or not rows or teller.say.now is None:
        return tuple(rows)
    soon = plan.holds_until - teller.say.now < 86_400
    if plan.verb != "CANCEL" and not soon:
        return tuple(rows)
    aside = teller.text("until", when=teller.say.near(plan.holds_until))
    at = next((i for i, row in enumerate(rows) if row.key == "money"), 0) if plan.verb == "CANCEL" else 0
    row = rows[at]
    rows[at] = Row(row.topic, row.text, row.tone, aside, row.key)
    return tuple(rows)


def _people(teller: PlanTeller) -> list[str]:
    """Who is written down, and who leaves or comes back to the lists; a tutor has a row of their own."""
    tutors = {x.person for x in teller.all(e.TutorAdded)}
    kinds = {
        "new": [x.person for x in teller.all(e.PersonAdded) if x.person not in tutors],
        "gone": [x.person for x in teller.all(e.PersonArchived)],
        "back": [x.person for x in teller.all(e.PersonRestored)],
    }
    said = {key: teller.few([teller.person(p) for p in people]) for key, people in kinds.items() if people}
    known = [teller.text(f"people.{key}", people=people) for key, people in said.items()]
    return known + [teller.will(x) for x in teller.all(e.PersonErased)]


def _tasks(teller: PlanTeller) -> list[str]:
    """A refund by hand is one task with its figure; what else is left to do or settled has its own words."""
    parts = []
    by_hand = {
        r.refund: r for r in teller.all(e.RefundMade) if r.state is RefundState.REQUESTED and r.method not in LINKS
    }
    answers = teller.has(e.BookingTurned, e.SeatTaken)  # the seat's own row says that somebody waits, or was answered
    for task in teller.all(e.TaskRaised, e.TaskReopened):
        if task.task_kind == APPROVAL and answers:
            continue
        refund = by_hand.get(task.subject)
        if refund is None:
            parts.append(teller.will(task))
            continue
        amount = teller.money(refund.amount, refund.currency)
        parts.append(teller.text("task.refund", amount=amount, by_hand=teller.term(f"by_hand.{refund.method}")))
    handed = teller.has(e.RefundTurned)
    settled = (x for x in teller.all(e.TaskSettled) if not handed and not (answers and x.task_kind == APPROVAL))
    return parts + [teller.will(x) for x in settled]


def _receipts(teller: PlanTeller) -> list[str]:
    parts: dict[str, None] = {}
    for effect in teller.all(e.ReceiptIssued):
        number = teller.receipt(effect.receipt)
        said = teller.will(effect) if number else teller.text(f"receipt.{effect.receipt_kind}")
        parts[said] = None
    return list(parts)


def _fields(teller: PlanTeller) -> list[Row]:
    """A row for each field that changes, called as the field is."""
    rows = []
    for effect in teller.all(e.FieldSet):
        before, after = line_of(effect.before), line_of(effect.after)
        text = after
        if before:
            text = teller.text("field.before" if after else "field.emptied", after=after, before=before)
        label = teller.term(f"field.{effect.name}")
        rows.append(Row(label[:1].upper() + label[1:], text, key=effect.name))
    return rows


def _notes(teller: PlanTeller) -> list[str]:
    notes = [line_of(x.text) or teller.will(x) for x in teller.all(e.NoteAdded)]
    return notes + [teller.will(x) for x in teller.all(e.NoteHidden, e.NoteShown)]


def _told(teller: PlanTeller) -> list[str]:
    """Everybody who is not told, in one line for each why."""
    missed: dict[str, dict[str, None]] = {}
    for effect in sorted(teller.all(e.NotTold), key=lambda x: x.audience is Role.TUTOR):
        missed.setdefault(effect.why, {})[teller.told_whom(effect)] = None
    return [teller.not_told(list(people), why) for why, people in missed.items()]


def _rooms_tutors_services(teller: PlanTeller) -> dict[str, list[str]]:
    """What a desk starts with, a row for each kind of thing; a tutor with hours is told by the hours."""
    working = {x.tutor for x in teller.all(e.HoursSet)}
    found: dict[str, list[str]] = {"desk": [], "room": [], "tutor": [], "service": []}
    for effect in teller.effects:
        match effect:
            case e.DeskOpened():
                found["desk"].append(teller.will(effect))
            case e.RoomAdded():
                found["room"].append(clean(effect.name))
            case e.HoursSet():
                found["tutor"].append(teller.will(effect))
            case e.TutorAdded() if effect.tutor not in working:
                found["tutor"].append(teller.tutor(effect.tutor))
            case e.ServiceAdded() | e.ServiceSet():
                found["service"].append(teller.will(effect))
            case _:
                pass
    return found
