"""Do one thing with one router, in this process alone, and print what it took as JSON."""

import json
import os
import resource
import sys
from collections.abc import Callable, Mapping
from importlib import util
from pathlib import Path
from typing import Any, Final
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Coordinates, Mode
from mealroute.settings import Settings, TravelSettings
from mealroute.travel import TravelTimes, open_travel
from mealroute.travel.cache import open_streets
from mealroute.travel.network import Network, build_network
from mealroute.travel.sphere import degrees, distance_m

METHODS: Final[Mapping[str, str]] = {
    "mealroute": "scipy",
    "dijkstra": "scipy",
    "igraph": "igraph",
    "osrm": "osrm",
    "valhalla": "valhalla",
}
"""The routers, and the library that each needs: ours, ours without contracting the network, the
same network in igraph, OSRM and Valhalla in this process."""

_SPEEDS: Final = TravelSettings()
_JITTER_M: Final = 15.0
_AGREE_N: Final = 500


def is_installed(method: str) -> bool:
    """Tell whether a router can run here."""
    return util.find_spec(METHODS[method]) is not None


def points_on(extract: Path, count: int, seed: int) -> list[Coordinates]:
    """Draw doors some metres beside streets that people and cars use."""
    streets = open_streets(extract)
    used = build_network(streets, Mode.FOOT, _SPEEDS)
    random = np.random.default_rng(seed)
    at = random.choice(used.segment_point, size=count)
    aside = np.degrees(random.normal(0, _JITTER_M, (2, count)) / 6_371_009)
    lat = streets.lat[at] + aside[0]
    lon = streets.lon[at] + aside[1] / np.cos(np.radians(streets.lat[at]))
    return [Coordinates(float(a), float(b)) for a, b in zip(lat, lon, strict=True)]


def travel_of(method: str, extract: Path) -> TravelTimes:
    """Open what a method travels on, through the interface that planning uses."""
    engine = method if method in {"osrm", "valhalla"} else "own"
    return open_travel(Settings.from_mapping({"travel": {"engine": engine}}), extract, "streets")


def by_igraph(extract: Path, mode: Mode, points: list[Coordinates]) -> NDArray[np.float64]:
    """Search our network with igraph: every point is a vertex that leads into it, and out."""
    import igraph  # noqa: PLC0415 -- only where it is measured

    network: Network = build_network(open_streets(extract), mode, _SPEEDS)
    lat, lon = degrees(points)
    snaps = network.snap(lat, lon)
    arcs, leaving, arriving = network.graph.tocoo(), network.leaving(snaps), network.arriving(snaps)
    states, count = network.graph.shape[0], len(points)
    out, into = np.arange(states, states + count), np.arange(states + count, states + 2 * count)
    begin = np.concatenate((arcs.row, out, out, *arriving.state))
    end = np.concatenate((arcs.col, *leaving.state, into, into))
    cost = np.concatenate((arcs.data, *leaving.cost, *arriving.cost))
    usable = np.isfinite(cost) & (begin >= 0) & (end >= 0)
    graph = igraph.Graph(
        n=states + 2 * count,
        edges=np.column_stack((begin[usable], end[usable])),
        directed=True,
    )
    found = graph.distances(
        out.tolist(), into.tolist(), cost[usable].tolist(), algorithm="dijkstra"
    )
    walks = distance_m(lat, lon, snaps.lat, snaps.lon) / _SPEEDS.foot
    milliseconds = np.floor(np.array(found) / 2.0**27)
    seconds: NDArray[np.float64] = np.ceil(milliseconds / 1000 + walks[:, None] + walks)
    return np.where(np.isfinite(seconds), seconds, 1_000_000)


def table(method: str, extract: Path, mode: Mode, points: list[Coordinates]) -> NDArray[Any]:
    """Give the seconds of all pairs."""
    if method == "igraph":
        return by_igraph(extract, mode, points)
    if method == "dijkstra":
        with mock.patch("mealroute.travel.matrix._WORTH_CONTRACTING", 10**9):
            return travel_of(method, extract).table(mode, points, points).seconds
    return travel_of(method, extract).table(mode, points, points).seconds


def make_ready(method: str, extract: Path, mode: Mode) -> None:
    """Build what a method searches on, for one mode."""
    if method in {"osrm", "valhalla"}:
        somewhere = points_on(extract, 2, 0)
        travel_of(method, extract).table(mode, somewhere[:1], somewhere[1:])
        return
    extract.with_name(f"{extract.name}.streets.npz").unlink(missing_ok=True)
    build_network(open_streets(extract), mode, _SPEEDS)


def main() -> None:
    """Do the job on the command line."""
    job = json.loads(sys.argv[1])
    method, extract, mode = job["method"], Path(job["extract"]), Mode(job["mode"])
    # Whatever a router prints must not get among the answer.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    points = points_on(extract, job["count"], job["seed"]) if job["count"] else []
    before = _cpu_s()

    def work() -> NDArray[Any] | None:
        if job["count"]:
            return table(method, extract, mode, points)
        make_ready(method, extract, mode)
        return None

    taken = _timed(work, before)
    with answers:
        json.dump({"cpu_s": round(taken[0], 3), "peak_mb": taken[1]}, answers)
    if job["count"] == _AGREE_N and taken[2] is not None:
        np.save(extract.with_name(f"{method}-{mode}.npy"), taken[2])


def _timed(
    work: Callable[[], NDArray[Any] | None], before: float
) -> tuple[float, int, NDArray[Any] | None]:
    """Do something; give CPU seconds, the peak memory of the largest process in MB, the answer."""
    found = work()
    children_kb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return _cpu_s() - before, round(max(_own_peak_kb(), children_kb) / 1024), found


def _own_peak_kb() -> int:
    """Read the peak of this very program; `getrusage` would count the process it came from."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def _cpu_s() -> float:
    """Add up what this process and its children have used."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
