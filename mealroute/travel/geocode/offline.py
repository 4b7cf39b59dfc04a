"""Find addresses on an OpenStreetMap extract without a network, as a geocoder of geopy."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NoReturn

from geopy.adapters import BaseSyncAdapter
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from mealroute.domain import Coordinates, GeocodeLevel, GeocodeMatch
from mealroute.travel.geocode.address import (
    Address,
    base_number,
    name_key,
    number_key,
    region_key,
)
from mealroute.travel.geocode.index import open_index
from mealroute.travel.geocode.likeness import LEAST_ALIKE, likeness, one_slip, stem_length
from mealroute.travel.geocode.understand import understand
from mealroute.travel.straight import great_circle_m

SOURCE: Final = "extract"
LEAST_SCORE: Final = 0.4
"""Below it there is no answer at all: better none than a wrong one."""

_MOST_NAMES = 12
_MOST_MATCHES = 8
_AS_GOOD = 0.97
_NEAR_M = 150.0  # matches nearer to each other than this are the same place

# What each weakness of a match leaves of its score; measured by benchmarks/geocoding.py.
_ANOTHER_TOWN = 0.45
_TOWN_NOT_KNOWN = 0.75
_ANOTHER_POSTCODE = 0.85
_PART_OF_A_RANGE = 0.97
_OTHER_LETTER = 0.88
_NUMBER_NOT_KNOWN = 0.6
_NO_NUMBER_ASKED = 0.65
_NUMBER_OF_A_PLACE = 0.55
_BUILDING_NOT_KNOWN = 0.7

_HAS_NUMBER = (
    "AND EXISTS (SELECT 1 FROM named JOIN door ON door.spot = named.spot"
    " WHERE named.name = name.id AND door.base = :base)"
)


class _NoNetwork(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
    """Stands where geopy wants an adapter; nothing here asks anybody."""

    def get_json(self, *_args: object, **_options: object) -> NoReturn:
        """Refuse."""
        raise NotImplementedError

    get_text = get_json


@dataclass(frozen=True, slots=True)
class _Spot:
    number: int
    label: str
    street: bool
    level: GeocodeLevel
    regions: frozenset[str]
    lat: float
    lon: float


class ExtractGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """A geocoder of geopy over the index of an extract.

    Parameters
    ----------
    index
        As `open_index` gives it.
    """

    def __init__(self, index: sqlite3.Connection) -> None:
        super().__init__(
            adapter_factory=lambda **_options: _NoNetwork(proxies=None, ssl_context=None)
        )
        self._index = index
        self._regions = frozenset(key for (key,) in index.execute("SELECT key FROM region"))
        # The same streets come again and again, with other numbers.
        self._alike = lru_cache(maxsize=4096)(self._find_alike)
        self._spots = lru_cache(maxsize=4096)(self._find_spots)

    @classmethod
    def of(cls, extract: Path) -> "ExtractGeocoder":
        """Open the geocoder of an extract.

        Raises
        ------
        DataFileError
            When the extract is missing, too large or broken.
        """
        return cls(open_index(extract))

    def close(self) -> None:
        """Let go of the index."""
        self._index.close()

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ANN401, ARG002 -- geopy's form
    ) -> Location | list[Location] | None:
        """Find an address, as every geocoder of geopy does; ``raw`` holds the `GeocodeMatch`."""
        found = [
            Location(one.matched, (one.coordinates.lat, one.coordinates.lon), {"match": one})
            for one in self.matches(understand(query))
        ]
        if exactly_one:
            return found[0] if found else None
        return found or None

    def matches(self, address: Address) -> tuple[GeocodeMatch, ...]:
        """List what an address may mean, the likeliest first; empty where nothing is like it.

        Where several places are equally likely, each has its share of the score.
        """
        address = self._without_region(address)
        regions = frozenset(map(region_key, address.regions))
        found = list(self._of_name(address, regions, address.street, address.number))
        if address.compound:
            found += self._of_compound(address, regions)
        return _ranked(found)

    def _without_region(self, address: Address) -> Address:
        """Take a town off a street that was written without a comma between them."""
        street = address.street
        words = street.split()
        for town, rest in ((words[:1], words[1:]), (words[-1:], words[:-1])):
            if rest and region_key(town[0]) in self._regions and not self._known(street):
                return replace(address, street=" ".join(rest), regions=(*address.regions, *town))
        for size in (4, 3, 2):
            if len(street) > size + 1 and region_key(street[:size]) in self._regions:
                if self._known(street):
                    break
                regions = (*address.regions, street[:size])
                return replace(address, street=street[size:], regions=regions)
        return address

    def _known(self, name: str) -> bool:
        sql = "SELECT 1 FROM name WHERE key = ?"
        return self._index.execute(sql, (name_key(name),)).fetchone() is not None

    def _of_compound(self, address: Address, regions: frozenset[str]) -> Iterator[GeocodeMatch]:
        """Find a 小区 or another named place; which of its buildings is meant nobody knows here."""
        factor = _BUILDING_NOT_KNOWN if address.building else 1.0
        for one in self._of_name(address, regions, address.compound, ""):
            yield replace(one, score=one.score * factor)

    def _of_name(
        self, address: Address, regions: frozenset[str], name: str, number: str
    ) -> Iterator[GeocodeMatch]:
        key, wanted = name_key(name), number_key(number)
        if not key:
            return
        exact = [spot for spot in self._spots(key) if spot.street or not wanted]
        asked: Iterable[tuple[float, _Spot]] = [(1.0, spot) for spot in exact]
        if not exact:
            asked = [
                (alike, spot)
                for alike, known in self._alike(key, base_number(wanted))
                for spot in self._spots(known)
            ]
        for alike, spot in asked:
            where = self._region_factor(spot, regions)
            if spot.street:
                yield from self._at_street(spot, alike * where, wanted, address.postcode)
            else:
                factor = _NUMBER_OF_A_PLACE if wanted else 1.0
                yield _match(spot, alike * where * factor)

    def _region_factor(self, spot: _Spot, regions: frozenset[str]) -> float:
        """Doubt a spot that lies in another town than the one asked for."""
        if not regions or regions & spot.regions:
            return 1.0
        if any(likeness(region, own) > LEAST_ALIKE for region in regions for own in spot.regions):
            return 1.0
        # A province or country around the whole extract says nothing against the spot.
        known = regions & self._regions
        return _ANOTHER_TOWN if known & self._towns() else 1.0 if known else _TOWN_NOT_KNOWN

    @lru_cache(maxsize=1)  # noqa: B019 -- lives as long as its one geocoder
    def _towns(self) -> frozenset[str]:
        """Give the towns and quarters that spots are in."""
        rows = self._index.execute("SELECT DISTINCT regions FROM spot")
        return frozenset(key for (keys,) in rows for key in keys.split(";") if key)

    def _at_street(
        self, spot: _Spot, score: float, wanted: str, postcode: str
    ) -> Iterator[GeocodeMatch]:
        if not wanted:
            yield _match(spot, score * _NO_NUMBER_ASKED)
            return
        doors = self._doors(spot.number, wanted)
        if not doors:
            yield _match(spot, score * _NUMBER_NOT_KNOWN)
        for factor, its_code, level, label, lat, lon in doors:
            other = bool(postcode and its_code and postcode != its_code)
            yield GeocodeMatch(
                coordinates=Coordinates(lat, lon),
                score=score * factor * (_ANOTHER_POSTCODE if other else 1.0),
                level=GeocodeLevel(level),
                source=SOURCE,
                matched=label,
            )

    def _doors(self, spot: int, wanted: str) -> list[tuple[float, str, str, str, float, float]]:
        """Give the doors of a number: the number itself, a range around it, another letter."""
        sql = "SELECT rank, postcode, level, label, lat, lon FROM door WHERE spot = ? AND "
        rows = self._index.execute(f"{sql} number = ? ORDER BY rank", (spot, wanted)).fetchall()
        if rows:
            return [(1.0 if rank == 0 else _PART_OF_A_RANGE, *door) for rank, *door in rows]
        base = base_number(wanted)
        for column in ("number", "base") if base else ():
            rows = self._index.execute(f"{sql} {column} = ? ORDER BY rank", (spot, base)).fetchall()
            if rows:
                return [(_OTHER_LETTER, *door) for _rank, *door in rows[:_MOST_MATCHES]]
        return []

    def _find_spots(self, key: str) -> tuple[_Spot, ...]:
        rows = self._index.execute(
            "SELECT spot.id, label, street, level, regions, lat, lon FROM name "
            "JOIN named ON named.name = name.id JOIN spot ON spot.id = named.spot "
            "WHERE name.key = ? ORDER BY spot.id",
            (key,),
        )
        return tuple(
            _Spot(number, label, bool(street), GeocodeLevel(level),
                  frozenset(regions.split(";")), lat, lon)
            for number, label, street, level, regions, lat, lon in rows
        )  # fmt: skip

    def _find_alike(self, key: str, base: str) -> tuple[tuple[float, str], ...]:
        """List known names like one that is not known, each with how alike it is.

        One slip is found by the index of slips, more by trigrams, names of two signs by LIKE.
        Trigrams are looked for first in the streets that have the number asked for, so that no
        limit cuts them off.
        """
        found = self._scored(key, self._one_slip_away(key))
        for numbered in (base, "") if base else ("",):
            if not found:
                found = self._scored(key, self._with_like_signs(key, numbered))
        return found

    def _one_slip_away(self, key: str) -> list[str]:
        forms = sorted(one_slip(key))
        sql = (
            "SELECT DISTINCT key FROM slip JOIN name ON name.id = slip.name "  # noqa: S608 -- only ?
            f"WHERE form IN ({', '.join('?' * len(forms))})"
        )
        return [known for (known,) in self._index.execute(sql, forms)]

    def _with_like_signs(self, key: str, base: str) -> list[str]:
        has_number = _HAS_NUMBER if base else ""
        if len(key) < 3:
            sql = f"SELECT key FROM name WHERE key LIKE :like {has_number} ORDER BY id LIMIT 50"  # noqa: S608 -- a constant
            rows = self._index.execute(sql, {"like": f"%{key}%", "base": base})
        else:
            # Signs of the ending that most streets share say nothing, and match everything.
            told = key[: max(stem_length(key) + 2, 3)]
            grams = " OR ".join(f'"{told[at : at + 3]}"' for at in range(len(told) - 2))
            sql = (
                "SELECT name.key FROM gram JOIN name ON name.id = gram.rowid "  # noqa: S608 -- a constant
                f"WHERE gram MATCH :grams {has_number} ORDER BY bm25(gram), name.id LIMIT 40"
            )
            rows = self._index.execute(sql, {"grams": grams, "base": base})
        return [known for (known,) in rows]

    @staticmethod
    def _scored(key: str, names: Iterable[str]) -> tuple[tuple[float, str], ...]:
        scored = sorted(((likeness(key, known), known) for known in names), reverse=True)
        return tuple(pair for pair in scored[:_MOST_NAMES] if pair[0] >= LEAST_ALIKE)


def _match(spot: _Spot, score: float) -> GeocodeMatch:
    return GeocodeMatch(
        coordinates=Coordinates(spot.lat, spot.lon),
        score=score,
        level=spot.level,
        source=SOURCE,
        matched=spot.label,
    )


def _ranked(found: Sequence[GeocodeMatch]) -> tuple[GeocodeMatch, ...]:
    """Put the likeliest first, each place once; share the score among equally likely places."""
    order = {level: rank for rank, level in enumerate(GeocodeLevel)}
    kept: list[GeocodeMatch] = []
    for one in sorted(found, key=lambda m: (-round(m.score, 6), order[m.level])):
        if one.score < LEAST_SCORE or len(kept) == _MOST_MATCHES:
            break
        if all(_metres(one, other) > _NEAR_M for other in kept):
            kept.append(one)
    equal = sum(one.score >= _AS_GOOD * kept[0].score for one in kept)
    most = kept[0].score / equal if kept else 0.0
    return tuple(
        replace(one, score=round(one.score / equal if rank < equal else min(one.score, most), 4))
        for rank, one in enumerate(kept)
    )


def _metres(one: GeocodeMatch, other: GeocodeMatch) -> float:
    return float(great_circle_m([one.coordinates], [other.coordinates])[0, 0])
