"""Hold why an order had to stay behind, in figures that anybody can count again from the day.

A shift has no id: its volunteer, mode, ``starts`` and ``until`` name it.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from mealroute.domain.ids import CanteenId, OrderId, VolunteerId
from mealroute.domain.volunteer import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyMay:
    """No shift may bring it: each of ``shifts`` is counted once, under the first rule it breaks.

    ``canteen_ids`` may cook the order, by id; ``shifts`` work for at least one of them. The rules
    in their order: a skill the resident needs, the diet carried, a volunteer to be avoided, fewer
    boxes a trip than ordered.
    """

    canteen_ids: tuple[CanteenId, ...]
    shifts: int
    skill_missing: int = 0
    diet_not_carried: int = 0
    to_be_avoided: int = 0
    too_small: int = 0

    @property
    def excluded(self) -> int:
        """How many shifts the rules exclude; as many as there are, or it is no proof."""
        return self.skill_missing + self.diet_not_carried + self.to_be_avoided + self.too_small


class Limit(StrEnum):
    """What a direct trip to one door can break."""

    NO_WAY = "no_way"
    ABOARD = "aboard"
    WINDOW = "window"
    SHIFT_END = "shift_end"


@dataclass(frozen=True, slots=True, kw_only=True)
class TooFarAlone:
    """Every shift that may bring it breaks a limit on a trip for this order alone.

    Named is the one that comes nearest to managing: the direct way from ``canteen_id`` takes
    ``travel_s`` and breaks ``limit`` by ``over_s``, more than any other limit. ``over_s`` is 0
    where no way leads to the door, or back to where the shift ends. ``shifts`` counts those that
    may bring it from one of ``canteen_ids``.
    """

    canteen_ids: tuple[CanteenId, ...]
    shifts: int
    canteen_id: CanteenId
    volunteer_id: VolunteerId
    mode: Mode
    starts: dt.time
    until: dt.time
    travel_s: int
    limit: Limit
    over_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftPlaces:
    """What one shift can carry of competing orders at most: ``trips`` times ``boxes``."""

    volunteer_id: VolunteerId
    mode: Mode
    starts: dt.time
    until: dt.time
    trips: int
    boxes: int

    @property
    def places(self) -> int:
        """Boxes in all trips."""
        return self.trips * self.boxes


@dataclass(frozen=True, slots=True, kw_only=True)
class TooFewPlaces:
    """Orders that compete for too few places: ``boxes`` is above ``places`` (Hall's condition).

    ``order_ids`` are all that compete, served or not, cooked at any of ``canteen_ids``;
    ``shifts`` are all that could bring any of them on a trip of its own. In every plan at least
    ``missing`` of the boxes stay behind.

    Examples
    --------
    >>> noon = dt.time(12)
    >>> shift = ShiftPlaces(volunteer_id="V1", mode=Mode.FOOT, starts=noon, until=dt.time(13),
    ...                     trips=2, boxes=4)
    >>> TooFewPlaces(canteen_ids=("C1",), order_ids=("O1", "O2"), boxes=9, shifts=(shift,),
    ...              places=8).missing
    1
    """

    canteen_ids: tuple[CanteenId, ...]
    order_ids: tuple[OrderId, ...]
    boxes: int
    shifts: tuple[ShiftPlaces, ...]
    places: int

    @property
    def missing(self) -> int:
        """So many boxes stay behind in every plan."""
        return self.boxes - self.places


Proof: TypeAlias = NobodyMay | TooFarAlone | TooFewPlaces
