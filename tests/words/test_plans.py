"""A plan as a person reads it before the key that confirms it, and the answer afterwards; made by real decisions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskbell.domain.booking import Reason
from deskbell.domain.commands import Newcomer
from deskbell.domain.effects import PersonAdded, TutorAdded
from deskbell.domain.ids import Id
from deskbell.domain.names import BookingName, Names, OrderName
from deskbell.domain.offer import Kind
from deskbell.domain.payment import Method, Refund, RefundState
from deskbell.domain.people import Role
from deskbell.domain.plan import Plan
from deskbell.domain.text import clean
from deskbell.words.plans import preview
from deskbell.words.telling import plan_texts
from tests.words.desk import (
    ANA,
    BOOKING,
    CARD,
    CASH,
    DAY,
    DENTIST,
    HOUR,
    NAMES,
    NOW,
    ORDER,
    OTHER_TUTOR,
    PAID,
    START,
    UNPAID,
    ZONE,
    add_people,
    book,
    cancel,
    done,
    edit,
    every_plan,
    hand_over,
    import_busy,
    move,
    names,
    note,
    open_class,
    paid_by,
    pay,
    reprice,
    rows,
    set_up,
    shown,
    undo,
)
from tests.words.desk import after as names_after

LANGUAGES = ("en", "es", "pt")
EVERY = every_plan()

# --- a cancellation, the plan that matters most


def test_a_cancellation_as_the_screen_shows_it() -> None:
    """Who wanted it and why, the seat, the money by its tier, who is not told: SCREENS, "A plan"."""
    words = shown(cancel(CASH), PAID)
    assert words.title == "Cancel · Piano 60, Wed 4 March 15:30, Ana Pérez"
    assert words.by == "by customer, not well"
    assert words.confirm == "cancel the booking"
    assert [(row.topic, row.text) for row in words.rows] == [
        ("Seat", "frees Wed 4 15:30–16:30"),
        ("Money", "12.50 of 25.00 back (50 %: less than 48 h) · in cash, out of the drawer · 12.50 is kept"),
        ("Receipt", "a refund receipt will be written"),
        ("Told", "Marta Pérez and Ana Ruiz are not mailed: no mail connected"),
    ]
    assert [row.aside for row in words.rows] == ["", "valid until 15:30", "", ""]
    assert [row.tone for row in words.rows] == ["calm", "due", "calm", "muted"]


@pytest.mark.parametrize(
    ("plan", "known", "now", "money"),
    [
        (cancel(now=START - 49 * HOUR), UNPAID, START - 49 * HOUR, "nothing was paid, nothing is due"),
        (cancel(CASH, now=START - 49 * HOUR), PAID, START - 49 * HOUR,
         "25.00 back (100 %: 48 h or more) · in cash, out of the drawer"),
        (cancel(CASH, now=START - 48 * HOUR), PAID, START - 48 * HOUR,
         "25.00 back (100 %: 48 h or more) · in cash, out of the drawer"),
        (cancel(CASH, now=START - 48 * HOUR + 1), PAID, START - 48 * HOUR + 1,
         "12.50 of 25.00 back (50 %: less than 48 h) · in cash, out of the drawer · 12.50 is kept"),
        (cancel(CASH, now=START - HOUR), PAID, START - HOUR, "nothing back (0 %: less than 24 h) · 25.00 is kept"),
        (cancel(CASH, now=START + HOUR), PAID, START + HOUR, "nothing back (0 %: after the start) · 25.00 is kept"),
        (cancel(), UNPAID, NOW, "nothing was paid · 12.50 of 25.00 stays to collect (50 %: less than 48 h)"),
        (cancel(now=START - HOUR), UNPAID, START - HOUR,
         "nothing was paid · 25.00 stays to collect (0 %: less than 24 h)"),
        (cancel(paid_by(Method.CASH, 1000)), names(1000), NOW,
         "nothing back (50 %: less than 48 h) · 10.00 is kept · 2.50 stays to collect"),
        (cancel(paid_by(Method.CASH, 2000)), names(2000), NOW,
         "7.50 of 25.00 back (50 %: less than 48 h) · in cash, out of the drawer · 12.50 is kept"),
        (cancel(CARD, by=Role.TUTOR, reason=Reason.TUTOR_AWAY), PAID, NOW,
         "25.00 back (100 %: cancelled by tutor) · by hand on the card reader"),
        (cancel(CASH, percent=80), PAID, NOW,
         "20.00 of 25.00 back (80 %: set by the desk) · in cash, out of the drawer · 5.00 is kept"),
        (cancel(CASH, by=Role.STAFF, percent=10), PAID, NOW,
         "2.50 of 25.00 back (10 %: set by the desk) · in cash, out of the drawer · 22.50 is kept"),
        (cancel(paid_by(Method.CASH, 500), paid_by(Method.TRANSFER, 2000, no=1), by=Role.STAFF), PAID, NOW,
         ("25.00 back (100 %: cancelled by the studio) · 5.00 in cash, out of the drawer · 20.00 by hand as a bank "
         "transfer")),
        (cancel(price=0), names(0, due=0), NOW, "nothing goes back, nothing is due"),
    ],
)  # fmt: skip
def test_the_money_of_a_cancellation(plan: Plan, known: Names, now: int, money: str) -> None:
    """S2.24, I21, I22: the share, why it is that, by which way it goes, what is kept and what stays to collect; the
    tier's edge belongs to the better one.
    """
    assert rows(plan, known, now=now)["money"] == money


def test_what_is_kept_and_what_goes_back_come_to_what_was_paid() -> None:
    """For any share and any part paid: no figure of the row is made up."""
    for paid in (0, 700, 1250, 2000, 2500):
        for percent in (0, 10, 33, 50, 100):
            plan = cancel(*([paid_by(Method.CASH, paid)] if paid else []), percent=percent)
            text = rows(plan, names(paid))["money"]
            fee = 2500 - plan_credit(plan)
            back, kept, open_ = max(0, paid - fee), min(paid, fee), max(0, fee - paid)
            for figure, word in ((back, "back"), (kept, "is kept"), (open_, "stays to collect")):
                if figure:
                    assert f"{figure / 100:.2f}" in text, (paid, percent, text)
                    assert word in text, (paid, percent, text)
                else:
                    assert word not in text.replace("nothing back", ""), (paid, percent, text)


def plan_credit(plan: Plan) -> int:
    return sum(-x.gross for x in plan.effects if x.kind == "LineAdded")  # type: ignore[attr-defined]


def test_an_order_nobody_looked_up_is_not_guessed_at() -> None:
    """Without the order's sums the row says the fee, not whether it is kept or owed."""
    bare = replace(NAMES, orders={})
    assert rows(cancel(), bare)["money"] == "nothing back (50 %: less than 48 h) · the fee is 12.50"
    assert rows(cancel(CASH), bare)["money"].endswith("12.50 is kept")


