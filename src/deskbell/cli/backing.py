"""Backups: one made now, and a desk put back from one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskbell.domain.errors import NeedsYes, PlanChanged, WrongInput
from deskbell.domain.text import clean

if TYPE_CHECKING:
    from deskbell.cli.context import Context
    from deskbell.services.restoring import Restore, Restored
    from deskbell.store.backup import Copied

CONFIRMS = "c"


def backup(context: Context) -> int:
    """Today's backup now, verified; with --out a copy where somebody wants it."""
    from deskbell.services.backups import Backups, backup_to
    from deskbell.words.i18n import t

    out = context.args.out
    if out is not None and not out.strip():
        raise WrongInput("BACKUP_NOWHERE", where="--out ''")
    if out is None:
        made = Backups(context.desk, context.places.backups).make()
    else:
        made = backup_to(context.desk, Path(out).expanduser().absolute())
    if context.args.json:
        context.answer({"backup": _facts(made)})
        return 0
    context.say(t(context.language, "backup.made", where=str(made.path), size=_size(made.size)))
    if made.head.count:
        context.say(t(context.language, "backup.sealed", no=made.head.no, digest=made.head.short))
    return 0


def restore(context: Context) -> int:
    """Put the desk back from a backup: shown first, done when it is confirmed; the present file is kept."""
    from deskbell.services import restoring
    from deskbell.wiring import clock, fresh

    args = context.args
    file, desk = Path(args.file).expanduser().absolute(), restoring.prepared(context.where)
    plan = restoring.plan(file, desk)
    if args.plan:
        _show(context, plan)
        return 0
    digest = args.commit
    if digest is None and not args.yes:
        _show(context, plan)
        if not context.interactive:
            raise NeedsYes("NEEDS_YES", digest=plan.digest)
        if not _confirmed(context):
            return NeedsYes.exit_code
        digest = plan.digest
    if digest not in (None, plan.digest):
        if not args.json:
            _show(context, plan)
        raise PlanChanged("RESTORE_CHANGED", digest=plan.digest)
    _tell(context, restoring.carry_out(file, desk, clock(), fresh, digest))
    return 0


def _confirmed(context: Context) -> bool:
    from deskbell.words.i18n import t

    if context.ask(t(context.language, "ask.confirm")).casefold() == CONFIRMS:
        return True
    context.remark(t(context.language, "ask.nothing"))
    return False


def _show(context: Context, plan: Restore) -> None:
    from deskbell.words.i18n import t

    if context.args.json:
        present = _facts(plan.present) if plan.present else None
        context.answer({"restore": {"file": str(plan.file), "desk": str(plan.desk), "digest": plan.digest,
                                    "back": _facts(plan.back), "present": present}})  # fmt: skip
        return
    language = context.language
    context.say(t(language, "restore.title", desk=clean(plan.back.desk)))
    context.say("  " + t(language, "restore.back", **_said(context, plan.back)))
    if plan.present is not None:
        context.say("  " + t(language, "restore.present", **_said(context, plan.present)))
    elif plan.desk.exists():
        context.say("  " + t(language, "restore.unreadable"))
    if plan.back.wrong:
        context.say("  " + t(language, "restore.wrong", n=plan.back.wrong))
    context.say("  " + t(language, "restore.asks"))
    context.say("  " + t(language, "plan.digest", digest=plan.digest))


def _tell(context: Context, done: Restored) -> None:
    from deskbell.words.i18n import t

    if context.args.json:
        kept = str(done.kept) if done.kept else None
        context.answer({"restored": {"desk": str(done.plan.desk), "kept": kept, "asks": list(done.asks),
                                     "back": _facts(done.plan.back)}})  # fmt: skip
        return
    context.say(t(context.language, "restore.done", desk=clean(done.plan.back.desk), where=str(done.plan.desk)))
    if done.kept is not None:
        context.say(t(context.language, "restore.kept", where=str(done.kept)))


def _said(context: Context, found: Copied) -> dict[str, Any]:
    """When it was changed last, in this machine's own time, and how much is in it."""
    from datetime import datetime

    at = datetime.fromtimestamp(found.changed_at).astimezone().strftime("%Y-%m-%d %H:%M") if found.changed_at else "–"
    return {"when": at, "n": found.bookings}


def _facts(found: Copied) -> dict[str, Any]:
    sealed = {"row": found.head.no, "digest": found.head.digest, "rows": found.head.count}
    return {
        "file": str(found.path), "desk": found.desk, "bytes": found.size, "changed_at": found.changed_at,
        "bookings": found.bookings, "wrong": found.wrong, "sealed": sealed,
    }  # fmt: skip


def _size(size: int) -> str:
    return f"{size / 1_048_576:.1f} MB"
