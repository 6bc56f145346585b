"""What an effect will do, and what it did: one line for each kind, in the desk's language.

A timeline's line must not need a person's words: they may be erased. Names come from `Names`, and where there are
none a neutral word is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbell.domain import effects as e
from deskbell.domain.booking import WAITING, State
from deskbell.domain.names import Names
from deskbell.domain.order import LineKind
from deskbell.domain.payment import Method, RefundState
from deskbell.domain.people import Role
from deskbell.domain.slot import SlotState
from deskbell.domain.text import clean
from deskbell.words.connecting import connecting_line
from deskbell.words.dates import length
from deskbell.words.documenting import document_line
from deskbell.words.effect_texts import Texts, tables
from deskbell.words.events import event_line
from deskbell.words.i18n import t
from deskbell.words.linked import link_line, refund_made, refund_turned, seat_turn
from deskbell.words.mailing import mail_line
from deskbell.words.namer import Line, Namer
from deskbell.words.speech import Speech, first_served, line_of
from deskbell.words.tilling import till_line

if TYPE_CHECKING:
    from deskbell.domain.views import Told


def will(effect: e.Effect, names: Names, language: str, zone: str = "UTC", currency: str = "") -> str:
    """What is going to happen: "frees the time: Piano 60, Wed 4 March 15:30"."""
    return Teller(Speech(language, zone, currency), names).will(effect)


def did(told: Told, names: Names, language: str, zone: str = "UTC", currency: str = "", now: int | None = None) -> str:
    """What happened, as the timeline tells it: "cancelled by customer: not well"."""
    say = Speech(language, zone, currency, now)
    teller = Teller(say, names)
    key, facts = teller.line(told.effect)
    name = clean(told.who)
    facts["who"] = teller.term("who.name").format(name=name) if name else teller.term(f"who.{told.role}")
    if key == "SeatTaken" and isinstance(told.effect, e.SeatTaken) and told.effect.participant is None:
        key = "SeatTaken.WALK_IN"
    text = _said(tables(say.tongue).did, key, facts)
    return teller.term("undone").format(text=text) if told.undone else text


def _said(texts: Texts, key: str, facts: dict[str, str]) -> str:
    found = texts[key]
    text = first_served(found, facts)
    if text is None:
        text = found if isinstance(found, str) else found[-1]
    return text.format_map(facts)


class Teller(Namer):
    """Takes effects apart into the key of their text and its facts, as words of one language."""

    __slots__ = ()

    # --- each kind

    def will(self, effect: e.Effect) -> str:
        key, facts = self.line(effect)
        return _said(tables(self.say.tongue).will, key, facts)

    def so(self, effect: e.Effect) -> str:
        """The effect as a fact, without the number of its receipt: refund of 12.50 failed."""
        key, facts = self.line(effect)
        return _said(tables(self.say.tongue).did, key, {**facts, "number": ""})

    def line(self, effect: e.Effect) -> Line:
        """The key of the effect's text and the facts that it may hold; a fact that is not known is empty."""
        for part in (self._desk, self._seats, self._money, self._words):
            found = part(effect)
            if found is not None:
                return found
        linked = link_line(effect, self) or till_line(effect, self) or document_line(effect, self)
        linked = linked or connecting_line(effect, self) or event_line(effect, self) or mail_line(effect, self)
        if linked is not None:
            return linked
        raise LookupError(effect.kind)

    def _desk(self, effect: e.Effect) -> Line | None:
        kind = effect.kind
        match effect:
            case e.DeskOpened():
                return kind, {"name": clean(effect.name), "zone": effect.zone, "currency": effect.currency}
            case e.RoomAdded():
                room = effect.name or self.names.rooms.get(effect.room, "")
                return kind, {"room": clean(room) or self.terms["room"]}
            case e.TutorAdded():
                return kind, {"tutor": clean(effect.name) or self.tutor(effect.tutor)}
            case e.HoursSet():
                from deskbell.words.hours import show_hours  # its reader brings regular expressions

                return kind, {"tutor": self.tutor(effect.tutor), "hours": show_hours(effect.weekly, self.say.language)}
            case e.ServiceAdded():
                return kind, {
                    "service": clean(effect.name) or self.service(effect.service),
                    "length": length(effect.minutes),
                    "amount": self.amount(effect.gross, effect.currency),
                }
            case e.ServiceSet():
                facts = {"service": self.service(effect.service), "approval": self.term(f"approval.{effect.after}")}
                return kind, facts
            case e.BusyRead():
                counts = {"added": effect.added, "changed": effect.changed, "removed": effect.removed}
                return kind, {"tutor": self.tutor(effect.tutor), **{k: str(n) for k, n in counts.items()}}
            case e.PersonAdded():
                return kind, {"person": clean(effect.name) or self.person(effect.person)}
            case e.PersonArchived() | e.PersonRestored():
                return kind, {"person": self.person(effect.person)}
            case e.PersonErased():
                blanked = [(name, getattr(effect, name)) for name in ("notes", "letters", "lessons")]
                held = ", ".join(t(self.say.language, f"erased.{name}", n=n) for name, n in blanked if n)
                return kind, {"person": self.person(effect.person), "held": held}
        return None

    def _seats(self, effect: e.Effect) -> Line | None:
        kind = effect.kind
        match effect:
            case e.SlotOpened():
                return kind, {
                    "service": self.service(effect.service),
                    "span": self.say.span(effect.start, effect.end),
                    "tutor": self.tutor(effect.tutor),
                }
            case e.SlotTurned():
                again = effect.after is SlotState.PLANNED and effect.before is SlotState.COMPLETED
                return f"{kind}.{'REOPENED' if again else effect.after}", {"slot": self.slot(effect.slot)}
            case e.SlotMoved():
                other = effect.before.tutor != effect.after.tutor
                return kind, {
                    "before": self.say.at(effect.before.start),
                    "after": self.say.at(effect.after.start),
                    "tutor": self.tutor(effect.after.tutor) if other else "",
                }
            case e.SeatTaken():
                waits = effect.state in WAITING
                return f"{kind}.{effect.state}" if waits else kind, {
                    "person": self.person(effect.participant),
                    "slot": self.slot(effect.slot),
                    "until": self.say.near(effect.hold_until) if effect.hold_until else "",
                    "who": "",
                }
            case e.BookingTurned():
                return f"{kind}.{turn(effect)}", {
                    "person": self.sitter(effect.booking),
                    "slot": self.slot(effect.slot),
                    "side": self.term(f"side.{effect.by or Role.STAFF}"),
                    "reason": self.term(f"reason.{effect.reason}") if effect.reason else "",
                    "who": "",
                }
            case e.SeatMoved():
                return kind, {"before": self.say.at(effect.start_before), "after": self.say.at(effect.start)}
        return None

    def _money(self, effect: e.Effect) -> Line | None:
        kind = effect.kind
        match effect:
            case e.OrderOpened():
                known = self.names.orders.get(effect.order)
                number = str(known.no) if known and known.no else ""
                return kind, {"order": number, "person": self.person(effect.payer) if effect.payer else ""}
            case e.LineAdded():
                gross = effect.gross if effect.line_kind is LineKind.LESSON else abs(effect.gross)
                percent = "" if effect.percent is None else str(effect.percent)
                facts = {"amount": self.of_order(effect.order, gross), "percent": percent}
                return f"{kind}.{effect.line_kind}", facts
            case e.LineReversed():
                way = "LESS" if effect.gross > 0 else "MORE"
                return f"{kind}.{way}", {"amount": self.of_order(effect.order, abs(effect.gross))}
            case e.PaymentTaken():
                return kind, {
                    **self._paid(effect.method, effect.amount, effect.currency),
                    "change": self.amount(effect.change, effect.currency) if effect.change else "",
                    "number": self.receipt(effect.payment),
                }
            case e.PaymentReversed():
                return kind, self._paid(effect.method, effect.amount, effect.currency)
            case e.RefundMade():
                return f"{kind}.{refund_made(effect.method, effect.state)}", self._back(effect, effect.state)
            case e.RefundTurned():
                way = refund_turned(effect.method, effect.before, effect.after)
                return f"{kind}.{way}", self._back(effect, effect.after)
            case e.ReceiptIssued():
                number = self.receipt(effect.receipt)
                if not number and effect.receipt_kind != e.ReceiptKind.REVERSAL:
                    number = self.receipt(effect.payment, effect.refund)
                return f"{kind}.{effect.receipt_kind}", {"number": number}
            case e.RevenueEarned():
                way = "MORE" if effect.amount >= 0 else "LESS"
                return f"{kind}.{way}", {"amount": self.amount(abs(effect.amount), effect.currency)}
        return None

    def _paid(self, method: Method, minor: int, currency: str) -> dict[str, str]:
        return {"amount": self.amount(minor, currency), "method": self.term(f"method.{method}")}

    def _back(self, effect: e.RefundMade | e.RefundTurned, state: RefundState) -> dict[str, str]:
        return {
            "amount": self.amount(effect.amount, effect.currency),
            "method": self.term(f"back.{effect.method}"),
            "paid": self.term(f"method.{effect.method}"),
            "by_hand": self.term(f"by_hand.{effect.method}"),
            "state": self.term(f"refund.{state}"),
            "number": self.receipt(effect.refund),
        }

    def _words(self, effect: e.Effect) -> Line | None:
        kind = effect.kind
        match effect:
            case e.NoteAdded():
                note = f"note.{effect.note_kind}"
                named = self.terms.get(note, self.terms["note.GENERAL"])
                return kind, {"note": named, "text": line_of(effect.text)}
            case e.NoteHidden() | e.NoteShown():
                return kind, {}
            case e.FieldSet():
                field = self.term(f"field.{effect.name}")
                way = "SET" if effect.after else "EMPTIED" if effect.before else "CHANGED"
                return f"{kind}.{way}", {"field": field, "after": line_of(effect.after)}
            case e.TaskRaised() | e.TaskSettled() | e.TaskReopened():
                return kind, {"task": self.term(f"task.{effect.task_kind}")}
            case e.NotTold():
                return kind, {"person": self.told_whom(effect), "why": self.term(f"why.{effect.why}")}
        return None

    def told_whom(self, effect: e.NotTold) -> str:
        if effect.audience is Role.TUTOR:
            return self.tutor(effect.person)
        return self.person(effect.person) if effect.person else self.terms["customer"]

    def not_told(self, people: list[str], why: str) -> str:
        """Marta Pérez and Ana Ruiz are not mailed: no mail connected."""
        text = self.terms["not_told.one" if len(people) == 1 else "not_told.many"]
        return text.format(people=self.say.all_of(people), why=self.term(f"why.{why}"))


def turn(effect: e.BookingTurned) -> str:
    """What a change of state is to a person: CONFIRMED again after a cancellation is another thing than reopened."""
    if effect.after is State.CONFIRMED and effect.before in (State.COMPLETED, State.NO_SHOW):
        return "REOPENED"
    if effect.after is State.CANCELLED and effect.undone:
        return "UNBOOKED"
    return seat_turn(effect) or str(effect.after)
