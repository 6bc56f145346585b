"""What a calendar that offers classes would change, gathered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbell.domain.errors import NotFound
from deskbell.domain.offering import OFFER_CHANGED, OFFER_CLASH, OfferFacts, OfferState, SyncOffers, offer_slot
from deskbell.store import find
from deskbell.store.find import offered

if TYPE_CHECKING:
    from deskbell.domain.facts import Desk
    from deskbell.store.work import Connection

_TASKS = frozenset({OFFER_CHANGED, OFFER_CLASH})


def offer_facts(conn: Connection, cmd: SyncOffers, desk: Desk, now: int) -> OfferFacts:
    """NotFound: NO_SUCH_TUTOR, NO_SUCH_SERVICE."""
    further = cmd.further
    tutor = find.tutor(conn, further.tutor)
    service = find.service(conn, further.service) if further.service is not None else None
    if tutor is None:
        raise NotFound("NO_SUCH_TUTOR", which=further.tutor)
    if service is None:
        raise NotFound("NO_SUCH_SERVICE", which=further.service)
    known = offered.offered(conn, cmd.connection, further.calendar)
    waiting = [k.span for k in known.values() if k.state is OfferState.WAITS]
    told = {span.event for span in cmd.spans} | cmd.gone | {span.event for span in waiting}
    if cmd.only is not None:
        told |= set(known) - cmd.only
    spans = [s for s in (*cmd.spans, *waiting) if s.start > now]
    pad = max(service.before, service.after) * 60
    lo, hi = min((s.start for s in spans), default=0) - pad, max((s.end for s in spans), default=0) + pad
    return OfferFacts(
        desk, tutor, service, known,
        offered.meets(conn, (offer_slot(cmd.connection, further.calendar, event) for event in told)),
        offered.taken(conn, tutor.id, tutor.room, lo, hi) if spans else (),
        tuple(task for task in find.every_open_task(conn) if task[1] in _TASKS),
    )  # fmt: skip
