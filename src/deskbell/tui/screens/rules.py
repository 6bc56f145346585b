"""The rules: who is told what and when, switched and changed with a key, and beside each how its letter reads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.content import Content

from deskbell.domain.notices import TIMED, Channel, Notice, Rule, Terms
from deskbell.domain.people import Role
from deskbell.tui import commands, flow
from deskbell.tui.mail_page import RulesPage, letter
from deskbell.tui.screens.lettered import Lettered
from deskbell.tui.text import text
from deskbell.tui.widgets.bars import Hint, KeyBar
from deskbell.words.dates import clock
from deskbell.words.i18n import t
from deskbell.words.verbs import verb as words_of

if TYPE_CHECKING:
    from deskbell.domain.letters import Written
    from deskbell.services.desk import Desk
    from deskbell.tui.modals.edit import Fields


class RulesScreen(Lettered):
    """One cursor over the rules."""

    WHERE = commands.RULES
    BINDINGS: ClassVar[list[BindingType]] = [*commands.bindings(commands.RULES), *Lettered.ALONG]

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.rules: tuple[Rule, ...] = ()

    @property
    def _page(self) -> RulesPage:
        return RulesPage(self.rules, self.card.mail if self.card is not None else "", self.language)

    def read(self, desk: Desk) -> tuple[Rule, ...]:
        from deskbell.services.outbox import Mail

        return Mail(desk).rules()

    def listed(self, found: Any) -> list[Any]:
        self.rules = found
        return list(self._page.rows)

    def drawn(self, row: Any, width: int) -> Content:
        return self._page.row(row, width)

    def headed(self, width: int) -> list[Content]:
        return self._page.title(width)

    def said(self, desk: Desk, row: Any) -> Written | None:
        from deskbell.services.outbox import Mail

        if row.terms.channel is Channel.DESK:
            return None
        return Mail(desk).example(row, desk.card().language)

    def beside(self, said: Written | None, row: Any) -> list[Content]:
        if row.terms.channel is Channel.DESK:
            return [text(t(self.language, "rules.bell.says"), "$muted")]
        return letter(said, self.language, t(self.language, "rules.none"), t(self.language, "rules.preview"))

    def keys(self) -> None:
        hints: list[Hint] = []
        row = self.row
        if isinstance(row, Rule):
            why = "" if row.terms.notice in TIMED else "RULE_OFFSET"
            switch, change = (words_of(word, self.language).label.lower() for word in ("switch", "set_rule"))
            hints.append(Hint(self.key_of("worker.pause"), switch, "pause"))
            hints.append(Hint(self.key_of("booking.open"), change, "open", why))
            if row.terms.channel is Channel.MAIL:
                hints.append(self.hint("rules.text"))
        hints += [
            Hint(self.key_of("rules.new"), t(self.language, "rules.key.new"), "new"),
            self.hint("desk.outbox"),
            self.hint("desk.undo"),
            self.hint("desk.back"),
        ]
        self.query_one(KeyBar).hints = tuple(hints)

    # --- keys

    def on_option_list_option_selected(self) -> None:
        self.action_open()

    def action_pause(self) -> None:
        """On or off."""
        row = self.row
        if isinstance(row, Rule):
            self._set(row, replace(row.terms, active=not row.terms.active))

    def _set(self, rule: Rule | None, terms: Terms) -> None:
        from deskbell.domain.mail_commands import SetRule

        desk = self.desk_app.desk
        if desk is not None:
            flow.run(self, SetRule(key=desk.fresh(), actor=desk.actor, rule=rule.id if rule else None, terms=terms))

    def action_open(self) -> None:
        """How far away, and the quiet hours; of a rule by the clock."""
        row = self.row
        if isinstance(row, Rule) and row.terms.notice in TIMED:
            flow.start(self, self._change(row, row.terms))

    def action_new(self) -> None:
        """One more reminder for customers, two days before."""
        flow.start(self, self._change(None, Terms(Notice.REMINDER, Role.CUSTOMER, minutes=-48 * 60)))

    async def _change(self, rule: Rule | None, terms: Terms) -> None:
        from deskbell.domain.mail_commands import SetRule
        from deskbell.tui.modals.edit import EditModal, Field

        desk = flow.desk_of(self)
        quiet = "" if terms.quiet_from is None else f"{clock(terms.quiet_from)}-{clock(terms.quiet_until or 0)}"
        fields = (Field("away", _typed(terms.minutes or 0), 10), Field("quiet", quiet, 20))
        title = t(self.language, "rules.edit" if rule else "rules.new")

        async def check(answer: Fields) -> str:
            return await flow.would(self, lambda: _command(answer))

        def _command(answer: Fields) -> SetRule:
            said = _read(terms, answer)
            return SetRule(key=desk.fresh(), actor=desk.actor, rule=rule.id if rule else None, terms=said)

        note = f"{t(self.language, 'rules.when.hint')} · {t(self.language, 'rules.quiet.hint')}"
        answer = await self.app.push_screen_wait(EditModal(self.language, title, fields, note, check=check))
        if answer is not None:
            await flow.change(self, _command(answer))

    def action_words(self) -> None:
        """The desk's own words for what is under the cursor."""
        row = self.row
        if isinstance(row, Rule) and row.terms.channel is Channel.MAIL:
            flow.start(self, self._words(row))

    async def _words(self, rule: Rule) -> None:
        import asyncio

        from deskbell.domain.mail_commands import SetText
        from deskbell.services.outbox import Mail
        from deskbell.tui.modals.letter import LetterModal
        from deskbell.words.language import spoken
        from deskbell.words.mailing import notice_name

        desk, notice = flow.desk_of(self), rule.terms.notice
        language = spoken((await asyncio.to_thread(desk.card)).language)
        (subject, body), facts = await asyncio.to_thread(Mail(desk).text, notice, language)
        title = t(self.language, "rules.text.title", notice=notice_name(notice, self.language))
        note = t(self.language, "rules.text.hint", places=" ".join(f"{{{p}}}" for p in facts.places))

        def command(said: tuple[str, str]) -> SetText:
            return SetText(
                key=desk.fresh(), actor=desk.actor, notice=notice, language=language, subject=said[0], body=said[1]
            )

        async def check(said: tuple[str, str]) -> str:
            return await flow.would(self, lambda: command(said))

        answer = await self.app.push_screen_wait(
            LetterModal(self.language, f"{title} ({language})", subject, body, note, check=check)
        )
        if answer is not None:
            await flow.change(self, command(answer))


def _typed(minutes: int) -> str:
    """24h, 90m, as it is typed."""
    far = abs(minutes)
    return f"{far // 60}h" if far and not far % 60 else f"{far}m"


def _read(terms: Terms, answer: Fields) -> Terms:
    from deskbell.words.away import read_away, read_quiet

    said = dict(answer)
    if "away" in said:
        minutes = read_away(said["away"])
        terms = replace(terms, minutes=-minutes if terms.notice is Notice.REMINDER else minutes)
    if "quiet" in said:
        from_, until = read_quiet(said["quiet"])
        terms = replace(terms, quiet_from=from_, quiet_until=until)
    return terms
