"""Judge that no volunteer is in two places at once."""

from collections.abc import Iterable, Iterator

from mealroute.domain import Cause, Violation, VolunteerId
from mealroute.language import gettext as _
from mealroute.routing.judge.legs import Leg, LegKey, measure
from mealroute.routing.judge.walk import Evidence, Walk
from mealroute.travel import TravelTimes


def judge_presence(
    walks: Iterable[Walk], evidence: Evidence, travel: TravelTimes
) -> Iterator[Violation]:
    """List the routes that a volunteer begins while still on another, or on the way from it.

    A route takes from leaving on its first trip to the end of its work. The way from there to the
    canteen of the next route goes by the next route's mode.
    """
    pairs = list(_consecutive(walks))
    keys = [_between(before, then, evidence) for before, then in pairs]
    legs = measure((key for key in keys if key is not None), travel)
    for (before, then), key in zip(pairs, keys, strict=True):
        way_s = 0 if key is None else legs[key].seconds
        if then.starts_s - before.ends_s < way_s:
            yield _two_places(before, then, None if key is None else legs[key], evidence)


def _consecutive(walks: Iterable[Walk]) -> Iterator[tuple[Walk, Walk]]:
    """Pair each route of a volunteer with the one that ends last of those begun before it."""
    by_volunteer: dict[VolunteerId, list[Walk]] = {}
    for walk in walks:
        if walk.trips:
            by_volunteer.setdefault(walk.route.volunteer_id, []).append(walk)
    for own in by_volunteer.values():
        in_order = sorted(own, key=lambda walk: (walk.starts_s, walk.ends_s))
        latest = in_order[0]
        for then in in_order[1:]:
            yield latest, then
            latest = max(latest, then, key=lambda walk: walk.ends_s)


def _between(before: Walk, then: Walk, evidence: Evidence) -> LegKey | None:
    canteen = evidence.service.canteens.get(then.route.canteen_id)
    if canteen is None or before.last_place is None:
        return None
    return (then.route.mode, before.last_place, canteen.coordinates)


def _two_places(before: Walk, then: Walk, leg: Leg | None, evidence: Evidence) -> Violation:
    detail = _("leaves {canteen} at {leaves}, on the route from {other} until {until}")
    if leg is not None and then.starts_s >= before.ends_s:
        detail = _(
            "leaves {canteen} at {leaves}, on the route from {other} until {until} and then "
            "{leg_s} s away"
        )
    return Violation(
        cause=Cause.TWO_PLACES_AT_ONCE,
        detail=detail.format(
            canteen=then.route.canteen_id,
            leaves=evidence.clock.text(then.starts_s),
            other=before.route.canteen_id,
            until=evidence.clock.text(before.ends_s),
            leg_s=None if leg is None else leg.seconds,
        ),
        volunteer_id=then.route.volunteer_id,
    )
