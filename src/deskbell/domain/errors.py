"""What can go wrong, as facts; the sentences are made in words.

DeskError                exit code
 +- WrongInput           2   what was typed or handed over cannot be meant
 |   +- NotFound         2   no such booking, person, tutor, service
 |   +- Ambiguous        2   several fit; facts["candidates"] names them
 |   +- NotSetUp         2   the desk has no name, zone or tutor yet
 +- Refused              3   a rule of the desk says no
 |   +- IllegalMove      3   the state machine has no such cell
 +- PlanChanged          4   the world moved between plan and confirmation; facts["plan"] is the new plan
 +- NeedsYes             4   a plan that nobody confirmed
 +- Busy                 5   locked, unreachable, or read-only for now; trying again may help
"""

from __future__ import annotations

from typing import Any


class DeskError(Exception):
    """An error carries a code and facts, never a sentence and never a secret.

    `code` is an upper-case key of the words catalogue; `facts` hold figures, public ids and what the
    person typed, so that words can say what happened and what to do next.
    """

    exit_code = 1

    def __init__(self, code: str, /, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return self.code


class WrongInput(DeskError):
    exit_code = 2


class NotFound(WrongInput):
    pass


class Ambiguous(WrongInput):
    pass


class NotSetUp(WrongInput):
    pass


class Refused(DeskError):
    exit_code = 3


class IllegalMove(Refused):
    pass


class PlanChanged(DeskError):
    exit_code = 4


class NeedsYes(DeskError):
    exit_code = 4


class Busy(DeskError):
    exit_code = 5
