"""The books against the providers as their screen tells it: pure, the answers in, lines out for the width there is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.content import Content

from deskbell.domain.ledger import cash
from deskbell.domain.payment import Method
from deskbell.domain.reconciling import Differs
from deskbell.domain.text import clean
from deskbell.tui.lines import GAP, blank, ends, padded, page
from deskbell.tui.text import cell_len, fit, text
from deskbell.words.i18n import t
from deskbell.words.money import show
from deskbell.words.operations import connection_name, span
from deskbell.words.speech import Speech

if TYPE_CHECKING:
    from deskbell.domain.books import Posting
    from deskbell.domain.facts import Desk as Card
    from deskbell.domain.reconciling import Difference, Reconciled

WIDEST = 88
"""Columns beyond which amounts would stand too far from what they are of."""
NOTHING = "–"
INDENT = 2
_METHODS = {cash(method): n for n, method in enumerate(Method)}
"""The accounts in the order in which methods stand everywhere."""
_COUNTED = frozenset({Differs.DISPUTE_DIFFERS})
"""Kinds whose figures are no money."""
_BACK = frozenset({Differs.REFUND_DIFFERS})
"""Kinds whose figures went out: more of them is less that is held."""
_APART = frozenset({Differs.CURRENCY_DIFFERS, Differs.LEDGER_DIFFERS})
"""Kinds whose two figures are not of one thing at both sides, so that their difference says nothing about the sums."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One provider: what it said, or the sentence of why nothing can be said of it; None and "" while it is asked.

    `count` payments were named so far.
    """

    name: str
    found: Reconciled | None = None
    wrong: str = ""
    count: int = 0

    @property
    def over(self) -> bool:
        return self.found is not None or bool(self.wrong)


@dataclass(frozen=True, slots=True)
class Compared:
    """All that is known by now. `at` is when the last answer came, None while somebody is asked."""

    card: Card
    asked: tuple[Asked, ...] = ()
    by_hand: tuple[Posting, ...] = ()
    unconnected: tuple[Posting, ...] = ()
    at: int | None = None
    stale: bool = False

    @property
    def differences(self) -> tuple[tuple[str, Difference], ...]:
        """(provider, what differs), in the order in which they are shown."""
        return tuple((a.name, x) for a in self.asked if a.found is not None for x in a.found.differences)


@dataclass(frozen=True, slots=True)
class ReconcilingPage:
    """The parts of the screen. Amounts stand without their sign where they are in the desk's own currency."""

    view: Compared
    language: str
    now: int
    key: str = "r"
    _wide: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        shown = [cell_len(self._t(f"reconcile.{word}")) for word in ("books", "provider", "difference")]
        for _, x in self.view.differences:
            shown += [cell_len(words) for words in self._figures(x)]
        for asked in self.view.asked:
            if asked.found is not None:
                sums = {**asked.found.here, **asked.found.there}
                shown += [cell_len(self._money(m, c)) + 1 for c, m in sums.items()]
        shown += [cell_len(self._money(x.minor, x.currency)) for x in (*self.view.by_hand, *self.view.unconnected)]
        object.__setattr__(self, "_wide", max(shown) + GAP)

    # --- above

    def title(self, width: int) -> list[Content]:
        state, ink = self._state()
        left = text(self._t("reconcile.title"), "bold") + text(f" · {state}", ink) if state else self._agreed()
        aside = text("")
        if self.view.at is not None:
            when = Speech(self.language, self.view.card.zone, now=self.now).near(self.view.at)
            aside = text(self._t("reconcile.looked", when=when), "$muted")
        lines = ends(left, aside, width)
        if self.view.stale:
            lines += text(self._t("reconcile.stale", key=self.key), "$due").wrap(max(2, width))
        return lines

    def _agreed(self) -> Content:
        return text(self._t("reconcile.agree"), "bold $paid")

    def _state(self) -> tuple[str, str]:
        """In a word or two how it stands, and its ink; nothing where all is well."""
        view = self.view
        if any(not x.over for x in view.asked):
            return self._t("reconcile.asking"), "$held"
        if view.differences:
            return self._t("reconcile.count", n=len(view.differences)), "bold $due"
        if any(x.wrong for x in view.asked):
            return self._t("reconcile.away"), "bold $clash"
        if view.unconnected:
            return self._t("reconcile.partly"), "bold $due"
        if not view.asked:
            return self._t("reconcile.nobody"), "$muted"
        return "", ""

    # --- the table

    def head_row(self, width: int) -> Content:
        """What the columns are, and in which currency."""
        columns = [self._t(f"reconcile.{word}") for word in ("books", "provider", "difference")]
        return self._row(text(self.view.card.currency, "$muted"), columns, ("$muted",) * 3, width)

    def difference_row(self, provider: str, x: Difference, width: int) -> Content:
        """Whose payment, both figures, and below what it means."""
        order = self._t("reconcile.order", no=x.order) if x.order is not None else ""
        name = " · ".join(part for part in (order, clean(x.reference)) if part) or connection_name(provider)
        figures = self._row(text(name), list(self._figures(x)), ("", "", "bold $due"), width)
        return page([figures, text(" " * INDENT + self._t(f"reconcile.is.{x.kind}"), "$muted")])

    def sums_row(self, width: int) -> Content:
        """Every provider with what it holds on both sides; then what is counted by hand."""
        lines: list[Content] = [blank()] if self.view.differences else []
        for asked in self.view.asked:
            lines += [*self._provider(asked, width), blank()]
        for x in self.view.unconnected:
            lines.append(self._one_side(connection_name(x.account.partition(":")[2]), x, width))
            lines.append(self._below(self._t("reconcile.not_connected"), "$due", width))
        if self.view.unconnected:
            lines.append(blank())
        if not self.view.asked and not self.view.unconnected:
            lines += [*text(self._t("reconcile.none"), "$muted").wrap(max(2, min(width, WIDEST))), blank()]
        if self.view.by_hand:
            lines.append(text(self._t("reconcile.hand"), "bold"))
            for x in sorted(self.view.by_hand, key=lambda x: _METHODS.get(x.account, 99)):
                method = self._t(f"till.method.{x.account.partition(':')[2]}")
                lines.append(self._one_side(method, x, width))
        return page(lines)

    def _provider(self, asked: Asked, width: int) -> list[Content]:
        name = text(connection_name(asked.name), "bold")
        if asked.found is None:
            if asked.wrong:
                return [name, *self._below_all(asked.wrong, "$clash", width)]
            said = self._t("reconcile.asked", n=asked.count) if asked.count else self._t("reconcile.asked.none")
            return [name, self._below(said, "$held", width)]
        found = asked.found
        lines: list[Content] = []
        for currency in sorted(found.here.keys() | found.there.keys()) or [self.view.card.currency]:
            here, there = found.here.get(currency, 0), found.there.get(currency, 0)
            step = show(there - here, currency, self.language, sign=True, symbol=False) if there != here else NOTHING
            label = text(currency, "$muted") if lines else name
            figures = [self._money(here, currency), self._money(there, currency), step]
            ink = "$muted" if there - here == found.handed.get(currency, 0) else "bold $due"
            lines.append(self._row(label, figures, ("", "", ink), width))
        n = len(found.differences)
        ink = "$due" if n else "$paid"
        differs = self._t("reconcile.count", n=n) if n else self._t("reconcile.same")
        lines.append(self._below(f"{self._t('reconcile.payments', n=found.count)} · {differs}", ink, width))
        for currency, minor in found.handed.items():
            words = self._t("reconcile.same.handed", amount=show(minor, currency, self.language))
            lines.append(self._below(words, "$muted", width))
        return lines

    def advice(self, x: Difference | None) -> str:
        """What to do about the difference under the cursor."""
        return self._t(f"reconcile.do.{x.kind}") if x is not None else ""

    def asking_for(self, seconds: int) -> str:
        """Asking Demo Pay, 240 payments so far, 3 s; nothing where nobody is asked."""
        now = next((x for x in self.view.asked if not x.over), None)
        if now is None:
            return ""
        return self._t("reconcile.asking.for", name=connection_name(now.name), span=span(seconds))

    # --- how

    def _figures(self, x: Difference) -> tuple[str, str, str]:
        """Both sides and what lies between them, as the sums above count it."""
        if x.kind in _COUNTED:
            words = [self._t("reconcile.disputed" if n else "reconcile.undisputed") for n in (x.here, x.there)]
            return words[0], words[1], ""
        sign = -1 if x.kind in _BACK else 1
        here, there = (
            self._money(sign * minor, currency) if minor else NOTHING
            for minor, currency in ((x.here, x.currency), (x.there, x.currency_there or x.currency))
        )
        if x.kind in _APART:
            return here, there, ""
        return here, there, show(sign * (x.there - x.here), x.currency, self.language, sign=True, symbol=False)

    def _one_side(self, name: str, x: Posting, width: int) -> Content:
        return self._row(text(name), [self._money(x.minor, x.currency), "", ""], ("", "", ""), width)

    def _row(self, name: Content, figures: list[str], inks: tuple[str, ...], width: int) -> Content:
        room = max(4, min(width, WIDEST) - self._wide * len(figures))
        if name.cell_length > room:
            name = text(fit(name.plain, room - 1))
        line = padded(name, room)
        for words, ink in zip(figures, inks, strict=True):
            line += text(" " * (self._wide - cell_len(words))) + text(words, ink)
        return line

    def _below(self, words: str, ink: str, width: int) -> Content:
        return text(" " * INDENT + fit(words, max(2, width - INDENT)), ink)

    def _below_all(self, words: str, ink: str, width: int) -> list[Content]:
        lines = text(words, ink).wrap(max(2, min(width, WIDEST) - INDENT))
        return [text(" " * INDENT) + line for line in lines]

    def _money(self, minor: int, currency: str) -> str:
        return show(minor, currency, self.language, symbol=currency != self.view.card.currency)

    def _t(self, word: str, /, **facts: object) -> str:
        return t(self.language, word, **facts)
