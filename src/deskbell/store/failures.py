"""What a driver says, in the domain's errors: codes and facts, never a statement, a parameter or a stored word.

PostgreSQL's own sentences quote the values of a row ("Key (name)=(Ana) already exists"): they go no further.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

from deskbell.domain.errors import Busy, DeskError, Refused
from deskbell.domain.text import clean
from deskbell.store import guards

if TYPE_CHECKING:
    from sqlalchemy.engine import ExceptionContext


for _name in ("psycopg", "sqlalchemy"):  # what they would log is in our errors; unheard, it goes to the terminal
    logging.getLogger(_name).addHandler(logging.NullHandler())


class Deadlock(Busy):
    """PostgreSQL chose this transaction as the victim; nothing of it was kept, so it may run once more."""


BUSY = {"55P03", "57014", "40001", "53300", "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL"}
GONE = {"57P01", "57P02", "57P03", "57P05"}
FORBIDDEN = {"42501", "25006", "SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH"}
FULL = {"53100", "SQLITE_FULL"}
DAMAGED = {"XX001", "XX002", "SQLITE_CORRUPT", "SQLITE_NOTADB"}


def translate(context: ExceptionContext) -> DeskError | None:
    """Hears every error of both engines; None leaves it as it is (a ping, or a bug of ours above the driver)."""
    if context.is_pre_ping or not isinstance(context.sqlalchemy_exception, DBAPIError):
        return None
    return meaning(context.original_exception, gone=context.is_disconnect, asked=context.connection is not None)


def meaning(error: BaseException, *, gone: bool, asked: bool = True) -> DeskError:
    """`gone`: the connection is lost. `asked`: there was a connection before the error."""
    state, diagnosis = _state(error)
    base = state.split(".", 1)[0]
    if conflict := _conflict(error, state, diagnosis):
        return conflict
    if state == "40P01":
        return Deadlock("BUSY_TRY_AGAIN")
    if _among(state, BUSY):
        return Busy("BUSY_TRY_AGAIN")
    if _among(state, FULL):
        return Busy("DISK_FULL")
    if _among(state, DAMAGED):
        return Refused("DESK_DAMAGED", state=base)
    if _among(state, FORBIDDEN):
        return Refused("DATABASE_FORBIDS", state=base)
    if _among(state, {"SQLITE_CANTOPEN", "SQLITE_IOERR"}):
        return Busy("DATABASE_UNREACHABLE", said=base)
    if gone or not asked or state in GONE or state.startswith("08"):
        said = "" if asked else clean(str(error).strip().split("\n", 1)[0], 200)
        return Busy("DATABASE_UNREACHABLE", said=said)
    return DeskError("STORE_FAULT", state=state or type(error).__name__, constraint=_constraint(error, diagnosis))


def _state(error: BaseException) -> tuple[str, Any]:
    """PostgreSQL's five letters or SQLite's name of the error."""
    state = getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None) or ""
    return str(state), getattr(error, "diag", None)


def _among(state: str, names: set[str]) -> bool:
    """SQLite's extended names begin with the plain one: SQLITE_BUSY_SNAPSHOT is a SQLITE_BUSY."""
    return state in names or any(state.startswith(name + "_") for name in names if name.startswith("SQLITE_"))


def _constraint(error: BaseException, diagnosis: Any) -> str:
    if diagnosis is not None:
        return str(diagnosis.constraint_name or "")
    said = str(error)  # SQLite names columns or the constraint, never a value
    return said.partition(" failed: ")[2] or said


def _conflict(error: BaseException, state: str, diagnosis: Any) -> Refused | None:
    """A guard's refusal: the constraint or trigger is named in guards, with the code that it stands for."""
    if state in {"23P01", "23514", "23505"} or state.startswith("SQLITE_CONSTRAINT_"):
        return guards.refusal(_constraint(error, diagnosis))
    return None
