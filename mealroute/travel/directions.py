"""Tell a trail as steps: a step begins where the name changes or there is something to decide.

What belongs to one street is one step however it bends; stubs shorter than `STUB_M` are passed
over; angles are measured over `LOOK_M`; of a roundabout only the exit is told.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Coordinates, Manoeuvre, Side, Step, WayKind
from mealroute.travel.headings import (
    SHARP_DEG,
    STRAIGHT_DEG,
    Line,
    compass,
    heading,
    plane,
    turn_between,
    turn_word,
)
from mealroute.travel.stretches import LOOK_M, Exit, Stretch

STUB_M: Final = 15.0
"""A stretch shorter than this between two others is no street to anybody who passes it."""

YARD_M: Final = 15.0
"""A door farther than this from its street gets the way there told as a step of its own."""

_GAP_M: Final = 40.0  # so long a piece of a street may lack its name on the map
_BEND_DEG: Final = 45.0  # a named street that turns more, with a way straight on, misleads
_FORK_DEG: Final = 50.0  # another way out within this of straight on can be taken for ours
_AHEAD_DEG: Final = 30.0
_LEADS_M: Final = 5.0  # of shorter stubs nobody can say where they lead
_BESIDE_M: Final = 3.0  # nearer doors are on no side: addresses are not that exact


@dataclass(frozen=True, eq=False)
class Leg:
    """The way from door to door: along the trail, and the straight walks at both ends.

    ``metres`` and ``seconds`` are the leg's, to which all steps add up; ``foot_mps`` is the speed
    of the walks.
    """

    origin: Coordinates
    destination: Coordinates
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    stretches: tuple[Stretch, ...]
    metres: float
    seconds: int
    foot_mps: float

    @cached_property
    def line(self) -> Line:
        """The trail on the plane."""
        return Line(*self._plane(self.lat, self.lon))

    @cached_property
    def walk_out(self) -> tuple[float, float]:
        """The metres east and north from the first door to the street."""
        return self._walk(self.origin, 0, 1.0)

    @cached_property
    def walk_in(self) -> tuple[float, float]:
        """The metres east and north from the street to the last door."""
        return self._walk(self.destination, -1, -1.0)

    def _walk(self, door: Coordinates, point: int, sign: float) -> tuple[float, float]:
        lat = np.array([door.lat, self.lat[point]])
        lon = np.array([door.lon, self.lon[point]])
        x, y = self._plane(lat, lon)
        return sign * float(x[1] - x[0]), sign * float(y[1] - y[0])

    def _plane(
        self, lat: NDArray[np.float64], lon: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return plane(lat, lon, float(self.lat.mean()))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """What may become a step: metres along the trail where it begins, is clear of stubs, ends.

    ``exits`` are the other ways out where it begins; ``exit_number`` that of the roundabout
    which it begins with.
    """

    name: str
    way: WayKind
    start_m: float
    clear_m: float
    end_m: float
    exits: tuple[Exit, ...] = ()
    exit_number: int | None = None


def steps_of(leg: Leg) -> tuple[Step, ...]:
    """Tell a leg as steps, from door to door.

    Metres and seconds are shared out by what each stretch takes, to whole centimetres and
    seconds, so that they add up to the leg's.
    """
    pieces = _joined(leg, _without_stubs(_joined(leg, _pieces(leg.stretches))))
    pieces = _joined(leg, _without_gaps(leg, pieces))
    if not pieces:
        return (_across(leg),)
    steps = [*_first_steps(leg, pieces[0])]
    for before, piece in pairwise(pieces):
        steps.append(
            Step(
                manoeuvre=_manoeuvre(leg, before, piece),
                way=piece.way,
                name=piece.name,
                metres=piece.end_m - piece.start_m,
                seconds=0,
                start=_place(leg, piece.start_m),
                exit_number=piece.exit_number,
            )
        )
    return _shared_out(leg, [*steps, _arrival(leg)])


def _pieces(stretches: Sequence[Stretch]) -> list[_Piece]:
    """Make one piece of each stretch, and of a roundabout one with the street after it."""
    end_m = np.cumsum([stretch.metres for stretch in stretches])
    round_ = _roundabouts(stretches)
    pieces: list[_Piece] = []
    exits: tuple[Exit, ...] = ()
    start_m, number = 0.0, 0
    for at, stretch in enumerate(stretches):
        if round_[at]:
            outward = [exit_ for exit_ in stretch.exits if exit_.is_open and not exit_.roundabout]
            number += 1 if outward or not round_[at + 1] else 0
            continue
        clear_m = float(end_m[at] - stretch.metres)
        pieces.append(
            _Piece(
                name=stretch.name,
                way=stretch.way,
                start_m=start_m,
                clear_m=clear_m,
                end_m=float(end_m[at]),
                exits=exits,
                exit_number=number or None,
            )
        )
        start_m, exits, number = float(end_m[at]), stretch.exits, 0
    return pieces


def _roundabouts(stretches: Sequence[Stretch]) -> list[bool]:
    """Say which stretches are of a roundabout that the trail both enters and leaves."""
    found = [stretch.roundabout for stretch in stretches]
    for order in (range(len(found)), reversed(range(len(found)))):
        for at in order:
            if not found[at]:
                break
            found[at] = False
    return found


def _joined(leg: Leg, pieces: Iterable[_Piece]) -> list[_Piece]:
    """Join pieces that follow each other without anything to tell."""
    joined: list[_Piece] = []
    for piece in pieces:
        if joined and _goes_on(leg, joined[-1], piece):
            before = joined[-1]
            longer = max(before, piece, key=lambda one: one.end_m - one.start_m)
            tells = before.way.is_landmark and before.end_m - before.start_m >= STUB_M
            way = before.way if tells else longer.way
            joined[-1] = replace(before, end_m=piece.end_m, way=way)
        else:
            joined.append(piece)
    return joined


def _without_stubs(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Make each stub the beginning of what follows it; the last the end of what it follows."""
    kept: list[_Piece] = []
    stubs: list[_Piece] = []
    for piece in pieces:
        if (
            piece.end_m - piece.start_m < STUB_M
            and not piece.way.is_steps
            and not piece.exit_number
        ):
            stubs.append(piece)
            continue
        if stubs:
            exits = tuple(exit_ for stub in stubs for exit_ in stub.exits) + piece.exits
            piece = replace(piece, start_m=stubs[0].start_m, exits=exits)  # noqa: PLW2901 -- the same piece, with its stubs
            stubs = []
        kept.append(piece)
    if not kept:
        return [replace(stubs[0], end_m=stubs[-1].end_m)] if stubs else []
    return [*kept[:-1], replace(kept[-1], end_m=stubs[-1].end_m)] if stubs else kept


