"""Three hundred names that somebody might type, mistype or attack with."""

from __future__ import annotations

_BARE = (
    "Ana", "Ñandú Réyes", "美咲 佐藤", "Łukasz Żółć", "O’Brien", "نرگس", "Nguyễn Thị Ánh", "Zoë 🎹", "❤\ufe0f Mia",
    "Bobby'); DROP TABLE booking;--", "=SUM(A1)",
    "a" * 300, "", " ", "e\u0301" * 20, "Z̸̢̛͓a̴l̷g̶o̵", "👨\u200d👩\u200d👧", "ｆｕｌｌ",
)  # fmt: skip
_MARKUP = (
    "[/]", "[b]", "[/b]", "[bold red]", "[@click=app.bell]", "[@click=app.quit]Ana[/]", "[link=https://x]y[/link]",
    "[[", "]]", "[", "]", "\\[", "[$due]", "[on red]", "[/not open]", "[a=b]", "[@x", "[#ff0000]", ":smile:", "$name",
)  # fmt: skip
_CONTROLS = (
    *(chr(c) for c in range(0x20)), "\x7f", *(chr(c) for c in range(0x80, 0xA0)),
    "\x1b[2J", "\x1b]52;c;cm0gLXJm\x07", "\x1b]0;title\x07", "\x9b31m", "\x1b[6n", "\x1bP", "\r\n", "\x1b[?1049l",
)  # fmt: skip
_BIDI = (
    "\u202e", "\u202d", "\u2066", "\u2069", "\u061c", "\u200f", "\u2028", "\u2029", "\u200b", "\u2060", "\ufeff",
    "\U000e0041", "\u3164", "\u00ad", "\ud83d", "\U0010ffff",
)  # fmt: skip


def names() -> tuple[str, ...]:
    """All of them, none twice."""
    parts = (*_MARKUP, *_CONTROLS, *_BIDI)
    made = [*_BARE, *parts, *(f"Ana {p} Réyes" for p in parts), *(f"{p}佐藤{p}" for p in parts)]
    return tuple(dict.fromkeys(made))[:300]