def test_a_plan_that_ran_out_gives_no_reason_of_another_tier() -> None:
    """The tier that holds now does not explain the share that was planned before it."""
    plan = cancel(CASH)
    assert plan.holds_until is not None
    assert rows(plan, PAID, now=plan.holds_until)["money"].startswith("12.50 of 25.00 back (50 %) ")


def test_a_refund_by_hand_is_one_task() -> None:
    """I24: it is not done by itself."""
    found = rows(cancel(CARD), PAID)
    assert found["task"] == "refund 12.50 to do by hand on the card reader"
    assert "receipt" not in found, "its receipt is written when it is handed over"


def test_a_note_and_another_side_are_shown() -> None:
    plan = cancel(by=Role.TUTOR, reason=Reason.TUTOR_AWAY, text="flat tyre {x}")
    assert shown(plan).by == "by tutor, tutor away"
    assert rows(plan)["note"] == "flat tyre {x}"
    assert shown(cancel(reason=Reason.OTHER)).by == "by customer"


def test_until_when_it_is_valid_is_said_near() -> None:
    """Today by its time, within the week by its weekday, else in full."""
    two_weeks = cancel(now=START - 14 * DAY)
    asides = {row.key: row.aside for row in shown(two_weeks, now=START - 14 * DAY).rows}
    assert asides["money"] == "valid until Mon 2 March 15:30"
    days = cancel(now=START - 5 * DAY)
    assert {row.aside for row in shown(days, now=START - 5 * DAY).rows} == {"", "valid until Mon 15:30"}
    assert {row.aside for row in shown(book(start=START + 9 * DAY)).rows} == {""}


