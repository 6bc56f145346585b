"""What a front desk does with money by hand: a drawer a day, counted and sealed the next morning; a month on paper."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from deskbell.demo.names import CASH_IN, CASH_OUT
from deskbell.domain.commands import CorrectInvoice, CountDrawer, IssueMonth, MoveCash, OpenDrawer, SealDay
from deskbell.domain.effects import DocumentIssued, DrawerCounted

if TYPE_CHECKING:
    from deskbell.demo.story import Story

FLOAT = 100_00
OPENS, COUNTS, SEALS = 8 * 60 + 50, 20 * 60 + 45, 8 * 60 + 40
"""Minutes of a day at which the drawer is opened, counted, and the day before sealed."""
SUNDAY = 6


def till(story: Story) -> None:
    """Every day but Sundays: a drawer with its float, now and then cash in or out, counted, sealed."""
    for back in range((story.day - story.first).days + 1):
        day = story.first + timedelta(back)
        if day.weekday() == SUNDAY:
            continue
        opens = story.at(day, OPENS)
        story.later(opens, partial(story.do, OpenDrawer(key=story.key(), float=FLOAT), opens))
        for words, out in ((CASH_IN, False), (CASH_OUT, True)):
            if story.dice.random() < 0.3:
                at = opens + story.dice.randrange(1, 11) * 3600
                text, amount = story.dice.choice(words)
                move = MoveCash(key=story.key(), amount=amount, out=out, text=text)
                story.later(at, partial(story.do, move, at))
        off = story.dice.choice((0, 0, 0, 0, 0, 0, -50, 20, -200))
        counts = story.at(day, COUNTS)
        story.later(counts, partial(_count, story, counts, off))
        seals = story.at(day + timedelta(1), SEALS)
        story.later(seals, partial(story.do, SealDay(key=story.key(), day=day.isoformat()), seals))


def _count(story: Story, at: int, off: int) -> None:
    """What should be in it, and what is: a coin too few, now and then."""
    counted = story.would(CountDrawer(key=story.key(), counted=0), at)
    expected = next((x.expected for x in counted.of(DrawerCounted)), 0) if counted is not None else 0
    story.do(CountDrawer(key=story.key(), counted=max(0, expected + off)), at)


def paper(story: Story) -> None:
    """On the first of a month the one before is invoiced; one of the invoices turns out wrong a day later."""
    month = story.first.replace(day=1)
    while (month := (month + timedelta(32)).replace(day=1)) <= story.day:
        before = month - timedelta(1)
        at = story.at(month, 9 * 60 + 5)
        run = IssueMonth(key=story.key(), year=before.year, month=before.month)
        story.later(at, partial(_invoice, story, run, at))


def _invoice(story: Story, run: IssueMonth, at: int) -> None:
    done = story.do(run, at)
    issued = list(done.plan.of(DocumentIssued)) if done is not None else []
    if issued:
        wrong = CorrectInvoice(key=story.key(), document=story.dice.choice(issued).document)
        at += 26 * 3600
        story.later(at, partial(story.do, wrong, at))
