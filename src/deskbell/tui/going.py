"""The screens that can be gone to from everywhere: one of a kind, so that going to and fro never piles them up."""

from __future__ import annotations

from typing import Any

from textual import work

from deskbell.tui.desk_screen import DeskScreen
from deskbell.tui.host import DeskHost


class Going(DeskHost):
    """The part of the app that opens them."""

    def go(self, kind: type[DeskScreen[Any]]) -> None:
        """To the screen of that kind: the one that lies below, else a new one over what is shown."""
        if self.desk is None:
            return
        if any(isinstance(screen, kind) for screen in self.screen_stack):
            while not isinstance(self.screen, kind):
                self.pop_screen()
            return
        self.push_screen(kind(self.language))

    @work(exclusive=True, group="menu")
    async def action_find(self) -> None:
        """Somebody, or a booking."""
        from deskbell.tui.finding import find

        if self.desk is not None and isinstance(self.screen, DeskScreen):
            await find(self.screen)

    def action_attention(self) -> None:
        """All that needs a person."""
        from deskbell.tui.screens.attention import AttentionScreen

        self.go(AttentionScreen)

    def action_worker(self) -> None:
        """Who works, what waits and why."""
        from deskbell.tui.screens.worker import WorkerScreen

        self.go(WorkerScreen)

    def action_connections(self) -> None:
        """What the desk is connected to."""
        from deskbell.tui.screens.connections import ConnectionsScreen

        self.go(ConnectionsScreen)

    def action_outbox(self) -> None:
        """What mail went, what waits, what goes out next."""
        from deskbell.tui.screens.outbox import OutboxScreen

        self.go(OutboxScreen)

    def action_rules(self) -> None:
        """Who is told what and when."""
        from deskbell.tui.screens.rules import RulesScreen

        self.go(RulesScreen)

    def ask_to_connect(self, name: str) -> None:
        """To the screen of connections, with the question of that one."""
        from deskbell.tui.screens.connections import ConnectionsScreen

        if any(isinstance(screen, ConnectionsScreen) for screen in self.screen_stack):
            self.go(ConnectionsScreen)
            if isinstance(self.screen, ConnectionsScreen):
                self.screen.ask_of(name)
        else:
            self.push_screen(ConnectionsScreen(self.language, name))

    def action_till(self) -> None:
        """The drawer, the day and who owes what."""
        from deskbell.tui.screens.till import TillScreen

        self.go(TillScreen)

    def action_reconcile(self) -> None:
        """The books against the providers."""
        from deskbell.tui.screens.reconciling import ReconcilingScreen

        self.go(ReconcilingScreen)

    def action_documents(self) -> None:
        """Invoices, credit notes and receipts."""
        from deskbell.tui.screens.documents import DocumentsScreen

        self.go(DocumentsScreen)
