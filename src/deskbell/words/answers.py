"""Before and after: the booking that a line would make, and what was done, each in one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from deskbell.domain import effects as e
from deskbell.domain.ids import Id
from deskbell.domain.names import Names
from deskbell.domain.order import LineKind
from deskbell.domain.plan import Plan
from deskbell.domain.text import clean
from deskbell.words.balance import balance, open_after
from deskbell.words.documenting import document_numbers
from deskbell.words.language import Language
from deskbell.words.reasons import warning
from deskbell.words.seats import seat_parts
from deskbell.words.speech import Speech, line_of
from deskbell.words.states import ordinal
from deskbell.words.telling import PlanTeller, calendar_parts
from deskbell.words.verbs import verb


class Preview(NamedTuple):
    """The booking line's answer while somebody types, in columns; `below` is the line under it."""

    who: str
    lesson: str
    price: str
    payment: str
    below: str

    def __str__(self) -> str:
        return " · ".join(part for part in (self.who, self.lesson, self.price, self.payment) if part)


def preview(
    plan: Plan,
    names: Names,
    language: str,
    zone: str,
    now: int | None = None,
    currency: str = "",
    *,
    nth: int = 0,
) -> Preview:
    """What a BOOK plan would book. nth: the how-manieth lesson it would be; 0 where that is not known."""
    teller = PlanTeller(Speech(language, zone, currency, now), plan, names)
    warned = [warning(w, language, zone, now) for w in plan.warnings]
    below = warned or [teller.text("preview.free")]
    if teller.has(e.ReceiptIssued):
        below.append(teller.text("receipt.RECEIPT"))
    return Preview(_who(teller, nth), _lesson(teller), _price(teller), _payment(teller), " · ".join(below))


def preview_line(
    plan: Plan,
    names: Names,
    language: str,
    zone: str,
    now: int | None = None,
    currency: str = "",
    *,
    nth: int = 0,
) -> str:
    """Ana Pérez (7th lesson) · Wed 4 March 15:30–16:30 · Piano 60 · Ana Ruiz · 25.00 € · cash, change for …: 5.00 €."""
    return str(preview(plan, names, language, zone, now, currency, nth=nth))


def _who(teller: PlanTeller, nth: int) -> str:
    booking = teller.booking()
    who = teller.sitter(booking) if booking is not None else teller.terms["person"]
    if teller.has(e.PersonAdded):
        return teller.text("preview.new", person=who)
    if not nth or all(x.participant is None for x in teller.all(e.SeatTaken)):
        return who
    return teller.text("preview.nth", person=who, nth=lesson_ordinal(nth, teller.say.tongue))


def lesson_ordinal(number: int, tongue: Language) -> str:
    """7th, 7.ª, 7ª: lessons are feminine where words have a gender."""
    return {"es": f"{number}.ª", "pt": f"{number}ª"}.get(tongue) or ordinal(number, tongue)


def _lesson(teller: PlanTeller) -> str:
    slot = teller.slot_name()
    if slot is None:
        return ""
    parts = (teller.say.span(slot.start, slot.end), *(clean(x) for x in (slot.service, slot.tutor, slot.room)))
    return " · ".join(part for part in parts if part)


def _price(teller: PlanTeller) -> str:
    prices = [x.gross for x in teller.all(e.LineAdded) if x.line_kind is LineKind.LESSON]
    return teller.money(sum(prices)) if prices else ""


def _payment(teller: PlanTeller) -> str:
    paid = teller.all(e.PaymentTaken)
    asked = teller.all(e.AttemptOpened)
    if asked and not paid:
        return teller.method(asked[0].method)
    if not paid:
        owed = any(x.gross > 0 for x in teller.all(e.LineAdded))
        return teller.text("preview.later") if owed else ""
    method = teller.method(paid[0].method)
    return f"{method}, {teller.change(paid[0])}" if paid[0].change else method


# --- what was done


def done_line(
    plan: Plan,
    names: Names,
    language: str,
    zone: str,
    now: int | None = None,
    currency: str = "",
    *,
    receipts: Mapping[Id, int] | None = None,
    booking: int | None = None,
    again: bool = False,
) -> str:
    """Booked: Ana Pérez, Piano 60, Wed 4 March 15:30. Paid 25.00 € cash, change 5.00 €, receipt 17.

    names: as the plan was shown with, from before it was done. receipts: the numbers that the commit gave, by receipt
    id. booking: the number of the booking that it made. again: the same command had been done before.
    """
    if receipts:
        names = replace(names, receipts={**names.receipts, **receipts})
    teller = PlanTeller(Speech(language, zone, currency, now), plan, names)
    if again:
        return teller.text("done.again")
    words = verb(plan.verb, language)
    if not plan.effects:
        return f"{words.past}. {teller.text('done.same')}"
    about = _about(plan, teller)
    if booking is not None:
        about = teller.text("done.booking", about=about, no=booking)
    said = teller.text("done", past=words.past, about=about.removesuffix(".")) if about else f"{words.past}."
    money = ", ".join([*_money(plan, teller), *_numbers(teller)])
    if money:
        said += f" {money[:1].upper()}{money[1:]}."
    return said


def _about(plan: Plan, teller: PlanTeller) -> str:
    about = teller.about(first="person")
    match plan.verb:
        case "MOVE":
            moves = ", ".join(seat_parts(teller))
            slot = teller.slot_name()
            named = [clean(slot.service) if slot else "", moves]
            booking = teller.booking()
            who = teller.sitter(booking) if booking is not None and booking in teller.names.bookings else ""
            return ", ".join(part for part in (who, *named) if part)
        case "UNDO":
            what = teller.text(f"undo.{teller.undoes()}")
            return teller.text("done.undo", what=what, about=about) if about else what
        case "OPEN_CLASS":
            seats = [teller.text("done.seats", n=x.capacity) for x in teller.all(e.SlotOpened)]
            return ", ".join([about, *seats])
        case "SET_UP":
            return ", ".join([about, *_counts(teller)])
        case "IMPORT":
            return ", ".join([about, *calendar_parts(teller)])
        case "EDIT":
            fields = [f"{teller.term(f'field.{x.name}')} {line_of(x.after)}".strip() for x in teller.all(e.FieldSet)]
            return ", ".join([*([about] if about else []), *fields])
        case _:
            return about


def _counts(teller: PlanTeller) -> list[str]:
    tutors, services = len(teller.all(e.TutorAdded)), len(teller.all(e.ServiceAdded))
    return [teller.text("done.tutors", n=tutors), teller.text("done.services", n=services)]


def _money(plan: Plan, teller: PlanTeller) -> list[str]:
    paid = teller.all(e.PaymentTaken)
    if not paid:
        return list(balance(plan, teller).parts)
    first = paid[0]
    key = "money.paid" if plan.verb == "PAY" else "done.paid"  # the answer to PAY begins with Paid
    parts = [teller.text(key, amount=teller.money(first.amount), method=teller.method(first.method))]
    if first.change:
        parts.append(teller.text("done.change", change=teller.money(first.change)))
    left = [x for x in open_after(teller).values() if x > 0]
    return parts + [teller.text("money.collect", amount=teller.money(x)) for x in left]


def _numbers(teller: PlanTeller) -> list[str]:
    numbers = [teller.receipt(x.receipt) for x in teller.all(e.ReceiptIssued)]
    receipts = [teller.text("done.receipt", number=number) for number in numbers if number]
    return receipts + document_numbers(teller)
