"""The till: the drawer to the left, the day and the last days to the right, who owes what below."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.widgets import Digits

from deskbell.domain.reports import By, Per
from deskbell.tui import commands, flow
from deskbell.tui.modals.till import Cash, CashModal, Follows
from deskbell.tui.screens.reading import Reading
from deskbell.tui.text import figures, text
from deskbell.tui.till_page import Keys, TillPage
from deskbell.tui.widgets.bars import Hint, KeyBar, Masthead
from deskbell.tui.widgets.sheet import Sheet
from deskbell.words.i18n import t
from deskbell.words.money import show
from deskbell.words.verbs import verb as words_of

if TYPE_CHECKING:
    from deskbell.domain.commands import Command
    from deskbell.domain.reports import Report, Till
    from deskbell.services.desk import Desk

Make = Callable[["Desk", Cash], "Command"]
PLOTS = (By.PAYMENT, By.SERVICE, By.TUTOR)
"""What the little plot shows in turn."""


class TillScreen(Reading["tuple[Till, Report | None]"]):
    """Read again whenever the desk changes. Every key asks in a card of its own that says what follows."""

    WHERE = commands.TILL
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (76, "-wide")]  # noqa: RUF012 - as Screen has it
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-low"), (24, "-high")]  # noqa: RUF012 - as Screen has it
    BINDINGS: ClassVar[list[BindingType]] = [
        *commands.bindings(commands.TILL),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("pagedown,ctrl+d", "scroll(10)", show=False),
        Binding("pageup,ctrl+u", "scroll(-10)", show=False),
    ]

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.till: Till | None = None
        self.report: Report | None = None
        self.plot = By.PAYMENT
        self.heading = t(language, "till.title")

    @property
    def on_booking(self) -> bool:
        return False

    def compose(self) -> ComposeResult:
        yield Masthead()
        with VerticalScroll(id="body", can_focus=False), Container(id="columns"):
            with Vertical(id="drawer"):
                yield Sheet(id="through")
                yield Digits(id="expected")
                yield Sheet(id="counted")
            with Vertical(id="day"):
                yield Sheet(id="methods")
                yield Sheet(id="bars")
                yield Sheet(id="open")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#expected").display = False
        self.around()
        self.reload()

    # --- reading

    def find(self, desk: Desk) -> tuple[Till, Report | None]:
        found = desk.till()
        if self.plot is By.PAYMENT:
            return found, None
        first, last = (date.fromisoformat(found.bars[n][0]) for n in (0, -1))
        return found, desk.report(self.plot, Per.DAY, first, last)

    def cannot(self, error: Exception) -> None:
        words = self.desk_app.sentence(error)
        self.query_one("#through", Sheet).show(lambda width: text(words, "$clash").wrap(max(2, width)))

    def take(self, both: tuple[Till, Report | None]) -> None:
        found, report = self.till, self.report = both
        ids = ("till.open", "till.count", "till.seal", "booking.pay", "calendar.view")
        keys = Keys(*(self.key_of(id_) for id_ in ids))
        page = TillPage(found, self.language, keys, report.by if report is not None else By.PAYMENT, report)
        drawn = {"through": page.drawer, "counted": page.counted, "methods": page.day}
        for name, draw in (drawn | {"bars": page.bars, "open": page.open}).items():
            self.query_one(f"#{name}", Sheet).show(draw)
        expected = self.query_one("#expected", Digits)
        expected.display = found.drawer is not None
        expected.set_class(not found.is_open, "-counted")
        expected.update(figures(page.expected()))
        self.heading = page.title()
        self.around()

    # --- keys

    def action_drawer(self) -> None:
        """Open a drawer with what lies in it; the last count stands in the field."""
        from deskbell.domain.commands import OpenDrawer

        def make(desk: Desk, cash: Cash) -> Command:
            return OpenDrawer(key=desk.fresh(), actor=desk.actor, float=cash.amount)

        if self.till is not None:
            last = self.till.last_counted
            filled = self._figures(last) if last else ""
            self._ask("till.ask.open", make, Cash(0), label="till.ask.float", filled=filled)

    def action_cash(self, way: str) -> None:
        """Cash in or out of the drawer, with its reason."""
        from deskbell.domain.commands import MoveCash

        def make(desk: Desk, cash: Cash) -> Command:
            return MoveCash(key=desk.fresh(), actor=desk.actor, amount=cash.amount, out=way == "out", text=cash.why)

        def follows(amount: int) -> tuple[str, str]:
            drawer = self.till.drawer if self.till is not None else None
            after = (drawer.expected if drawer else 0) + (-amount if way == "out" else amount)
            return t(self.language, "till.after", amount=self._money(after)), "$clash" if after < 0 else "$held"

        if self.till is not None:
            self._ask(
                f"till.ask.{way}", make, Cash(1, "?"), label="till.ask.amount", reason=True, follows=follows
            )  # fmt: skip

    def action_count(self) -> None:
        """Count the drawer; what differs is said while it is typed, and kept."""
        from deskbell.domain.commands import CountDrawer

        def make(desk: Desk, cash: Cash) -> Command:
            return CountDrawer(key=desk.fresh(), actor=desk.actor, counted=cash.amount)

        till = self.till
        if till is None:
            return
        expected = till.drawer.expected if till.drawer is not None else 0

        def follows(amount: int) -> tuple[str, str]:
            step = amount - expected
            if not step:
                return t(self.language, "till.as_expected"), "$paid"
            word = "till.more_than" if step > 0 else "till.less_than"
            return t(self.language, word, amount=self._money(abs(step))), "$due" if step > 0 else "$clash"

        aside = f"{t(self.language, 'till.expected')} {self._money(expected)}"
        self._ask("till.ask.count", make, Cash(0), label="till.ask.counted", follows=follows, aside=aside)

    def action_seal(self) -> None:
        """Seal the business day after its plan; a sealed one is opened again, with the reason."""
        from deskbell.domain.commands import ReopenDay, SealDay

        till, desk = self.till, self.desk_app.desk
        if till is None or desk is None:
            return
        day = till.day
        if till.sealed is None:
            flow.run(self, SealDay(key=desk.fresh(), actor=desk.actor, day=day))
            return

        def make(desk: Desk, cash: Cash) -> Command:
            return ReopenDay(key=desk.fresh(), actor=desk.actor, day=day, text=cash.why)

        self._ask("till.ask.reopen", make, Cash(0, "?"), reason=True)

    def _ask(
        self,
        title: str,
        make: Make,
        trial: Cash,
        *,
        label: str = "",
        reason: bool = False,
        follows: Follows | None = None,
        filled: str = "",
        aside: str = "",
    ) -> None:
        """Ask, unless the desk would refuse whatever the answer (`trial`); then do what the card said."""

        async def check(cash: Cash) -> str:
            return await flow.checked(self, make(flow.desk_of(self), cash))

        async def asking() -> None:
            from deskbell.domain.errors import DeskError

            assert self.till is not None  # noqa: S101 - whoever asks looked
            desk, seq = flow.desk_of(self), self.till.seq
            try:
                await asyncio.to_thread(desk.plan, make(desk, trial))
            except DeskError as error:
                flow.refuse(self, error)
                return
            modal = CashModal(
                self.language, t(self.language, title), aside, self.till.desk.currency, label=label, reason=reason,
                follows=follows, filled=filled, check=check,
            )  # fmt: skip
            cash = await self.app.push_screen_wait(modal)
            if cash is not None:
                await self._do(make(desk, cash), seq)

        flow.start(self, asking())

    async def _do(self, command: Command, seq: int) -> None:
        """The card has shown what follows: only a warning, or a desk that moved on meanwhile, is shown once more."""
        from deskbell.domain.errors import DeskError

        desk = flow.desk_of(self)
        try:
            plan, now = await asyncio.to_thread(lambda: (desk.plan(command), desk.seq()))
        except DeskError as error:
            flow.refuse(self, error)
            return
        shown = not plan.warnings and now == seq
        await flow.change(self, command, plan.digest if shown else None)

    def action_view(self) -> None:
        """Plot something else: what came in, what was earned by day, by tutor."""
        self.plot = PLOTS[(PLOTS.index(self.plot) + 1) % len(PLOTS)]
        self.reload()

    def action_scroll(self, lines: int) -> None:
        self.query_one("#body").scroll_relative(y=lines, animate=False)

    def action_back(self) -> None:
        self.dismiss(None)

    # --- around it

    def around(self) -> None:
        self.head(self.heading, self.till.desk if self.till is not None else None)
        self.query_one(KeyBar).hints = self._hints()

    def _hints(self) -> tuple[Hint, ...]:
        """The keys of what can be done now; the others stay in `?`."""
        ids = ["till.seal", "desk.documents", "desk.reconcile", "desk.keys", "desk.back"]
        till = self.till
        if till is None:
            return tuple(self.hint(id_) for id_ in ids[1:])
        if till.is_open:
            ids = ["till.in", "till.out", "till.count", *ids]
        elif till.sealed is None:
            ids = ["till.open", *(["till.count"] if till.again and till.drawer is not None else []), *ids]
        hints = [self.hint(id_) for id_ in ids if not (id_ == "till.seal" and till.is_open)]
        if till.sealed is None:
            return tuple(hints)
        again = words_of("reopen_day", self.language).label.lower()
        return tuple(Hint(h.key, again, h.action) if h.action == "seal" else h for h in hints)

    def _money(self, minor: int) -> str:
        return show(minor, self.till.desk.currency if self.till else "", self.language)

    def _figures(self, minor: int) -> str:
        return show(minor, self.till.desk.currency if self.till else "", self.language, symbol=False)
