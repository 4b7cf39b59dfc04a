"""Plan one meal of one date: build, search, assemble, and have the judge price what came out."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import mealroute
from mealroute.domain import CanteenId, Made, OrderId, Plan, Receipt, ResidentId, Service
from mealroute.errors import EngineError
from mealroute.language import gettext as _
from mealroute.routing.assemble import final_receipts, routes
from mealroute.routing.build import build
from mealroute.routing.check import Judgement, check
from mealroute.routing.previous import (
    KEEP_S,
    KeptVolunteers,
    changes,
    kept_volunteers,
    start_from,
    volunteers_before,
)
from mealroute.routing.reasons import unassigned
from mealroute.routing.steer import steered
from mealroute.search.bound import lower_bound
from mealroute.search.compiled import is_ready
from mealroute.search.engine import Budget
from mealroute.search.engines import DEFAULT_ENGINE
from mealroute.search.problem import nothing_served
from mealroute.search.ruin_recreate import prepare
from mealroute.search.schedule import cost
from mealroute.search.solve import Progress, solve
from mealroute.settings import Settings
from mealroute.travel import TravelTimes


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """How to search: which engine, how long or how many rounds, which seed, how many cores.

    Examples
    --------
    >>> Search(budget=Budget(seconds=10)).engine
    'mealroute'
    """

    budget: Budget
    engine: str = DEFAULT_ENGINE
    seed: int = 0
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, what the judge says of it, and what went wrong on the way, if anything did.

    ``kept`` says who keeps the volunteer of the previous plan, where there was one.
    """

    plan: Plan
    judgement: Judgement
    stopped: bool
    fault: str
    kept: KeptVolunteers | None = None


def make_plan(  # noqa: PLR0913 -- what planning takes, each a thing of its own
    service: Service,
    settings: Settings,
    receipts: Sequence[Receipt],
    travel: TravelTimes,
    search: Search,
    *,
    eligible: Mapping[OrderId, Collection[CanteenId]] | None = None,
    previous: tuple[Plan, Mapping[OrderId, ResidentId]] | None = None,
    keep_s: int = KEEP_S,
    on_progress: Callable[[Progress], None] = lambda _progress: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Planned:
    """Split the accepted orders among the shifts, and say why what is left out is left out.

    Parameters
    ----------
    receipts
        The canteens' answers to all orders of the service.
    eligible
        For each accepted order all canteens that may cook it; see `mealroute.routing.build`.
    previous
        A plan to start from, and the resident of each of its and of today's orders.
    keep_s
        What the search pays at most, in volunteer-seconds, for each resident who keeps the
        volunteer of the previous plan. The plan's own cost is by the price list alone: it exceeds
        that of any plan the search preferred it to by at most ``keep_s`` for each resident more
        who keeps the volunteer; and no order is left out for it.
    on_progress, should_stop
        See `mealroute.search.solve.solve`; whenever it stops, the best plan so far is kept. The
        costs told on the way are the search's own, with what it pays for keeping volunteers.

    Raises
    ------
    ArgumentError
        When there is no such engine.
    TravelError
        When travel times cannot be had.
    EngineError
        When an engine broke a rule unnoticed: a fault of the program, never of the day.
    """
    if not is_ready():
        # Else the children would compile, each for itself and in the time meant for searching.
        prepare()
    instance = build(service, settings, receipts, travel, eligible)
    before = {} if previous is None else volunteers_before(*previous)
    start = None if previous is None else start_from(previous[0], instance, previous[1])
    problem = instance.problem
    if before and keep_s:
        problem = steered(problem, keep_s * changes(instance, before))
    solved = solve(
        problem,
        nothing_served(problem) if start is None else start,
        engine=search.engine,
        budget=search.budget,
        seed=search.seed,
        workers=search.workers,
        on_progress=on_progress,
        should_stop=should_stop,
    )
    price = cost(instance.problem, solved.solution)
    if price is None:  # `solve` lets no such solution pass
        raise AssertionError("a solution breaks a rule")
    plan = Plan(
        date=service.date,
        meal=service.meal,
        made=Made(
            version=mealroute.__version__,
            engine=search.engine,
            seed=search.seed,
            seconds=round(solved.seconds, 1),
            travel=travel.name,
            cost=price,
            lower_bound=lower_bound(instance.problem),
        ),
        receipts=final_receipts(instance, solved.solution, receipts),
        routes=routes(instance, solved.solution, service, travel),
        unassigned=unassigned(instance, solved.solution, service),
    )
    judgement = check(plan, service, settings, travel, receipts, eligible)
    if judgement.violations or judgement.bill.total != price:
        first = judgement.violations[0].detail if judgement.violations else ""
        raise EngineError(
            _(
                "engine {engine}: its plan costs {cost}, the judge says {judged}; {violation}"
            ).format(
                engine=search.engine,
                cost=price,
                judged=judgement.bill.total,
                violation=first,
            )
        )
    plan = replace(plan, indicators=judgement.indicators)
    kept = None if previous is None else kept_volunteers(instance, solved.solution, before)
    return Planned(plan, judgement, solved.stopped, solved.fault, kept)
