"""A person's words, blanked wherever they stand in rows that may be overwritten; what was written once names nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, case, func, or_, select, update

from deskbell.domain.effects import PersonErased
from deskbell.domain.erasing import pseudonym
from deskbell.domain.text import fold
from deskbell.store import tables as t
from deskbell.store.theirs import ALONE, LETTERS, THEIRS

if TYPE_CHECKING:
    from deskbell.store.apply.making import Making

_p, _m, _n, _op = t.person.c, t.message.c, t.note.c, t.op.c
_WHO: Any = bindparam("who")
_FOUND = select(_p.name, _p.mail, _p.phone, _p.household_id).where(_p.id == _WHO)
_NAMESAKES = select(func.count()).select_from(t.person).where(_p.fold == bindparam("fold"), _p.id != _WHO)
_ORDERS = select(t.desk_order.c.id).where(
    or_(
        t.desk_order.c.payer_id == _WHO,
        and_(
            t.desk_order.c.payer_id.is_(None),
            t.desk_order.c.id.in_(select(t.booking.c.order_id).where(t.booking.c.participant_id == _WHO)),
        ),
    )
)
_ATTEMPTS = select(t.attempt.c.public_id).where(t.attempt.c.order_id.in_(_ORDERS))
_PERSON = (
    update(t.person)
    .where(_p.id == _WHO)
    .values(
        name=bindparam("pseudo"), fold=bindparam("folded"), mail="", phone="", language="", zone="", birth_year=None,
        household_id=None, archived_at=func.coalesce(_p.archived_at, bindparam("now")), version=_p.version + 1,
    )
)  # fmt: skip
_BLANKED = (
    update(t.note).where(_n.booking_id.in_(THEIRS)).values(text=""),
    update(t.slot).where(t.slot.c.id.in_(ALONE)).values(focus="", join_url=""),
    update(t.kept_words)
    .where(
        or_(
            t.kept_words.c.person_id == _WHO,
            t.kept_words.c.activity_id.in_(
                select(t.activity.c.id).where(or_(t.activity.c.booking_id.in_(THEIRS), t.activity.c.slot_id.in_(ALONE)))
            ),
        )
    )
    .values(words="", person_id=None),
    update(t.message).where(_m.id.in_(LETTERS)).values(subject="", body="", html=""),
    update(t.message).where(_m.person_id == _WHO).values(address=""),
    update(t.calendar_link).where(t.calendar_link.c.slot_id.in_(ALONE)).values(join_url=""),
    update(t.attempt).where(t.attempt.c.order_id.in_(_ORDERS)).values(link=""),
    update(t.refund).where(t.refund.c.order_id.in_(_ORDERS)).values(external_ref=""),
    update(t.op).where(_op.subject.in_(_ATTEMPTS)).values(request="{}", response=""),
    update(t.document_party)
    .where(
        t.document_party.c.document_id.in_(select(t.document.c.id).where(t.document.c.payer_id == _WHO)),
        t.document_party.c.keep_until <= bindparam("now"),
    )
    .values(name="", address=""),
)
_LAST = (
    update(t.household)
    .where(
        t.household.c.id == bindparam("home"),
        ~select(_p.id).where(_p.household_id == bindparam("home"), _p.id != _WHO).exists(),
    )
    .values(name="")
)
_SAID = (
    t.note.c.text, t.kept_words.c.words, t.drawer_move.c.reason, t.busy.c.title, t.slot.c.focus, t.message.c.subject,
    t.message.c.body, t.message.c.html, t.op.c.response, t.op.c.error, t.household.c.name,
)  # fmt: skip
"""Where somebody may have written of them in words of their own."""
SHORTEST = 6
"""Characters from which a name, an address or a number cannot be a part of something else."""


def person_erased(w: Making, e: PersonErased) -> None:
    """Whoever wrote of them elsewhere by their whole name, mail or phone wrote of a number; of a name that somebody
    else bears too, that other person may be meant, and it stays.
    """
    key = w.keys.of(t.person, e.person)
    name, mail, phone, home = w.conn.execute(_FOUND, {"who": key}).one()
    pseudo = pseudonym(key)
    for statement in _BLANKED:
        w.conn.execute(statement, _given(statement, {"who": key, "now": w.now}))
    if home is not None:
        w.conn.execute(_LAST, {"who": key, "home": home})
    shared = w.conn.execute(_NAMESAKES, {"who": key, "fold": fold(name)}).scalar_one()
    for words in (mail, phone, "" if shared else name):
        if len(words) >= SHORTEST:
            _forget(w, words, pseudo)
    values = {"who": key, "pseudo": pseudo, "folded": fold(pseudo), "now": w.now}
    w.turn(_PERSON, values, person=e.person)


def _given(statement: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Of the values those that the statement asks for."""
    return {name: value for name, value in values.items() if name in statement.compile().params}


def _forget(w: Making, words: str, pseudo: str) -> None:
    for column in _SAID:
        said = case((column == words, ""), else_=func.replace(column, words, pseudo))
        w.conn.execute(update(column.table).where(column.contains(words, autoescape=True)).values({column.name: said}))
