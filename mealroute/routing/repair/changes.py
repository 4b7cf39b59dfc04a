"""Bill what a repair changes: for each resident, for each volunteer, and in all."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mealroute.domain import OrderId, Plan, ResidentId, Route, Service, VolunteerId
from mealroute.routing.repair.event import MOST_SHIFT_S


class Why(StrEnum):
    """Why something changes for a resident."""

    VOLUNTEER_OUT = "volunteer_out"
    OTHER_VOLUNTEER = "other_volunteer"
    EARLIER = "earlier"
    LATER = "later"
    LEFT_OUT = "left_out"
    ADDED = "added"
    NOW_SERVED = "now_served"
    CANCELLED = "cancelled"


TOUCHED = frozenset({Why.VOLUNTEER_OUT, Why.OTHER_VOLUNTEER, Why.EARLIER, Why.LATER, Why.LEFT_OUT})
"""The changes to what a resident was promised; the others are news that was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changes for one order: who was to come when, and who comes when now.

    ``None`` where nobody was to come, or nobody comes now.
    """

    order_id: OrderId
    resident_id: ResidentId | None
    why: Why
    was: VolunteerId | None = None
    was_at: dt.datetime | None = None
    now: VolunteerId | None = None
    now_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerChange:
    """What a coordinator has to tell one volunteer.

    ``leaves`` is the first departure that changes, or of the route where none does; ``sequence``
    says that the doors are the same in another sequence.
    """

    volunteer_id: VolunteerId
    added: tuple[OrderId, ...]
    removed: tuple[OrderId, ...]
    sequence: bool
    called_out: bool
    sent_home: bool
    leaves_was: dt.datetime | None
    leaves: dt.datetime | None
    work_was_s: int
    work_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The bill of changes; ``residents`` by the time they are to be told, ``volunteers`` by id."""

    residents: tuple[Change, ...]
    volunteers: tuple[VolunteerChange, ...]
    work_was_s: int
    work_s: int
    call_outs: int
    cost_was: int
    cost: int

    @property
    def touched(self) -> int:
        """How many residents are promised something else than before."""
        return sum(change.why in TOUCHED for change in self.residents)


def bill_changes(
    before: Plan,
    after: Plan,
    service: Service,
    without: Collection[VolunteerId],
    costs: tuple[int, int],
) -> Changes:
    """Compare two plans of one service.

    A resident is touched when the volunteer changes, or comes more than `MOST_SHIFT_S` earlier or
    later, or nobody comes any more. Smaller shifts of time are not listed.

    Parameters
    ----------
    without
        The volunteers who dropped out.
    costs
        By the judge, before and after.
    """
    volunteers = tuple(_volunteer_changes(before, after))
    works = [sum(route.work_s for route in plan.routes) for plan in (before, after)]
    changes = sorted(
        _resident_changes(before, after, service, without),
        key=lambda one: (str(one.now_at or one.was_at or "~"), one.order_id),
    )
    return Changes(
        residents=tuple(changes),
        volunteers=volunteers,
        work_was_s=works[0],
        work_s=works[1],
        call_outs=sum(one.called_out for one in volunteers),
        cost_was=costs[0],
        cost=costs[1],
    )


def _resident_changes(
    before: Plan, after: Plan, service: Service, without: Collection[VolunteerId]
) -> Iterator[Change]:
    was, now = _promises(before), _promises(after)
    accepted = {one.order_id for one in after.receipts if one.accepted}
    answered = {one.order_id for one in before.receipts if one.accepted}
    for order_id in sorted({*was, *now, *answered, *accepted}):
        old, new = was.get(order_id), now.get(order_id)
        why = _why(old, new, without)
        if order_id not in accepted:
            why = Why.CANCELLED if order_id in answered else None
        elif order_id not in answered:
            why = Why.ADDED
        if why is None:
            continue
        order = service.orders.get(order_id)
        yield Change(
            order_id=order_id,
            resident_id=None if order is None else order.resident_id,
            why=why,
            was=None if old is None else old[0],
            was_at=None if old is None else old[1],
            now=None if new is None else new[0],
            now_at=None if new is None else new[1],
        )


def _promises(plan: Plan) -> Mapping[OrderId, tuple[VolunteerId, dt.datetime]]:
    return {
        stop.order_id: (route.volunteer_id, stop.starts.replace(tzinfo=None))
        for route, stop in plan.stops()
    }


def _why(
    old: tuple[VolunteerId, dt.datetime] | None,
    new: tuple[VolunteerId, dt.datetime] | None,
    without: Collection[VolunteerId],
) -> Why | None:
    if old is None:
        return None if new is None else Why.NOW_SERVED
    if new is None:
        return Why.LEFT_OUT
    if old[0] != new[0]:
        return Why.VOLUNTEER_OUT if old[0] in without else Why.OTHER_VOLUNTEER
    shift_s = (new[1] - old[1]).total_seconds()
    if abs(shift_s) <= MOST_SHIFT_S:
        return None
    return Why.LATER if shift_s > 0 else Why.EARLIER


def _volunteer_changes(before: Plan, after: Plan) -> Iterator[VolunteerChange]:
    was, now = _by_volunteer(before), _by_volunteer(after)
    for volunteer_id in sorted({*was, *now}):
        old, new = was.get(volunteer_id, []), now.get(volunteer_id, [])
        if old == new:
            continue
        had = [stop.order_id for route in old for stop in route.stops]
        has = [stop.order_id for route in new for stop in route.stops]
        yield VolunteerChange(
            volunteer_id=volunteer_id,
            added=tuple(one for one in has if one not in had),
            removed=tuple(one for one in had if one not in has),
            sequence=[one for one in had if one in has] != [one for one in has if one in had],
            called_out=len(new) > len(old),
            sent_home=bool(old) and not new,
            leaves_was=_changed_departure(old, new),
            leaves=_changed_departure(new, old),
            work_was_s=sum(route.work_s for route in old),
            work_s=sum(route.work_s for route in new),
        )


def _by_volunteer(plan: Plan) -> dict[VolunteerId, list[Route]]:
    found: dict[VolunteerId, list[Route]] = {}
    for route in sorted(plan.routes, key=lambda route: route.trips[0].leaves):
        found.setdefault(route.volunteer_id, []).append(route)
    return found


def _changed_departure(routes: list[Route], others: list[Route]) -> dt.datetime | None:
    """Give the departure of the first trip that the others do not have, else the first one."""
    known = [trip for route in others for trip in route.trips]
    trips = [trip for route in routes for trip in route.trips]
    changed = [trip.leaves for trip in trips if trip not in known]
    return next(iter([*changed, *(trip.leaves for trip in trips)]), None)
