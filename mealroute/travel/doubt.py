"""Say what a doubt about a place is: which row, what looks wrong, by how much."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from mealroute.domain import Datum, PlaceRow


class DoubtKind(StrEnum):
    """What may be wrong with a place."""

    SWAPPED = "swapped"
    SIGN = "sign"
    ZERO = "zero"
    DEGREES_MINUTES = "degrees_minutes"
    OUT_OF_TOWN = "out_of_town"
    DATUM = "datum"
    TWO_PLACES = "two_places"
    GEOCODED = "geocoded"
    CROWD = "crowd"
    OTHER_STREET = "other_street"
    WATER = "water"


GRAVE: Final = frozenset(
    {
        DoubtKind.SWAPPED,
        DoubtKind.SIGN,
        DoubtKind.ZERO,
        DoubtKind.DEGREES_MINUTES,
        DoubtKind.OUT_OF_TOWN,
        DoubtKind.DATUM,
    }
)
"""Doubts that send a volunteer to another part of town, or a meal nowhere."""


class Reading(StrEnum):
    """What the degrees of a row may have been instead of what it declares."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"
    CONVERTED_GCJ02 = "converted_gcj02"
    CONVERTED_BD09 = "converted_bd09"

    @classmethod
    def of(cls, datum: Datum) -> "Reading":
        """Give the reading of a datum's own name."""
        return cls(datum.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One row whose place looks wrong.

    ``metres`` says by how much, as its kind counts it: how far from the nearest canteen, how far
    the reading would move the place, how far from the other place or street. ``reading`` is what
    fits instead, for `DoubtKind.DATUM` and where known for `DoubtKind.GEOCODED`. ``other`` is the
    row that contradicts it, where one does. ``figures`` hold further metres and counts by name.
    """

    row: PlaceRow
    kind: DoubtKind
    metres: float
    reading: Reading | None = None
    other: PlaceRow | None = None
    figures: Mapping[str, float] = field(default_factory=dict)

    @property
    def grave(self) -> bool:
        """Whether it is worth stopping a plan for."""
        return self.kind in GRAVE
