"""Ask Valhalla for travel times: a server by HTTP, or the engine in this process.

Both take the same questions in JSON: ``locate`` puts places on streets, ``sources_to_targets``
gives times and lengths, ``route`` the way. Valhalla takes the speeds of the settings itself.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Mode
from mealroute.errors import TravelError
from mealroute.language import gettext as _
from mealroute.settings import TravelSettings
from mealroute.travel.engine import REACH_M, Answer, Key, NotTogether
from mealroute.travel.service import Refusal, Service, one_line
from mealroute.travel.sphere import distance_m

_COSTINGS: Final = {Mode.FOOT: "pedestrian", Mode.EBIKE: "bicycle", Mode.CAR: "auto"}
_NO_WAY: Final = frozenset({"170", "171", "442"})  # unconnected, no street near, no path
_TOO_MANY: Final = frozenset({"150", "151", "152", "153", "154", "155", "157"})
_SERVER_TAKES: Final = 50  # valhalla_service allows 2,500 pairs unless told otherwise
_PROCESS_TAKES: Final = 500


class _Asked(Protocol):
    """What answers: gives Valhalla's own answer, or a `Refusal` with its code."""

    def ask(self, action: str, question: Mapping[str, Any]) -> Any: ...  # noqa: ANN401 -- JSON


