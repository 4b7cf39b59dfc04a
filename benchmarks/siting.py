"""Choose sites for 10,000 residents among 200 candidates, and let spopt on CBC choose too.

``python -m benchmarks.siting`` draws a town of neighbourhoods, seconds on foot along straight
lines, and solves every model. Each runs in a process of its own. spopt, where it is installed, gets
the same instance and time limit; building its model is told apart from solving it.
"""

import argparse
import importlib.util
import multiprocessing
import resource
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from mealroute.coverage.siting import (
    Effort,
    SitingAnswer,
    SitingProblem,
    maximal_covering,
    p_center,
    p_median,
    set_covering,
)

if TYPE_CHECKING:
    from collections.abc import Callable

REACH_S: Final = 900
"""The walk of a quarter of an hour."""
FAR_S: Final = 1800
"""Within half an hour everybody is to be covered."""
CENTRES: Final = 60
SIDE_M: Final = (9000.0, 6000.0)
SPREAD_M: Final = 350.0
DETOUR: Final = 1.3
WALK_MPS: Final = 1.2
SLACK: Final = 1.25
"""Places at the open sites for every resident, where capacities are looked at."""


def town(residents: int, candidates: int, open_sites: int, seed: int) -> SitingProblem:
    """Draw a town: doors around neighbourhoods' middles, some of them candidates.

    Examples
    --------
    >>> town(50, 5, 2, 0).cost.shape
    (50, 5)
    """
    rng = np.random.default_rng(seed)
    middles = rng.uniform(0, SIDE_M, (CENTRES, 2))
    doors = middles[rng.integers(0, CENTRES, residents)] + rng.normal(0, SPREAD_M, (residents, 2))
    sites = doors[rng.choice(residents, candidates, replace=False)]
    metres = np.hypot(*np.moveaxis(doors[:, None] - sites, -1, 0)) * DETOUR
    weight = rng.integers(1, 4, residents)
    usual = weight.sum() * SLACK / open_sites
    capacity = rng.uniform(0.7, 1.3, candidates) * usual
    return SitingProblem(
        cost=np.ceil(metres / WALK_MPS).astype(np.int64),
        weight=weight,
        capacity=capacity.astype(np.int64),
    )


@dataclass(frozen=True, slots=True)
class Run:
    """What a solver did: its value and bound (``None``: none found), and the seconds it took."""

    value: float | None
    bound: float | None
    wall_s: float
    cpu_s: float
    note: str = ""


def ours(model: str, problem: SitingProblem, count: int, seconds: float) -> SitingAnswer:
    """Solve with mealroute."""
    free = SitingProblem(cost=problem.cost, weight=problem.weight)
    effort = Effort(seconds=seconds)
    choose: dict[str, Callable[[], SitingAnswer]] = {
        "covering": lambda: maximal_covering(free, REACH_S, count, effort),
        "set": lambda: set_covering(free, FAR_S, effort),
        "median": lambda: p_median(free, count, effort),
        "center": lambda: p_center(free, count, effort),
        "covering, capacities": lambda: maximal_covering(problem, REACH_S, count, effort),
        "median, capacities": lambda: p_median(problem, count, effort),
    }
    return choose[model]()


MODELS: Final = ("covering", "set", "median", "center", "covering, capacities",
                 "median, capacities")  # fmt: skip
PEER_MODELS: Final = MODELS[:4]


def peer(model: str, problem: SitingProblem, count: int, seconds: float) -> tuple[Any, float]:
    """Build spopt's model and solve it with CBC; gives the pulp problem and the building time."""
    import pulp  # noqa: PLC0415 -- where it is installed
    from spopt.locate import LSCP, MCLP, PCenter, PMedian  # noqa: PLC0415 -- where it is installed

    cost, began = problem.cost.astype(np.float64), time.monotonic()
    if model == "covering":
        made = MCLP.from_cost_matrix(
            cost, problem.weight, service_radius=REACH_S, p_facilities=count
        )
    elif model == "set":
        made = LSCP.from_cost_matrix(cost, service_radius=FAR_S)
    elif model == "median":
        made = PMedian.from_cost_matrix(cost, problem.weight, p_facilities=count)
    else:
        made = PCenter.from_cost_matrix(cost, p_facilities=count)
    built_s = time.monotonic() - began
    made.problem.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=seconds))
    return made.problem, built_s


