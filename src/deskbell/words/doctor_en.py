"""How the desk is, line by line: English."""

from __future__ import annotations

DOCTOR: dict[str, str | tuple[str, str]] = {
    "doctor.DATABASE": "{desk} opens ({kind}).",
    "doctor.RIGHTS": "Files and folders are their owner's alone.",
    "doctor.RIGHTS_OPEN": "{where} can be read by others on this machine; run chmod {mode} on it.",
    "doctor.FIGURES": "All figures agree with the rows they come from.",
    "doctor.FIGURES_WRONG": (
        "{n} figure does not agree with its rows; see it with deskbell verify.",
        "{n} figures do not agree with their rows; see them with deskbell verify.",
    ),
    "doctor.WORKER": "A worker is at work.",
    "doctor.CALENDAR": "lessons go on the calendar {calendar}",
    "doctor.CALENDAR_SAID": "lessons go on the calendar {calendar}, as {where} says",
    "doctor.CALENDAR_DIFFERS": (
        "lessons go on the calendar {calendar}, and {where} says {meant}: deskbell calendar --use {meant}, or mend that"
    ),
    "doctor.WORKER_IDLE": "No worker runs, and nothing waits for one.",
    "doctor.WORKER_NONE": (
        "{n} request waits and no worker runs; open the desk, or run deskbell worker.",
        "{n} requests wait and no worker runs; open the desk, or run deskbell worker.",
    ),
    "doctor.PARKED": (
        "{n} request was given up; see it under 8 in the desk, and try it again or drop it.",
        "{n} requests were given up; see them under 8 in the desk, and try them again or drop them.",
    ),
    "doctor.CONNECTION": "{name} is connected.",
    "doctor.CONNECTION_DOWN": "{name} does not answer; it is tried again by itself, look at the network if it stays "
    "so.",
    "doctor.CONNECTION_PAUSED": "{name} is paused; resume it with deskbell worker --resume, or connect it again if its "
    "key was refused.",
    "doctor.CONNECTION_RESTORED": "{name} waits to be looked through after a restore; run deskbell worker.",
    "doctor.CONNECTION_OFF": "{name} was disconnected; connect it again if it is wanted.",
    "doctor.CLOCK": "This machine's clock and that of {name} differ by {n} seconds; set it right, or no held "
    "seat ends by itself.",
    "doctor.KEYRING": "Keys are kept in the system's keyring ({name}).",
    "doctor.KEYRING_NONE": "No keyring here: keys go into a file that a passphrase opens.",
    "doctor.KEYS_CLOSED": "The key of {name} lies in a file with a passphrase: a worker asks for it, or reads "
    "DESKBELL_PASSPHRASE_FILE.",
    "doctor.KEY": "{name}: {why}",
}
