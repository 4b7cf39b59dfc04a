"""mealroute itself, by the path of its command: read, decide, plan; start-up and judging included.

What the search may take is the time given, less what was used up before it and what planning takes
beside it: building, a first plan, judging. That rest is known from the run before.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.opened import Opened, open_day
from mealroute.routing import Planned, Search, make_plan
from mealroute.search.engine import Budget
from mealroute.search.solve import Progress

ENGINES: Final[Mapping[str, str]] = {
    "mealroute": "mealroute",
    "pyvrp-tuned": "pyvrp",
    "ortools-tuned": "ortools",
}
"""Our methods, and the engine of each: the peers' engines with the parameters we found."""
SHORTEST_S: Final = 0.1


@dataclass(slots=True)
class Heard:
    """What a search said on its way: moments of `time.monotonic`, costs, orders left out."""

    points: list[tuple[float, int, int]] = field(default_factory=list)

    def listen(self, progress: Progress) -> None:
        """Keep what is new."""
        said = (progress.cost, progress.unassigned)
        if not self.points or self.points[-1][1:] != said:
            self.points.append((time.monotonic(), *said))


@dataclass(frozen=True, eq=False, slots=True)
class Ran:
    """A run of ours: the day, the plan, what was said, and the seconds beside the search."""

    opened: Opened
    planned: Planned
    heard: Heard
    read_s: float
    beside_s: float


def run(method: str, folder: Path, ends_s: float, beside_s: float, *, seed: int, cores: int) -> Ran:
    """Plan a day so that all is done at ``ends_s``, of which ``beside_s`` are not for searching."""
    opened = open_day(folder)
    read_s = time.monotonic()
    heard = Heard()
    search = Search(
        engine=ENGINES[method],
        budget=Budget(seconds=max(SHORTEST_S, ends_s - read_s - beside_s)),
        seed=seed,
        workers=cores,
    )
    planned = make_plan(
        opened.service,
        opened.settings,
        opened.receipts,
        opened.travel,
        search,
        eligible=opened.eligible,
        on_progress=heard.listen,
    )
    took_s = time.monotonic() - read_s
    return Ran(opened, planned, heard, read_s, took_s - planned.plan.made.seconds)
