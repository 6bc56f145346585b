"""`deskbell` and `python -m deskbell`."""

from __future__ import annotations

import sys


def main(argv: list[str] | None = None) -> int:
    """Run one command line and return its exit code: 0 done, 1 our fault, 2 input, 3 a rule, 4 a yes, 5 busy."""
    words = sys.argv[1:] if argv is None else argv
    if words in (["--version"], ["-V"]):
        from deskbell import __version__

        print(f"deskbell {__version__}")
        return 0
    from deskbell.cli import run

    return run(words)


if __name__ == "__main__":
    sys.exit(main())
