"""The system's keyring in all its moods; nothing that it says or was given gets out of it."""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable
from types import ModuleType

import keyring
import pytest
from keyring.backend import KeyringBackend

from deskbell.domain.errors import Busy
from deskbell.domain.secret import Secret
from deskbell.providers.secrets.ring import Line, Ring, usable
from tests.providers.secrets.rings import Breaks, Forgets, Locked, Nothing, Remembers, Waits

PLANTED = "sk_live_planted"


def ring(backend: KeyringBackend | None, patience: float = 10) -> Ring:
    return Ring("deskbell:desk", find=lambda: backend, line=Line(patience))


def test_what_is_kept_is_found_and_goes() -> None:
    backend = Remembers()
    kept = ring(backend)
    assert kept.get("STRIPE") is None
    assert kept.put("STRIPE", Secret(PLANTED))
    assert kept.get("STRIPE") == Secret(PLANTED)
    assert backend.kept == {("deskbell:desk", "STRIPE"): PLANTED}
    kept.drop("STRIPE")
    kept.drop("STRIPE")
    assert not backend.kept


@pytest.mark.parametrize("backend", [None, Nothing()])
def test_no_keyring_is_none(backend: KeyringBackend | None) -> None:
    """NoKeyringError of a headless machine is no error of ours: there is another place."""
    none = ring(backend)
    assert none.get("STRIPE") is None
    assert not ring(None).put("STRIPE", Secret(PLANTED))
    none.drop("STRIPE")
    assert not ring(None).is_there()


@pytest.mark.parametrize(
    ("backend", "code"), [(Locked(), "KEYRING_LOCKED"), (Forgets(), "KEYRING_FAILED"), (Breaks(), "KEYRING_FAILED")]
)
def test_what_a_keyring_says_stays_inside(backend: KeyringBackend, code: str) -> None:
    """T3: some backends put what they were given into their errors; neither words nor causes carry it on."""
    with pytest.raises(Busy) as error:
        ring(backend).put("STRIPE", Secret(PLANTED))
    assert error.value.code == code
    shown = "".join(traceback.format_exception(error.value))
    assert PLANTED not in shown
    assert PLANTED not in repr(error.value.facts)


def test_a_window_that_nobody_answers_does_not_hold_anybody_up() -> None:
    """The first waits so long, the next ones hardly; once somebody came it works again, and was asked once."""
    backend = Waits()
    slow = ring(backend, patience=0.2)
    began = time.monotonic()
    for _ in range(3):
        with pytest.raises(Busy, match="KEYRING_SILENT"):
            slow.get("STRIPE")
    assert time.monotonic() - began < 2
    assert backend.asked == 1
    backend.comes.set()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            assert slow.get("STRIPE") is None
            break
        except Busy:
            time.sleep(0.02)
    else:
        pytest.fail("it never came back")


class _Module:
    """A backend class as if it had come from another module."""

    @staticmethod
    def of(module: str) -> KeyringBackend:
        kind: type[KeyringBackend] = type("Keyring", (Remembers,), {"__module__": module})
        return kind()


@pytest.mark.parametrize("module", ["keyring.backends.fail", "keyring.backends.null", "keyrings.alt.file"])
def test_one_that_only_pretends_counts_as_none(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    """Measured: with keyrings.alt installed a file of base64 is chosen silently."""
    monkeypatch.setattr(keyring, "get_keyring", lambda: _Module.of(module))
    assert usable() is None


def test_of_a_chain_the_first_that_keeps_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    good = Remembers()

    class Chain(Remembers):
        __module__ = "keyring.backends.chainer"
        backends = (_Module.of("keyrings.alt.file"), good)

    monkeypatch.setattr(keyring, "get_keyring", Chain)
    assert usable() is good
    Chain.backends = (_Module.of("keyrings.alt.file"),)  # type: ignore[assignment]
    assert usable() is None


def test_this_machine_is_asked_without_a_hang() -> None:
    """Whatever is installed here: an answer comes, and it is no plain file."""
    found: Callable[[], KeyringBackend | None] = usable
    backend = Line(30).ask(found)
    assert backend is None or not type(backend).__module__.startswith("keyrings.alt")
    assert isinstance(sys.modules["keyring"], ModuleType)
