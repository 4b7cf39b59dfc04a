"""A trail tells the street of every stretch of a way."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealroute.domain import Mode
from mealroute.settings import TravelSettings
from mealroute.travel.extract import read_streets
from mealroute.travel.network import Network, build_network
from mealroute.travel.trail import Trail, cheapest_trail
from mealroute.travel.way_rules import KINDS
from tests.travel.osm import GUIXI, SQUARE, STREET, write_osm

STREETS = read_streets(GUIXI)
NETWORKS = {mode: build_network(STREETS, mode, TravelSettings()) for mode in Mode}


def trail_between(network: Network, spots: list[tuple[float, float]]) -> Trail:
    snaps = network.snap(*np.array(spots).T)
    return cheapest_trail(network, snaps.take(slice(0, 1)), snaps.take(slice(1, 2)))


def test_every_stretch_knows_the_name_and_the_kind_of_its_street(tmp_path: Path) -> None:
    ways = [
        ("ab", {**STREET, "name": "解放路"}),
        ("bc", {"highway": "footway", "ref": "X7"}),
        ("cd", STREET),
    ]
    streets = read_streets(write_osm(tmp_path / "town.osm", SQUARE, ways))
    network = build_network(streets, Mode.FOOT, TravelSettings())
    corner = [(float(lat), float(lon)) for lat, lon in zip(streets.lat, streets.lon, strict=True)]
    trail = trail_between(network, [corner[0], corner[-1]])
    street = network.street[trail.edge]
    long = (np.diff(trail.lat) != 0) | (np.diff(trail.lon) != 0)
    assert [streets.names[name] for name in streets.name[street][long]] == ["解放路", "X7", ""]
    kinds = [KINDS[kind] for kind in streets.kind[street][long]]
    assert kinds == ["residential", "footway", "residential"]


@given(
    mode=st.sampled_from(Mode),
    pick=st.lists(st.integers(0, 10_000), min_size=2, max_size=2),
)
def test_every_stretch_lies_on_the_edge_it_names(mode: Mode, pick: list[int]) -> None:
    network = NETWORKS[mode]
    points = [network.segment_point[one % network.segment_point.size] for one in pick]
    trail = trail_between(network, [(STREETS.lat[p], STREETS.lon[p]) for p in points])
    assert trail.lat.size == trail.lon.size == trail.edge.size + 1
    for row, edge in enumerate(trail.edge):
        middle = trail.lat[row : row + 2].mean(), trail.lon[row : row + 2].mean()
        first, last = network.start[edge], network.stop[edge]
        lat, lon = STREETS.lat[first : last + 1], STREETS.lon[first : last + 1]
        assert lat.min() - 1e-9 <= middle[0] <= lat.max() + 1e-9
        assert lon.min() - 1e-9 <= middle[1] <= lon.max() + 1e-9


def test_guixi_has_its_chinese_names() -> None:
    assert STREETS.names[0] == ""
    assert sum(any("\u4e00" <= sign <= "\u9fff" for sign in name) for name in STREETS.names) > 15


@pytest.mark.parametrize("mode", Mode)
def test_edges_of_a_network_say_which_street_they_are(mode: Mode) -> None:
    network = NETWORKS[mode]
    assert (STREETS.start[network.street] == network.start).all()
