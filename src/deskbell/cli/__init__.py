"""The second front of the desk: the same verbs as words on a line, for scripts, screen readers and small machines."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def run(argv: Sequence[str]) -> int:
    """Parse, do, answer; every expected error is one sentence on stderr and its exit code."""
    from deskbell.cli.context import Context, expected
    from deskbell.cli.parser import parse
    from deskbell.paths import private_umask

    private_umask()
    try:
        args = parse(argv)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    context = Context(args)
    try:
        module, _, function = args.handler.partition(":")
        return int(getattr(import_module(f"deskbell.cli.{module}"), function)(context) or 0)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our answer has read enough
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - the last door: what nobody expected becomes a report
        if not expected(error):
            return context.crashed(error)
        return context.failed(error)
    finally:
        context.close()
