"""The half of the payment screen that waits for links: made, shown, looked at every two seconds, closed, answered."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.worker import get_current_worker

from deskbell.domain.booking import SEATED, State
from deskbell.domain.payment import HOLDS, LINKS, Attempt, AttemptState, Method, Payment
from deskbell.domain.stages import Stage, stage
from deskbell.tui import browsing, commands, flow, qr
from deskbell.tui.desk_screen import DeskScreen
from deskbell.tui.link_page import INK, LinkPage, history, newest, open_link, waits
from deskbell.tui.text import text
from deskbell.tui.widgets.bars import Hint
from deskbell.tui.widgets.qr import QrCode
from deskbell.tui.widgets.sheet import Sheet
from deskbell.words.attention import needs_line
from deskbell.words.i18n import t
from deskbell.words.money import show
from deskbell.words.operations import connection_name
from deskbell.words.speech import Speech
from deskbell.words.states import seat_badge
from deskbell.words.tasks import answer_name

if TYPE_CHECKING:
    from deskbell.domain.attention import Attention, Needs
    from deskbell.domain.ids import Id
    from deskbell.services.desk import Desk

LOOK = 2.0
"""Seconds between two looks while a link is open."""
BESIDE = 20
"""Columns of the words beside the code."""
OVER = frozenset({Stage.EXPIRED, Stage.CLOSED, Stage.GIVEN_UP, Stage.AUTHORISED, Stage.CHARGED_BACK})


class ByLink(DeskScreen[None]):
    """`asked`: a link was made just now on the way here, so that its page is opened once it is there."""

    no: int
    shown: flow.Shown | None = None
    asked: bool = False
    alive: bool | None = None
    """Whether a worker serves the open link; None before anybody asked."""
    needs: tuple[Needs, ...] = ()
    """What waits for a person about this order."""
    opened: set[Id]
    """Links whose page was opened in a browser here."""

    # --- what the other half knows

    @property
    def method(self) -> Method:
        """The way to pay that the cursor is on."""
        raise NotImplementedError

    def reload(self) -> None:
        raise NotImplementedError

    def show_read(self, shown: flow.Shown) -> None:
        """What was read is shown."""
        raise NotImplementedError

    def cannot_read(self, error: Exception) -> None:
        raise NotImplementedError

    def compose_link(self) -> ComposeResult:
        """The code and what is said beside it."""
        with Horizontal(id="link"):
            yield QrCode(id="code")
            yield Sheet(id="says")

    # --- reading

    @property
    def link(self) -> Attempt | None:
        """The link by which somebody may still pay."""
        return open_link(self.shown.view) if self.shown is not None else None

    @property
    def authorised(self) -> Payment | None:
        """What a card holds for this order."""
        payments = self.shown.view.payments if self.shown is not None else ()
        return next((p for p in payments if p.state is AttemptState.AUTHORISED), None)

    @property
    def to_ask(self) -> int:
        """What is open and not held by a card, minor units."""
        if self.shown is None:
            return 0
        held = sum(p.authorised for p in self.shown.view.payments if p.state is AttemptState.AUTHORISED)
        return max(0, self.shown.view.open - held)

    @property
    def is_on_card(self) -> bool:
        """Whether a card holds all that is due, and the cursor is on it."""
        held = self.authorised
        return held is not None and not self.to_ask and self.link is None and self.method is held.method

    @property
    def is_on_link(self) -> bool:
        """Whether the open link is what is shown, and not another way to pay."""
        link = self.link
        return link is not None and self.method is link.method

    def poll(self) -> None:
        """Every two seconds: the worker is told that somebody watches, and what it found is read."""
        if self.shown is not None and waits(self.shown.view) and self.is_current:
            self.reload()

    @work(thread=True, exclusive=True, group="money")
    def read_money(self, desk: Desk) -> None:
        from deskbell.domain.errors import DeskError
        from deskbell.services.attention import attention

        app, worker = self.desk_app, get_current_worker()
        try:
            shown = flow.look(desk, self.no)
            found = attention(desk, self.no)
            link = open_link(shown.view)
            alive = None
            if link is not None:
                working = app.working(desk)
                alive = working.alive(str(link.method))
                if alive:
                    working.watching(link.id)
        except DeskError as error:
            app.call_from_thread(self.cannot_read, error)
            return
        if not worker.is_cancelled:
            app.call_from_thread(self._read, shown, found, alive)

    def _read(self, shown: flow.Shown, found: Attention, alive: bool | None) -> None:
        if not self.is_attached:
            return
        before = self.link
        self.needs, self.alive = found.tasks, alive
        self.show_read(shown)
        link = self.link
        if link is None or not link.link or link.id in self.opened:
            return
        if self.asked or (before is not None and before.id == link.id and not before.link):
            self.asked = False
            self.opened.add(link.id)
            self._browse(link)

    @work(thread=True, group="browser")
    def _browse(self, link: Attempt) -> None:
        if not self.app.is_headless and not browsing.browse(link.link):
            self.opened.discard(link.id)
        self.app.call_from_thread(self.show_link)

    # --- showing

    def show_link(self) -> None:
        """The code and the words beside it, for the room that there is; each second anew."""
        link = self.link
        on = self.is_on_link
        self.query_one("#desk").set_class(on, "-link")
        if not on or link is None or self.shown is None:
            return
        body, left = self.query_one("#body").size, self.query_one("#left").outer_size.width
        if not body.width or not left:  # it was not laid out yet
            self.call_after_refresh(self.show_link)
            return
        rows = qr.fitting(link.link, body.width - left - BESIDE - 3, body.height) if link.link else ()
        self.query_one("#code", QrCode).put(rows)
        page = LinkPage(
            self.shown.view,
            link,
            self.desk_app.clock.now(),
            self.language,
            self.alive,
            link.id in self.opened and browsing.is_real(link.link),
            self.key_of("booking.copy"),
            None if rows or not link.link else self._needed(link.link),
        )
        self.query_one("#says", Sheet).show(page.lines)

    def _needed(self, link: str) -> tuple[int, int] | None:
        """The terminal that the code would need."""
        least, body = qr.least(link), self.query_one("#body").size
        if least is None:
            return None
        left = self.query_one("#left").outer_size.width
        size = self.app.size
        return (size.width - body.width + left + BESIDE + 3 + least[0], size.height - body.height + least[1])

    def link_lines(self) -> list[Content]:
        """How the newest link ended, where nothing newer is to be said."""
        link = newest(self.shown.view) if self.shown is not None else None
        if link is None or link.is_open or self.shown is None:
            return []
        view, found = self.shown.view, stage(link, self.shown.view.ops)
        badge = seat_badge(view.booking.state, self.language)
        seat = text(str(badge), f"bold ${badge.tone}" if badge.tone != "calm" else "bold")
        if found is Stage.PAID and not view.open:
            numbers = ", ".join(str(r.number) for r in view.receipts if r.payment in self._payments_of(link))
            lines = [text(self._t("payment.receipt", no=numbers), "bold $paid")] if numbers else []
            return [*lines, seat]
        if found in OVER:
            return [text(self._t(f"link.{found}"), INK.get(found, "bold")), seat]
        return []

    @property
    def paid_by_link(self) -> Attempt | None:
        """The link by which all of it was paid, where the seat is theirs and nothing is wrong with the money."""
        link = newest(self.shown.view) if self.shown is not None else None
        if link is None or self.shown is None or self.shown.view.open or stage(link) is not Stage.PAID:
            return None
        if self.needs or self.shown.view.booking.state not in SEATED:
            return None
        return link if self._payments_of(link) else None

    def _payments_of(self, link: Attempt) -> tuple[Id, ...]:
        view = self.shown.view if self.shown is not None else None
        return tuple(p.id for p in view.payments if p.attempt == link.id) if view else ()

    def needs_lines(self) -> list[Content]:
        """Each task of this order with the keys of its answers."""
        if not self.needs or self.shown is None:
            return []
        zone, now = self.shown.zone, self.desk_app.clock.now()
        lines = []
        for task in self.needs:
            lines.append(text("⚑ ", "bold $due") + text(needs_line(task, zone, now, self.language), "$due"))
            keys = [text(f"  {key}", "bold") + text(f" {word} ", "$muted") for key, word in self.answer_keys(task)]
            lines.append(Content("").join(keys))
        return lines

    def held_lines(self) -> list[Content]:
        """What a card holds: until when, and what becomes of it by itself."""
        held = self.authorised
        if held is None or self.shown is None:
            return []
        asked = any(op.subject == held.id for op in self.shown.view.ops)
        lines = [text(self._t("payment.held.asked" if asked else "link.AUTHORISED"), "bold $held")]
        if held.until is not None:
            say = Speech(self.language, self.shown.zone, now=self.desk_app.clock.now())
            lines.append(text(self._t("payment.held.until", when=say.near(held.until)), "$muted"))
        state = self.shown.view.booking.state
        key = "payment.held.request" if state is State.REQUESTED else "payment.held.taken"
        lines.append(text(self._t(key), "$muted"))
        badge = seat_badge(state, self.language)
        return [*lines, text(str(badge), f"${badge.tone}" if badge.tone != "calm" else "bold")]

    def may_hint(self, action: str) -> Hint:
        """The action with the reason why not, where it may not be done now."""
        verb = commands.BY_ID[action].verbs[0]
        return self.hint(action, (self.shown.allowed.get(verb) or "") if self.shown is not None else "")

    def link_history(self, width: int) -> list[Content]:
        view = self.shown.view if self.shown is not None else None
        return history(view, self.language, width) if view is not None else []

    # --- keys

    def link_hints(self) -> list[Hint]:
        link = self.link
        if link is None or not self.is_on_link:
            return []
        hints = [Hint(self.key_of("booking.copy"), self._t("link.key.copy"), "copy")] if link.link else []
        return [*hints, Hint(self.key_of("booking.cancel"), self._t("link.key.close"), "cancel")]

    def action_copy(self) -> None:
        link = self.link or (newest(self.shown.view) if self.shown is not None else None)
        if link is not None and link.link:
            self.app.copy_to_clipboard(link.link)
            self.desk_app.say(self._t("link.copied"))

    def action_cancel(self) -> None:
        """Close the open link; where there is none, a task may want the booking cancelled."""
        from deskbell.domain.commands import CloseLink

        link = self.link
        desk = self.desk_app.desk
        if link is not None and desk is not None:
            flow.run(self, CloseLink(key=desk.fresh(), actor=desk.actor, attempt=link.id))
        else:
            self.action_answer("CANCEL_BOOKING")

    async def ask_by_link(self, method: Method, amount: int, *, later: bool = False) -> None:
        """Make a link for so much; its plan says nothing that the screen has not shown."""
        from deskbell.domain.commands import AskByLink
        from deskbell.domain.errors import DeskError

        assert self.shown is not None  # noqa: S101 - there is something due
        desk = flow.desk_of(self)
        view = self.shown.view
        part = None if amount == self.to_ask else amount
        command = AskByLink(
            key=desk.fresh(), actor=desk.actor, order=view.order.id, method=method, amount=part, later=later
        )
        try:
            plan = await asyncio.to_thread(desk.plan, command)
        except DeskError as error:
            flow.refuse(self, error)
            self.reload()
            return
        if await flow.change(self, command, plan.digest) is not None:
            self.asked = True
            self.reload()

    def action_approve(self) -> None:
        flow.approve(self, self.no)

    def action_reject(self) -> None:
        flow.reject(self, self.no)

    def action_authorise(self) -> None:
        """A link that only holds the money, by the provider that the cursor is on where it can, else the first."""
        able = [m for m in HOLDS if self.shown is not None and str(m) in self.shown.view.desk.links]
        if not self.may("AUTHORISE", "authorise") or not able:
            return
        method = self.method if self.method in able else next(m for m in Method if m in able)
        flow.start(self, self.ask_by_link(method, self.to_ask, later=True))

    def action_capture(self) -> None:
        """Take what is authorised, after its plan."""
        from deskbell.domain.commands import CaptureNow

        if self.may("CAPTURE", "capture") and (held := self.authorised) is not None:
            desk = flow.desk_of(self)
            flow.run(self, CaptureNow(key=desk.fresh(), actor=desk.actor, payment=held.id))

    def action_void(self) -> None:
        """Give it up, after its plan."""
        from deskbell.domain.commands import VoidPayment

        if self.may("VOID", "void") and (held := self.authorised) is not None:
            desk = flow.desk_of(self)
            flow.run(self, VoidPayment(key=desk.fresh(), actor=desk.actor, payment=held.id))

    def may(self, verb: str, word: str) -> bool:
        """Whether it may be done now; else the screen says why not."""
        code = self.shown.allowed.get(verb) if self.shown is not None else "NOTHING_HERE"
        if code is not None:
            flow.why_not(self, word, code)
        return code is None

    @work(exclusive=True, group="menu")
    async def action_more(self) -> None:
        """Every verb of this payment, with its key or the reason why not."""
        from deskbell.tui import menus
        from deskbell.tui.about import about

        if self.shown is None:
            return
        title, remapped = about(self.shown.view, self.language), self.desk_app.remapped
        action = await self.app.push_screen_wait(
            menus.more(self.WHERE, title, self.language, remapped, self.shown.allowed)
        )
        if action is not None:
            await self.run_action(action)

    def action_hand_over(self) -> None:
        self.action_answer("BY_HAND")

    def action_answer(self, code: str) -> None:
        """Answer the first task of this order to which that is an answer."""
        from deskbell.tui import answering

        task = next((task for task in self.needs if answering.has(task, code)), None)
        if task is None:
            self.desk_app.say(self._t("attention.no_answer"))
        else:
            answering.answer(self, task, code)

    def answer_keys(self, task: Needs) -> list[tuple[str, str]]:
        from deskbell.tui import answering

        return [(self.key_of(answering.ACTION[code]), answer_name(code, self.language)) for code in answering.of(task)]

    # --- words

    def name_of(self, method: Method) -> str:
        return connection_name(str(method)) if method in LINKS else self._t(f"payment.method.{method}")

    def is_held(self) -> bool:
        return self.shown is not None and self.shown.view.booking.state is State.HELD

    def amount_words(self, minor: int) -> str:
        return show(minor, self.shown.view.currency if self.shown else "", self.language)

    def _t(self, word: str, /, **facts: object) -> str:
        return t(self.language, word, **facts)
