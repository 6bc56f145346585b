"""One try to connect, step by step: what is asked first, what is wanted after each answer, what is said in the end.

Each step looks at all that was answered so far, in a thread: what opens the account is judged, its account asked, then
it is kept. What is still wanted (a word for a dangerous key, a passphrase) is the next step.
"""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskbell.domain import entrances
from deskbell.domain.connections import Kind, Serves
from deskbell.domain.errors import DeskError, NeedsYes
from deskbell.domain.secret import Secret
from deskbell.tui import browsing, flow
from deskbell.tui.connections_page import BADGE
from deskbell.tui.modals.connect import Answers, ConnectModal, Step, Wanted, again
from deskbell.words.connecting import LIVE, done_words, is_money, kept_words, mode
from deskbell.words.i18n import t, words
from deskbell.words.language import spoken
from deskbell.words.operations import connection_name

if TYPE_CHECKING:
    from textual.screen import Screen

    from deskbell.domain.connections import Key, Made
    from deskbell.domain.entrances import Client, Entry
    from deskbell.domain.ports import Account, Outcome
    from deskbell.services.connecting import Connecting, Knocking

    AnyScreen = Screen[Any]

OTHER = "OTHER"
"""What is typed where another account is meant."""
PATIENCE = 120
"""Seconds that a browser is waited for."""
RING = frozenset({"KEYRING_LOCKED", "KEYRING_SILENT", "KEYRING_FAILED"})
PHRASES = frozenset({"PASSPHRASE_MISSING", "PASSPHRASE_WRONG", "PASSPHRASE_SHORT", "PASSPHRASE_DIFFERS"})


OF_KEY = frozenset({"KEY_EMPTY", "KEY_SHAPE", "KEY_REFUSED", "MAIL_REFUSED", "GOOGLE_REFUSED"})
"""What is wrong with the first answer, whichever step it comes to light at."""


def said_of(screen: AnyScreen, error: DeskError, name: str) -> str:
    """The error as a screen says it: keys to press where the command line has options."""
    language = flow.language_of(screen)
    own = f"connect.on.{error.code}"
    if own in words(spoken(language)):
        from deskbell.words.operations import refusal

        code = refusal(str(error.facts.get("refusal", "")), language)
        return t(language, own, name=connection_name(name), why=code)
    return flow.app_of(screen).sentence(error)


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
        self._stop = threading.Event()

    # --- steps

    async def begin(self) -> Step:
        """What is asked first."""
        return self.first()

    def leave(self) -> None:
        """It is over, one way or the other."""

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
        if live is None or not is_money(self.kind.name):
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
        word = _typed(answers, "word")
        try:
            secret = self.said or await self.secret(answers)
            self.key = await asyncio.to_thread(self._judged, secret, wide=at.name == LIVE and word == LIVE)
            account = await self._account(secret)
            if self.modal is not None and not self.modal.is_attached:
                return None  # called off meanwhile: nothing is kept
            other = at.name == OTHER and word == OTHER
            await asyncio.to_thread(self._keep, secret, account, answers, other=other)
        except _StepWanted as wanted:
            return self._wanted(wanted.step, at, wanted.step.wrong)
        except NeedsYes:
            return self._wanted(self._word(LIVE, LIVE), at, self._t("connect.step.not_typed", word=LIVE))
        except _PhraseWanted as wanted:
            return self._wanted(self._phrase(new=wanted.new), at, wanted.sentence)
        except DeskError as error:
            return self._after(error, at)
        return None

    async def secret(self, answers: Answers) -> Secret:
        """What opens the account, of all that was answered. Raises a step that is wanted before."""
        return Secret(_typed(answers, "key"))

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
        return again(self.first() if error.code in OF_KEY else at, self._sentence(error))

    def _wanted(self, step: Step, at: Step, wrong: str) -> Step:
        """The next step; the same one once more says what was wrong."""
        return again(step, wrong) if at.name == step.name else step

    # --- words

    def done(self) -> str:
        """What was connected, where its key is, and what it may do that no desk needs."""
        made, key = self.made, self.key
        assert made is not None and key is not None  # noqa: S101, PT018 - it was connected
        lines = [
            done_words(self.kind, made, self.language),
            self._t("connect.kept", where=kept_words(made.kept, self.language)),
        ]
        if key.wide:
            lines.append(self._t("connect.wide"))
        elif made.excess:
            lines.append(self._t("connect.excess", rights=", ".join(made.excess)))
        return "\n".join(lines)

    def _sentence(self, error: DeskError) -> str:
        return said_of(self.screen, error, self.kind.name)

    def _t(self, word: str, /, **facts: object) -> str:
        return t(self.language, word, **facts)


class Letters(Asking):
    """A mail server: server, sender, user and password, in one step."""

    def first(self) -> Step:
        if self.said is not None:
            return super().first()
        fields = (
            Wanted("server", "connect.field.server", unseen=False, hint="connect.hint.server"),
            Wanted("sender", "connect.field.sender", unseen=False, hint="connect.hint.sender"),
            Wanted("user", "connect.field.user", unseen=False, may_be_empty=True, hint="connect.hint.user"),
            Wanted("password", "connect.field.password"),
        )
        return Step("KEY", fields, (self._t("connect.step.MAIL"),), "", "connect.key.log_in", self._busy())

    async def secret(self, answers: Answers) -> Secret:
        host, port, tls = entrances.server(_typed(answers, "server"))
        address, name = entrances.sender(_typed(answers, "sender"))
        password = answers.get("password", Secret(""))
        user = _typed(answers, "user") or (address if password else "")
        card = await asyncio.to_thread(self.door.desk.card)
        return entrances.Mailbox(host, port, tls, address, name or card.name, user, password).packed()


