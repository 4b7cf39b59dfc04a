"""Turn a peer's sequences into a plan and let mealroute's independent judge price it.

What a peer cannot express is mended here, for all peers alike and not on their clock: orders that
break a rule where they stand are taken out, and what is left over is put where it fits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import mealroute
from benchmarks.bills import bill
from benchmarks.canteens import CanteenRun, Routes
from benchmarks.opened import Opened
from mealroute.domain import Made, Plan, Unassigned, UnassignedReason
from mealroute.routing import Judgement, check
from mealroute.routing.assemble import final_receipts, routes
from mealroute.routing.build import Instance
from mealroute.search.mend import mend
from mealroute.search.problem import Problem, Solution
from mealroute.search.ruin_recreate import first_solution
from mealroute.search.schedule import cost


@dataclass(frozen=True, slots=True)
class Settled:
    """A valid solution made of a peer's answer, and how many orders were put in by us."""

    solution: Solution
    put_in: int


def settle(problem: Problem, answers: Mapping[int, Routes]) -> Settled:
    """Make a valid solution of what a peer found for each canteen.

    Examples
    --------
    A peer forgot an order; it is put where it costs least:

    >>> from mealroute.search.example import two_doors
    >>> settled = settle(two_doors(), {0: {0: (1,)}})
    >>> sorted(settled.solution.served), settled.put_in
    ([0, 1], 1)
    """
    tours = [tour for canteen, found in answers.items() for tour in mend(problem, canteen, found)]
    mended = Solution(tuple(tours), tuple(int(canteen) for canteen in problem.order_canteen))
    if len(mended.served) == problem.orders:
        return Settled(mended, 0)
    filled = first_solution(problem, mended)
    return Settled(filled, len(filled.served) - len(mended.served))


def plan_of(
    opened: Opened, instance: Instance, solution: Solution, by: str, seconds: float, seed: int = 0
) -> Plan:
    """Write a solution as a plan; why orders are left out is not looked into.

    Raises
    ------
    AssertionError
        When the solution breaks a rule: no peer's answer gets here unmended.
    """
    total = cost(instance.problem, solution)
    if total is None:
        raise AssertionError(f"{by}: the solution breaks a rule")
    missing = sorted(set(range(instance.problem.orders)) - solution.served)
    return Plan(
        date=opened.service.date,
        meal=opened.service.meal,
        made=Made(
            version=mealroute.__version__,
            engine=by,
            seed=seed,
            seconds=seconds,
            travel=opened.travel.name,
            cost=total,
        ),
        receipts=final_receipts(instance, solution, opened.receipts),
        routes=routes(instance, solution, opened.service, opened.travel),
        unassigned=tuple(
            Unassigned(order_id=instance.orders[order].order_id, reason=UnassignedReason.NOT_FITTED)
            for order in missing
        ),
    )


def judge(opened: Opened, plan: Plan) -> Judgement:
    """Judge a plan from the day itself."""
    return check(
        plan,
        opened.service,
        opened.settings,
        opened.travel,
        opened.receipts,
        opened.eligible,
    )


def curve(problem: Problem, runs: Sequence[CanteenRun]) -> list[tuple[float, int, int]]:
    """Price what a peer would have had, had its time been shorter.

    Each canteen gets the same share of any time, and the peers that tell of answers on the way
    search the same way whatever their time is. So at ``seconds`` of search the whole plan is made
    of what each canteen had after its share of them.

    Returns
    -------
    list
        Seconds of search, the cost, and how many orders were left out.
    """
    events = [
        (found.seconds / run.share, row, bill(problem, run.part, found.routes))
        for row, run in enumerate(runs)
        for found in run.finds
    ]
    standing = [bill(problem, run.part, {}) for run in runs]
    points = []
    for seconds, row, price in sorted(events):
        standing[row] = min(standing[row], price)
        points.append((seconds, sum(one[0] for one in standing), sum(one[1] for one in standing)))
    return points
