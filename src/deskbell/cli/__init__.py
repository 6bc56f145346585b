"""The second front of the desk: the same verbs as words on a line, for scripts, screen readers and small machines."""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130


def run(argv: Sequence[str]) -> int:
    """Parse, do, answer; every expected error is one sentence on stderr and its exit code."""
    from deskbell.cli.context import Context, expected
    from deskbell.cli.parser import asked_language, parse
    from deskbell.domain.errors import WrongInput
    from deskbell.paths import private_umask

    gc.set_threshold(100_000, 50, 50)  # a command is over before what it made could be garbage
    private_umask()
    _speak_utf8()
    try:
        args = parse(argv)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    except WrongInput as error:
        unread = Namespace(json="--json" in argv, language=asked_language(argv), database="", demo=False, plain=True)
        return Context(unread).failed(error)
    context = Context(args)
    try:
        module, _, function = args.handler.partition(":")
        code = int(getattr(import_module(f"deskbell.cli.{module}"), function)(context) or 0)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our answer has read enough; what is still in the buffer must not fail at the very end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last door: what nobody expected becomes a report
        return context.failed(error) if expected(error) else context.crashed(error)
    finally:
        context.close()
    return code


def _speak_utf8() -> None:
    """Names from everywhere reach any stream: what a terminal cannot show is a question mark, never a crash."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):  # a test's own stream has no encoding to change
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