# --- booking


def test_a_booking_with_cash() -> None:
    words = shown(book(method=Method.CASH, tendered=3000))
    assert words.title == "Book · Piano 60, Wed 4 March 15:30, Ana Pérez"
    assert [(row.topic, row.text) for row in words.rows] == [
        ("Seat", "takes Wed 4 15:30–16:30 · Ana Ruiz · Studio 1"),
        ("Money", "25.00 cash, change for 30.00: 5.00"),
        ("Receipt", "a receipt will be written"),
        ("Told", "Marta Pérez and Ana Ruiz are not mailed: no mail connected"),
    ]


def test_a_booking_to_pay_later_says_what_is_due() -> None:
    assert rows(book())["money"] == "25.00 to collect"
    assert "money" not in rows(note())


def test_what_the_desk_overrules_is_said_first() -> None:
    plan = book(diary=DENTIST)
    assert shown(plan).warnings == ("all the same: busy in the calendar: Dentist, 15:30–17:30",)
    assert preview(plan, NAMES, "en", ZONE, NOW).below == shown(plan).warnings[0]


# --- the other verbs


@pytest.mark.parametrize(
    ("plan", "known", "key", "text"),
    [
        (move(), UNPAID, "time", "from Wed 4 March 15:30 to Thu 5 March 15:30–16:30"),
        (move(OTHER_TUTOR), UNPAID, "time",
         "from Wed 4 March 15:30 to Thu 5 March 15:30–16:30 · Luis Gómez in place of Ana Ruiz"),
        (move(OTHER_TUTOR), UNPAID, "told",
         "Marta Pérez, Luis Gómez and Ana Ruiz are not mailed: no mail connected"),
        (pay(Method.TRANSFER, amount=1000), UNPAID, "money", "10.00 transfer · 15.00 stays to collect"),
        (reprice(2000), UNPAID, "money", "discount 5.00: 20.00 in all · 20.00 stays to collect"),
        (reprice(3000, CASH), PAID, "money", "surcharge 5.00: 30.00 in all · 5.00 stays to collect"),
        (reprice(2000, CASH), PAID, "money", "discount 5.00: 20.00 in all · 5.00 back · in cash, out of the drawer"),
        (reprice(2000), UNPAID, "note", "sibling"),
        (hand_over(), names(1250), "money", "12.50 given back on the card reader"),
        (note("one\ntwo"), UNPAID, "note", "one two"),
        (edit(focus="Right hand"), UNPAID, "focus", "Right hand (was: Left hand)"),
        (edit(focus=""), UNPAID, "focus", "emptied (was: Left hand)"),
        (edit(phone="+34 600"), UNPAID, "phone", "+34 600"),
        (import_busy(), UNPAID, "calendar", "12 new, 3 changed, 1 gone"),
        (open_class(), UNPAID, "seat", "opens Wed 4 15:30–16:30, 8 seats · Luis Gómez"),
        (set_up(), Names(), "tutor", "Ana Ruiz works Mon–Tue 09:00–18:00"),
        (set_up(), Names(), "service", "offers Piano 60: 1 h, 25.00"),
        (add_people("Leo Lee", "Mia Lee"), UNPAID, "people", "Leo Lee and Mia Lee written down as new"),
        (add_people(*"abcdefgh"), UNPAID, "people", "8 people written down as new"),
    ],
)  # fmt: skip
def test_rows_of_the_other_verbs(plan: Plan, known: Names, key: str, text: str) -> None:
    assert rows(plan, known)[key] == text


