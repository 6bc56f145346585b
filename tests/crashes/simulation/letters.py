"""Letters in a story: the line to the mail server, what each letter told when it was handed over, and P8."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from deskbell.domain.ports import Later, Letter, Refused, Unknown
from tests.crashes.simulation.temper import HOUR

if TYPE_CHECKING:
    from tests.crashes.simulation.world import World

FAULTS = ("lost", "busy", "none", "late", "deaf", "deaf", "refuse")
TIMED = ("REMINDER", "FOLLOW_UP")
COPIES = 3
"""So often a letter that is not by the clock may leave under one Message-ID before a person is asked."""

_TOLD = """
SELECT m.public_id, n.rule, b.public_id, n.person, n.channel, n.start, n.notice, n.state, b.state, s.start
 FROM op o JOIN message m ON m.public_id = o.subject JOIN notification n ON n.message_id = m.id
 JOIN booking b ON b.id = n.booking_id JOIN slot s ON s.id = b.slot_id WHERE o.public_id = ?
"""


@dataclass
class Outgoing:
    """What was handed over under a Message-ID. `timed` is what it told by the clock, by what that is known by."""

    letter: str
    timed: set[tuple[Any, ...]] = field(default_factory=set)


class FaultyMessenger:
    """A mail server behind a line on which anything can happen."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.box: Any = world.party.messenger()  # type: ignore[attr-defined]
        self.name, self.sender = self.box.name, self.box.sender
        self.handed: dict[str, Outgoing] = {}

    def send(self, letter: Letter) -> Any:
        world = self.world
        self._note(letter)
        world.point("call mail send: before")
        fault = world.dice.choice(FAULTS) if world.chance(world.temper.fault) else ""
        if fault:
            world.counts[f"fault mail {fault}"] += 1
            world.tell(f"FAULT mail {fault}")
        match fault:
            case "lost":
                return Unknown("TIMEOUT")
            case "busy":
                return Later(world.dice.choice((5, 60, 900)), world.dice.choice(("BUSY", "UNREACHABLE")))
            case "none":
                return Unknown("DISCONNECTED")
            case "refuse":
                return Refused("RECIPIENT")
            case "late":
                world.under_way(lambda: self.box.send(letter))
                return Unknown("TIMEOUT")
        answer = self.box.send(letter)
        world.point("call mail send: acted, no answer yet")
        if fault == "deaf":
            return Unknown("DISCONNECTED")
        world.point("call mail send: answered")
        return answer

    def _note(self, letter: Letter) -> None:
        """What it tells; and that this was so when it was claimed, where nobody else has acted since (P8)."""
        world = self.world
        fresh = world.running is None or world.running.fresh
        rows = world.rows(_TOLD, letter.id.partition("@")[0])
        note = self.handed.setdefault(letter.id, Outgoing(rows[0][0]))
        wrong = []
        for _, rule, booking, person, channel, start, notice, state, stands, starts in rows:
            if state == "SUPPRESSED":
                continue
            if notice in TIMED:
                note.timed.add((rule[:24], booking, person, channel, start))
            if fresh and notice == "REMINDER" and (stands != "CONFIRMED" or starts != start):
                wrong.append(f"is reminded of booking {booking}, which is {stands}")
            if fresh and notice in ("BOOKED", "MOVED") and stands in ("CANCELLED", "EXPIRED"):
                wrong.append(f"is told of booking {booking} as {notice}, which is {stands}")
        if wrong and len(wrong) == len([row for row in rows if row[7] != "SUPPRESSED"]):
            world.faults_found.append(f"P8 somebody {wrong[0]}")
        world.tell(f"letter {rows[0][0][:6]}: {', '.join(row[6] for row in rows)}")

    def posted(self) -> list[Outgoing]:
        """Every letter that the server has accepted."""
        return [self.handed[id_] for id_ in self.box.accepted]


def broken(world: World) -> list[str]:
    """P8: by the clock at most once; whatever is said to have left has arrived; of what nobody knows somebody is told;
    nothing waits for ever.
    """
    if world.messenger is None:
        return []
    posted = world.messenger.posted()
    resent: Counter[str] = Counter(world.left_again)
    """How often a person let a letter leave once more."""
    for key, letter in world.resent.items():
        resent[letter] += world.made[world.renamed.get(key, key)]
    arrived = Counter(one.letter for one in posted)
    carriers: defaultdict[tuple[Any, ...], set[str]] = defaultdict(set)
    for one in posted:
        for known_by in one.timed:
            carriers[known_by].add(one.letter)
    found = [f"P8 {known_by} was told by {len(them)} letters" for known_by, them in carriers.items() if len(them) > 1]
    timed = {one.letter for one in posted if one.timed}
    for letter, n in arrived.items():
        most = (1 if letter in timed else COPIES) * (1 + resent[letter])
        if n > most:
            found.append(f"P8 letter {letter[:6]} has arrived {n} times{' and is by the clock' * (letter in timed)}")
    told = set(world.column("SELECT subject FROM task WHERE kind = 'MAIL_UNCERTAIN'"))
    for letter, state in world.rows("SELECT public_id, state FROM message"):
        if state == "SENT" and not arrived[letter]:
            found.append(f"P8 letter {letter[:6]} is said to have left and has never arrived")
        if state == "SCHEDULED":
            parked = world.rows("SELECT 1 FROM op WHERE subject = ? AND state = 'parked'", letter)
            found += [] if parked else [f"P9 letter {letter[:6]} waits for ever"]
        if state == "UNCERTAIN" and letter not in told:
            found.append(f"P8 letter {letter[:6]} may have left, and nobody was told")
    return found + _forgotten(world)


def _forgotten(world: World) -> list[str]:
    """Nobody was forgotten: of the lessons that came once all was calm, each hour before it was said."""
    rule = world.column("SELECT active FROM notice_rule WHERE notice = 'REMINDER' AND minutes = -60"
                        " AND audience = 'CUSTOMER'")  # fmt: skip
    if rule and not rule[0]:
        return []
    lost = max(map(int, world.column("SELECT value FROM cursor WHERE stream = 'forgotten'")), default=0)
    return [
        f"P8 nobody was reminded of booking {booking}"
        for (booking,) in world.rows(
            "SELECT b.public_id FROM booking b JOIN slot s ON s.id = b.slot_id JOIN person p ON p.id = b.participant_id"
            " WHERE b.state IN ('CONFIRMED', 'COMPLETED') AND p.mail <> '' AND b.created_at < s.start - 7200"
            " AND s.start BETWEEN ? AND ? AND NOT EXISTS (SELECT 1 FROM notification n WHERE n.booking_id = b.id"
            " AND n.notice = 'REMINDER' AND n.start = s.start)"
            " AND NOT EXISTS (SELECT 1 FROM activity a WHERE a.booking_id = b.id AND a.kind = 'BookingTurned'"
            " AND a.at BETWEEN s.start - 3600 AND s.start)",
            max(world.calm_at + 2 * HOUR, max(world.reminded_at, lost) + HOUR + 1), world.calm_at + 3 * HOUR,
        )
    ]  # fmt: skip
