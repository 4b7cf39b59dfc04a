"""Find degrees in a text, as numbers or as encoded lines, that lie at a person's door."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Coordinates, Datum, Day
from mealroute.privacy.audience import Kind, Sight
from mealroute.privacy.doors import DoorGrid

NEAR_M: Final = 30.0
"""A fine point this near to a door gives the door away."""

_SAME_M: Final = 3.0  # the door itself, rounded to 5 decimals or set at another corner of the step
_ON_LINE_M: Final = 1.0  # a bend of a way is no door unless it is one to the metre
_FARTHEST_APART: Final = 40  # signs between the two numbers of a point
_LIST_GAP: Final = 6  # signs between numbers of a list

# Trailing zeros may have been dropped: of a fine point one number has four decimals or more, and
# the other nearly as many.
_DEGREES: Final = re.compile(r"(?<![\d.])-?\d{1,3}\.\d+")
_FINE_DECIMALS: Final = 4
_BLANKS: Final = re.compile(r"[^\S\n\t]*\n[^\S\n\t]*|[^\S\n\t]+")
_FRAME: Final = re.compile(r"(?i)(bounds|bbox|cent(?:er|re)|viewbox)\W*(?:[\W\d]*)$")
_GROUND: Final = re.compile(r'"ground":\s*(?=\{)')
_ENCODED: Final = re.compile(r'"((?:[?-\[\]-~]|\\\\|\\u00[0-9a-fA-F]{2}){8,})"')


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of a text at a person's door: ``at`` is its place in the text, ``metres`` the rest.

    ``shown`` is how it stands there, ``exact`` whether it is the door itself.
    """

    at: int
    whose: str
    metres: float
    exact: bool
    shown: str


class Doors:
    """The doors that a reader may not know, in every datum, and the places that are no secret."""

    def __init__(self, day: Day, sight: Sight) -> None:
        hidden: list[tuple[str, Coordinates]] = []
        open_points = [canteen.coordinates for canteen in day.canteens]
        people = [
            *((one.resident_id, one.coordinates, sight.of_resident(one.resident_id))
              for one in day.residents),
            *((one.volunteer_id, one.coordinates, sight.of_volunteer(one.volunteer_id))
              for one in day.volunteers),
        ]  # fmt: skip
        for whose, place, kinds in people:
            if place is None:
                continue
            if Kind.LOCATION in kinds:
                open_points.append(place)
            else:
                hidden.append((whose, place))
        self._hidden = [DoorGrid(hidden, datum) for datum in Datum]
        self._open = [DoorGrid([("", place) for place in open_points], datum) for datum in Datum]

    def find(self, text: str) -> Iterator[Spot]:
        """Go through the points of a text that lie at a hidden door, and not at an open one."""
        if not any(grid.people for grid in self._hidden):
            return
        points = [*_among_numbers(text), *_in_encoded_lines(text)]
        if not points:
            return
        lats = np.array([point.lat for point in points])
        lons = np.array([point.lon for point in points])
        # A way that begins at a canteen tells by that in which datum it is. Elsewhere its bends are
        # near a door only by chance.
        seen = [
            any(
                grid.within(points[at].lat, points[at].lon, _ON_LINE_M)
                for at in np.flatnonzero(grid.may_hold(lats, lons)).tolist()
            )
            for grid in self._open
        ]
        for datum, grid in enumerate(self._hidden):
            for at in np.flatnonzero(grid.may_hold(lats, lons)).tolist():
                point = points[at]
                if not point.on_line or seen[datum] or not any(seen):
                    yield from self._judge(text, point, grid)

    def _judge(self, text: str, point: "_Point", grid: DoorGrid) -> Iterator[Spot]:
        near = grid.nearest(point.lat, point.lon)
        if near is None:
            return
        whose, metres = near
        if metres > (_ON_LINE_M if point.on_line else NEAR_M):
            return
        if any(one.within(point.lat, point.lon, _SAME_M) for one in self._open):
            return
        # The corner of a map's frame is near somebody's door by chance; at the door it is not.
        if metres > _SAME_M and _FRAME.search(text[max(0, point.at - 60) : point.at]):
            return
        shown = f"{point.lat:.1f}…, {point.lon:.1f}…"
        yield Spot(point.at, whose, metres, metres <= _SAME_M, shown)


@dataclass(frozen=True, slots=True)
class _Point:
    """Two numbers of a text that may be a point; both orders of them are two points."""

    at: int
    lat: float
    lon: float
    on_line: bool


