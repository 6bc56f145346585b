"""The worker as a command: until it is told to end, for one whole pass, or only to say how things stand."""

from __future__ import annotations

import gc
import os
import select
import signal
import sys
from typing import TYPE_CHECKING, Any

from deskbell.domain.errors import WrongInput
from deskbell.domain.working import Link

if TYPE_CHECKING:
    from collections.abc import Callable

    from deskbell.cli.context import Context
    from deskbell.domain.working import Working as Shown
    from deskbell.services.working import Working
    from deskbell.worker.loop import Worker


def worker(context: Context) -> int:
    """Do what was asked of the world, until Ctrl-C or SIGTERM; a call in flight is finished first."""
    args = context.args
    if args.unit:
        sys.stdout.write(unit(context))
        return 0
    from deskbell.cli.unseen import asks_passphrase
    from deskbell.services.backups import Backups
    from deskbell.services.working import Working
    from deskbell.wiring import sources
    from deskbell.worker.loop import Worker

    context.desk.card()  # NotSetUp before anything else
    working = Working(context.desk)
    if _turned(context, working):
        return 0
    if args.json and not args.once:
        context.answer(_facts(context, working.shown()))
        return 0
    look = sources(context.desk, asks_passphrase(context))
    opened = look()
    for error in opened.troubles.values():
        from deskbell.words.errors import sentence

        context.remark(sentence(error, context.language))
    backups = Backups(context.desk, context.places.backups)
    made = Worker(
        working, opened.providers, context.desk.clock,
        crashes=context.places.crashes, backups=backups, look=look, opened=opened,
    )  # fmt: skip
    if args.once:
        _until_told(made, made.once)
        made.hang_up()
        _say_standing(context, working)
        return 0
    from deskbell.words.i18n import t
    from deskbell.words.operations import connection_name

    names = ", ".join(map(connection_name, made.names))
    key = "worker.works" if made.names else "worker.works.none"
    said = t(context.language, key, desk=context.card.name, names=names)

    def run() -> None:
        context.remark(said)
        made.run()

    _until_told(made, run)
    made.hang_up()
    return 0


def _turned(context: Context, working: Working) -> bool:
    """Pause, resume or restored was asked for: then that is all that is done. WrongInput: NO_SUCH_CONNECTION."""
    from deskbell.domain.connections import checked
    from deskbell.words.i18n import t
    from deskbell.words.operations import connection_name, link_state

    args = context.args
    known = tuple(health.name for health in working.connections() if health.state is not Link.OFF)
    if args.restored:
        working.restored(known)
        turned = known
    elif args.pause or args.resume:
        name = checked(args.pause or args.resume, known)
        (working.pause if args.pause else working.resume)(name)
        turned = (name,)
    else:
        return False
    if args.json:
        context.answer(_facts(context, working.shown()))
        return True
    states = {health.name: str(health.state) for health in working.connections()}
    for name in turned:
        said = link_state(states[name], context.language)
        context.say(t(context.language, "worker.connection", name=connection_name(name), state=said))
    return True


def _until_told(made: Worker, work: Callable[[], None]) -> None:
    """Ctrl-C and SIGTERM end the work after the call in flight; what sleeps wakes up for them."""
    reads, writes = os.pipe()
    os.set_blocking(writes, False)
    kept = {}

    def end(number: int, frame: object) -> None:
        made.stop.set()
        os.write(writes, b"x")

    def wait(seconds: float) -> None:
        select.select([reads], [], [], seconds)

    made.wait = wait
    for number in (signal.SIGINT, signal.SIGTERM):
        kept[number] = signal.signal(number, end)
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)  # a worker lives long: what one turn makes is garbage at the next
    try:
        work()
    finally:
        made.leave()
        for number, before in kept.items():
            signal.signal(number, before)
        os.close(reads)
        os.close(writes)


def _say_standing(context: Context, working: Working) -> None:
    shown = working.shown()
    if context.args.json:
        context.answer(_facts(context, shown))
        return
    from deskbell.words.i18n import t
    from deskbell.words.operations import counts, op_name, waits

    language, zone = context.language, context.card.zone
    context.say(counts(shown.counts, language) or t(language, "worker.nothing"))
    for waiting in shown.waits:
        op = waiting.op
        why = waits(
            waiting.why, language, zone, shown.now, due_at=waiting.due_at, since=op.sent_at,
            connection=op.connection, error=op.error,
        )  # fmt: skip
        context.say(f"  #{waiting.booking or '?'}  {op_name(op.kind, language)}  {why}")


def _facts(context: Context, shown: Shown) -> dict[str, Any]:
    """Who works, how the connections stand, what waits and why, what comes next; instants of the desk's zone."""
    from deskbell.cli.jsonable import instant

    zone = context.card.zone

    def at(seconds: int | None) -> str | None:
        return None if seconds is None else instant(seconds, zone)

    return {
        "now": at(shown.now),
        "leases": [
            {"name": x.name, "live": x.live, "token": x.token, "beat_at": at(x.beat_at), "until": at(x.until)}
            for x in shown.leases
        ],
        "connections": [
            {
                "name": x.name,
                "state": str(x.state),
                "since": at(x.since),
                "ok_at": at(x.ok_at),
                "error": x.error,
                "error_at": at(x.error_at),
                "resume_at": at(x.resume_at),
                "skew": x.skew,
            }
            for x in shown.connections
        ],
        "counts": shown.counts,
        "next_at": at(shown.next_at),
        "operations": [
            {
                "op": x.op.no,
                "kind": str(x.op.kind),
                "connection": x.op.connection,
                "booking": x.booking,
                "state": str(x.op.state),
                "why": x.why,
                "due_at": at(x.due_at),
                "sent_at": at(x.op.sent_at),
                "tries": x.op.tries,
                "error": x.op.error,
            }
            for x in shown.waits
        ],
    }


UNIT = """\
[Unit]
Description=Deskbell worker: does what the desk asked of the world
After=network-online.target

[Service]
ExecStart={command}
Restart=always
RestartSec=5
TimeoutStopSec=40
UMask=0077
NoNewPrivileges=yes

[Install]
WantedBy=default.target
"""


def unit(context: Context) -> str:
    """A unit for the systemd of the person who runs it: the same program, the same desk."""
    args = context.args
    words = [sys.executable, "-m", "deskbell", "worker"]
    if args.database:
        words += ["--database", args.database]
    elif args.demo:
        words.append("--demo")
    return UNIT.format(command=" ".join(map(_quoted, words)))


def _quoted(word: str) -> str:
    """As systemd reads a command line: % and $ stand for themselves when doubled. WrongInput: a line break."""
    if not word.isprintable():
        raise WrongInput("USAGE", command="worker", said="--unit")
    for char, twice in (("\\", "\\\\"), ('"', '\\"'), ("%", "%%"), ("$", "$$")):
        word = word.replace(char, twice)
    return f'"{word}"' if any(c in word for c in " '\"\\;") or not word else word
