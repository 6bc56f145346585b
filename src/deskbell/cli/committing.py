"""The one way in which a command changes the desk: plan, show, confirm, commit, answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from deskbell.domain.effects import DocumentIssued, ReceiptIssued
from deskbell.domain.errors import NeedsYes, NotFound, PlanChanged
from deskbell.domain.ids import Id
from deskbell.domain.plan import Plan
from deskbell.words.i18n import t

if TYPE_CHECKING:
    from deskbell.cli.context import Context
    from deskbell.domain.commands import Command
    from deskbell.domain.facts import ChangeDone
    from deskbell.domain.names import Names
    from deskbell.services.desk import Changed

CONFIRMS = "c"


def key_of(text: str) -> Id:
    """The command key that a script's own words stand for: the same words, the same change (I2)."""
    return Id(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32])


def carry_out(context: Context, make: Callable[[Id], Command]) -> int:
    """Plan the command that `make` gives for a key, and do what --plan, --yes, --commit or the person says.

    NeedsYes where a plan asks and nobody can be asked; PlanChanged where it is another one by now. Both show the plan.
    """
    args, desk = context.args, context.desk
    if args.key is not None and (before := desk.done(key_of(args.key))) is not None:
        return _tell_again(context, before)
    command = make(desk.fresh() if args.key is None else key_of(args.key))
    plan = desk.plan(command)
    if args.plan:
        show_plan(context, plan)
        return 0
    if args.commit is not None or args.yes or not plan.asks:
        names = desk.names(plan.effects, plan.subject)
        try:
            return _tell(context, desk.commit(command, args.commit), names)
        except PlanChanged as changed:
            if not args.json:
                show_plan(context, changed.facts["plan"])
            raise
    if not context.interactive:
        if not args.json:
            show_plan(context, plan)
        raise NeedsYes("NEEDS_YES", digest=plan.digest, plan=plan)
    return _ask(context, command, plan)


def _ask(context: Context, command: Command, plan: Plan) -> int:
    """Show and ask until somebody says yes to a plan that still holds, or goes back."""
    desk = context.desk
    while True:
        show_plan(context, plan, digest=False)
        if context.ask(t(context.language, "ask.confirm")).casefold() != CONFIRMS:
            context.remark(t(context.language, "ask.nothing"))
            return NeedsYes.exit_code
        names = desk.names(plan.effects, plan.subject)
        try:
            return _tell(context, desk.commit(command, plan.digest), names)
        except PlanChanged as changed:
            plan = changed.facts["plan"]
            context.remark(t(context.language, "ask.changed"))


# --- answers


def show_plan(context: Context, plan: Plan, *, digest: bool = True) -> None:
    """The plan as the answer: rows of words, or with --json its effects and digest."""
    from deskbell.words.plans import plan_lines

    card = context.card
    if context.args.json:
        from deskbell.cli.jsonable import plan_facts

        context.answer({"plan": plan_facts(plan, card.zone)})
        return
    names = context.desk.names(plan.effects, plan.subject)
    words = plan_lines(plan, names, context.language, card.zone, context.desk.clock.now(), card.currency)
    context.say(f"{words.title} ({words.by})" if words.by else words.title)
    width = max((len(row.topic) for row in words.rows), default=0)
    for row in words.rows:
        context.say(f"  {row.topic:<{width}}  {row}")
    for warned in words.warnings:
        context.say(f"  {t(context.language, 'plan.warning', warning=warned)}")
    if digest and plan.asks:
        context.say(f"  {t(context.language, 'plan.digest', digest=plan.digest)}")


def _tell(context: Context, changed: Changed, names: Names) -> int:
    """What was done: one line, or with --json its numbers."""
    from deskbell.words.plans import done_line

    desk, card, plan = context.desk, context.card, changed.plan
    if changed.again:
        before = desk.change(changed.no)
        return _tell_again(context, before) if before else 0
    numbers = desk.names(plan.of(ReceiptIssued)).receipts
    receipts = [numbers[e.receipt] for e in plan.of(ReceiptIssued) if e.receipt in numbers]
    papers = desk.names(plan.of(DocumentIssued)).documents
    names = replace(names, documents={**names.documents, **papers})
    booking = _booking(context, plan.subject)
    said = done_line(
        plan, names, context.language, card.zone, desk.clock.now(), card.currency, receipts=numbers, booking=booking
    )
    if not context.args.json:
        context.say(said)
        return 0
    from deskbell.cli.jsonable import plan_facts

    facts: dict[str, Any] = {
        "change": changed.no,
        "again": False,
        "booking": booking,
        "receipts": receipts,
        "said": said,
    }
    if papers:
        facts["documents"] = [papers[x.document] for x in plan.of(DocumentIssued) if x.document in papers]
    context.answer({**facts, "plan": plan_facts(plan, card.zone)})
    return 0


def _tell_again(context: Context, before: ChangeDone) -> int:
    """The same key once more: nothing is done, and the answer is that of the first time."""
    said = t(context.language, "done.again", change=before.no)
    if not context.args.json:
        context.say(said)
        return 0
    from deskbell.cli.jsonable import plan_facts

    plan = Plan(before.verb, before.effects, subject=before.subject)
    numbers = context.desk.names(plan.of(ReceiptIssued)).receipts
    receipts = [numbers[e.receipt] for e in plan.of(ReceiptIssued) if e.receipt in numbers]
    booking = _booking(context, before.subject)
    facts = {"change": before.no, "again": True, "booking": booking, "receipts": receipts, "said": said}
    # What it was confirmed by then is not known any more: only what it did.
    done = {k: v for k, v in plan_facts(plan, context.card.zone).items() if k in ("verb", "effects")}
    context.answer({**facts, "plan": done})
    return 0


def _booking(context: Context, subject: Id | None) -> int | None:
    if subject is None:
        return None
    try:
        return context.desk.booking_no(subject)
    except NotFound:  # what the change was about is no booking
        return None
