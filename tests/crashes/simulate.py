"""Tells stories by their seeds, and says which laws did not hold: `python -m tests.crashes.simulate --seeds 5000`.

A seed that fails prints the line that tells its story again, word by word.
"""

from __future__ import annotations

import argparse
import sys

from tests.crashes.parties import PARTIES
from tests.crashes.simulation.telling import Sum, Verdict, tell, tell_many
from tests.crashes.simulation.without import SAFEGUARDS

PROGRESS = 250
"""Seeds after which a long run says how far it is."""


def main() -> int:
    args = _asked()
    if args.seed is not None:
        verdict = tell(args.seed, args.without, print, args.party)
        print(*(verdict.broken or ["every law holds"]), sep="\n")
        return bool(verdict.broken)
    extra = f" --without {args.without}" if args.without else ""
    extra += f" --party {args.party}" if args.party != "demo" else ""

    def each(verdict: Verdict, total: Sum) -> None:
        if verdict.broken:
            print(f"python -m tests.crashes.simulate --seed {verdict.seed}{extra}")
            print(*(f"    {line}" for line in verdict.broken[:4]), sep="\n", flush=True)
        if total.seeds % PROGRESS == 0:
            print(f"... seed {verdict.seed}: {_sum(total)}", file=sys.stderr, flush=True)

    seeds = range(args.first, args.first + args.seeds)
    total = tell_many(seeds, args.without, each, args.most, args.jobs, args.party)
    print(_sum(total))
    print(", ".join(f"{name} {n}" for name, n in sorted(total.counts.items())))
    if args.said:
        print(*(f"{n:>7} {name}" for name, n in total.said.most_common()), sep="\n")
        print(*(f"{total.killed[p]:>7} of {n:>7} {p}" for p, n in sorted(total.points.items())), sep="\n")
    return bool(total.failed)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=400, help="how many stories")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--seed", type=int, help="one story, told step by step")
    parser.add_argument("--jobs", type=int, default=1, help="processes that share the stories")
    parser.add_argument(
        "--without", default="", help="take a safeguard out, or several with commas between: " + ", ".join(SAFEGUARDS)
    )
    parser.add_argument("--most", type=int, default=None, help="stop after so many failures")
    parser.add_argument("--party", choices=sorted(PARTIES), default="demo", help="who is paid through")
    parser.add_argument("--said", action="store_true", help="what the desk was asked and answered, counted")
    return parser.parse_args()


def _sum(total: Sum) -> str:
    return (
        f"{total.seeds} seeds, {total.seeds / total.seconds:.1f} a second; {total.crashes} crashes at"
        f" {len(total.killed)} of {len(total.points)} kill points; {total.counts['payment']} payments,"
        f" {total.counts['refund']} refunds; {len(total.failed)} violations"
    )


if __name__ == "__main__":
    raise SystemExit(main())