class Google(Asking):
    """A Google account: its page opens in a browser, which comes back by itself; or its last address is pasted."""

    client: Client | None = None
    _knock: Knocking | None = None
    _came: Outcome[Entry] | None = None
    _entered: Secret | None = None
    _waiting: asyncio.Task[None] | None = None

    async def begin(self) -> Step:
        if self.said is not None:
            return self.first()
        self.client = await asyncio.to_thread(self.door.client)
        return self._file() if self.client is None else await self._page()

    def leave(self) -> None:
        self._stop.set()

    def _file(self) -> Step:
        fields = (Wanted("file", "connect.field.file", unseen=False, hint="connect.hint.file"),)
        return Step("FILE", fields, (self._t("connect.step.FILE"),), self.kind.page, "modal.go_on")

    async def _page(self) -> Step:
        """Google's page: in the browser, in the clipboard, and as a code where there is room."""
        assert self.client is not None  # noqa: S101 - it was asked for
        self._stop.set()
        if self._waiting is not None:  # its port may be wanted again
            await asyncio.wait({self._waiting})
        self._stop, self._came = threading.Event(), None
        knock = self._knock = await asyncio.to_thread(self.door.kit.knock, self.client)
        app = flow.app_of(self.screen)
        app.copy_to_clipboard(knock.address)
        there = not app.is_headless and await asyncio.to_thread(browsing.browse, knock.address)
        self._waiting = asyncio.create_task(self._wait(knock, self._stop))
        lead = self._t("connect.step.browser" if there else "connect.step.page", seconds=int(PATIENCE))
        fields = (Wanted("address", "connect.field.address"),)
        return Step(
            "PAGE", fields, (lead,), knock.address, "connect.key.came", self._busy(), code=knock.address, anew=True
        )

    async def _wait(self, knock: Knocking, stop: threading.Event) -> None:
        """In a thread until the browser comes back; then the question goes on by itself."""
        try:
            came = await asyncio.to_thread(knock.wait, PATIENCE, stop)
        finally:
            knock.close()
        if not stop.is_set() and self.modal is not None and self.modal.is_attached:
            self._came = came
            self.modal.go_on()

    async def secret(self, answers: Answers) -> Secret:
        if self._entered is not None:
            return self._entered
        if self.client is None:
            self.client = await asyncio.to_thread(self.door.client, Path(_typed(answers, "file")).expanduser())
            raise _StepWanted(await self._page())
        assert self._knock is not None  # noqa: S101 - its page stands
        pasted = _typed(answers, "address")
        if self._came is None and not pasted:
            raise _StepWanted(again(await self._page(), self._t("connect.step.again")))
        answer, self._came = self._came, None
        if answer is None:
            answer = await asyncio.to_thread(self._knock.paste, pasted)
        try:
            self._entered = self.door.entered(self.client, answer)
        except DeskError as error:
            raise _StepWanted(again(await self._page(), self._sentence(error))) from None
        self._stop.set()
        return self._entered

    async def then(self, answers: Answers) -> Step | None:
        """Once it is connected: on which of its calendars lessons go."""
        if self.made is not None:
            return await self._calendar(answers)
        after = await super().then(answers)
        if after is not None or self.made is None:
            return after
        settings = await asyncio.to_thread(self.door.calendar)
        fields = (
            Wanted("calendar", "connect.field.calendar", unseen=False, value=self.door.wished[0] or settings.calendar),
            Wanted(
                "owner",
                "connect.field.owner",
                unseen=False,
                value=self.door.wished[1] or settings.owner or self.made.account,
            ),
        )
        return Step(
            "CALENDAR", fields, (self._t("connect.step.CALENDAR", account=self.made.account),), "", "modal.save"
        )

    async def _calendar(self, answers: Answers) -> Step | None:
        calendar, owner = _typed(answers, "calendar"), _typed(answers, "owner")
        try:
            await asyncio.to_thread(self.door.use_calendar, calendar, owner)
        except DeskError as error:
            assert self.modal is not None  # noqa: S101 - it was answered
            return again(self.modal.step, self._sentence(error))
        return None

    def done(self) -> str:
        missing = entrances.entrance(self._entered).missing if self._entered is not None else ()
        less = [self._t("connect.google.less", rights=", ".join(missing))] if missing else []
        return "\n".join([super().done(), *less])


def asking_of(screen: AnyScreen, kind: Kind, door: Connecting, said: Secret | None) -> Asking:
    """The try that fits what is to be connected."""
    made = {Serves.MAIL: Letters, Serves.CALENDAR: Google}.get(kind.serves, Asking)
    return made(screen, kind, door, said)


def _typed(answers: Answers, name: str) -> str:
    return answers.get(name, Secret("")).reveal().strip()


class _StepWanted(Exception):
    """Something has to be answered first."""

    def __init__(self, step: Step) -> None:
        super().__init__()
        self.step = step


class _PhraseWanted(Exception):
    """The file of keys wants its passphrase, a new one where it begins; `sentence` says what was wrong with one."""

    def __init__(self, sentence: str, *, new: bool) -> None:
        super().__init__()
        self.sentence, self.new = sentence, new
