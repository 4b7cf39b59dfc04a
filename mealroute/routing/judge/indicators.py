"""Sum a plan up in figures that stay the same set for every plan of a day, units in their names."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from mealroute.domain import DeclineReason, Order, OrderId, Receipt, Service
from mealroute.routing.judge.bill import is_familiar, visited_residents
from mealroute.routing.judge.doors import window_s
from mealroute.routing.judge.walk import Evidence, Step, Walk
from mealroute.routing.judge.warmth import Warmth

Figures: TypeAlias = dict[str, int | float]


def work_out_indicators(
    walks: Sequence[Walk],
    answers: Mapping[OrderId, Receipt],
    evidence: Evidence,
    coldest: Warmth | None = None,
) -> Figures:
    """Give the indicators of a plan.

    Counts and seconds are whole numbers, means are rounded to 0.1, shares lie between 0 and 1
    and are rounded to 0.001; a mean or a share of nothing is 0. Only routes with stops count.

    Parameters
    ----------
    walks
        The routes of the plan, followed.
    answers
        The plan's receipt of each order.
    coldest
        The coldest handover; without one nothing is said of temperatures.
    """
    used = [walk for walk in walks if walk.trips]
    return {
        **_of_orders(used, answers, evidence.service),
        **_of_routes(used),
        **_of_doors(used, evidence),
        **_of_faces(used, evidence.service),
        **_of_warmth(coldest),
    }


def _of_orders(
    used: Sequence[Walk], answers: Mapping[OrderId, Receipt], service: Service
) -> Figures:
    served = {order.order_id: order for _walk, _step, order in _known_steps(used)}
    accepted = [order_id for order_id, receipt in answers.items() if receipt.accepted]
    by_hand = [one for one in answers.values() if one.reason is DeclineReason.BY_HAND]
    return {
        "orders": len(service.orders),
        "accepted": len(accepted),
        "declined": len(answers) - len(accepted),
        "declined_by_hand": len(by_hand),
        "served": len(served),
        "unassigned": sum(order_id not in served for order_id in accepted),
        "boxes_served": sum(order.meals for order in served.values()),
    }


def _of_routes(used: Sequence[Walk]) -> Figures:
    works_s = [walk.work_s for walk in used]
    return {
        "routes": len(used),
        "trips": sum(len(walk.trips) for walk in used),
        "volunteers": len({walk.route.volunteer_id for walk in used}),
        "work_s": sum(works_s),
        "distance_m": sum(walk.distance_m for walk in used),
        "longest_route_s": max(works_s, default=0),
        "mean_route_s": _mean(works_s),
    }


def _of_doors(used: Sequence[Walk], evidence: Evidence) -> Figures:
    steps = list(_known_steps(used))
    aboard_s = [step.aboard_s for _walk, step, _order in steps]
    return {
        "max_aboard_s": max(aboard_s, default=0),
        "mean_aboard_s": _mean(aboard_s),
        "waiting_s": sum(max(0, step.starts_s - step.arrives_s) for _walk, step, _order in steps),
        "on_time_share": _share([_on_time(*one, evidence) for one in steps]),
    }


def _of_faces(used: Sequence[Walk], service: Service) -> Figures:
    """Count the orders of residents who have had visits, and those a known face brings them."""
    visited = visited_residents(service)
    known = [
        is_familiar(order.resident_id, walk, service)
        for walk, _step, order in _known_steps(used)
        if order.resident_id in visited
    ]
    return {"visited_before": len(known), "familiar": sum(known), "familiar_share": _share(known)}


def _of_warmth(coldest: Warmth | None) -> Figures:
    """Tell the coldest handover, rounded down: food is never called hotter than it is."""
    if coldest is None:
        return {}
    # What float arithmetic takes off 60 degrees is no cold.
    return {
        "coldest_c": math.floor(coldest.food_c * 10 + 1e-6) / 10,
        "coldest_spare_s": coldest.spare_s,
    }


def _known_steps(used: Sequence[Walk]) -> Iterator[tuple[Walk, Step, Order]]:
    """Go through the stops whose orders the day knows."""
    for walk in used:
        for step in walk.steps:
            if step.order is not None:
                yield walk, step, step.order


def _on_time(walk: Walk, step: Step, order: Order, evidence: Evidence) -> bool:
    opens_s, closes_s = window_s(order, walk.kitchen, evidence.clock)
    early = opens_s is not None and step.starts_s < opens_s
    return not early and (closes_s is None or step.starts_s <= closes_s)


def _mean(values: Sequence[int]) -> float:
    return round(sum(values) / len(values), 1) if values else 0.0


def _share(holds: Sequence[bool]) -> float:
    return round(sum(holds) / len(holds), 3) if holds else 0.0
