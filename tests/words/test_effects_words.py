"""Each kind of effect has five homes; here are the words for will and did, and that the other homes stand too."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import fields, replace
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from deskbell.domain import effects as e
from deskbell.domain.booking import Reason, State
from deskbell.domain.calendar_use import CalendarSettings, Further, more_packed, packed
from deskbell.domain.codec import dumps, loads, plain
from deskbell.domain.connections import Kept
from deskbell.domain.effects import KINDS, Effect
from deskbell.domain.ids import Id
from deskbell.domain.names import Names
from deskbell.domain.notices import Channel, Notice, Terms
from deskbell.domain.op import OpKind, OpState
from deskbell.domain.payment import AttemptState, Method, RefundState
from deskbell.domain.people import Role
from deskbell.domain.plan import Plan
from deskbell.domain.ports import Capture
from deskbell.domain.text import clean
from deskbell.domain.views import Told
from deskbell.words.effect_texts import tables
from deskbell.words.effects import Teller, did, will
from deskbell.words.speech import Speech, wanted
from deskbell.words.timeline import tell
from tests.words.desk import (
    ANA,
    BOOKING,
    CLASS,
    DAY,
    HOUR,
    LESSON,
    NAMES,
    NOW,
    ORDER,
    RUIZ,
    START,
    YOGA,
    ZONE,
    book,
    cancel,
    every_plan,
    move,
    paid_by,
    pay,
    undo,
)

LANGUAGES = ("en", "es", "pt")
EVERY = every_plan()

# --- samples of every kind


def samples(kind: type[Effect]) -> Iterator[Effect]:
    """The kind with every combination of the enums and optional things among its fields."""
    hints = get_type_hints(kind)
    choices = [list(_values(f.name, hints[f.name])) for f in fields(kind)]
    for values in itertools.product(*choices):
        yield kind(*values)


def _values(name: str, hint: Any) -> Iterator[Any]:
    if get_origin(hint) in (Union, UnionType):
        yield None
        hint = next(a for a in get_args(hint) if a is not type(None))
    if isinstance(hint, type) and issubclass(hint, Enum):
        yield from hint
    elif hint is e.When:
        yield e.When(RUIZ, START, START + HOUR, START, START + HOUR)
    elif hint is Terms:
        yield Terms(Notice.REMINDER, Role.CUSTOMER, minutes=-90, quiet_from=1260, quiet_until=480)
        yield Terms(Notice.BOOKED, Role.TUTOR, active=False)
        yield Terms(Notice.FOLLOW_UP, Role.CUSTOMER, Channel.MAIL, 0)
    elif hint is bool:
        yield from (False, True)
    elif hint is int and name == "counted":
        yield from (2, 3, 4)  # less than expected, just that, more
    elif hint is int:
        yield from (-1250, 1250) if name in ("gross", "amount") else (START,) if "start" in name else (3,)
    elif hint is Id:
        yield Id("ab" * 16)
    elif hint is str and name in ("more", "was"):
        further = Further("lessons@example.org", RUIZ, YOGA, 8) if name == "more" else Further("ana@example.org", RUIZ)
        settings = CalendarSettings(remind=None, more=(further,))
        yield more_packed(settings.more) if name == "more" else packed(settings)
    elif hint is str:
        yield {"receipt_kind": "REFUND", "zone": ZONE, "currency": "EUR", "why": "NO_MAIL", "name": "focus"}.get(
            name, "x"
        )
    else:
        yield {"weekly": ((0, 540, 1080),)}.get(name, ())


def _some(effects: list[Effect]) -> list[Effect]:
    """All of them, or a thousand of many: the same ones every time."""
    return effects if len(effects) <= 1000 else random.Random(7).sample(effects, 1000)


ALL = {name: _some(list(samples(kind))) for name, kind in KINDS.items()}


def told(effect: Effect, **changed: Any) -> Told:
    return replace(Told(7, NOW, Role.STAFF, "", "BOOK", effect), **changed)


# --- five homes


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_has_its_five_homes(kind: str) -> None:
    """Domain: a type whose opposite is a kind too; store: who applies it; digest: every field; JSON: there and back;
    words: see below.
    """
    from deskbell.store.apply import HANDLERS

    assert KINDS[kind] in HANDLERS
    effect = ALL[kind][-1]
    opposite = effect.opposite()
    assert opposite is None or type(opposite) in KINDS.values()
    assert set(plain(effect, spoken=True)) == {f.name for f in fields(effect)}
    assert not set(plain(effect)) & effect.spoken()
    words = {name: getattr(effect, name) for name in effect.spoken()}
    assert loads(kind, dumps(effect), words) == effect


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_digest_sees_what_a_person_would_mind(kind: str) -> None:
    """Another value in any field makes another plan, save where only the clock made it."""

    def asked(effect: Effect) -> list[Any]:
        return [getattr(effect, f.name) for f in fields(effect) if f.name not in effect.derived()]

    one = ALL[kind][-1]
    for other in ALL[kind][:-1]:
        same = asked(one) == asked(other)
        assert (Plan("X", (one,)).digest == Plan("X", (other,)).digest) is same, other


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_told_in_every_language(kind: str, language: str) -> None:
    """Whatever an effect holds, will and did say it in full, with names and without."""
    for effect in ALL[kind]:
        for names in (NAMES, Names()):
            for text in (will(effect, names, language, ZONE, "EUR"), did(told(effect), names, language, ZONE, "EUR")):
                assert text.strip(), effect
                assert not {"{", "}"} & set(text), (effect, text)
                assert clean(text) == text
                assert "ab" * 16 not in text, "a public id says nothing to a person"


def test_languages_have_the_same_texts_with_the_same_facts() -> None:
    english = tables("en")
    for language in ("es", "pt"):
        for ours, theirs in zip(english, tables(language), strict=True):  # type: ignore[arg-type]
            assert ours.keys() == theirs.keys()
            for key, text in ours.items():
                one, two = ([t] if isinstance(t, str) else list(t) for t in (text, theirs[key]))
                assert [wanted(t) for t in one] == [wanted(t) for t in two], (language, key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_ask_only_for_facts_that_come(language: str) -> None:
    """No text names a fact that its kind never has; and no text is there that no effect reaches."""
    texts = tables(language)  # type: ignore[arg-type]
    reached: dict[str, set[str]] = {"SeatTaken.WALK_IN": {"who"}}
    teller = Teller(Speech(language, ZONE, "EUR"), NAMES)
    receipts = [e.ReceiptIssued(Id("a"), ORDER, k, 1, "EUR") for k in ("RECEIPT", "REFUND", "REVERSAL")]
    for effect in [*receipts, *(x for some in ALL.values() for x in some), *_fields()]:
        key, facts = teller.line(effect)
        reached.setdefault(key, set()).update(facts)
    for said in (texts.will, texts.did):
        for key, found in said.items():
            if key == "SeatTaken.WALK_IN":
                continue
            assert key in reached, f"no effect says {key}"
            for text in [found] if isinstance(found, str) else found:
                assert wanted(text) <= reached[key] | {"who"}, (key, text)


def _fields() -> list[Effect]:
    """And a connection that no money comes by."""
    sets = [e.FieldSet("slot", LESSON, "focus", None, before, after) for before in ("", "a") for after in ("", "b")]
    made = [e.ConnectionMade(name, True, Kept.VAULT, "ana@example.org") for name in ("GOOGLE", "MAIL")]
    ended = [e.ConnectionEnded(name, True, Kept.VAULT) for name in ("GOOGLE", "MAIL")]
    return [*sets, *made, *ended]


# --- what is said


def refund_turned(before: RefundState, after: RefundState) -> e.RefundTurned:
    return e.RefundTurned(ORDER, Id("a"), Method.DEMO, 1250, "EUR", before, after)


SEAT = e.SeatTaken(BOOKING, LESSON, ORDER, Role.STAFF, ANA, ANA, "0:0", START)


@pytest.mark.parametrize(
    ("effect", "language", "shown"),
    [
        (SEAT, "en", "booked by the desk"),
        (replace(SEAT, participant=None, payer=None), "en", "booked by the desk (walk-in)"),
        (SEAT, "pt", "reserva feita pela recepção"),
        (
            e.BookingTurned(BOOKING, LESSON, State.CONFIRMED, State.CANCELLED, Role.CUSTOMER, Reason.UNWELL),
            "en",
            "cancelled by customer: not well",
        ),
        (
            e.BookingTurned(BOOKING, LESSON, State.CONFIRMED, State.CANCELLED, Role.TUTOR, Reason.OTHER),
            "es",
            "cancelada por su docente",
        ),
        (e.SeatMoved(BOOKING, LESSON, CLASS, START - DAY, START, 0, 0), "en",
         "moved from Tue 3 March 15:30 to Wed 4 March 15:30"),
        (e.PaymentTaken(ORDER, Id("a"), Id("b"), Method.CASH, 2250, "EUR", 3000), "en", "22.50 € cash, change 7.50 €"),
        (e.RefundMade(ORDER, Id("a"), Id("b"), None, Method.CARD, 1250, "EUR", RefundState.REQUESTED), "en",
         "12.50 € to give back, by hand on the card reader"),
        (e.FieldSet("slot", LESSON, "focus", BOOKING, "", "Left hand"), "en", "focus: Left hand"),
        (e.FieldSet("slot", LESSON, "focus", BOOKING, "Left hand", ""), "en", "focus emptied"),
        (e.FieldSet("person", ANA, "name"), "en", "name changed"),
        (e.HoursSet(RUIZ, ((0, 540, 1080),)), "es", "horario de Ana Ruiz: lun 09:00–18:00"),
        (replace(SEAT, state=State.HELD, hold_until=NOW + 900), "en", "seat held until 10:45 by the desk"),
        (replace(SEAT, state=State.HELD, hold_until=NOW + 900, participant=None), "es",
         "plaza retenida hasta 10:45 por recepción"),
        (replace(SEAT, state=State.HELD, hold_until=NOW + 900), "pt", "vaga segurada até 10:45 pela recepção"),
        (e.BookingTurned(BOOKING, LESSON, State.HELD, State.CONFIRMED), "en", "booking confirmed"),
        (e.BookingTurned(BOOKING, LESSON, State.HELD, State.EXPIRED), "en", "hold over, seat freed"),
        (e.BookingTurned(BOOKING, LESSON, State.EXPIRED, State.CONFIRMED), "en", "seat given after all by the desk"),
        (e.AttemptOpened(ORDER, Id("a"), Method.DEMO, 2500, "EUR", NOW + 900), "en",
         "25.00 € asked for by payment link, open until 10:45"),
        (e.AttemptOpened(ORDER, Id("a"), Method.DEMO, 2500, "EUR", NOW + 900, Capture.LATER), "pt",
         "25,00 € a autorizar por link de pagamento, aberto até 10:45"),
        (e.LinkMade(ORDER, Id("a"), Method.DEMO, "cs_1", NOW + 900, "https://pay.invalid/x"), "en",
         "payment link ready"),
        (e.MoneyArrived(ORDER, Id("a"), Id("b"), Method.DEMO, "p", 2500, "EUR", AttemptState.CAPTURED), "en",
         "25.00 € payment link"),
        (e.MoneyArrived(ORDER, Id("a"), Id("b"), Method.DEMO, "p", 2500, "EUR", AttemptState.AUTHORISED, NOW + DAY),
         "es", "25,00 € autorizados hasta mié 10:30"),
        (e.PaymentTurned(ORDER, Id("b"), Method.DEMO, AttemptState.CAPTURED, AttemptState.CHARGED_BACK, 2500, "EUR"),
         "en", "25.00 € charged back by the bank"),
        (e.PaymentTurned(ORDER, Id("b"), Method.DEMO, AttemptState.CHARGED_BACK, AttemptState.CAPTURED, 2500, "EUR"),
         "en", "dispute won, 25.00 € in again"),
        (e.PaymentTurned(ORDER, Id("b"), Method.DEMO, AttemptState.AUTHORISED, AttemptState.VOIDED, 0, "EUR"),
         "en", "authorisation given up"),
        (e.HoldSet(BOOKING, NOW, NOW + 900), "en", "seat held until 10:45"),
        (e.HoldSet(BOOKING, NOW, None), "en", "seat waits for money no more"),
        (e.OpQueued(Id("a"), OpKind.REFUND, "DEMO", Id("b"), ORDER, 20, 1250), "en",
         "provider told to give 12.50 € back, after 20 s"),
        (e.OpQueued(Id("a"), OpKind.CAPTURE, "DEMO", Id("b"), ORDER, 0, None), "en",
         "provider told to take the money"),
        (e.OpTurned(Id("a"), OpKind.CHECKOUT, "DEMO", Id("b"), OpState.TODO, OpState.DROPPED), "en",
         "dropped: make a payment link"),
        (e.RefundMade(ORDER, Id("a"), Id("b"), None, Method.DEMO, 1250, "EUR", RefundState.REQUESTED), "en",
         "12.50 € to give back by the provider"),
        (e.RefundMade(ORDER, Id("a"), Id("b"), None, Method.DEMO, 1250, "EUR", RefundState.EXTERNAL), "en",
         "12.50 € went back outside this desk"),
        (refund_turned(RefundState.REQUESTED, RefundState.SUCCEEDED), "en", "12.50 € given back by the provider"),
        (refund_turned(RefundState.REQUESTED, RefundState.PENDING), "en", "refund of 12.50 € under way"),
        (refund_turned(RefundState.PENDING, RefundState.FAILED), "en", "refund of 12.50 € failed"),
        (refund_turned(RefundState.FAILED, RefundState.REQUESTED), "en", "refund of 12.50 € asked for again"),
        (refund_turned(RefundState.FAILED, RefundState.MANUAL_DONE), "en", "12.50 € given back by hand"),
    ],
)  # fmt: skip
def test_what_happened(effect: Effect, language: str, shown: str) -> None:
    assert did(told(effect), NAMES, language, ZONE, "EUR", NOW) == shown


def test_who_did_it_is_named_where_known() -> None:
    """A person's name goes before the role; it cannot act (T2)."""
    assert did(told(SEAT, who="Teo"), NAMES, "en", ZONE) == "booked by Teo"
    assert did(told(SEAT, who="Teo"), NAMES, "pt", ZONE) == "reserva feita por Teo"
    assert did(told(SEAT, who="T\x1b[31m{who}"), NAMES, "en", ZONE) == "booked by T\ufffd[31m{who}"


