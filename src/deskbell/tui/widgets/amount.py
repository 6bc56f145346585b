"""A field for an amount of money: figures and their marks are typed, letters stay keys of the screen."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

TYPED = frozenset("0123456789.,'’ -−€$£")
"""What amounts are written with, beside letters of a currency's name, which nobody types at a desk."""


class AmountInput(Input):
    """Text, never a number field: that would read 1234,5 as 12345. Whoever shows it reads it (words.amounts)."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """A blank parts the thousands of what stands there already; before that it is a key of the screen."""
        return character is not None and character in TYPED and (character != " " or bool(self.value))

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable and not self.check_consume_key(event.key, event.character):
            event.prevent_default()  # a letter is a key of the screen, not part of an amount
            return
        await super()._on_key(event)
