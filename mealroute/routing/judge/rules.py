"""Judge one route by the rules of the model, each a function of its own, and tell the figures."""

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from mealroute.domain import Cause, OrderId, Violation
from mealroute.language import gettext as _
from mealroute.routing.judge.walk import Evidence, Step, Walk
from mealroute.words import diet_word

Rule: TypeAlias = Callable[[Walk, Evidence], Iterator[Violation]]


def violations_of(walk: Walk, evidence: Evidence) -> tuple[Violation, ...]:
    """List every rule the route breaks.

    Of a route without a shift row only that is judged which needs none: doors, travel, figures.
    """
    return tuple(found for rule in RULES for found in rule(walk, evidence))


def _empty_trips(walk: Walk, _evidence: Evidence) -> Iterator[Violation]:
    """Demand trips of a route, and stops of each trip."""
    if not walk.route.trips:
        yield _broken(walk, Cause.EMPTY_TRIP, _("the route has no trip"))
    for number, trip in enumerate(walk.route.trips, start=1):
        if not trip.stops:
            detail = _("trip {number} has no stop").format(number=number)
            yield _broken(walk, Cause.EMPTY_TRIP, detail)


def _load(walk: Walk, _evidence: Evidence) -> Iterator[Violation]:
    """Demand by rule 2 that the boxes aboard a trip fit the shift's capacity."""
    if walk.shift is None:
        return
    for trip in walk.trips:
        boxes = sum(step.order.meals for step in trip.steps if step.order is not None)
        if boxes > walk.shift.capacity:
            detail = _("trip {number} has {boxes} boxes aboard, its shift carries {capacity}")
            yield _broken(
                walk,
                Cause.OVERLOAD,
                detail.format(number=trip.number, boxes=boxes, capacity=walk.shift.capacity),
            )


def _trips(walk: Walk, _evidence: Evidence) -> Iterator[Violation]:
    """Demand by rule 2 no more trips than the shift allows."""
    trips = len(walk.route.trips)
    if walk.shift is not None and trips > walk.shift.max_trips:
        detail = _("makes {trips} trips, its shift allows {max_trips}")
        detail = detail.format(trips=trips, max_trips=walk.shift.max_trips)
        yield _broken(walk, Cause.TOO_MANY_TRIPS, detail)


def _departures(walk: Walk, evidence: Evidence) -> Iterator[Violation]:
    """Demand by rule 3 that nobody leaves before the shift begins and the boxes are ready."""
    clock = evidence.clock
    for trip in walk.trips:
        if walk.kitchen is not None and trip.leaves_s < clock.at(walk.kitchen.ready_from):
            detail = _("leaves {canteen} at {leaves}, its boxes are ready from {ready}").format(
                canteen=walk.route.canteen_id,
                leaves=clock.text(trip.leaves_s),
                ready=clock.text(clock.at(walk.kitchen.ready_from)),
            )
            yield _broken(walk, Cause.TOO_EARLY, detail)
        if walk.shift is not None and trip.leaves_s < clock.at(walk.shift.starts):
            detail = _("leaves {canteen} at {leaves}, the shift begins at {starts}").format(
                canteen=walk.route.canteen_id,
                leaves=clock.text(trip.leaves_s),
                starts=clock.text(clock.at(walk.shift.starts)),
            )
            yield _broken(walk, Cause.TOO_EARLY, detail)


def _reloads(walk: Walk, evidence: Evidence) -> Iterator[Violation]:
    """Demand the way back and the time to load again between two trips."""
    reload_s = evidence.settings.trips.reload_s
    for before, trip in zip(walk.trips, walk.trips[1:], strict=False):
        pause_s = trip.leaves_s - before.over_s
        if pause_s < reload_s:
            detail = _(
                "trip {number} leaves at {leaves}, {pause_s} s after trip {before} is back, "
                "loading takes {reload_s} s"
            ).format(
                number=trip.number,
                leaves=evidence.clock.text(trip.leaves_s),
                pause_s=pause_s,
                before=before.number,
                reload_s=reload_s,
            )
            yield _broken(walk, Cause.RELOAD_TOO_SHORT, detail)


def _shift_end(walk: Walk, evidence: Evidence) -> Iterator[Violation]:
    """Demand by rule 3 that the last handover, or the way back, is over by ``until``."""
    if walk.shift is None or not walk.trips:
        return
    late_s = walk.ends_s - evidence.clock.at(walk.shift.until)
    if late_s > 0:
        detail = _("the work ends {late_s} s after {until}, the end of the shift").format(
            late_s=late_s, until=evidence.clock.text(evidence.clock.at(walk.shift.until))
        )
        yield _broken(walk, Cause.SHIFT_OVERRUN, detail)


