import gzip
from pathlib import Path

import numpy as np
import pytest

from mealroute.domain import Mode
from mealroute.errors import DataFileError
from mealroute.travel import extract as extract_module
from mealroute.travel.base_map import read_base_map
from mealroute.travel.extract import read_streets
from mealroute.travel.way_rules import KINDS, may_go
from tests.travel.osm import GUIXI, SQUARE, STREET, write_osm

BOMB = """<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<osm version="0.6"><node id="1" lat="1" lon="1"><tag k="name" v="&b;"/></node></osm>"""


def fault_of(file: Path) -> str:
    with pytest.raises(DataFileError) as raised:
        read_streets(file)
    assert len(raised.value.faults) == 1
    assert raised.value.faults[0].file == file.name
    return str(raised.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("empty.osm.pbf", b"", id="empty"),
        pytest.param("text.osm.pbf", b"resident_id,name\nR1,Li\n" * 40, id="text"),
        pytest.param("half.osm.pbf", GUIXI.read_bytes()[:20_000], id="truncated"),
        pytest.param(
            "hole.osm.pbf",
            GUIXI.read_bytes()[:30_000] + bytes(2000) + GUIXI.read_bytes()[32_000:],
            id="overwritten",
        ),
        pytest.param("zip.osm.pbf", gzip.compress(GUIXI.read_bytes()), id="compressed twice"),
        pytest.param("bomb.osm.pbf", BOMB.encode(), id="XML under the wrong name"),
        pytest.param("bomb.osm", BOMB.encode(), id="XML that grows"),
        pytest.param("page.osm", b"<html><body>404</body></html>", id="a web page"),
        pytest.param("cut.osm", b"<osm version='0.6'><node id='1'", id="XML cut off"),
        pytest.param(
            "far.osm", b"<osm version='0.6'><node id='1' lat='x' lon='500'/></osm>", id="no number"
        ),
    ],
)
def test_a_broken_extract_is_named_with_what_was_expected(
    tmp_path: Path, name: str, content: bytes
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert f"{name}: expected an OpenStreetMap extract (.osm.pbf) that is whole" in fault_of(file)
    with pytest.raises(DataFileError, match="an OpenStreetMap extract"):
        read_base_map(file)


def test_a_missing_extract_and_a_folder_are_told(tmp_path: Path) -> None:
    assert fault_of(tmp_path / "streets.osm.pbf") == (
        "streets.osm.pbf: expected a file that exists"
    )
    assert "expected a file that exists" in fault_of(tmp_path)


def test_an_extract_too_large_for_a_small_machine_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extract_module, "MOST_MEGABYTES", 0)
    file = write_osm(tmp_path / "town.osm", SQUARE, [("ab", STREET)])
    assert "an extract of the town, 0 MB at most" in fault_of(file)


def test_an_extract_without_streets_is_told(tmp_path: Path) -> None:
    file = write_osm(tmp_path / "town.osm", SQUARE, [("abcda", {"building": "yes"})])
    assert "with streets in it; this one has none" in fault_of(file)


def test_ways_are_cut_at_crossings_and_keep_their_bends(tmp_path: Path) -> None:
    nodes = SQUARE | {"m": (0, 50), "n": (-80, 50), "o": (0, 75)}
    file = write_osm(
        tmp_path / "town.osm", nodes, [("amob", STREET), ("mn", {"highway": "footway"})]
    )
    streets = read_streets(file)
    assert sorted(streets.length_m.round(1).tolist()) == [50.0, 50.0, 80.0]
    assert sorted((streets.stop - streets.start).tolist()) == [1, 1, 2]
    assert [KINDS[kind] for kind in streets.kind] == ["residential", "residential", "footway"]
    assert may_go(streets.access, Mode.CAR, backward=True).tolist() == [True, True, False]
    assert np.unique(np.stack((streets.tail, streets.head))).tolist() == [0, 1, 2, 3]


def test_a_way_that_leaves_the_extract_keeps_its_known_stretches(tmp_path: Path) -> None:
    nodes = SQUARE | {"e": (0, 200)}
    streets = read_streets(
        write_osm(tmp_path / "t.osm", nodes, [("abZcd", STREET), ("Ze", STREET)])
    )
    assert streets.length_m.round(1).tolist() == [100.0, 100.0]


def test_closed_and_unbuilt_ways_are_no_streets_and_make_no_crossings(tmp_path: Path) -> None:
    nodes = SQUARE | {"m": (0, 50), "n": (-80, 50)}
    ways = [
        ("amb", STREET),
        ("mn", {"highway": "construction"}),
        ("mn", {"highway": "service", "access": "private"}),
    ]
    streets = read_streets(write_osm(tmp_path / "town.osm", nodes, ways))
    assert streets.length_m.round(1).tolist() == [100.0]


def test_the_streets_of_guixi_are_all_there() -> None:
    streets = read_streets(GUIXI)
    assert streets.source == "streets.osm.pbf"
    assert 460 <= streets.start.size <= 490
    assert streets.length_m.sum() == pytest.approx(116_000, rel=0.05)
