"""The till as its screen tells it: pure, the view in, lines out for the width there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from deskbell.domain.clock import zone_clock
from deskbell.domain.reports import By
from deskbell.domain.till import MoveKind
from deskbell.tui.lines import GAP, blank, ends, figures, padded
from deskbell.tui.text import cell_len, fit, text
from deskbell.words.dates import brief_day, clock, show_day
from deskbell.words.i18n import t
from deskbell.words.money import show

if TYPE_CHECKING:
    from deskbell.domain.reports import Owing, Report, Till
    from deskbell.domain.till import CashMove, Drawer

EIGHTHS = " ▁▂▃▄▅▆▇█"
FLAT = " ▏▎▍▌▋▊▉"
HIGH = 5
"""Lines of the little plot."""
COLUMN = 3
"""Cells of a day in it: two of the bar, one between."""
WIDE = 56
"""Cells of bars from left to right at most, with whose they are and what they come to."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys that empty states speak of."""

    open: str
    count: str
    seal: str
    pay: str
    view: str = "v"


@dataclass(frozen=True, slots=True)
class TillPage:
    """The parts of the screen. Amounts stand without their sign: the currency is said once, in the head."""

    view: Till
    language: str
    keys: Keys
    plot: By = By.PAYMENT
    report: Report | None = None
    """Of the days that are plotted, by what they are plotted; the bars by payment date the till has itself."""

    def _t(self, word: str, /, **facts: object) -> str:
        return t(self.language, word, **facts)

    def _money(self, minor: int) -> str:
        return show(minor, self.view.desk.currency, self.language, symbol=False)

    def _at(self, instant: int) -> str:
        return clock(zone_clock(self.view.desk.zone).local(instant)[1])

    def _day(self, day: str) -> str:
        return show_day(date.fromisoformat(day), self.language)

    def _row(self, word: str, minor: int, width: int, ink: str = "", amount_ink: str = "") -> Content:
        return figures(self._t(word), self._money(minor), width, ink or "$muted", amount_ink)

    def title(self) -> str:
        """Till · Wed 4 March: the business day."""
        return f"{self._t('till.title')} · {self._day(self.view.day)}"

    # --- left: the drawer

    def drawer(self, width: int) -> list[Content]:
        """Whose day, since when, and what went through it by kind."""
        drawer = self.view.drawer
        if drawer is None:
            how = self._t("till.none.how", key=self.keys.open)
            if self.view.sealed is not None:
                how = self._t("till.sealed.how", key=self.keys.seal)
            return [text(self._t("till.none"), "bold"), *text(how, "$muted").wrap(max(2, width))]
        word, at = ("till.since", drawer.opened_at)
        if drawer.closed_at is not None:
            word, at = ("till.counted.at", drawer.closed_at)
        title, ink = self._t("till.drawer"), "bold"
        if drawer.day != self.view.today:
            title = self._t("till.drawer.of", day=brief_day(date.fromisoformat(drawer.day), self.language))
            ink = "bold $due"
        lines = ends(text(title, ink), text(self._t(word, when=self._at(at)), "$muted"), width)
        lines.append(self._row("till.float", drawer.float, width))
        lines += [self._row(f"till.{kind}", drawer.sum_of(kind), width) for kind in self._kinds(drawer)]
        expected = figures(self._t("till.expected"), drawer.currency, width, "$muted", "$muted")
        return [*lines, expected]

    def _kinds(self, drawer: Drawer) -> list[MoveKind]:
        """Sales always; the others where there are some."""
        return [kind for kind in MoveKind if kind is MoveKind.TAKEN or drawer.sum_of(kind)]

    def expected(self) -> str:
        drawer = self.view.drawer
        return self._money(drawer.expected) if drawer is not None else ""

    def counted(self, width: int) -> list[Content]:
        """What was counted, and what differs; what to do next."""
        view, drawer = self.view, self.view.drawer
        if drawer is None:
            return []
        lines: list[Content] = []
        if drawer.counted is not None:
            variance = drawer.variance or 0
            ink = "$clash" if variance < 0 else "$due" if variance else "$paid"
            lines.append(self._row("till.counted", drawer.counted, width))
            said = show(variance, view.desk.currency, self.language, sign=True, symbol=False)
            shown = said if variance else self._t("till.exact")
            lines.append(figures(self._t("till.variance"), shown, width, "$muted", f"bold {ink}"))
        lines += text(self._next(), "$muted").wrap(max(2, width))
        return [*lines, blank(), *self._moves(drawer, width)]

    def _next(self) -> str:
        if self.view.sealed is not None:
            return self._t("till.sealed.how", key=self.keys.seal)
        if self.view.is_open:
            return self._t("till.count.how", key=self.keys.count)
        return self._t("till.seal.how", key=self.keys.seal)

    def _moves(self, drawer: Drawer, width: int) -> list[Content]:
        head = text(self._t("till.moves"), "bold")
        if not drawer.moves:
            return [head, *text(self._t("till.moves.none"), "$muted").wrap(max(2, width))]
        return [head, *(self._move(move, width) for move in drawer.moves)]

    def _move(self, move: CashMove, width: int) -> Content:
        """10:41  receipt 1039        10.00"""
        what = move.reason or (self._t("detail.receipt", no=move.receipt) if move.receipt else "")
        what = what or self._t(f"till.{move.kind}")
        at = self._at(move.at)
        rest = width - cell_len(at) - GAP
        amount = show(move.amount, self.view.desk.currency, self.language, sign=True, symbol=False)
        return text(f"{at}{' ' * GAP}", "$muted") + figures(what, amount, rest)

    # --- right: the day, the plot, who owes

    def day(self, width: int) -> list[Content]:
        """By method, what was taken and given back today; what was earned."""
        view = self.view
        head = text(self._day(view.today), "bold")
        if view.sealed is not None and view.day == view.today:
            head += text(f" · {self._t('till.sealed', no=view.sealed)}", "$held")
        rows = [row for row in view.methods if row.taken or row.back]
        if not rows:
            lines = [head, text(self._t("till.day.none"), "$muted")]
        else:
            columns = (self._t("till.taken"), self._t("till.back"))
            lines = [
                padded(head, width - 2 * self._wide) + text("".join(f"{c:>{self._wide}}" for c in columns), "$muted")
            ]
            lines += [self._moved(self._t(f"till.method.{row.key}"), row.taken, row.back, width) for row in rows]
            if len(rows) > 1:
                taken, back = sum(row.taken for row in rows), sum(row.back for row in rows)
                lines.append(self._moved(self._t("till.total"), taken, back, width, "bold"))
        if view.earned:
            earned = f"{self._money(view.earned):>{self._wide}}"
            lines.append(
                padded(text(self._t("till.earned"), "$muted"), width - 2 * self._wide) + text(earned, "$muted")
            )
        return lines

    def _moved(self, words: str, taken: int, back: int, width: int, ink: str = "") -> Content:
        """What was taken and given back, in two columns at the right."""
        room = width - 2 * self._wide
        gone = text(f"{self._money(-back) if back else '–':>{self._wide}}", f"{ink} $due".strip() if back else "$muted")
        return (
            padded(text(fit(words, max(1, room)), ink), room) + text(f"{self._money(taken):>{self._wide}}", ink) + gone
        )

    @property
    def _wide(self) -> int:
        """Cells of a column of amounts."""
        methods = self.view.methods
        rows = [m for row in methods for m in (row.taken, -row.back)]
        rows += [sum(row.taken for row in methods), -sum(row.back for row in methods)]
        longest = max((cell_len(self._money(m)) for m in (*rows, self.view.earned)), default=0)
        words = (cell_len(self._t(key)) for key in ("till.taken", "till.back"))
        return max(longest, *words) + GAP

    def bars(self, width: int) -> list[Content]:
        """What came in by its day, or was earned by the day of its lesson, a bar a day; or what each tutor earned."""
        if self.plot is By.TUTOR:
            return self._tutors(width)
        days = self.days()
        shown = days[-max(1, min(len(days), width // COLUMN)) :]
        most = max((taken for _, taken, _ in shown), default=0)
        total = sum(taken - back for _, taken, back in shown)
        wide = min(width, len(shown) * COLUMN - 1)
        if most <= 0:
            how = text(self._t("till.bars.none", key=self.keys.pay), "$muted")
            return [*self._plot_head(len(shown), wide), *how.wrap(max(2, width))]
        lines = self._plot_head(len(shown), wide, self._money(total))
        heights = [bar_height(taken, most) for _, taken, _ in shown]
        for line in range(HIGH - 1, -1, -1):
            parts = [text(_cell(height, line) * 2 + " ", self._ink(n, shown)) for n, height in enumerate(heights)]
            lines.append(Content("").join(parts))
        if any(back for _, _, back in shown):
            parts = [text("▔▔ " if back else "   ", "$due") for _, _, back in shown]
            lines.append(Content("").join(parts))
        names = [
            text(f"{int(day[8:]):>2} ", "bold $now" if day == self.view.today else "$muted") for day, _, _ in shown
        ]
        return [*lines, Content("").join(names)]

    def days(self) -> tuple[tuple[str, int, int], ...]:
        """(day, amount, what went back) of the last days, today last."""
        if self.plot is not By.SERVICE or self.report is None:
            return self.view.bars
        earned = {row.key: row.earned for row in self.report.rows}
        return tuple((day, earned.get(day, 0), 0) for day, _, _ in self.view.bars)

    def _plot_head(self, n: int, width: int, total: str = "") -> list[Content]:
        """What is plotted and what it comes to; the key that plots something else, where there is room to say it."""
        title = text(self._t(f"till.bars.{self.plot}", n=n), "bold")
        more = text(f"  {self.keys.view} {self._t('till.bars.other')}", "$muted")
        fits = title.cell_length + more.cell_length + cell_len(total) + GAP <= width
        return ends(title + more if fits else title, text(total, "$muted"), width)

    def _tutors(self, width: int) -> list[Content]:
        """A bar from left to right for each tutor, the most first."""
        rows = sorted(self.report.rows if self.report is not None else (), key=lambda row: -row.earned)
        rows = [row for row in rows if row.earned > 0]
        n = len(self.view.bars)
        if not rows:
            return [*self._plot_head(n, width), text(self._t("till.bars.none.earned"), "$muted")]
        total, most = sum(row.earned for row in rows), rows[0].earned
        width = min(width, WIDE)
        names = min(max(cell_len(row.key) for row in rows), width // 2) + GAP
        amounts = max(cell_len(self._money(row.earned)) for row in rows) + GAP
        room = max(4, width - names - amounts)
        lines = self._plot_head(n, width, self._money(total))
        for row in rows[: HIGH + 1]:
            bar = flat_bar(row.earned, most, room)
            amount = self._money(row.earned)
            line = padded(text(fit(row.key, names - GAP)), names) + padded(text(bar, "$paid"), room)
            lines.append(line + text(" " * (amounts - cell_len(amount)) + amount))
        if len(rows) > HIGH + 1:
            lines.append(text(self._t("till.more", n=len(rows) - HIGH - 1), "$muted"))
        return lines

    def _ink(self, n: int, shown: tuple[tuple[str, int, int], ...]) -> str:
        return "$now" if shown[n][0] == self.view.today else "$paid"

    def open(self, width: int) -> list[Content]:
        """Who owes what, the oldest first; given lessons stand in the ink of what is due."""
        owing = self.view.open
        head = text(self._t("till.open"), "bold")
        if not owing.count:
            return [head, text(self._t("till.open.none"), "$muted")]
        total = self._t("till.open.count", n=owing.count, amount=self._money(owing.total))
        if owing.owed:
            owed, amount = self._money(owing.owed), self._money(owing.total)
            total = self._t("till.open.sum", n=owing.count, owed=owed, amount=amount)
        lines = ends(head, text(total, "$muted"), width)
        lines += [self._owing(row, width) for row in owing.rows]
        if owing.count > len(owing.rows):
            lines.append(text(self._t("till.more", n=owing.count - len(owing.rows)), "$muted"))
        return lines

    def _owing(self, row: Owing, width: int) -> Content:
        day = brief_day(zone_clock(self.view.desk.zone).date(row.since), self.language)
        lead = f"{day:<7}{' ' * GAP}"
        name = row.name or self._t("till.walk_in")
        ink = "$due" if row.owed or row.since <= self.view.now else "$muted"
        return text(lead, "$muted") + figures(name, self._money(row.open), width - cell_len(lead), "", ink)


def bar_height(minor: int, most: int) -> int:
    """Eighths of a line, at least one where there is anything; nothing for what is below nought."""
    if minor <= 0:
        return 0
    return max(1, minor * HIGH * 8 // most)


def flat_bar(minor: int, most: int, cells: int) -> str:
    """A bar of at most so many cells, in eighths of a cell; at least one eighth where there is anything."""
    eighths = max(1, minor * cells * 8 // most)
    whole, rest = divmod(eighths, 8)
    return "█" * whole + (FLAT[rest] if rest else "")


def _cell(height: int, line: int) -> str:
    """The glyph of a bar of so many eighths in a line, counted from below."""
    return EIGHTHS[max(0, min(8, height - 8 * line))]
