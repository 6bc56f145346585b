"""How a calendar is used, as its screen tells it: a line for each choice, and what the choice means. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.content import Content

from deskbell.domain.calendar_use import PRIMARY, CalendarSettings, Detail, Further
from deskbell.domain.ids import Id
from deskbell.domain.text import clean
from deskbell.tui.lines import blank, ends, hanging, padded, page
from deskbell.tui.text import cell_len, fit, text
from deskbell.words.dates import length
from deskbell.words.effect_texts import tables
from deskbell.words.i18n import t
from deskbell.words.language import spoken
from deskbell.words.operations import connection_name

if TYPE_CHECKING:
    from deskbell.domain.facts import Desk as Card
    from deskbell.domain.offer import Service

CHOICES = ("calendar", "owner", "remind", "says", "meet", "tutor", "busy")
"""One row each, in the order in which a person would ask."""
GAP = 2
Row = str | Further | None
"""A choice by its name, a calendar beside the first one, or None for the head of those."""


@dataclass(frozen=True, slots=True)
class CalendarsPage:
    """`busy` is whose time the other events take in fact; `key` the one that adds a calendar; `calendars` are names of
    calendars by their ids, as far as the account says them.
    """

    connection: str
    settings: CalendarSettings
    language: str
    tutors: Mapping[Id, str] = field(default_factory=dict)
    services: Mapping[Id, str] = field(default_factory=dict)
    calendars: Mapping[str, str] = field(default_factory=dict)
    busy: Id | None = None
    reading: int | None = None
    key: str = "F"

    @property
    def rows(self) -> list[Row]:
        return [*CHOICES, None, *self.settings.more]

    def title(self, width: int) -> list[Content]:
        left = text(self._t("calendars.title", name=connection_name(self.connection)), "bold")
        said = self._t("oncalendar.reading", n=self.reading) if self.reading is not None else ""
        return ends(left, text(said, "$held"), width)

    def choice_row(self, row: Row, width: int) -> Content:
        match row:
            case None:
                head = [blank(), text(self._t("calendars.more"), "bold")]
                if not self.settings.more:
                    head += text(self._t("calendars.more.none", key=self.key), "$muted").wrap(max(2, width))
                return page(head)
            case Further():
                at = self._at([self.calendar(x.calendar) for x in self.settings.more], width)
                name = text(fit(self.calendar(row.calendar), at - GAP))
                return page(hanging(name, text(self._use(row), "$muted"), width, at))
            case _:
                said, ink = self._value(row)
                at = self._at([self._t(f"calendars.row.{name}") for name in CHOICES], width)
                label = padded(text(self._t(f"calendars.row.{row}"), "$muted"), at)
                return page(hanging(label, text(said, ink), width, at))

    def about(self, row: Row, width: int) -> list[Content]:
        """What the choice means."""
        if row is None:
            return []
        own = "own" if isinstance(row, Further) and row.service is None else "offers"
        word = own if isinstance(row, Further) else row
        return text(self._t(f"calendars.about.{word}"), "$muted").wrap(max(2, width))

    def calendar(self, id_: str) -> str:
        """Its name where the account says it, else its id."""
        known = clean(self.calendars.get(id_, ""))
        return known or (self._t("calendars.primary") if id_ == PRIMARY else clean(id_))

    def _at(self, labels: list[str], width: int) -> int:
        """The column after these, where there is room for it."""
        return min(max(map(cell_len, labels)) + GAP, max(12, width // 2))

    def _value(self, name: str) -> tuple[str, str]:
        settings, terms = self.settings, tables(spoken(self.language)).terms
        match name:
            case "calendar":
                known = self.calendar(settings.calendar)
                more = settings.calendar if known != settings.calendar and settings.calendar != PRIMARY else ""
                return " · ".join(x for x in (known, clean(more)) if x), ""
            case "owner":
                return (clean(settings.owner), "") if settings.owner else (self._t("calendars.unsaid"), "$muted")
            case "remind":
                if settings.remind is None:
                    return terms["event.no_remind"], "$muted"
                return terms["event.before"].format(length=length(settings.remind)), ""
            case "says":
                return terms[f"event.{settings.detail}"], "" if settings.detail is Detail.FULL else "$due"
            case "meet":
                return terms["event.meet" if settings.meet else "event.no_meet"], "" if settings.meet else "$muted"
            case "tutor":
                whose = self.tutors.get(settings.tutor, "") if settings.tutor else ""
                return clean(whose) or self._t("calendars.everybody"), ""
            case _:
                whose = self.tutors.get(self.busy, "") if self.busy else ""
                return (clean(whose), "") if whose else (self._t("calendars.nobody"), "$muted")

    def _use(self, row: Further) -> str:
        tutor = clean(self.tutors.get(row.tutor, ""))
        if row.service is None:
            return self._t("calendars.own", tutor=tutor)
        said = self._t("calendars.offers", service=clean(self.services.get(row.service, "")), tutor=tutor)
        return said if row.seats is None else f"{said} · {self._t('calendars.seats', n=row.seats)}"

    def _t(self, word: str, /, **facts: object) -> str:
        return t(self.language, word, **facts)


@dataclass(frozen=True, slots=True)
class Used:
    """One reading: how the calendar is used, and who and what could be chosen."""

    card: Card
    connection: str
    settings: CalendarSettings
    tutors: Mapping[Id, str]
    services: tuple[Service, ...]
    busy: Id | None = None
    reading: int | None = None
    calendars: Mapping[str, str] = field(default_factory=dict)

    def page(self, language: str, key: str = "F") -> CalendarsPage:
        named = {x.id: x.name for x in self.services}
        return CalendarsPage(
            self.connection, self.settings, language, self.tutors, named, self.calendars, self.busy, self.reading, key
        )
