"""Say where a canteen might be opened."""

from dataclasses import dataclass

from mealroute.domain.coordinates import Coordinates
from mealroute.errors import InvalidValueError


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place where a canteen might be opened.

    ``capacity`` is what its kitchen could cook at one meal, ``cost`` what opening it would cost, in
    whatever money planners count; ``None`` where nobody knows.
    """

    name: str
    coordinates: Coordinates
    capacity: int | None = None
    cost: float | None = None

    def __post_init__(self) -> None:
        """Refuse a kitchen that cooks less than nothing, and a price below nothing."""
        for word, value in (("capacity", self.capacity), ("cost", self.cost)):
            if value is not None and not value >= 0:
                raise InvalidValueError(
                    f"candidate {self.name}: {word} is {value}, expected 0 or more"
                )
