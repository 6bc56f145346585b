"""Taking money: what is due and what goes back as change stand big, `c` takes it, the receipt's number comes after."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Digits, Static

from deskbell.domain.clock import zone_clock
from deskbell.domain.errors import DeskError, WrongInput
from deskbell.domain.payment import HOLDS, LINKS, Method
from deskbell.tui import commands, flow
from deskbell.tui.about import who
from deskbell.tui.booking_page import BookingPage
from deskbell.tui.lines import ends
from deskbell.tui.link_page import methods
from deskbell.tui.payment_page import Meant, Typed, meant, standing
from deskbell.tui.screens.by_link import LOOK, ByLink
from deskbell.tui.text import text
from deskbell.tui.widgets.amount import AmountInput
from deskbell.tui.widgets.bars import Hint, KeyBar, Masthead
from deskbell.tui.widgets.choice import Choice, Way
from deskbell.tui.widgets.sheet import Sheet
from deskbell.words.dates import clock, show_day
from deskbell.words.errors import sentence
from deskbell.words.i18n import t
from deskbell.words.money import show
from deskbell.words.verbs import verb as words_of

if TYPE_CHECKING:
    from deskbell.domain.ids import Id


@dataclass(frozen=True, slots=True)
class Done:
    """What was taken last on this screen; it stays to be read, the change above all."""

    meant: Meant
    receipts: tuple[int, ...]


class Body(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Arrows go along the ways to pay, however little room there is: they are not for scrolling."""


