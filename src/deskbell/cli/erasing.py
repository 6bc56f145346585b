"""`deskbell erase`: a person's words go for good; what stays, and where else it lies, is said first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbell.cli.committing import carry_out
from deskbell.domain.erasing import Erase

if TYPE_CHECKING:
    from deskbell.cli.context import Context


def erase(context: Context) -> int:
    """The one person who is meant by these words. NotFound: NO_PERSON. Ambiguous: SEVERAL_PEOPLE."""
    from deskbell.cli.people import person_named

    who = person_named(context, " ".join(context.args.who)).id
    return carry_out(context, lambda key: Erase(key=key, actor=context.desk.actor, person=who))
