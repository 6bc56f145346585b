"""What each change of a booking asks first: read it, say why not, ask, and hand the command to the one way of changing.

Every question is a modal that is only shown things; what it wants to know of the desk while somebody types is asked
here, in a thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskbell.domain import commands as c
from deskbell.domain.booking import Verb
from deskbell.domain.people import Role
from deskbell.domain.request_commands import Approve, Reject
from deskbell.tui import flow
from deskbell.tui.about import about
from deskbell.tui.widgets.choice import Way
from deskbell.words.i18n import t
from deskbell.words.verbs import verb as words_of

if TYPE_CHECKING:
    from textual.screen import Screen

    from deskbell.domain.ids import Id
    from deskbell.domain.payment import Refund
    from deskbell.services.desk import Desk

    AnyScreen = Screen[Any]


async def _open(screen: AnyScreen, no: int, verb: str = "") -> flow.Shown | None:
    """The booking, if this verb may be done to it now; else the screen says why not."""
    shown = await flow.read(screen, no)
    if shown is None:
        return None
    code = shown.allowed.get(verb)
    if code is not None:
        flow.why_not(screen, verb, code)
        return None
    return shown


def _title(screen: AnyScreen, word: str, shown: flow.Shown) -> str:
    language = flow.language_of(screen)
    return f"{words_of(word, language).label} · {about(shown.view, language)}"


def _desk(screen: AnyScreen) -> Desk:
    return flow.desk_of(screen)


# --- the seat


async def cancel(screen: AnyScreen, no: int) -> None:
    """By whom and why, then the plan with what goes back."""
    from deskbell.tui.modals.cancel import Cancelling, CancelModal

    shown = await _open(screen, no, "CANCEL")
    if shown is None:
        return
    desk, booking = _desk(screen), shown.view.booking.id
    key = desk.fresh()

    def command(answer: Cancelling) -> c.Cancel:
        return c.Cancel(
            key=key, actor=desk.actor, booking=booking, by=answer.by, reason=answer.reason, text=answer.words,
            percent=answer.percent,
        )  # fmt: skip

    async def check(answer: Cancelling) -> str:
        return await flow.checked(screen, command(answer))

    modal = CancelModal(
        flow.language_of(screen),
        _title(screen, "cancel", shown),
        check=check,
        may_override=desk.actor.role is Role.STAFF,
    )
    answer = await screen.app.push_screen_wait(modal)
    if answer is not None:
        await flow.change(screen, command(answer))


async def approve(screen: AnyScreen, no: int) -> None:
    """The plan says whether money is taken, or asked for by a link."""
    shown = await _open(screen, no, "APPROVE")
    if shown is not None:
        desk = _desk(screen)
        await flow.change(screen, Approve(key=desk.fresh(), actor=desk.actor, booking=shown.view.booking.id))


async def reject(screen: AnyScreen, no: int) -> None:
    """Why, in words where they like, then the plan with what goes back."""
    from deskbell.tui.modals.reason import ReasonModal

    shown = await _open(screen, no, "REJECT")
    if shown is None:
        return
    desk, key = _desk(screen), _desk(screen).fresh()
    modal = ReasonModal(flow.language_of(screen), _title(screen, "reject", shown), optional=True)
    words = await screen.app.push_screen_wait(modal)
    if words is not None:
        await flow.change(screen, Reject(key=key, actor=desk.actor, booking=shown.view.booking.id, text=words))


async def move(screen: AnyScreen, no: int) -> None:
    """To a typed time, one of the next free ones, or another meeting of the class."""
    from deskbell.tui import moving

    shown = await _open(screen, no, "MOVE")
    if shown is None:
        return
    command = await moving.ask(screen, shown, _title(screen, "move", shown))
    if command is not None:
        await flow.change(screen, command)


async def attend(screen: AnyScreen, no: int) -> None:
    """Given, did not come, or open again: done at once, `u` takes it back."""
    from deskbell.domain.decisions.closing import GRACE
    from deskbell.tui.modals.attendance import AttendanceModal
    from deskbell.words.reasons import dimmed
    from deskbell.words.speech import Speech

    shown = await flow.read(screen, no)
    if shown is None:
        return
    desk, view, language = _desk(screen), shown.view, flow.language_of(screen)
    say = Speech(language, shown.zone, now=view.now)
    comes = {"COMPLETE": view.slot.end, "NO_SHOW": view.slot.start + GRACE}

    def why(verb: str) -> str:
        code = shown.allowed[verb]
        if code is None:
            return ""
        if code == "NOT_YET":
            return f"{dimmed(code, language)}, {t(language, 'attend.at', when=say.near(comes[verb]))}"
        return dimmed(code, language)

    verbs = [v for v in ("COMPLETE", "NO_SHOW", "REOPEN") if shown.allowed[v] != "ILLEGAL_MOVE"]
    if not verbs:
        flow.why_not(screen, "attendance", "ILLEGAL_MOVE")
        return
    ways = [Way(v, words_of(v, language).label, words_of(v, language).help, why(v)) for v in verbs]
    answer = await screen.app.push_screen_wait(AttendanceModal(language, _title(screen, "attendance", shown), ways))
    if answer is not None:
        await flow.change(
            screen, c.Close(key=desk.fresh(), actor=desk.actor, booking=view.booking.id, verb=Verb(answer))
        )


# --- words


async def note(screen: AnyScreen, no: int) -> None:
    """Something to remember, and who may read it."""
    from deskbell.domain.decisions.notes import VISIBILITIES
    from deskbell.tui.modals.note import Noted, NoteModal

    shown = await _open(screen, no, "NOTE")
    if shown is None:
        return
    desk, booking = _desk(screen), shown.view.booking.id
    key = desk.fresh()

    def command(answer: Noted) -> c.AddNote:
        return c.AddNote(key=key, actor=desk.actor, booking=booking, text=answer.words, visibility=answer.visibility)

    async def check(answer: Noted) -> str:
        return await flow.checked(screen, command(answer))

    modal = NoteModal(flow.language_of(screen), _title(screen, "note", shown), VISIBILITIES, check=check)
    answer = await screen.app.push_screen_wait(modal)
    if answer is not None:
        await flow.change(screen, command(answer))


async def edit(screen: AnyScreen, no: int) -> None:
    """Focus and join link of the lesson; name, mail and telephone of its person."""
    from deskbell.tui.modals.edit import EditModal, Field, Fields
    from deskbell.words.reasons import dimmed

    shown = await _open(screen, no, "EDIT")
    if shown is None:
        return
    desk, view, language = _desk(screen), shown.view, flow.language_of(screen)
    key, person = desk.fresh(), shown.view.person
    fields = [Field("focus", view.slot.focus), Field("join_url", view.slot.join_url)]
    if person is not None:
        fields += [Field("name", person.name, 120), Field("mail", person.mail, 254), Field("phone", person.phone, 40)]

    def command(answer: Fields) -> c.Edit:
        return c.Edit(key=key, actor=desk.actor, booking=view.booking.id, fields=answer)

    async def check(answer: Fields) -> str:
        return await flow.checked(screen, command(answer))

    nobody = "" if person is not None else dimmed("WALK_IN", language)
    modal = EditModal(language, _title(screen, "edit", shown), fields, nobody, check=check)
    answer = await screen.app.push_screen_wait(modal)
    if answer is not None:
        await flow.change(screen, command(answer))


# --- money


async def price(screen: AnyScreen, no: int) -> None:
    """Another price with its reason, then the plan."""
    from deskbell.tui.modals.price import Priced, PriceModal

    shown = await _open(screen, no, "REPRICE")
    if shown is None:
        return
    desk, view = _desk(screen), shown.view
    key = desk.fresh()

    def command(answer: Priced) -> c.Reprice:
        return c.Reprice(key=key, actor=desk.actor, booking=view.booking.id, total=answer.total, text=answer.why)

    async def check(answer: Priced) -> str:
        return await flow.checked(screen, command(answer))

    now = view.order.of(view.booking.id).minor
    modal = PriceModal(flow.language_of(screen), _title(screen, "price", shown), now, view.currency, check=check)
    answer = await screen.app.push_screen_wait(modal)
    if answer is not None:
        await flow.change(screen, command(answer))


async def hand_over(screen: AnyScreen, no: int) -> None:
    """A refund that was to be made by hand was made; of several, which one."""
    shown = await _open(screen, no, "HAND_OVER")
    if shown is None:
        return
    waiting = [r for p in shown.view.payments for r in p.refunds if r.is_by_hand]
    refund = waiting[0].id if len(waiting) == 1 else await _which(screen, waiting, shown.view.currency)
    desk = _desk(screen)
    if refund is not None:
        await flow.change(
            screen, c.HandOver(key=desk.fresh(), actor=desk.actor, booking=shown.view.booking.id, refund=refund)
        )


async def _which(screen: AnyScreen, waiting: list[Refund], currency: str) -> Id | None:
    from deskbell.tui.modals.choose import ChooseModal
    from deskbell.words.effect_texts import tables
    from deskbell.words.language import spoken
    from deskbell.words.money import show

    language = flow.language_of(screen)
    terms = tables(spoken(language)).terms
    rows = [(show(r.amount, currency, language), terms[f"by_hand.{r.method}"]) for r in waiting]
    at = await screen.app.push_screen_wait(ChooseModal(t(language, "refund.which"), rows))
    return None if at is None else waiting[at].id
