"""Both vendors' stand-ins on sockets, and a command line that is pointed at them: the real program, the real kits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deskbell.providers.secrets import vault
from tests.cli.conftest import NOW, Said, Say, init
from tests.standin.running import Running

STRIPE, MERCADO = "rk_test_0123456789abcdef", "TEST-1-010101-0123456789abcdef0123456789abcdef-123456789"
ROOMS = {"stripe": "tests.standin.stripe.server", "mercadopago": "tests.standin.mercadopago.server"}
KEYS = {"stripe": STRIPE, "mercadopago": MERCADO}
PHRASE = "planted passphrase"
CURRENCY = {"stripe": "EUR", "mercadopago": "ARS"}
ZONE = {"stripe": "Europe/Madrid", "mercadopago": "America/Argentina/Buenos_Aires"}


@pytest.fixture(scope="module")
def standins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Running]]:
    """One of each for a module."""
    folder = tmp_path_factory.mktemp("vendors")
    running = {name: Running(folder / name, room) for name, room in ROOMS.items()}
    yield running
    for one in running.values():
        one.stop()


@dataclass
class Shop:
    """A desk from nothing, a command line for it, and the two vendors."""

    say: Say
    vendors: dict[str, Running]
    home: Path

    def set_up(self, name: str = "stripe") -> Shop:
        init(self.say, "--zone", ZONE[name], "--currency", CURRENCY[name])
        return self

    def connect(self, name: str = "stripe", *more: str, key: str | None = None, code: int | None = 0) -> Said:
        file = self.home / "key"
        file.write_text(KEYS[name] if key is None else key)
        file.chmod(0o600)
        try:
            return self.say("connect", name, "--key-file", file, *more, code=code)
        finally:
            file.unlink()

    def leaks(self, *planted: str) -> list[str]:
        """Files of the program in which one of these stands, its name or its bytes."""
        return [
            str(file)
            for file in self.home.rglob("*")
            if file.is_file() and file.name not in ("key", "phrase")
            for words in planted
            if words.encode() in file.read_bytes()
        ]


@pytest.fixture
def shop(say: Say, standins: dict[str, Running], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """The vendors know nothing yet, their clock is the desk's; the passphrase lies in a file."""
    monkeypatch.setattr(vault, "N", 1 << 4)
    for name, running in standins.items():
        running.memory(tmp_path / name)
        running.clock(NOW)
        variable = "STRIPE" if name == "stripe" else "MERCADO_PAGO"
        monkeypatch.setenv(f"DESKBELL_{variable}_BASE", f"http://127.0.0.1:{running.port}")
    phrase = tmp_path / "phrase"
    phrase.write_text(PHRASE)
    phrase.chmod(0o600)
    monkeypatch.setenv("DESKBELL_PASSPHRASE_FILE", str(phrase))
    return Shop(say, standins, tmp_path)
