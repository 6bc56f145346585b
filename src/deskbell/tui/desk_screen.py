"""A screen of the desk: it knows its app, its language and its actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.binding import Binding, BindingType
from textual.screen import Screen

from deskbell.tui import commands
from deskbell.tui.widgets.bars import Hint

if TYPE_CHECKING:
    from deskbell.tui.host import DeskHost

T = TypeVar("T")


class DeskScreen(Screen[T]):
    """`WHERE` names its rows in the table of actions."""

    WHERE: ClassVar[str] = commands.EVERYWHERE
    ALONG: ClassVar[list[BindingType]] = [
        Binding("down,j", "along(1)", show=False),
        Binding("up,k", "along(-1)", show=False),
    ]
    """The keys of a screen with one list, which takes them into its bindings."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    @property
    def desk_app(self) -> DeskHost:
        return cast("DeskHost", self.app)

    @property
    def on_booking(self) -> bool:
        """Whether there is a booking that the keys would act on."""
        return True

    def again(self) -> bool:
        """Ask the world again, where the screen shows an answer of it; False where it shows the desk alone."""
        return False

    async def action_find(self) -> None:
        """Somebody, or a booking; a screen with a list of its own narrows that down instead."""
        await self.run_action("app.find")

    def action_along(self, down: int) -> None:
        """The cursor of the screen's list."""
        from textual.widgets import OptionList  # the first frame has none

        options = self.query_one(OptionList)
        (options.action_cursor_down if down > 0 else options.action_cursor_up)()

    def hint(self, action: str, why: str = "") -> Hint:
        """The action as the line of keys says it."""
        known = commands.BY_ID[action]
        return Hint(self.key_of(action), known.hint(self.language), known.do, why)

    def key_of(self, action: str) -> str:
        """The key of an action as people read it, remapped or not."""
        return commands.shown_key(commands.BY_ID[action], self.desk_app.remapped)
