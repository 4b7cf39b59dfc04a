"""Ask OSRM for travel times: a server by HTTP, or the engine in this process.

The HTTP API is that of project-osrm.org, version 1: services ``table`` and ``route``. A server
holds the streets of one mode and answers every profile's name with them.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Mode
from mealroute.errors import TravelError
from mealroute.language import gettext as _
from mealroute.settings import TravelSettings
from mealroute.travel.engine import Answer, Key, NotTogether
from mealroute.travel.graphs import ALGORITHMS
from mealroute.travel.service import Refusal, Service, one_line

PROFILES: Final[Mapping[Mode, str]] = {Mode.FOOT: "foot", Mode.EBIKE: "bike", Mode.CAR: "driving"}
"""What a mode is called in the address of a question."""

_OWN_MPS: Final = {Mode.FOOT: 5 / 3.6, Mode.EBIKE: 15 / 3.6, Mode.CAR: TravelSettings().car}
"""The speeds of OSRM's own profiles. Its cars know one for each kind of road: they are taken as
they are with our default, and as much faster or slower as the setting is."""

_SERVER_TAKES: Final = 50  # osrm-routed allows 100 points a table unless told otherwise
_PROCESS_TAKES: Final = 500


class _Asked(Protocol):
    """What answers: gives OSRM's own answer, or a `Refusal` with its code."""

    def table(
        self, mode: Mode, points: Sequence[Key], sources: Sequence[int], sinks: Sequence[int]
    ) -> Any:  # noqa: ANN401 -- JSON, or what looks like it
        ...

    def route(self, mode: Mode, points: Sequence[Key]) -> Any: ...  # noqa: ANN401 -- the same


