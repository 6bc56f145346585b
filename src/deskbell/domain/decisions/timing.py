"""May this time be taken? The slot engine's answer, split into what nobody may and what the desk may overrule."""

from __future__ import annotations

from deskbell.domain.availability import Diary, Reason, Rules, Why, why_not
from deskbell.domain.errors import Refused
from deskbell.domain.offer import Service
from deskbell.domain.people import Role
from deskbell.domain.plan import Warned

HARD = frozenset({Why.BOOKING, Why.BUFFER, Why.HOLD, Why.ROOM})
"""What the database itself refuses. Everything else a desk may overrule with its eyes open."""


def rules(service: Service, minutes: int | None = None) -> Rules:
    """A service as the slot engine sees it; `minutes` overrides its length."""
    return Rules(
        length=minutes or service.minutes,
        interval=service.interval,
        before=service.before,
        after=service.after,
        notice=service.notice,
        horizon_days=service.horizon_days,
        max_per_day=service.max_per_day,
        max_minutes_per_day=service.max_minutes_per_day,
    )


def shown(reasons: tuple[Reason, ...]) -> tuple[tuple[str, str], ...]:
    """Reasons as plain facts: (code, reference)."""
    return tuple((str(r.why), "" if r.ref is None else str(r.ref)) for r in reasons)


def check(diary: Diary, rule: Rules, start: int, now: int, role: Role) -> tuple[Warned, ...]:
    """Nothing where the time is free; warnings where the desk overrules; Refused where it is taken (I19).

    Refused("TAKEN") carries `reasons`: the slot engine's own, as the list and "why not?" give them.
    """
    reasons = why_not(diary, rule, start, now)
    hard = tuple(r for r in reasons if r.why in HARD)
    if hard or (reasons and role is not Role.STAFF):
        stop = hard or reasons
        code = "PAST" if any(r.why is Why.PAST for r in stop) else "TAKEN"
        raise Refused(code, start=start, reasons=stop)
    return tuple(
        Warned.of(f"OVER_{r.why}", ref="" if r.ref is None else str(r.ref), start=r.start, end=r.end) for r in reasons
    )
