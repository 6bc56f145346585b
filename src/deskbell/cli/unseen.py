"""What somebody types without it being seen: keys and passphrases, on the terminal itself, whatever is piped where."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from deskbell.domain.errors import NeedsYes, WrongInput
from deskbell.domain.secret import Secret
from deskbell.words.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable

    from deskbell.cli.context import Context
    from deskbell.domain.connections import Kind

LONGEST = 8 * 1024
LEAST = 8
"""Characters of a new passphrase, as the vault wants them."""


def somebody_there() -> bool:
    """Whether this process has a terminal of its own, where something can be asked without echo."""
    try:
        handle = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:
        return False
    os.close(handle)
    return True


def unseen(question: str) -> Secret:
    """What is typed to a question, without echo; empty where somebody leaves."""
    from getpass import getpass

    try:
        return Secret(getpass(f"{question} "))
    except EOFError:
        return Secret("")


def asks_passphrase(context: Context) -> Callable[[bool], Secret | None]:
    """Asks for the passphrase of the desk's vault, twice where it is new; gives None where nobody can be asked.

    WrongInput: PASSPHRASE_DIFFERS.
    """
    where = str(context.places.secrets)

    def ask(new: bool) -> Secret | None:
        if context.args.json or not somebody_there():
            return None
        if not new:
            return unseen(t(context.language, "passphrase.ask", where=where))
        first = unseen(t(context.language, "passphrase.new", where=where, least=LEAST))
        if first and first != unseen(t(context.language, "passphrase.again")):
            raise WrongInput("PASSPHRASE_DIFFERS")
        return first

    return ask


def key_of(context: Context, kind: Kind, said: Secret | None, question: str = "") -> Secret:
    """The key: from a file, from standard input, from the environment, from whoever sits there, in that order.

    `question` asks for what is more than the key of its kind.

    WrongInput: KEY_ON_COMMAND_LINE, KEY_EMPTY, NO_KEY_HERE. Refused as a file of secrets.
    """
    from pathlib import Path

    from deskbell.wiring import read_secret

    args = context.args
    if args.key:
        raise WrongInput("KEY_ON_COMMAND_LINE")
    if args.key_file and args.key_file != "-":
        return read_secret(Path(args.key_file))
    typed_at = sys.stdin is not None and sys.stdin.isatty()
    if args.key_file == "-" or not typed_at:
        piped = Secret(sys.stdin.read(LONGEST).strip() if sys.stdin is not None else "")
        if piped or args.key_file:
            return piped
    if said is not None:
        return said
    if not (typed_at and somebody_there()):
        raise WrongInput("NO_KEY_HERE")
    from deskbell.words.operations import connection_name

    return unseen(question or t(context.language, "connect.ask", name=connection_name(kind.name)))


def explicit(context: Context, needs: NeedsYes) -> None:
    """The word that a dangerous key wants, typed in full; else the error says which option stands for it."""
    if not context.interactive:
        raise needs
    if context.ask(t(context.language, "connect.live")) != "LIVE":
        raise needs
