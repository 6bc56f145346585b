"""What is said on the terminal once the screen is gone: what falls due while nobody works for this desk."""

from __future__ import annotations

from collections.abc import Sequence

from deskbell.domain.text import clean
from deskbell.domain.working import Due

MOST = 5


def last_words(left: Sequence[Due], language: str, zone: str, now: int) -> list[str]:
    """A heading and a line for each of the next few, soonest first; nothing where nothing falls due."""
    from deskbell.words.i18n import t
    from deskbell.words.operations import falls_due

    if not left:
        return []
    lines = [f"  {falls_due(due.what, due.at, language, zone, now, due.booking)}" for due in left[:MOST]]
    if len(left) > MOST:
        lines.append(f"  {t(language, 'calendar.more', n=len(left) - MOST)}")
    return [clean(line) for line in (t(language, "app.falls_due"), *lines)]
