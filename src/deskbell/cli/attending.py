"""What needs a person, on the command line: the list, and the answers of the same table that the screens have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskbell.cli.committing import carry_out
from deskbell.domain.errors import Ambiguous, NotFound, WrongInput

if TYPE_CHECKING:
    from deskbell.cli.context import Context
    from deskbell.domain.attention import Attention, Needs
    from deskbell.domain.commands import Command
    from deskbell.domain.ids import Id

SHORT = 8
"""Characters of a task's id that are shown; fewer will do as long as they mean one."""


def said(code: str) -> str:
    """GIVE_BACK as it is typed: give-back."""
    return code.lower().replace("_", "-")


def attention(context: Context) -> int:
    """Every open task, the oldest first: what is wrong, since when, what to do, and its answers."""
    from deskbell.services.attention import attention as read

    found = read(context.desk)
    if context.args.json:
        context.answer({"count": found.count, "tasks": [_facts(task, found, context.language) for task in found.tasks]})
        return 0
    for line in _lines(found, context.language):
        context.say(line)
    return 0


def _facts(task: Needs, found: Attention, language: str) -> dict[str, Any]:
    from deskbell.cli.jsonable import instant
    from deskbell.services.answering import answers
    from deskbell.words.attention import needs_line

    zone = found.desk.zone
    return {
        "task": task.task,
        "kind": task.kind,
        "since": instant(task.since, zone),
        "due": None if task.due_at is None else instant(task.due_at, zone),
        "booking": task.booking,
        "order": task.no,
        "amount": task.amount,
        "currency": task.currency or None,
        "said": needs_line(task, zone, found.now, language),
        "answers": [said(one.code) for one in answers(task)],
    }


def _lines(found: Attention, language: str) -> list[str]:
    from deskbell.services.answering import answers
    from deskbell.words.attention import needs_line
    from deskbell.words.i18n import t
    from deskbell.words.speech import Speech
    from deskbell.words.tasks import task_advice

    if not found.tasks:
        return [t(language, "attention.none")]
    zone = found.desk.zone
    say = Speech(language, zone, now=found.now)
    lines = []
    for task in found.tasks:
        parts = [t(language, "answer.since", when=say.near(task.since))]
        if task.due_at is not None:
            over = task.due_at <= found.now
            parts.append(t(language, "attention.overdue" if over else "attention.due", when=say.near(task.due_at)))
        lines.append(f"{task.task[:SHORT]}  {needs_line(task, zone, found.now, language)} ({', '.join(parts)})")
        lines.append(f"{' ' * SHORT}  {task_advice(task.told, language)}")
        codes = ", ".join(said(one.code) for one in answers(task))
        lines.append(f"{' ' * SHORT}  {t(language, 'answer.answers', codes=codes)}")
    if (more := found.count - len(found.tasks)) > 0:
        lines.append(t(language, "attention.more", n=more))
    return lines


def answer(context: Context) -> int:
    """Answer a task; what that does is planned, shown and confirmed as every change is.

    NotFound: NO_SUCH_TASK. Ambiguous: SEVERAL_TASKS. WrongInput: NO_SUCH_ANSWER, REASON_MISSING.
    """
    args = context.args

    def make(key: Id) -> Command:
        from deskbell.services.answering import answer as meant

        task = _task(context, args.task)
        one = meant(task, args.answer.upper().replace("-", "_"))
        if one.wants_words and not args.text.strip():
            raise WrongInput("REASON_MISSING")
        return one.make(task, key, context.desk.actor, args.text)

    return carry_out(context, make)


def _task(context: Context, text: str) -> Needs:
    """By its id, or by as much of it as means one."""
    from deskbell.services.attention import attention as read

    wanted = text.strip().lower()
    fits = [task for task in read(context.desk).tasks if wanted and task.task.startswith(wanted)]
    if not fits:
        raise NotFound("NO_SUCH_TASK", which=text[:40])
    if len(fits) > 1:
        raise Ambiguous("SEVERAL_TASKS", text=text[:40], candidates=[task.task[:SHORT] for task in fits])
    return fits[0]
