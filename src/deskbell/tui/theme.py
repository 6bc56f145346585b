"""The two themes and what their colours mean.

Colour is state and nothing else. One accent says "here and now": the now line, the cursor, the focus. Every
other hue is a token named by what it tells ($paid $due $held $clash $done); grounds are named by what lies there
($free $closed $busy $block). $texture, $hatch, $now-faint and $rule draw patterns, never words, and so are the
only inks below a contrast of 4.5.
"""

from __future__ import annotations

from textual.theme import Theme

DARK = "deskbell-dark"
LIGHT = "deskbell-light"

_DARK_TOKENS = {
    "now": "#7cc7f5",
    "now-faint": "#2c5168",
    "paid": "#86cf9b",
    "due": "#f3b95f",
    "held": "#c3b1f7",
    "clash": "#ff938a",
    "done": "#a0acb8",
    "muted": "#a0acb8",
    "free": "#151a21",
    "closed": "#0e1116",
    "busy": "#171c23",
    "texture": "#2b343f",
    "hatch": "#3a4551",
    "block": "#242d38",
    "block-head": "#2d3845",
    "block-now": "#1b3847",
    "block-now-head": "#1f4050",
    "block-done": "#1a2028",
    "block-done-head": "#1f2730",
    "cursor": "#7cc7f5",
    "cursor-text": "#08151d",
    "cursor-away": "#3b4a58",
    "cursor-away-text": "#f0f4f8",
}

_LIGHT_TOKENS = {
    "now": "#00618a",
    "now-faint": "#9cc3d6",
    "paid": "#14652f",
    "due": "#854a00",
    "held": "#6236b5",
    "clash": "#ad1f18",
    "done": "#535e69",
    "muted": "#535e69",
    "free": "#ffffff",
    "closed": "#eff0ef",
    "busy": "#f1f2f3",
    "texture": "#cbd0d3",
    "hatch": "#c3c9ce",
    "block": "#e2e9f0",
    "block-head": "#d5dfe9",
    "block-now": "#c9e4f1",
    "block-now-head": "#b8dbec",
    "block-done": "#f0f2f4",
    "block-done-head": "#e8ebee",
    "cursor": "#00618a",
    "cursor-text": "#ffffff",
    "cursor-away": "#c2ccd4",
    "cursor-away-text": "#12181d",
}

_DARK_OF_256 = _DARK_TOKENS | {
    "now-faint": "#005f87",
    "done": "#b2b2b2",
    "muted": "#b2b2b2",
    "free": "#1c1c1c",
    "closed": "#121212",
    "busy": "#1c1c1c",
    "texture": "#303030",
    "hatch": "#4e4e4e",
    "block": "#303030",
    "block-head": "#3a3a3a",
    "block-now": "#00005f",
    "block-now-head": "#00005f",
    "block-done": "#262626",
    "block-done-head": "#303030",
    "cursor-text": "#080808",
    "cursor-away": "#585858",
    "cursor-away-text": "#eeeeee",
}
_LIGHT_OF_256 = _LIGHT_TOKENS | {
    "now": "#005f87",
    "now-faint": "#afd7d7",
    "paid": "#005f00",
    "due": "#5f5f00",
    "held": "#5f00af",
    "clash": "#af0000",
    "done": "#4e4e4e",
    "muted": "#4e4e4e",
    "closed": "#f4f4f4",
    "busy": "#f4f4f4",
    "texture": "#c6c6c6",
    "hatch": "#bcbcbc",
    "block": "#eaeaea",
    "block-head": "#e0e0e0",
    "block-now": "#d7ffff",
    "block-now-head": "#d7ffff",
    "block-done": "#f4f4f4",
    "block-done-head": "#eaeaea",
    "cursor": "#005f87",
    "cursor-away": "#bcbcbc",
    "cursor-away-text": "#121212",
}
"""Where a terminal has 256 colours the dark tints would become navy, teal and black: free time and closed time alike.
Greys are there in many steps, and stay what they are.
"""

TOKENS = frozenset(_DARK_TOKENS) | {"rule"}
"""Names that style sheets may use as $name beside Textual's own."""


def _chrome(tokens: dict[str, str], *, border: str, panel: str, text: str) -> dict[str, str]:
    """Textual's own variables, calmed to the same few colours."""
    return tokens | {
        "text-muted": tokens["muted"],
        "foreground-muted": tokens["muted"],
        "border": tokens["now"],
        "border-blurred": border,
        "rule": border,
        "block-cursor-background": tokens["cursor"],
        "block-cursor-foreground": tokens["cursor-text"],
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": tokens["cursor-away"],
        "block-cursor-blurred-foreground": tokens["cursor-away-text"],
        "input-selection-background": tokens["cursor-away"],
        "input-selection-foreground": tokens["cursor-away-text"],
        "footer-background": tokens["closed"],
        "footer-foreground": tokens["muted"],
        "footer-description-foreground": tokens["muted"],
        "footer-key-foreground": text,
        "scrollbar": border,
        "scrollbar-hover": tokens["muted"],
        "scrollbar-active": tokens["now"],
        "scrollbar-background": tokens["closed"],
        "scrollbar-background-hover": tokens["closed"],
        "scrollbar-background-active": tokens["closed"],
        "scrollbar-corner-color": tokens["closed"],
        "button-foreground": text,
        "link-background-hover": panel,
        "link-color-hover": text,
    }


def _theme(name: str, tokens: dict[str, str], *, dark: bool, text: str, panel: str, border: str) -> Theme:
    return Theme(
        name=name,
        dark=dark,
        primary=tokens["now"],
        secondary=tokens["muted"],
        accent=tokens["now"],
        success=tokens["paid"],
        warning=tokens["due"],
        error=tokens["clash"],
        foreground=text,
        background=tokens["closed"],
        surface=tokens["free"],
        panel=panel,
        variables=_chrome(tokens, border=border, panel=panel, text=text),
    )


THEMES: tuple[Theme, Theme] = (
    _theme(DARK, _DARK_TOKENS, dark=True, text="#e4e9ee", panel="#1b222a", border="#39444f"),
    _theme(LIGHT, _LIGHT_TOKENS, dark=False, text="#182028", panel="#e6e9eb", border="#b9c0c6"),
)

OF_256: tuple[Theme, Theme] = (
    _theme(DARK, _DARK_OF_256, dark=True, text="#e4e4e4", panel="#262626", border="#4e4e4e"),
    _theme(LIGHT, _LIGHT_OF_256, dark=False, text="#1c1c1c", panel="#e0e0e0", border="#b2b2b2"),
)


def themes(colours: str | None) -> tuple[Theme, Theme]:
    """The dark one and the light one for a terminal of so many colours, as Rich names them; None is not known."""
    return OF_256 if colours in ("256", "standard", "windows") else THEMES


def token_defaults() -> dict[str, str]:
    """For App.get_theme_variable_defaults: under a theme that is not ours the style sheets still parse."""
    return dict(THEMES[0].variables)
