"""From a letter to the bytes that leave: one text, its HTML beside it, a calendar file inside where there is one.

The same letter always makes the same bytes, so that sending it again is the same mail (RFC 5322, 3.6.4).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime

from deskbell.domain.ports import Letter

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_LOCAL = re.compile(r"""[^\s<>()\[\],;:\\"@\x00-\x1f\x7f]{1,64}""")
_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*")


class Unwritable(ValueError):
    """What no mail can carry: an upper-case code as Refused has it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def address(text: str) -> tuple[str, str]:
    """Local part and domain, the domain as the network spells it. Unwritable("RECIPIENT") where it is no address.

    Quoted local parts, which nobody has, are none: what is strange here is a slip or an attack.
    """
    local, _, domain = text.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise Unwritable("RECIPIENT") from None
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise Unwritable("RECIPIENT")
    return local, domain


def written(letter: Letter, sender: str, name: str) -> EmailMessage:
    """The mail. Unwritable: RECIPIENT, SENDER, LETTER."""
    for line in (letter.subject, letter.id, name):
        if _CONTROL.search(line):  # a header that breaks its line is a header of somebody else's
            raise Unwritable("LETTER")
    if not re.fullmatch(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+", letter.id):
        raise Unwritable("LETTER")
    mail = EmailMessage(policy=SMTP if letter.to.rpartition("@")[0].isascii() else SMTPUTF8)
    try:
        mail["From"] = Address(name, *address(sender))
    except Unwritable:
        raise Unwritable("SENDER") from None
    mail["To"] = Address("", *address(letter.to))
    mail["Subject"] = letter.subject
    mail["Message-ID"] = f"<{letter.id}>"
    mail["Date"] = format_datetime(datetime.fromtimestamp(letter.at, UTC))
    mail["Auto-Submitted"] = "auto-generated"  # no holiday answer comes back (RFC 3834)
    if letter.reply_to:
        mail["Reply-To"] = Address("", *address(letter.reply_to))
    _fill(mail, letter)
    return mail


def _fill(mail: EmailMessage, letter: Letter) -> None:
    mail.set_content(letter.text)
    if letter.html:
        mail.add_alternative(letter.html, subtype="html")
    if letter.invite:
        # Inside, so that a mail program shows its answer buttons; and as a file, for those that do not.
        mail.add_alternative(letter.invite, subtype="calendar", params={"method": letter.method})
        mail.add_attachment(letter.invite.encode(), maintype="application", subtype="ics", filename="lesson.ics")
    _name_borders(mail, letter.id)


def _name_borders(mail: EmailMessage, name: str) -> None:
    """The borders between the parts follow from the letter; left alone they are drawn by chance."""
    for number, part in enumerate(p for p in mail.walk() if p.is_multipart()):
        part.set_boundary(f"=_deskbell_{number}_{re.sub('[^A-Za-z0-9]', '_', name)[:40]}")
