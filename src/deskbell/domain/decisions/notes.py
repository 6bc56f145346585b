"""Notes and plain fields: nothing but words changes, so they commit at once, and undo takes them back."""

from __future__ import annotations

from urllib.parse import urlsplit

from deskbell.domain.commands import AddNote, Edit
from deskbell.domain.decisions.book import MAX_MAIL, MAX_NAME, MAX_PHONE
from deskbell.domain.effects import Effect, FieldSet, NoteAdded
from deskbell.domain.errors import Refused, WrongInput
from deskbell.domain.facts import BookingFacts
from deskbell.domain.ids import Id, Mint
from deskbell.domain.plan import Plan
from deskbell.domain.text import clean

KINDS = ("GENERAL", "COMPLETION", "INTERNAL")
VISIBILITIES = ("INTERNAL", "TUTOR", "CUSTOMER")
MAX_NOTE = 4000
_LIMITS = {"name": MAX_NAME, "mail": MAX_MAIL, "phone": MAX_PHONE}


def decide_note(facts: BookingFacts, cmd: AddNote, now: int, mint: Mint) -> Plan:
    """A note on a booking; one of kind COMPLETION only once the lesson has been (A12)."""
    text = clean(cmd.text, limit=MAX_NOTE, multiline=True).strip()
    if not text:
        raise WrongInput("NOTE_EMPTY")
    if cmd.kind not in KINDS or cmd.visibility not in VISIBILITIES:
        raise WrongInput("NOTE_KIND", kind=cmd.kind, visibility=cmd.visibility)
    if cmd.kind == "COMPLETION" and facts.slot.end > now:
        raise Refused("NOT_YET", at=facts.slot.end, verb="NOTE")
    added = NoteAdded(mint(), facts.booking.id, cmd.kind, cmd.visibility, text=text)
    return Plan("NOTE", (added,), asks=False, subject=facts.booking.id)


def decide_edit(facts: BookingFacts, cmd: Edit, now: int, mint: Mint) -> Plan:
    """Fields that changed, each with its words before and after; fields that stay the same make no effect.

    WrongInput: NOTHING_CHANGED, FIELD (an unknown one), NAME_EMPTY, URL, MAIL.
    """
    effects: list[Effect] = []
    for name, typed in dict(cmd.fields).items():  # of a field named twice, the last word
        entity, subject, before = _field(facts, name)
        after = checked(name, clean(typed, limit=_LIMITS.get(name, 500)).strip())
        if after != before:
            effects.append(FieldSet(entity, subject, name, facts.booking.id, before, after))
    if not effects:
        raise WrongInput("NOTHING_CHANGED")
    return Plan("EDIT", tuple(effects), asks=False, subject=facts.booking.id)


def _field(facts: BookingFacts, name: str) -> tuple[str, Id, str]:
    if name == "focus":
        return "slot", facts.slot.id, facts.slot.focus
    if name == "join_url":
        return "slot", facts.slot.id, facts.slot.join_url
    if name in ("name", "mail", "phone"):
        if facts.person is None:
            raise Refused("WALK_IN", field=name)
        return "person", facts.person.id, str(getattr(facts.person, name))
    raise WrongInput("FIELD", field=name)


def checked(name: str, value: str) -> str:
    """The words of that field, as they may stand. WrongInput: NAME_EMPTY, URL, MAIL."""
    if name == "name" and not value:
        raise WrongInput("NAME_EMPTY")
    if name == "join_url" and value:
        try:
            parts = urlsplit(value)
        except ValueError:  # brackets that are no address
            raise WrongInput("URL", url=value) from None
        if parts.scheme != "https" or not parts.hostname or any(c.isspace() for c in value):
            raise WrongInput("URL", url=value)
    if name == "mail" and value:
        local, at, host = value.rpartition("@")
        if not (at and local and "." in host) or any(c.isspace() for c in value):
            raise WrongInput("MAIL", mail=value)
    return value
