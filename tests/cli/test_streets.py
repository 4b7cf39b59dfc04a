"""``mealroute streets``: what its two commands take, say and refuse."""

import json
import shutil
from pathlib import Path
from typing import Any

import osmium
import pytest

from mealroute.cli import main
from tests.travel.osm import GUIXI, SQUARE, STREET, write_osm

DAY = GUIXI.parent
HELSINKI = DAY.parent / "helsinki"
Said = pytest.CaptureFixture[str]


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as left:
        main(["streets", *map(str, words)])
    return int(left.value.code or 0)


def checked(what: Path, capsys: Said) -> dict[str, Any]:
    assert run("check", what, "--json") == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_a_town_is_cut_by_a_box(tmp_path: Path, capsys: Said) -> None:
    out = tmp_path / "town.osm.pbf"
    assert run("cut", GUIXI, "--out", out, "--box", "117.20,28.28,117.22,28.30") == 0
    assert out.is_file()
    assert "box 117.2000,28.2800,117.2200,28.3000" in capsys.readouterr().out


def test_a_town_is_cut_around_a_place_and_tells_json(tmp_path: Path, capsys: Said) -> None:
    out = tmp_path / "town.osm.pbf"
    words = ("--near", "28.29，117.21", "--radius-m", 500, "--json")
    assert run("cut", GUIXI, "--out", out, *words) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["streets"] > 0
    assert told["bytes"] == out.stat().st_size
    assert told["box"][0] == pytest.approx(117.21 - 0.0051, abs=1e-4)


def test_a_town_is_cut_around_a_day_and_a_plan_can_use_it(tmp_path: Path, capsys: Said) -> None:
    day = tmp_path / "day"
    shutil.copytree(DAY, day)
    (day / "streets.osm.pbf").unlink()
    out = day / "streets.osm.pbf"
    assert run("cut", GUIXI, "--out", out, "--around", day, "--margin-m", 300) == 0
    capsys.readouterr()
    told = checked(day, capsys)
    assert told["places"] == 152
    assert "outside" not in {one["why"] for one in told["places_off"]}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), "one of --around DAY, --box or --near"),
        (("--box", "1,1,2,2", "--near", "1,1", "--radius-m", 5), "one of --around DAY"),
        (("--near", "1,1"), "--near and --radius-m: expected both"),
        (("--box", "1,1,2,2", "--radius-m", 5), "--near and --radius-m: expected both"),
        (("--box", "1,1,2,2", "--margin-m", 5), "expected --around DAY with it"),
        (("--box", "1,1,2"), "--box: '1,1,2', expected WEST,SOUTH,EAST,NORTH"),
        (("--box", "a,b,c,d"), "expected WEST,SOUTH,EAST,NORTH"),
        (("--box", "2,1,1,2"), "expected WEST,SOUTH,EAST,NORTH"),
        (("--near", "nan", "--radius-m", 5), "expected LAT,LON"),
        (("--near", "95,1", "--radius-m", 5), "lat"),
        (("--box", "1,1,2,2"), "what it holds lies in 117.1912"),
    ],
)
def test_what_cannot_be_cut_is_told(
    tmp_path: Path, capsys: Said, words: tuple[object, ...], expected: str
) -> None:
    assert run("cut", GUIXI, "--out", tmp_path / "town.osm.pbf", *words) == 2
    assert expected in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_day_is_checked_by_id_and_without_names(capsys: Said) -> None:
    assert run("check", DAY) == 0
    told = capsys.readouterr().out
    assert "R009: 148 m from the nearest street of the main part (on foot, e-bike, car)" in told
    assert "verdict: fit, but not for every place of the day" in told
    names = [
        row.split(",")[1] for row in (DAY / "residents.csv").read_text("utf-8-sig").split("\n")[1:5]
    ]
    assert all(name and name not in told for name in names)


