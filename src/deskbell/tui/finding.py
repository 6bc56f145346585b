"""`/` on every screen: somebody by a name or the end of a telephone, or a booking by its number; enter opens it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from deskbell.domain.booking import ACTIVE
from deskbell.domain.errors import DeskError, NotFound
from deskbell.domain.text import clean
from deskbell.tui import flow
from deskbell.tui.modals.menu import FindModal, Verb
from deskbell.words.i18n import t
from deskbell.words.speech import Speech

LOOKED_AT = 8
"""Lessons of one of those found that are looked at for the one that stands and comes next."""

if TYPE_CHECKING:
    from textual.screen import Screen

    from deskbell.services.desk import Desk


async def find(screen: Screen[Any]) -> None:
    """Ask what is looked for, and open the booking that was taken."""
    app, desk = flow.app_of(screen), flow.desk_of(screen)
    language = app.language

    async def search(words: str) -> Sequence[Verb]:
        try:
            return await asyncio.to_thread(lambda: tuple(fitting(desk, words, language)))
        except DeskError as error:
            flow.refuse(screen, error)
            return ()

    modal = FindModal(prompt=t(language, "find.prompt"), none=t(language, "find.none"), search=search)
    taken = await app.push_screen_wait(modal)
    if taken is not None:
        app.open_booking(int(taken))


def fitting(desk: Desk, words: str, language: str) -> Iterator[Verb]:
    """A booking of that number; then people, each with the next of their or their children's lessons, else the last."""
    now = desk.clock.now()
    say = Speech(language, desk.card().zone, now=now)
    number = words.strip().removeprefix("#")
    if number.isdecimal() and number.isascii() and len(number) < 19:
        try:
            view = desk.booking(int(number))
        except NotFound:
            pass
        else:
            who = clean(view.person.name) if view.person is not None else t(language, "calendar.walk_in")
            lesson = f"{clean(view.service.name)}, {say.at(view.slot.start)}"
            yield Verb(who, f"#{view.booking.no}", lesson, str(view.booking.no))
    for hit in desk.search(words):
        name = clean(hit.name)
        found = desk.bookings(hit.no, LOOKED_AT, family=True)
        next_ = next((x for x in found if x.seat.state in ACTIVE), next(iter(found), None))
        if next_ is None:
            yield Verb(name, "–", clean(hit.guardian or hit.household), why=t(language, "find.no_lesson"))
            continue
        no, who = next_.seat.booking, clean(next_.seat.name)
        parts = (clean(next_.service), say.at(next_.start), "" if who == name else who)
        yield Verb(name, f"#{no}", ", ".join(part for part in parts if part), str(no))
