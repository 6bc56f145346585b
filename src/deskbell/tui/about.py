"""What a booking is called where it is spoken of: Piano 60, Wed 4 March 15:30, Ana Pérez."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbell.domain.text import clean
from deskbell.words.i18n import t
from deskbell.words.speech import Speech

if TYPE_CHECKING:
    from deskbell.domain.views import BookingView


def who(view: BookingView, language: str) -> str:
    """The person's name; a walk-in has none."""
    return clean(view.person.name) if view.person is not None else t(language, "calendar.walk_in")


def about(view: BookingView, language: str) -> str:
    """Lesson, when, who: one line, cleaned."""
    say = Speech(language, view.desk.zone, now=view.now)
    return f"{clean(view.service.name)}, {say.at(view.slot.start)}, {who(view, language)}"