class Osrm:
    """OSRM as a street engine.

    Parameters
    ----------
    asked
        An `OsrmServer` or an `OsrmProcess`.
    most
        How many sources, and sinks, at once.
    """

    name = "OSRM"

    def __init__(self, asked: "_Asked", most: int) -> None:
        self._asked = asked
        self.most_sources = self.most_sinks = most

    @classmethod
    def by_server(cls, servers: Mapping[Mode, Service]) -> "Osrm":
        """Ask servers, one for each mode or one that speaks for all."""
        return cls(OsrmServer(servers), _SERVER_TAKES)

    @classmethod
    def in_process(cls, graph_of: Callable[[Mode], Path]) -> "Osrm":
        """Ask OSRM in this process; a graph is read when its mode is first asked for."""
        return cls(OsrmProcess(graph_of), _PROCESS_TAKES)

    def speed_mps(self, mode: Mode) -> float:
        """Give the speed that OSRM's profile of the mode goes by."""
        return _OWN_MPS[mode]

    def ask(self, mode: Mode, sources: Sequence[Key], sinks: Sequence[Key]) -> Answer:
        """Give times and lengths between all pairs, from street to street."""
        points = [*sources, *sinks]
        here, there = range(len(sources)), range(len(sources), len(points))
        try:
            told = self._asked.table(mode, points, here, there)
        except Refusal as refusal:
            if refusal.code == "TooBig" and len(points) > 2:
                fewer = max(1, max(len(sources), len(sinks)) // 2)
                self.most_sources = self.most_sinks = min(self.most_sources, fewer)
                raise NotTogether from None
            raise _refused(refusal, mode) from None
        try:
            answer = Answer(
                _rows(told["durations"]),
                _rows(told["distances"]),
                _walks(told["sources"]),
                _walks(told["destinations"]),
            )
        except (KeyError, TypeError, ValueError, IndexError):
            raise self._strange() from None
        if {answer.seconds.shape, answer.metres.shape} != {(len(sources), len(sinks))} or (
            answer.from_m.size,
            answer.to_m.size,
        ) != (len(sources), len(sinks)):
            raise self._strange()
        return answer

    def way(self, mode: Mode, origin: Key, destination: Key) -> list[Key]:
        """Give the points of the way between two places; none where there is no way."""
        try:
            told = self._asked.route(mode, [origin, destination])
        except Refusal as refusal:
            if refusal.code == "NoRoute":
                return []
            raise _refused(refusal, mode) from None
        try:
            points = told["routes"][0]["geometry"]["coordinates"]
            return [(float(point[1]), float(point[0])) for point in points]
        except (KeyError, TypeError, ValueError, IndexError):
            raise self._strange() from None

    def _strange(self) -> TravelError:
        return TravelError(
            _("{engine} gave an answer that is no table of times and lengths").format(
                engine=self.name
            )
        )


class OsrmServer:
    """OSRM behind its HTTP API."""

    def __init__(self, servers: Mapping[Mode, Service]) -> None:
        self._servers = servers

    def table(
        self, mode: Mode, points: Sequence[Key], sources: Sequence[int], sinks: Sequence[int]
    ) -> Any:  # noqa: ANN401 -- as the protocol
        """Ask the service ``table``."""
        query = (
            f"?sources={';'.join(map(str, sources))}&destinations={';'.join(map(str, sinks))}"
            "&annotations=duration,distance&generate_hints=false"
        )
        return self._ask("table", mode, points, query)

    def route(self, mode: Mode, points: Sequence[Key]) -> Any:  # noqa: ANN401 -- as the protocol
        """Ask the service ``route``."""
        return self._ask("route", mode, points, "?overview=full&geometries=geojson&steps=false")

    def _ask(self, service: str, mode: Mode, points: Sequence[Key], query: str) -> Any:  # noqa: ANN401
        server = self._servers.get(mode)
        if server is None:
            raise TravelError(
                _("[travel] server names no {engine} server for {mode}").format(
                    engine=Osrm.name, mode=mode
                )
            )
        places = ";".join(f"{lon:.5f},{lat:.5f}" for lat, lon in points)
        told = server.ask(f"{service}/v1/{PROFILES[mode]}/{places}{query}")
        if not isinstance(told, dict) or "code" not in told:
            raise server.garbled()
        if told["code"] != "Ok":
            raise Refusal(str(told["code"]), str(told.get("message", "")))
        return told


class OsrmProcess:
    """OSRM in this process, from the library osrm-bindings."""

    def __init__(self, graph_of: Callable[[Mode], Path]) -> None:
        self._graph_of = graph_of
        self._engines: dict[Mode, Any] = {}

    def table(
        self, mode: Mode, points: Sequence[Key], sources: Sequence[int], sinks: Sequence[int]
    ) -> Any:  # noqa: ANN401 -- as the protocol
        """Ask for a table."""
        import osrm  # noqa: PLC0415 -- an extra: only there where it is asked for

        parameters = osrm.TableParameters(
            coordinates=[(lon, lat) for lat, lon in points],
            sources=list(sources),
            destinations=list(sinks),
            annotations=["duration", "distance"],
            generate_hints=False,
        )
        return self._ask("Table", mode, parameters)

    def route(self, mode: Mode, points: Sequence[Key]) -> Any:  # noqa: ANN401 -- as the protocol
        """Ask for a route."""
        import osrm  # noqa: PLC0415 -- as above

        parameters = osrm.RouteParameters(
            coordinates=[(lon, lat) for lat, lon in points],
            overview="full",
            geometries="geojson",
            generate_hints=False,
        )
        return self._ask("Route", mode, parameters)

    def _ask(self, service: str, mode: Mode, parameters: object) -> Any:  # noqa: ANN401 -- the same
        try:
            return getattr(self._engine(mode), service)(parameters)
        except RuntimeError as error:
            code, _dash, words = str(error).partition(" - ")
            raise Refusal(code, words) from None

    def _engine(self, mode: Mode) -> Any:  # noqa: ANN401 -- the same
        if mode not in self._engines:
            import osrm  # noqa: PLC0415 -- as above

            self._engines[mode] = osrm.OSRM(
                storage_config=str(self._graph_of(mode)),
                algorithm=ALGORITHMS[mode],
                use_shared_memory=False,
                verbosity="NONE",
            )
        return self._engines[mode]


def _rows(rows: Any) -> NDArray[np.float64]:  # noqa: ANN401 -- JSON, or OSRM's own lists
    """Read a table; ``null`` is no way."""
    table = np.array([np.array(list(row), dtype=np.float64) for row in rows])
    return np.where(np.isnan(table), np.inf, table)


def _walks(waypoints: Any) -> NDArray[np.float64]:  # noqa: ANN401 -- the same
    """Read how far each point is from its street."""
    return np.array([float(point["distance"]) for point in waypoints])


def _refused(refusal: Refusal, mode: Mode) -> TravelError:
    """Tell what a refusal of OSRM means."""
    if refusal.code == "NoSegment":
        return TravelError(
            _("OSRM finds no street for {mode} near one of the points: does its data cover them?")
            .format(mode=mode)
        )  # fmt: skip
    return TravelError(
        _("OSRM refuses to answer for {mode}: {code} {words}").format(
            mode=mode, code=one_line(refusal.code), words=refusal.words
        )
    )