def test_a_tutor_who_is_set_up_is_no_newcomer() -> None:
    assert "people" not in rows(set_up(), Names())
    assert any(isinstance(x, TutorAdded) for x in set_up().effects)
    assert any(isinstance(x, PersonAdded) for x in set_up().effects)


def test_who_is_not_told_shares_a_line() -> None:
    """One line however many they are; in Spanish y becomes e before an i."""
    known = replace(NAMES, people={**NAMES.people, ANA: "Ana"}, tutors=dict.fromkeys(NAMES.tutors, "Isabel"))
    assert rows(book(), known, "es")["told"] == "sin avisar: Marta Pérez e Isabel (no hay correo conectado)"
    assert rows(book(), known, "pt")["told"] == "sem avisar: Marta Pérez e Isabel (nenhum e-mail conectado)"


# --- taking back


@pytest.mark.parametrize(
    ("plan", "known", "title", "money"),
    [
        (book(method=Method.CASH), UNPAID, "Undo · booking · Piano 60, Wed 4 March 15:30, Ana Pérez",
         "25.00 cash taken back"),
        (cancel(CASH), PAID, "Undo · cancellation · Piano 60, Wed 4 March 15:30, Ana Pérez",
         "12.50 cash comes back in"),
        (cancel(CARD), PAID, "Undo · cancellation · Piano 60, Wed 4 March 15:30, Ana Pérez",
         "the refund of 12.50 is called off"),
        (cancel(), UNPAID, "Undo · cancellation · Piano 60, Wed 4 March 15:30, Ana Pérez", "25.00 stays to collect"),
        (pay(), UNPAID, "Undo · payment · Piano 60, Wed 4 March 15:30, Ana Pérez", "25.00 cash taken back"),
        (reprice(2000), UNPAID, "Undo · price · Piano 60, Wed 4 March 15:30, Ana Pérez",
         "5.00 more is owed · 25.00 stays to collect"),
        (hand_over(), names(1250), "Undo · refund · Piano 60, Wed 4 March 15:30, Ana Pérez",
         "the refund of 12.50 is open again"),
    ],
)  # fmt: skip
def test_taking_back_says_what_and_its_money(plan: Plan, known: Names, title: str, money: str) -> None:
    back = undo(plan)
    words = shown(back, names_after(plan, known))
    assert words.title == title
    assert {row.key: row.text for row in words.rows}["money"] == money


def test_a_cancellation_taken_back_takes_the_time_again() -> None:
    plan = cancel(CASH)
    found = rows(undo(plan), names_after(plan, PAID))
    assert found["seat"] == "takes Wed 4 15:30–16:30 again"
    assert found["receipt"] == "a reversal receipt will be written"


# --- all of them


@pytest.mark.parametrize("language", [*LANGUAGES, "en-US", "pt-BR"])
@pytest.mark.parametrize("name", sorted(EVERY))
def test_every_plan_is_told_in_every_language(name: str, language: str) -> None:
    """A title, rows without an empty one, a confirmation, an answer; with names and without any."""
    plan, known = EVERY[name]
    for names_ in (known, Names()):
        words = shown(plan, names_, language)
        texts = [
            words.title,
            words.confirm,
            *words.warnings,
            *(r.text for r in words.rows),
            done(plan, names_, language),
        ]
        assert all(text.strip() for text in texts)
        assert all(row.topic and row.key for row in words.rows)
        for text in texts:
            assert not {"{", "}"} & set(text), text
            assert clean(text) == text
            assert "  " not in text, text
            assert ".." not in text, text
        assert len({row.key for row in words.rows}) == len(words.rows), "one row for each thought"


