"""The one way to change anything: ask what must be asked, plan, show, confirm, commit, tell, read the screens again.

    cancel(screen, no) ─► modal ─► Command ─► thread: desk.plan ─► PlanModal where the plan asks ─► c
                       ─► thread: desk.commit(command, digest) ─► a toast with "u undoes" ─► app.changed()

A plan that changed meanwhile is shown again, with a line that says so; what cannot be done is one sentence.
Only one change is under way at a time: keys pressed before the question stands are not asked twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from deskbell.domain.text import clean
from deskbell.words.i18n import t

if TYPE_CHECKING:
    from textual.screen import Screen

    from deskbell.domain.commands import Command
    from deskbell.domain.plan import Plan
    from deskbell.domain.views import BookingView
    from deskbell.services.desk import Changed, Desk
    from deskbell.tui.host import DeskHost

T = TypeVar("T")
GROUP = "flow"
TOAST = 8.0
"""Seconds for which what was done can be read; long enough to see that `u` takes it back."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A booking as it was read, with what may be done to it now: verb -> None, or the code of why not."""

    view: BookingView
    allowed: dict[str, str | None]

    @property
    def zone(self) -> str:
        return self.view.desk.zone


# --- entry points: each returns at once, what it asks comes over the screen


def open_booking(screen: Screen[Any], no: int) -> None:
    """Open the booking's own screen over this one."""
    app_of(screen).open_booking(no)


def pay(screen: Screen[Any], no: int) -> None:
    """Open the payment of the booking's order over this screen."""
    app_of(screen).open_payment(no)


def cancel(screen: Screen[Any], no: int) -> None:
    _ask(screen, no, "cancel")


def move(screen: Screen[Any], no: int) -> None:
    _ask(screen, no, "move")


def attend(screen: Screen[Any], no: int) -> None:
    _ask(screen, no, "attend")


def note(screen: Screen[Any], no: int) -> None:
    _ask(screen, no, "note")


def edit(screen: Screen[Any], no: int) -> None:
    _ask(screen, no, "edit")


def price(screen: Screen[Any], no: int) -> None:
    _ask(screen, no, "price")


def hand_over(screen: Screen[Any], no: int) -> None:
    _ask(screen, no, "hand_over")


def approve(screen: Screen[Any], no: int) -> None:
    _ask(screen, no, "approve")


def reject(screen: Screen[Any], no: int) -> None:
    _ask(screen, no, "reject")


def undo(screen: Screen[Any], change: int | None = None) -> None:
    """Take a change back, after its plan; what cannot be taken back says why.

    Where none is named it is the last one of the booking that the screen shows (its `last_change`), else of the desk.
    """
    from deskbell.domain.commands import Undo

    desk = app_of(screen).desk
    if change is None:
        change = getattr(screen, "last_change", None)
    if desk is not None:
        run(screen, Undo(key=desk.fresh(), actor=desk.actor, change=change))


def run(screen: Screen[Any], command: Command, digest: str | None = None) -> None:
    """Change the desk by this command, after its plan.

    digest: of a plan that was shown and confirmed already, as the booking line does; it is shown again only where it
    is another one by now.
    """
    start(screen, change(screen, command, digest))


# --- one change


def start(screen: Screen[Any], work: Coroutine[Any, Any, object]) -> None:
    """Do it beside the screen, unless another change is under way or the desk is not open yet."""
    app = app_of(screen)
    if app.desk is None or any(w.group == GROUP and not w.is_finished for w in app.workers):
        work.close()
        return
    app.clear_notifications()
    screen.run_worker(work, group=GROUP)


async def change(screen: Screen[Any], command: Command, digest: str | None = None) -> Changed | None:
    """Plan, show, commit, tell. None where it was called off or could not be done; the screen says why."""
    from deskbell.domain.errors import DeskError, PlanChanged
    from deskbell.domain.undoing import is_undoable

    app = app_of(screen)
    desk = _desk(app)
    changed_line = ""
    try:
        plan = await asyncio.to_thread(desk.plan, command)
        if digest is not None and plan.digest != digest:
            changed_line = _t(app, "plan.changed")
        while True:
            if plan.digest != digest and (plan.asks or digest is not None):
                answer = await _shown(app, desk, plan, changed_line)
                if answer is None:
                    return None
                if answer == "again":
                    newer = await asyncio.to_thread(desk.plan, command)
                    changed_line = _t(app, "plan.ran_out") if newer.digest != plan.digest else changed_line
                    plan = newer
                    continue
            before = await asyncio.to_thread(desk.names, plan.effects, plan.subject)
            try:
                done = await asyncio.to_thread(desk.commit, command, plan.digest)
            except PlanChanged as moved:
                plan, changed_line, digest = moved.facts["plan"], _t(app, "plan.changed"), ""
                continue
            break
        line = await asyncio.to_thread(_done_line, desk, done, before, app.language)
    except DeskError as error:
        refuse(screen, error)
        return None
    app.changed()
    tell(app, line, undoes=is_undoable(plan.verb, done.plan.effects))
    return done


