"""What somebody wants done about requests, and how a service takes them."""

from __future__ import annotations

from dataclasses import dataclass

from deskbell.domain.commands import Command
from deskbell.domain.ids import Id
from deskbell.domain.offer import Approval
from deskbell.domain.payment import Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve(Command):
    """A request is granted. What is due is then asked for by a link: of `method`, else of the first provider that is
    connected; `later` asks for nothing.
    """

    booking: Id
    method: Method | None = None
    later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject(Command):
    """A request is turned down, with a word why where they like; what was paid or authorised for it goes back."""

    booking: Id
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetService(Command):
    """How bookings of a service are taken from here on."""

    service: Id
    approval: Approval
