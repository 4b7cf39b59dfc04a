"""Say how fast a mode goes on a street: its kind, slope, surface, speed limit, and the winter."""

import math
import re
from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Mode
from mealroute.settings import TravelSettings
from mealroute.travel.streets import Streets
from mealroute.travel.times import speed_mps
from mealroute.travel.way_rules import KINDS, is_pushed

_SPEED_FACTORS: Final[Mapping[Mode, Mapping[str, float]]] = {
    Mode.FOOT: {"steps": 0.5},
    Mode.EBIKE: {
        "pedestrian": 0.5,
        "footway": 0.5,
        "bridleway": 0.5,
        "platform": 0.5,
        "corridor": 0.5,
        "path": 0.7,
        "track": 0.7,
        "living_street": 0.8,
        "service": 0.8,
    },
    Mode.CAR: {
        "motorway": 3.5,
        "motorway_link": 2.0,
        "trunk": 2.5,
        "trunk_link": 1.5,
        "primary": 1.8,
        "primary_link": 1.4,
        "secondary": 1.5,
        "secondary_link": 1.25,
        "tertiary": 1.25,
        "living_street": 0.5,
        "service": 0.6,
        "track": 0.5,
        "path": 0.4,
        "cycleway": 0.4,
        "pedestrian": 0.4,
        "footway": 0.4,
        "bridleway": 0.4,
        "platform": 0.4,
        "corridor": 0.4,
    },
}

UNTOLD_SLOPE: Final = 0.06
"""The slope of a way that is said to go ``up`` or ``down`` and not how steeply."""

_STEEPEST: Final = 0.5  # beyond this a figure is a slip of the pen
_STEPS: Final = KINDS.index("steps")

_RIDE: Final[Mapping[str, Mapping[str, float]]] = {
    "surface": {
        "compacted": 0.9,
        "fine_gravel": 0.9,
        "sett": 0.8,
        "gravel": 0.7,
        "pebblestone": 0.7,
        "cobblestone": 0.7,
        "unhewn_cobblestone": 0.6,
        "unpaved": 0.7,
        "ground": 0.7,
        "dirt": 0.7,
        "earth": 0.7,
        "grass": 0.6,
        "rock": 0.5,
        "mud": 0.4,
        "sand": 0.4,
        "snow": 0.5,
        "ice": 0.4,
    },
    "smoothness": {"bad": 0.8, "very_bad": 0.6, "horrible": 0.5, "very_horrible": 0.4},
    "tracktype": {"grade2": 0.9, "grade3": 0.8, "grade4": 0.7, "grade5": 0.6},
}
_WALK: Final[Mapping[str, Mapping[str, float]]] = {
    "surface": {"rock": 0.8, "mud": 0.8, "sand": 0.8, "snow": 0.8, "ice": 0.7},
    "smoothness": {"very_horrible": 0.8, "impassable": 0.7},
}
_INCLINE: Final = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*([%°]?)")
_LIMIT: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(km/h|kmh|kph|mph)?")


def slope_permille(tags: Mapping[str, str]) -> int:
    """Read how steeply a way rises in its direction, in thousandths; 0 where nothing is told.

    Percent, degrees, ``up`` and ``down`` are understood, anything else is not. Of steps nothing is
    read: how slow they are is in their kind.

    Examples
    --------
    >>> [slope_permille({"incline": text}) for text in ("8%", "-3 %", "10°", "up", "steep")]
    [80, -30, 176, 60, 0]
    """
    text = tags.get("incline", "").strip().lower()
    if tags.get("highway") == "steps":
        return 0
    if text in {"up", "down"}:
        return round(UNTOLD_SLOPE * 1000) * (1 if text == "up" else -1)
    found = _INCLINE.fullmatch(text)
    if found is None:
        return 0
    figure = float(found[1])
    if found[2] == "°":
        slope = math.tan(math.radians(min(89.0, max(-89.0, figure))))
    else:
        slope = figure / 100
    return round(1000 * min(_STEEPEST, max(-_STEEPEST, slope)))


def ride_percent(tags: Mapping[str, str]) -> int:
    """Read how much of its speed an e-bike keeps on what the way is made of: the worst tag.

    Examples
    --------
    >>> ride_percent({"surface": "gravel", "tracktype": "grade2"})
    70
    """
    return _worst_percent(tags, _RIDE)


def walk_percent(tags: Mapping[str, str]) -> int:
    """Read how much of their speed walkers keep on what the way is made of.

    Examples
    --------
    >>> walk_percent({"surface": "gravel"}), walk_percent({"surface": "mud"})
    (100, 80)
    """
    return _worst_percent(tags, _WALK)