def test_what_was_taken_back_says_so() -> None:
    paid = e.PaymentTaken(ORDER, Id("a"), Id("b"), Method.CARD, 2250, "EUR", 2250)
    assert did(told(paid, undone=True), NAMES, "en", ZONE) == "22.50 € card (taken back)"


def test_a_line_of_the_timeline_survives_an_erase() -> None:
    """Spoken fields are empty where the kept words are gone; the line is still a sentence."""
    for kind, effects in ALL.items():
        for effect in effects[:3]:
            bare = loads(kind, dumps(effect))
            assert did(told(bare), Names(), "en", ZONE, "EUR").strip()


def test_an_amount_in_no_known_currency_is_a_dash() -> None:
    """Minor units without a currency could be wrong by a factor of a hundred."""
    line = e.LineAdded(Id("9" * 32), Id("a"), BOOKING, "DISCOUNT", -500, 0, 0)  # type: ignore[arg-type]
    assert will(line, Names(), "en") == "discount –"


# --- the timeline


def lines(plan: Plan, language: str = "en", known: Names = NAMES, **changed: Any) -> list[str]:
    issued = list(plan.of(e.ReceiptIssued))
    numbers = {x.receipt: 1039 + n for n, x in enumerate(issued)}  # type: ignore[attr-defined]
    names = replace(Names.of_plan(plan, known), receipts=numbers)
    some = [told(effect, verb=plan.verb, **changed) for effect in plan.effects]
    return [line.text for line in tell(some, names, language, ZONE, "EUR", NOW)]


