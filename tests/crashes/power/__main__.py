"""Cuts a desk's power at random instants, and says what was lost: `python -m tests.crashes.power --cuts 150`.

Then the same lives with a careless SQLite: with synchronous = NORMAL something acknowledged is lost, with OFF files are
ruined. A cut after which something is wrong prints the line that lives its life again.
"""

from __future__ import annotations

import argparse
import sqlite3
import time
from collections.abc import Iterable

import apsw

from tests.crashes.power.birth import birth
from tests.crashes.power.ground import FULL
from tests.crashes.power.life import Life, Told

CUTS = 10
"""In one life."""


def lives(seeds: Iterable[int], cuts: int = CUTS, synchronous: str = FULL) -> Told:
    told = Told()
    for seed in seeds:
        told += Life(seed, synchronous).live(cuts)
    return told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuts", type=int, default=150, help="how often the power goes while a desk works")
    parser.add_argument("--makings", type=int, default=150, help="how often while one is being made")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--seed", type=int, help="one life, told step by step")
    parser.add_argument("--making", type=int, help="one making")
    args = parser.parse_args()
    if args.seed is not None or args.making is not None:
        told = Life(args.seed, log=print).live(CUTS) if args.making is None else birth(args.making)
        print(*(told.wrong or ["nothing is lost"]), sep="\n")
        return bool(told.wrong)
    print(f"SQLite {apsw.sqlite_lib_version()} loses its power, {sqlite3.sqlite_version} opens what is left")
    seeds = range(args.first, args.first + max(1, args.cuts // CUTS))
    started = time.perf_counter()
    told = lives(seeds)
    wrong = _says("as the product opens it", told, started)
    started, made = time.perf_counter(), Told()
    for seed in range(args.first, args.first + args.makings):
        made += birth(seed)
    wrong += _says("while a desk is made", made, started)
    for synchronous in ("NORMAL", "OFF"):
        started = time.perf_counter()
        control = lives(seeds, synchronous=synchronous)
        _says(f"with synchronous = {synchronous}", control, started)
        if not (control.ruined if synchronous == "OFF" else control.lost):
            wrong.append(f"synchronous = {synchronous} did no harm: these cuts prove nothing")
    print(*wrong, sep="\n")
    return bool(wrong)


def _says(which: str, told: Told, started: float) -> list[str]:
    print(
        f"{which}: {told.cuts} cuts, {told.commands} commands acknowledged, {told.lost} cuts lost one,"
        f" {told.ruined} files ruined; {told.unheard} kept what nobody had been told of,"
        f" {told.found_again} found it by its key; {time.perf_counter() - started:.0f} s"
    )
    print("   ", ", ".join(f"{what} {n}" for what, n in told.at.most_common()), flush=True)
    wrong = []
    for line in told.wrong:
        which, seed = line.partition(",")[0].split()[:2]
        wrong.append(f"python -m tests.crashes.power --{which} {seed}\n    {line}")
    return wrong


if __name__ == "__main__":
    raise SystemExit(main())
