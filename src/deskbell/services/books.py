"""What an accountant asks of a desk: documents, the ledger, payments and lessons as rows. Nothing here changes it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from deskbell.domain.clock import zone_clock
from deskbell.domain.errors import NotFound, NotSetUp, WrongInput
from deskbell.store import find
from deskbell.store.reads import appointments, books, documents

if TYPE_CHECKING:
    from deskbell.domain.books import Appointment, LedgerEntry, LessonRow, MoneyRow, Posting
    from deskbell.domain.documents import DocumentHead, DocumentView
    from deskbell.domain.ids import Id
    from deskbell.services.desk import Desk
    from deskbell.store.work import Connection

FOREVER = 1 << 60
MOST = 10_000


class Books:
    """The books of one desk. Days are the desk's own; both ends of a span of days belong to it, None leaves it open."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def documents(self, most: int = MOST) -> tuple[DocumentHead, ...]:
        """Invoices and credit notes, the latest first."""
        with self.desk.database.read() as unit:
            return documents.documents(unit.connection, most)

    def document(self, which: str) -> DocumentView:
        """The document of that label, 12 or C3. NotFound: NO_DOCUMENT."""
        with self.desk.database.read() as unit:
            return documents.document(unit.connection, which)

    def order(self, no: int) -> Id:
        """The public id of the order of that number. NotFound: NO_SUCH_ORDER."""
        with self.desk.database.read() as unit:
            found = find.order(unit.connection, no)
        if found is None:
            raise NotFound("NO_SUCH_ORDER", which=no)
        return found.id

    def labels(self, ids: frozenset[Id]) -> dict[Id, str]:
        """What documents are called, by their public ids."""
        with self.desk.database.read() as unit:
            return documents.labels(unit.connection, ids)

    def ledger(
        self, first: date | None = None, last: date | None = None
    ) -> tuple[tuple[Posting, ...], tuple[LedgerEntry, ...]]:
        """The balances before the first day, and every entry of the days. WrongInput: LAST_BEFORE_FIRST."""
        with self.desk.database.read() as unit:
            zone, since, until = _span(unit.connection, first, last)
            return books.balances(unit.connection, since), tuple(books.ledger(unit.connection, zone, since, until))

    def money(self, first: date | None = None, last: date | None = None) -> tuple[MoneyRow, ...]:
        """Payments and refunds by the day on which money moved."""
        with self.desk.database.read() as unit:
            _, since, until = _span(unit.connection, first, last)
            return books.money(unit.connection, since, until)

    def lessons(self, first: date | None = None, last: date | None = None) -> tuple[LessonRow, ...]:
        """Bookings by the day of their lesson."""
        with self.desk.database.read() as unit:
            _, since, until = _span(unit.connection, first, last)
            return books.lessons(unit.connection, since, until)

    def appointments(
        self,
        first: date | None = None,
        last: date | None = None,
        *,
        tutor: int | None = None,
        person: int | None = None,
    ) -> tuple[Appointment, ...]:
        """What goes into a calendar of theirs: a tutor's lessons, or a person's and their children's, by number."""
        with self.desk.database.read() as unit:
            _, since, until = _span(unit.connection, first, last)
            card = find.desk(unit.connection)
            if card is None:
                raise NotSetUp("DESK_NOT_SET_UP")
            if tutor is not None:
                return appointments.of_tutor(unit.connection, card.id, tutor, since, until)
            return appointments.of_person(unit.connection, card.id, person or 0, since, until)


def _span(conn: Connection, first: date | None, last: date | None) -> tuple[str, int, int]:
    desk = find.desk(conn)
    if desk is None:
        raise NotSetUp("DESK_NOT_SET_UP")
    if first is not None and last is not None and last < first:
        raise WrongInput("LAST_BEFORE_FIRST", text=first.isoformat())
    clock = zone_clock(desk.zone)
    since = clock.day(first)[0] if first else 0
    return desk.zone, since, clock.day(last)[1] if last else FOREVER
