"""What the machine says of where it stands: its zone and its person. For defaults that somebody is shown first."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

_LINKS = (Path("/etc/localtime"), Path("/var/db/timezone/localtime"))


def zone(environ: Mapping[str, str] | None = None, links: tuple[Path, ...] = _LINKS) -> str:
    """The IANA name of the machine's zone: TZ, then the system's own; UTC where neither says one."""
    environ = os.environ if environ is None else environ
    if _is_zone(named := environ.get("TZ", "").lstrip(":")):
        return named
    for link in links:
        try:
            found = str(link.readlink())
        except OSError:
            continue
        _, _, named = found.partition("zoneinfo/")
        named = named.removeprefix("posix/").removeprefix("right/")
        if _is_zone(named):
            return named
    return "UTC"


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo

    if not name or name.startswith("/"):
        return False
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return False
    return True


def person() -> str:
    """The full name of whoever sits here, else the account's; nothing where the machine does not know."""
    try:
        import pwd

        entry = pwd.getpwuid(os.getuid())
    except (ImportError, LookupError):
        return os.environ.get("USERNAME", "")
    full = entry.pw_gecos.split(",")[0].strip()
    return full if " " in full else entry.pw_name
