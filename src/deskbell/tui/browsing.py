"""Whether a link is opened in a browser: a real one, on a machine that has a screen to show it on."""

from __future__ import annotations

import os
import sys
from urllib.parse import urlsplit


def is_real(link: str) -> bool:
    """A page that somebody can pay at; the demo's pages are nowhere, and neither is anything but https."""
    try:
        found = urlsplit(link)
        host = found.hostname or ""
    except ValueError:
        return False
    return found.scheme == "https" and bool(host) and host != "invalid" and not host.endswith(".invalid")


def has_screen() -> bool:
    """A browser without one would come up inside the terminal, over the desk."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def browse(link: str) -> bool:
    """In a thread: open it, if that is any use; True where a browser took it."""
    if not is_real(link) or not has_screen():
        return False
    import webbrowser

    try:
        return webbrowser.open(link)
    except (webbrowser.Error, OSError):
        return False
