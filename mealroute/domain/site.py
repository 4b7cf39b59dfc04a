"""Say where a canteen may open."""

from dataclasses import dataclass

from mealroute.domain.coordinates import Coordinates
from mealroute.domain.ids import CanteenId


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place where a canteen would open, or only might.

    ``service_radius_m``, ``capacity`` and ``diets`` are ``None`` where nobody said: then what
    today's canteens have counts. ``opens`` is false for a candidate that was not chosen.
    ``existing`` is true for a canteen that is there already, ``canteen_id``: it closes where
    ``opens`` is false.
    """

    name: str
    coordinates: Coordinates
    service_radius_m: float | None = None
    capacity: int | None = None
    diets: frozenset[str] | None = None
    opens: bool = True
    existing: bool = False
    canteen_id: CanteenId | None = None