def _travel(walk: Walk, evidence: Evidence) -> Iterator[Violation]:
    """Demand that nobody arrives sooner than the way takes, nor hands over before arriving.

    A later arrival is no violation: a volunteer may walk slowly, and the clock prices it.
    """
    clock = evidence.clock
    for step in walk.steps:
        if step.leg is not None and step.arrives_s - step.left_s < step.leg.seconds:
            detail = _too_short(step.leg.can_be_made).format(
                origin=step.origin,
                left=clock.text(step.left_s),
                arrives=clock.text(step.arrives_s),
                leg_s=step.leg.seconds,
            )
            yield _broken(walk, Cause.TRAVEL_TOO_SHORT, detail, step)
        if step.starts_s < step.arrives_s:
            detail = _("the handover starts at {starts}, before the arrival at {arrives}").format(
                starts=clock.text(step.starts_s), arrives=clock.text(step.arrives_s)
            )
            yield _broken(walk, Cause.TRAVEL_TOO_SHORT, detail, step)
    for trip in walk.trips:
        leg, last = trip.back_leg, trip.steps[-1]
        if leg is not None and trip.over_s - last.ends_s < leg.seconds:
            detail = _too_short(leg.can_be_made).format(
                origin=last.stop.order_id,
                left=clock.text(last.ends_s),
                arrives=clock.text(trip.over_s),
                leg_s=leg.seconds,
            )
            yield _broken(walk, Cause.TRAVEL_TOO_SHORT, detail)


def _too_short(can_be_made: bool) -> str:  # noqa: FBT001 -- private, and its name says it all
    if can_be_made:
        return _("leaves {origin} at {left} and arrives at {arrives}, the way takes {leg_s} s")
    return _("leaves {origin} at {left} and arrives at {arrives}, there is no way by this mode")


def _windows(walk: Walk, evidence: Evidence) -> Iterator[Violation]:
    """Demand by rule 4 a handover in the order's window, begun while its kitchen serves."""
    clock = evidence.clock
    if walk.kitchen is None:
        detail = _("{canteen} has no kitchen at work for this meal")
        yield _broken(walk, Cause.KITCHEN_CLOSED, detail.format(canteen=walk.route.canteen_id))
    serves = None if walk.kitchen is None else walk.kitchen.serve_until
    for step in walk.steps:
        starts = clock.text(step.starts_s)
        if serves is not None and step.starts_s > clock.at(serves):
            detail = _("the handover starts at {starts}, {canteen} serves until {until}").format(
                starts=starts, canteen=walk.route.canteen_id, until=clock.text(clock.at(serves))
            )
            yield _broken(walk, Cause.KITCHEN_CLOSED, detail, step)
        if step.order is None:
            continue
        earliest, latest = step.order.earliest, step.order.latest
        if earliest is not None and step.starts_s < clock.at(earliest):
            detail = _("the handover starts at {starts}, its window opens at {opens}").format(
                starts=starts, opens=clock.text(clock.at(earliest))
            )
            yield _broken(walk, Cause.BEFORE_WINDOW, detail, step)
        if latest is not None and step.starts_s > clock.at(latest):
            detail = _("the handover starts at {starts}, its window closes at {closes}").format(
                starts=starts, closes=clock.text(clock.at(latest))
            )
            yield _broken(walk, Cause.AFTER_WINDOW, detail, step)


def _heat(walk: Walk, evidence: Evidence) -> Iterator[Violation]:
    """Demand by rule 5 that no meal is aboard beyond the heat limit of the shift's container."""
    container = "" if walk.shift is None else walk.shift.container
    limit_s = evidence.settings.max_aboard_s(container)
    for step in walk.steps:
        if step.aboard_s > limit_s:
            detail = _("{aboard_s} s aboard when the handover starts, at most {limit_s} s are hot")
            detail = detail.format(aboard_s=step.aboard_s, limit_s=limit_s)
            yield _broken(walk, Cause.TOO_LONG_ABOARD, detail, step)


