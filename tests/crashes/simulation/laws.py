"""What must hold once the world has calmed down, asked of the desk's rows and of the provider's own memory.

P5 is asked where lessons go on a calendar, P8 where somebody is written to (letters.py).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

from deskbell.domain.ids import digest_id
from tests.crashes.parties.demo import OfMemory
from tests.crashes.parties.party import Party
from tests.crashes.simulation import letters
from tests.crashes.simulation.processes import SimWorker, new_worker
from tests.crashes.simulation.temper import DAY
from tests.crashes.simulation.world import World
from tests.house.clock import FrozenClock

MONEY = ("AUTHORISED", "CAPTURED", "CHARGED_BACK")


def broken(world: World) -> list[str]:
    """Every law that does not hold, with what it does not hold for."""
    found = [*world.faults_found]
    there = () if getattr(world, "was_restored", False) else (_money_of_orders, _known, _refunds, _ledger, _events)
    for law in (*there, _seats, _sent, _acknowledged, _holds, _chain, letters.broken):
        found += law(world)
    found += [f"verify {finding}" for finding in world.desk.verify()]
    return found


def _there(world: World) -> Party | OfMemory:
    """What the provider has; who brings no party has a memory like that of the demo's provider."""
    return getattr(world, "party", None) or OfMemory(world.memory, FrozenClock(world.clock.true))  # type: ignore[attr-defined]


def _money_of_orders(world: World) -> list[str]:
    """P1, P2: what is kept of an order's money is owed by it, or a person has been told."""
    told = set(world.column("SELECT subject FROM task WHERE state = 'OPEN'"))
    found = []
    for order, id_, due in world.rows("SELECT id, public_id, due FROM desk_order"):
        kept = sum(max(0, int(left)) for left in world.column(
            "SELECT p.captured - p.disputed - coalesce((SELECT sum(r.amount) FROM refund r"
            " WHERE r.payment_id = p.id AND r.state IN ('SUCCEEDED', 'MANUAL_DONE', 'EXTERNAL')), 0)"
            " FROM payment p JOIN attempt a ON a.id = p.attempt_id"
            " WHERE a.order_id = ? AND p.state IN ('CAPTURED', 'CHARGED_BACK')",
            order,
        ))  # fmt: skip
        about = {
            id_,
            *world.column("SELECT public_id FROM booking WHERE order_id = ?", order),
            *world.column("SELECT public_id FROM attempt WHERE order_id = ?", order),
            *world.column("SELECT public_id FROM refund WHERE order_id = ?", order),
            *world.column(
                "SELECT p.public_id FROM payment p JOIN attempt a ON a.id = p.attempt_id WHERE a.order_id = ?", order
            ),
        }
        about |= set(world.column(
            f"SELECT public_id FROM op WHERE subject IN ({','.join('?' * len(about))})", *sorted(about)
        ))  # fmt: skip
        if kept > due and not about & told:
            found.append(f"P1/P2 order {order}: kept {kept} of {due}, and nobody was told")
        held = world.column(
            "SELECT sum(p.authorised) FROM payment p JOIN attempt a ON a.id = p.attempt_id"
            " WHERE a.order_id = ? AND p.state = 'AUTHORISED'", order
        )[0]  # fmt: skip
        if held and due <= 0 and not about & told:
            found.append(f"P2 order {order}: {held} stays authorised although nothing is owed")
    return found


def _known(world: World) -> list[str]:
    """P3: no money at the provider that the desk does not know, or has not told a person of."""
    known = world.column("SELECT provider_payment_id FROM payment WHERE provider = ?", world.provider.name)
    ours = Counter(id_.partition("#")[0] for id_ in known)
    told = set(world.column("SELECT subject FROM task"))
    found = []
    for one in _there(world).payments():
        if one.state not in MONEY or one.id in ours or digest_id(world.provider.name, one.id) in told:
            continue
        if one.currency == world.currency or one.reference not in told:
            found.append(f"P3 payment {one.id} ({one.state}) is unknown to the desk")
    return found + [f"P3 payment {id_} is there {n} times" for id_, n in ours.items() if n > 1]


def _seats(world: World) -> list[str]:
    """P4: no seat is given twice, no tutor is in two places."""
    found = [
        f"P4 slot {slot}: {taken} of {capacity}"
        for slot, taken, capacity in world.rows(
            "SELECT s.id, count(b.id), s.capacity FROM slot s JOIN booking b ON b.slot_id = s.id"
            " AND b.state IN ('REQUESTED', 'HELD', 'OFFERED', 'CONFIRMED', 'COMPLETED', 'NO_SHOW')"
            " GROUP BY s.id HAVING count(b.id) > s.capacity"
        )
    ]
    times = world.rows("SELECT tutor_id, busy_from, busy_to FROM slot WHERE state = 'PLANNED' ORDER BY 1, 2")
    for (one, _, end), (two, start, _) in pairwise(times):
        if one == two and start < end:
            found.append(f"P4 tutor {one} is in two places at {start}")
    lost = world.column(
        "SELECT b.id FROM booking b JOIN slot s ON s.id = b.slot_id"
        " WHERE b.state IN ('REQUESTED', 'HELD', 'CONFIRMED') AND s.state <> 'PLANNED'"
    )
    return found + [f"P4 booking {no} sits in a slot that is not there" for no in lost]