async def _shown(app: DeskHost, desk: Desk, plan: Plan, changed: str) -> str | None:
    from deskbell.tui.modals.plan import PlanModal
    from deskbell.words.plans import plan_lines

    card, names = await asyncio.to_thread(lambda: (desk.card(), desk.names(plan.effects, plan.subject)))
    words = plan_lines(plan, names, app.language, card.zone, desk.clock.now(), card.currency)
    modal = PlanModal(app.language, words, desk.clock, plan.holds_until, changed=changed)
    return await app.push_screen_wait(modal)


def _done_line(desk: Desk, done: Changed, before: Any, language: str) -> str:
    """What was done: names as they were before it, numbers as they are since."""
    from deskbell.words.plans import done_line

    card = desk.card()
    after = desk.names(done.plan.effects, done.plan.subject)
    subject = after.bookings.get(done.plan.subject) if done.plan.subject else None
    return done_line(
        done.plan,
        before,
        language,
        card.zone,
        desk.clock.now(),
        card.currency,
        receipts=after.receipts,
        booking=subject.no if subject and done.plan.verb == "BOOK" else None,
        again=done.again,
    )


# --- saying it


def tell(app: DeskHost, line: str, *, undoes: bool = False) -> None:
    """What was done, in one line that passes by, with the key that takes it back."""
    if undoes:
        from deskbell.tui.commands import BY_ID, shown_key

        key = shown_key(BY_ID["desk.undo"], app.remapped)
        line = f"{line}\n{t(app.language, 'book.undo', key=key)}"
    app.notify(clean(line, multiline=True), timeout=TOAST, markup=False)


def refuse(screen: Screen[Any], error: Exception) -> None:
    """What cannot be done, and what can be done instead."""
    app = app_of(screen)
    app.notify(clean(app.sentence(error)), severity="warning", timeout=TOAST, markup=False)


def why_not(screen: Screen[Any], verb: str, code: str) -> None:
    """Why this verb cannot be done to the booking now."""
    from deskbell.words.reasons import dimmed
    from deskbell.words.verbs import verb as words_of

    app = app_of(screen)
    said = f"{words_of(verb, app.language).label}: {dimmed(code, app.language)}"
    app.notify(clean(said), severity="warning", timeout=TOAST, markup=False)


# --- reading


async def read(screen: Screen[Any], no: int) -> Shown | None:
    """The booking and what may be done to it; None where there is none of that number, and the screen says so."""
    from deskbell.domain.errors import DeskError

    try:
        return await asyncio.to_thread(look, _desk(app_of(screen)), no)
    except DeskError as error:
        refuse(screen, error)
        return None


def look(desk: Desk, no: int) -> Shown:
    """In a thread: the booking and what may be done to it."""
    view = desk.booking(no)
    return Shown(view, desk.allowed(view))


async def checked(screen: Screen[Any], command: Command) -> str:
    """Why the desk would refuse this command, as a sentence; nothing where it would not."""
    from deskbell.domain.errors import DeskError

    app = app_of(screen)
    try:
        await asyncio.to_thread(_desk(app).plan, command)
    except DeskError as error:
        return app.sentence(error)
    return ""


async def would(screen: Screen[Any], make: Callable[[], Command]) -> str:
    """The same of a command that is still to be made from what was typed, which may be what is wrong."""
    from deskbell.domain.errors import DeskError

    try:
        return await checked(screen, make())
    except DeskError as error:
        return app_of(screen).sentence(error)


def app_of(screen: Screen[Any]) -> DeskHost:
    return cast("DeskHost", screen.app)


def language_of(screen: Screen[Any]) -> str:
    return app_of(screen).language


def desk_of(screen: Screen[Any]) -> Desk:
    return _desk(app_of(screen))


def _desk(app: DeskHost) -> Desk:
    assert app.desk is not None  # noqa: S101 - start looked
    return app.desk


def _t(app: DeskHost, key: str) -> str:
    return t(app.language, key)


def _ask(screen: Screen[Any], no: int, what: str) -> None:
    """The questions live in a room of their own, above this one: the app knows it."""
    start(screen, app_of(screen).asking(screen, no, what))
