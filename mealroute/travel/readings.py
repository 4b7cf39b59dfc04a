"""Find groups of rows whose degrees fit the town better when read in another datum.

Every row is looked at under each reading: as it is declared, as GCJ-02, as BD-09, and as converted
once too often. How a door lies in the town is one of a few dozen classes: metres to the nearest
street, to the nearest building, to the street that its address names. Two distributions over these
classes tell right from wrong. *Wrong* is counted: the same doors moved by shifts of the same length
in other directions. *Right* is learned from the day itself (expectation maximisation over which
reading each door needs), on top of how doors lie in towns.

A group is told of where the evidence, averaged over all shares of rows that may be shifted, is
above one in `ERROR_RATE` for every group and reading tried together. Such an average is an e-value
(Vovk and Wang 2021): without any shift it exceeds that bound with at most this probability. And it
must beat every control shift, which a town in the pattern of the shift would let pass.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Coordinates, Datum, PlaceRow, from_wgs84, to_wgs84
from mealroute.travel.doubt import Doubt, DoubtKind, Reading
from mealroute.travel.surroundings import Plane, Surroundings

ERROR_RATE: Final = 0.001
"""How often at most a day without any shift is told to have one, by the evidence of the town."""

SURE: Final = 0.9
"""A row of a doubted group is told where the other reading has at least this probability."""

_STREET_M: Final = (4.0, 15.0, 30.0, 60.0, 120.0)
_BUILDING_M: Final = (3.0, 15.0, 50.0)
_NAMED_M: Final = (30.0, 80.0, 200.0)
# How doors lie in towns, before the day is looked at: shares of the classes cut above.
_STREET_SHARES: Final = (0.10, 0.45, 0.25, 0.15, 0.04, 0.01)
_BUILDING_SHARES: Final = (0.50, 0.20, 0.15, 0.15)
_NAMED_SHARES: Final = (0.55, 0.30, 0.12, 0.03)
_PRIOR_DOORS: Final = 20.0
_CONTROLS: Final = 16
_APART_TURN: Final = math.radians(25)
_MOST_CONTROL_DOORS: Final = 400
_MOST_FOR_ONE: Final = 5.0  # natural logarithm: one door alone never makes an alarm
_MARGIN: Final = math.log(10)
_ROUNDS: Final = 12
_SHARES: Final = np.array([0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 0.98])
_LEAST_SHIFT_M: Final = 50.0

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Doors:
    """Places that are one piece of evidence each: different coordinates, datum or street.

    ``points`` holds metres, of shape (readings, doors, 2), the reading as declared first; ``row``
    says for each row of the day which door it is.
    """

    readings: tuple[Reading | None, ...]
    points: Floats
    street: Ints
    row: Ints


def other_readings(
    rows: Sequence[PlaceRow], surroundings: Surroundings, plane: Plane
) -> Iterator[Doubt]:
    """Doubt the rows that need another reading than the one they declare.

    Parameters
    ----------
    rows
        Rows in town; those far outside say nothing.
    surroundings, plane
        The town, and the flat map that it is measured on.
    """
    found: dict[int, Doubt] = {}
    for datum in Datum:
        numbers = [n for n, row in enumerate(rows) if row.datum is datum]
        some = [rows[n] for n in numbers]
        doors = _doors(some, datum, surroundings, plane)
        if doors is not None:
            for position, doubt in _judge(some, doors, surroundings):
                found[numbers[position]] = doubt
    for number in sorted(found):
        yield found[number]


def _doors(
    rows: Sequence[PlaceRow], datum: Datum, surroundings: Surroundings, plane: Plane
) -> _Doors | None:
    """Put rows together that say the same; ``None`` where no reading differs."""
    if not rows:
        return None
    streets = surroundings.named_streets(row.address for row in rows)
    numbers: dict[tuple[float, float, int], int] = {}
    keys = [(*row.coordinates.key, int(n)) for row, n in zip(rows, streets, strict=True)]
    door = np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)
    first = dict(zip(door.tolist()[::-1], rows[::-1], strict=True))
    places = [first[number].coordinates for number in range(len(numbers))]
    readings = _readings(datum)
    degrees = np.array([[_read(place, datum, reading) for place in places] for reading in readings])
    points = plane.metres(degrees[..., 0], degrees[..., 1])
    shift_m = np.hypot(*(points[1:] - points[0]).mean(axis=1).T)
    kept = np.concatenate(([True], shift_m > _LEAST_SHIFT_M))
    if kept.sum() == 1:
        return None
    street = np.array([key[2] for key in numbers], dtype=np.int64)
    names = tuple(reading for reading, keep in zip(readings, kept, strict=True) if keep)
    return _Doors(names, points[kept], street, door)


def _readings(datum: Datum) -> tuple[Reading | None, ...]:
    if datum is Datum.WGS84:
        return (None, Reading.GCJ02, Reading.BD09, Reading.CONVERTED_GCJ02, Reading.CONVERTED_BD09)
    return (None, *(Reading.of(other) for other in Datum if other is not datum))


def _read(place: Coordinates, datum: Datum, reading: Reading | None) -> tuple[float, float]:
    """Give the WGS-84 degrees of a place that was declared in one datum and read in another."""
    lat, lon = place.lat, place.lon
    if reading is Reading.CONVERTED_GCJ02:
        return from_wgs84(lat, lon, Datum.GCJ02)
    if reading is Reading.CONVERTED_BD09:
        return from_wgs84(lat, lon, Datum.BD09)
    if reading is None:
        return lat, lon
    return to_wgs84(*from_wgs84(lat, lon, datum), Datum(reading.value))


def _judge(
    rows: Sequence[PlaceRow], doors: _Doors, surroundings: Surroundings
) -> Iterator[tuple[int, Doubt]]:
    """Weigh every group of rows, and give the rows of those that another reading fits."""
    classes = np.stack([_classes(surroundings, doors.street, at) for at in doors.points])
    sample = np.arange(0, doors.street.size, max(1, doors.street.size // _MOST_CONTROL_DOORS))
    controls = [
        np.stack([_classes(surroundings, doors.street[sample], at) for at in turned])
        for turned in _controls(doors, sample)
    ]
    score = _scores(classes, np.concatenate(controls))
    gain = np.clip(score[classes] - score[classes[0]], -_MOST_FOR_ONE, _MOST_FOR_ONE)
    groups = _groups(rows)
    bound = math.log(len(groups) * (len(gain) - 1) / ERROR_RATE)
    certain = np.zeros((len(gain), len(rows)))
    told: dict[tuple[int, int], tuple[float, int]] = {}
    for members in groups:
        group = np.unique(doors.row[members])
        sampled = np.isin(sample, group)
        for reading in range(1, len(gain)):
            evidence = _evidence(gain[reading, group])
            turned_by = [
                np.clip(score[of] - score[classes[0, sample]], -_MOST_FOR_ONE, _MOST_FOR_ONE)
                for of in controls[reading - 1]
            ]
            scale = group.size / max(1, sampled.sum())
            rival = max((_evidence(one[sampled]) * scale for one in turned_by), default=0.0)
            if evidence < max(bound, rival + _MARGIN):
                continue
            share = _share(gain[reading, group])
            odds = share * np.exp(gain[reading, doors.row[members]])
            sure = odds / (odds + 1 - share)
            for member, one in zip(members, sure.tolist(), strict=True):
                if one > certain[reading, member]:
                    certain[reading, member] = one
                    told[reading, member] = (share, group.size)
    yield from _certain(rows, doors, certain, told, surroundings)


def _certain(
    rows: Sequence[PlaceRow],
    doors: _Doors,
    certain: Floats,
    told: Mapping[tuple[int, int], tuple[float, int]],
    surroundings: Surroundings,
) -> Iterator[tuple[int, Doubt]]:
    best = certain.argmax(axis=0)
    for number in np.flatnonzero(certain.max(axis=0) >= SURE).tolist():
        reading, door = int(best[number]), int(doors.row[number])
        given, read = doors.points[0, door], doors.points[reading, door]
        share, size = told[reading, number]
        figures = {
            "sure": round(float(certain[reading, number]), 3),
            "group_share": round(share, 2),
            "group_places": size,
            **_lies(surroundings, doors.street[door], given, ""),
            **_lies(surroundings, doors.street[door], read, "_then"),
        }
        yield (
            number,
            Doubt(
                row=rows[number],
                kind=DoubtKind.DATUM,
                metres=float(np.hypot(*(read - given))),
                reading=doors.readings[reading],
                figures=figures,
            ),
        )


def _lies(surroundings: Surroundings, street: int, at: Floats, when: str) -> dict[str, float]:
    """Tell how a place lies: metres to the street of its address, a building, any street."""
    metres = {
        "address_street": surroundings.named_street_m(np.array([street]), at[None])[0],
        "building": surroundings.building_m(at[None])[0],
        "street": surroundings.street_m(at[None])[0],
    }
    return {
        f"{what}{when}_m": round(float(one), 1) for what, one in metres.items() if np.isfinite(one)
    }


def _controls(doors: _Doors, sample: Ints) -> Iterator[Floats]:
    """Move doors by each reading's shift, turned to where no reading lies; (turns, doors, 2)."""
    shifts = doors.points[1:, sample] - doors.points[0, sample]
    means = shifts.mean(axis=1)
    real = np.arctan2(means[:, 1], means[:, 0])
    for shift, angle in zip(shifts, real, strict=True):
        turned = []
        for turn in np.arange(1, 2 * _CONTROLS) * (math.pi / _CONTROLS):
            off = np.abs((angle + turn - real + math.pi) % (2 * math.pi) - math.pi)
            if off.min() < _APART_TURN:
                continue
            turning = np.array(
                [[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]]
            )
            turned.append(doors.points[0, sample] + shift @ turning.T)
        yield np.array(turned)


