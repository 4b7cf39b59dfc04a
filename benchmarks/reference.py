"""Search one day for as long as you like, in rounds, and keep the best plan ever found.

``python -m benchmarks.reference DAY --seconds 3600 --cores N`` goes on from the plan that is kept;
stop it whenever you want. Every round anneals anew, from the best plan or from nothing in turn.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import mealroute
from benchmarks.interleaved import chosen_cores
from benchmarks.kept import (
    BEST_KNOWN,
    Known,
    load_plan,
    read_known,
    save_plan,
    solution_of,
    write_known,
)
from benchmarks.opened import DAYS, Opened, open_day
from mealroute.domain import Plan
from mealroute.routing import Planned, Search, make_plan
from mealroute.routing.build import Instance
from mealroute.search.engine import Budget


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How many rounds of search, how long each, on how many cores, from which seed on."""

    rounds: int
    each: Budget
    cores: int = 1
    seed: int = 0


def improve(
    day: str,
    opened: Opened,
    wanted: Wanted,
    *,
    folder: Path = BEST_KNOWN,
    say: Callable[[str], None] = print,
) -> int:
    """Search round after round and give the best cost; with iterations the same every time.

    The best plan is saved as soon as a round ends with a better one.

    Raises
    ------
    KeptError
        When the plan that is kept is not what it says.
    """
    instance = opened.build()
    path = folder / f"{day}.json"
    best: Plan | None = None
    if path.is_file():
        best = load_plan(path, opened, instance)[1]
        say(f"{day}: goes on from {best.made.cost:,} by {best.made.engine}")
    began_s = time.monotonic()
    for row in range(wanted.rounds):
        search = Search(
            budget=wanted.each, seed=wanted.seed + row * wanted.cores, workers=wanted.cores
        )
        start = best if row % 2 == 0 else None
        planned = _round(opened, search, start)
        found = planned.plan.made.cost
        if best is None or found < best.made.cost:
            best = planned.plan
            _keep(day, instance, planned, time.monotonic() - began_s, folder)
        say(
            f"{day}: round {row + 1} of {wanted.rounds} from "
            f"{'the best' if start else 'nothing'}: {found:,}; best plan {best.made.cost:,}, "
            f"best known {read_known(folder)[day].cost:,}"
        )
        if planned.stopped:
            break
    return 0 if best is None else best.made.cost


def _round(opened: Opened, search: Search, best: Plan | None) -> Planned:
    residents = {order_id: order.resident_id for order_id, order in opened.service.orders.items()}
    return make_plan(
        opened.service,
        opened.settings,
        opened.receipts,
        opened.travel,
        search,
        eligible=opened.eligible,
        previous=None if best is None else (best, residents),
    )


def _keep(day: str, instance: Instance, planned: Planned, spent_s: float, folder: Path) -> None:
    made = planned.plan.made
    known = Known(
        day,
        made.cost,
        planned.judgement.bill.avoidable,
        round(spent_s, 1),
        f"mealroute {mealroute.__version__}, reference run",
    )
    told = {
        "day": day,
        "cost": known.cost,
        "avoidable_cost": known.avoidable_cost,
        "seconds": known.seconds,
        "by": known.by,
        "seed": made.seed,
    }
    save_plan(folder / f"{day}.json", instance, solution_of(planned.plan, instance), told)
    write_known(known, folder)


def main(words: Sequence[str]) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reference", description=__doc__)
    parser.add_argument("day", help="a day of data/days, such as n200-s0, or a day folder")
    parser.add_argument("--seconds", type=float, default=3600.0)
    parser.add_argument("--round-seconds", type=float, default=600.0)
    parser.add_argument("--cores", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(words)
    folder = DAYS / given.day if (DAYS / given.day).is_dir() else Path(given.day)
    os.sched_setaffinity(0, chosen_cores(given.cores))
    rounds = max(1, round(given.seconds / given.round_seconds))
    wanted = Wanted(
        rounds=rounds,
        each=Budget(seconds=given.seconds / rounds),
        cores=given.cores,
        seed=given.seed,
    )
    improve(folder.name, open_day(folder), wanted)


if __name__ == "__main__":
    main(sys.argv[1:])
