"""Have a peer solve a day canteen by canteen, each in its share of the time, on every core given.

A peer models single trips from one canteen; so does everybody who uses it. The shifts that may
work for several canteens are dealt to the neediest before.
"""

import multiprocessing
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Final, Protocol, TypeAlias

import numpy as np

from mealroute.search.canteen_part import Part, parts_of
from mealroute.search.one_trip import OneTrip, one_trip
from mealroute.search.problem import Problem, nothing_served

WHOLE: Final = 10**9
"""More orders than any canteen has: no canteen is cut."""
APART: Final = 1.02
"""An answer on the way is kept when this much more time has gone by than at the one before."""

Routes: TypeAlias = Mapping[int, Sequence[int]]
"""For each shift at work the orders it brings, in sequence."""


@dataclass(frozen=True, slots=True)
class Found:
    """An answer of a peer, and when it had it: in seconds since its canteen was begun."""

    seconds: float
    routes: Routes


class SolveCanteen(Protocol):
    """What a peer does with one canteen."""

    def __call__(self, model: OneTrip, ends_s: float, seed: int) -> list[tuple[float, Routes]]:
        """Solve until `time.monotonic` says ``ends_s``; the last answer is the one that counts.

        Answers come with the `time.monotonic` at which they were found, as far as the peer tells.
        """
        ...


@dataclass(frozen=True, slots=True)
class CanteenRun:
    """What a peer found for one canteen, and its share of its core's time."""

    part: Part
    share: float
    finds: tuple[Found, ...]

    @property
    def routes(self) -> Routes:
        """The answer; nothing where the peer had none in time."""
        return self.finds[-1].routes if self.finds else {}


def solve_canteens(
    problem: Problem, solve: SolveCanteen, ends_s: float, seed: int, cores: int
) -> list[CanteenRun]:
    """Solve every canteen; on several cores side by side, in groups of about equal size."""
    dice = np.random.default_rng(seed)
    parts = [
        part for part in parts_of(problem, nothing_served(problem), WHOLE, dice) if part.orders
    ]
    groups = [group for group in groups_of(parts, cores) if group]
    if len(groups) < 2:
        return [
            run for group in groups for run in _solve_group(problem, group, solve, ends_s, seed)
        ]
    fork = multiprocessing.get_context("fork")
    runs: list[CanteenRun] = []
    pipes = []
    for group, core in zip(groups, sorted(os.sched_getaffinity(0)), strict=False):
        ours, theirs = fork.Pipe(duplex=False)
        arguments = (theirs, core, problem, group, solve, ends_s, seed)
        process = fork.Process(target=_serve_group, args=arguments)
        process.start()
        theirs.close()
        pipes.append((process, ours))
    for process, pipe in pipes:
        runs += pipe.recv()
        process.join()
    return runs


def groups_of(parts: Sequence[Part], count: int) -> list[list[Part]]:
    """Deal canteens into groups of about equal size, the largest first to the smallest group.

    Examples
    --------
    >>> parts = [Part(row, (0,) * size, (), ()) for row, size in enumerate((5, 9, 4))]
    >>> [[part.canteen for part in group] for group in groups_of(parts, 2)]
    [[1], [0, 2]]
    """
    groups: list[list[Part]] = [[] for _ in range(count)]
    for part in sorted(parts, key=lambda part: (-len(part.orders), part.canteen)):
        min(groups, key=_size).append(part)
    return groups


def _size(parts: Sequence[Part]) -> int:
    return sum(len(part.orders) for part in parts)


def _serve_group(
    pipe: Connection,
    core: int,
    problem: Problem,
    parts: Sequence[Part],
    solve: SolveCanteen,
    ends_s: float,
    seed: int,
) -> None:
    os.sched_setaffinity(0, {core})
    pipe.send(_solve_group(problem, parts, solve, ends_s, seed))


def _solve_group(
    problem: Problem, parts: Sequence[Part], solve: SolveCanteen, ends_s: float, seed: int
) -> list[CanteenRun]:
    """Solve one canteen after the other; what one does not use goes to those behind it."""
    runs = []
    for row, part in enumerate(parts):
        began_s = time.monotonic()
        part_ends_s = began_s + max(0.0, ends_s - began_s) * len(part.orders) / _size(parts[row:])
        model = one_trip(problem, part)
        found = solve(model, part_ends_s, seed) if model.orders and model.vehicles else []
        finds = tuple(Found(moment_s - began_s, routes) for moment_s, routes in found)
        runs.append(CanteenRun(part, len(part.orders) / _size(parts), finds))
    return runs


class Finds:
    """The answers of one canteen on the way, as many as a curve needs."""

    def __init__(self) -> None:
        self._began_s = time.monotonic()
        self.kept: list[tuple[float, Routes]] = []

    @property
    def due(self) -> bool:
        """Whether enough time went by that another answer is worth being read out."""
        if not self.kept:
            return True
        before_s = self.kept[-1][0] - self._began_s
        return time.monotonic() - self._began_s > APART * before_s

    def keep(self, routes: Routes) -> None:
        """Keep an answer as found now."""
        self.kept.append((time.monotonic(), routes))
