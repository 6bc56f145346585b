"""The desk's mail as people see it: the rules, what went and what waits, what goes out next, and how it reads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deskbell.domain.errors import Busy, NotFound, NotSetUp, Refused, WrongInput
from deskbell.domain.letters import Coming, Outbox, ToSend, Written, gathered, is_so
from deskbell.domain.mail_facts import TextFacts
from deskbell.domain.notices import TIMED, Channel, Due, Notice, Rule, due, farthest, still_useful
from deskbell.domain.ports import Done, Later, Letter, Messenger, Unknown
from deskbell.domain.ports import Refused as No
from deskbell.services.written import write
from deskbell.store import find
from deskbell.store.reads import letters
from deskbell.words.letters import test_letter, text_of

if TYPE_CHECKING:
    from deskbell.domain.facts import Desk as Card
    from deskbell.domain.ids import Id
    from deskbell.services.desk import Desk
    from deskbell.store.work import Read

DAY = 86_400
MOST = 200
"""Letters that are listed."""


class Mail:
    """The mail of one desk. Nothing here changes it: rules and letters change by commands, as everything does."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def rules(self) -> tuple[Rule, ...]:
        """Those of what happens, then those by the clock."""
        with self.desk.database.read() as unit:
            found = find.rules(unit.connection)
        return tuple(sorted(found, key=lambda rule: rule.terms.notice in TIMED))

    def outbox(self, most: int = MOST) -> Outbox:
        """Letters that wait, then the others, newest first; and what goes out by the clock within a day."""
        now = self.desk.clock.now()
        with self.desk.database.read() as unit:
            card = _card(unit)
            dues = _due(unit, card, now, now + DAY) if card.mail else []
            shown = [x for x in dues if x.channel is Channel.MAIL]
            coming = gathered(letters.coming(unit.connection, shown))
            return Outbox(now, card.mail, letters.outbox(unit.connection, most), coming)

    def letter(self, no: int) -> Id:
        """By its number in the list. NotFound: NO_SUCH_LETTER."""
        with self.desk.database.read() as unit:
            found = letters.id_of(unit.connection, no)
        if found is None:
            raise NotFound("NO_SUCH_LETTER", which=no)
        return found

    def preview(self, letter: Id) -> Written | None:
        """What it said, where it left; what it would say now, where it waits; None where there is nothing to say."""
        with self.desk.database.read() as unit:
            if (kept := letters.kept(unit.connection, letter)) is not None:
                return kept
            card = _card(unit)
            found = letters.to_send(unit.connection, card, letter)
            if found is None:
                raise NotFound("NO_SUCH_LETTER", which=letter)
            now = self.desk.clock.now()
            true = [m for m in found.matters if is_so(m, now) and found.is_for(m)]
            return self._written(unit, card, replace(found, matters=tuple(true))) if true else None

    def example(self, rule: Rule, language: str, own: tuple[str, str] | None = None) -> Written | None:
        """How a rule's letter about the next lesson reads, in words that may not be kept yet; None without a lesson."""
        with self.desk.database.read() as unit:
            card = _card(unit)
            terms, now = rule.terms, self.desk.clock.now()
            found = letters.example(unit.connection, card, terms.notice, terms.audience, language, now)
            return None if found is None else self._written(unit, card, found, own)

    def foreseen(self, coming: Coming) -> Written | None:
        """How what comes by the clock would read, if nothing changes until then."""
        with self.desk.database.read() as unit:
            card = _card(unit)
            found = letters.foreseen(unit.connection, card, [one.due for one in coming.each])
            return None if found is None else self._written(unit, card, found)

    def _written(self, unit: Read, card: Card, letter: ToSend, own: tuple[str, str] | None = None) -> Written:
        texts = find.texts(unit.connection)
        if own is not None:
            texts = {**texts, (letter.matters[0].item.notice, letter.language[:2]): own}
        return write(letter, letter.matters, card.zone, texts, "", self.desk.clock.now())

    def text(self, notice: Notice, language: str) -> tuple[tuple[str, str], TextFacts]:
        """How a notice reads now, subject and text with its places, and what of that is the desk's own."""
        with self.desk.database.read() as unit:
            facts = find.text_facts(unit.connection, _card(unit), notice, language)
            return text_of(notice, language, find.texts(unit.connection)), facts

    def bells(self, after: int, until: int) -> tuple[Coming, ...]:
        """Lessons for which this desk's bell rings in (after, until]; what has begun by then rings no more."""
        with self.desk.database.read() as unit:
            found = still_useful(_due(unit, _card(unit), after, until), until)
            return letters.coming(unit.connection, [x for x in found if x.channel is Channel.DESK])


def send_test(mail: Mail, messenger: Messenger, address: str, language: str) -> None:
    """One letter at once, outside of the outbox: it is somebody's own address, and they wait for it.

    WrongInput: ADDRESS_MISSING. Refused: MAIL_NOT_SENT. Busy: MAIL_UNKNOWN.
    """
    if not address.strip():
        raise WrongInput("ADDRESS_MISSING")
    card = mail.desk.card()
    said = test_letter(card.name, language)
    id_ = f"test.{mail.desk.fresh()}@{card.id}.deskbell"
    letter = Letter(id_, address.strip(), said.subject, said.text, said.html, at=mail.desk.clock.now())
    match messenger.send(letter):
        case Done():
            return
        case No(code):
            raise Refused("MAIL_NOT_SENT", refusal=code)
        case Later(_, code):
            raise Busy("MAIL_NOT_SENT", refusal=code)
        case Unknown(code):
            raise Busy("MAIL_UNKNOWN", refusal=code)


def _due(unit: Read, card: Card, after: int, until: int) -> list[Due]:
    rules = find.rules(unit.connection)
    behind, ahead = farthest(rules)
    found = find.lessons(unit.connection, card, after - behind, until + ahead)
    return list(still_useful(due(rules, found, after, until), after))


def _card(unit: Read) -> Card:
    card = find.desk(unit.connection)
    if card is None:
        raise NotSetUp("DESK_NOT_SET_UP")
    return card