def _classes(surroundings: Surroundings, street: Ints, points: Floats) -> Ints:
    """Give the class of how each point lies in the town."""
    named_m = surroundings.named_street_m(street, points)
    named = np.where(street >= 0, np.searchsorted(_NAMED_M, named_m), len(_NAMED_SHARES))
    near = np.searchsorted(_STREET_M, surroundings.street_m(points))
    built = np.searchsorted(_BUILDING_M, surroundings.building_m(points))
    return np.asarray((named * len(_BUILDING_SHARES) + built) * len(_STREET_SHARES) + near)


def _scores(classes: Ints, controls: Ints) -> Floats:
    """Learn how much likelier right doors are than wrong ones in each class, as logarithms."""
    shares = np.multiply.outer(_BUILDING_SHARES, _STREET_SHARES).ravel()
    # Doors with and without a street in their address are never compared with each other.
    prior = np.concatenate([*(share * shares for share in _NAMED_SHARES), shares])
    count = prior.size
    named = np.arange(count) < len(_NAMED_SHARES) * shares.size
    moved = np.bincount(controls.ravel(), minlength=count).astype(np.float64)
    wrong = _smoothed(moved, np.ones(count), named)
    right = _smoothed(np.zeros(count), prior, named)
    weight = np.full((len(classes), 1), 0.5 / max(1, len(classes) - 1))
    weight[0] = 0.5
    for _round in range(_ROUNDS):
        score = np.log(right / wrong)
        odds = weight * np.exp(score[classes])
        belief = odds / odds.sum(axis=0)
        weight = belief.mean(axis=1, keepdims=True)
        counts = np.zeros(count)
        np.add.at(counts, classes.ravel(), belief.ravel())
        right = _smoothed(counts, prior, named)
    scores: Floats = np.log(right / wrong)
    return scores


