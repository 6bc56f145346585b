"""What must hold at every moment, and not only once all is calm again: asked at each commit.

What comes later would mend it, and so nobody would see in the end that it had been broken; but whoever looks at the
desk meanwhile sees it, and a process may die at just that moment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.crashes.simulation.world import World

_OPEN = "SELECT 1 FROM op p WHERE p.subject = o.subject AND p.state IN ('todo', 'sent', 'parked')"
_NOW = f"""
SELECT (SELECT count(*) FROM op WHERE state = 'done'),
 (SELECT o.public_id FROM op o JOIN refund r ON r.public_id = o.subject
  WHERE o.state = 'done' AND o.kind = 'REFUND' AND r.state = 'REQUESTED' AND NOT EXISTS ({_OPEN}) LIMIT 1),
 (SELECT o.public_id FROM op o JOIN attempt a ON a.public_id = o.subject
  WHERE o.state = 'done' AND o.kind = 'CHECKOUT' AND a.state = 'CREATED' AND a.link = '' AND NOT EXISTS ({_OPEN})
  LIMIT 1),
 (SELECT count(*) FROM booking WHERE state = 'EXPIRED')
"""


class Moments:
    """What was seen at the commit before."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.done = self.expired = 0

    def pass_by(self, label: str, *, by_worker: bool) -> None:
        """A commit was made. What is wrong is a fault of the story."""
        done, refund, link, expired = self.world.rows(_NOW)[0]
        if done < self.done:
            self._say(f"P9 after {label}: an operation that was done is to be done again")
        if refund or link:
            self._say(f"P10 after {label}: operation {refund or link} has its answer, and what it says is not there")
        if by_worker and expired > self.expired:
            self._ended(label)
        self.done, self.expired = done, expired

    def _ended(self, label: str) -> None:
        """I4: no seat is let go while somebody can begin to pay for it."""
        for booking, reference in self.world.rows(
            "SELECT b.public_id, a.public_id FROM booking b JOIN attempt a ON a.order_id = b.order_id"
            " WHERE b.state = 'EXPIRED' ORDER BY b.id DESC LIMIT 3"
        ):
            if self.world.party.is_open(reference):
                self._say(f"I4 after {label}: booking {booking} is let go while its link is open")

    def _say(self, what: str) -> None:
        if what not in self.world.faults_found:
            self.world.faults_found.append(what)
            self.world.tell(what)
