"""Open the street engine that the settings name: OSRM or Valhalla, here or behind a server."""

from pathlib import Path

from mealroute.domain import Mode
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.settings import TravelSettings
from mealroute.travel.engine import EngineTravel, StreetEngine
from mealroute.travel.graphs import osrm_graphs, valhalla_configuration
from mealroute.travel.osrm import Osrm
from mealroute.travel.service import Service
from mealroute.travel.valhalla import Valhalla


def open_engine(settings: TravelSettings, extract: Path | None) -> EngineTravel:
    """Give travel times of another engine.

    Parameters
    ----------
    settings
        Name the engine, and its server where it has one.
    extract
        What the engine's own streets are built from where there is no server.

    Raises
    ------
    ArgumentError
        When a setting contradicts the engine, or a server is remote and that is not allowed.
    TravelError
        When the engine is not there or cannot build its streets.
    """
    for name in _ours_alone(settings):
        raise ArgumentError(
            _("[travel] {name}: only our own engine goes by it, not {engine}").format(
                name=name, engine=settings.engine
            )
        )
    return EngineTravel(_engine(settings, extract), settings)


def _ours_alone(settings: TravelSettings) -> list[str]:
    """Name the settings in use that other engines cannot be told."""
    usual, speeds, winter = TravelSettings(), settings.speeds, settings.winter
    used = {
        "closed_ways": bool(settings.closed_ways),
        "speeds": speeds != usual.speeds,
        "winter.steps": winter.steps != usual.winter.steps,
        "winter.uncleared": bool(winter.uncleared),
    }
    return [name for name, is_used in used.items() if is_used]


def _engine(settings: TravelSettings, extract: Path | None) -> StreetEngine:
    if settings.server:
        servers = _servers(settings)
        if settings.engine == "osrm":
            return Osrm.by_server(servers)
        different = {server.address: server for server in servers.values()}
        if len(different) > 1:
            raise ArgumentError(_("[travel] server: one Valhalla serves every mode, name one"))
        return Valhalla.by_server(next(iter(different.values())), settings)
    assert extract is not None  # noqa: S101 -- `open_travel` has looked
    if settings.engine == "osrm":
        return Osrm.in_process(osrm_graphs(extract))
    return Valhalla.in_process(valhalla_configuration(extract), settings)


def _servers(settings: TravelSettings) -> dict[Mode, Service]:
    """Make a service of each address."""
    names = {"osrm": Osrm.name, "valhalla": Valhalla.name}
    return {
        mode: Service(
            names[settings.engine], settings.server_of(mode), allow_remote=settings.allow_remote
        )
        for mode in Mode
        if settings.server_of(mode)
    }
