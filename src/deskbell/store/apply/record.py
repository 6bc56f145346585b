"""The append-only record of a change: its row, one activity per effect, and the words that are kept apart."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select, text

from deskbell.domain.codec import dumps
from deskbell.domain.effects import CalendarSet, DayReopened, Effect, FieldSet
from deskbell.domain.errors import PlanChanged, WrongInput
from deskbell.domain.ids import Id
from deskbell.domain.people import Actor
from deskbell.domain.plan import Plan
from deskbell.store import tables as t
from deskbell.store.apply.making import Making, into

# Both unique keys, of the command and of what is undone, answer in silence: the row that is there is looked at next.
_OPEN = text(
    "INSERT INTO change (key, at, role, person, verb, digest, subject, undoes)"
    " VALUES (:key, :at, :role, :person, :verb, :digest, :subject, :undoes) ON CONFLICT DO NOTHING"
)
_BY_KEY = select(t.change.c.id, t.change.c.digest).where(t.change.c.key == bindparam("key"))
_PARTICIPANT = select(t.booking.c.participant_id).where(t.booking.c.id == bindparam("key"))
_REFUND = select(t.refund.c.order_id, t.refund.c.booking_id).where(t.refund.c.public_id == bindparam("id"))


def opened(conn: Any, plan: Plan, key: Id, actor: Actor, now: int, undoes: int | None) -> tuple[int, bool]:
    """The change's number, and whether it is new. The same key with another plan is WrongInput("KEY_REUSED")."""
    digest = plan.digest
    head = {
        "key": key,
        "at": now,
        "role": str(actor.role),
        "person": actor.person,
        "verb": plan.verb,
        "digest": digest,
        "subject": plan.subject,
        "undoes": undoes,
    }
    new = conn.execute(_OPEN, head).rowcount == 1
    row = conn.execute(_BY_KEY, {"key": key}).first()
    if row is None:
        raise PlanChanged("ALREADY_UNDONE", change=undoes)
    if row[1] != digest:
        raise WrongInput("KEY_REUSED", change=row[0])
    return row[0], new


def write(w: Making, effects: tuple[Effect, ...]) -> None:
    """One activity row per effect, in order; a person's words of plain fields go to a table of their own."""
    rows = [_activity(w, e) for e in effects]
    if not any(isinstance(e, FieldSet | DayReopened | CalendarSet) for e in effects):
        if rows:
            w.conn.execute(into(t.activity), rows)
        return
    for effect, row in zip(effects, rows, strict=True):
        made = w.conn.execute(into(t.activity), row).inserted_primary_key
        if isinstance(effect, DayReopened) and made is not None:
            w.conn.execute(into(t.kept_words), {"activity_id": made[0], "field": "reason", "words": effect.reason})
        if isinstance(effect, CalendarSet) and made is not None:
            said = [{"activity_id": made[0], "field": f, "words": getattr(effect, f)} for f in sorted(effect.spoken())]
            w.conn.execute(into(t.kept_words), said)
        if isinstance(effect, FieldSet) and made is not None:
            person = _spoken_of(w, effect)
            kept = [("before", effect.before), ("after", effect.after)]
            words = [{"activity_id": made[0], "field": f, "words": s, "person_id": person} for f, s in kept]
            w.conn.execute(into(t.kept_words), words)


def _activity(w: Making, e: Effect) -> dict[str, Any]:
    booking, slot, order = (getattr(e, name, None) for name in ("booking", "slot", "order"))
    where = {
        "booking_id": w.keys.maybe(t.booking, booking),
        "slot_id": w.keys.maybe(t.slot, slot),
        "order_id": w.keys.maybe(t.desk_order, order),
    }
    if isinstance(e, FieldSet) and e.entity == "slot":
        where["slot_id"] = w.keys.of(t.slot, e.subject)
    if task_of := getattr(e, "subject", None) if e.kind.startswith("Task") else None:
        where |= _about(w, task_of)
    head = {"change_id": w.change, "at": w.now, "role": str(w.actor.role), "person": w.actor.person}
    return {**head, "kind": e.kind, **where, "body": dumps(e)}


def _about(w: Making, subject: Id) -> dict[str, int | None]:
    """The booking, order or slot that a task is about; a refund's task is about its order and booking."""
    if row := w.conn.execute(_REFUND, {"id": subject}).first():
        return {"order_id": row[0], "booking_id": row[1]}
    for column, table in (("booking_id", t.booking), ("order_id", t.desk_order), ("slot_id", t.slot)):
        if key := w.keys.seen(table, subject):
            return {column: key}
    return {}


def _spoken_of(w: Making, e: FieldSet) -> int | None:
    """Whose words these are, so that an erasure finds them."""
    if e.entity == "person":
        return w.keys.of(t.person, e.subject)
    if e.booking is None:
        return None
    found: int | None = w.conn.execute(_PARTICIPANT, {"key": w.keys.of(t.booking, e.booking)}).scalar()
    return found
