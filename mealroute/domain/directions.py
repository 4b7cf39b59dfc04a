"""Hold the way of a leg as a person follows it: step by step, in data; words are made elsewhere."""

from dataclasses import dataclass
from enum import StrEnum

from mealroute.domain.coordinates import Coordinates


class Manoeuvre(StrEnum):
    """What to do where a step begins.

    ``leave`` goes straight from the door to the street, ``depart`` along it; ``roundabout`` takes
    one of its exits; ``arrive`` leaves the street for the door.
    """

    LEAVE = "leave"
    DEPART = "depart"
    STRAIGHT = "straight"
    SLIGHT_LEFT = "slight_left"
    LEFT = "left"
    SHARP_LEFT = "sharp_left"
    SLIGHT_RIGHT = "slight_right"
    RIGHT = "right"
    SHARP_RIGHT = "sharp_right"
    UTURN = "uturn"
    ROUNDABOUT = "roundabout"
    ARRIVE = "arrive"


class WayKind(StrEnum):
    """What a way looks like to somebody who goes along it."""

    STREET = "street"
    YARD_ROAD = "yard_road"
    TRACK = "track"
    PEDESTRIAN = "pedestrian"
    FOOTPATH = "footpath"
    PAVEMENT = "pavement"
    PATH = "path"
    CYCLE_PATH = "cycle_path"
    STEPS = "steps"
    STEPS_UP = "steps_up"
    STEPS_DOWN = "steps_down"
    CROSSING = "crossing"
    BRIDGE = "bridge"
    UNDERPASS = "underpass"

    @property
    def is_steps(self) -> bool:
        """Whether it is steps, up or down."""
        return self in {WayKind.STEPS, WayKind.STEPS_UP, WayKind.STEPS_DOWN}

    @property
    def is_landmark(self) -> bool:
        """Whether one knows it by sight, name or not, so that coming to it is worth telling."""
        return self.is_steps or self in {WayKind.CROSSING, WayKind.BRIDGE, WayKind.UNDERPASS}


class Compass(StrEnum):
    """The eight directions people name, clockwise from north."""

    NORTH = "north"
    NORTH_EAST = "north_east"
    EAST = "east"
    SOUTH_EAST = "south_east"
    SOUTH = "south"
    SOUTH_WEST = "south_west"
    WEST = "west"
    NORTH_WEST = "north_west"


class Side(StrEnum):
    """Where a door is, seen by somebody who comes along the street."""

    LEFT = "left"
    RIGHT = "right"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do, and how far to go after it.

    ``way`` and ``name`` are those of the street to go along; ``name`` is empty where it has none.
    ``metres`` (to the centimetre) and ``seconds`` of all steps add up to the leg's.
    ``exit_number`` is that of a roundabout, ``compass`` is told where there is no street to turn
    from, ``side`` where the door is.
    """

    manoeuvre: Manoeuvre
    way: WayKind
    name: str = ""
    metres: float
    seconds: int
    start: Coordinates
    exit_number: int | None = None
    compass: Compass | None = None
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class RouteDirections:
    """The steps of one route of a plan: for every trip its legs, as in `RouteShape`.

    A leg has no steps where no street is known, or where it goes nowhere.
    """

    trips: tuple[tuple[tuple[Step, ...], ...], ...]