def limit_kmh(tags: Mapping[str, str]) -> int:
    """Read the speed limit of a way for cars in whole km/h, 0 where there is none to read.

    Zones such as ``CN:urban`` and signs that change are no figure and are left out: the usual
    speeds of the kinds of street are below what they allow.

    Examples
    --------
    >>> [limit_kmh({"maxspeed": text}) for text in ("30", "20 mph", "walk", "CN:urban")]
    [30, 32, 7, 0]
    """
    text = tags.get("maxspeed", "").strip().lower()
    if text == "walk":
        return 7
    found = _LIMIT.fullmatch(text)
    if found is None:
        return 0
    kmh = float(found[1]) * (1.609344 if found[2] == "mph" else 1.0)
    return round(min(255.0, max(1.0, kmh)))


def speed_factors(mode: Mode) -> NDArray[np.float64]:
    """Give the speed on each of `KINDS`, as a multiple of the mode's speed in the settings.

    The setting is the speed on an ordinary street of a town. On foot steps take double time. An
    e-bike keeps its speed but where it meets walkers. A car is faster on the roads that are built
    for it and crawls through yards; factors are round numbers near the ratios of speeds usual in
    towns, waiting at crossings included.

    Examples
    --------
    >>> dict(zip(KINDS, speed_factors(Mode.FOOT).tolist(), strict=True))["steps"]
    0.5
    """
    factors = _SPEED_FACTORS[mode]
    return np.array([factors.get(kind, 1.0) for kind in KINDS])


def slope_factors(slope: NDArray[np.float64], mode: Mode) -> NDArray[np.float64]:
    """Say how a slope changes the speed of a mode, relative to the flat.

    On foot by the hiking function, exp(-3.5 |S + 0.05|) (Tobler, Three presentations on
    geographical analysis and modeling, NCGIA report 93-1, 1993): quickest on a gentle way down.
    An e-bike loses 3 % of its speed for each percent up, to 60 % at worst: the motor helps; a car
    loses 1 %, to 70 %. Neither is quicker downhill, where it brakes.

    Parameters
    ----------
    slope
        Rise over run in the direction of travel.
    mode
        Who travels.

    Examples
    --------
    >>> slope_factors(np.array([0.0, 0.1, -0.1]), Mode.FOOT).round(2).tolist()
    [1.0, 0.7, 1.0]
    """
    if mode is Mode.FOOT:
        hiking: NDArray[np.float64] = np.exp(-3.5 * (np.abs(slope + 0.05) - 0.05))
        return hiking
    loss, least = (3.0, 0.6) if mode is Mode.EBIKE else (1.0, 0.7)
    return np.clip(1.0 - loss * np.maximum(slope, 0.0), least, 1.0)


def edge_speeds(
    streets: Streets, edge: NDArray[np.int64], mode: Mode, settings: TravelSettings
) -> NDArray[np.float64]:
    """Give the speeds of a mode on edges, in m/s.

    A speed that the settings name for the kind of street is taken as it is, else the mode's own
    by the factor of the kind; where the surface is worse than that, the surface decides. Then the
    slope counts, for cars the speed limit, and the winter last. An e-bike that is pushed goes as
    the one who pushes it walks.

    Returns
    -------
    NDArray[np.float64]
        Two rows: along the edges, and against them.
    """
    kind = streets.kind[edge]
    named: Mapping[str, float] = getattr(settings.speeds, mode.value)
    plain = np.array([named.get(name, speed_mps(settings, mode)) for name in KINDS])
    factor = np.where([name in named for name in KINDS], 1.0, speed_factors(mode))
    percents = {Mode.FOOT: streets.walk_percent, Mode.EBIKE: streets.ride_percent}
    surface = percents[mode][edge] / 100 if mode in percents else np.inf
    slope = streets.slope_permille[edge] / 1000 * np.array([[1.0], [-1.0]])
    speeds: NDArray[np.float64] = plain[kind] * np.minimum(factor[kind], surface)
    speeds = speeds * slope_factors(slope, mode)
    if mode is Mode.CAR:
        limit = streets.limit_kmh[edge] / 3.6
        speeds = np.where(limit > 0, np.minimum(speeds, limit), speeds)
    winter = settings.winter
    speeds *= np.where(kind == _STEPS, winter.steps, getattr(winter, mode.value))
    if mode is Mode.EBIKE:
        pushed = is_pushed(streets.access[edge])
        speeds[:, pushed] = edge_speeds(streets, edge[pushed], Mode.FOOT, settings)
    return speeds


def _worst_percent(tags: Mapping[str, str], factors: Mapping[str, Mapping[str, float]]) -> int:
    found = (known.get(tags.get(key, ""), 1.0) for key, known in factors.items())
    return round(100 * min(found))
