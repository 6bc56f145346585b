"""Letters and what each tells, and the rules by which they are sent."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import bindparam, delete, select, text, update

from deskbell.domain.effects import LetterTurned, OpTurned, RuleSet, Told
from deskbell.domain.errors import PlanChanged
from deskbell.domain.ids import Id
from deskbell.domain.mail_facts import text_id
from deskbell.domain.notices import Letter, Notice
from deskbell.domain.op import OpState
from deskbell.domain.people import Role
from deskbell.store import tables as t
from deskbell.store.apply.making import Making, into
from deskbell.store.codes import among

_m, _n, _r = t.message.c, t.notification.c, t.notice_rule.c
_FACE = select(t.tutor.c.person_id).where(t.tutor.c.public_id == bindparam("tutor"))
# Told by the clock it is told once (I48): where another worker was quicker, nothing of this change is kept. What was
# taken out of one letter goes into another.
_TOLD = text(
    "INSERT INTO notification (message_id, booking_id, audience, person, notice, about, rule, channel, start, state)"
    " VALUES (:message, :booking, :audience, :person, :notice, :about, :rule, 'MAIL', :start, 'SCHEDULED')"
    " ON CONFLICT (rule, booking_id, person, channel, start) DO UPDATE SET message_id = excluded.message_id,"
    " state = excluded.state WHERE notification.state = 'SUPPRESSED'"
)
_ITEM = (
    update(t.notification)
    .where(
        _n.message_id == bindparam("key"), _n.booking_id == bindparam("of"), _n.notice == bindparam("what"),
        _n.audience == bindparam("side"), _n.state == bindparam("old"),
    )
    .values(state=bindparam("new"))
)  # fmt: skip
_LETTER = (
    update(t.message)
    .where(_m.id == bindparam("key"))
    .values(state=bindparam("new"), turned_at=bindparam("at"), code=bindparam("why"))
)
_SAME = update(t.notification).where(_n.message_id == bindparam("key"))
_RULE_GONE = delete(t.notice_rule).where(_r.public_id == bindparam("which"))


def told(w: Making, e: Told) -> None:
    """The first of a letter makes it. PlanChanged where it was told by this rule before."""
    if e.letter is None:
        raise PlanChanged("OVERTAKEN", kind=e.kind)
    message = w.keys.seen(t.message, e.letter)
    if message is None:
        person = w.conn.execute(_FACE, {"tutor": e.person}).scalar() if e.audience is Role.TUTOR else None
        message = w.insert(
            t.message,
            e.letter,
            audience=str(e.audience),
            person_id=person or w.keys.of(t.person, e.person),
            state=str(Letter.SCHEDULED),
            created_at=w.now,
        )
    values = {
        "message": message, "booking": w.keys.of(t.booking, e.booking), "audience": str(e.audience),
        "person": e.person, "notice": str(e.notice), "about": e.about, "rule": e.rule, "start": e.start,
    }  # fmt: skip
    w.turn(_TOLD, values, letter=e.letter)


def letter_turned(w: Making, e: LetterTurned) -> None:
    """A letter of which anything left has left, whatever else in it was not so any more."""
    key = w.keys.of(t.message, e.letter)
    said = {"old": str(e.before), "new": str(e.after)}
    item = {"of": w.keys.of(t.booking, e.booking), "what": str(e.notice), "side": str(e.audience)}
    if not w.conn.execute(_ITEM, {"key": key, **item, **said}).rowcount:
        raise PlanChanged("OVERTAKEN", letter=e.letter)
    held = [e.before] if e.after is Letter.SUPPRESSED else [e.before, e.after, Letter.SUPPRESSED]
    statement = _LETTER.where(among(_m.state, sorted(set(held))))
    w.conn.execute(statement, {"key": key, "new": str(e.after), "at": w.now, "why": e.code})


def along(w: Making, e: OpTurned) -> None:
    """What was to be sent and is not, or is after all: its letter says so too."""
    key = w.keys.seen(t.message, e.subject)
    after = {OpState.DROPPED: Letter.SUPPRESSED, OpState.TODO: Letter.SCHEDULED}.get(e.after)
    if key is None or after is None:
        return
    before = Letter.SCHEDULED if after is Letter.SUPPRESSED else Letter.SUPPRESSED
    w.conn.execute(_SAME.where(_n.state == str(before)).values(state=str(after)), {"key": key})
    w.conn.execute(
        _LETTER.where(_m.state == str(before)), {"key": key, "new": str(after), "at": w.now, "why": ""}
    )  # fmt: skip


_TEXT = text(
    "INSERT INTO template (public_id, notice, language) VALUES (:id, :notice, :language) ON CONFLICT DO NOTHING"
)
_TEXTS = {text_id(notice, language): (notice, language) for notice in Notice for language in ("en", "es", "pt")}


def text_begun(w: Making, which: Id) -> None:
    """A text that is the desk's own from here on: its row is there to be overwritten."""
    notice, language = _TEXTS[which]
    w.conn.execute(_TEXT, {"id": which, "notice": str(notice), "language": language})


def rule_set(w: Making, e: RuleSet) -> None:
    """The row says what the rule says now; without one a desk's own rules are as the program has them."""
    w.conn.execute(_RULE_GONE, {"which": e.rule})
    if e.after is not None:
        w.conn.execute(into(t.notice_rule), {"public_id": e.rule, **asdict(e.after)})