def _without_gaps(leg: Leg, pieces: Sequence[_Piece]) -> list[_Piece]:
    """Give a short piece straight on in a street the name of that street.

    One without a name, or a pavement that has its name from a street it crosses.
    """
    kept = list(pieces)
    for at, (before, gap, after) in enumerate(zip(pieces, pieces[1:], pieces[2:], strict=False)):
        unsure = gap.way is WayKind.PAVEMENT or not (gap.name or gap.way.is_landmark)
        short = gap.end_m - gap.start_m < _GAP_M and unsure
        turns = _turn(leg, before, gap), _turn(leg, gap, after)
        straight = max(map(abs, turns)) < STRAIGHT_DEG and not gap.exit_number
        if short and straight and before.name and before.name == after.name:
            kept[at + 1] = replace(gap, name=before.name, way=before.way)
    return kept


def _goes_on(leg: Leg, before: _Piece, piece: _Piece) -> bool:
    """Whether somebody on one piece comes onto the next without being told."""
    enters = piece.way.is_landmark and before.way != piece.way
    leaves = before.way.is_steps and before.way != piece.way
    if piece.exit_number or enters or leaves or before.name != piece.name:
        return False
    turn = _turn(leg, before, piece)
    if before.name:
        return not _misleads(leg, before, piece, turn)
    if abs(turn) >= STRAIGHT_DEG:
        return not piece.exits
    alike = before.way == piece.way or before.way.is_landmark or not piece.exits
    return alike and not _is_fork(leg, before, piece, turn)


def _misleads(leg: Leg, before: _Piece, piece: _Piece, turn: float) -> bool:
    """Whether a street of one name turns off where another way, or its own branch, goes on."""
    others = [(exit_, abs(_exit_turn(leg, before, piece, exit_))) for exit_ in piece.exits]
    branch = any(
        exit_.is_open and exit_.name == piece.name and size < abs(turn) for exit_, size in others
    )
    onward = any(size < _BEND_DEG for _exit, size in others)
    return abs(turn) >= STRAIGHT_DEG and (branch or (abs(turn) >= _BEND_DEG and onward))


def _is_fork(leg: Leg, before: _Piece, piece: _Piece, turn: float) -> bool:
    """Whether another way out goes on as straight as ours, or straighter."""
    if abs(turn) < STRAIGHT_DEG / 2:
        return False
    return any(abs(_exit_turn(leg, before, piece, one)) < abs(turn) for one in piece.exits)


def _manoeuvre(leg: Leg, before: _Piece, piece: _Piece) -> Manoeuvre:
    if piece.exit_number:
        return Manoeuvre.ROUNDABOUT
    turn = _turn(leg, before, piece)
    return turn_word(turn, fork=_is_fork(leg, before, piece, turn))


