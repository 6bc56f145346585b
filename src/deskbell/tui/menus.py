"""The three menus that the table of actions makes: what can be done here, this screen's keys, every verb by name."""

from __future__ import annotations

from collections.abc import Mapping

from deskbell.tui import commands
from deskbell.tui.commands import Action, Remapped
from deskbell.tui.modals.menu import MenuModal, Verb
from deskbell.words.i18n import t
from deskbell.words.reasons import dimmed

CURSOR = (
    ("←↓↑→ hjkl", "keys.cursor"),
    ("tab", "keys.blocks"),
    ("PgUp PgDn", "keys.page"),
    ("+ -", "keys.zoom"),
)
"""Keys of the grid's own, which move and change nothing."""


def more(
    where: str, title: str, language: str, remapped: Remapped, allowed: Mapping[str, str | None] | None
) -> MenuModal:
    """Every verb of what the cursor is on. `allowed` is what the desk says of its booking, None where there is none."""
    here = [a for a in commands.of(where) if a.on_booking or a.id in ("booking.book", "desk.undo")]
    verbs = [_verb(a, language, remapped, _why_not(a, allowed)) for a in here]
    verbs.sort(key=lambda v: bool(v.why))
    return MenuModal(title, verbs)


def keys(where: str, language: str, remapped: Remapped) -> MenuModal:
    """The keys of a screen, told from the same table that makes its bindings."""
    every = [a for a in commands.of(where) if a.id != "desk.keys"]
    around = [a for a in every if not a.on_booking and where in a.where]
    groups = [
        ("keys.on", [a for a in every if a.on_booking]),
        ("keys.around" if where == commands.CALENDAR else "keys.here", around),
        ("keys.desk", [a for a in every if not a.on_booking and a not in around]),
    ]
    verbs: list[Verb] = []
    for word, actions in groups:
        if not actions:
            continue
        verbs.append(Verb(t(language, word)))
        verbs += [_verb(a, language, remapped, "") for a in actions]
        if word == "keys.around" and where == commands.CALENDAR:
            verbs += [Verb("", key, t(language, said)) for key, said in CURSOR]
    foot = t(language, "keys.mouse") if where == commands.CALENDAR else ""
    return MenuModal(t(language, "keys.title"), verbs, foot=foot)


def palette(where: str, language: str, remapped: Remapped, *, on_booking: bool) -> MenuModal:
    """Every verb of a screen by its name."""
    verbs = [
        _verb(a, language, remapped, "" if on_booking or not a.on_booking else "NOTHING_HERE")
        for a in commands.of(where)
        if a.id != "desk.palette"
    ]
    prompt, none = t(language, "palette.prompt"), t(language, "palette.none")
    return MenuModal("", sorted(verbs, key=lambda v: bool(v.why)), prompt=prompt, none=none)


def _verb(action: Action, language: str, remapped: Remapped, code: str) -> Verb:
    press = remapped.get(action.id) or tuple(action.keys.split(","))
    return Verb(
        action.label(language),
        commands.shown_key(action, remapped),
        action.help(language),
        action.do,
        tuple(press),
        dimmed(code, language) if code else "",
    )


def _why_not(action: Action, allowed: Mapping[str, str | None] | None) -> str:
    """The code of why not; nothing where it may be done. Of several verbs under one key one that may is enough."""
    if not action.on_booking:
        return ""
    if allowed is None:
        return "NOTHING_HERE"
    codes = [allowed.get(verb) for verb in action.verbs]
    if not codes or None in codes:
        return ""
    return next((code for code in codes if code and code != "ILLEGAL_MOVE"), codes[0] or "")
