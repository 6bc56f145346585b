"""Connections as their screen tells them: whose money, how it stands, where the key is, what is wrong. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.content import Content

from deskbell.domain.text import clean
from deskbell.domain.working import Link
from deskbell.tui.lines import blank, ends, hanging, padded, page
from deskbell.tui.text import cell_len, text
from deskbell.words.connecting import account_words, is_money, kept_words, mode
from deskbell.words.i18n import t
from deskbell.words.operations import connection_name, link_state, refusal
from deskbell.words.speech import Speech

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deskbell.domain.connections import Made
    from deskbell.domain.working import Health
    from deskbell.services.connecting import Standing, Stands

BADGE = {True: "bold $cursor-text on $due", False: "bold $cursor-text on $held"}
"""Real money, and money that is only played with."""
_STATE = {
    Link.ON: ("●", "$paid"),
    Link.DOWN: ("✕", "bold $clash"),
    Link.PAUSED: ("‖", "bold $due"),
    Link.RESTORED: ("◐", "bold $held"),
    Link.OFF: ("○", "$muted"),
}
AT, NARROW = 28, 25
"""Columns before the words: of a roomy screen, of a narrow one."""
ROOMY = 100
CURRENCIES = 6
"""So many are named; an account that sells in more of them need not list them."""


@dataclass(frozen=True, slots=True)
class ConnectionsPage:
    """`troubles`: why the key of a connection cannot be read here, as sentences; `locked`: those whose file is closed.

    `open_key` is the key that opens it.
    """

    standing: Standing
    language: str
    troubles: Mapping[str, str] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    open_key: str = "enter"

    def title(self, width: int) -> list[Content]:
        rows = self.standing.rows
        said = self._t("connections.count", n=sum(row.is_on for row in rows), of=len(rows))
        return ends(text(self._t("connections.title"), "bold") + text(f" · {said}", "$muted"), text(""), width)

    # --- rows

    def connection_row(self, row: Stands, width: int) -> Content:
        """Two lines or three: the name with its state, then the key and the last answer, then what is wrong."""
        at = AT if width >= ROOMY else NARROW
        lead = padded(self._badge(row), 8) + text(connection_name(row.name), "bold" if row.is_on else "")
        lines = hanging(lead, self._first(row, width - at), width, at)
        for words, ink in self._more(row):
            lines += hanging(blank(), text(words, ink), width, at)
        return page(lines)

    def _badge(self, row: Stands) -> Content:
        made = row.health.made if row.is_on and row.health is not None else None
        if made is None or not is_money(row.name):
            return text("")
        return text(f" {mode(live=made.live)} ", BADGE[made.live])

    def _first(self, row: Stands, room: int) -> Content:
        if not row.is_on or row.health is None:
            glyph, ink = _STATE[Link.OFF]
            return text(f"{glyph} {self._t('connections.off')}", ink)
        glyph, ink = _STATE[row.health.state]
        state = text(f"{glyph} {link_state(row.health.state, self.language)}", ink)
        whose = _account(row.health.made, room - state.cell_length - 3)
        return state + text(f" · {whose}") if whose else state

    def _more(self, row: Stands) -> list[tuple[str, str]]:
        health = row.health
        if not row.is_on or health is None:
            return [(self._left(row), "$due")] if row.links or row.ops else []
        lines = [(self._facts(row, health), "$muted")]
        if row.name in self.locked:
            lines.append((f"! {self._t('connections.locked', key=self.open_key)}", "$due"))
        elif (trouble := self.troubles.get(row.name)) is not None:
            lines.append((f"! {trouble}", "$clash"))
        if health.error:
            when = self._say.near(health.error_at) if health.error_at else ""
            what = self._t("connections.failed", what=refusal(health.error, self.language), when=when)
            lines.append((f"! {what}", "$clash"))
        if health.made is not None and health.made.excess:
            rights = ", ".join(clean(x, 40) for x in health.made.excess)
            lines.append((f"! {self._t('connections.excess', rights=rights)}", "$due"))
        return lines

    def _facts(self, row: Stands, health: Health) -> str:
        """Where the key is, the last answer, what is open by it."""
        parts = []
        if (made := health.made) is not None:
            parts.append(self._t("connections.kept", where=kept_words(made.kept, self.language)))
        elif row.kind is None:
            parts.append(self._t("connections.invented"))
        if health.ok_at is not None:
            parts.append(self._t("connections.ok", when=self._say.near(health.ok_at)))
        else:
            parts.append(self._t("connections.never"))
        if health.reading is not None:
            parts.append(self._t("oncalendar.reading", n=health.reading))
        parts += [left] if (left := self._left(row)) else []
        if made is not None and 0 < len(made.currencies) <= CURRENCIES:
            parts.append(self._t("connections.sells", currencies=", ".join(made.currencies)))
        return " · ".join(parts)

    def _left(self, row: Stands) -> str:
        parts = [self._t("connections.links", n=row.links)] if row.links else []
        parts += [self._t("connections.ops", n=row.ops)] if row.ops else []
        return " · ".join(parts)

    # --- below the rows

    def about(self, row: Stands, width: int) -> list[Content]:
        """What it is for, and the page where its keys are made."""
        own = "OTHER" if is_money(row.name) else "INVENTED"
        word = f"connections.about.{row.name if row.kind is not None else own}"
        lines = text(self._t(word), "$muted").wrap(max(2, width))
        if row.kind is not None and row.kind.page:
            lines += text(row.kind.page, "$now").wrap(max(2, width))
        return lines

    @property
    def _say(self) -> Speech:
        return Speech(self.language, self.standing.desk.zone, now=self.standing.now)

    def _t(self, word: str, /, **facts: object) -> str:
        return t(self.language, word, **facts)


def _account(made: Made | None, room: int) -> str:
    """Studio Ruiz (ES) · acct_1; of an account that has a name the id is said where there is room for it."""
    if made is None:
        return ""
    whose = account_words(made)
    short = clean(made.account, 24)
    return (
        f"{whose} · {short}"
        if made.label and short not in ("", made.label) and cell_len(f"{whose} · {short}") <= room
        else whose
    )
