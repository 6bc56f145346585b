"""Tax: once per line, half-up, in the price or on top of it; whatever is credited comes back to the cent. I43, I37."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbell.domain.ids import Id
from deskbell.domain.money import Money, gross_of_net, tax_of_gross
from deskbell.domain.offer import Kind, Service, TaxMode
from deskbell.domain.order import LineKind, Order, line, line_to

PIANO = Service(Id("a"), 1, "Piano", Kind.ONE_TO_ONE, 60, Money(2500, "EUR"), tax_rate=2100)
CASES = settings(max_examples=10_000, deadline=None)
MINOR = st.integers(0, 10**9)
RATE = st.integers(0, 10_000)
BOOKING = Id("b")


@pytest.mark.parametrize(
    ("mode", "minor", "rate", "gross", "tax"),
    [
        (TaxMode.INCLUSIVE, 2500, 2100, 2500, 434),
        (TaxMode.EXCLUSIVE, 2500, 2100, 3025, 525),
        (TaxMode.EXCLUSIVE, 50, 100, 51, 1),  # half a cent goes up
        (TaxMode.EXCLUSIVE, 49, 100, 49, 0),
        (TaxMode.INCLUSIVE, 999, 0, 999, 0),
        (TaxMode.EXCLUSIVE, 999, 10_000, 1998, 999),
    ],
)
def test_a_price_with_its_tax(mode: TaxMode, minor: int, rate: int, gross: int, tax: int) -> None:
    service = replace(PIANO, price=Money(minor, "EUR"), tax_rate=rate, tax_mode=mode)
    row = line(Id("x"), BOOKING, LineKind.LESSON, service.gross().minor, rate)
    assert (row.gross, row.tax, row.net) == (gross, tax, gross - tax)


def test_another_length_is_in_proportion_before_the_tax() -> None:
    """The net price is shared first, then the tax of that line is put on top: one rounding each."""
    service = replace(PIANO, price=Money(1001, "EUR"), tax_mode=TaxMode.EXCLUSIVE)
    assert service.gross(30) == Money(501 + 105, "EUR")
    assert service.gross(60) == service.gross()


@CASES
@given(MINOR, RATE)
def test_tax_put_on_top_is_the_tax_that_is_inside(net: int, rate: int) -> None:
    """I43: the tax of an exclusive line is net x rate, and reading it back out of the gross gives it to the cent."""
    gross = gross_of_net(net, rate)
    tax = tax_of_gross(gross, rate)
    assert gross - tax == net
    assert abs(tax * 10_000 - net * rate) * 2 <= 10_000


@CASES
@given(
    st.lists(st.tuples(MINOR, RATE, st.sampled_from(TaxMode)), min_size=1, max_size=4),
    st.lists(st.integers(0, 100), max_size=2),
)
def test_lines_sum_to_their_order_and_come_back_to_the_cent(
    sold: list[tuple[int, int, TaxMode]], kept: list[int]
) -> None:
    """I37, I43: net + tax = gross on every line and in the sums; credits in any steps end with nothing left over."""
    order = Order(Id("o"), 1, None, "EUR")
    for at, (minor, rate, mode) in enumerate(sold):
        service = replace(PIANO, price=Money(minor, "EUR"), tax_rate=rate, tax_mode=mode)
        row = line(Id(f"l{at}"), Id(f"b{at}"), LineKind.LESSON, service.gross().minor, rate)
        order = replace(order, lines=(*order.lines, row))
    assert sum(x.net for x in order.lines) + sum(x.tax for x in order.lines) == order.total.minor
    steps = [order]
    for percent in (*kept, 0):
        order = steps[-1]
        for at, (_, rate, _) in enumerate(sold):
            booking = Id(f"b{at}")
            total = steps[0].of(booking).percent(percent).minor
            row = line_to(Id(f"{len(steps)}{at}"), booking, LineKind.CREDIT, order, total, rate)
            assert row.net + row.tax == row.gross
            order = replace(order, lines=(*order.lines, row))
            own = [x for x in order.lines if x.booking == booking]
            assert sum(x.gross for x in own) == total
            assert sum(x.tax for x in own) == tax_of_gross(total, rate)
        steps.append(order)
    assert order.total.minor == 0
    assert sum(x.tax for x in order.lines) == sum(x.net for x in order.lines) == 0
