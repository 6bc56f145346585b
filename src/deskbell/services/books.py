"""What an accountant asks of a desk: documents, the ledger, payments and lessons as rows. Nothing here changes it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from deskbell.domain.clock import zone_clock
from deskbell.domain.commands import IssueMonth
from deskbell.domain.documents import MonthDue, read_receipt
from deskbell.domain.effects import DocumentIssued
from deskbell.domain.errors import NotFound, NotSetUp, WrongInput
from deskbell.store import find
from deskbell.store.reads import appointments, books, documents, receipts

if TYPE_CHECKING:
    from deskbell.domain.books import Appointment, LedgerEntry, LessonRow, MoneyRow, Posting
    from deskbell.domain.documents import DocumentHead, DocumentView, Paper, ReceiptHead, ReceiptView
    from deskbell.domain.ids import Id
    from deskbell.domain.people import Person
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

    def receipts(self, most: int = MOST) -> tuple[ReceiptHead, ...]:
        """Receipts of money that came or went back, the latest first."""
        with self.desk.database.read() as unit:
            return receipts.receipts(unit.connection, most)

    def papers(self, most: int = MOST) -> tuple[Paper, ...]:
        """All that is on paper, the latest first; at most so many documents and so many receipts."""
        found: list[Paper] = [*self.documents(most), *self.receipts(most)]
        return tuple(sorted(found, key=lambda x: -x.at))

    def document(self, which: str) -> DocumentView:
        """The document of that label, 12 or C3. NotFound: NO_DOCUMENT."""
        with self.desk.database.read() as unit:
            return documents.document(unit.connection, which)

    def paper(self, which: str) -> DocumentView | ReceiptView:
        """Whatever has that label: 12, C3 or R1042. NotFound: NO_DOCUMENT."""
        if read_receipt(which) is None:
            return self.document(which)
        with self.desk.database.read() as unit:
            return receipts.receipt(unit.connection, which)

    def due_by_month(self, count: int, payer: Id | None = None) -> tuple[MonthDue, ...]:
        """What a run would write of each of the last months, this one first; for everybody, or for one payer."""
        today = self.desk.today()
        found = []
        for back in range(count):
            year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
            plan = self.desk.plan(IssueMonth(key=self.desk.fresh(), actor=self.desk.actor, year=year, month=month + 1,
                                             payer=payer))  # fmt: skip
            written = tuple(plan.of(DocumentIssued))
            found.append(MonthDue(year, month + 1, len(written), sum(x.gross for x in written)))
        return tuple(found)

    def payers(self, text: str, limit: int = 4) -> tuple[Person, ...]:
        """Who pays for the people whom these words find, the likeliest first: a child's guardian stands for it."""
        with self.desk.database.read() as unit:
            conn = unit.connection
            people = [find.person(conn, hit.id) for hit in find.search_people(conn, text, 3 * limit)]
            payers = {x.payer or x.id: None for x in people if x is not None}
            found = [find.person(conn, id_) for id_ in payers]
        return tuple(x for x in found if x is not None)[:limit]

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
