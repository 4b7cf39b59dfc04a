"""Say by what somebody recognises an OpenStreetMap way: a bridge, steps up, a crossing."""

from collections.abc import Mapping
from enum import IntFlag
from typing import Final

from mealroute.domain import WayKind


class Mark(IntFlag):
    """What a way has besides its kind; ``UP`` and ``DOWN`` are meant along it."""

    ROUNDABOUT = 1
    BRIDGE = 2
    UNDERPASS = 4
    CROSSING = 8
    PAVEMENT = 16
    UP = 32
    DOWN = 64


_KINDS: Final[Mapping[str, WayKind]] = {
    "service": WayKind.YARD_ROAD,
    "track": WayKind.TRACK,
    "pedestrian": WayKind.PEDESTRIAN,
    "footway": WayKind.FOOTPATH,
    "corridor": WayKind.FOOTPATH,
    "platform": WayKind.FOOTPATH,
    "path": WayKind.PATH,
    "bridleway": WayKind.PATH,
    "cycleway": WayKind.CYCLE_PATH,
}
_LANDMARKS: Final[Mapping[Mark, WayKind]] = {
    Mark.BRIDGE: WayKind.BRIDGE,
    Mark.UNDERPASS: WayKind.UNDERPASS,
    Mark.CROSSING: WayKind.CROSSING,
    Mark.PAVEMENT: WayKind.PAVEMENT,
}


def way_marks(tags: Mapping[str, str]) -> int:
    """Read the marks of a way from its tags.

    Examples
    --------
    >>> Mark(way_marks({"highway": "steps", "incline": "-30%", "bridge": "yes"}))
    <Mark.BRIDGE|DOWN: 66>
    """
    marks = Mark(0)
    if tags.get("junction") in {"roundabout", "circular"}:
        marks |= Mark.ROUNDABOUT
    if tags.get("bridge", "no") != "no":
        marks |= Mark.BRIDGE
    if tags.get("tunnel", "no") not in {"no", "building_passage"}:
        marks |= Mark.UNDERPASS
    parts = {tags.get(key) for key in ("footway", "path", "cycleway")}
    if "crossing" in parts and tags.get("highway") in {"footway", "path", "cycleway"}:
        marks |= Mark.CROSSING
    if tags.get("footway") == "sidewalk":
        marks |= Mark.PAVEMENT
    return int(marks | _slope(tags.get("incline", "")))


def way_kind(highway: str, marks: int, *, backward: bool) -> WayKind:
    """Say what a way looks like to somebody who goes along it, or against it.

    Examples
    --------
    >>> way_kind("steps", Mark.UP, backward=True)
    <WayKind.STEPS_DOWN: 'steps_down'>
    """
    if highway == "steps":
        up, down = (Mark.DOWN, Mark.UP) if backward else (Mark.UP, Mark.DOWN)
        if marks & (up | down):
            return WayKind.STEPS_UP if marks & up else WayKind.STEPS_DOWN
        return WayKind.STEPS
    for mark, kind in _LANDMARKS.items():
        if marks & mark:
            return kind
    return _KINDS.get(highway, WayKind.STREET)


def _slope(incline: str) -> Mark:
    """Read ``up``, ``down``, ``12%`` or ``-5°``; what is flat or unknown has no mark."""
    text = incline.strip()
    if text == "up" or (text[:1].isdigit() and text.strip("0%°.")):
        return Mark.UP
    return Mark.DOWN if text == "down" or text.startswith("-") else Mark(0)
