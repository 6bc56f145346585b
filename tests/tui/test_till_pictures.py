"""How the till and its questions look; each picture was opened and looked at before it was kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from deskbell.domain import commands as c
from deskbell.domain.booking import Verb
from deskbell.domain.payment import Method
from deskbell.tui.screens.till import TillScreen
from deskbell.tui.theme import LIGHT
from tests.house.clock import FrozenClock
from tests.tui.harness import NOW, HarnessApp, settle
from tests.tui.little import Little, little

Compare = Callable[..., bool]
SIZES = [(120, 36), (80, 24), (60, 20)]


def at(told: Little, wall: str) -> None:
    told.clock.set(f"{wall}:00+01:00")


def busy(told: Little) -> None:
    """Two weeks of lessons with their money, one of them unpaid, and a morning at the till."""
    desk, fresh = told.desk, told.desk.fresh
    service = next(s for s in desk.services() if s.name == "Piano 60")
    tutor = next(x for x in desk.tutors() if x.name == "Priyanka Rao")
    people = [desk.search(name)[0].id for name in ("Zoë Ó Briain", "Luis Gómez", "Ñandú Réyes")]
    methods = (Method.CASH, Method.CARD, Method.CASH, None, Method.TRANSFER, Method.CARD)
    days = (18, 19, 20, 21, 24, 25, 26, 27, 28)
    for n, day in enumerate(days):
        for k in range(1 + n % 3):
            at(told, f"2026-02-{day}T{11 + k}:05")
            start = FrozenClock().set(f"2026-02-{day}T{12 + k}:30:00+01:00")
            method = methods[(n + k) % len(methods)]
            person = people[(n + k) % len(people)]
            key = fresh()
            done = desk.commit(
                c.Book(key=key, service=service.id, tutor=tutor.id, start=start, person=person, method=method)
            )
            at(told, f"2026-02-{day}T{14 + k}:00")
            assert done.plan.subject is not None
            desk.commit(c.Close(key=fresh(), booking=done.plan.subject, verb=Verb.COMPLETE))
    morning(told)


def morning(told: Little) -> None:
    """Wednesday: a float, change fetched, stamps, a lesson paid in cash and made cheaper, another by card."""
    desk, fresh = told.desk, told.desk.fresh
    at(told, "2026-03-04T09:05")
    desk.commit(c.OpenDrawer(key=fresh(), float=10_000))
    at(told, "2026-03-04T09:20")
    desk.commit(c.MoveCash(key=fresh(), amount=2000, out=False, text="Change from the bank"))
    at(told, "2026-03-04T10:02")
    view = desk.booking(told.no["due"])
    desk.commit(c.Take(key=fresh(), order=view.order.id, method=Method.CASH, tendered=5000))
    at(told, "2026-03-04T10:05")
    desk.commit(c.Reprice(key=fresh(), booking=view.booking.id, total=2000, text="siblings"))
    at(told, "2026-03-04T10:20")
    desk.commit(c.MoveCash(key=fresh(), amount=350, out=True, text="Stamps [/] and a rather long tale about them"))
    at(told, "2026-03-04T10:31")
    rich = desk.booking(told.no["rich"])
    desk.commit(c.Take(key=fresh(), order=rich.order.id, method=Method.CARD))
    told.clock.set(NOW)


def counted(told: Little) -> None:
    busy(told)
    told.desk.commit(c.CountDrawer(key=told.desk.fresh(), counted=13_600))


def sealed(told: Little) -> None:
    counted(told)
    told.desk.commit(c.SealDay(key=told.desk.fresh(), day="2026-03-04"))


def nothing(told: Little) -> None:
    """No drawer, no money today."""


STORIES = {"open": busy, "counted": counted, "sealed": sealed, "none": nothing}


def drawn(
    compare: Compare,
    folder: Path,
    size: tuple[int, int],
    story: str,
    keys: Sequence[str] = (),
    *,
    language: str = "en",
    theme: str = "",
) -> bool:
    """The till after that story and those keys; a key in quotes is typed at once."""
    told = little(folder)
    STORIES[story](told)
    app = HarnessApp(told.desk, lambda: TillScreen(language), language)
    app.notify = lambda *words, **more: None  # type: ignore[method-assign, assignment]
    if theme:
        app.theme = theme

    async def before(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        for key in keys:
            if key.startswith("'"):
                app.focused.value = key[1:]  # type: ignore[union-attr]
                await pilot.pause(0.25)
            else:
                screen = app.screen
                await pilot.press(key)
                for _ in range(100):
                    await settle(pilot)
                    if app.screen is not screen or key in ("tab", "v"):
                        break
                    await pilot.pause(0.02)
        await settle(pilot)

    return compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("story", STORIES)
def test_till(snap_compare: Compare, tmp_path: Path, size: tuple[int, int], story: str) -> None:
    assert drawn(snap_compare, tmp_path, size, story)


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("turns", [1, 2], ids=["service", "tutor"])
def test_other_plots(snap_compare: Compare, tmp_path: Path, size: tuple[int, int], turns: int) -> None:
    """Earned by the day of the lesson, and by tutor."""
    assert drawn(snap_compare, tmp_path, size, "open", ("v",) * turns)


def test_till_in_light(snap_compare: Compare, tmp_path: Path) -> None:
    assert drawn(snap_compare, tmp_path, (120, 36), "open", theme=LIGHT)


@pytest.mark.parametrize("language", ["es", "pt"])
def test_till_in_other_languages(snap_compare: Compare, tmp_path: Path, language: str) -> None:
    assert drawn(snap_compare, tmp_path, (80, 24), "counted", language=language)


def test_till_without_colour(snap_compare: Compare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert drawn(snap_compare, tmp_path, (80, 24), "open")


@pytest.mark.parametrize(
    ("story", "keys"),
    [
        ("none", ("o", "'100")),
        ("open", ("plus", "'20", "tab", "'Change from the bank")),
        ("open", ("minus", "'900")),
        ("open", ("z", "'136")),
        ("counted", ("s",)),
        ("sealed", ("s", "'one more came")),
    ],
    ids=["open", "in", "out", "count", "seal", "reopen"],
)
def test_questions_of_the_till(snap_compare: Compare, tmp_path: Path, story: str, keys: tuple[str, ...]) -> None:
    assert drawn(snap_compare, tmp_path, (80, 24), story, keys)