class PaymentScreen(ByLink):
    """The money of a booking's order. Arrows choose the method, figures go into the field, letters stay keys."""

    WHERE = commands.PAYMENT
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [  # noqa: RUF012 - as Screen has it
        (0, "-narrow"),
        (80, "-wide"),
        (100, "-roomy"),
    ]
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-low"), (24, "-high")]  # noqa: RUF012 - as Screen has it
    BINDINGS: ClassVar[list[BindingType]] = [
        *commands.bindings(commands.PAYMENT),
        Binding("pagedown", "scroll(10)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
    ]

    def __init__(self, no: int, language: str, *, asked: bool = False) -> None:
        super().__init__(language)
        self.no = no
        self.shown: flow.Shown | None = None
        self.asked = asked
        self.opened: set[Id] = set()
        self.typed = Typed()
        self.done: Done | None = None
        self.taking = False

    def compose(self) -> ComposeResult:
        yield Masthead()
        yield Sheet(self._title, id="title")
        with Body(id="body"):
            with Horizontal(id="desk"):
                with Vertical(id="left"):
                    yield Static(text(t(self.language, "payment.due")), id="due-word", classes="muted")
                    yield Digits(id="due")
                    yield Choice(self._ways(), upright=True, figures=False, id="methods")
                with Vertical(id="right"):
                    yield self._field("payment.handed", AmountInput(id="given", max_length=30))
                    yield self._field("payment.part", AmountInput(id="part", max_length=30))
                    yield Static(id="change-word", classes="muted")
                    yield Digits(id="change")
                    yield Sheet(id="said")
                yield from self.compose_link()
            yield Sheet(id="needs")
            yield Sheet(id="order")
            yield Sheet(id="links")
        yield KeyBar()

    def _ways(self) -> list[Way]:
        known = methods(self.shown.view if self.shown is not None else None)
        return [Way(method, t(self.language, f"payment.method.{method}")) for method in known]

    @property
    def method(self) -> Method:
        return Method(self.query_one(Choice).value or Method.CASH)

    def _field(self, word: str, field: AmountInput) -> Horizontal:
        return Horizontal(Static(text(t(self.language, word)), classes="label"), field, classes="field")

    def on_mount(self) -> None:
        methods = self.query_one(Choice)
        methods.can_focus, methods.lit = False, True
        self.query_one("#part", AmountInput).placeholder = t(self.language, "payment.part.hint")
        self.query_one("#body").display = False
        self._around()
        self.set_interval(LOOK, self.poll)
        self.reload()

    # --- reading

    def on_deskbell_app_changed(self) -> None:
        self.reload()

    def on_deskbell_app_ticked(self) -> None:
        self._around()
        self.show_link()

    def on_resize(self) -> None:
        self.call_after_refresh(self.show_link)

    def reload(self) -> None:
        """Read the order again."""
        if self.desk_app.desk is not None:
            self.read_money(self.desk_app.desk)

    def cannot_read(self, error: Exception) -> None:
        words = self.desk_app.sentence(error)
        self.query_one("#title", Sheet).show(lambda width: text(words, "$clash").wrap(max(2, width)))

    def show_read(self, shown: flow.Shown) -> None:
        first = self.shown is None
        self.shown = shown
        self.query_one("#body").display = True
        self.query_one("#title", Sheet).show(self._title)
        self.query_one("#order", Sheet).show(BookingPage(shown.view, (), self.language).order)
        self.query_one("#links", Sheet).show(self.link_history)
        self.query_one("#links").display = bool(shown.view.attempts)
        needs = self.needs_lines()
        self.query_one("#needs").display = bool(needs)
        self.query_one("#needs", Sheet).show(lambda width: [x for line in needs for x in line.wrap(max(2, width))])
        stands = standing(shown.view)
        self.query_one("#due-word", Static).update(text(t(self.language, stands.word)))
        self.query_one("#due", Digits).update(self._figures(stands.minor))
        self.query_one("#due").set_classes(stands.look)
        self._put_ways(first=first)
        self._follow()

    def _put_ways(self, *, first: bool) -> None:
        """The ways to pay that there are now, the cursor where it was; at first on the link that is open."""
        choice, ways, link = self.query_one(Choice), self._ways(), self.link
        held = self.authorised if not self.to_ask else None
        wanted = choice.value
        if first and (link is not None or held is not None):
            wanted = link.method if link is not None else held.method if held is not None else wanted
        at = next((n for n, way in enumerate(ways) if way.value == wanted), 0)
        if ways != list(choice.ways) or at != choice.at:
            with self.prevent(Choice.Moved):
                choice.put(ways, at)

    # --- what is typed

    def on_input_changed(self, event: AmountInput.Changed) -> None:
        event.stop()
        self.done = self.done if not event.value else None
        self._follow()

    def on_input_submitted(self) -> None:
        self.focus_next()

    def on_choice_moved(self) -> None:
        self.done = None
        self._follow()

    def on_choice_taken(self) -> None:
        """A click on a method; its cursor moved already."""

    def action_method(self, step: int) -> None:
        if self.due:
            self.query_one(Choice).action_along(step)

    @property
    def due(self) -> int:
        """Still to collect, minor units."""
        return self.shown.view.open if self.shown is not None else 0

    def _meant(self) -> Meant | str:
        """What the fields mean, or the sentence that says why they mean nothing."""
        if self.shown is None:
            return ""
        self.typed = Typed(
            Method(self.query_one(Choice).value),
            self.query_one("#given", AmountInput).value,
            self.query_one("#part", AmountInput).value,
        )
        try:
            return meant(self.typed, self.due, self.shown.view.currency, self.language)
        except WrongInput as wrong:
            return sentence(wrong, self.language)

    def _follow(self) -> None:
        """Everything that follows from what is typed: change, what stays to collect, the key that takes it."""
        if self.shown is None:
            return
        cash = self.method is Method.CASH
        label = self.query_one("#right .label", Static)
        label.update(text(t(self.language, "payment.handed" if cash else "payment.amount")))
        paying = self.due > 0
        self.query_one("#desk").set_class(not paying, "-nothing")
        self.query_one("#desk").set_class(self.is_on_card, "-held")
        found = self._meant() if paying else ""
        self._say(found, cash=cash)
        self.show_link()
        self._field_in_sight(typing=paying and not self.is_on_link and not self.is_on_card)
        self._around(found if isinstance(found, Meant) else None)

    def _field_in_sight(self, *, typing: bool) -> None:
        """Nobody types into a field that is not shown: then every key is the screen's."""
        if not typing and isinstance(self.focused, AmountInput):
            self.set_focus(None)
        elif typing and not isinstance(self.focused, AmountInput):
            self.query_one("#given").focus()

    def _say(self, found: Meant | str, *, cash: bool) -> None:
        money = self.done.meant if self.done is not None else found
        change = money.change if isinstance(money, Meant) and money.method is Method.CASH else None
        shown = change is not None and (cash or self.done is not None)
        word = self.query_one("#change-word", Static)
        said = t(self.language, "payment.change")
        paid = self.paid_by_link if self.done is None else None
        if paid is not None:
            change, shown = paid.amount, True
            said = t(self.language, "payment.paid", name=self.name_of(paid.method))
        word.display = shown
        word.update(text(said))
        self.query_one("#change", Digits).update(self._figures(change) if shown and change is not None else "")
        self.query_one("#change").display = shown
        self.query_one("#change").set_class(bool(change), "-some")
        lines = self._lines(found)
        self.query_one("#said", Sheet).show(lambda width: [x for line in lines for x in line.wrap(max(2, width))])

    def _lines(self, found: Meant | str) -> list[Content]:
        if self.done is not None:
            numbers = ", ".join(map(str, self.done.receipts))
            amount = self._money(self.done.meant.amount)
            lines = [text(t(self.language, "payment.receipt", no=numbers), "bold $paid")]
            return [*lines, text(t(self.language, "payment.taken", amount=amount), "$paid")]
        if self.due == 0:
            return self._nothing()
        if self.is_on_card:
            return self.held_lines()
        ended = self.link_lines() if not self.typed.given and not self.typed.part else []
        if isinstance(found, str):
            return [*ended, text(found, "$clash")] if found else ended
        left = self.due - found.amount
        lines = [text(t(self.language, "payment.left", amount=self._money(left)), "$due")] if left else []
        if found.method in LINKS:
            name = self.name_of(found.method)
            lines.append(text(t(self.language, "payment.link.note", name=name), "$muted"))
        elif self.link is not None and not left:
            lines.append(text(t(self.language, "payment.closes"), "$muted"))
        return [*ended, *lines]

    def _nothing(self) -> list[Content]:
        """Nothing is due, and what waits to be given back, where something does."""
        lines = self.link_lines() or [text(t(self.language, "payment.none"), "bold")]
        view = self.shown.view if self.shown is not None else None
        if self.needs:  # said with its answers already
            return lines
        waiting = sum(r.amount for p in view.payments for r in p.refunds if r.is_by_hand) if view else 0
        if waiting:
            key = self.key_of("booking.refund")
            amount = self._money(waiting)
            lines.append(text(t(self.language, "payment.none.back", amount=amount, key=key), "$due"))
        return lines

    @property
    def last_change(self) -> int | None:
        """What `u` takes back here: the last change of this booking."""
        return self.shown.view.undoable if self.shown is not None else None

    # --- taking it

    def action_confirm(self) -> None:
        found = self._meant() if self.due else ""
        if self.is_on_card:
            self.action_capture()
        elif isinstance(found, Meant) and found.method in LINKS:
            if not self.is_on_link:
                flow.start(self, self.ask_by_link(found.method, found.amount))
        elif isinstance(found, Meant):
            flow.start(self, self._take(found))
        elif self.due == 0:
            flow.why_not(self, "pay", "NOTHING_DUE")

    async def _take(self, wanted: Meant) -> None:
        """The screen has shown what the plan says: method, amount and change all stand in the command itself."""
        from deskbell.domain.commands import Take

        assert self.shown is not None  # noqa: S101 - there is something due
        desk = flow.desk_of(self)
        command = Take(
            key=desk.fresh(), actor=desk.actor, order=self.shown.view.order.id, method=wanted.method,
            amount=wanted.amount, tendered=wanted.tendered,
        )  # fmt: skip
        try:
            plan = await asyncio.to_thread(desk.plan, command)
        except DeskError as error:
            flow.refuse(self, error)
            self.reload()
            return
        changed = await flow.change(self, command, plan.digest)
        if changed is None:
            return
        names = await asyncio.to_thread(desk.names, changed.plan.effects)
        for field in self.query(AmountInput):
            with self.prevent(AmountInput.Changed):
                field.value = ""
        self.done = Done(wanted, tuple(sorted(set(names.receipts.values()))))
        self._follow()

    # --- around it

    def _title(self, width: int) -> list[Content]:
        label = words_of("pay", self.language).label
        if self.shown is None:
            return [text(label, "bold")]
        view = self.shown.view
        order = t(self.language, "detail.order", no=view.order.no)
        left = text(f"{label} · {order} · ", "bold") + text(who(view, self.language), "bold")
        wall = zone_clock(view.desk.zone)
        when = f"{show_day(wall.date(view.slot.start), self.language)} {clock(wall.local(view.slot.start)[1])}"
        return ends(left, text(f"{view.service.name} · {when}", "$muted"), width)

    def _around(self, found: Meant | None = None) -> None:
        head = self.query_one(Masthead)
        head.middle = t(self.language, "detail.title", no=self.no)
        if self.shown is None:
            return
        head.left = self.shown.view.desk.name
        head.time = clock(zone_clock(self.shown.zone).local(self.desk_app.clock.now())[1])
        self._keys(found)

    def _keys(self, found: Meant | None) -> None:
        hints = []
        if self.due:
            found = found or (m if isinstance(m := self._meant(), Meant) else None)
            amount = self._money(found.amount if found else self.due)
            asks = self.method in LINKS
            take = t(self.language, "payment.ask" if asks else "payment.take", amount=amount)
            if self.is_on_card:
                asked = self.shown is not None and self.shown.allowed.get("APPROVE") is None
                pair = ("booking.approve", "booking.reject") if asked else ("payment.capture", "payment.void")
                hints += [self.may_hint(action) for action in pair]
            elif not self.is_on_link:
                hints.append(Hint(self.key_of("desk.confirm"), take, "confirm", "" if found else "TYPED"))
                if asks and self.method in HOLDS:
                    hints.append(self.may_hint("payment.authorise"))
            hints += self.link_hints()
            arrows = self.key_of("payment.previous") + self.key_of("payment.next")
            hints.append(Hint(arrows, t(self.language, "payment.method"), "method(1)"))
            if not self.is_on_link and not self.is_on_card:
                hints.append(Hint("tab", t(self.language, "payment.part.key"), "next"))
            hints.append(self.hint("desk.more"))
        hints += [self.hint("desk.undo"), self.hint("desk.back")]
        self.query_one(KeyBar).hints = tuple(hints)

    async def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        event.stop()
        await self.run_action(event.action)

    def action_scroll(self, lines: int) -> None:
        self.query_one("#body").scroll_relative(y=lines, animate=False)

    def action_next(self) -> None:
        self.focus_next()

    def action_back(self) -> None:
        self.dismiss(None)

    def _money(self, minor: int) -> str:
        return show(minor, self.shown.view.currency if self.shown else "", self.language)

    def _figures(self, minor: int) -> str:
        return show(minor, self.shown.view.currency if self.shown else "", self.language, symbol=False)
