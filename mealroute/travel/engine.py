"""Make travel times out of what another engine answers, by the rules that hold for our own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Coordinates, Mode
from mealroute.errors import TravelError
from mealroute.language import gettext as _
from mealroute.settings import TravelSettings
from mealroute.travel.sphere import places
from mealroute.travel.times import UNREACHABLE_S, Path, TravelTable, speed_mps

REACH_M: Final = 1000.0
"""A point farther than this from every street of a mode cannot be reached by it."""

Key = tuple[float, float]
"""A place: its latitude and longitude, to 5 decimals."""

_USUAL_MPS: Final = {Mode.FOOT: (0.5, 2.2), Mode.EBIKE: (2.2, 9.0), Mode.CAR: (3.0, 45.0)}
_ENOUGH_TO_JUDGE_M: Final = 5_000.0


@dataclass(frozen=True, eq=False, slots=True)
class Answer:
    """What an engine says of some pairs: seconds and metres (``inf``: no way), and the walks.

    ``from_m`` and ``to_m`` are how far each source and sink is from its street in a straight
    line, ``inf`` where there is none.
    """

    seconds: NDArray[np.float64]
    metres: NDArray[np.float64]
    from_m: NDArray[np.float64]
    to_m: NDArray[np.float64]


class NotTogether(Exception):  # noqa: N818 -- a request to split, not a fault
    """An engine cannot answer for all of these pairs at once; it can for fewer."""


class StreetEngine(Protocol):
    """Another router, in this process or behind a server.

    ``most_sources`` and ``most_sinks`` are what it takes at once; it may lower them when a server
    says so.
    """

    name: str
    most_sources: int
    most_sinks: int

    def ask(self, mode: Mode, sources: Sequence[Key], sinks: Sequence[Key]) -> Answer:
        """Give times and lengths between all pairs, from street to street.

        Raises
        ------
        NotTogether
            When there are several pairs and fewer of them may do.
        """
        ...

    def way(self, mode: Mode, origin: Key, destination: Key) -> list[Key]:
        """Give the points of the way between two places; none where there is no way."""
        ...

    def speed_mps(self, mode: Mode) -> float:
        """Give the speed that the engine's seconds were made with."""
        ...


