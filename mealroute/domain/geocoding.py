"""Say where an address is: how sure that is, how exact, who says so, and what else it may be."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mealroute.domain.coordinates import Coordinates
from mealroute.domain.datum import Datum


class GeocodeLevel(StrEnum):
    """What on the ground was found, the most exact first."""

    ENTRANCE = "entrance"
    BUILDING = "building"
    NUMBER = "number"
    COMPOUND = "compound"
    STREET = "street"
    PLACE = "place"

    @property
    def radius_m(self) -> float:
        """How far from the door what was found usually is, in metres."""
        return _RADIUS_M[self]


_RADIUS_M: Final = {
    GeocodeLevel.ENTRANCE: 10.0,
    GeocodeLevel.BUILDING: 30.0,
    GeocodeLevel.NUMBER: 40.0,
    GeocodeLevel.COMPOUND: 120.0,
    GeocodeLevel.STREET: 400.0,
    GeocodeLevel.PLACE: 800.0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteerEntry:
    """A door that the coordinator knows: its address in parts, where it is, what waits there.

    ``community`` is a 小区, ``compound`` a 院; ``aliases`` are other names of either. An entry
    without ``unit`` is of the whole building, one without ``building`` of the whole compound or
    house number. ``hazards`` are words such as ``ice``, ``dog``, ``no light``.
    """

    coordinates: Coordinates
    community: str = ""
    compound: str = ""
    building: str = ""
    unit: str = ""
    street: str = ""
    number: str = ""
    aliases: tuple[str, ...] = ()
    entrance_note: str = ""
    hazards: frozenset[str] = frozenset()
    checked_by: str = ""
    checked_at: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GeocodeMatch:
    """One place that an address may mean.

    ``score`` from 0 to 1 is how likely it is the right one; ``level`` what was found; ``source``
    who says so (``gazetteer``, ``extract`` or a service); ``datum`` what the source's coordinates
    were given in, before they became WGS-84; ``matched`` the source's own words for the place.
    ``door_notes`` are what the gazetteer says of the way in and of hazards.
    """

    coordinates: Coordinates
    score: float
    level: GeocodeLevel
    source: str
    matched: str
    datum: Datum = Datum.WGS84
    door_notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Geocoded:
    """The answer for one address: the best match, ``None`` for none, and others nearly as good."""

    address: str
    best: GeocodeMatch | None = None
    alternatives: tuple[GeocodeMatch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRow:
    """A row of a file of addresses: ``line`` counts from 1, ``boxes`` depend on it being right."""

    line: int
    address: str = ""
    resident_id: str = ""
    coordinates: Coordinates | None = None
    priority: int = 1
    notes: str = ""
    boxes: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRepair:
    """An address that a person must look at: the answer so far, why it is doubted, what to do.

    ``cost`` orders them: what being wrong would cost, in boxes weighed by priority; ``doors`` are
    the rows that depend on the same place.
    """

    row: AddressRow
    answer: Geocoded
    why: str
    to_do: str
    cost: float
    doors: int
