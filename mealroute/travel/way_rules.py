"""Say which modes may use an OpenStreetMap way, in which direction and how fast.

The signs follow the access hierarchy of the OpenStreetMap wiki (Key:access, Key:oneway): the most
specific sign on a way decides. An e-bike is a bicycle in law. Turn restrictions and barriers are
not looked at.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Mode

_ALL = frozenset(Mode)
_NO_CAR = frozenset({Mode.FOOT, Mode.EBIKE})
_FOOT_ONLY = frozenset({Mode.FOOT})
_CAR_ONLY = frozenset({Mode.CAR})

OPEN_TO: Final[Mapping[str, frozenset[Mode]]] = {
    "motorway": _CAR_ONLY,
    "motorway_link": _CAR_ONLY,
    "trunk": _ALL,
    "trunk_link": _ALL,
    "primary": _ALL,
    "primary_link": _ALL,
    "secondary": _ALL,
    "secondary_link": _ALL,
    "tertiary": _ALL,
    "tertiary_link": _ALL,
    "unclassified": _ALL,
    "residential": _ALL,
    "living_street": _ALL,
    "service": _ALL,
    "road": _ALL,
    "track": _NO_CAR,
    "path": _NO_CAR,
    "cycleway": _NO_CAR,
    "pedestrian": _FOOT_ONLY,
    "footway": _FOOT_ONLY,
    "bridleway": _FOOT_ONLY,
    "corridor": _FOOT_ONLY,
    "platform": _FOOT_ONLY,
    "steps": _FOOT_ONLY,
}
"""The kinds of street there are, and who may use them where no sign says otherwise.

Every other value of ``highway`` (construction, proposed, raceway, ...) is no street.
"""

KINDS: Final = tuple(OPEN_TO)
"""The kinds by number, as a stored network names them."""

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

_SIGNS: Final[Mapping[Mode, tuple[str, ...]]] = {
    Mode.FOOT: ("foot", "access"),
    Mode.EBIKE: ("bicycle", "vehicle", "access"),
    Mode.CAR: ("motorcar", "motor_vehicle", "vehicle", "access"),
}
_CLOSING = frozenset(
    {"no", "private", "permit", "agricultural", "forestry", "emergency", "military"}
    | {"use_sidepath", "dismount"}
)
_OPENING = frozenset({"yes", "designated", "permissive", "official", "destination"})
_OPENING_SIGNS = frozenset({"foot", "bicycle", "motorcar", "motor_vehicle"})
_FORWARD_ONLY = frozenset({"yes", "true", "1"})
_BACKWARD_ONLY = frozenset({"-1", "reverse"})


def way_access(tags: Mapping[str, str]) -> int:
    """Say who may go along a way and who against it, as the bits that `may_go` reads.

    Examples
    --------
    >>> way_access({"highway": "construction"})
    0
    >>> street = np.array([way_access({"highway": "residential", "oneway": "yes"})], np.uint8)
    >>> bool(may_go(street, Mode.CAR, backward=True)[0])
    False
    >>> bool(may_go(street, Mode.FOOT, backward=True)[0])
    True
    """
    kind = tags.get("highway", "")
    if kind not in OPEN_TO:
        return 0
    access = 0
    for number, mode in enumerate(Mode):
        if _is_open(tags, kind, mode):
            oneway = _oneway(tags, kind, mode)
            forward, backward = oneway not in _BACKWARD_ONLY, oneway not in _FORWARD_ONLY
            access |= (forward | backward << 1) << 2 * number
    return access


def may_go(access: NDArray[np.uint8], mode: Mode, *, backward: bool) -> NDArray[np.bool_]:
    """Read from access bits whether a mode may go along the ways, or against them."""
    bit = 2 * list(Mode).index(mode) + backward
    return (access >> bit & 1).astype(np.bool_)


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


def _is_open(tags: Mapping[str, str], kind: str, mode: Mode) -> bool:
    """Whether a mode may use the way at all."""
    if mode is not Mode.FOOT and (kind == "steps" or tags.get("area") == "yes"):
        return False  # nobody rides up steps; of a plaza only the outline is known, for walkers
    if mode is not Mode.CAR and tags.get("motorroad") == "yes":
        return False
    sign = next((sign for sign in _SIGNS[mode] if sign in tags), None)
    if sign is not None and tags[sign] in _CLOSING:
        return False
    if sign in _OPENING_SIGNS and tags[sign] in _OPENING:
        return True
    return mode in OPEN_TO[kind]


def _oneway(tags: Mapping[str, str], kind: str, mode: Mode) -> str:
    """Find the value of ``oneway`` that holds for the mode."""
    if mode is Mode.FOOT:
        return tags.get("oneway:foot", "no")
    if mode is Mode.EBIKE:
        if tags.get("cycleway", "").startswith("opposite"):
            return "no"
        if "oneway:bicycle" in tags:
            return tags["oneway:bicycle"]
    implied = kind == "motorway" or tags.get("junction") in {"roundabout", "circular"}
    return tags.get("oneway", "yes" if implied else "no")
