"""An app around one grid, with an invented week. Tests drive it; `python tests/tui/grid_app.py [light]` shows it."""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult
from textual.screen import Screen

from deskbell.tui.looks import style_paths
from deskbell.tui.spans import SpanPainted
from deskbell.tui.theme import DARK, LIGHT, THEMES, token_defaults
from deskbell.tui.widgets.grid import TimeGrid
from deskbell.tui.widgets.grid_model import Badge, Block, Column, GridModel, Kind, Shade, Tone

CONFIRMED = Badge("●", "confirmed")
HELD = Badge("◐", "held 14:59", Tone.HELD)
REQUESTED = Badge("○", "requested", Tone.HELD)
DONE = Badge("✓", "done", Tone.DONE)
NO_SHOW = Badge("∅", "no-show", Tone.MUTED)
CANCELLED = Badge("✕", "cancelled", Tone.MUTED)
PAID = Badge("€", "paid", Tone.PAID)
REFUNDED = Badge("↺", "refunded", Tone.MUTED)


def due(amount: str) -> Badge:
    return Badge("€", f"due {amount}", Tone.DUE)


def at(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def hours(*spans: str) -> tuple[Shade, ...]:
    return tuple(Shade(at(s.split("-")[0]), at(s.split("-")[1]), Kind.FREE) for s in spans)


def block(key: int, column: int, span: str, title: str, detail: str = "", **more: object) -> Block:
    start, end = span.split("-")
    return Block(key, column, at(start), at(end), title, detail=detail, **more)  # type: ignore[arg-type]


def week(now: tuple[int, int] | None = (2, at("10:35"))) -> GridModel:
    names = ("Mon 2", "Tue 3", "Wed 4", "Thu 5", "Fri 6", "Sat 7", "Sun 8")
    work = hours("9:00-13:00", "15:00-20:00")
    shades = (
        work,
        work,
        work,
        (*work, Shade(at("9:00"), at("10:30"), Kind.BUSY, "Busy · Google")),
        hours("9:00-18:00"),
        hours("10:00-14:00"),
        (Shade(at("8:00"), at("21:00"), Kind.ABSENCE, "Away"),),
    )
    columns = tuple(
        Column(f"d{n}", name, "·today" if n == 2 else "", n == 2, shades[n]) for n, name in enumerate(names)
    )
    done = {"seat": DONE, "money": PAID, "tone": Tone.DONE}
    blocks = (
        block(1, 0, "9:00-10:00", "Ana Pérez", "Piano 60", short="Ana P.", **done),
        block(
            2,
            0,
            "10:30-12:00",
            "Mia, Leo Lee",
            "GCSE maths",
            short="Mia, Leo",
            seat=DONE,
            money=due("50.00"),
            tone=Tone.DUE,
        ),
        block(3, 0, "15:00-15:45", "Ñandú Réyes", "Guitar 45", short="Ñandú R.", **done),
        block(4, 0, "15:45-16:30", "Jo Park", "Guitar 45", seat=NO_SHOW, money=PAID, tone=Tone.DONE),
        block(
            5, 1, "9:00-10:00", "Luis Gómez", "Maths 60", short="Luis G.", seat=DONE, money=due("25.00"), tone=Tone.DUE
        ),
        block(6, 1, "11:00-12:00", "Yoga", "Studio 1", seat=DONE, places="4/8", tone=Tone.DONE),
        block(7, 1, "16:00-17:00", "美咲 佐藤", "Violin 60", seat=CANCELLED, money=REFUNDED, tone=Tone.MUTED),
        block(8, 1, "17:30-18:30", "Ana [/]", "Piano 60", **done),
        block(10, 2, "10:00-11:00", "Ana Pérez", "Piano 60", short="Ana P.", seat=CONFIRMED, money=PAID),
        block(11, 2, "11:00-12:30", "Yoga", "Studio 1 · 2 waiting", seat=CONFIRMED, places="8/8"),
        block(
            12,
            2,
            "15:00-16:00",
            "Luis Gómez",
            "Maths 60",
            short="Luis G.",
            seat=CONFIRMED,
            money=due("25.00"),
            tone=Tone.DUE,
        ),
        block(13, 2, "16:00-17:00", "Bo Li", "Piano 60", seat=CONFIRMED, money=PAID),
        block(14, 2, "16:30-17:30", "Zoë Ó Briain", "Voice 60", short="Zoë Ó B.", seat=HELD, tone=Tone.HELD),
        block(15, 2, "18:00-20:00", "Orchestra", "Hall", seat=CONFIRMED, places="21/24"),
        block(20, 3, "9:30-10:30", "Kim Ha", "Piano 60", seat=CONFIRMED, money=PAID, tone=Tone.CLASH),
        block(21, 3, "11:00-12:00", "Yoga", "Studio 1", seat=CONFIRMED, places="3/8"),
        block(22, 3, "15:00-16:00", "美咲 佐藤", "Violin 60", seat=CONFIRMED, money=PAID),
        block(23, 3, "16:00-16:30", "Ivo B.", "Trial 30", seat=REQUESTED, tone=Tone.HELD),
        block(24, 3, "16:30-17:00", "Mara D.", "Trial 30", seat=REQUESTED, tone=Tone.HELD),
        block(30, 4, "9:00-10:00", "Ñandú Réyes", "Piano 60", short="Ñandú R.", seat=HELD, tone=Tone.HELD),
        block(31, 4, "10:30-11:15", "Sam", "Drums 45", seat=CONFIRMED, money=PAID),
        block(
            32, 4, "11:15-12:00", "Alexandra Papadopoulou", "Drums 45", short="Alexandra P.", seat=CONFIRMED, money=PAID
        ),
        block(33, 4, "14:00-15:30", "Duo", "Chamber", seat=CONFIRMED, money=due("80.00"), tone=Tone.DUE),
        block(34, 4, "14:00-15:00", "Trio", "Chamber", seat=CONFIRMED, money=PAID),
        block(35, 4, "14:30-16:00", "Quartet", "Chamber", seat=HELD, tone=Tone.HELD),
        block(40, 5, "10:00-11:00", "Kids' yoga", "Studio 2", seat=CONFIRMED, places="8/8"),
        block(41, 5, "11:00-12:00", "Yoga", "Studio 1", seat=CONFIRMED, places="5/8"),
    )
    return GridModel(columns, blocks, now=now, day_start=at("8:00"), day_end=at("21:00"), step=30)


def crowd(columns: int = 7, each: int = 29) -> GridModel:
    """About two hundred lessons in a week, many at the same time."""
    heads = tuple(Column(f"c{n}", f"Day {n}", shades=hours("8:00-21:00")) for n in range(columns))
    blocks = tuple(
        Block(
            n,
            n % columns,
            480 + (n * 37 % 48) * 15,
            480 + (n * 37 % 48) * 15 + (30, 45, 60, 90)[n % 4],
            f"Person {n}",
            detail="Piano 60",
            seat=CONFIRMED,
            money=(PAID, due("25.00"))[n % 2],
            tone=(Tone.CALM, Tone.DUE)[n % 2],
        )
        for n in range(columns * each)
    )
    return GridModel(heads, blocks, now=(2, 640))


class DeskScreen(SpanPainted, Screen[None]):
    pass


class GridApp(App[None]):
    """One grid, filling the screen; keeps what the grid said."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, model: GridModel | None = None, theme: str = DARK, *, spans: bool = True) -> None:
        super().__init__(css_path=list(style_paths()))
        self.model = model or week()
        self.spans = spans
        self.said: list[object] = []
        for ours in THEMES:
            self.register_theme(ours)
        self.theme = theme

    def get_default_screen(self) -> Screen[None]:
        return DeskScreen(id="_default") if self.spans else super().get_default_screen()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return token_defaults()

    def compose(self) -> ComposeResult:
        yield TimeGrid(self.model)

    @property
    def grid(self) -> TimeGrid:
        return self.query_one(TimeGrid)

    def on_mount(self) -> None:
        self.grid.focus()

    def on_time_grid_cursor_moved(self, message: TimeGrid.CursorMoved) -> None:
        self.said.append(("moved", message.column, message.minute, message.block_key))

    def on_time_grid_opened(self, message: TimeGrid.Opened) -> None:
        self.said.append(("opened", message.block_key))

    def on_time_grid_edge(self, message: TimeGrid.Edge) -> None:
        self.said.append(("edge", message.step))


if __name__ == "__main__":
    GridApp(theme=LIGHT if "light" in sys.argv else DARK).run()
