"""Say what a made-up day starts from: canteens, the doors people live behind, and the shares.

Whoever draws a town, from an extract or from nothing, hands it over in these words.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mealroute.domain import Canteen, CanteenId, Coordinates
from mealroute.errors import InvalidValueError
from mealroute.language import gettext as _
from mealroute.sample.voice import Voice
from mealroute.travel import great_circle_m

SAMPLE_DATE: Final = dt.date(2026, 11, 24)
"""The date of every made-up day, unless another is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """One door to the street with homes behind it; ``address`` reaches up to the door.

    ``mapped`` tells that a building stands there on the map; ``community`` is the quarter whose
    name stands nearest.
    """

    building_id: str
    coordinates: Coordinates
    street: str
    address: str
    floors: int = 1
    lift: bool = False
    mapped: bool = False
    community: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """Where a day takes place.

    ``reach`` lists, for the entrance of the same row, the canteens whose radius it lies in,
    nearest first; a row may be empty.
    """

    voice: Voice
    canteens: tuple[Canteen, ...]
    entrances: tuple[Entrance, ...]
    reach: tuple[tuple[CanteenId, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """How much of everything a made-up day holds; shares from 0 to 1.

    Of the orders ``windows`` have one, ``window_min`` minutes wide; ``two_boxes`` ask for two
    meals, ``asks_canteen`` for a certain canteen. Of the residents ``needs`` need a skill,
    ``avoids`` have a volunteer who must not come, ``known`` have had visits, ``slow_doors`` take
    longer. Of the shifts ``two_trips`` may go twice, ``several_canteens`` work for either of two,
    ``ends_elsewhere`` end at the canteen or at home, ``some_diets`` do not carry every diet. Of
    the volunteers ``second_shifts`` offer another shift at the same time; only one can be worked.

    ``places_per_box`` is the room in all bags for every box ordered, ``kitchen_slack`` the meals
    that all kitchens can cook for every box: 1 is exact, above is easy, below leaves orders out.

    Raises
    ------
    InvalidValueError
        When a share is not from 0 to 1, or another figure not above 0.
    """

    windows: float = 0.25
    window_min: int = 40
    two_boxes: float = 0.12
    asks_canteen: float = 0.1
    needs: float = 0.12
    avoids: float = 0.02
    known: float = 0.6
    slow_doors: float = 0.05
    two_trips: float = 0.1
    several_canteens: float = 0.05
    ends_elsewhere: float = 0.15
    some_diets: float = 0.05
    second_shifts: float = 0.0
    places_per_box: float = 2.0
    kitchen_slack: float = 1.1

    def __post_init__(self) -> None:
        """Refuse shares that are none."""
        for name in self.__slots__:
            value = getattr(self, name)
            amount = name in {"window_min", "places_per_box", "kitchen_slack"}
            if not (value > 0 if amount else 0 <= value <= 1):
                expected = _("a number above 0") if amount else _("a share from 0 to 1")
                raise InvalidValueError(f"{name}: {value}, expected {expected}")


def reach_of(
    canteens: Sequence[Canteen], entrances: Sequence[Entrance]
) -> tuple[tuple[CanteenId, ...], ...]:
    """List for every entrance the canteens whose radius it lies in, nearest first."""
    metres = great_circle_m(
        [entrance.coordinates for entrance in entrances],
        [canteen.coordinates for canteen in canteens],
    ).tolist()
    return tuple(
        tuple(
            canteen.canteen_id
            for metre, canteen in sorted(
                zip(row, canteens, strict=True), key=lambda pair: (pair[0], pair[1].canteen_id)
            )
            if metre <= canteen.service_radius_m
        )
        for row in metres
    )
