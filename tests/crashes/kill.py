"""Kills real processes at every kill point, on both databases: `python -m tests.crashes.kill [--engine both] [--list]`.

A cell that fails prints the line that plays it again, step by step.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections import Counter

from tests.crashes.matrix.cells import ENGINES, Cell, Listed, fast
from tests.crashes.matrix.company import Company, listed
from tests.crashes.matrix.figures import measure
from tests.crashes.matrix.kits import KITS
from tests.crashes.matrix.story import Verdict
from tests.crashes.matrix.without import SAFEGUARDS


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=(*ENGINES, "both"), default="both")
    parser.add_argument("--provider", choices=sorted(KITS), default="demo")
    parser.add_argument("--cell", help="one cell by its name, told step by step")
    parser.add_argument("--only", default="", help="the cells whose name holds this")
    parser.add_argument("--list", action="store_true", help="print every cell, and why some cannot occur")
    parser.add_argument("--fast", action="store_true", help="a few cells with every kind, point and fault among them")
    parser.add_argument("--single", action="store_true", help="one fault a cell, no pairs")
    parser.add_argument("--without", choices=sorted(SAFEGUARDS), default="", help="take a safeguard out")
    parser.add_argument(
        "--proof", action="append", default=[], help="SAFEGUARD:CELL must fail; several in one run, each told in a line"
    )
    parser.add_argument(
        "--figures", type=int, default=0, help="how soon work goes on after a SIGKILL, in so many rounds"
    )
    parser.add_argument("--most", type=int, default=None, help="stop after so many failures")
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # who is ended leaves no stand-in behind
    engines = ENGINES if args.engine == "both" else (args.engine,)
    begun = time.monotonic()
    with Company(engines, args.provider) as company:
        cells = {engine: listed(engine, company.kit, two=not args.single) for engine in engines}
        if args.figures:
            return tell_figures(company, args.figures)
        if args.list:
            return tell(cells)
        if args.proof:
            return prove(company, [one.cell for some in cells.values() for one in some], args.proof)
        if args.cell:
            known = [one.cell for some in cells.values() for one in some]
            return play_one(company, known, args.cell, args.without)
        chosen = fast(cells) if args.fast else [c.cell for some in cells.values() for c in some if not c.why_not]
        chosen = [cell for cell in chosen if args.only in cell.name]
        company.prepare(chosen)
        ready = time.monotonic()
        count: Counter[str] = Counter()
        for cell in chosen:
            verdict = company.play(cell, without=args.without)
            count.update(played=1, failed=bool(verdict.broken), deaths=verdict.deaths)
            if verdict.broken:
                say(verdict, args.provider, args.without)
            if args.most is not None and count["failed"] >= args.most:
                break
    print(
        f"{count['played']} cells in {time.monotonic() - ready:.1f} s after {ready - begun:.1f} s of preparing;"
        f" {count['deaths']} processes killed; {count['failed']} failed"
    )
    return bool(count["failed"])


def tell(cells: dict[str, list[Listed]]) -> int:
    for engine, some in cells.items():
        for one in some:
            print(f"{engine} {one.cell.name}{'' if not one.why_not else f': cannot occur, {one.why_not}'}")
        count = Counter(bool(one.why_not) for one in some)
        print(f"{engine}: {count[False]} cells, and {count[True]} that cannot occur")
    return 0


def tell_figures(company: Company, rounds: int) -> int:
    """At most 15 s, at once on the same machine, and at most 100 ms of a processor (issue 3)."""
    late = 0
    for engine, scene in company.scenes.items():
        for one in measure(scene.site, company.kit, rounds):
            late += one.seconds > 15 or one.to_claim > 100
            print(
                f"{engine}, {one.who}: claimed {one.seconds:.2f} s after the SIGKILL for {one.to_claim:.0f} ms of"
                f" processor time, {one.to_answer:.0f} ms to the answer's commit", flush=True
            )  # fmt: skip
    return bool(late)


def play_one(company: Company, cells: list[Cell], name: str, without: str) -> int:
    chosen = [cell for cell in cells if cell.name == name]
    if not chosen:
        print(f"no cell is called {name}: see --list")
        return 2
    company.prepare(chosen)
    broken = 0
    for cell in chosen:
        verdict = company.play(cell, notes=True, without=without)
        print(f"== {cell.engine} {cell.name}", *verdict.told, sep="\n")
        print(*(verdict.broken or ["every law holds"]), f"{verdict.seconds:.2f} s", sep="\n")
        broken += bool(verdict.broken)
    return bool(broken)


def prove(company: Company, cells: list[Cell], proofs: list[str]) -> int:
    """Each cell without its safeguard: 1 where one holds all the same."""
    held = 0
    for proof in proofs:
        without, _, name = proof.partition(":")
        cell = next(cell for cell in cells if cell.name == name)
        broken = company.play(cell, without=without).broken
        print(f"{proof}: {' | '.join(broken) or 'every law holds'}")
        held += not broken
    return bool(held)


def say(verdict: Verdict, provider: str, without: str) -> None:
    cell = verdict.cell
    extra = f" --without {without}" if without else ""
    print(f"python -m tests.crashes.kill --engine {cell.engine} --provider {provider} --cell {cell.name}{extra}")
    print(*(f"    {line}" for line in verdict.broken[:4]), sep="\n", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