def _events(world: World) -> list[str]:
    """P5: a live event for each slot that somebody is confirmed in, and for no other, at the right time; what ended a
    day before they were compared is left as it was.
    """
    if world.calendar is None:
        return []
    there = defaultdict(list)
    seen = getattr(world, "events", None) or world.party.events
    for event in seen(world.column("SELECT public_id FROM desk")[0]):
        there[event.slot].append((event.start, event.end))
    found = []
    for slot, start, end, stands, linked, late in world.rows(
        "SELECT s.public_id, s.start, s.\"end\", s.state IN ('PLANNED', 'COMPLETED')"
        " AND EXISTS (SELECT 1 FROM booking b"
        " WHERE b.slot_id = s.id AND b.state IN ('CONFIRMED', 'COMPLETED', 'NO_SHOW')),"
        " EXISTS (SELECT 1 FROM calendar_link l WHERE l.slot_id = s.id),"
        ' NOT EXISTS (SELECT 1 FROM booking b WHERE b.slot_id = s.id AND b.created_at < s."end"'
        " AND b.state IN ('CONFIRMED', 'COMPLETED', 'NO_SHOW'))"
        " OR EXISTS (SELECT 1 FROM activity a JOIN change c ON c.id = a.change_id WHERE a.slot_id = s.id"
        " AND c.verb IN ('UNDO', 'SETTLE') AND a.kind IN ('BookingTurned', 'SlotTurned') AND a.at >= s.\"end\")"
        " OR EXISTS (SELECT 1 FROM op WHERE subject = s.public_id AND kind = 'EVENT' AND state = 'parked')"
        ' FROM slot s WHERE s."end" > ?',
        max(world.calm_at, getattr(world.calendar, "compared_at", 0)) - DAY,
    ):
        events = there.pop(slot, [])
        if late and not events:
            continue  # written down or put back once it was over, or a person parked it: nobody makes it any more
        if stands and linked and events != [(start, end)]:
            found.append(f"P5 slot {slot} at {start}: on the calendar {events}")
        if events and not stands:
            found.append(f"P5 slot {slot} stands on the calendar, and nobody comes")
        if stands and not linked and end > world.calm_at + 3 * DAY:
            found.append(f"P5 slot {slot} was never put on the calendar")
    told = world.column("SELECT kind FROM task WHERE kind IN ('EVENT_CHANGED', 'EVENT_GONE', 'STRAY_EVENT')")
    return found + [f"P5 {kind} was told, and nobody did that" for kind in told]


def _refunds(world: World) -> list[str]:
    """P6: no more goes back than came; each refund is one refund at the provider, and each of those is one here."""
    found = [f"P6 payment {p}: {back} back of {captured}" for p, captured, back in world.rows(
        "SELECT p.id, p.captured, sum(r.amount) FROM payment p JOIN refund r ON r.payment_id = p.id"
        " WHERE r.state IN ('SUCCEEDED', 'EXTERNAL') GROUP BY p.id HAVING sum(r.amount) > p.captured"
    )]  # fmt: skip
    theirs = defaultdict(list)
    by_id = {}
    for one in _there(world).refunds():
        if one.currency != world.currency:  # other money is a person's business (AMOUNT_DIFFERS)
            continue
        by_id[one.id] = (one.reference, one.amount, one.state)
        if one.reference is not None and one.state != "FAILED":
            theirs[one.reference].append(one.id)
    found += [f"P6 refund {ours}: made {len(them)} times" for ours, them in theirs.items() if len(them) > 1]
    ours = {row[0]: row[1:] for row in world.rows(
        "SELECT r.public_id, r.state, r.amount, r.provider_refund_id FROM refund r"
        " JOIN payment p ON p.id = r.payment_id WHERE p.provider = ?",
        world.provider.name,
    )}  # fmt: skip
    for id_, (state, amount, theirs_id) in ours.items():
        made = by_id.get(theirs_id)
        if state in ("SUCCEEDED", "EXTERNAL") and (made is None or made[2] != "SUCCEEDED" or made[1] != amount):
            found.append(f"P6 refund {id_} ({state} {amount}): at the provider {made}")
    for theirs_id, (reference, amount, state) in by_id.items():
        here = [i for i, (s, a, t) in ours.items() if (t == theirs_id or i == reference) and s != "FAILED"]
        if state == "SUCCEEDED" and len(here) != 1:
            found.append(
                f"P6 refund {theirs_id} of {amount} at the provider: here {[ours.get(reference or ''), len(here)]}"
            )
    if hasattr(world, "outsiders"):
        found += _mistaken(world, {(id_, amount) for id_, (_, amount, _) in by_id.items()}, list(ours.values()))
    return found


