"""The journal that an outsider's program checks: balanced, asserted month by month, to the last minor unit. I44."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbell.domain.books import LedgerEntry, Posting
from deskbell.formats.journal import account, amount, decimal, journal, month_end
from tests.formats.journal_reader import read_journal

CURRENCIES = ("EUR", "JPY", "KWD")


@pytest.mark.parametrize(
    ("minor", "currency", "shown"),
    [(-1250, "EUR", "-12.50 EUR"), (5, "EUR", "0.05 EUR"), (0, "EUR", "0.00 EUR"), (1250, "JPY", "1250 JPY"),
     (-1, "KWD", "-0.001 KWD"), (10**14, "EUR", "1000000000000.00 EUR")],
)  # fmt: skip
def test_an_amount(minor: int, currency: str, shown: str) -> None:
    assert amount(minor, currency) == shown


def test_accounts_have_a_place_in_an_outsider_s_tree() -> None:
    names = ("cash:CARD", "customer", "revenue", "disputes", "variance", "outside", "new:THING")
    assert [account(name) for name in names] == [
        "assets:cash:card", "assets:customers", "income:lessons", "assets:disputes", "expenses:drawer",
        "equity:drawer", "equity:other:new:thing",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "end"),
    [(date(2026, 2, 1), date(2026, 2, 28)), (date(2028, 2, 29), date(2028, 2, 29)), (date(2026, 12, 31),) * 2],
)
def test_a_month_ends(day: date, end: date) -> None:
    assert month_end(day) == end


def entry(no: int, day: date, minor: int, currency: str = "EUR", order: int | None = 3) -> LedgerEntry:
    return LedgerEntry(
        no, day, "PaymentTaken", no, order,
        (Posting("cash:CASH", minor, currency), Posting("customer", -minor, currency)),
    )  # fmt: skip


def test_a_journal_is_what_an_accountant_expects() -> None:
    days = (date(2026, 3, 4), date(2026, 3, 31), date(2026, 5, 2))
    text = "\n".join(journal("Río\nEvil", (), [entry(n, day, 1000) for n, day in enumerate(days, 1)]))
    assert text.startswith("; Río")
    assert "\nEvil" not in text
    assert text.count("* balances") == 2
    assert "2026-03-31 * balances\n    assets:cash:cash  0.00 EUR = 20.00 EUR" in text
    assert text.endswith("2026-05-02 * balances\n    assets:cash:cash  0.00 EUR = 30.00 EUR\n"
                         "    assets:customers  0.00 EUR = -30.00 EUR")  # fmt: skip


ENTRIES = st.lists(
    st.tuples(st.integers(0, 400), st.integers(-(10**9), 10**9).filter(bool), st.sampled_from(CURRENCIES)), max_size=30
)


@settings(max_examples=500, deadline=None)
@given(ENTRIES, st.integers(0, 400))
def test_whatever_was_posted_is_read_back_to_the_last_unit(rows: list[tuple[int, int, str]], cut: int) -> None:
    """Read by a reader that believes nothing: balances are those of the ledger, from the beginning or from any day."""
    start = date(2026, 1, 1)
    entries = [entry(n, start + timedelta(day), minor, code) for n, (day, minor, code) in enumerate(sorted(rows), 1)]
    held: dict[tuple[str, str], int] = {}
    before: dict[tuple[str, str], int] = {}
    for x in entries:
        for name, minor, code in x.postings:
            held[name, code] = held.get((name, code), 0) + minor
            if x.day < start + timedelta(cut):
                before[name, code] = before.get((name, code), 0) + minor
    opening = [Posting(name, minor, code) for (name, code), minor in before.items() if minor]
    rest = [x for x in entries if x.day >= start + timedelta(cut)]
    for text in (journal("d", (), entries), journal("d", opening, rest, first=start + timedelta(cut))):
        found = read_journal("\n".join(text))
        assert {k: v for k, v in found.balances.items() if v} == {
            (account(name), code): decimal(minor, code) for (name, code), minor in held.items() if minor
        }
        assert found.asserted or not found.transactions


@pytest.mark.parametrize("wrong", [("10.00", "10.01"), ("= 20.00", "= 20.01")])
def test_one_cent_that_is_changed_is_found(wrong: tuple[str, str]) -> None:
    """The control: the reader refuses a journal in which one figure is another."""
    text = "\n".join(journal("d", (), [entry(1, date(2026, 3, 4), 1000), entry(2, date(2026, 3, 5), 1000)]))
    broken = text.replace(*wrong, 1)
    assert broken != text
    with pytest.raises(AssertionError):
        read_journal(broken)


def test_a_line_that_is_left_out_is_found() -> None:
    text = "\n".join(journal("d", (), [entry(1, date(2026, 3, 4), 1000), entry(2, date(2026, 3, 5), 1000)]))
    without = re.sub(r"2026-03-05 \* Pay.*?\n\n", "", text, flags=re.DOTALL)
    assert without != text
    with pytest.raises(AssertionError):
        read_journal(without)
