"""Notes, fields, tasks, and who was not told."""

from __future__ import annotations

from dataclasses import dataclass

from deskbell.domain.effects.effect import Effect, derived, spoken
from deskbell.domain.ids import Id
from deskbell.domain.people import Role


@dataclass(frozen=True, slots=True)
class NoteAdded(Effect):
    note: Id
    booking: Id
    note_kind: str
    visibility: str
    text: str = spoken()

    def opposite(self) -> Effect:
        return NoteHidden(self.note, self.booking)


@dataclass(frozen=True, slots=True)
class NoteHidden(Effect):
    note: Id
    booking: Id

    def opposite(self) -> Effect:
        return NoteShown(self.note, self.booking)


@dataclass(frozen=True, slots=True)
class NoteShown(Effect):
    note: Id
    booking: Id

    def opposite(self) -> Effect:
        return NoteHidden(self.note, self.booking)


@dataclass(frozen=True, slots=True)
class FieldSet(Effect):
    """A plain field of a booking's slot or person was overwritten; the words before and after are kept apart."""

    entity: str
    subject: Id
    name: str
    booking: Id | None = None
    before: str = spoken()
    after: str = spoken()

    def opposite(self) -> Effect:
        return FieldSet(self.entity, self.subject, self.name, self.booking, self.after, self.before)


@dataclass(frozen=True, slots=True)
class TaskRaised(Effect):
    """Something needs a person; it stays on Attention until somebody settles it."""

    task: Id
    task_kind: str
    subject: Id
    due_at: int | None = derived()

    def opposite(self) -> Effect:
        return TaskSettled(self.task, self.task_kind, self.subject)


@dataclass(frozen=True, slots=True)
class TaskSettled(Effect):
    task: Id
    task_kind: str
    subject: Id

    def opposite(self) -> Effect:
        return TaskReopened(self.task, self.task_kind, self.subject)


@dataclass(frozen=True, slots=True)
class TaskReopened(Effect):
    task: Id
    task_kind: str
    subject: Id

    def opposite(self) -> Effect:
        return TaskSettled(self.task, self.task_kind, self.subject)


@dataclass(frozen=True, slots=True)
class NotTold(Effect):
    """Somebody who would be told is not, and why; nothing is queued for a channel that is not connected."""

    booking: Id
    audience: Role
    person: Id | None
    message: str
    why: str = "NO_MAIL"

    def opposite(self) -> Effect:
        return self
