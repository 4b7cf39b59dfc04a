"""A cut keeps what mealroute reads of a town, whole, and nothing of anybody's person."""

from pathlib import Path
from typing import Any

import numpy as np
import osmium
import pytest

from mealroute.domain import Coordinates, Mode
from mealroute.errors import ArgumentError, DataFileError
from mealroute.settings import TravelSettings
from mealroute.travel.box import Box
from mealroute.travel.cut import Cut, cut
from mealroute.travel.extract import read_streets
from mealroute.travel.router import StreetTravel
from tests.builders import CENTRE, at_m
from tests.travel.osm import GUIXI, STREET, write_osm

# The box holds what is within 150 m of the centre.
BOX = Box.around([CENTRE], 150)
NODES = {
    "a": (0, 0),
    "b": (0, 100),
    "c": (0, 300),  # east of the box
    "d": (0, 900),
    "e": (100, 0),
    "f": (500, 500),  # far outside
    "g": (600, 500),
    "h": (500, 600),
    "i": (50, 50),
    "s": (20, 20),
}


def things(file: Path) -> dict[str, dict[int, Any]]:
    """Everything in a file: tags, and of what it is made."""
    found: dict[str, dict[int, Any]] = {"n": {}, "w": {}, "r": {}}
    every: Any = osmium.FileProcessor(str(file))
    for one in every:
        tags = {tag.k: tag.v for tag in one.tags}
        if one.is_node():
            found["n"][one.id] = tags
        elif one.is_way():
            found["w"][one.id] = (tags, [node.ref for node in one.nodes])
        else:
            found["r"][one.id] = (tags, [(part.type, part.ref, part.role) for part in one.members])
    return found


def numbers(letters: str) -> list[int]:
    return [ord(letter) for letter in letters]


def cut_of(
    folder: Path, ways: list[Any], relations: Any = (), node_tags: Any = None, box: Box = BOX
) -> dict[str, dict[int, Any]]:
    large = write_osm(folder / "large.osm", NODES, ways, relations, node_tags)
    cut(large, folder / "town.osm.pbf", box)
    return things(folder / "town.osm.pbf")


def test_a_way_that_crosses_the_border_keeps_all_its_points(tmp_path: Path) -> None:
    town = cut_of(tmp_path, [("abcd", STREET), ("fg", STREET)])
    assert town["w"] == {1: (dict(STREET), numbers("abcd"))}
    assert sorted(town["n"]) == sorted(numbers("abcd"))


def test_points_are_kept_for_themselves_only_when_they_are_something(tmp_path: Path) -> None:
    tags = {
        "e": {"entrance": "main", "addr:housenumber": "12号"},
        "i": {"power": "pole"},
        "s": {"name": "解放路社区"},
        "f": {"amenity": "clinic"},
    }
    town = cut_of(tmp_path, [("ab", STREET)], node_tags=tags)
    assert {node: tags for node, tags in town["n"].items() if tags} == {
        ord("e"): tags["e"],
        ord("s"): tags["s"],
    }


def test_what_is_personal_or_useless_is_left_out(tmp_path: Path) -> None:
    tags = {
        "highway": "residential",
        "name": "解放路",
        "name:zh": "解放路",
        "name:kk": "Азаттық көшесі",
        "name:fr": "rue",
        "surface": "asphalt",
        "phone": "+86 1",
        "contact:email": "a@b",
        "note": "Mrs Li lives here",
        "source": "survey",
    }
    town = cut_of(tmp_path, [("ab", tags)])
    kept = ("highway", "name", "name:zh", "name:kk", "surface")
    assert town["w"][1][0] == {key: tags[key] for key in kept}


def test_no_user_version_or_change_is_in_the_new_file(tmp_path: Path) -> None:
    large = write_osm(tmp_path / "large.osm", NODES, [("ab", STREET)])
    text = large.read_text(encoding="utf-8")
    about = "version='7' user='li' uid='8' changeset='9' timestamp='2025-03-01T00:00:00Z'"
    large.write_text(text.replace("<way ", f"<way {about} "), encoding="utf-8")
    cut(large, tmp_path / "town.osm.pbf", BOX)
    every: Any = osmium.FileProcessor(str(tmp_path / "town.osm.pbf"))
    assert {(one.user, one.uid, one.changeset, one.version) for one in every} == {("", 0, 0, 0)}
    with osmium.io.Reader(str(tmp_path / "town.osm.pbf")) as reader:
        header = reader.header()
        assert header.get("osmosis_replication_timestamp") == "2025-03-01T00:00:00Z"
        assert "from large.osm; © OpenStreetMap contributors, ODbL 1.0" in header.get("generator")
        assert str(Box.of(header)) == str(BOX)


def test_restrictions_come_whole_or_not_at_all(tmp_path: Path) -> None:
    ways = [("ae", STREET), ("ab", STREET), ("fg", STREET)]
    tags = {"type": "restriction", "restriction": "no_left_turn"}
    relations = [([(0, "from"), (1, "to")], tags), ([(0, "from"), (2, "to")], tags)]
    town = cut_of(tmp_path, ways, relations)
    assert town["r"] == {1: (tags, [("w", 1, "from"), ("w", 2, "to")])}


def test_an_area_keeps_the_members_that_touch_the_box_and_untagged_outlines(
    tmp_path: Path,
) -> None:
    ways = [("ab", STREET), ("abe", {}), ("eia", {}), ("fgh", {}), ("si", {})]
    lake = {"type": "multipolygon", "natural": "water", "name": "湖"}
    other = {"type": "multipolygon", "power": "plant"}
    relations = [
        ([(1, "outer"), (3, "outer")], lake),
        ([(4, "outer")], other),
        ([(3, "outer")], lake),
    ]
    town = cut_of(tmp_path, ways, relations)
    assert town["r"] == {1: (lake, [("w", 2, "outer")])}
    assert sorted(town["w"]) == [1, 2]
    assert ord("e") in town["n"]


