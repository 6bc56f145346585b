"""The desk's own settings, and what it offers."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from deskbell.domain.connections import Serves, serves
from deskbell.domain.facts import Desk, LatePay
from deskbell.domain.ids import Id
from deskbell.domain.money import Money
from deskbell.domain.offer import Approval, Kind, Place, Service, TaxMode
from deskbell.domain.payment import LINKS
from deskbell.domain.policy import Policy
from deskbell.domain.working import Link
from deskbell.store import tables as t
from deskbell.store.find.which import Which, one, ways

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from deskbell.store.find.which import AnyRow

_d, _s = t.desk.c, t.service.c
_links = (
    select(func.aggregate_strings(t.connection.c.name, ","))
    .where(t.connection.c.state != str(Link.OFF))
    .scalar_subquery()
)
_DESK = select(
    _d.public_id, _d.name, _d.zone, _d.currency, _d.language, _d.first_weekday, _d.demo, _d.hold_minutes, _d.late_pay,
    _links,
)  # fmt: skip
_SERVICES = select(
    _s.public_id, _s.id, _s.name, _s.kind, _s.minutes, _s.minor, _s.currency, _s.capacity, _s.interval, _s.before,
    _s.after, _s.notice, _s.horizon_days, _s.max_per_day, _s.max_minutes_per_day, _s.tax_rate, _s.place, _s.policy,
    _s.active, _s.tax_mode, _s.approval,
)  # fmt: skip
_SERVICE = ways(_SERVICES, t.service)
_ALL_SERVICES = _SERVICES.order_by(_s.id)

read_policy = lru_cache(maxsize=256)(Policy.read)
"""The tiers of a stored policy; a desk has few of them and many bookings."""


def desk(conn: Connection) -> Desk | None:
    """The desk's settings, or None before it is set up."""
    row = conn.execute(_DESK).first()
    if row is None:
        return None
    id_, name, zone, currency, language, first_weekday, demo, hold, late, names = row
    standing = sorted((names or "").split(","))
    links = tuple(name for name in standing if name in LINKS)
    mail = next((name for name in standing if serves(name) is Serves.MAIL), "")
    calendar = next((name for name in standing if serves(name) is Serves.CALENDAR), "")
    own = (Id(id_), name, zone, currency, language, first_weekday, bool(demo))
    return Desk(*own, mail=mail, links=links, hold_minutes=hold, late_pay=LatePay(late), calendar=calendar)


def service(conn: Connection, which: Which) -> Service | None:
    row = one(conn, _SERVICE, which)
    return _service(row) if row else None


def services(conn: Connection) -> tuple[Service, ...]:
    """Every service, in the order in which they came; those no longer offered are there too, not `active`."""
    return tuple(_service(row) for row in conn.execute(_ALL_SERVICES))


def _service(row: AnyRow) -> Service:
    id_, no, name, kind, minutes, minor, currency, *limits, tax_rate, place, policy, active, mode, approval = row
    price = Money(minor, currency)
    rules = (*limits, tax_rate, Place(place), read_policy(policy), bool(active), TaxMode(mode), Approval(approval))
    return Service(Id(id_), no, name, Kind(kind), minutes, price, *rules)
