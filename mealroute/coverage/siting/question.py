"""Turn a day and its candidates into a siting problem: who counts, how far, what may open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from mealroute.coverage.siting.problem import Ints, SitingProblem
from mealroute.coverage.siting.serve import serve
from mealroute.domain import Candidate, Canteen, CanteenId, Coordinates, Day, Mode, Resident
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.settings import Settings
from mealroute.travel import UNREACHABLE_S, TravelTimes, great_circle_m


class Weight(StrEnum):
    """What a building counts: its residents, the boxes they ordered, or their priorities."""

    RESIDENTS = "residents"
    BOXES = "boxes"
    PRIORITY = "priority"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How far it is: metres to a radius, or seconds of one way to travel.

    Attributes
    ----------
    radius_m
        The radius of a candidate; today's canteens keep their own. ``None`` measures seconds.
    minutes
        Within reach are so many; ``None`` for everybody who has a way at all.
    mode
        Who goes, where seconds are measured: residents on foot, or volunteers.
    """

    radius_m: float | None = None
    minutes: float | None = None
    mode: Mode = Mode.FOOT

    def __post_init__(self) -> None:
        """Refuse two answers to one question."""
        if self.radius_m is not None and self.minutes is not None:
            raise ArgumentError(_("a radius and minutes are asked for, expected one of them"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place of the problem: one of today's canteens, or a candidate (``canteen_id`` None)."""

    name: str
    coordinates: Coordinates
    canteen_id: CanteenId | None = None
    cost: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Question:
    """A siting problem with the names of its sites.

    A point is the residents of one building who eat the same diet: a canteen that does not cook it
    has no way to them, and a candidate would cook them all.

    Attributes
    ----------
    problem
        ``cost`` holds seconds, or metres beyond the radius of the site: 0 is inside.
    reach
        Within reach is a cost of at most so much.
    sites
        Today's canteens, then the candidates.
    whole
        The weight of everybody, also of residents whose door nobody knows.
    """

    problem: SitingProblem
    reach: int
    sites: tuple[Site, ...]
    whole: int

    @property
    def today(self) -> tuple[int, ...]:
        """The sites that are canteens today."""
        return tuple(row for row, site in enumerate(self.sites) if site.canteen_id is not None)


def ask(
    day: Day,
    settings: Settings,
    travel: TravelTimes,
    candidates: Sequence[Candidate],
    measure: Measure,
    *,
    weight: Weight = Weight.RESIDENTS,
    movable: bool = False,
    with_capacity: bool = False,
) -> Question:
    """Make the siting problem of a day.

    Parameters
    ----------
    day
        Its canteens are sites, everybody in its ``residents`` counts.
    settings
        ``[receipt] radius_by`` says how a radius is measured, straight or on foot along streets.
    travel
        Asked for sites x points only.
    candidates
        Where a canteen may be opened.
    measure
        How far it is.
    weight
        What a point counts; by boxes only those who ordered count, over all services of the day.
    movable
        Whether today's canteens may close; otherwise they are open whatever is decided.
    with_capacity
        Whether a site serves no more than its kitchen cooks: for boxes in all services together,
        for residents at the meal at which it cooks the most. A candidate without a capacity has
        that of the middle one of today's kitchens.

    Raises
    ------
    ArgumentError
        When there is nobody or nowhere, or capacities are asked for with priorities, which are no
        meals.
    TravelError
        When travel times cannot be had.
    """
    sites = (
        *(Site(name=one.name, coordinates=one.coordinates, canteen_id=one.canteen_id)
          for one in day.canteens),
        *(Site(name=one.name, coordinates=one.coordinates, cost=one.cost) for one in candidates),
    )  # fmt: skip
    counts = _weights(day, weight)
    points: dict[tuple[object, str], list[Resident]] = {}
    for resident in day.residents:
        if resident.coordinates is not None and counts[resident.resident_id]:
            points.setdefault((resident.building, resident.diet), []).append(resident)
    if not points or not sites:
        raise ArgumentError(_("there is nobody to serve, or no site: expected both"))
    ways = _ways(points.values(), sites, _Measured(day, settings, travel, measure))
    for column, canteen in enumerate(day.canteens):
        cooks = np.array([diet in canteen.diets for _building, diet in points])
        ways[~cooks, column] = UNREACHABLE_S
    fixed = np.array([site.canteen_id is not None and not movable for site in sites])
    return Question(
        problem=SitingProblem(
            cost=ways,
            weight=np.array([sum(counts[one.resident_id] for one in group)
                             for group in points.values()], dtype=np.int64),
            fixed=fixed,
            capacity=_capacities(day, candidates, weight) if with_capacity else None,
        ),
        reach=_reach(measure),
        sites=sites,
        whole=sum(counts.values()),
    )  # fmt: skip


def covered(question: Question, sites: Sequence[int], reach: int | None = None) -> int:
    """Count the weight that open sites serve within reach, by capacities where there are any."""
    problem, limit = question.problem, question.reach if reach is None else reach
    chosen = tuple(sites)
    if not chosen:
        return 0
    if problem.capacity is not None:
        return serve(problem, chosen, limit).weight
    return int(problem.weight[(problem.cost[:, list(chosen)] <= limit).any(axis=1)].sum())


@dataclass(frozen=True, slots=True)
class _Measured:
    day: Day
    settings: Settings
    travel: TravelTimes
    measure: Measure


def _reach(measure: Measure) -> int:
    if measure.radius_m is not None:
        return 0
    return UNREACHABLE_S - 1 if measure.minutes is None else round(measure.minutes * 60)


def _ways(groups: Iterable[Sequence[Resident]], sites: Sequence[Site], asked: _Measured) -> Ints:
    """Measure from every site to every door once, however many diets are eaten behind it."""
    doors: dict[Coordinates, int] = {}
    rows = []
    for group in groups:
        place = group[0].coordinates
        if place is not None:
            rows.append(doors.setdefault(place, len(doors)))
    ends, starts = list(doors), [site.coordinates for site in sites]
    measure = asked.measure
    if measure.radius_m is None:
        return np.asarray(asked.travel.table(measure.mode, starts, ends).seconds.T[rows])
    if asked.settings.receipt.radius_by == "straight":
        metres = great_circle_m(ends, starts)
    else:
        metres = asked.travel.table(Mode.FOOT, starts, ends).metres.T
    own = [one.service_radius_m for one in asked.day.canteens]
    radii = np.array(own + [measure.radius_m] * (len(sites) - len(own)))
    beyond = np.ceil(np.maximum(0.0, metres - radii))
    return np.asarray(np.minimum(beyond, UNREACHABLE_S)[rows], dtype=np.int64)


def _weights(day: Day, weight: Weight) -> dict[str, int]:
    if weight is Weight.RESIDENTS:
        return {one.resident_id: 1 for one in day.residents}
    if weight is Weight.PRIORITY:
        return {one.resident_id: one.priority for one in day.residents}
    counts = {str(one.resident_id): 0 for one in day.residents}
    for order in day.orders:
        if order.resident_id in counts:
            counts[order.resident_id] += order.meals
    return counts


def _capacities(day: Day, candidates: Sequence[Candidate], weight: Weight) -> Ints:
    if weight is Weight.PRIORITY:
        raise ArgumentError(_("capacities are meals: expected weight by residents or boxes"))
    today = [_cooks(day, canteen, weight) for canteen in day.canteens]
    services = max(1, len(day.services())) if weight is Weight.BOXES else 1
    usual = int(np.median(today)) if today else 0
    new = [usual if one.capacity is None else one.capacity * services for one in candidates]
    return np.array([*today, *new], dtype=np.int64)


def _cooks(day: Day, canteen: Canteen, weight: Weight) -> int:
    """Say how many meals a canteen cooks: at its largest meal, or in all services together."""
    if weight is Weight.RESIDENTS:
        mine = [one.capacity for one in day.kitchens if one.canteen_id == canteen.canteen_id]
        return max(mine, default=0)
    kitchens = [day.service(*one).kitchens.get(canteen.canteen_id) for one in day.services()]
    return sum(0 if kitchen is None else kitchen.capacity for kitchen in kitchens)