def test_a_change_makes_one_line_for_each_thought() -> None:
    """Slot, order, price line and receipt are said with the booking and the payment, or not at all."""
    assert lines(book(method=Method.CASH, tendered=3000)) == [
        "booked by the desk",
        "25.00 € cash, change 5.00 €, receipt 1039",
        "Marta Pérez and Ana Ruiz are not mailed: no mail connected",
    ]
    assert lines(move())[0] == "moved from Wed 4 March 15:30 to Thu 5 March 15:30"
    assert lines(pay(Method.CARD)) == ["25.00 € card, receipt 1039"]


def test_a_cancellation_says_what_share_went_back() -> None:
    assert lines(cancel(paid_by(Method.CASH)))[:2] == [
        "cancelled by customer: not well, 50 % back",
        "12.50 € given back in cash, out of the drawer, receipt 1039",
    ]
    assert lines(cancel())[0] == "cancelled by customer: not well"


def test_an_undone_change_says_so_once_a_line() -> None:
    assert lines(pay(Method.CARD), undone=True) == ["25.00 € card, receipt 1039 (taken back)"]


def test_a_reversal_tells_its_own_number() -> None:
    """P14: the reversal's receipt is not the payment's."""
    taken = pay(Method.CASH)
    back = undo(taken)
    assert lines(back) == ["payment taken back: 25.00 € cash"]
    assert lines(taken) == ["25.00 € cash, receipt 1039"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(EVERY))
def test_no_change_is_without_a_word(name: str, language: str) -> None:
    plan, known = EVERY[name]
    shown = lines(plan, language, known)
    assert bool(shown) == bool(plan.effects)
    assert len(shown) == len(set(shown))
    assert all(text.strip() for text in shown)
