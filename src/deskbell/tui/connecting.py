"""Connections changed from a screen: connect by steps, open the file of keys, disconnect after its plan, pause.

Each step looks at all that was answered so far, in a thread: a key is judged, its account asked, then it is kept. What
is still wanted (a word for a dangerous key, a passphrase) is the next step, and nothing is kept before the last one.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from deskbell.domain.connections import Kind
from deskbell.domain.errors import DeskError, NeedsYes
from deskbell.domain.secret import Secret
from deskbell.tui import flow
from deskbell.tui.connections_page import BADGE
from deskbell.tui.modals.connect import Answers, ConnectModal, Step, Wanted, again
from deskbell.words.connecting import LIVE, account_words, kept_words, mode
from deskbell.words.i18n import t, words
from deskbell.words.language import spoken
from deskbell.words.operations import connection_name
from deskbell.words.verbs import verb as words_of

if TYPE_CHECKING:
    from textual.screen import Screen

    from deskbell.domain.connections import Kept, Key, Made
    from deskbell.domain.ports import Account
    from deskbell.services.connecting import Connecting

    AnyScreen = Screen[Any]

OTHER = "OTHER"
"""What is typed where another account is meant."""
RING = frozenset({"KEYRING_LOCKED", "KEYRING_SILENT", "KEYRING_FAILED"})
PHRASES = frozenset({"PASSPHRASE_MISSING", "PASSPHRASE_WRONG", "PASSPHRASE_SHORT", "PASSPHRASE_DIFFERS"})


def said_of(screen: AnyScreen, error: DeskError, name: str) -> str:
    """The error as a screen says it: keys to press where the command line has options."""
    language = flow.language_of(screen)
    own = f"connect.on.{error.code}"
    if own in words(spoken(language)):
        from deskbell.words.operations import refusal

        code = refusal(str(error.facts.get("refusal", "")), language)
        return t(language, own, name=connection_name(name), why=code)
    return flow.app_of(screen).sentence(error)


# --- connect


async def connect(screen: AnyScreen, kind: Kind) -> None:
    """Ask for the key and what else is wanted, until it is connected or called off."""
    app = flow.app_of(screen)
    try:
        door = await asyncio.to_thread(app.connecting, flow.desk_of(screen))
        said = await asyncio.to_thread(door.said, kind)
    except DeskError as error:
        flow.refuse(screen, error)
        return
    asking = Asking(screen, kind, door, said)
    title = f"{words_of('connect', app.language).label} · {connection_name(kind.name)}"
    modal = ConnectModal(app.language, title, asking.first(), asking.then)
    asking.modal = modal
    if await app.push_screen_wait(modal) and asking.made is not None:
        app.changed()
        flow.tell(app, asking.done())


class Asking:
    """One try to connect: what was found of the key so far, so that its account is asked once."""

    def __init__(self, screen: AnyScreen, kind: Kind, door: Connecting, said: Secret | None) -> None:
        self.screen, self.kind, self.door, self.said = screen, kind, door, said
        self.language = flow.language_of(screen)
        self.modal: ConnectModal | None = None
        self.made: Made | None = None
        self.key: Key | None = None
        self._asked: tuple[Secret, Account] | None = None
        self._vault = False

    # --- steps

    def first(self) -> Step:
        """The key itself; where the environment says one it is used, and nobody types it."""
        busy = self._busy()
        if self.said is not None:
            told = self._t("connect.step.said", variable=self.kind.variable)
            return Step("KEY", (), (told,), enter="connect.key.use", busy=busy)
        lead = (self._t(f"connect.step.{self.kind.name}"),)
        return Step("KEY", (Wanted("key", "connect.field.key"),), lead, self.kind.page, "connect.key.check", busy)

    def _word(self, code: str, word: str) -> Step:
        """A word typed in full, for what must not happen by a key pressed once too often."""
        lead = self._t(f"connect.step.{code}", name=connection_name(self.kind.name), word=word)
        fields = (Wanted("word", "connect.field.word", unseen=False),)
        return self._step(code, fields, lead, "connect.key.connect")

    def _phrase(self, *, new: bool) -> Step:
        if new:
            fields: tuple[Wanted, ...] = (Wanted("new", "connect.field.new"), Wanted("again", "connect.field.again"))
        else:
            fields = (Wanted("passphrase", "connect.field.passphrase"),)
        lead = self._t("connect.step.new" if new else "connect.step.passphrase")
        name = "NEW" if new else "PASSPHRASE"
        return self._step(name, fields, lead, "connect.key.keep")

    def _step(self, name: str, fields: tuple[Wanted, ...], lead: str, enter: str) -> Step:
        return Step(name, fields, (lead,), enter=enter, busy=self._busy(), big=self._big(), anew=True)

    def _big(self) -> tuple[str, str]:
        """LIVE or TEST, as soon as it is known."""
        live = self._asked[1].live if self._asked is not None else True if self.key is None else self.key.live
        if live is None:
            return ("", "")
        return (mode(live=live), BADGE[live])

    def _busy(self) -> str:
        return self._t("connect.asks", name=connection_name(self.kind.name))

    # --- answers

    async def then(self, answers: Answers) -> Step | None:
        """The step that is still wanted after these answers."""
        at = self.modal.step if self.modal is not None else self.first()
        if at.name == "RING":
            self._vault = True
        secret = self.said or Secret(answers.get("key", Secret("")).reveal().strip())
        word = answers.get("word", Secret("")).reveal().strip()
        try:
            self.key = await asyncio.to_thread(self._judged, secret, wide=at.name == LIVE and word == LIVE)
            account = await self._account(secret)
            if self.modal is not None and not self.modal.is_attached:
                return None  # called off meanwhile: nothing is kept
            other = at.name == OTHER and word == OTHER
            await asyncio.to_thread(self._keep, secret, account, answers, other=other)
        except NeedsYes:
            return self._wanted(self._word(LIVE, LIVE), at, self._t("connect.step.not_typed", word=LIVE))
        except _PhraseWanted as wanted:
            return self._wanted(self._phrase(new=wanted.new), at, wanted.sentence)
        except DeskError as error:
            return self._after(error, at)
        return None

    def _judged(self, secret: Secret, *, wide: bool) -> Key:
        known = self.key if self.key is not None and self._asked is not None and self._asked[0] == secret else None
        return known or self.door.judged(self.kind, secret, wide=wide)

    async def _account(self, secret: Secret) -> Account:
        if self._asked is None or self._asked[0] != secret:
            self._asked = (secret, await asyncio.to_thread(self.door.asked, self.kind, secret))
        return self._asked[1]

    def _keep(self, secret: Secret, account: Account, answers: Answers, *, other: bool) -> None:
        """In a thread. What a file of keys asks for is answered by what was typed, or is the next step."""
        wanted: list[bool] = []

        def ask(new: bool) -> Secret | None:
            wanted.append(new)
            typed = answers.get("new" if new else "passphrase")
            if new and typed and typed != answers.get("again"):
                raise _PhraseWanted(self._t("connect.step.differ"), new=True)
            return typed or None

        assert self.key is not None  # noqa: S101 - it was judged
        try:
            with self.door.secrets.asking(ask):
                made = self.door.connect(self.kind, secret, self.key, account, other=other, vault=self._vault)[1]
        except DeskError as error:
            if error.code in PHRASES and wanted:
                missing = error.code == "PASSPHRASE_MISSING"
                raise _PhraseWanted("" if missing else self._sentence(error), new=wanted[-1]) from None
            raise
        self.made = made

    def _after(self, error: DeskError, at: Step) -> Step:
        if error.code == "OTHER_ACCOUNT":
            return self._wanted(self._word(OTHER, OTHER), at, self._t("connect.step.not_typed", word=OTHER))
        if error.code in RING and not self._vault:
            return self._step("RING", (), self._sentence(error), "connect.key.vault")
        return again(self.first() if error.code.startswith("KEY_") else at, self._sentence(error))

    def _wanted(self, step: Step, at: Step, wrong: str) -> Step:
        """The next step; the same one once more says what was wrong."""
        return again(step, wrong) if at.name == step.name else step

    # --- words

    def done(self) -> str:
        """What was connected, where its key is, and what it may do that no desk needs."""
        made, key = self.made, self.key
        assert made is not None and key is not None  # noqa: S101, PT018 - it was connected
        facts = {"name": connection_name(self.kind.name), "mode": mode(live=made.live)}
        whose = account_words(made)
        first = self._t("connect.done", account=whose, **facts) if whose else self._t("connect.done.bare", **facts)
        lines = [first, self._t("connect.kept", where=kept_words(made.kept, self.language))]
        if key.wide:
            lines.append(self._t("connect.wide"))
        elif made.excess:
            lines.append(self._t("connect.excess", rights=", ".join(made.excess)))
        return "\n".join(lines)

    def _sentence(self, error: DeskError) -> str:
        return said_of(self.screen, error, self.kind.name)

    def _t(self, word: str, /, **facts: object) -> str:
        return t(self.language, word, **facts)


class _PhraseWanted(Exception):
    """The file of keys wants its passphrase, a new one where it begins; `sentence` says what was wrong with one."""

    def __init__(self, sentence: str, *, new: bool) -> None:
        super().__init__()
        self.sentence, self.new = sentence, new


# --- the file of keys


async def unlock(screen: AnyScreen) -> bool:
    """Ask for the passphrase of the file of keys, so that the worker in here can use them; False: not said."""
    app = flow.app_of(screen)
    door = await asyncio.to_thread(app.connecting, flow.desk_of(screen))
    step = Step(
        "PASSPHRASE",
        (Wanted("passphrase", "connect.field.passphrase"),),
        (t(app.language, "connect.step.unlock"),),
        enter="connect.key.open",
        busy=t(app.language, "connect.opens"),
        anew=True,
    )

    async def then(answers: Answers) -> Step | None:
        try:
            await asyncio.to_thread(door.secrets.unlock, answers["passphrase"])
        except DeskError as error:
            return again(step, said_of(screen, error, ""))
        return None

    title = t(app.language, "connect.step.unlock.title")
    if not await app.push_screen_wait(ConnectModal(app.language, title, step, then)):
        return False
    app.say(t(app.language, "connect.opened"))
    app.changed()
    return True


# --- and away


async def disconnect(screen: AnyScreen, kind: Kind) -> None:
    """After its plan; then its key is taken out of where it was kept, and one that cannot be is said."""
    from deskbell.domain.connection_commands import Disconnect

    app, desk = flow.app_of(screen), flow.desk_of(screen)
    door = await asyncio.to_thread(app.connecting, desk)
    before = await asyncio.to_thread(door.known, kind)
    command = Disconnect(key=desk.fresh(), actor=desk.actor, connection=kind.name)
    if await flow.change(screen, command) is None or before is None or before.made is None:
        return
    try:
        await _forgotten(screen, door, kind, before.made.kept)
    except DeskError:
        where = kept_words(before.made.kept, app.language)
        app.say(t(app.language, "connect.key.left", name=connection_name(kind.name), where=where), wrong=True)


async def _forgotten(screen: AnyScreen, door: Connecting, kind: Kind, kept: Kept) -> None:
    """What lies in a file that is closed wants its passphrase first."""
    try:
        await asyncio.to_thread(door.forget, kind, kept)
    except DeskError as error:
        if error.code not in PHRASES or not await unlock(screen):
            raise
        await asyncio.to_thread(door.forget, kind, kept)


async def turn(screen: AnyScreen, name: str, *, pause: bool) -> None:
    """Pause a connection, or let it go on."""
    app = flow.app_of(screen)
    working = app.working(flow.desk_of(screen))
    try:
        await asyncio.to_thread(working.pause if pause else working.resume, name)
    except DeskError as error:
        flow.refuse(screen, error)
        return
    app.say(t(app.language, "worker.paused" if pause else "worker.resumed", name=connection_name(name)))
    app.changed()
