"""Which party serves which connection."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deskbell.services.connecting import Opened
    from deskbell.worker.party import Party, Tools

Invite = Callable[["Tools", "Opened"], Mapping[str, "Party"]]


def invited(tools: Tools, opened: Opened) -> dict[str, Party]:
    """The party of each connection that can be used and is no provider of payments."""
    found: dict[str, Party] = {}
    if opened.calendars:
        from deskbell.worker.events import Events

        found |= dict.fromkeys(opened.calendars, Events(tools, opened.calendars))
    if opened.messengers:
        from deskbell.worker.letters import Letters

        found |= dict.fromkeys(opened.messengers, Letters(tools, opened.messengers))
    return found