def _smoothed(counts: Floats, prior: Floats, named: NDArray[np.bool_]) -> Floats:
    """Make shares of counts, each kind of door by itself, on top of a few imagined doors."""
    shares = np.empty(counts.size)
    for kind in (named, ~named):
        imagined = prior[kind] / prior[kind].sum() * _PRIOR_DOORS
        some = counts[kind] + imagined
        shares[kind] = some / some.sum()
    return shares


def _groups(rows: Sequence[PlaceRow]) -> list[list[int]]:
    """List the rows of each file, and of each origin in it; groups of one kind of row only once."""
    by: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        by[("",)].append(number)
        by[("file", row.file)].append(number)
        if row.group:
            by[("group", row.file, row.group)].append(number)
    different = {tuple(members) for members in by.values()}
    return [list(members) for members in sorted(different)]


def _evidence(gain: Floats) -> float:
    """Average the likelihood ratio over all shares of rows that may be shifted, as a logarithm."""
    if not gain.size:
        return 0.0
    terms = np.log1p(_SHARES[:, None] * np.expm1(gain)).sum(axis=1)
    return float(np.logaddexp.reduce(terms) - math.log(_SHARES.size))


def _share(gain: Floats) -> float:
    """Find the share of rows that most likely need the reading."""
    share = 0.5
    for _round in range(40):
        odds = share * np.exp(gain)
        share = float((odds / (odds + 1 - share)).mean())
    return min(max(share, 0.001), 0.999)
