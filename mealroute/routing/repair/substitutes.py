"""Rank who could be called instead of a volunteer who drops out, and try the best of them."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mealroute.domain import (
    CanteenId,
    OrderId,
    Plan,
    Receipt,
    Service,
    Shift,
    Volunteer,
    VolunteerId,
)
from mealroute.routing.repair.event import Event
from mealroute.routing.repair.frozen import Parted, part
from mealroute.routing.repair.improve import first_repair, tightened
from mealroute.routing.repair.outlook import look_ahead
from mealroute.routing.repair.repair import Found
from mealroute.search.engine import Budget
from mealroute.settings import Settings
from mealroute.travel import TravelTimes, great_circle_m

MOST_TRIED: Final = 3
"""So many of the best are tried by really repairing the plan with them."""
_TRIAL: Final = Budget(iterations=2_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitute:
    """Somebody who could be called.

    ``doors_known`` and ``serves`` count residents left behind: those visited before, and those
    this volunteer may come to at all. ``home_m`` is the straight way from home to the canteen,
    ``None`` where home is not known. ``load`` counts all visits made so far. ``on_shift`` is
    somebody with a shift at this canteen that the plan does not use: the repair may call them out
    by itself.
    ``would`` is the repair with this person on the missing shift, ``None`` where it was not tried.
    """

    volunteer_id: VolunteerId
    doors_known: int
    serves: int
    home_m: int | None
    load: int
    on_shift: bool
    would: Found | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitutes:
    """Who could be called instead of one volunteer, the best first.

    ``orders`` are left behind; ``nobody`` is the repair, after as much search, with nobody called.
    """

    instead_of: VolunteerId
    canteen_id: CanteenId
    orders: tuple[OrderId, ...]
    nobody: Found
    ranked: tuple[Substitute, ...]


def substitutes(
    plan: Plan,
    service: Service,
    settings: Settings,
    receipts: Sequence[Receipt],
    travel: TravelTimes,
    event: Event,
) -> tuple[Substitutes, ...]:
    """Rank the volunteers without a route for each route that is left behind.

    By doors known among the residents left behind, then the way from home to the canteen, then
    the visits made so far; who may come to none of them is not named. The best `MOST_TRIED` of
    those without a shift there are tried, each with a shift like the missing one, from when they
    can be at the canteen.

    Parameters
    ----------
    plan, service, settings, receipts, travel, event
        As `mealroute.routing.repair.repair` takes them.

    Raises
    ------
    TravelError
        When travel times cannot be had.
    """
    day = _Day(plan, service, settings, tuple(receipts), travel, event)
    wanted = {receipt.order_id for receipt in receipts if receipt.accepted}
    parted = part(plan, service, settings, travel, wanted, event)
    nobody: Found | None = None
    found: list[Substitutes] = []
    for one in parted:
        orders = (*one.lost, *(order_id for trip in one.open for order_id in trip))
        if one.route.volunteer_id not in event.without or not orders:
            continue
        nobody = nobody or _tried(day, service)
        ranked = list(_ranked(day, one, orders, parted))
        found.append(
            Substitutes(
                instead_of=one.route.volunteer_id,
                canteen_id=one.route.canteen_id,
                orders=orders,
                nobody=nobody,
                ranked=tuple(_with_trials(day, one, ranked)),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Day:
    """What every trial repairs."""

    plan: Plan
    service: Service
    settings: Settings
    receipts: tuple[Receipt, ...]
    travel: TravelTimes
    event: Event


def _ranked(
    day: _Day, one: Parted, orders: Collection[OrderId], parted: Sequence[Parted]
) -> list[Substitute]:
    service = day.service
    busy = {other.route.volunteer_id for other in parted}
    canteen = one.route.canteen_id
    on_shift = {s.volunteer_id for s in service.shifts if canteen in s.canteen_ids}
    found = [
        _judged(service, one, orders, volunteer, on_shift=volunteer.volunteer_id in on_shift)
        for volunteer in service.volunteers.values()
        if volunteer.volunteer_id not in busy | day.event.without
    ]
    return sorted((one for one in found if one.serves), key=_rank)


def _rank(one: Substitute) -> tuple[int, bool, int, int, str]:
    return (-one.doors_known, one.home_m is None, one.home_m or 0, one.load, one.volunteer_id)


def _judged(
    service: Service,
    one: Parted,
    orders: Collection[OrderId],
    volunteer: Volunteer,
    *,
    on_shift: bool,
) -> Substitute:
    residents = [service.residents[service.orders[order_id].resident_id] for order_id in orders]
    own = volunteer.volunteer_id
    canteen = service.canteens[one.route.canteen_id]
    home = volunteer.coordinates
    return Substitute(
        volunteer_id=own,
        doors_known=sum(
            service.visits.get((resident.resident_id, own), 0) > 0 for resident in residents
        ),
        serves=sum(
            resident.needs <= volunteer.skills and own not in resident.avoid_volunteers
            for resident in residents
        ),
        home_m=None
        if home is None
        else round(float(great_circle_m([home], [canteen.coordinates])[0, 0])),
        load=sum(visits for (_resident, who), visits in service.visits.items() if who == own),
        on_shift=on_shift,
    )


def _with_trials(day: _Day, one: Parted, ranked: Sequence[Substitute]) -> Iterator[Substitute]:
    missing = _missing_shift(day.service, one)
    tried = 0
    for substitute in ranked:
        shift = None
        if missing is not None and not substitute.on_shift and tried < MOST_TRIED:
            shift = _like(day, missing, one, substitute.volunteer_id)
        if shift is None:
            yield substitute
            continue
        tried += 1
        called = replace(day.service, shifts=(*day.service.shifts, shift))
        yield replace(substitute, would=_tried(day, called))


def _missing_shift(service: Service, one: Parted) -> Shift | None:
    rows = [
        shift
        for shift in service.shifts
        if shift.volunteer_id == one.route.volunteer_id
        and one.route.canteen_id in shift.canteen_ids
        and shift.mode == one.route.mode
    ]
    return next(iter(rows), None)


def _like(day: _Day, missing: Shift, one: Parted, volunteer_id: VolunteerId) -> Shift | None:
    """Give a shift like the missing one, from when its volunteer can be at the canteen."""
    starts = missing.starts
    home = day.service.volunteers[volunteer_id].coordinates
    if day.event.now is not None:
        way_s = 0
        if home is not None:
            canteen = day.service.canteens[one.route.canteen_id].coordinates
            way_s = int(day.travel.table(missing.mode, [home], [canteen]).seconds[0, 0])
        there = day.event.now + dt.timedelta(seconds=way_s)
        if there >= day.service.at(missing.until):
            return None
        starts = max(starts, there.time())
    return replace(
        missing,
        volunteer_id=volunteer_id,
        date=day.service.date,
        canteen_ids=(one.route.canteen_id,),
        starts=starts,
    )


def _tried(day: _Day, service: Service) -> Found:
    """Repair with the shifts of ``service``, at once and with a little search."""
    wanted = {receipt.order_id for receipt in day.receipts if receipt.accepted}
    parted = part(day.plan, service, day.settings, day.travel, wanted, day.event)
    outlook = look_ahead(
        day.plan, service, day.settings, day.travel, day.receipts, parted, day.event
    )
    best = tightened(outlook, first_repair(outlook), _TRIAL, 0)
    return Found(*best.score)
