"""Tasks answered from screens: which keys a task has, and the one way by which an answer changes the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskbell.tui import flow

if TYPE_CHECKING:
    from textual.screen import Screen

    from deskbell.domain.attention import Needs

ACTION = {
    "ACCEPT": "answer.accept",
    "GIVE_BACK": "answer.give_back",
    "RETRY": "answer.retry",
    "BY_HAND": "booking.refund",
    "APPROVE": "booking.approve",
    "REJECT": "booking.reject",
    "RELEASE": "answer.release",
    "CANCEL_BOOKING": "booking.cancel",
    "KEEP": "answer.keep",
    "SEEN": "answer.seen",
    "NEW_LINK": "answer.new_link",
    "DROP": "answer.drop",
    "PUT_BACK": "answer.put_back",
    "MOVE_ALONG": "answer.move_along",
}
"""The row of the table of keys that gives an answer."""


def of(task: Needs) -> tuple[str, ...]:
    """The codes of what can be answered to it now."""
    from deskbell.services.answering import answers

    return tuple(one.code for one in answers(task))


def has(task: Needs, code: str) -> bool:
    return code in of(task)


def answer(screen: Screen[Any], task: Needs, code: str) -> None:
    """After its plan where that asks; an answer that wants a reason asks for it first."""
    flow.start(screen, _answer(screen, task, code))


async def _answer(screen: Screen[Any], task: Needs, code: str) -> None:
    from deskbell.domain.errors import DeskError
    from deskbell.services.answering import answer as found

    desk = flow.desk_of(screen)
    words = ""
    try:
        one = found(task, code)
        if one.wants_words:
            words = await _reason(screen)
            if not words:
                return
        command = one.make(task, desk.fresh(), desk.actor, words)
    except DeskError as error:
        flow.refuse(screen, error)
        return
    await flow.change(screen, command)


async def _reason(screen: Screen[Any]) -> str:
    from deskbell.tui.modals.reason import ReasonModal
    from deskbell.words.i18n import t

    language = flow.language_of(screen)
    return await screen.app.push_screen_wait(ReasonModal(language, t(language, "attention.reason"))) or ""
