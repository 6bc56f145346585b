from __future__ import annotations

import subprocess
import sys

import pytest

from deskbell.words.ago import ago

NOW = 1772616600  # Wed 4 March 2026, 10:30 in Madrid
HOUR, DAY = 3600, 86400


@pytest.mark.parametrize(
    ("away", "language", "shown"),
    [
        (600, "en", "in 10 minutes"), (5 * HOUR, "es", "dentro de 5 horas"), (-300, "pt", "há 5 minutos"),
        (3 * DAY, "en", "in 3 days"), (3 * DAY - 3 * HOUR, "en", "in 3 days"), (13 * HOUR, "en", "in 13 hours"),
        (22 * HOUR, "en", "in 1 day"), (-DAY, "es", "hace 1 día"), (40 * DAY, "pt", "em 1 mês"),
        (-11 * HOUR, "en", "11 hours ago"),
    ],
)  # fmt: skip
def test_near_by_the_clock_and_far_by_the_calendar(away: int, language: str, shown: str) -> None:
    """Saturday morning is 'in 3 days' all Wednesday long; within half a day the clock counts."""
    assert ago(NOW + away, NOW, language, "Europe/Madrid") == shown


def test_real_time_passes_over_a_change_of_clocks() -> None:
    """29 March 2026: from 01:30 to 04:30 in Madrid are two hours."""
    before = 1774744200
    assert ago(before + 2 * HOUR, before, "en", "Europe/Madrid") == "in 2 hours"


def test_the_library_is_imported_when_first_asked() -> None:
    """The agenda never pays for pendulum: no room of words imports it, nor Textual, nor anything heavy."""
    rooms = "ago dates days hours i18n language line money names offers reading states times tokens vocabulary zones"
    code = (
        f"import sys; [__import__('deskbell.words.' + x) for x in {rooms!r}.split()];"
        "print(*sorted({m.split('.')[0] for m in sys.modules} - set(sys.stdlib_module_names)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (
        set(out.stdout.split()) & {"pendulum", "babel", "dateutil", "sqlalchemy", "textual", "rich", "zoneinfo"}
        == set()
    )
    assert "deskbell" in out.stdout.split()
