"""The engines themselves, where their extras are installed: Python 3.12 and newer."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from mealroute.domain import Coordinates, Mode
from mealroute.settings import Settings
from mealroute.travel import UNREACHABLE_S, TravelTimes, open_travel
from tests.travel.osm import GUIXI

FAR = Coordinates(28.6, 117.9)
pytestmark = pytest.mark.routers


def doors(count: int) -> list[Coordinates]:
    random = np.random.default_rng(0)
    lat, lon = random.uniform(28.285, 28.32, count), random.uniform(117.195, 117.25, count)
    return [Coordinates(float(a), float(b)) for a, b in zip(lat, lon, strict=True)]


@pytest.fixture(params=["osrm", "valhalla"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[TravelTimes, TravelTimes]:
    """The engine and our own, on one extract."""
    extract = Path(shutil.copy(GUIXI, tmp_path / "streets.osm.pbf"))
    settings = Settings.from_mapping({"travel": {"engine": request.param, "foot": 1.1}})
    ours = Settings.from_mapping({"travel": {"foot": 1.1}})
    return open_travel(settings, extract), open_travel(ours, extract)


def test_walks_take_what_they_take_by_our_own_streets(
    both: tuple[TravelTimes, TravelTimes],
) -> None:
    points = [*doors(40), FAR]
    theirs, ours = (travel.table(Mode.FOOT, points, points) for travel in both)
    one, other = theirs.seconds[:-1, :-1], ours.seconds[:-1, :-1]
    known = (one < UNREACHABLE_S) & (other < UNREACHABLE_S) & (other > 60)
    assert known.sum() > 1_000
    assert np.median(one[known] / other[known]) == pytest.approx(1, abs=0.02)
    assert np.corrcoef(one[known], other[known])[0, 1] > 0.98
    assert (theirs.seconds[-1, :-1] == UNREACHABLE_S).all()
    assert np.diagonal(theirs.seconds).tolist() == [0] * 41


@pytest.mark.parametrize("mode", list(Mode))
def test_a_path_has_the_figures_of_the_table_and_follows_streets(
    both: tuple[TravelTimes, TravelTimes], mode: Mode
) -> None:
    start, end = doors(2)
    table, path = both[0].table(mode, [start], [end]), both[0].path(mode, start, end)
    assert (path.seconds, path.metres) == (table.seconds[0, 0], table.metres[0, 0])
    assert path.points[0] == start
    assert path.points[-1] == end
    assert len(path.points) > 10