def _people(walk: Walk, evidence: Evidence) -> Iterator[Violation]:
    """Demand by rule 6 the skills needed, a welcome volunteer, a shift that carries the diet."""
    volunteer = evidence.service.volunteers.get(walk.route.volunteer_id)
    skills = frozenset() if volunteer is None else volunteer.skills
    for step in walk.steps:
        if step.order is None:
            continue
        diet = evidence.service.diet_of(step.order)
        if walk.shift is not None and not walk.shift.may_carry(diet):
            detail = _("the box is {diet}, the shift carries {carries}").format(
                diet=diet_word(diet),
                carries=", ".join(diet_word(one) for one in sorted(walk.shift.carries)),
            )
            yield _broken(walk, Cause.DIET_NOT_CARRIED, detail, step)
        if step.resident is None:
            continue
        missing = sorted(step.resident.needs - skills)
        if missing:
            detail = _("{volunteer} lacks what the resident needs: {missing}").format(
                volunteer=walk.route.volunteer_id, missing=", ".join(missing)
            )
            yield _broken(walk, Cause.SKILL_MISSING, detail, step)
        if walk.route.volunteer_id in step.resident.avoid_volunteers:
            detail = _("the resident does not want {volunteer} at the door")
            detail = detail.format(volunteer=walk.route.volunteer_id)
            yield _broken(walk, Cause.AVOIDED_VOLUNTEER, detail, step)


def _handovers(walk: Walk, _evidence: Evidence) -> Iterator[Violation]:
    """Demand by rule 7 the time of each handover, with the way into a building on arrival."""
    for step in walk.steps:
        given_s = step.ends_s - step.starts_s
        if given_s < step.needed_s:
            detail = _("the handover is given {given_s} s, it takes {needed_s} s")
            detail = detail.format(given_s=given_s, needed_s=step.needed_s)
            yield _broken(walk, Cause.HANDOVER_TOO_SHORT, detail, step)


def _figures_of_stops(walk: Walk, _evidence: Evidence) -> Iterator[Violation]:
    """Demand at each stop the figures that the clock and the travel times say."""
    for step in walk.steps:
        if step.stop.aboard_s != step.aboard_s:
            yield _wrong_figure(walk, "aboard_s", step.stop.aboard_s, step.aboard_s, step)
        if step.leg is None or not step.leg.can_be_made:
            continue
        if step.stop.leg_s != step.leg.seconds:
            yield _wrong_figure(walk, "leg_s", step.stop.leg_s, step.leg.seconds, step)
        if abs(step.stop.leg_m - step.leg.metres) > 1:
            yield _wrong_figure(walk, "leg_m", step.stop.leg_m, round(step.leg.metres), step)


def _figures_of_route(walk: Walk, _evidence: Evidence) -> Iterator[Violation]:
    """Demand the work, distance and ways back of the trips; a metre a leg may differ."""
    route = walk.route
    if route.work_s != walk.work_s:
        yield _wrong_figure(walk, "work_s", route.work_s, walk.work_s)
    known = all(leg is not None and leg.can_be_made for leg in walk.legs)
    if known and abs(route.distance_m - walk.distance_m) > len(walk.legs):
        yield _wrong_figure(walk, "distance_m", route.distance_m, walk.distance_m)
    for trip in walk.trips:
        if trip.goes_back and trip.back_s is None:
            detail = _("trip {number} states no back, the volunteer has to go back")
            yield _broken(walk, Cause.FIGURE_WRONG, detail.format(number=trip.number))
        if walk.shift is not None and not trip.goes_back and trip.back_s is not None:
            detail = _("trip {number} states a back, the route ends at the last door")
            yield _broken(walk, Cause.FIGURE_WRONG, detail.format(number=trip.number))


RULES: Final[tuple[Rule, ...]] = (
    _empty_trips,
    _load,
    _trips,
    _departures,
    _reloads,
    _shift_end,
    _travel,
    _windows,
    _heat,
    _people,
    _handovers,
    _figures_of_stops,
    _figures_of_route,
)
"""Every rule of a route, in the order of the model."""


def _wrong_figure(
    walk: Walk, figure: str, stated: int, true: int, step: Step | None = None
) -> Violation:
    detail = _("{figure} is stated as {stated}, it is {true}")
    detail = detail.format(figure=figure, stated=stated, true=true)
    return _broken(walk, Cause.FIGURE_WRONG, detail, step)


def _broken(walk: Walk, cause: Cause, detail: str, step: Step | None = None) -> Violation:
    order_id: OrderId | None = None if step is None else step.stop.order_id
    return Violation(
        cause=cause, detail=detail, order_id=order_id, volunteer_id=walk.route.volunteer_id
    )
