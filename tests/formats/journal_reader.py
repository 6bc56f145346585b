"""A small reader of plain-text journals, written from hledger's manual and not from our writer: it believes nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

_HEAD = re.compile(r"(\d{4}-\d\d-\d\d) (?:[*!] )?([^;]*?)\s*(?:;.*)?")
_POSTING = re.compile(r"\s+(\S+(?: \S+)*?)\s{2,}(-?\d+(?:\.\d*)?) ([A-Z]{3})(?:\s+=\s+(-?\d+(?:\.\d*)?) ([A-Z]{3}))?")


@dataclass
class Read:
    """Balances at the end, how many assertions held, the declared accounts, and each transaction."""

    balances: defaultdict[tuple[str, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    asserted: int = 0
    accounts: set[str] = field(default_factory=set)
    transactions: list[tuple[date, str, dict[tuple[str, str], Decimal]]] = field(default_factory=list)


def read_journal(text: str) -> Read:
    """AssertionError where a transaction does not balance, a balance is not as asserted, or an account is unknown."""
    found = Read()
    for block in re.split(r"\n\s*\n", text):
        lines = [line for line in block.splitlines() if line.strip() and not line.startswith(";")]
        while lines and lines[0].split()[0] in ("account", "commodity"):
            word, name = lines.pop(0).split(maxsplit=1)
            if word == "account":
                found.accounts.add(name)
        if lines:
            _transaction(found, lines)
    return found


def _transaction(found: Read, lines: list[str]) -> None:
    head = _HEAD.fullmatch(lines[0])
    assert head, f"no head: {lines[0]!r}"
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    postings: dict[tuple[str, str], Decimal] = {}
    for line in lines[1:]:
        part = _POSTING.fullmatch(line)
        assert part, f"no posting: {line!r}"
        account, figure, code, held, held_code = part.groups()
        assert account in found.accounts, f"{account} was never declared"
        sums[code] += Decimal(figure)
        postings[account, code] = postings.get((account, code), Decimal(0)) + Decimal(figure)
        found.balances[account, code] += Decimal(figure)
        if held is not None:
            assert held_code == code
            assert found.balances[account, code] == Decimal(held), f"{lines[0]}: {account} is not {held} {code}"
            found.asserted += 1
    assert not any(sums.values()), f"{lines[0]}: does not balance: {dict(sums)}"
    found.transactions.append((date.fromisoformat(head[1]), head[2], postings))
