"""Repair a plan after an event: freeze, insert at once, search on, put together, judge, bill."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import mealroute
from mealroute.domain import (
    Cause,
    Made,
    OrderId,
    Plan,
    Receipt,
    Service,
    Unassigned,
    UnassignedReason,
)
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.routing.check import Judgement, check
from mealroute.routing.reasons import unassigned
from mealroute.routing.repair.changes import Changes, bill_changes
from mealroute.routing.repair.closeness import Held
from mealroute.routing.repair.event import Event
from mealroute.routing.repair.frozen import part
from mealroute.routing.repair.improve import first_repair, improve
from mealroute.routing.repair.late import with_late_trips
from mealroute.routing.repair.outlook import look_ahead
from mealroute.routing.repair.whole import whole_routes
from mealroute.search.compiled import is_ready
from mealroute.search.engine import Budget
from mealroute.search.ruin_recreate import prepare
from mealroute.settings import Settings
from mealroute.travel import TravelTimes


@dataclass(frozen=True, slots=True)
class Found:
    """How far a repair is: the price of what is left out, residents touched, cost still to come."""

    unassigned: int
    touched: int
    cost: int


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired plan, what the judge says of it, and what it changes.

    ``first`` and ``found`` measure the first valid repair and the one that was kept. ``too_late``
    are cancelled orders that had been handed over. A plan that the judge does not accept has
    something on the road or done that cannot be changed any more.
    """

    plan: Plan
    judgement: Judgement
    changes: Changes
    first: Found
    found: Found
    too_late: tuple[str, ...]


