"""Hold a place on earth in WGS-84 degrees, never as a bare pair."""

from dataclasses import dataclass

from mealroute.errors import InvalidValueError


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A point in WGS-84 decimal degrees, latitude first.

    Raises
    ------
    InvalidValueError
        When a value lies outside -90..90 or -180..180, or is not a number.

    Examples
    --------
    >>> Coordinates(47.845063, 88.122714).key
    (47.84506, 88.12271)
    """

    lat: float
    lon: float

    def __post_init__(self) -> None:
        """Refuse what is not on earth."""
        if not -90 <= self.lat <= 90:
            raise InvalidValueError(f"lat is {self.lat!r}, expected -90 to 90")
        if not -180 <= self.lon <= 180:
            raise InvalidValueError(f"lon is {self.lon!r}, expected -180 to 180")

    @property
    def key(self) -> tuple[float, float]:
        """The coordinates to 5 decimals (about a metre): equal keys are the same place."""
        return (round(self.lat, 5), round(self.lon, 5))
