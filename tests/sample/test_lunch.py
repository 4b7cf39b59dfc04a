"""A sample can be made on any town's streets: here on Guixi's and on a made-up grid of streets."""

from pathlib import Path

import osmium
import pytest

from mealroute.domain import EndsAt
from mealroute.errors import ArgumentError, DataFileError
from mealroute.files import STREETS_FILE, read_day
from mealroute.sample.folder import write_sample_day
from mealroute.sample.lunch import make_sample_day

GUIXI = Path(__file__).parents[2] / "data" / "guixi" / STREETS_FILE
STEP = 0.0015  # degrees between two streets, about 150 m


def write_extract(
    path: Path, *, streets: int, places: tuple[str, ...] = (), named: bool = True
) -> Path:
    """Write a square grid of streets near 60.17 N, 24.94 E, and named quarters on its diagonal."""
    writer = osmium.SimpleWriter(str(path))
    for row in range(streets):
        for column in range(streets):
            node = osmium.osm.mutable.Node(
                id=1 + row * streets + column,
                location=(24.94 + 2 * STEP * column, 60.17 + STEP * row),
                tags={"place": "quarter", "name": places[row]}
                if row == column and row < len(places)
                else {},
            )
            writer.add_node(node)
    for row in range(streets):
        along = [1 + row * streets + column for column in range(streets)]
        across = [1 + column * streets + row for column in range(streets)]
        for way_id, nodes, name in ((2 * row, along, "Street"), (2 * row + 1, across, "Lane")):
            tags = {"highway": "residential"} | ({"name": f"{name} {row}"} if named else {})
            writer.add_way(osmium.osm.mutable.Way(id=1000 + way_id, nodes=nodes, tags=tags))
    writer.close()
    return path


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("grid")
    places = ("Harbour", "Hill", "Market", "Mill", "Park")
    return write_extract(folder / "grid.osm.pbf", streets=14, places=places)


def test_a_town_with_latin_street_names_gets_people_to_match(grid: Path) -> None:
    day = make_sample_day(grid, seed=1, residents=60, canteens=2).day
    assert (len(day.residents), len(day.canteens), len(day.volunteers)) == (60, 2, 10)
    assert all(one.name.isascii() for one in (*day.residents, *day.volunteers))
    assert all("Street" in one.address or "Lane" in one.address for one in day.residents)
    assert {canteen.name.split()[0] for canteen in day.canteens} <= {
        "Harbour",
        "Hill",
        "Market",
        "Mill",
        "Park",
    }


def test_another_seed_makes_another_day_on_the_same_streets(grid: Path) -> None:
    one = make_sample_day(grid, seed=1, residents=40, canteens=1)
    other = make_sample_day(grid, seed=2, residents=40, canteens=1)
    assert one.day.residents != other.day.residents
    assert one == make_sample_day(grid, seed=1, residents=40, canteens=1)


def test_canteens_are_called_after_streets_where_no_place_has_a_name(tmp_path: Path) -> None:
    extract = write_extract(tmp_path / "plain.osm.pbf", streets=8)
    day = make_sample_day(extract, seed=3, residents=30, canteens=2).day
    assert all(c.name.startswith(("Street", "Lane")) for c in day.canteens)


@pytest.mark.parametrize("residents", [20, 400])
def test_a_sample_of_any_size_has_its_hands_and_planned_households(residents: int) -> None:
    day = make_sample_day(GUIXI, seed=4, residents=residents).day
    assert len(day.residents) == residents
    assert len(day.volunteers) == max(6, round(residents / 6.25))
    assert sum(one.coordinates is None for one in day.residents) == 1
    assert sum("sign" in one.needs for one in day.residents) == 1
    assert sum("sign" in one.skills for one in day.volunteers) == 1


def test_a_written_sample_is_a_whole_day_folder(grid: Path, tmp_path: Path) -> None:
    made = write_sample_day(grid, tmp_path / "day", seed=5, residents=40)
    read = read_day(tmp_path / "day")
    assert (read.day, read.settings, read.streets) == (made.day, made.settings, made.streets)
    assert (tmp_path / "day" / STREETS_FILE).read_bytes() == grid.read_bytes()
    homes = {v.volunteer_id for v in read.day.volunteers if v.coordinates}
    assert {s.volunteer_id for s in read.day.shifts if s.ends_at is EndsAt.HOME} <= homes


@pytest.mark.parametrize(
    "wrong", [{"residents": 19}, {"canteens": 0}, {"canteens": 3, "volunteers": 5}]
)
def test_too_few_people_are_refused(grid: Path, wrong: dict[str, int]) -> None:
    with pytest.raises(ArgumentError, match="20 residents"):
        make_sample_day(grid, seed=1, **wrong)


def test_an_extract_without_street_names_is_refused(tmp_path: Path) -> None:
    extract = write_extract(tmp_path / "nameless.osm.pbf", streets=3, named=False)
    with pytest.raises(ArgumentError, match="name"):
        make_sample_day(extract, seed=1)


def test_a_town_too_small_for_the_canteens_is_refused(tmp_path: Path) -> None:
    extract = write_extract(tmp_path / "tiny.osm.pbf", streets=2, places=("Hill",))
    with pytest.raises(ArgumentError, match="room for 1, asked for are 3"):
        make_sample_day(extract, seed=1, canteens=3)


def test_a_missing_extract_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="nowhere"):
        write_sample_day(tmp_path / "nowhere.osm.pbf", tmp_path / "day", seed=1)
    assert not (tmp_path / "day").exists()
