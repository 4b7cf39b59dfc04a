"""Say who delivers, when, how, and what they may carry."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from mealroute.domain.canteen import Meal
from mealroute.domain.coordinates import Coordinates
from mealroute.domain.ids import CanteenId, VolunteerId
from mealroute.errors import InvalidValueError


class Mode(StrEnum):
    """How a volunteer travels."""

    FOOT = "foot"
    EBIKE = "ebike"
    CAR = "car"


class EndsAt(StrEnum):
    """Where a route is over: at the last door, back at the canteen, or at home."""

    ANYWHERE = "anywhere"
    CANTEEN = "canteen"
    HOME = "home"


@dataclass(frozen=True, slots=True, kw_only=True)
class Volunteer:
    """A person who delivers; ``coordinates`` is home, where known."""

    volunteer_id: VolunteerId
    name: str
    coordinates: Coordinates | None = None
    phone: str = ""
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One volunteer's offer of time at one meal, of one date or of every day.

    ``canteen_ids`` in the order given; the plan chooses one. ``capacity`` counts boxes aboard one
    trip. ``starts`` and ``until`` are the columns ``from`` and ``until``. ``carries`` is empty
    where every diet may be carried. ``container`` names a table ``[containers.NAME]``.
    """

    volunteer_id: VolunteerId
    meal: Meal
    canteen_ids: tuple[CanteenId, ...]
    mode: Mode
    capacity: int
    starts: dt.time
    until: dt.time
    date: dt.date | None = None
    ends_at: EndsAt = EndsAt.ANYWHERE
    carries: frozenset[str] = frozenset()
    max_trips: int = 1
    container: str = ""

    def __post_init__(self) -> None:
        """Refuse a shift that ends before it starts, carries nothing or goes nowhere."""
        who = f"shift of {self.volunteer_id}"
        if self.until <= self.starts:
            raise InvalidValueError(
                f"{who}: until {self.until:%H:%M} is not after from {self.starts:%H:%M}"
            )
        if self.capacity < 1:
            raise InvalidValueError(f"{who}: capacity is {self.capacity}, expected 1 or more")
        if self.max_trips < 1:
            raise InvalidValueError(f"{who}: max_trips is {self.max_trips}, expected 1 or more")
        if not self.canteen_ids:
            raise InvalidValueError(f"{who}: no canteen, expected one or several")

    def may_carry(self, diet: str) -> bool:
        """Whether boxes of this diet may ride along."""
        return not self.carries or diet in self.carries