def test_things_are_sorted_and_no_way_lacks_a_point(tmp_path: Path) -> None:
    done = cut(GUIXI, tmp_path / "town.osm.pbf", Box(117.20, 28.28, 117.22, 28.30))
    town = things(tmp_path / "town.osm.pbf")
    for kind in town.values():
        assert list(kind) == sorted(kind)
    assert {ref for _tags, refs in town["w"].values() for ref in refs} <= set(town["n"])
    assert (done.nodes, done.ways) == (len(town["n"]), len(town["w"]))
    assert done.size == (tmp_path / "town.osm.pbf").stat().st_size < GUIXI.stat().st_size


def test_short_legs_inside_the_box_take_as_long_as_on_the_whole(tmp_path: Path) -> None:
    box = Box(117.20, 28.285, 117.23, 28.31)
    cut(GUIXI, tmp_path / "town.osm.pbf", box)
    whole, part = (
        StreetTravel(read_streets(file), TravelSettings())
        for file in (GUIXI, tmp_path / "town.osm.pbf")
    )
    random = np.random.default_rng(5)
    doors = [
        Coordinates(lat, lon)
        for lat, lon in zip(
            random.uniform(28.294, 28.301, 40), random.uniform(117.21, 117.22, 40), strict=True
        )
    ]
    on_whole, on_part = (travel.table(Mode.FOOT, doors, doors) for travel in (whole, part))
    short = on_whole.seconds < 600
    assert short.sum() > 100
    assert np.array_equal(on_part.seconds[short], on_whole.seconds[short])
    assert (on_part.seconds >= on_whole.seconds).all()


def test_a_box_outside_the_data_is_told_with_what_the_data_covers(tmp_path: Path) -> None:
    with pytest.raises(
        DataFileError, match=r"data in the box 88\.\d+,.*; what it holds lies in 117\.1912,28\.28"
    ):
        cut(GUIXI, tmp_path / "town.osm.pbf", BOX)


def test_a_box_without_a_street_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    large = write_osm(tmp_path / "large.osm", NODES, [("fg", STREET), ("ab", {"building": "yes"})])
    with pytest.raises(DataFileError, match="a street in the box"):
        cut(large, tmp_path / "town.osm.pbf", BOX)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["large.osm"]


def test_the_source_is_never_overwritten(tmp_path: Path) -> None:
    large = tmp_path / "town.osm.pbf"
    large.write_bytes(GUIXI.read_bytes())
    (tmp_path / "link.osm.pbf").symlink_to(large)
    for out in (large, tmp_path / "link.osm.pbf"):
        with pytest.raises(ArgumentError, match="is what is to be cut"):
            cut(large, out, Box(117.20, 28.28, 117.22, 28.30))
    assert large.read_bytes() == GUIXI.read_bytes()


@pytest.mark.parametrize("name", ["town.osm", "town.pbf", "town"])
def test_another_format_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArgumentError, match=r"expected a name in \.osm\.pbf"):
        cut(GUIXI, tmp_path / name, BOX)


def test_stopped_half_way_it_leaves_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "town.osm.pbf"
    out.write_bytes(b"the old one")

    def stop(what: str, _seen: int, _kept: int) -> None:
        if what == "writing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut(GUIXI, out, Box(117.20, 28.28, 117.22, 28.30), stop)
    assert out.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [out]


def test_a_broken_source_is_told(tmp_path: Path) -> None:
    large = tmp_path / "large.osm.pbf"
    large.write_bytes(GUIXI.read_bytes()[:20_000])
    with pytest.raises(DataFileError, match=r"large\.osm\.pbf: expected .* that is whole"):
        cut(large, tmp_path / "town.osm.pbf", Box(117.20, 28.28, 117.22, 28.30))


def test_a_file_too_large_to_be_read_can_be_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mealroute.travel.extract.MOST_MEGABYTES", 0)
    done = cut(GUIXI, tmp_path / "town.osm.pbf", Box(117.20, 28.28, 117.22, 28.30))
    assert isinstance(done, Cut)
    with pytest.raises(DataFileError, match="cut it out: mealroute streets cut"):
        read_streets(tmp_path / "town.osm.pbf")


@pytest.mark.parametrize(
    "sides", [(1, 1, 1, 2), (2, 1, 1, 2), (1, 2, 2, 1), (-181, 0, 1, 1), (0, 0, 1, 91), (0,) * 4]
)
def test_what_is_no_box_is_refused(sides: tuple[float, float, float, float]) -> None:
    with pytest.raises(ArgumentError, match="expected WEST,SOUTH,EAST,NORTH"):
        Box(*sides)


def test_a_box_around_places_leaves_the_margin_on_every_side() -> None:
    box = Box.around([CENTRE, at_m(1000, 500)], 250)
    assert box.holds(at_m(1249, 749))
    assert box.holds(at_m(-249, -249))
    assert not box.holds(at_m(1251, 0))
    assert not box.holds(at_m(0, -254))


def test_a_box_near_the_pole_or_the_antimeridian_stays_a_box() -> None:
    for lat, lon in ((89.9999, 10), (-89.9999, -179.99), (10, 179.999)):
        box = Box.around([Coordinates(lat, lon)], 5_000)
        assert box.holds(Coordinates(lat, lon))
        assert -90 <= box.south < box.north <= 90
        assert -180 <= box.west < box.east <= 180
