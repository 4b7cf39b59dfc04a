"""Hold where one row of a day puts somebody, and what else the row tells about the place."""

from dataclasses import dataclass
from enum import StrEnum

from mealroute.domain.coordinates import Coordinates
from mealroute.domain.datum import Datum


class PlaceKind(StrEnum):
    """Whose place a row holds."""

    CANTEEN = "canteen"
    RESIDENT = "resident"
    VOLUNTEER = "volunteer"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """One row with coordinates; nothing in it names a person.

    ``coordinates`` are WGS-84 already, converted from the ``datum`` that the row declares.
    ``address`` is only compared, never told. ``group`` is whatever rows of one origin have in
    common, such as the channel they were ordered by. ``radius_m`` is a canteen's service radius,
    0 for others. ``weight`` says how much hangs on the place: boxes times priority of the day.
    """

    file: str
    line: int
    row_id: str
    kind: PlaceKind
    coordinates: Coordinates
    datum: Datum = Datum.WGS84
    address: str = ""
    building_id: str = ""
    group: str = ""
    radius_m: float = 0.0
    weight: int = 0
