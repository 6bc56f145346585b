"""What screens and flows know of the app they live in: its desk, its words, and what it opens for them.

The app itself knows every screen; a screen knows this much of the app, so that no room needs itself.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.message import Message
from textual.reactive import var

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping

    from textual.screen import Screen

    from deskbell.domain.attention import Noticed
    from deskbell.domain.clock import Clock
    from deskbell.domain.glance import Glance
    from deskbell.domain.ports import Messenger
    from deskbell.services.connecting import Connecting
    from deskbell.services.desk import Desk
    from deskbell.services.reconciling import Reconciling
    from deskbell.services.working import Working
    from deskbell.settings import Settings


class DeskHost(App[int]):
    """`desk` is None until it is open; `glance` is what is known of it before."""

    desk: var[Desk | None] = var(None, init=False)
    noticed: var[Noticed | None] = var(None, init=False)
    """What needs a person and who works, for the head of every screen; None before anybody looked."""
    glance: Glance | None
    clock: Clock
    language: str
    settings: Settings | None
    remapped: Mapping[str, tuple[str, ...]]

    class Opened(Message, namespace="deskbell_app"):
        """The desk is open; screens read what they show."""

    class Changed(Message, namespace="deskbell_app"):
        """Somebody changed the desk, here or elsewhere; what is shown is read again."""

    class Ticked(Message, namespace="deskbell_app"):
        """A second went by."""

    @abstractmethod
    def changed(self) -> None:
        """The desk was changed from here: what is shown is read again at once."""

    @abstractmethod
    def sentence(self, error: BaseException) -> str:
        """What is wrong and what to do next, in one sentence; never a traceback."""

    @abstractmethod
    def say(self, words: str, *, wrong: bool = False) -> None:
        """One line that passes by; never read as markup."""

    @abstractmethod
    def all_looks(self) -> None:
        """Read the style sheets for which the first frame did not wait."""

    @abstractmethod
    def set_up(self) -> None:
        """Ask for what a desk starts with."""

    @abstractmethod
    def was_set_up(self, language: str) -> None:
        """The desk is new: its calendar speaks the language that was chosen."""

    @abstractmethod
    def open_booking(self, no: int) -> None:
        """Open the booking's own screen over what is shown."""

    @abstractmethod
    def open_payment(self, no: int, *, asked: bool = False) -> None:
        """Open the payment of the booking's order over what is shown; `asked`: its link was made just now."""

    @abstractmethod
    def working(self, desk: Desk) -> Working:
        """The door to the worker's bookkeeping; asked for in a thread."""

    @abstractmethod
    def reconciling(self, desk: Desk) -> Reconciling:
        """The books against the providers that this machine can ask; asked for in a thread."""

    @abstractmethod
    def connecting(self, desk: Desk) -> Connecting:
        """The door by which providers are connected with this machine's secrets; asked for in a thread."""

    @abstractmethod
    def messenger(self, desk: Desk) -> Messenger | None:
        """By whom mail leaves from this machine, None where nobody can; asked for in a thread."""

    @abstractmethod
    def ask_to_connect(self, name: str) -> None:
        """To the screen of connections, with the question of that one."""

    @abstractmethod
    def asking(self, screen: Screen[Any], no: int, what: str) -> Coroutine[Any, Any, None]:
        """The question of that name about a booking, ready to be asked over a screen."""