class EngineTravel:
    """Travel on the streets of another engine, from door to door.

    As with our own streets: the walk between door and street is walked at ``foot`` and counts,
    places equal to 5 decimals are zero apart, a door more than `REACH_M` from a street is not
    reached. Seconds hold for the speeds and the winter of the settings.

    Parameters
    ----------
    engine
        Who answers.
    settings
        The speeds.
    """

    def __init__(self, engine: StreetEngine, settings: TravelSettings) -> None:
        self._engine = engine
        self._settings = settings
        self._kept: dict[Mode, _Kept] = {}

    @property
    def name(self) -> str:
        """The name of this source in plan.json."""
        return "streets"

    def table(
        self, mode: Mode, origins: Sequence[Coordinates], destinations: Sequence[Coordinates]
    ) -> TravelTable:
        """Give seconds and metres between all pairs, by the quickest way.

        Raises
        ------
        TravelError
            When the engine cannot answer, none of the points is near a street of it, or what it
            answers cannot be of this mode.
        """
        keys, place = places([*origins, *destinations])
        here, there = np.split(place, [len(origins)])
        rows, row = np.unique(here, return_inverse=True)
        columns, column = np.unique(there, return_inverse=True)
        sources, sinks = [keys[one] for one in rows], [keys[one] for one in columns]
        kept = self._kept.get(mode)
        if kept is None or not kept.holds(sources, sinks):
            kept = _Kept(sources, sinks, *self._answers(mode, sources, sinks))
            if kept.size > (self._kept[mode].size if mode in self._kept else 0):
                self._kept[mode] = kept
        seconds, metres = kept.table(sources, sinks)
        same = rows[:, None] == columns
        seconds[same], metres[same] = 0, 0.0
        return TravelTable(seconds[row[:, None], column], metres[row[:, None], column])

    def path(self, mode: Mode, origin: Coordinates, destination: Coordinates) -> Path:
        """Give the way of one leg; its metres and seconds are the table's."""
        if origin.key == destination.key:
            return Path((origin, destination), 0.0, 0)
        try:
            table = self.table(mode, [origin], [destination])
        except NothingNearError:
            return Path((origin, destination), np.inf, UNREACHABLE_S)
        seconds, metres = int(table.seconds[0, 0]), float(table.metres[0, 0])
        way: list[Key] = []
        if seconds < UNREACHABLE_S:
            way = self._engine.way(mode, origin.key, destination.key)
        corners = [origin, *(Coordinates(*point) for point in way), destination]
        return Path(tuple(point for point, _same in groupby(corners)), metres, seconds)

    def _answers(
        self, mode: Mode, sources: Sequence[Key], sinks: Sequence[Key]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Ask for seconds and metres between places, a part at a time."""
        seconds = np.full((len(sources), len(sinks)), UNREACHABLE_S, dtype=np.int64)
        metres = np.full(seconds.shape, np.inf)
        judge = _Judge(self._engine.name, mode)
        winter = getattr(self._settings.winter, mode.value)
        slower = self._engine.speed_mps(mode) / (speed_mps(self._settings, mode) * winter)
        for part, other in self._parts(len(sources), len(sinks)):
            answer = self._ask(mode, sources[part], sinks[other])
            judge.hear(answer)
            walks = answer.from_m[:, None] + answer.to_m
            took = answer.seconds * slower + walks / self._settings.foot
            near = (answer.from_m <= REACH_M)[:, None] & (answer.to_m <= REACH_M)
            there_is = near & np.isfinite(took) & (took < UNREACHABLE_S)
            # To a thousandth first: a sum of floats may lie a hair above the whole second.
            whole = np.ceil(np.round(np.where(there_is, took, 0.0), 3)).astype(np.int64)
            seconds[part, other] = np.where(there_is, whole, UNREACHABLE_S)
            metres[part, other] = np.where(there_is, answer.metres + walks, np.inf)
        if seconds.size:
            judge.decide()
        return seconds, metres

    def _ask(self, mode: Mode, sources: Sequence[Key], sinks: Sequence[Key]) -> Answer:
        """Ask for all pairs at once where the engine takes them, else in parts."""
        height = min(len(sources), self._engine.most_sources)
        width = min(len(sinks), self._engine.most_sinks)
        if (height, width) == (len(sources), len(sinks)):
            try:
                return self._engine.ask(mode, sources, sinks)
            except NotTogether:
                height, width = -(-height // 2), -(-width // 2)
        parts = [
            [
                self._ask(mode, sources[first : first + height], sinks[left : left + width])
                for left in range(0, len(sinks), width)
            ]
            for first in range(0, len(sources), height)
        ]
        return Answer(
            np.block([[part.seconds for part in row] for row in parts]),
            np.block([[part.metres for part in row] for row in parts]),
            np.concatenate([row[0].from_m for row in parts]),
            np.concatenate([part.to_m for part in parts[0]]),
        )

    def _parts(self, rows: int, columns: int) -> Iterator[tuple[slice, slice]]:
        """Cut a table into parts; what the engine takes at once may shrink meanwhile."""
        first = 0
        while first < rows:
            part, left = slice(first, min(rows, first + self._engine.most_sources)), 0
            while left < columns:
                other = slice(left, min(columns, left + self._engine.most_sinks))
                yield part, other
                left = other.stop
            first = part.stop


class _Kept:
    """The largest table of a mode so far.

    What it holds is not asked for again: an engine may answer otherwise when other places are in
    the question, and a plan must be judged by the times it was made with.
    """

    def __init__(
        self,
        sources: Sequence[Key],
        sinks: Sequence[Key],
        seconds: NDArray[np.int64],
        metres: NDArray[np.float64],
    ) -> None:
        self._row = {key: number for number, key in enumerate(sources)}
        self._column = {key: number for number, key in enumerate(sinks)}
        self._seconds, self._metres = seconds, metres
        self.size = seconds.size

    def holds(self, sources: Sequence[Key], sinks: Sequence[Key]) -> bool:
        """Whether all these pairs are in it."""
        return self._row.keys() >= set(sources) and self._column.keys() >= set(sinks)

    def table(
        self, sources: Sequence[Key], sinks: Sequence[Key]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Give the seconds and metres of some pairs, as new arrays."""
        cells = np.ix_([self._row[key] for key in sources], [self._column[key] for key in sinks])
        return self._seconds[cells], self._metres[cells]


class NothingNearError(TravelError):
    """None of the points asked for is near a street."""


class _Judge:
    """Hear all answers to one question and tell whether they can be true of the mode."""

    def __init__(self, engine: str, mode: Mode) -> None:
        self._engine, self._mode = engine, mode
        self._near = False
        self._seconds = self._metres = 0.0

    def hear(self, answer: Answer) -> None:
        """Add up one answer."""
        near = (answer.from_m <= REACH_M)[:, None] & (answer.to_m <= REACH_M)
        self._near |= bool((answer.from_m <= REACH_M).any() or (answer.to_m <= REACH_M).any())
        counts = near & np.isfinite(answer.seconds) & np.isfinite(answer.metres)
        self._seconds += float(answer.seconds[counts].sum())
        self._metres += float(answer.metres[counts].sum())

    def decide(self) -> None:
        """Refuse answers that are of another town or another mode.

        Raises
        ------
        TravelError
            When nothing is near a street, or the speed is none of the mode.
        """
        if not self._near:
            raise NothingNearError(
                _(
                    "{engine} knows no street for {mode} within {reach:.0f} m of any point: "
                    "does its data cover this town?"
                ).format(engine=self._engine, mode=self._mode, reach=REACH_M)
            )
        if self._metres < _ENOUGH_TO_JUDGE_M:
            return
        slowest, fastest = _USUAL_MPS[self._mode]
        speed = self._metres / max(self._seconds, 1e-9)
        if not slowest <= speed <= fastest:
            raise TravelError(
                _(
                    "{engine} answers for {mode} with {speed:.1f} m/s, expected {slowest} to "
                    "{fastest}: were its streets made for another mode? [travel] server can "
                    "name one address for each mode"
                ).format(
                    engine=self._engine,
                    mode=self._mode,
                    speed=speed,
                    slowest=slowest,
                    fastest=fastest,
                )
            )