def _mistaken(world: World, made: set[tuple[str, int]], ours: list[tuple[str, int, str]]) -> list[str]:
    """P13: what the desk itself gave back is not taken for somebody else's. Where a provider keeps no names, two of
    one amount may be taken for each other: that changes nothing.
    """
    outside = Counter(amount for id_, amount in made if id_ in world.outsiders)
    taken = Counter(amount for state, amount, _ in ours if state == "EXTERNAL")
    return [
        f"P13 {n} refunds of {amount} made by the desk are taken for others'" for amount, n in (taken - outside).items()
    ]


def _ledger(world: World) -> list[str]:
    """P7: every transaction sums to nought, and what the ledger says the provider holds is what it holds."""
    found = [f"P7 transaction {txn} sums to {total}" for txn, total in world.rows(
        "SELECT txn_id, sum(minor) FROM ledger_line GROUP BY txn_id, currency HAVING sum(minor) <> 0"
    )]  # fmt: skip
    name = world.provider.name
    held = world.column("SELECT coalesce(sum(minor), 0) FROM ledger_line WHERE account = ?", f"cash:{name}")[0]
    by_hand = world.column(
        "SELECT coalesce(sum(amount), 0) FROM refund WHERE method = ? AND state = 'MANUAL_DONE'", name
    )[0]
    theirs = sum(
        one.moved for one in _there(world).payments() if one.reference is not None and one.currency == world.currency
    )
    if held != theirs - by_hand:
        found.append(f"P7 the ledger says {held}, the provider holds {theirs} ({by_hand} given by hand)")
    return found


def _sent(world: World) -> list[str]:
    """P9: nothing is sent, or waits after its time, without an answer or a task."""
    told = set(world.column("SELECT subject FROM task WHERE state = 'OPEN'"))
    return [
        f"P9 {kind} of {subject[:6]} is {state} ({error}), and nobody was told"
        for id_, kind, subject, state, error in world.rows(
            "SELECT public_id, kind, subject, state, error FROM op WHERE state IN ('todo', 'sent', 'parked')"
        )
        if id_ not in told and not (state == "parked" and error == "")  # a person parked it
    ]


def _acknowledged(world: World) -> list[str]:
    """P10: what the desk said it had done is there."""
    there = set(world.column("SELECT key FROM change"))
    there |= set(getattr(world, "renamed", ()))
    twice = [f"I2 {key} was done {n} times" for key, n in world.made.items() if n > 1] if hasattr(world, "made") else []
    return twice + [
        f"P10 {type(c).__name__} {key} was acknowledged and is gone"
        for key, c in world.kept.items()
        if key not in there
    ]


def _chain(world: World) -> list[str]:
    """P11: every row of the record is sealed, once the world is calm; that the chain fits, verify says."""
    waiting = world.column("SELECT count(*) FROM activity WHERE id NOT IN (SELECT activity_id FROM seal)")[0]
    return [f"P11 {waiting} rows of the record are not sealed"] if waiting else []


def _holds(world: World) -> list[str]:
    """A hold that is over has ended, or a person has been told (I4); so has a request that nobody answered (T9), and
    one that waits for its answer is on Attention.
    """
    waits = set(world.column("SELECT subject FROM task WHERE state = 'OPEN' AND kind = 'APPROVAL'"))
    asked = set(world.column("SELECT public_id FROM booking WHERE state = 'REQUESTED'"))
    found = [f"T3 the request {id_} and its task do not go together" for id_ in sorted(waits ^ asked)]
    told = set(world.column("SELECT subject FROM task WHERE state = 'OPEN' AND kind = 'HOLD_STUCK'"))
    return found + [
        f"I4 booking {no} waits since {world.clock.true - until} s after its time"
        for no, id_, until in world.rows(
            "SELECT id, public_id, hold_until FROM booking WHERE state IN ('HELD', 'REQUESTED')"
        )
        if until < world.clock.true - 1200 and id_ not in told
    ]


def moved(world: World, worker: SimWorker) -> list[str]:
    """P12: another restart changes nothing, here or there."""
    before = _fingerprint(world)
    worker.dead = True
    world.pids.discard(("host C", worker.leases.pid))
    new_worker(world, "host C").once()
    after = _fingerprint(world)
    return [] if before == after else [f"P12 a second restart changed {before} to {after}"]


def _fingerprint(world: World) -> tuple[object, ...]:
    return (
        world.column("SELECT max(id) FROM change")[0],
        world.rows("SELECT public_id, state, serial FROM op ORDER BY id"),
        _there(world).changes(),
    )
