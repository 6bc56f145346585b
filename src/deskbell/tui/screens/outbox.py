"""The outbox: what waits, what goes out in the next 24 hours and to whom, what went; each mail as it reads."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.content import Content

from deskbell.domain.letters import Coming, Outbox, Outgoing
from deskbell.domain.notices import Letter
from deskbell.domain.op import OpState
from deskbell.tui import commands, flow
from deskbell.tui.mail_page import OutboxPage, letter
from deskbell.tui.screens.lettered import Lettered
from deskbell.tui.text import text
from deskbell.tui.widgets.bars import Hint, KeyBar
from deskbell.words.i18n import t

if TYPE_CHECKING:
    from deskbell.domain.letters import Written
    from deskbell.services.desk import Desk


class OutboxScreen(Lettered):
    """One cursor over letters and what comes."""

    WHERE = commands.OUTBOX
    BINDINGS: ClassVar[list[BindingType]] = [*commands.bindings(commands.OUTBOX), *Lettered.ALONG]

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.found: Outbox | None = None

    @property
    def _page(self) -> OutboxPage:
        assert self.found is not None and self.card is not None  # noqa: S101, PT018 - it was read
        return OutboxPage(self.found, self.card.zone, self.language)

    def read(self, desk: Desk) -> Outbox:
        from deskbell.services.outbox import Mail

        return Mail(desk).outbox()

    def listed(self, found: Any) -> list[Any]:
        self.found = found
        return list(self._page.rows)

    def drawn(self, row: Any, width: int) -> Content:
        return self._page.row(row, width)

    def headed(self, width: int) -> list[Content]:
        return self._page.title(width)

    def said(self, desk: Desk, row: Any) -> Written | None:
        from deskbell.services.outbox import Mail

        mail = Mail(desk)
        if isinstance(row, Outgoing):
            return mail.preview(row.letter)
        return mail.foreseen(row) if isinstance(row, Coming) else None

    def beside(self, said: Written | None, row: Any) -> list[Content]:
        if not self._page.found.letters and not self._page.found.coming:
            return [text(t(self.language, "outbox.none"), "$muted")]
        code = row.code if isinstance(row, Outgoing) else ""
        return letter(said, self.language, t(self.language, "outbox.nothing"), code=code)

    @property
    def on_booking(self) -> bool:
        return self._booking is not None

    @property
    def _booking(self) -> int | None:
        row = self.row
        if isinstance(row, Outgoing):
            return next(iter(row.bookings), None)
        return row.booking if isinstance(row, Coming) else None

    def keys(self) -> None:
        hints: list[Hint] = []
        row = self.row
        if isinstance(row, Outgoing):
            waits = row.state is Letter.SCHEDULED
            hints.append(self.hint("answer.drop") if waits else self.hint("answer.retry"))
        if self._booking is not None:
            hints.append(self.hint("booking.open"))
        hints += [self.hint("outbox.test"), self.hint("desk.rules"), self.hint("desk.back")]
        self.query_one(KeyBar).hints = tuple(hints)

    # --- keys

    def on_option_list_option_selected(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        if self._booking is not None:
            flow.open_booking(self, self._booking)

    def action_answer(self, code: str) -> None:
        """Send the letter under the cursor once more, or do not send it."""
        from deskbell.domain.mail_commands import DropLetter, SendAgain

        row, desk = self.row, self.desk_app.desk
        if not isinstance(row, Outgoing) or desk is None:
            return
        if code == "DROP":
            flow.run(self, DropLetter(key=desk.fresh(), actor=desk.actor, letter=row.letter))
        elif row.op is None or row.op.state is OpState.PARKED:
            flow.run(self, SendAgain(key=desk.fresh(), actor=desk.actor, letter=row.letter))

    def action_test(self) -> None:
        """A mail to an address of one's own, at once."""
        flow.start(self, self._test())

    async def _test(self) -> None:
        from deskbell.domain.errors import DeskError, Refused
        from deskbell.services.outbox import Mail, send_test
        from deskbell.tui.modals.reason import LineModal

        desk = flow.desk_of(self)
        ask = LineModal(self.language, t(self.language, "outbox.test.ask"), "edit.mail")
        address = await self.app.push_screen_wait(ask)
        if not address:
            return
        messenger = await asyncio.to_thread(self.desk_app.messenger, desk)
        try:
            if messenger is None:
                raise Refused("NO_MAIL")
            await asyncio.to_thread(send_test, Mail(desk), messenger, address, self.language)
        except DeskError as error:
            flow.refuse(self, error)
            return
        self.desk_app.say(t(self.language, "outbox.tested", address=address))
