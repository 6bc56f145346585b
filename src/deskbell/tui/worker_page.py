"""The worker's bookkeeping as its screen tells it: who works, how connections stand, what waits and why. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content

from deskbell.domain.working import TIMERS, Health, Lease, Link, Waits, Working
from deskbell.tui.lines import blank, ends, hanging, page
from deskbell.tui.text import text
from deskbell.words.i18n import t
from deskbell.words.operations import connection_name, counts, link_state, op_name, refusal, soon, span, waits
from deskbell.words.speech import Speech

WHO = 34
"""Columns of what a worker holds."""
_STATE = {Link.ON: "$paid", Link.DOWN: "bold $clash", Link.PAUSED: "bold $due", Link.RESTORED: "bold $held"}
_WHY = {"LATE": "bold $clash", "PARKED": "bold $due", "NO_WORKER": "$clash", "DOWN": "$clash", "PAUSED": "$due"}


@dataclass(frozen=True, slots=True)
class WorkerPage:
    """`working` at one moment of a desk in `zone`; `database_now` is the time by which leases live."""

    working: Working
    zone: str
    language: str
    now: int

    @property
    def say(self) -> Speech:
        return Speech(self.language, self.zone, now=self.now)

    # --- above the queue

    def title(self, width: int) -> list[Content]:
        found = counts(self.working.counts, self.language) or self._t("worker.counts.none")
        left = text(self._t("worker.title"), "bold") + text(f" · {found}")
        if self.working.next_at is None:
            return [left]
        when = soon(max(0, self.working.next_at - self.working.now), self.language)
        return ends(left, text(self._t("worker.next", soon=when), "$muted"), width)

    def who(self, width: int) -> list[Content]:
        lines = [text(self._t("worker.who"), "bold")]
        if not self.working.connections and not self.working.waits:
            return [*lines, *text(self._t("worker.who.idle"), "$muted").wrap(max(2, width))]
        if not any(lease.live for lease in self.working.leases):
            lines += text(self._t("worker.who.none"), "$clash").wrap(max(2, width))
        held: dict[tuple[str, int, bool], list[Lease]] = {}
        for lease in self.working.leases:
            held.setdefault((lease.holder, lease.pid, lease.live), []).append(lease)
        for leases in held.values():
            names = ", ".join(self._name(lease.name) for lease in leases)
            lines += hanging(text(names), text(self._lease(leases[0]), "$muted"), width, WHO)
        return lines

    def _lease(self, lease: Lease) -> str:
        facts = {"host": lease.host.partition(" ")[0], "pid": str(lease.pid)}
        if lease.live:
            age = span(max(0, self.working.now - lease.beat_at))
            return self._t("worker.who.line", age=age, **facts)
        return self._t("worker.who.over", when=self.say.near(lease.beat_at), **facts)

    def _name(self, name: str) -> str:
        if name == TIMERS:
            return self._t("worker.timers")
        return connection_name(name.rpartition(":")[2])

    def links(self, width: int) -> list[Content]:
        """The head of the connections, and what to do where there are none."""
        lines = [text(self._t("worker.links"), "bold")]
        if not self.working.connections:
            lines += text(self._t("worker.links.none"), "$muted").wrap(max(2, width))
        return lines

    # --- rows

    def health_row(self, health: Health, width: int) -> Content:
        name = connection_name(health.name)
        said = [text(link_state(health.state, self.language), _STATE[health.state])]
        if health.error:
            when = self.say.near(health.error_at) if health.error_at else ""
            words = self._t("worker.link.failed", what=refusal(health.error, self.language), when=when)
            said.append(text(words, "$clash"))
        elif health.ok_at is not None:
            said.append(text(self._t("worker.link.ok", when=self.say.near(health.ok_at)), "$muted"))
        if health.reading is not None:
            said.append(text(self._t("oncalendar.reading", n=health.reading), "$held"))
        if abs(health.skew) > 2:
            said.append(text(self._t("worker.link.skew", span=span(abs(health.skew))), "$due"))
        return page(hanging(text(name), text(" · ", "$muted").join(said), width, 14))

    def op_row(self, wait: Waits, width: int) -> Content:
        op = wait.op
        why = waits(
            wait.why, self.language, self.zone, self.working.now, due_at=wait.due_at, since=op.first_sent_at,
            connection=op.connection, error=op.error,
        )  # fmt: skip
        tries = f" · {self._t('worker.tries', n=op.tries)}" if op.tries > 1 else ""
        about = self._t("worker.booking", no=wait.booking) if wait.booking is not None else ""
        what = text(op_name(op.kind, self.language))
        tail = text(f"{why}{tries}", _WHY.get(wait.why, "$muted"))
        return page(hanging(text(about, "$muted"), what + text(" · ", "$muted") + tail, width, 14))

    def queue(self, width: int) -> list[Content]:
        lines = [text(self._t("worker.queue"), "bold") + text(f" {len(self.working.waits) or ''}", "$muted")]
        if not self.working.waits:
            lines += text(self._t("worker.queue.none"), "$muted").wrap(max(2, width))
        return lines

    def queue_row(self, width: int) -> Content:
        """The head of what waits, apart from the connections above it."""
        return page([*([blank()] if self.working.connections else []), *self.queue(width)])

    def _t(self, word: str, /, **facts: object) -> str:
        return t(self.language, word, **facts)
