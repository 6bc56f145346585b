"""Tells stories by their seeds, and says which laws did not hold: `python -m tests.crashes.simulate --seeds 5000`.

A seed that fails prints the line that tells its story again, word by word.
"""

from __future__ import annotations

import argparse

from tests.crashes.simulation.telling import Verdict, tell, tell_many
from tests.crashes.simulation.without import SAFEGUARDS


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=400, help="how many stories")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--seed", type=int, help="one story, told step by step")
    parser.add_argument("--without", choices=sorted(SAFEGUARDS), default="", help="take a safeguard out")
    parser.add_argument("--most", type=int, default=None, help="stop after so many failures")
    parser.add_argument("--said", action="store_true", help="what the desk was asked and answered, counted")
    args = parser.parse_args()
    if args.seed is not None:
        verdict = tell(args.seed, args.without, print)
        print(*(verdict.broken or ["every law holds"]), sep="\n")
        return bool(verdict.broken)
    extra = f" --without {args.without}" if args.without else ""

    def each(verdict: Verdict) -> None:
        if verdict.broken:
            print(f"python -m tests.crashes.simulate --seed {verdict.seed}{extra}")
            print(*(f"    {line}" for line in verdict.broken[:4]), sep="\n", flush=True)

    total = tell_many(range(args.first, args.first + args.seeds), args.without, each, args.most)
    crashes = (
        total.killed.total()
        + total.counts["worker crashes"]
        - sum(n for point, n in total.killed.items() if not point.startswith("desk"))
    )
    print(
        f"{total.seeds} seeds, {total.seeds / total.seconds:.1f} a second; {crashes} crashes at {len(total.killed)} of"
        f" {len(total.points)} kill points; {total.counts['payment']} payments, {total.counts['refund']} refunds;"
        f" {len(total.failed)} violations"
    )
    print(", ".join(f"{name} {n}" for name, n in sorted(total.counts.items())))
    if args.said:
        print(*(f"{n:>7} {name}" for name, n in total.said.most_common()), sep="\n")
        print(*(f"{total.killed[p]:>7} of {n:>7} {p}" for p, n in sorted(total.points.items())), sep="\n")
    return bool(total.failed)


if __name__ == "__main__":
    raise SystemExit(main())
