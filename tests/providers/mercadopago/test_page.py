"""The page about Mercado Pago is shipped, and says what the desk says."""

from __future__ import annotations

import re
from importlib import resources

from deskbell.words.operations import refusal

SAID = {
    "KEY", "NOT_ALLOWED", "TEST_USER_KEY", "CURRENCY", "AMOUNT_STEP", "AMOUNT_NOT_PAYABLE", "REFUND_TOO_LATE",
    "NO_BALANCE", "NO_ANSWER",
}  # fmt: skip


def page() -> str:
    return (resources.files("deskbell.providers.mercadopago") / "README.md").read_text(encoding="utf-8")


def test_what_goes_wrong_is_called_as_the_desk_calls_it() -> None:
    section = page().partition("## When something is wrong")[2].partition("## Before")[0]
    told = {row.replace("\u2019", "'") for row in re.findall(r"^\| ([a-z][^|]*?) \|", section, re.MULTILINE)}
    assert told == {refusal(code, "en").replace("\u2019", "'") for code in SAID}


def test_it_has_what_a_person_needs() -> None:
    """What to create, which rights, test users and cards, what the desk does and never does, the release's list."""
    heads = re.findall(r"^## (.+)$", page(), re.MULTILINE)
    assert heads == [
        "What to create", "What the desk does", "What it never does", "Test users and cards", "When something is wrong",
        "Before a release",
    ]  # fmt: skip
    assert page().count("- [ ]") >= 12
