"""A running day for tests: a planned service, and repairs of it that are judged at once."""

import datetime as dt
from collections.abc import Collection, Sequence

from mealroute.domain import (
    Made,
    Plan,
    Receipt,
    Service,
    Unassigned,
    UnassignedReason,
    VolunteerId,
)
from mealroute.receipt import decide, decide_added
from mealroute.routing.assemble import final_receipts, routes
from mealroute.routing.build import build
from mealroute.routing.check import check
from mealroute.routing.repair import Event, Repaired, repair
from mealroute.search.engine import Budget
from mealroute.search.ruin_recreate import RuinRecreateEngine, first_solution
from mealroute.search.schedule import cost
from mealroute.settings import Settings
from mealroute.travel import StraightTravel, TravelTimes
from tests.builders import DATE

SETTINGS = Settings()
TRAVEL = StraightTravel(SETTINGS.travel)
AT_ONCE = Budget(iterations=0)


def planned(service: Service, rounds: int = 200) -> Plan:
    """Plan in this process, so that many days can be tried."""
    receipts = decide(service, SETTINGS, TRAVEL)
    instance = build(service, SETTINGS, receipts, TRAVEL)
    solution = RuinRecreateEngine().improve(
        instance.problem,
        first_solution(instance.problem),
        Budget(iterations=rounds),
        0,
        lambda *_found: None,
    )
    price = cost(instance.problem, solution)
    assert price is not None
    made = routes(instance, solution, service, TRAVEL)
    brought = {stop.order_id for route in made for stop in route.stops}
    plan = Plan(
        date=service.date,
        meal=service.meal,
        made=Made(version="", engine="x", seed=0, seconds=0, travel="straight", cost=price),
        receipts=final_receipts(instance, solution, receipts),
        routes=made,
        unassigned=tuple(
            Unassigned(order_id=one.order_id, reason=UnassignedReason.NOT_FITTED)
            for one in receipts
            if one.accepted and one.order_id not in brought
        ),
    )
    assert check(plan, service, SETTINGS, TRAVEL).valid
    return plan


def at(text: str) -> dt.datetime:
    return dt.datetime.combine(DATE, dt.time.fromisoformat(text))


def repaired(
    plan: Plan,
    service: Service,
    *,
    without: Collection[str] = (),
    now: dt.datetime | str | None = None,
    budget: Budget = AT_ONCE,
    receipts: Sequence[Receipt] | None = None,
    travel: TravelTimes = TRAVEL,
    settings: Settings = SETTINGS,
    again_s: int = 600,
) -> Repaired:
    event = Event(
        now=at(now) if isinstance(now, str) else now,
        without=frozenset(VolunteerId(one) for one in without),
        again_s=again_s,
    )
    given = plan.receipts if receipts is None else receipts
    standing = decide_added(service, settings, given, travel)
    return repair(plan, service, settings, standing, travel, event, budget=budget, seed=1)
