"""Views, plans and errors as JSON: public ids and numbers, money in minor units beside its currency, ISO instants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from deskbell.domain.codec import plain
from deskbell.domain.plan import Plan
from deskbell.domain.policy import Policy

if TYPE_CHECKING:
    from deskbell.domain.views import BookingView

_INSTANTS = frozenset(
    "start end busy_from busy_to now at raised_at due_at holds_until cancelled_at start_before until "
    "policy_start policy_start_before last opened_at closed_at since".split()
)


def instant(seconds: int, zone: str) -> str:
    """2026-03-04T15:30:00+01:00: the instant on that zone's wall."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(ZoneInfo(zone)).isoformat()


def jsonable(value: Any, zone: str, name: str = "") -> Any:
    """A frozen view as dicts and lists; fields that hold instants become ISO date-times of that zone."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, int) and name in _INSTANTS and abs(value) < 1 << 40:
        return instant(value, zone)
    if isinstance(value, Policy):
        return value.show()
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: jsonable(getattr(value, f.name), zone, f.name) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(k): jsonable(v, zone, str(k)) for k, v in value.items()}
    if isinstance(value, tuple | list | frozenset | set):
        return [jsonable(v, zone) for v in value]
    return value


def plan_facts(plan: Plan, zone: str) -> dict[str, Any]:
    """A plan as a script sees it: its digest is what --commit wants."""
    return {
        "verb": plan.verb,
        "digest": plan.digest,
        "asks": plan.asks,
        "valid_until": None if plan.holds_until is None else instant(plan.holds_until, zone),
        "effects": [{"kind": e.kind, **jsonable(plain(e, spoken=True), zone)} for e in plan.effects],
        "warnings": [{"code": w.code, **jsonable(dict(w.facts), zone)} for w in plan.warnings],
    }


def booking_facts(view: BookingView) -> dict[str, Any]:
    """A booking whole: its parts as the desk names them, its sums, and the timeline as effects."""
    zone = view.desk.zone
    facts = jsonable(view, zone)
    facts.pop("desk")
    facts["timeline"] = [
        {
            "change": told.change,
            "at": instant(told.at, zone),
            "role": str(told.role),
            "who": told.who,
            "verb": told.verb,
            "undone": told.undone,
            "effect": {"kind": told.effect.kind, **jsonable(plain(told.effect, spoken=True), zone)},
        }
        for told in view.timeline
    ]
    sums = {"due": view.due, "captured": view.captured, "refunded": view.refunded, "open": view.open}
    money = {"currency": view.currency, **sums, "state": str(view.money)}
    head = {"booking": view.booking.no, "state": str(view.booking.state), "sources": _sources(view), "money": money}
    return {**head, "detail": facts}


def _sources(view: BookingView) -> dict[str, Any]:
    """What the five systems that people come from would call it."""
    from deskbell.domain.source_words import Dispute, source_words

    disputed = any(p.disputed for p in view.payments)
    words = source_words(
        view.booking.state,
        view.money,
        on_calendar=view.on_calendar,
        attendance=view.booking.attendance,
        dispute=Dispute.OPEN if disputed else None,
    )
    return asdict(words)


def error_facts(error: Exception, said: str, zone: str = "UTC") -> dict[str, Any]:
    """An error as a script sees it: code, sentence, plain facts."""
    facts = {k: v for k, v in getattr(error, "facts", {}).items() if not isinstance(v, Plan)}
    return {
        "code": getattr(error, "code", type(error).__name__),
        "sentence": said,
        "facts": jsonable(facts, zone),
    }
