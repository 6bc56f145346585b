"""A letter in its reader's words, with the lesson's entry for their calendar inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from deskbell.domain.letters import Matter, ToSend, Written, invites
from deskbell.words.letters import Texts, written

if TYPE_CHECKING:
    from deskbell.formats.ics.write import Entry

PUBLISH = "PUBLISH"


def write(letter: ToSend, matters: Sequence[Matter], zone: str, own: Texts, sender: str, now: int) -> Written:
    """The letter that tells these matters. `zone` is the desk's, `own` its texts, `sender` whom calendars answer."""
    said = written(letter, matters, zone, own)
    methods = {method for m in matters if (method := invites(m))}
    if len(methods) != 1:  # nothing to write down, or some of it to strike out: no file says both
        return said
    entries = [_entry(letter, m, sender) for m in matters if invites(m)]
    method = methods.pop() if len(entries) == 1 and sender else PUBLISH
    from deskbell.formats.ics.write import calendar_file  # late: its library is slow to import

    lines = calendar_file(entries, "", now, method=method)
    return replace(said, invite="".join(f"{line}\r\n" for line in lines), method=method)


def _entry(letter: ToSend, matter: Matter, sender: str) -> Entry:
    from deskbell.formats.ics.write import Entry

    title = " · ".join(part for part in (matter.service, matter.focus) if part)
    text = "\n".join(part for part in (matter.tutor, matter.join_url) if part)
    return Entry(
        matter.uid,
        matter.sequence,
        matter.start,
        matter.end,
        title,
        text,
        matter.room,
        matter.join_url,
        called_off=invites(matter) == "CANCEL",
        organizer=(letter.desk, sender) if sender else None,
        attendee=(letter.name, letter.address) if sender else None,
    )