def _turn(leg: Leg, before: _Piece, piece: _Piece) -> float:
    """Measure the turn from one piece into the next, over some metres on each side.

    Who goes back over stubs may turn by more than half a circle: it is a turn to the side on
    which the stubs lead, not to the other by less.
    """
    inward = _heading_in(leg, before, piece)
    onward = leg.line.heading(piece.clear_m, min(piece.clear_m + LOOK_M, piece.end_m))
    turn = turn_between(inward, onward)
    if abs(turn) < SHARP_DEG or piece.clear_m - piece.start_m < _LEADS_M:
        return turn
    stubs = leg.line.heading(piece.start_m, piece.clear_m)
    return math.copysign(turn, turn_between(inward, stubs) + turn_between(stubs, onward))


def _heading_in(leg: Leg, before: _Piece, piece: _Piece) -> float:
    return leg.line.heading(max(before.clear_m, piece.start_m - LOOK_M), piece.start_m)


def _exit_turn(leg: Leg, before: _Piece, piece: _Piece, exit_: Exit) -> float:
    return turn_between(_heading_in(leg, before, piece), exit_.heading)


def _first_steps(leg: Leg, piece: _Piece) -> tuple[Step, ...]:
    """Tell how the leg begins: along the street, or first to it where the door is far from it."""
    walk_m = float(np.hypot(*leg.walk_out))
    along_m = piece.end_m - piece.start_m
    ahead = leg.line.heading(piece.start_m, min(piece.start_m + 2 * LOOK_M, piece.end_m))
    depart = Step(
        manoeuvre=Manoeuvre.DEPART,
        way=piece.way,
        name=piece.name,
        metres=walk_m + along_m,
        seconds=0,
        start=leg.origin,
        compass=compass(ahead),
    )
    if walk_m < YARD_M:
        return (depart,)
    out = heading(*leg.walk_out)
    leave = replace(depart, manoeuvre=Manoeuvre.LEAVE, metres=walk_m, compass=compass(out))
    turn = turn_word(turn_between(out, ahead))
    start = Coordinates(float(leg.lat[0]), float(leg.lon[0]))
    return (leave, replace(depart, manoeuvre=turn, metres=along_m, start=start, compass=None))


def _arrival(leg: Leg) -> Step:
    """Tell on which side the door is."""
    walk_m = float(np.hypot(*leg.walk_in))
    end_m = float(leg.line.along_m[-1])
    turn = turn_between(leg.line.heading(max(0.0, end_m - LOOK_M), end_m), heading(*leg.walk_in))
    side = Side.RIGHT if turn > 0 else Side.LEFT
    if not _AHEAD_DEG <= abs(turn) <= 180 - _AHEAD_DEG:
        side = Side.AHEAD
    last = leg.stretches[-1]
    return Step(
        manoeuvre=Manoeuvre.ARRIVE,
        way=last.way,
        name=last.name,
        metres=walk_m,
        seconds=0,
        start=Coordinates(float(leg.lat[-1]), float(leg.lon[-1])),
        side=side if walk_m >= _BESIDE_M else None,
    )


def _across(leg: Leg) -> Step:
    """Tell a leg that touches its street in one point only: the door is just over there."""
    x, y = np.add(leg.walk_out, leg.walk_in)
    return Step(
        manoeuvre=Manoeuvre.ARRIVE,
        way=WayKind.STREET,
        metres=leg.metres,
        seconds=leg.seconds,
        start=leg.origin,
        compass=compass(heading(float(x), float(y))),
    )


def _place(leg: Leg, along_m: float) -> Coordinates:
    """Find the point of the trail after so many metres."""
    lat = np.interp(along_m, leg.line.along_m, leg.lat)
    lon = np.interp(along_m, leg.line.along_m, leg.lon)
    return Coordinates(float(lat), float(lon))


def _shared_out(leg: Leg, steps: Sequence[Step]) -> tuple[Step, ...]:
    """Round the metres and seconds of steps so that the sums are those of the leg."""
    end_m = np.cumsum([step.metres for step in steps])
    known_m = np.concatenate(([0.0], np.cumsum([one.metres for one in leg.stretches])))
    known_s = np.concatenate(([0.0], np.cumsum([one.seconds for one in leg.stretches])))
    out_m, in_m = float(np.hypot(*leg.walk_out)), float(np.hypot(*leg.walk_in))
    known_m = np.concatenate(([0.0], known_m + out_m, [known_m[-1] + out_m + in_m]))
    out_s, in_s = out_m / leg.foot_mps, in_m / leg.foot_mps
    known_s = np.concatenate(([0.0], known_s + out_s, [known_s[-1] + out_s + in_s]))
    end_s = np.interp(end_m, known_m, known_s)
    end_cm = np.rint(end_m / end_m[-1] * leg.metres * 100) if end_m[-1] else end_m
    end_s = np.rint(end_s / end_s[-1] * leg.seconds) if end_s[-1] else end_s
    end_cm[-1], end_s[-1] = round(leg.metres * 100), leg.seconds
    metres, seconds = np.diff(end_cm, prepend=0) / 100, np.diff(end_s, prepend=0)
    return tuple(
        replace(step, metres=float(one_m), seconds=int(one_s))
        for step, one_m, one_s in zip(steps, metres, seconds, strict=True)
    )