def _among_numbers(text: str) -> Iterator[_Point]:
    """Pair off the numbers that stand nearer to each other than to their other neighbours."""
    found = [(match.start(), match.end(), float(match[0])) for match in _DEGREES.finditer(text)]
    if len(found) < 2:
        return
    starts = np.array([one[0] for one in found])
    ends = np.array([one[1] for one in found])
    gaps = starts[1:] - ends[:-1]
    padded = np.concatenate(([_FARTHEST_APART + 1], gaps, [_FARTHEST_APART + 1]))
    nearest = (gaps <= padded[:-2]) & (gaps <= padded[2:]) & (gaps <= _FARTHEST_APART)
    listed = _in_list(text, starts, ends)
    for first in np.flatnonzero(nearest).tolist():
        if listed[first] == _SECOND:
            continue
        at, end, one = found[first]
        other_at, other_end, other = found[first + 1]
        if not _is_fine(text[at:end], text[other_at:other_end]):
            continue
        on_line = listed[first] == _FIRST or "trkpt" in text[max(0, at - 14) : at]
        if abs(one) <= 90:
            yield _Point(at, one, other, on_line)
        if abs(other) <= 90:
            yield _Point(at, other, one, on_line)


def _is_fine(one: str, other: str) -> bool:
    decimals = sorted(len(number.partition(".")[2]) for number in (one, other))
    return decimals[1] >= _FINE_DECIMALS and decimals[0] >= _FINE_DECIMALS - 1


def _in_encoded_lines(text: str) -> Iterator[_Point]:
    for match in _ENCODED.finditer(text):
        points = decoded_line(_unescaped(match[1]))
        if len(points) > 1:
            yield from (_Point(match.start(), lat, lon, on_line=True) for lat, lon in points)


def decoded_line(text: str) -> list[tuple[float, float]]:
    """Read an encoded polyline of 5 decimals; empty where the text is none.

    Examples
    --------
    >>> decoded_line("_p~iF~ps|U_ulLnnqC_mqNvxq`@")
    [(38.5, -120.2), (40.7, -120.95), (43.252, -126.453)]
    >>> decoded_line("resident")
    []
    """
    numbers: list[int] = []
    value = shift = 0
    for sign in text:
        bits = ord(sign) - 63
        value |= (bits & 0x1F) << shift
        shift += 5
        if bits < 0x20:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    if shift or len(numbers) % 2:
        return []
    points: list[tuple[float, float]] = []
    lat = lon = 0
    for north, east in zip(numbers[::2], numbers[1::2], strict=True):
        lat, lon = lat + north, lon + east
        if abs(lat) > 9_000_000 or abs(lon) > 18_000_000:
            return []
        points.append((lat / 100_000, lon / 100_000))
    return points


def plain_blanks(text: str) -> str:
    """Shorten blanks to one, or to a line break, so that lists look the same however indented."""
    return _BLANKS.sub(lambda found: "\n" if "\n" in found[0] else " ", text)


_ALONE, _FIRST, _SECOND = 0, 1, 2


def _in_list(text: str, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int8]:
    """Tell of each number whether it begins a point of a list of points, or goes on with one."""
    listed = np.zeros(len(starts), dtype=np.int8)
    close = (starts[1:] - ends[:-1]) <= _LIST_GAP
    run = [0]
    for left, joined in enumerate(close.tolist()):
        if joined and _is_list_gap(text[int(ends[left]) : int(starts[left + 1])]):
            run.append(left + 1)
            continue
        _mark_list(listed, run)
        run = [left + 1]
    _mark_list(listed, run)
    return listed


def _mark_list(listed: NDArray[np.int8], run: Sequence[int]) -> None:
    """Two points or more are a line, whose numbers pair off from the first."""
    if len(run) >= 4 and len(run) % 2 == 0:
        listed[run[::2]] = _FIRST
        listed[run[1::2]] = _SECOND


def _is_list_gap(gap: str) -> bool:
    """Whether only brackets, commas and blanks stand between; a bare new line parts rows."""
    if "\n" in gap and "[" not in gap and "]" not in gap and gap.strip() != ",":
        return False
    return not any(sign.isalnum() or sign in "\"'<>=:?" for sign in gap)


def without_ground(text: str) -> str:
    """Blank the town underneath our own maps: public streets and houses, drawn for everybody.

    It is JSON as it stands in a file, and seldom once its escapes are undone.
    """
    decoder = json.JSONDecoder()
    pieces: list[str] = []
    begin = 0
    for match in _GROUND.finditer(text):
        if match.end() < begin:
            continue
        try:
            _value, end = decoder.raw_decode(text, match.end())
        except ValueError:
            continue
        pieces += [text[begin : match.end()], "\n" * text.count("\n", match.end(), end)]
        begin = end
    return "".join([*pieces, text[begin:]])


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    told = json.loads(f'"{text}"')
    return told if isinstance(told, str) else ""
