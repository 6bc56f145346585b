"""A task as lists tell it: what is wrong with its figures, from the facts that were gathered around it."""

from __future__ import annotations

from typing import Any

from deskbell.domain.attention import Needs
from deskbell.words.speech import Speech
from deskbell.words.tasks import task_line


def facts_of(task: Needs, zone: str, now: int, language: str) -> dict[str, Any]:
    """What the task's line may say."""
    say = Speech(language, zone, task.currency, now)
    lesson = f"{task.service}, {say.near(task.start)}" if task.service and task.start is not None else task.service
    since = task.op.first_sent_at if task.op is not None else task.since
    attempt = task.attempt
    return {
        "amount": task.amount or None,
        "currency": task.currency,
        "expected": attempt.amount if attempt is not None and task.kind == "AMOUNT_DIFFERS" else None,
        "booking": task.booking,
        "order": task.no,
        "person": task.name,
        "lesson": lesson,
        "connection": task.connection,
        "code": task.code.rpartition(" ")[2],
        "operation": str(task.op.kind) if task.op is not None else "",
        "since": since,
        "when": task.there,
        "zone": zone,
        "now": now,
    }


def needs_line(task: Needs, zone: str, now: int, language: str) -> str:
    """What is wrong, in one line."""
    return task_line(task.told, facts_of(task, zone, now, language), language)
