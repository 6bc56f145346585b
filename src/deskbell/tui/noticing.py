"""What the head of every screen says, and what is new since the last look: in a thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbell.domain.errors import DeskError
from deskbell.services.attention import attention, noticed
from deskbell.words.attention import needs_line
from deskbell.words.i18n import t

if TYPE_CHECKING:
    from deskbell.domain.attention import Noticed
    from deskbell.domain.ids import Id
    from deskbell.services.desk import Desk
    from deskbell.tui.host import DeskHost

MOST = 3
"""New tasks that are told in words at once; the flag counts the others."""


def notice(app: DeskHost, desk: Desk, known: frozenset[Id] | None) -> tuple[Noticed, tuple[str, ...]] | None:
    """How it stands, and the words of what is not `known` yet (None: nobody has looked before, so nothing is new).

    None where the desk cannot be read right now: the next look says it.
    """
    try:
        found = noticed(desk, app.working(desk))
        fresh = frozenset(task for task, _ in found.tasks) - known if known is not None else frozenset()
        if not fresh:
            return found, ()
        about = attention(desk)
    except DeskError:
        return None
    new = [task for task in about.tasks if task.task in fresh][:MOST]
    lines = (needs_line(task, about.desk.zone, about.now, app.language) for task in new)
    return found, tuple(t(app.language, "attention.rung", what=line) for line in lines)
