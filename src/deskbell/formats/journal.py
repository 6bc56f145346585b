"""The ledger as a plain-text journal that hledger and its kin read: double entry, checked month by month.

Every month ends with the balance of each account as an assertion, so that an outsider's program finds what is missing
or changed. Amounts are decimal figures with a code behind them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from deskbell.domain.books import LedgerEntry, Posting
from deskbell.domain.money import exponent
from deskbell.domain.text import clean

_ACCOUNTS = {
    "cash": "assets:cash",
    "customer": "assets:customers",
    "disputes": "assets:disputes",
    "revenue": "income:lessons",
    "variance": "expenses:drawer",
    "outside": "equity:drawer",
}
"""How an outsider's program names our accounts; what stands behind a colon (cash:CARD) stays behind it."""
_ELSE = "equity:other"


def account(name: str) -> str:
    """assets:cash:card for cash:CARD; an account that has no place yet is equity:other and its own name."""
    first, colon, rest = name.partition(":")
    found = _ACCOUNTS.get(first) or f"{_ELSE}:{first.lower()}"
    return f"{found}{colon}{rest.lower()}"


def amount(minor: int, currency: str) -> str:
    """-1250 minor units of EUR: -12.50 EUR."""
    return f"{decimal(minor, currency)} {currency}"


def decimal(minor: int, currency: str) -> Decimal:
    """Minor units as the exact decimal figure that they are."""
    return Decimal(minor).scaleb(-exponent(currency))


def journal(
    desk: str,
    opening: Iterable[Posting],
    entries: Iterable[LedgerEntry],
    first: date | None = None,
    last: date | None = None,
) -> Iterator[str]:
    """The journal's lines: opening balances where there are any, every entry, and each month's end.

    `first` is the day of the opening, `last` that of the last assertion: those of the first and last entry where None.
    """
    held: dict[tuple[str, str], int] = {}
    opened = tuple(opening)
    listed = sorted(entries, key=lambda entry: entry.day)
    yield f"; {clean(desk)}"
    for currency in sorted({x.currency for x in (*opened, *(p for e in listed for p in e.postings))}):
        yield f"commodity 1000.{'0' * exponent(currency)} {currency}"
    names = {x.account for x in (*opened, *(p for e in listed for p in e.postings))}
    for name in sorted(map(account, names)):
        yield f"account {name}"
    if opened:
        day = first or (listed[0].day if listed else last) or date(1970, 1, 1)
        yield from _written(f"{day.isoformat()} * opening balances", opened, held)
        if not listed:
            yield from _asserted(last or day, held)
    for at, entry in enumerate(listed):
        about = f" | order {entry.order}" if entry.order is not None else ""
        head = f"{entry.day.isoformat()} * {entry.kind}{about}  ; transaction: {entry.no}, change: {entry.change}"
        yield from _written(head, entry.postings, held)
        following = listed[at + 1].day if at + 1 < len(listed) else None
        if following is None or (following.year, following.month) != (entry.day.year, entry.day.month):
            end = month_end(entry.day) if following is not None else max(last or entry.day, entry.day)
            yield from _asserted(end, held)


def month_end(day: date) -> date:
    """The last day of its month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _written(head: str, postings: Iterable[Posting], held: dict[tuple[str, str], int]) -> Iterator[str]:
    yield ""
    yield head
    for name, minor, currency in postings:
        key = (account(name), currency)
        held[key] = held.get(key, 0) + minor
        yield f"    {key[0]}  {amount(minor, currency)}"


def _asserted(day: date, held: dict[tuple[str, str], int]) -> Iterator[str]:
    yield ""
    yield f"{day.isoformat()} * balances"
    for (name, currency), minor in sorted(held.items()):
        yield f"    {name}  {amount(0, currency)} = {amount(minor, currency)}"
