"""Who is served beside the provider of payments: a calendar and a mail server, each a stand-in that outlives kills.

A side is started when the first cell needs it, and asked through the product's own adapter.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from deskbell.services.connecting import Opened
from tests.standin.running import Running


class Side:
    """`patient` and `hasty` are adapters that wait long, and hardly, for an answer."""

    name: str
    room: str
    patient: Any
    hasty: Any

    def __init__(self, folder: Path) -> None:
        self.running = Running(folder / "side", self.room)

    def opened(self, served: Any) -> Opened:
        """What a worker finds; `served` stands where the adapter does."""
        raise NotImplementedError

    def hang_up(self) -> None:
        """A fork begins without the lines of its parent."""

    def clock(self, at: int) -> None:
        pass

    def order(self, call: str, kind: str, value: str = "") -> None:
        self.running.control("order", call=call, kind=kind, value=value)

    def control(self, what: str, **said: Any) -> Any:
        return self.running.control(what, **said)

    def wrong(self) -> list[str]:
        return []

    def stop(self) -> None:
        self.running.stop()


class Calendar(Side):
    """Google, by the product's adapter and Google's own kit."""

    name, room = "GOOGLE", "tests.standin.google.process"

    def __init__(self, folder: Path) -> None:
        from deskbell.providers.google.calendar import Client, GoogleCalendar
        from tests.standin.google.process import REFRESH

        os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
        super().__init__(folder)
        root = f"http://127.0.0.1:{self.running.port}"
        client = Client("desk.apps", lambda: "client-secret", f"{root}/token")
        self.patient, self.hasty = (
            GoogleCalendar(client, lambda: REFRESH, base=f"{root}/calendar/v3/", timeout=seconds)
            for seconds in (10.0, 0.3)
        )

    def opened(self, served: Any) -> Opened:
        return Opened({}, {}, calendars={self.name: served})

    def hang_up(self) -> None:
        self.patient.close()
        self.hasty.close()

    def clock(self, at: int) -> None:
        self.running.control("clock", at=at)

    def wrong(self) -> list[str]:
        return [str(found) for found in self.running.control("wrong")]


class Post(Side):
    """A mail server, by the product's adapter over TLS."""

    name, room = "MAIL", "tests.standin.postbox"

    def __init__(self, folder: Path) -> None:
        from deskbell.providers.mail.smtp import Server, SmtpMessenger
        from tests.standin.mail import PASSWORD, USER

        super().__init__(folder)
        where = self.running.control("where")
        place = Server("localhost", where["port"], False, USER, "Estudio", USER, lambda: PASSWORD, trust=where["cert"])
        self.patient, self.hasty = (SmtpMessenger(place, connect=5, read=seconds) for seconds in (10.0, 0.3))

    def opened(self, served: Any) -> Opened:
        return Opened({}, {}, messengers={self.name: served})


SIDES: dict[str, Callable[[Path], Side]] = {"GOOGLE": Calendar, "MAIL": Post}


class Sides:
    """Those that were needed so far, by name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, Side] = {}

    def get(self, name: str) -> Side | None:
        """None for no side."""
        if name and name not in self._made:
            self._made[name] = SIDES[name](self._folder)
        return self._made.get(name)

    def all(self) -> Iterable[Side]:
        return self._made.values()

    def stop(self) -> None:
        for side in self._made.values():
            side.stop()