class Valhalla:
    """Valhalla as a street engine.

    Parameters
    ----------
    asked
        A `ValhallaServer` or a `ValhallaProcess`.
    settings
        The speeds.
    most
        How many sources, and sinks, at once.
    """

    name = "Valhalla"

    def __init__(self, asked: "_Asked", settings: TravelSettings, most: int) -> None:
        self._asked = asked
        self._settings = settings
        self.most_sources = self.most_sinks = most
        self._spots: dict[tuple[Mode, Key], float] = {}

    @classmethod
    def by_server(cls, server: Service, settings: TravelSettings) -> "Valhalla":
        """Ask a server."""
        return cls(ValhallaServer(server), settings, _SERVER_TAKES)

    @classmethod
    def in_process(cls, configuration: Path, settings: TravelSettings) -> "Valhalla":
        """Ask Valhalla in this process, with the tiles that a configuration names."""
        return cls(ValhallaProcess(configuration), settings, _PROCESS_TAKES)

    def speed_mps(self, mode: Mode) -> float:
        """Give the speed of the settings on foot and by bicycle; cars go by our default."""
        return {Mode.FOOT: self._settings.foot, Mode.EBIKE: self._settings.ebike}.get(
            mode, TravelSettings().car
        )

    def ask(self, mode: Mode, sources: Sequence[Key], sinks: Sequence[Key]) -> Answer:
        """Give times and lengths between all pairs, from street to street."""
        from_m, to_m = self._walks(mode, sources), self._walks(mode, sinks)
        seconds = np.full((len(sources), len(sinks)), np.inf)
        metres = seconds.copy()
        row, column = np.flatnonzero(from_m <= REACH_M), np.flatnonzero(to_m <= REACH_M)
        # With more sources than targets Valhalla would search from the targets back, and find other
        # times: of a leg they must not depend on what else is asked.
        for first in range(0, row.size, column.size or 1) if column.size else ():
            part = row[first : first + column.size]
            question = {
                "sources": [_location(sources[one]) for one in part.tolist()],
                "targets": [_location(sinks[one]) for one in column.tolist()],
                "verbose": False,
                "units": "kilometers",
                **self._costing(mode),
            }
            told = self._matrix(question, pairs=part.size * column.size)
            if told is not None:
                cells = np.ix_(part, column)
                seconds[cells], metres[cells] = self._read(told, (part.size, column.size))
        return Answer(seconds, metres, from_m, to_m)

    def way(self, mode: Mode, origin: Key, destination: Key) -> list[Key]:
        """Give the points of the way between two places; none where there is no way."""
        question = {
            "locations": [_location(origin), _location(destination)],
            "directions_type": "none",
            "format": "osrm",
            "shape_format": "geojson",
            **self._costing(mode),
        }
        try:
            told = self._asked.ask("route", question)
        except Refusal as refusal:
            if refusal.code in {*_NO_WAY, "NoRoute", "NoSegment"}:
                return []
            raise _refused(refusal) from None
        try:
            points = told["routes"][0]["geometry"]["coordinates"]
            return [(float(point[1]), float(point[0])) for point in points]
        except (KeyError, TypeError, ValueError, IndexError):
            raise self._strange() from None

    def _matrix(self, question: Mapping[str, Any], pairs: int) -> Any:  # noqa: ANN401 -- JSON
        """Ask for a matrix; ``None`` where there is no way between the one pair."""
        try:
            return self._asked.ask("sources_to_targets", question)
        except Refusal as refusal:
            if refusal.code in _TOO_MANY and pairs > 1:
                fewer = max(1, max(len(question["sources"]), len(question["targets"])) // 2)
                self.most_sources = self.most_sinks = min(self.most_sources, fewer)
                raise NotTogether from None
            if refusal.code in _NO_WAY:
                # One place on an island spoils the answer for all others.
                if pairs > 1:
                    raise NotTogether from None
                return None
            raise _refused(refusal) from None

    def _read(
        self,
        told: Any,  # noqa: ANN401 -- JSON
        shape: tuple[int, int],
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        try:
            table = told["sources_to_targets"]
            seconds = np.array(table["durations"], dtype=np.float64)
            metres = np.array(table["distances"], dtype=np.float64) * 1000
        except (KeyError, TypeError, ValueError):
            raise self._strange() from None
        if {seconds.shape, metres.shape} != {shape}:
            raise self._strange()
        return _or_no_way(seconds), _or_no_way(metres)

    def _walks(self, mode: Mode, places: Sequence[Key]) -> NDArray[np.float64]:
        """Give how far places are from the street that Valhalla puts them on."""
        unknown = [place for place in dict.fromkeys(places) if (mode, place) not in self._spots]
        for first in range(0, len(unknown), _SERVER_TAKES):
            some = unknown[first : first + _SERVER_TAKES]
            question = {
                "locations": [_location(place) for place in some],
                "verbose": False,
                **self._costing(mode),
            }
            try:
                told = self._asked.ask("locate", question)
                walks = [_walk(place, spot) for place, spot in zip(some, told, strict=True)]
            except Refusal as refusal:
                raise _refused(refusal) from None
            except (KeyError, TypeError, ValueError):
                raise self._strange() from None
            self._spots.update(
                ((mode, place), walk) for place, walk in zip(some, walks, strict=True)
            )
        return np.array([self._spots[mode, place] for place in places])

    def _costing(self, mode: Mode) -> dict[str, Any]:
        """Say how a mode travels. Valhalla wants km/h, 0.5 to 25 on foot, 5 to 60 by bicycle."""
        options: dict[str, Any] = {}
        if mode is Mode.FOOT:
            options = {"walking_speed": min(max(self._settings.foot * 3.6, 0.5), 25.0)}
        elif mode is Mode.EBIKE:
            options = {"cycling_speed": min(max(self._settings.ebike * 3.6, 5.0), 60.0)}
        costing = _COSTINGS[mode]
        return {"costing": costing, "costing_options": {costing: options}}

    def _strange(self) -> TravelError:
        return TravelError(
            _("{engine} gave an answer that is no table of times and lengths").format(
                engine=self.name
            )
        )


class ValhallaServer:
    """Valhalla behind its HTTP API."""

    def __init__(self, server: Service) -> None:
        self._server = server

    def ask(self, action: str, question: Mapping[str, Any]) -> Any:  # noqa: ANN401 -- JSON
        """Ask one action."""
        return self._server.ask(action, question)


class ValhallaProcess:
    """Valhalla in this process, from the library pyvalhalla."""

    def __init__(self, configuration: Path) -> None:
        self._configuration = configuration
        self._actor: Any = None

    def ask(self, action: str, question: Mapping[str, Any]) -> Any:  # noqa: ANN401 -- JSON
        """Ask one action."""
        import valhalla  # noqa: PLC0415 -- an extra: only there where it is asked for

        if self._actor is None:
            self._actor = valhalla.Actor(self._configuration)
        called = {"sources_to_targets": "matrix"}.get(action, action)
        try:
            return getattr(self._actor, called)(dict(question))
        except valhalla.ValhallaError as error:
            raise Refusal(str(getattr(error, "code", "")), str(error)) from None


def _location(place: Key) -> dict[str, float]:
    lat, lon = place
    return {"lat": lat, "lon": lon, "search_cutoff": REACH_M}


def _walk(place: Key, spot: Any) -> float:  # noqa: ANN401 -- JSON
    """Measure from a place to the nearest of the streets it was put on."""
    if not spot["edges"]:
        return float("inf")
    lat = np.array([float(edge["correlated_lat"]) for edge in spot["edges"]])
    lon = np.array([float(edge["correlated_lon"]) for edge in spot["edges"]])
    return float(distance_m(*place, lat, lon).min())


def _or_no_way(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.isnan(values), np.inf, values)


def _refused(refusal: Refusal) -> TravelError:
    return TravelError(
        _("Valhalla refuses to answer: {code} {words}").format(
            code=one_line(refusal.code), words=refusal.words
        )
    )