@pytest.mark.parametrize("name", sorted(EVERY))
def test_no_id_of_ours_is_shown(name: str) -> None:
    """Public ids are for programs: a person who is not known is "a person"."""
    plan, _ = EVERY[name]
    words = shown(plan, Names())
    for text in (words.title, *(row.text for row in words.rows), done(plan, Names())):
        assert not any(len(word.strip(".,()")) >= 32 for word in text.split()), text


def test_languages_have_the_same_texts_with_the_same_facts() -> None:
    from deskbell.words.speech import wanted

    english = plan_texts("en")
    for language in ("es", "pt"):
        other = plan_texts(language)  # type: ignore[arg-type]
        assert other.keys() == english.keys()
        for key, text in english.items():
            assert isinstance(text, str) == isinstance(other[key], str), key
            pairs = zip(*([x] if isinstance(x, str) else x for x in (text, other[key])), strict=True)
            for one, two in pairs:
                assert wanted(one) - {"n"} == wanted(two) - {"n"}, (language, key)


HOSTILE = "Ana \x1b[31m[/][@click=app.quit]{slot}\u202e\u2028"


def test_hostile_names_cannot_act() -> None:
    """T2: names come out cleaned, whole, and are never read as texts of ours."""
    slot = NAMES.bookings[BOOKING].slot
    assert slot is not None
    bad = slot._replace(service=HOSTILE, tutor=HOSTILE, room=HOSTILE)
    known = Names(
        people=dict.fromkeys(NAMES.people, HOSTILE),
        tutors=dict.fromkeys(NAMES.tutors, HOSTILE),
        services=dict.fromkeys(NAMES.services, HOSTILE),
        rooms=dict.fromkeys(NAMES.rooms, HOSTILE),
        slots=dict.fromkeys(NAMES.slots, bad),
        bookings={BOOKING: BookingName(412, HOSTILE, bad)},
        orders={ORDER: OrderName(2031, 2500, 0, "EUR")},
    )
    plans = [plan for plan, _ in EVERY.values()]
    plans += [book(newcomer=Newcomer(name=HOSTILE)), note(HOSTILE), edit(name=HOSTILE), cancel(text=HOSTILE)]
    for plan in plans:
        words = shown(plan, known)
        texts = [words.title, words.by, *words.warnings, *(r.text for r in words.rows), done(plan, known)]
        texts += [str(preview(plan, known, "en", ZONE, NOW))] if plan.verb == "BOOK" else []
        for text in texts:
            assert clean(text) == text
            assert "\x1b" not in text
    assert clean(HOSTILE) in shown(book(), known).title


def test_a_currency_without_decimals_and_one_with_three() -> None:
    """Exponents are the currency's own: 2500 yen, 2.500 dinar."""
    from tests.words.desk import PIANO_60, Money

    assert PIANO_60.kind is Kind.ONE_TO_ONE
    assert Money(2500, "JPY")
    for currency, text in (("JPY", "2,500 to collect"), ("KWD", "2.500 to collect")):
        plan = book()
        other = tuple(replace(x, currency=currency) if hasattr(x, "currency") else x for x in plan.effects)
        assert rows(replace(plan, effects=other))["money"] == text


def test_two_refunds_of_one_way_are_one_sum() -> None:
    half = Refund(Id("7" * 32), CASH.id, BOOKING, 500, RefundState.SUCCEEDED, Method.CASH)
    twice = (paid_by(Method.CASH, 1500), paid_by(Method.CASH, 1500, (half,), no=1))
    text = rows(cancel(*twice), names(2500))["money"]
    assert text == "12.50 of 25.00 back (50 %: less than 48 h) · in cash, out of the drawer · 12.50 is kept"
