"""Whether the keys of a settings file can be given: to actions that there are, each key to one of a screen."""

from __future__ import annotations

from deskbell.settings import Settings, check_actions, check_keys
from deskbell.tui.commands import BOOKING, BY_ID, CALENDAR, PAYMENT, of

OTHER_IDS = (
    *("app.quit", "app.interrupt", "book.leave", "book.down", "book.up", "book.pick", "book.previous"),
    *(
        "booking.back",
        "payment.back",
        "payment.take",
        "modal.back",
        "note.save",
        "letter.save",
        "plan.confirm",
        "setup.back",
        "setup.on",
    ),
    *("grid.up", "grid.down", "grid.left", "grid.right", "grid.page_up", "grid.page_down", "grid.home", "grid.end"),
    *("grid.next_block", "grid.previous_block", "grid.open", "grid.zoom_in", "grid.zoom_out"),
    *("menu.back", "menu.down", "menu.up", "menu.page_up", "menu.page_down"),
)
"""What screens and widgets bind by themselves; settings may give these other keys too."""


def check(settings: Settings) -> None:
    """SettingsWrong: a key is given to an action that there is not, or to two that stand on one screen."""
    check_actions(settings, (*BY_ID, *OTHER_IDS))
    remapped = dict(settings.keys)
    for where in (CALENDAR, BOOKING, PAYMENT):
        check_keys(settings, {a.id: remapped.get(a.id) or a.keys.split(",") for a in of(where)})
