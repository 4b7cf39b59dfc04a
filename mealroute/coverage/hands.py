"""Count how many volunteers a service level takes, from the routing itself."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mealroute.coverage.drawn_days import Conditions, SlowTravel, at_work, drawn_days, same_weekday
from mealroute.coverage.draws import Draws
from mealroute.coverage.estimate import Estimate, ratio
from mealroute.coverage.hours import PlanWith
from mealroute.domain import Day, Meal, Mode, Service, Shift, Volunteer, VolunteerId
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.travel import TravelTimes

LEVELS: Final = (0.95, 0.98, 1.0)
FEWEST_DAYS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class HandsPoint:
    """What so many volunteers bring.

    ``by_mode`` parts them by how they travel; ``brought`` is the share of accepted orders over all
    days, ``accepted`` their number a day, ``at_work`` the volunteers with a route a day.
    """

    volunteers: int
    by_mode: Mapping[Mode, int]
    brought: Estimate
    accepted: float
    at_work: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """The fewest volunteers found for a service level; ``None`` where none of those tried do."""

    level: float
    point: HandsPoint | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandsCurve:
    """How the share brought grows with the volunteers, at one meal of one weekday.

    Attributes
    ----------
    date
        The date whose kitchens and shifts hold; its weekday is what is told of.
    mode
        The only way to travel that is offered; ``None`` for the day's own mix.
    history
        How many dates of that weekday demand is drawn from.
    volunteers
        How many the day itself has.
    points
        The numbers tried, ascending.
    stopped
        Whether it was ended before every level was closed in.
    """

    date: dt.date
    meal: Meal
    mode: Mode | None
    history: int
    days: int
    volunteers: int
    points: tuple[HandsPoint, ...]
    needs: tuple[Need, ...]
    stopped: bool


def hands_curve(  # noqa: PLR0913 -- what the question takes, each a thing of its own
    day: Day,
    date: dt.date,
    meal: Meal,
    travel: TravelTimes,
    plan_with: PlanWith,
    *,
    conditions: Conditions | None = None,
    levels: Sequence[float] = LEVELS,
    days: int = 10,
    seed: int = 0,
    mode: Mode | None = None,
    most: int | None = None,
    on_plan: Callable[[int, int], None] = lambda _volunteers, _row: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> HandsCurve:
    """Find the fewest volunteers for each service level by halving.

    Volunteers are offered in an order that keeps the day's mix of canteens and ways to travel in
    every number of them; beyond the day's own, the same come once more. Each number is planned on
    the same drawn days (common random numbers), so that one number differs from the next by its
    volunteers alone. Halving takes the share brought to grow with them, which holds for the best
    plans and nearly for those that a search finds.

    Parameters
    ----------
    plan_with
        Plans with the same iterations and seed every time, or the curve is not reproducible.
    levels
        Shares of accepted orders to be brought, each above 0 and up to 1.
    days
        How many days are drawn; two or more.
    mode
        Offer only volunteers who travel so.
    most
        The most volunteers to try; twice the day's own where nothing is said.
    on_plan
        Called before each plan with the number of volunteers and of the drawn day.
    should_stop
        Looked at before each plan; what is known by then is kept, as after Ctrl-C.

    Raises
    ------
    ArgumentError
        When there are no volunteers to offer, too few days, or a level is no share.
    """
    own = _offers(day.service(date, meal), mode)
    if not own:
        raise ArgumentError(_("no volunteer has a shift at this meal, expected one or more"))
    if days < FEWEST_DAYS or not all(0 < level <= 1 for level in levels):
        raise ArgumentError(
            _("{days} days and levels {levels}: expected {least} days or more, levels up to 1")
            .format(days=days, levels=", ".join(f"{one:g}" for one in levels), least=FEWEST_DAYS)
        )  # fmt: skip
    given = conditions or Conditions()
    draws = Draws(seed, days)
    pool = _pool(own, 2 * len(own) if most is None else most)
    trial = _Trial(
        services=drawn_days(day, date, meal, given, draws),
        pool=pool,
        comes=at_work([one.volunteer.volunteer_id for one in pool], given, draws),
        travel=travel if given.slow == 1 else SlowTravel(travel, given.slow),
        plan_with=plan_with,
        on_plan=on_plan,
        should_stop=should_stop,
    )
    known: dict[int, HandsPoint] = {}
    stopped = False
    try:
        _close_in(trial, sorted(levels), known)
    except (_StopError, KeyboardInterrupt):
        stopped = True
    points = tuple(known[count] for count in sorted(known))
    return HandsCurve(
        date=date, meal=meal, mode=mode, history=len(same_weekday(day, date, meal)), days=days,
        volunteers=len(own), points=points, stopped=stopped,
        needs=tuple(Need(level=level, point=_fewest(points, level)) for level in levels),
    )  # fmt: skip


class _StopError(Exception):
    """Somebody asked to stop."""


@dataclass(frozen=True, slots=True)
class _Offer:
    """A volunteer with all shifts of the meal."""

    volunteer: Volunteer
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Trial:
    """What any number of volunteers is tried on."""

    services: tuple[Service, ...]
    pool: tuple[_Offer, ...]
    comes: NDArray[np.bool_]
    travel: TravelTimes
    plan_with: PlanWith
    on_plan: Callable[[int, int], None]
    should_stop: Callable[[], bool]

    def point(self, count: int) -> HandsPoint:
        """Plan every drawn day with the first so many volunteers of the pool."""
        brought, accepted, routes = [], [], 0
        for row, service in enumerate(self.services):
            if self.should_stop():
                raise _StopError
            self.on_plan(count, row)
            here = [one for at, one in enumerate(self.pool[:count]) if self.comes[row, at]]
            plan = self.plan_with(_staffed(service, here), self.travel, None)
            if self.should_stop():
                raise _StopError
            brought.append(sum(1 for _stop in plan.stops()))
            accepted.append(sum(one.accepted for one in plan.receipts))
            routes += len(plan.routes)
        return HandsPoint(
            volunteers=count,
            by_mode=Counter(one.shifts[0].mode for one in self.pool[:count]),
            brought=ratio(np.array(brought), np.array(accepted)),
            accepted=float(np.mean(accepted)),
            at_work=routes / len(self.services),
        )


def _close_in(trial: _Trial, levels: Sequence[float], known: dict[int, HandsPoint]) -> None:
    """Halve the numbers between too few and enough, level by level; ``known`` gathers them."""
    whole = len(trial.pool)
    known[whole] = trial.point(whole)
    for level in levels:
        if known[whole].brought.value < level:
            return  # the higher levels neither
        while True:
            low = max((n for n, one in known.items() if one.brought.value < level), default=0)
            high = min(n for n, one in known.items() if one.brought.value >= level and n > low)
            if high - low <= 1:
                break
            middle = (low + high) // 2
            known[middle] = trial.point(middle)


def _fewest(points: Sequence[HandsPoint], level: float) -> HandsPoint | None:
    """Give the fewest from which on every number tried reaches the level."""
    found = None
    for one in reversed(points):
        if one.brought.value < level:
            break
        found = one
    return found


def _offers(service: Service, mode: Mode | None) -> tuple[_Offer, ...]:
    """List the volunteers so that any first part has the mix of the whole.

    Each is put where its part of its group (canteen and way to travel) is reached: of a group of
    two the first stands at a quarter, the second at three quarters of the list.
    """
    shifts: dict[VolunteerId, list[Shift]] = {}
    for shift in service.shifts:
        if mode in {None, shift.mode} and shift.volunteer_id in service.volunteers:
            shifts.setdefault(shift.volunteer_id, []).append(shift)
    groups: dict[tuple[str, str], list[VolunteerId]] = {}
    for volunteer_id, own in sorted(shifts.items()):
        groups.setdefault((own[0].canteen_ids[0], own[0].mode), []).append(volunteer_id)
    placed = sorted(
        ((row + 0.5) / len(group), name, volunteer_id)
        for name, group in groups.items()
        for row, volunteer_id in enumerate(group)
    )
    return tuple(
        _Offer(service.volunteers[volunteer_id], tuple(shifts[volunteer_id]))
        for _part, _name, volunteer_id in placed
    )


def _pool(own: Sequence[_Offer], most: int) -> tuple[_Offer, ...]:
    """Repeat the volunteers up to a number, the later ones under names of their own."""
    return tuple(_again(own[row % len(own)], row // len(own)) for row in range(max(1, most)))


def _again(offer: _Offer, time: int) -> _Offer:
    if time == 0:
        return offer
    name = VolunteerId(f"{offer.volunteer.volunteer_id}+{time}")
    return _Offer(
        replace(offer.volunteer, volunteer_id=name),
        tuple(replace(shift, volunteer_id=name) for shift in offer.shifts),
    )


def _staffed(service: Service, here: Sequence[_Offer]) -> Service:
    return replace(
        service,
        volunteers={one.volunteer.volunteer_id: one.volunteer for one in here},
        shifts=tuple(shift for one in here for shift in one.shifts),
    )
