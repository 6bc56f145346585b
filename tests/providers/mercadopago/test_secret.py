"""The token is told to Mercado Pago and to nobody else: no log, no error, no repr, no process list, on no path (T3)."""

from __future__ import annotations

import logging
import pickle
import subprocess
import sys
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deskbell import crash
from deskbell.domain.ports import Done, PaymentProvider
from deskbell.providers.mercadopago import MercadoPagoProvider
from deskbell.providers.mercadopago.line import Line
from tests.contracts.asking import fresh
from tests.contracts.mercadopago import ROOM, TOKEN, OverMercadoPago
from tests.house.tree import ROOT
from tests.standin.orders import KINDS
from tests.standin.running import Running

PLANTED = "9e107d9d372bb6826bd81d3542a419d6"
SECRET = f"APP_USR-1-010203-{PLANTED}-123456789"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with Running(tmp_path_factory.mktemp("standin"), ROOM) as running:
        yield running


@pytest.fixture
def rig(running: Running, tmp_path: Path) -> Iterator[OverMercadoPago]:
    rig = OverMercadoPago(running, tmp_path, token=SECRET)
    yield rig
    rig.close()


def made(rig: OverMercadoPago) -> MercadoPagoProvider:
    base = f"http://127.0.0.1:{rig.running.port}"
    return MercadoPagoProvider(SECRET, clock=rig, line=lambda: Line(base, read=0.3))


def every_call(provider: PaymentProvider, rig: OverMercadoPago, seen: Any) -> dict[str, Any]:
    from tests.contracts.asking import wanted

    paid = seen.payments[0].id
    return {
        "open": lambda: provider.open(wanted(rig), "k1"),
        "look": lambda: provider.look(seen.reference, seen.checkout),
        "expire": lambda: provider.expire(seen.checkout, "k2"),
        "refund": lambda: provider.refund(seen.checkout, paid, fresh(), 100, "ARS", f"k{fresh()}"),
        "since": lambda: provider.since("", 0),
        "check": lambda: provider.check(),
    }


FAULTS = [
    kind for kind in KINDS if kind not in ("latency", "late", "away", "duplicate", "reordered")
]  # the answer to a check is the same


@pytest.mark.parametrize("kind", FAULTS)
def test_no_failing_path_tells_it(
    rig: OverMercadoPago, kind: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    provider = made(rig)
    from tests.contracts.asking import done, wanted

    seen = done(provider.open(wanted(rig), "open:1"))
    rig.customer.pays(seen.reference)
    seen = done(provider.look(seen.reference, None))
    for call, ask in every_call(provider, rig, seen).items():
        rig.running.order(call, kind, "503" if kind == "html" else "3")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            answer = ask()
        rig.running.release()
        assert PLANTED not in repr(answer)
        assert not isinstance(answer, Done) or call != "check" or kind == "html"
    out = capfd.readouterr()
    assert PLANTED not in caplog.text + out.out + out.err


def test_nor_what_it_is_made_of(rig: OverMercadoPago) -> None:
    provider = made(rig)
    provider.check()
    for thing in (provider, provider._calls, provider._looking, provider._following, provider._calls._kit):
        assert PLANTED not in repr(thing) + str(thing)


def test_nor_an_error_of_ours_with_everything_that_it_holds(tmp_path: Path) -> None:
    """A fault of our own in the middle of a call, as a traceback with locals would show it, and as it is reported."""

    class Broken(Line):
        def _session(self, method: str) -> Any:
            raise ZeroDivisionError("in the transport")

    provider = MercadoPagoProvider(SECRET, line=lambda: Broken("http://127.0.0.1:1"))
    with pytest.raises(ZeroDivisionError) as caught:
        provider.check()
    crash.report(caught.value, tmp_path)
    (told,) = tmp_path.iterdir()
    assert PLANTED not in told.read_text()
    assert PLANTED not in "".join(traceback.format_exception(caught.value))


def test_a_line_that_breaks_carries_no_request_with_it() -> None:
    """The library's own errors hold the request, and that its headers."""
    from deskbell.providers.mercadopago.line import Broken

    line = Line("http://127.0.0.1:1")
    with pytest.raises(Broken) as caught:
        line.request("GET", "https://api.mercadopago.com/users/me", headers={"Authorization": f"Bearer {SECRET}"})
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert PLANTED.encode() not in pickle.dumps(caught.value.outcome)


def test_nor_the_list_of_processes(rig: OverMercadoPago) -> None:
    """It is handed over in the environment or read from where it lies, never as an argument."""
    base = f"http://127.0.0.1:{rig.running.port}"
    code = (
        "import os\nfrom deskbell.providers.mercadopago import MercadoPagoProvider\n"
        f"p = MercadoPagoProvider(os.environ['T'], base={base!r})\nprint(type(p.check()).__name__)\n"
        "print(open('/proc/self/cmdline').read().count(os.environ['T']))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True,
        env={"T": SECRET, "PYTHONPATH": f"{ROOT / 'src'}"},
    )  # fmt: skip
    assert found.stdout.split() == ["Done", "0"]
    assert found.stderr == ""


def test_no_warning_of_the_kit_is_provoked(rig: OverMercadoPago) -> None:
    """A notification address would warn of its own end; warnings are errors here, and none came."""
    assert SECRET != TOKEN
    provider = made(rig)
    from tests.contracts.asking import wanted

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert isinstance(provider.open(wanted(rig), "open:1"), Done)