def _run(words: tuple[str, str, int, int, int, int, float], tell: Any) -> None:  # noqa: ANN401 -- a pipe
    solver, model, residents, candidates, count, seed, seconds = words
    problem = town(residents, candidates, count, seed)
    (ours if solver == "mealroute" else peer)(model, town(60, 6, 2, 0), 2, 5.0)  # loads libraries
    wall, cpu = time.monotonic(), _cpu_s()
    if solver == "mealroute":
        answer = ours(model, problem, count, seconds)
        value: float | None = answer.value
        bound: float | None = answer.bound
        note = ""
    else:
        solved, built_s = peer(model, problem, count, seconds)
        found = solved.sol_status in {1, 2} and solved.objective is not None
        value = float(solved.objective.value()) if found else None
        bound = value if solved.sol_status == 1 else None
        note = f"building {built_s:.0f} s"
    tell.send(Run(value, bound, time.monotonic() - wall, _cpu_s() - cpu, note))


def _cpu_s() -> float:
    """CPU seconds of this process and of the children it has waited for, as CBC is one."""
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def run(words: tuple[str, str, int, int, int, int, float], longest_s: float) -> Run:
    """Run a solver in a process of its own, and end it when it takes too long."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_run, args=(words, there))
    began = time.monotonic()
    child.start()
    there.close()
    try:
        if here.poll(longest_s):
            return here.recv()  # type: ignore[no-any-return]  # a Run
        note = f"no answer in {longest_s:.0f} s"
    except EOFError:
        note = "ended without an answer"
    finally:
        child.kill()
        child.join()
    return Run(None, None, time.monotonic() - began, float("nan"), note)


def main(words: list[str]) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.siting", description=__doc__)
    parser.add_argument("--residents", type=int, default=10_000)
    parser.add_argument("--candidates", type=int, default=200)
    parser.add_argument("--open", type=int, default=12, dest="count")
    parser.add_argument("--seconds", type=float, default=60.0, help="to solve, each")
    parser.add_argument("--longest", type=float, default=300.0, help="to build and solve, each")
    parser.add_argument("--seeds", default="0")
    parser.add_argument("--models", default=";".join(MODELS), help="separated by ;")
    parser.add_argument("--without-peer", action="store_true")
    given = parser.parse_args(words)
    with_peer = not given.without_peer and importlib.util.find_spec("spopt") is not None
    print("| model | seed | solver | value | bound | gap | wall s | CPU s | CPU to ours | |")
    print("|---|--:|---|--:|--:|--:|--:|--:|--:|---|")
    for model in given.models.split(";"):
        for seed in map(int, given.seeds.split(",")):
            size = (given.residents, given.candidates, given.count, seed, given.seconds)
            first = run(("mealroute", model, *size), given.longest)
            print(_line(model, seed, "mealroute", first, first), flush=True)
            if with_peer and model in PEER_MODELS:
                other = run(("spopt", model, *size), given.longest)
                print(_line(model, seed, "spopt, CBC", other, first), flush=True)


def _line(model: str, seed: int, name: str, told: Run, first: Run) -> str:
    value = "-" if told.value is None else f"{told.value:,.0f}"
    bound = "-" if told.bound is None else f"{told.bound:,.0f}"
    gap = "-"
    if told.value is not None and told.bound is not None:
        gap = f"{abs(told.value - told.bound) / max(1.0, abs(told.value)):.2%}"
    ratio = told.cpu_s / first.cpu_s if first.cpu_s else float("nan")
    return (
        f"| {model} | {seed} | {name} | {value} | {bound} | {gap} | {told.wall_s:.1f} | "
        f"{told.cpu_s:.1f} | {ratio:.1f} | {told.note} |"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
