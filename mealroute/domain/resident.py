"""Say who eats, where the door is, and what a volunteer meets there."""

from dataclasses import dataclass

from mealroute.domain.canteen import REGULAR_DIET
from mealroute.domain.coordinates import Coordinates
from mealroute.domain.ids import ResidentId, VolunteerId
from mealroute.errors import InvalidValueError


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """A person who eats. Routing never sees the name.

    ``coordinates`` is ``None`` while nobody knows where the door is. ``floor`` counts from 1, the
    ground floor. ``priority`` is 1 normal, 2 lives alone, 3 frail. ``handover_s`` replaces the
    setting's handover time for this door. ``tier`` names a table ``[subsidy.tiers.NAME]``; empty
    where no subsidy is due. ``community`` is what planners sum up by.
    """

    resident_id: ResidentId
    name: str
    coordinates: Coordinates | None = None
    address: str = ""
    building_id: str = ""
    floor: int = 1
    lift: bool = False
    diet: str = REGULAR_DIET
    needs: frozenset[str] = frozenset()
    priority: int = 1
    handover_s: int | None = None
    phone: str = ""
    emergency_contact: str = ""
    language: str = ""
    usual_volunteer: VolunteerId | None = None
    avoid_volunteers: frozenset[VolunteerId] = frozenset()
    notes: str = ""
    tier: str = ""
    community: str = ""

    def __post_init__(self) -> None:
        """Refuse a priority without meaning and a handover below nothing."""
        if self.priority not in {1, 2, 3}:
            raise InvalidValueError(
                f"resident {self.resident_id}: priority is {self.priority}, expected 1, 2 or 3"
            )
        if self.handover_s is not None and self.handover_s < 0:
            raise InvalidValueError(
                f"resident {self.resident_id}: handover_s is {self.handover_s}, expected 0 or more"
            )

    @property
    def building(self) -> object:
        """The entrance: equal for residents behind the same one, whatever its form.

        The ``building_id`` where one is given, otherwise the coordinates to 5 decimals; ``None``
        without either.
        """
        if self.building_id:
            return self.building_id
        return None if self.coordinates is None else self.coordinates.key
