"""Look an address up among the doors the coordinator knows, the most exact entry first."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mealroute.domain import GazetteerEntry, GeocodeLevel, GeocodeMatch
from mealroute.travel.geocode.address import (
    Address,
    base_number,
    name_key,
    number_key,
    region_key,
)
from mealroute.travel.geocode.likeness import LEAST_ALIKE, likeness
from mealroute.travel.geocode.understand import understand

SOURCE: Final = "gazetteer"

# What is left of the score of an entry that is not quite what was asked for.
_UNIT_NOT_SAID = 0.8
_UNIT_NOT_LISTED = 0.95
_BUILDING_OF_THE_WHOLE = 0.93
_BUILDING_NOT_LISTED = 0.5
_BUILDING_NOT_SAID = 0.6

_YARD: Final = re.compile(r"(?:号?大?院|号)$")
_DOOR_WORD: Final = re.compile(r"(?:号楼|号栋|号|楼|栋|幢|座|单元|#)+$")


@dataclass(frozen=True, slots=True)
class _Known:
    """An entry with its parts made alike."""

    entry: GazetteerEntry
    street: str
    number: str
    names: frozenset[str]
    building: str
    unit: str


class Gazetteer:
    """The entries of a gazetteer, ready to be asked.

    Examples
    --------
    >>> from mealroute.domain import Coordinates
    >>> known = Gazetteer([
    ...     GazetteerEntry(community="幸福小区", building="3", unit=unit, coordinates=at)
    ...     for unit, at in (("", Coordinates(47.84, 88.13)), ("2", Coordinates(47.85, 88.14)))
    ... ])
    >>> [(one.level.value, one.score) for one in known.matches(understand("幸福小区3号楼2单元301"))]
    [('entrance', 1.0), ('building', 0.95)]
    """

    def __init__(self, entries: Sequence[GazetteerEntry]) -> None:
        self._known = [_prepared(entry) for entry in entries]

    def matches(self, address: Address) -> tuple[GeocodeMatch, ...]:
        """List the entries an address may mean, the likeliest first."""
        found = [one for known in self._known for one in _compared(known, address)]
        order = {level: rank for rank, level in enumerate(GeocodeLevel)}
        return tuple(sorted(found, key=lambda one: (-one.score, order[one.level])))


def door_key(text: str) -> str:
    """Make the names of buildings and units alike.

    Examples
    --------
    >>> door_key("3号楼"), door_key("三单元"), door_key("B座")
    ('3', '3', 'b')
    """
    parsed = understand(f"小区{text}") if not text.isascii() else None
    said = (parsed.building or parsed.unit) if parsed is not None else ""
    return said.casefold() or _DOOR_WORD.sub("", number_key(text))


def _prepared(entry: GazetteerEntry) -> _Known:
    number, names = number_key(entry.number), []
    for name in (entry.community, entry.compound, *entry.aliases):
        bare = _YARD.sub("", number_key(name))
        if bare.isdigit():
            number = number or bare  # 12号院 is house number 12
        elif name:
            names.append(_name_of(name))
    return _Known(
        entry=entry,
        street=name_key(entry.street),
        number=number,
        names=frozenset(filter(None, names)),
        building=door_key(entry.building) if entry.building else "",
        unit=door_key(entry.unit) if entry.unit else "",
    )


def _name_of(name: str) -> str:
    """Make the names of compounds alike, with and without the word for what they are."""
    key = name_key(name)
    for ending in ("家属院", "小区", "社区", "大院", "院"):
        if key.endswith(ending) and len(key) - len(ending) >= 2:
            return key.removesuffix(ending)
    return key


def _compared(known: _Known, address: Address) -> Iterator[GeocodeMatch]:
    """Give the match of one entry, where it is one."""
    place = _place_score(known, address)
    if place < LEAST_ALIKE:
        return
    level, factor = _door(known, address)
    entry = known.entry
    parts = (
        entry.street, entry.number, entry.community, entry.compound, entry.building, entry.unit,
    )  # fmt: skip
    yield GeocodeMatch(
        coordinates=entry.coordinates,
        score=round(place * factor, 4),
        level=level,
        source=SOURCE,
        matched=" ".join(filter(None, parts)) or ";".join(entry.aliases),
        door_notes=tuple(filter(None, (entry.entrance_note.strip(), *sorted(entry.hazards)))),
    )


def _place_score(known: _Known, address: Address) -> float:
    """Say how likely entry and address name the same place; every part both name must agree."""
    by_street = _street_score(known, address)
    by_name = _name_score(known, address)
    if by_street is None or by_name is None:
        return 0.0
    return max(by_street, by_name)


def _street_score(known: _Known, address: Address) -> float | None:
    """Compare street and house number: 0 where they tell nothing, ``None`` where they differ."""
    number = number_key(address.number)
    if not (known.street and address.street):
        if not known.number or known.number != number or address.street:
            return 0.0
        return 0.9 if known.street else 1.0
    same = likeness(name_key(address.street), known.street)
    if same < LEAST_ALIKE:
        return None
    if known.number and number:
        return same if known.number in {number, _without_stair(known, address)} else None
    # An entry of a whole lane is for addresses that say no more.
    return same if not (known.number or known.names or number) else 0.0


def _name_score(known: _Known, address: Address) -> float | None:
    """Compare what the place is called: 0 where that tells nothing, ``None`` where it differs."""
    asked = _name_of(address.compound)
    alone = name_key(address.street) if not address.number else ""
    alike = {
        name: max((likeness(name, one) for one in known.names), default=0.0)
        for name in (asked, alone)
        if name
    }
    best = max(alike.values(), default=0.0)
    if best >= LEAST_ALIKE:
        return best
    if asked and known.names and not (known.number and address.number):
        return None
    # A community may be written like the region around a street.
    regions = {region_key(region) for region in address.regions}
    return 0.9 if regions & {region_key(name) for name in known.names} else 0.0


def _without_stair(known: _Known, address: Address) -> str:
    """Read "9 B" as number 9, stair B, where the entry has that stair."""
    number = number_key(address.number)
    base = base_number(number)
    return base if not address.unit and known.unit and number == f"{base}{known.unit}" else ""


def _door(known: _Known, address: Address) -> tuple[GeocodeLevel, float]:
    """Say at which level an entry of the right place answers, and how much of it is left."""
    building, unit = address.building.casefold(), address.unit.casefold()
    unit = unit or (known.unit if _without_stair(known, address) else "")
    place = GeocodeLevel.COMPOUND if known.names or not known.number else GeocodeLevel.NUMBER
    if known.building:
        if building and building != known.building:
            return place, _BUILDING_NOT_LISTED
        said = 1.0 if building else _BUILDING_NOT_SAID
    else:
        # The whole place is known, and the address names a building in it.
        said = _BUILDING_OF_THE_WHOLE if building else 1.0
    if known.unit:
        if unit and unit != known.unit:
            return _building_or(place, known), said * _BUILDING_NOT_LISTED
        level = GeocodeLevel.ENTRANCE if unit else _building_or(place, known)
        return level, said * (1.0 if unit else _UNIT_NOT_SAID)
    if known.building:
        return GeocodeLevel.BUILDING, said * (_UNIT_NOT_LISTED if unit else 1.0)
    return place, said * (_UNIT_NOT_LISTED if unit else 1.0)


def _building_or(place: GeocodeLevel, known: _Known) -> GeocodeLevel:
    return GeocodeLevel.BUILDING if known.building else place
