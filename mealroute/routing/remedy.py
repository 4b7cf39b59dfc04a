"""Find the smallest additions of hands that serve who is left out, by solving each of them."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import (
    CanteenId,
    Mode,
    OrderId,
    Plan,
    Receipt,
    ResidentId,
    Service,
    Shift,
    Volunteer,
    VolunteerId,
)
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.routing.build import Instance, build
from mealroute.routing.remedy_changes import (
    RemedyKind,
    longer_shifts,
    modes_of,
    more_shifts,
)
from mealroute.routing.remedy_trials import Trial, adopted, attempt
from mealroute.search.problem import Problem, Solution, Tour
from mealroute.search.schedule import cost, schedule, tour_allowed
from mealroute.settings import Settings
from mealroute.travel import TravelTimes

_MOST_ON_CALL: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One addition, and the orders left out that it serves while everybody else stays served.

    ``starts``, ``until``, ``boxes`` (a trip), ``trips`` and ``skills`` are what the shift must
    offer; ``extends`` is the shift of which this is more, ``None`` for one more. ``added_s`` are
    the seconds of volunteers' time asked for. ``on_call`` are volunteers without a shift at this
    meal who have the skills and are welcome at these doors, those who know most of them first.
    ``sequence`` is the proof: the shift's trips, order by order, with what it brings already;
    ``cost`` the plan's with this remedy and those before it.
    """

    kind: RemedyKind
    canteen_id: CanteenId
    mode: Mode
    starts: dt.time
    until: dt.time
    boxes: int
    trips: int
    skills: frozenset[str]
    order_ids: tuple[OrderId, ...]
    sequence: tuple[tuple[OrderId, ...], ...]
    added_s: int
    cost: int
    extends: Shift | None = None
    on_call: tuple[VolunteerId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much is tried: remedies one after the other, for each so many ways to extend shifts.

    ``iterations`` are the rounds of search for each of them.
    """

    remedies: int = 5
    extensions: int = 120
    iterations: int = 300


THOROUGH: Final = Effort()
QUICK: Final = Effort(remedies=3, extensions=30, iterations=100)
"""Enough to say something at once after planning."""


def find_remedies(
    service: Service,
    settings: Settings,
    receipts: Sequence[Receipt],
    travel: TravelTimes,
    plan: Plan,
    *,
    eligible: Mapping[OrderId, Collection[CanteenId]] | None = None,
    effort: Effort = THOROUGH,
) -> tuple[Remedy, ...]:
    """Find which fewest additions serve most of the orders left out.

    Every addition is solved for, and asks for no more time than its tour takes: one more shift of
    each way to travel at each canteen; of shifts that are there, an hour more at the end or from
    when the boxes are ready, one more trip, twice the boxes. The one that serves most is taken;
    among equals the one of the least time, calling somebody out counted, then the dearest orders,
    then the least work. What is still left out is asked again, with it in place.

    Parameters
    ----------
    receipts
        The canteens' answers that the plan was made from.
    eligible
        See `mealroute.routing.build.build`.

    Raises
    ------
    ArgumentError
        When the plan breaks a rule; `mealroute.routing.check` says which.
    """
    instance = build(service, settings, receipts, travel, eligible)
    problem, solution = instance.problem, solution_of(plan, instance)
    faces = _strangers(instance, service, settings)
    found: list[Remedy] = []
    extended: set[int] = set()
    while len(found) < effort.remedies:
        left_out = sorted(set(range(problem.orders)) - solution.served)
        possible = [
            *more_shifts(instance, problem, left_out, settings.max_aboard_s(), faces),
            *longer_shifts(instance, problem, solution, left_out, extended)[: effort.extensions],
        ]
        trials = [
            (one.kind, trial)
            for one in possible
            if (trial := attempt(problem, one.change, left_out, solution.cooks, effort.iterations))
        ]
        if not trials:
            break
        kind, best = min(trials, key=lambda one: _rank(problem, one[1]))
        extended.add(best.change.shift)
        problem, solution = adopted(problem, solution, best)
        price = cost(problem, solution)
        if price is None:  # a trial keeps every rule
            raise AssertionError(best)
        found.append(_remedy(instance, service, kind, best, price))
    return tuple(found)


def _rank(problem: Problem, trial: Trial) -> tuple[int, ...]:
    """Order trials: most orders, least time asked for, dearest orders, least work.

    To call somebody out counts as the time it costs by the price list.
    """
    change = trial.change
    call_out_s = problem.price_call_out if change.tour is None else 0
    price = int(problem.order_price[list(trial.served)].sum())
    return (
        -len(trial.served), change.added_s + call_out_s, -price, trial.more_work_s, change.mode,
        change.canteen, change.shift,
    )  # fmt: skip


def _strangers(instance: Instance, service: Service, settings: Settings) -> NDArray[np.int32]:
    """Price a new face at every order: some residents have had visits by others."""
    visited = {resident_id for resident_id, _volunteer_id in service.visits}
    new = [order.resident_id in visited for order in instance.orders]
    return settings.price.unfamiliar * np.array(new, dtype=np.int32)


def solution_of(plan: Plan, instance: Instance) -> Solution:
    """Write a plan of this very day as sequences.

    Raises
    ------
    ArgumentError
        When it breaks a rule.
    """
    rows = {order.order_id: row for row, order in enumerate(instance.orders)}
    canteens = {canteen_id: row for row, canteen_id in enumerate(instance.canteens)}
    cooks = [int(canteen) for canteen in instance.problem.order_canteen]
    for receipt in plan.receipts:
        if receipt.canteen_id in canteens and receipt.order_id in rows:
            cooks[rows[receipt.order_id]] = canteens[receipt.canteen_id]
    tours: list[Tour] = []
    for route in plan.routes:
        known = all(stop.order_id in rows for stop in route.stops)
        if known and route.canteen_id in canteens:
            trips = tuple(tuple(rows[stop.order_id] for stop in trip.stops) for trip in route.trips)
            taken = {tour.shift for tour in tours}
            tours += [
                Tour(row, canteens[route.canteen_id], trips)
                for row in _rows_behind(instance, route.volunteer_id, route.mode)
                if row not in taken
                and _keeps_rules(instance.problem, Tour(row, canteens[route.canteen_id], trips))
            ][:1]
    solution = Solution(tuple(tours), tuple(cooks))
    if len(tours) < len(plan.routes) or cost(instance.problem, solution) is None:
        raise ArgumentError(_("the plan breaks a rule of this day: see what `check` says of it"))
    return solution


def _rows_behind(instance: Instance, volunteer_id: VolunteerId, mode: Mode) -> list[int]:
    """List the rows that could be behind a route, the shortest shift first."""
    problem = instance.problem
    rows = [
        row
        for row, shift in enumerate(instance.shifts)
        if shift.volunteer_id == volunteer_id and shift.mode == mode
    ]
    return sorted(rows, key=lambda row: int(problem.shift_until_s[row] - problem.shift_from_s[row]))


def _keeps_rules(problem: Problem, tour: Tour) -> bool:
    return tour_allowed(problem, tour) and schedule(problem, tour) is not None


def _remedy(
    instance: Instance, service: Service, kind: RemedyKind, trial: Trial, price: int
) -> Remedy:
    """Write a trial with its names."""
    change = trial.change
    orders = [instance.orders[row] for row in trial.served]
    residents = [service.residents[order.resident_id] for order in orders]
    skills = frozenset[str]().union(*(resident.needs for resident in residents))
    own = None if change.now is None else instance.shifts[change.shift]
    return Remedy(
        kind=kind,
        canteen_id=instance.canteens[change.canteen],
        mode=modes_of(instance)[change.mode],
        starts=_time(change.offer.from_s),
        until=_time(change.offer.until_s),
        boxes=change.offer.capacity,
        trips=change.offer.max_trips,
        skills=skills,
        order_ids=tuple(order.order_id for order in orders),
        sequence=tuple(
            tuple(instance.orders[row].order_id for row in trip) for trip in trial.tour.trips
        ),
        added_s=change.added_s,
        cost=price,
        extends=own,
        on_call=() if own else _on_call(service, skills, [one.resident_id for one in residents]),
    )


def _time(second: int) -> dt.time:
    return dt.time(second // 3600, second // 60 % 60, second % 60)


def _on_call(
    service: Service, skills: frozenset[str], resident_ids: Sequence[ResidentId]
) -> tuple[VolunteerId, ...]:
    """Name volunteers to call in, those who know most of these doors first."""
    busy = {shift.volunteer_id for shift in service.shifts}
    unwelcome = {v for one in resident_ids for v in service.residents[one].avoid_volunteers}
    free = [
        volunteer_id
        for volunteer_id, volunteer in service.volunteers.items()
        if volunteer_id not in busy | unwelcome and skills <= volunteer.skills
    ]

    def known(volunteer_id: VolunteerId) -> int:
        return sum((one, volunteer_id) in service.visits for one in resident_ids)

    return tuple(sorted(free, key=lambda one: (-known(one), one))[:_MOST_ON_CALL])


def applied(service: Service, remedy: Remedy) -> Service:
    """Give the service with the remedy in it: the shift that was asked for, or more of one.

    Somebody new with the skills works one more shift.
    """
    asked: dict[str, Any] = {
        "capacity": remedy.boxes,
        "starts": remedy.starts,
        "until": remedy.until,
        "max_trips": remedy.trips,
    }
    if remedy.extends is not None:
        shifts = list(service.shifts)
        row = shifts.index(remedy.extends)
        shifts[row] = replace(shifts[row], **asked)
        return replace(service, shifts=tuple(shifts))
    names = (VolunteerId(f"new-{number}") for number in count(1))
    volunteer_id = next(name for name in names if name not in service.volunteers)
    shift = Shift(
        volunteer_id=volunteer_id,
        meal=service.meal,
        date=service.date,
        canteen_ids=(remedy.canteen_id,),
        mode=remedy.mode,
        **asked,
    )
    volunteer = Volunteer(volunteer_id=volunteer_id, name="", skills=remedy.skills)
    return replace(
        service,
        volunteers={**service.volunteers, volunteer_id: volunteer},
        shifts=(*service.shifts, shift),
    )
