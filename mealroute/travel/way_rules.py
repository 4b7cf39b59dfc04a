"""Say which modes may use an OpenStreetMap way, in which direction, and whether to stop there.

The signs follow the access hierarchy of the OpenStreetMap wiki (Key:access, Key:oneway): the most
specific sign on a way decides. An e-bike is a bicycle in law, unless a sign names e-bikes. Where
it may not be ridden but people may walk, it is pushed, if nothing forbids bicycles.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import HIGHWAYS, Mode

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

KINDS: Final = HIGHWAYS
"""The kinds by number, as a stored network names them."""

_SIGNS: Final[Mapping[Mode, tuple[str, ...]]] = {
    Mode.FOOT: ("foot", "access"),
    Mode.EBIKE: ("electric_bicycle", "bicycle", "mofa", "moped", "vehicle", "access"),
    Mode.CAR: ("motorcar", "motor_vehicle", "vehicle", "access"),
}
_ONLY_OPENING = frozenset({"mofa", "moped"})  # an e-bike is more than either may do, never less
_CLOSING = frozenset(
    {"no", "private", "permit", "agricultural", "forestry", "emergency", "military"}
    | {"use_sidepath", "dismount"}
)
_OPENING = frozenset({"yes", "designated", "permissive", "official", "destination"})
_OPENING_SIGNS = frozenset(
    {"foot", "electric_bicycle", "bicycle", "mofa", "moped", "motorcar", "motor_vehicle"}
)
_PUSHED_ON = frozenset({"footway", "pedestrian", "bridleway"})
_RAMPS = ("ramp:bicycle", "ramp:wheelchair", "ramp")
_NO_STOP = frozenset({"motorway", "motorway_link", "trunk_link"})
_PUSHED_BIT: Final = 6
_NO_STOP_BIT: Final = 7
_FORWARD_ONLY = frozenset({"yes", "true", "1"})
_BACKWARD_ONLY = frozenset({"-1", "reverse"})


def way_access(tags: Mapping[str, str]) -> int:
    """Say who may go along a way and who against it, as the bits that `may_go` reads.

    Two more bits say where an e-bike is pushed (`is_pushed`) and where no stop makes sense
    (`may_stop`): on motorways and ramps, in tunnels other than a passage through a building.

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
        pushed = mode is Mode.EBIKE and _is_pushed(tags, kind)
        if pushed or _is_open(tags, kind, mode):
            oneway = _oneway(tags, kind, Mode.FOOT if pushed else mode)
            forward, backward = oneway not in _BACKWARD_ONLY, oneway not in _FORWARD_ONLY
            access |= (forward | backward << 1) << 2 * number | pushed << _PUSHED_BIT
    if access and (
        kind in _NO_STOP
        or tags.get("motorroad") == "yes"
        or tags.get("tunnel", "no") not in {"no", "building_passage"}
    ):
        access |= 1 << _NO_STOP_BIT
    return access


def may_go(access: NDArray[np.uint8], mode: Mode, *, backward: bool) -> NDArray[np.bool_]:
    """Read from access bits whether a mode may go along the ways, or against them."""
    bit = 2 * list(Mode).index(mode) + backward
    return (access >> bit & 1).astype(np.bool_)


def is_pushed(access: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Read from access bits where an e-bike is pushed at walking speed."""
    return (access >> _PUSHED_BIT & 1).astype(np.bool_)


def may_stop(access: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Read from access bits where somebody may stop to walk to a door."""
    stop: NDArray[np.bool_] = (access >> _NO_STOP_BIT & 1) == 0
    return stop


def deciding_sign(tags: Mapping[str, str], mode: Mode) -> str | None:
    """Name the most specific access tag that is there for a mode, of a way or a barrier."""
    return next(
        (
            sign
            for sign in _SIGNS[mode]
            if sign in tags and (sign not in _ONLY_OPENING or tags[sign] in _OPENING)
        ),
        None,
    )


def is_closing(value: str) -> bool:
    """Whether the value of an access tag shuts people out."""
    return value in _CLOSING


def _is_open(tags: Mapping[str, str], kind: str, mode: Mode) -> bool:
    """Whether a mode may use the way at all."""
    if mode is not Mode.FOOT and (kind == "steps" or tags.get("area") == "yes"):
        return False  # nobody rides up steps; of a plaza only the outline is known, for walkers
    if mode is not Mode.CAR and tags.get("motorroad") == "yes":
        return False
    sign = deciding_sign(tags, mode)
    if sign is not None and tags[sign] in _CLOSING:
        return False
    if sign in _OPENING_SIGNS and tags[sign] in _OPENING:
        return True
    if mode is Mode.EBIKE and (
        tags.get("expressway") == "yes" or tags.get("smoothness") == "impassable"
    ):
        return False
    return mode in OPEN_TO[kind]


def _is_pushed(tags: Mapping[str, str], kind: str) -> bool:
    """Whether an e-bike goes here only beside somebody who walks; up steps only by a ramp."""
    if tags.get("area") == "yes" or not _is_open(tags, kind, Mode.FOOT):
        return False
    sign = deciding_sign(tags, Mode.EBIKE)
    if sign is not None and tags[sign] in _CLOSING - {"dismount"}:
        return False
    if kind == "steps":
        return any(tags.get(ramp, "no") not in {"no", "separate"} for ramp in _RAMPS)
    if sign is not None and tags[sign] == "dismount":
        return True
    return kind in _PUSHED_ON and not _is_open(tags, kind, Mode.EBIKE)


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
