"""Rules and outbox as their screens tell them: one line each, and the letter that the cursor is on. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content

from deskbell.domain.letters import Coming, Outbox, Outgoing, Written
from deskbell.domain.notices import TIMED, Letter, Rule
from deskbell.domain.op import OpState
from deskbell.tui.lines import GAP, blank, ends, page
from deskbell.tui.text import cell_len, fit, text
from deskbell.words.i18n import t
from deskbell.words.mailing import audience_name, away, channel_name, letter_state, notice_name, quiet
from deskbell.words.operations import connection_name, refusal
from deskbell.words.speech import Speech

_INK = {
    Letter.SCHEDULED: "$held",
    Letter.SENT: "$paid",
    Letter.FAILED: "bold $clash",
    Letter.UNCERTAIN: "bold $due",
    Letter.SUPPRESSED: "$muted",
}
_GLYPH = {
    Letter.SCHEDULED: "◐",
    Letter.SENT: "✓",
    Letter.FAILED: "✕",
    Letter.UNCERTAIN: "?",
    Letter.SUPPRESSED: "∅",
}
NEEDS = frozenset({Letter.FAILED, Letter.UNCERTAIN})
Row = Outgoing | Coming | str
"""A letter, what comes by the clock, or the head of a part."""


def columns(cells: list[tuple[str, str]], widths: list[int], width: int) -> Content:
    """Cells of fixed widths; the last has what is left."""
    line = text("")
    for at, (words, ink) in enumerate(cells):
        room = widths[at] if at < len(widths) else max(4, width - sum(widths) - GAP * len(widths))
        shown = fit(words, room)
        space = "" if at == len(cells) - 1 else " " * (room - cell_len(shown) + GAP)
        line += text(shown, ink) + text(space)
    return line


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """`found` of a desk in `zone`."""

    found: Outbox
    zone: str
    language: str

    @property
    def say(self) -> Speech:
        return Speech(self.language, self.zone, now=self.found.now)

    def title(self, width: int) -> list[Content]:
        counts = {
            "waiting": sum(x.state is Letter.SCHEDULED for x in self.found.letters),
            "failed": sum(x.state in NEEDS for x in self.found.letters),
            "sent": sum(x.state is Letter.SENT for x in self.found.letters),
        }
        inks = {"waiting": "$held", "failed": "$due", "sent": "$muted"}
        left = text(self._t("outbox.title"), "bold")
        for name, n in counts.items():
            if n:
                left += text(" · ", "$muted") + text(self._t(f"outbox.{name}", n=n), inks[name])
        where = connection_name(self.found.mail) if self.found.mail else self._t("outbox.no_mail")
        return ends(left, text(where, "$muted" if self.found.mail else "$clash"), width)

    @property
    def rows(self) -> list[Row]:
        """What waits and what needs somebody, what goes out next, then what went."""
        first = [x for x in self.found.letters if x.state is Letter.SCHEDULED or x.state in NEEDS]
        went = [x for x in self.found.letters if x not in first]
        rows: list[Row] = [*first]
        rows += [self._t("outbox.next"), *self.found.coming]
        return [*rows, self._t("outbox.went"), *went] if went else rows

    def row(self, row: Row, width: int) -> Content:
        match row:
            case str():
                lines = [text(row, "bold")]
                if row == self._t("outbox.next") and not self.found.coming:
                    lines.append(text(fit(self._t("outbox.next.none"), width), "$muted"))
                return page(lines if row is self.rows[0] else [blank(), *lines])
            case Coming():
                when, notice = self.say.near(row.due.at), notice_name(row.due.notice, self.language)
                about = f"{row.service}, {self.say.near(row.due.start)}"
                about += f" +{len(row.also)}" if row.also else ""
                cells = [(when, "$muted"), (f"→ {notice}", ""), (row.name, ""), (about, "$muted")]
                return columns(cells, self._widths(width), width)
            case Outgoing():
                sending = row.op is not None and row.op.state is OpState.SENT
                state = letter_state("SENDING" if sending else row.state, self.language)
                about = row.subject or notice_name(row.notice, self.language)
                cells = [
                    (self.say.near(row.at), "$muted"),
                    (f"{_GLYPH[row.state]} {state}", _INK[row.state]),
                    (row.name, ""),
                    (about, "$muted"),
                ]
                return columns(cells, self._widths(width), width)

    def _widths(self, width: int) -> list[int]:
        whens = [self.say.near(x.at) for x in self.found.letters] + [self.say.near(x.due.at) for x in self.found.coming]
        when = max((cell_len(x) for x in whens), default=5)
        states = [letter_state(x.state, self.language) for x in self.found.letters]
        states += [notice_name(x.due.notice, self.language) for x in self.found.coming]
        state = max((cell_len(x) + 2 for x in states), default=10)
        return [when, state, max(10, min(24, (width - when - state - 4) * 2 // 5))]

    def _t(self, word: str, /, **facts: object) -> str:
        return t(self.language, word, **facts)


@dataclass(frozen=True, slots=True)
class RulesPage:
    """`mail` is the name of the connection by which letters leave."""

    found: tuple[Rule, ...]
    mail: str
    language: str

    def title(self, width: int) -> list[Content]:
        said = t(self.language, "rules.count", n=len(self.found))
        left = text(t(self.language, "rules.title"), "bold") + text(f" · {said}", "$muted")
        if self.mail:
            return ends(left, text(connection_name(self.mail), "$muted"), width)
        return [left, *text(t(self.language, "rules.no_mail"), "$due").wrap(max(2, width))]

    @property
    def rows(self) -> list[Rule | str]:
        events = [r for r in self.found if r.terms.notice not in TIMED]
        timed = [r for r in self.found if r.terms.notice in TIMED]
        return [t(self.language, "rules.events"), *events, t(self.language, "rules.timed"), *timed]

    def row(self, row: Rule | str, width: int) -> Content:
        if isinstance(row, str):
            head = [text(row, "bold")]
            return page(head if row == self.rows[0] else [blank(), *head])
        terms = row.terms
        on = t(self.language, "rules.on" if terms.active else "rules.off")
        ink = "" if terms.active else "$muted"
        what = notice_name(terms.notice, self.language)
        far = away(terms, self.language) if terms.notice in TIMED else ""
        more = ", ".join(x for x in (channel_name(terms.channel, self.language), quiet(terms, self.language)) if x)
        cells = [
            (f"{'●' if terms.active else '○'} {on}", "$paid" if terms.active else "$muted"),
            (f"{what}, {far}" if far else what, ink),
            (audience_name(terms.audience, self.language), ink),
            (more, "$muted"),
        ]
        return columns(cells, [5, max(16, min(23, width - 40)), 9], width)


def letter(said: Written | None, language: str, none: str, head: str = "", code: str = "") -> list[Content]:
    """A letter to be read: to whom, its subject, its text; `none` where there is nothing to read, `code` why it did
    not leave.
    """
    lines: list[Content] = [text(refusal(code, language), "$clash")] if code else []
    if said is None:
        return [*lines, text(none, "$muted")]
    lines += [text(head, "$muted")] if head else []
    if said.address or said.name:
        address = said.address or ("" if head else t(language, "outbox.no_address"))  # an example goes to nobody
        to = text(f"{t(language, 'outbox.to')}  ", "$muted") + text(said.name) + text(f"  {address}", "$muted")
        lines.append(to)
    lines.append(text(said.subject, "bold"))
    if said.invite:
        lines.append(text(t(language, "outbox.with_file"), "$muted"))
    lines.append(blank())
    lines += [text(line) for line in said.text.rstrip("\n").split("\n")]
    return lines


def wrapped(lines: list[Content], width: int) -> list[Content]:
    return [piece for line in lines for piece in (line.wrap(max(2, width)) if line.plain else [line])]