def repair(  # noqa: PLR0913 -- what repairing takes, each a thing of its own
    plan: Plan,
    service: Service,
    settings: Settings,
    receipts: Sequence[Receipt],
    travel: TravelTimes,
    event: Event,
    *,
    budget: Budget,
    seed: int = 0,
    on_found: Callable[[Found], None] = lambda _found: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Repaired:
    """Repair a plan: first nobody left out, then the fewest residents touched, then the cost.

    What is on the road stays frozen: a trip that has left is made by its volunteer in its
    sequence. Boxes that went out with a volunteer who drops out and are not handed over leave
    their canteen once more, ``event.again_s`` after now at the earliest. Nobody who has not left
    leaves before now.

    Parameters
    ----------
    plan
        The plan that is being worked by; it must be valid but for what happened since.
    service
        The day as it is now: rows may have gone, come or changed.
    receipts
        The answers that stand now, one for each order of the service; an order of the plan that
        they do not accept is cancelled.
    budget
        How long to search on from the first valid repair; 0 seconds keeps that one.
    on_found
        Called with the first repair and with every better one.
    should_stop
        Asked now and then; whenever it stops, the best repair so far is kept. So does Ctrl-C.

    Raises
    ------
    ArgumentError
        When the plan is not one of this service, with everything that does not fit.
    TravelError
        When travel times cannot be had.
    """
    if not is_ready():
        prepare()
    _refuse_strange(plan, service, receipts, event)
    receipts, too_late = _standing(plan, receipts, event)
    wanted = {receipt.order_id for receipt in receipts if receipt.accepted}
    parted = part(plan, service, settings, travel, wanted, event)
    outlook = look_ahead(plan, service, settings, travel, receipts, parted, event)
    first = first_repair(outlook)
    on_found(_found(first))
    best = improve(
        outlook, first, budget, seed, lambda better: on_found(_found(better)), should_stop
    )
    best = with_late_trips(outlook, best)
    made = Made(
        version=mealroute.__version__,
        engine="repair",
        seed=seed,
        seconds=budget.seconds or 0.0,
        travel=travel.name,
        cost=0,
    )
    left_out = unassigned(outlook.instance, best.solution, service)
    known = {one.order_id: one for one in plan.unassigned}
    repaired = Plan(
        date=service.date,
        meal=service.meal,
        made=made,
        receipts=tuple(receipts),
        routes=whole_routes(outlook, best, parted, service, travel),
        # What was proven before anything happened is the better reason.
        unassigned=tuple(known.get(one.order_id, one) for one in left_out),
    )
    # The judge prices it first; only then the plan can state its cost.
    draft = check(repaired, service, settings, travel, receipts)
    repaired = replace(
        repaired,
        made=replace(made, cost=draft.bill.total),
        unassigned=_provable(repaired.unassigned, left_out, draft),
    )
    judgement = check(repaired, service, settings, travel, receipts)
    repaired = replace(repaired, indicators=judgement.indicators)
    changes = bill_changes(
        plan, repaired, service, event.without, (plan.made.cost, draft.bill.total)
    )
    return Repaired(repaired, judgement, changes, _found(first), _found(best), too_late)


def _found(one: Held) -> Found:
    return Found(*one.score)


def _provable(
    left_out: Sequence[Unassigned], as_it_stands: Sequence[Unassigned], judgement: Judgement
) -> tuple[Unassigned, ...]:
    """Claim only what can be proven from the whole day, and tell the rest in words.

    That somebody dropped out, and when, the day does not say.
    """
    refused = {one.order_id for one in judgement.violations if one.cause is Cause.REASON_UNPROVEN}
    words = _("as things stand now: {reason}")
    return tuple(
        Unassigned(
            order_id=one.order_id,
            reason=UnassignedReason.NOT_FITTED,
            detail=words.format(reason=now.detail),
        )
        if one.order_id in refused
        else one
        for one, now in zip(left_out, as_it_stands, strict=True)
    )


def _standing(
    plan: Plan, receipts: Sequence[Receipt], event: Event
) -> tuple[tuple[Receipt, ...], tuple[str, ...]]:
    """Let the receipt of what was handed over stand: it cannot be cancelled any more."""
    done = {stop.order_id for _route, stop in plan.stops() if event.past(stop.starts)}
    given = {receipt.order_id: receipt for receipt in plan.receipts}
    late = [one.order_id for one in receipts if one.order_id in done and not one.accepted]
    stands = tuple(given[one.order_id] if one.order_id in late else one for one in receipts)
    return stands, tuple(late)


def _refuse_strange(
    plan: Plan, service: Service, receipts: Sequence[Receipt], event: Event
) -> None:
    """Refuse a plan that cannot be told apart from another day's, naming all that is strange."""
    faults = []
    if (plan.date, plan.meal) != (service.date, service.meal):
        faults.append(_("the plan is of another meal or date"))
    if any(not route.trips or any(not trip.stops for trip in route.trips) for route in plan.routes):
        faults.append(_("a route or a trip of the plan has no stop"))
    places = Counter(stop.order_id for _route, stop in plan.stops())
    twice = sorted(order_id for order_id, times in places.items() if times > 1)
    faults += [_("order {order_id} is on the plan's routes twice").format(order_id=one)
               for one in twice]  # fmt: skip
    closed = {route.canteen_id for route in plan.routes} - set(service.canteens)
    closed |= {
        one.canteen_id
        for one in receipts
        if one.canteen_id is not None and one.canteen_id not in service.kitchens
    }
    faults += [_("canteen {canteen_id} has no kitchen at work for this meal any more")
               .format(canteen_id=one) for one in sorted(closed)]  # fmt: skip
    faults += [
        _("order {order_id} is accepted, nobody knows any more where its resident lives").format(
            order_id=one.order_id
        )
        for one in receipts
        if one.accepted and not _has_door(service, one.order_id)
    ]
    faults += [
        _("order {order_id} has left its canteen: its row has to stay in orders.csv").format(
            order_id=stop.order_id
        )
        for route in plan.routes
        for trip in route.trips
        if event.past(trip.leaves)
        for stop in trip.stops
        if stop.order_id not in service.orders and event.past(stop.starts)
    ]
    if faults:
        raise ArgumentError("\n".join(faults))


def _has_door(service: Service, order_id: OrderId) -> bool:
    resident = service.residents.get(service.orders[order_id].resident_id)
    return resident is not None and resident.coordinates is not None