def test_what_the_day_closes_is_closed_for_the_check_and_told(tmp_path: Path, capsys: Said) -> None:
    day = Path(shutil.copytree(DAY, tmp_path / "day"))
    usual = (DAY / "mealroute.toml").read_text(encoding="utf-8")
    before = checked(day, capsys)
    assert (before["closed_ways"], before["uncleared"]) == ([], [])
    ways = [
        way.id
        for way in osmium.FileProcessor(str(GUIXI), osmium.osm.WAY)
        if way.tags.get("highway") == "secondary"
    ]
    mine = f'[travel]\nclosed_ways = {ways}\nwinter.uncleared = ["path"]\n'
    assert usual.startswith("[travel]\n")
    (day / "mealroute.toml").write_text(usual.replace("[travel]\n", mine, 1), encoding="utf-8")
    told = checked(day, capsys)
    assert (told["closed_ways"], told["uncleared"]) == (sorted(ways), ["path"])
    assert told["modes"][0]["km"] < before["modes"][0]["km"]
    assert any("the day closes streets itself" in line for line in told["advice"])
    assert run("check", day) == 0
    out = capsys.readouterr().out
    assert f"closed by the day: {len(ways)} ways" in out
    assert "not cleared in winter, so closed: path" in out


def test_residents_without_coordinates_are_counted_and_not_passed_over(
    tmp_path: Path, capsys: Said
) -> None:
    day = Path(shutil.copytree(HELSINKI, tmp_path / "day"))
    assert run("check", day) == 0
    assert "60 residents have no coordinates yet and are not looked at" in capsys.readouterr().out
    told = checked(day, capsys)
    assert (told["residents_without_coordinates"], told["places"]) == (60, 2)
    out = tmp_path / "cut.osm.pbf"
    assert run("cut", HELSINKI / "streets.osm.pbf", "--out", out, "--around", day) == 0
    assert "60 residents have an address and no coordinates" in capsys.readouterr().err


def test_a_good_town_gets_no_advice_but_what_it_lacks(tmp_path: Path, capsys: Said) -> None:
    tags = {**STREET, "name": "解放路"}
    number = {"a": {"addr:housenumber": "1", "addr:street": "解放路"}}
    file = write_osm(tmp_path / "town.osm", SQUARE, [("abcda", tags)], node_tags=number)
    told = checked(file, capsys)
    assert (told["verdict"], told["advice"]) == ("fit", [])
    bare = checked(write_osm(tmp_path / "bare.osm", SQUARE, [("abcda", STREET)]), capsys)
    assert bare["verdict"] == "with_care"
    assert [line.split(":")[0] for line in bare["advice"]] == [
        "no house numbers",
        "many streets have no name",
    ]


def test_a_town_in_pieces_is_not_fit(tmp_path: Path, capsys: Said) -> None:
    nodes = SQUARE | {"k": (500, 0), "l": (500, 90), "m": (800, 0), "n": (800, 90)}
    ways = [("ab", STREET), ("kl", STREET), ("mn", STREET)]
    file = write_osm(tmp_path / "town.osm", nodes, ways)
    assert checked(file, capsys)["verdict"] == "unfit"
    assert run("check", file) == 0
    told = capsys.readouterr().out
    assert "verdict: not fit (on foot, e-bike, car)" in told
    assert "islands, on foot: 0.1 km @ " in told


def test_a_day_without_streets_and_a_file_that_is_none_are_told(
    tmp_path: Path, capsys: Said
) -> None:
    day = tmp_path / "day"
    shutil.copytree(DAY, day)
    (day / "streets.osm.pbf").unlink()
    assert run("check", day) == 2
    assert "day has no streets.osm.pbf" in capsys.readouterr().err
    assert run("check", tmp_path / "none.osm.pbf") == 2
    assert "none.osm.pbf: expected a file that exists" in capsys.readouterr().err


def test_signs_in_a_file_do_not_steer_the_terminal(tmp_path: Path, capsys: Said) -> None:
    number = {"a": {"addr:housenumber": "1", "addr:street": "evil\x85\u202e street"}}
    file = write_osm(tmp_path / "town.osm", SQUARE, [("abcda", STREET)], node_tags=number)
    assert run("check", file) == 0
    assert not {"\x85", "\u202e"} & set(capsys.readouterr().out)
