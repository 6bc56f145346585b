"""A link that somebody is to pay by, as the payment screen tells it: views in, lines out. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from deskbell.domain.booking import State
from deskbell.domain.clock import zone_clock
from deskbell.domain.payment import LINKS, Attempt, Method
from deskbell.domain.stages import Stage, stage
from deskbell.tui.lines import figures
from deskbell.tui.text import text
from deskbell.words.dates import clock
from deskbell.words.i18n import t
from deskbell.words.money import show
from deskbell.words.operations import connection_name, refusal, soon
from deskbell.words.states import seat_badge

if TYPE_CHECKING:
    from deskbell.domain.views import BookingView


INK = {
    Stage.DECLINED: "bold $clash",
    Stage.CHARGED_BACK: "bold $clash",
    Stage.PAID: "bold $paid",
    Stage.AUTHORISED: "bold $held",
    Stage.IN_REVIEW: "bold $held",
    Stage.UNDER_WAY: "bold $held",
    Stage.MAKING: "bold",
    Stage.WAITING: "bold",
    Stage.CLOSING: "bold $due",
}


def open_link(view: BookingView) -> Attempt | None:
    """The link by which somebody may still pay."""
    return next((a for a in view.attempts if a.is_open), None)


def newest(view: BookingView) -> Attempt | None:
    return view.attempts[0] if view.attempts else None


def nth(view: BookingView, attempt: Attempt) -> int:
    """The how-manieth link of its order; the first is 1."""
    return len(view.attempts) - [a.id for a in view.attempts].index(attempt.id)


def methods(view: BookingView | None) -> tuple[Method, ...]:
    """Cash and the card reader, the providers that are connected, a transfer."""
    links = tuple(m for m in Method if m in LINKS and view is not None and str(m) in view.desk.links)
    return (Method.CASH, Method.CARD, *links, Method.TRANSFER)


def waits(view: BookingView) -> bool:
    """Whether something of its money is under way, so that it is worth looking again and again."""
    return open_link(view) is not None or bool(view.ops)


@dataclass(frozen=True, slots=True)
class LinkPage:
    """An open link and all around it. `alive`: whether a worker serves it, None before anybody asked; `opened`: in a
    browser of this machine; `copy`: the key that copies it; `room`: columns and lines that the code would need where
    there is no room for it.
    """

    view: BookingView
    attempt: Attempt
    now: int
    language: str
    alive: bool | None = None
    opened: bool = False
    copy: str = "y"
    room: tuple[int, int] | None = None

    def lines(self, width: int) -> list[Content]:
        parts = [*self._head(), *self._says(), *self._hold(), *self._next(), *self._link()]
        return [line for part in parts for line in part.wrap(max(8, width))]

    @property
    def stage(self) -> Stage:
        return stage(self.attempt, self.view.ops)

    def _head(self) -> list[Content]:
        name = connection_name(str(self.attempt.method))
        amount = show(self.attempt.amount, self.attempt.currency, self.language)
        lines = [text(f"{name} · ", "$muted") + text(amount, "bold")]
        return [*lines, text(self._t("link.later"), "$muted")] if self.attempt.capture == "LATER" else lines

    def _says(self) -> list[Content]:
        found = self.stage
        lines = [text(self._t(f"link.{found}"), INK.get(found, "bold"))]
        code = self.attempt.said.partition(" ")[2]
        if found is Stage.DECLINED:
            if code and (why := refusal(code, self.language)) != self._t("link.DECLINED"):
                lines.append(text(why, "$clash"))
            lines.append(text(self._t("link.again"), "$muted"))
        return lines

    def _hold(self) -> list[Content]:
        booking = self.view.booking
        if booking.state is State.REQUESTED:
            return [text(str(seat_badge(booking.state, self.language)), "bold $held")]
        if booking.state is not State.HELD:
            return []
        left = None if booking.hold_until is None else max(0, booking.hold_until - self.now)
        badge = seat_badge(booking.state, self.language, left=left)
        over = left == 0
        return [text(str(badge), "bold $due" if over else "bold $held")] + (
            [text(self._t("link.over"), "$due")] if over else []
        )

    def _next(self) -> list[Content]:
        """When somebody looks next; that nobody will is said at once, and what to do about it."""
        number = self._t("link.nth", n=nth(self.view, self.attempt))
        if self.alive is False:
            name = connection_name(str(self.attempt.method))
            return [text(number, "$muted"), text(self._t("link.no_worker", name=name), "bold $clash")]
        if self.attempt.look_at is None or self.alive is None:
            return [text(number, "$muted")]
        return [text(f"{number} · {self._t('link.next', soon=soon(self._wait(), self.language))}", "$muted")]

    def _wait(self) -> int:
        return max(0, min(2, (self.attempt.look_at or 0) - self.now))

    def _link(self) -> list[Content]:
        if not self.attempt.link:
            return []
        lines = [text("")]
        if self.opened:
            lines.append(text(self._t("link.opened"), "$muted"))
        if self.room is not None:
            lines.append(text(self._t("link.no_room", columns=self.room[0], lines=self.room[1]), "$muted"))
        lines.append(text(self.attempt.link, "$now"))
        lines.append(text(self._t("link.copies", key=self.copy), "$muted"))
        return lines

    def _t(self, word: str, /, **facts: object) -> str:
        return t(self.language, word, **facts)


def history(view: BookingView, language: str, width: int) -> list[Content]:
    """Every link that there was, the newest first: its number, its amount, how it stands, since when."""
    if not view.attempts:
        return []
    zone = zone_clock(view.desk.zone)
    lines = [text(t(language, "link.history"), "bold") + text(f" {len(view.attempts)}", "$muted")]
    for attempt in view.attempts:
        found = stage(attempt, view.ops)
        said = t(language, f"link.{found}.short")
        if found is Stage.DECLINED and (code := attempt.said.partition(" ")[2]):
            why = refusal(code, language)
            said = f"{said} · {why}" if why != said else said
        words = f" {nth(view, attempt)}  {connection_name(str(attempt.method))}"
        amount = show(attempt.amount, attempt.currency, language, symbol=False)
        row = figures(words, amount, max(16, min(width, 40) - 14))
        ink = INK.get(found, "$muted").removeprefix("bold ").removeprefix("bold")
        lines.append(row + text(f"  {said} · {clock(zone.local(attempt.at)[1])}", ink or "$muted"))
    return lines
