"""Keyrings as machines have them: one that keeps, one that is locked, one that forgets, one that never answers."""

from __future__ import annotations

import threading

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, NoKeyringError, PasswordDeleteError


class Remembers(KeyringBackend):
    priority = 5  # type: ignore[assignment]
    name = "Test Ring"

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("not there")


class Locked(Remembers):
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("Failed to unlock the collection!")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked(f"Failed to unlock the collection for {password}!")


class Forgets(Remembers):
    def set_password(self, service: str, username: str, password: str) -> None:
        """As the null backend does."""


class Breaks(Remembers):
    def set_password(self, service: str, username: str, password: str) -> None:
        raise OSError(f"dbus said no to {password}")


class Nothing(Remembers):
    def get_password(self, service: str, username: str) -> str | None:
        raise NoKeyringError("no backend")


class Waits(Remembers):
    """Asks somebody in a window who does not come until `comes` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.comes = threading.Event()
        self.asked = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        assert self.comes.wait(10)
        return super().get_password(service, username)
