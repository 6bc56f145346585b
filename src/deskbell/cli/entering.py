"""What opens a mailbox or a Google account, asked at the terminal: by options, by questions, by a browser."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from deskbell.cli.unseen import key_of, somebody_there, unseen
from deskbell.domain import entrances
from deskbell.domain.connections import Kind
from deskbell.domain.errors import WrongInput
from deskbell.domain.secret import Secret
from deskbell.words.i18n import t

if TYPE_CHECKING:
    from deskbell.cli.context import Context
    from deskbell.domain.entrances import Entry
    from deskbell.domain.ports import Outcome
    from deskbell.services.connecting import Connecting, Knocking

PATIENCE = 120
"""Seconds that a browser is waited for."""


def mail(context: Context, which: Kind, said: Secret | None) -> Secret:
    """Server, user and sender by options or by questions, the password unseen; or as the environment says all of it.

    WrongInput: MAIL_SERVER, MAIL_SENDER, and as a key.
    """
    args = context.args
    if said is not None and not (args.server or args.sender):
        return said
    host, port, tls = entrances.server(_asked(context, args.server, "connect.mail.server"))
    address, name = entrances.sender(_asked(context, args.sender, "connect.mail.sender"))
    user = args.user if args.user is not None else address if args.server else _asked(context, "", "connect.mail.user")
    password = Secret("")
    if user:
        question = t(context.language, "connect.mail.password", user=user)
        password = key_of(context, which, None, question)
    return entrances.Mailbox(host, port, tls, address, name or context.card.name, user, password).packed()


def _asked(context: Context, given: str | None, word: str) -> str:
    if given or not context.interactive:
        return given or ""
    return context.ask(t(context.language, word))


def google(context: Context, door: Connecting) -> Secret:
    """Let in by Google's page: the browser comes back by itself, or its address is pasted.

    WrongInput: CLIENT_MISSING, CLIENT_SHAPE, NOT_BY_ITSELF, CONSENT_LESS, CONSENT_REFUSED. Busy: NOT_CHECKED.
    """
    file = context.args.client
    client = door.client(Path(file) if file else None)
    if client is None:
        raise WrongInput("CLIENT_MISSING")
    if context.args.json or not (somebody_there() or context.args.paste == "-"):
        raise WrongInput("NOT_BY_ITSELF")
    knock = door.kit.knock(client, choose=context.args.choose)
    try:
        answer = None if context.args.paste else _by_browser(context, knock)
        if answer is None:
            answer = knock.paste(_pasted(context, knock))
        return door.entered(client, answer)
    finally:
        knock.close()


def _by_browser(context: Context, knock: Knocking) -> Outcome[Entry] | None:
    """Where it came back, or None where there is no browser here or somebody would rather paste (ctrl-c)."""
    from deskbell.tui.browsing import browse

    if not browse(knock.address):
        return None
    context.remark(t(context.language, "connect.google.open", seconds=PATIENCE))
    context.remark(knock.address)
    try:
        return knock.wait(PATIENCE)
    except KeyboardInterrupt:
        return None


def _pasted(context: Context, knock: Knocking) -> str:
    language = context.language
    if context.args.paste == "-":
        context.remark(knock.address)
        return sys.stdin.readline()
    context.remark(t(language, "connect.google.page"))
    context.remark(knock.address)
    return unseen(t(language, "connect.google.paste")).reveal()
