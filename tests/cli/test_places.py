import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from mealroute.domain import Datum, from_wgs84
from tests.cli.test_commands import GUIXI, answer, edit, run, village  # noqa: F401 -- a fixture

FAR = "28.452000,117.310000"


@pytest.fixture
def guixi(tmp_path: Path) -> Path:
    """A copy of the sample lunch that a test may spoil."""
    return Path(shutil.copytree(GUIXI, tmp_path / "guixi"))


def rewrite(file: Path, change: Any) -> None:
    """Change the cells of a CSV file, row by row, each a mapping by column."""
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    for number, row in enumerate(rows, start=2):
        change(number, row)
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def shift_some(number: int, row: dict[str, str]) -> None:
    """Give every third row as AMap shows it."""
    if number % 3 == 0 and row["lat"]:
        lat, lon = from_wgs84(float(row["lat"]), float(row["lon"]), Datum.GCJ02)
        row["lat"], row["lon"] = f"{lat:.6f}", f"{lon:.6f}"


def test_a_clean_day_has_no_doubts(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("places", GUIXI, "--json") == 0
    told = answer(capsys)
    assert (told["rows"], told["streets"], told["doubts"]) == (176, True, [])


def test_rows_of_an_undeclared_datum_are_told_and_how_to_mend_them(
    guixi: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(guixi / "residents.csv", shift_some)
    assert run("places", guixi, "--json") == 0
    doubts = answer(capsys)["doubts"]
    lines = {one["line"] for one in doubts if one["reading"] == "gcj02"}
    assert len(lines) > 40
    assert sum(line % 3 == 0 for line in lines) >= len(lines) - 1
    assert all(600 < one["metres"] < 650 for one in doubts if one["reading"] == "gcj02")
    run("places", guixi)
    text = capsys.readouterr().out
    assert "places fit as gcj02 (AMap, Tencent); mend it in the column datum" in text
    assert "m from the street of its address instead of" in text


def test_no_name_and_no_address_is_told(guixi: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(guixi / "residents.csv", shift_some)
    private: set[str] = set()
    rewrite(
        guixi / "residents.csv",
        lambda _number, row: private.update((row["name"], row["address"], row["phone"])),
    )
    for words in (["places", guixi], ["places", guixi, "--json"], ["receive", guixi, "--json"]):
        run(*words)
        told = capsys.readouterr()
        shown = told.err if words[0] == "receive" else told.out + told.err
        assert [one for one in private if one and one in shown] == []


def test_plan_and_receive_say_in_a_line_that_places_are_doubted(
    guixi: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(guixi / "residents.csv", "28.29903,117.227028", FAR)
    for words in (
        ["receive", guixi],
        ["plan", guixi, "--out", guixi / "out", "--iterations", 1],
    ):
        assert run(*words) == 0
        lines = [one for one in capsys.readouterr().err.splitlines() if "wrong" in one]
        assert lines == [
            f"1 row may have wrong coordinates; see which and why: mealroute places {guixi}"
        ]


def test_plan_and_receive_say_nothing_of_clean_places(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("receive", GUIXI) == 0
    assert "wrong coordinates" not in capsys.readouterr().err


def test_without_an_extract_places_are_compared_and_that_is_said(
    village: Path,  # noqa: F811 -- the fixture
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("places", village) == 0
    told = capsys.readouterr()
    assert "0 grave doubts, 0 others" in told.out
    assert "no extract beside the day" in told.err


def test_doors_without_a_way_are_told_in_words_and_in_data(
    guixi: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(guixi / "residents.csv", "28.29903,117.227028", "28.2700,117.205")
    edit(guixi / "canteens.csv", ",1000,", ",3000,")
    out = guixi / "out"
    assert run("plan", guixi, "--out", out, "--iterations", 1, "--json") == 0
    told = capsys.readouterr()
    (ebike, car) = json.loads(told.out)["unreachable"]
    assert (ebike["mode"], car["mode"], ebike["cause"]) == ("ebike", "car", "outside_extract")
    assert [one["resident_id"] for one in ebike["residents"]] == ["R001"]
    assert "no way from C1 (e-bike), outside the extract by: R001 (" in told.err
    assert run("check", guixi, out / "plan.json", "--json") == 0
    assert answer(capsys)["unreachable"] == [ebike, car]
    assert run("repair", guixi, out / "plan.json", "--out", out, "--seconds", 0, "--json") == 0
    assert answer(capsys)["unreachable"] == [ebike, car]


def test_receive_tells_of_them_where_the_radius_is_measured_by_streets(
    guixi: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(guixi / "residents.csv", "28.29903,117.227028", "28.2600,117.205")
    edit(guixi / "canteens.csv", ",1000,", ",9000,")
    settings = guixi / "mealroute.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + '\n[receipt]\nradius_by = "streets"\n',
        encoding="utf-8",
    )
    assert run("receive", guixi, "--json") == 0
    told = capsys.readouterr()
    (one,) = json.loads(told.out)["unreachable"]
    assert (one["mode"], one["residents"][0]["resident_id"]) == ("foot", "R001")
    assert "no way from C1 (on foot), outside the extract by: R001 (" in told.err


def test_a_straight_day_has_nobody_without_a_way(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["plan", GUIXI, "--travel", "straight", "--out", tmp_path, "--iterations", 1, "--json"]
    assert run(*words) == 0
    assert answer(capsys)["unreachable"] == []


def test_two_rows_of_one_entrance_are_told_by_line(
    village: Path,  # noqa: F811 -- the fixture
    capsys: pytest.CaptureFixture[str],
) -> None:
    def one_house(_number: int, row: dict[str, str]) -> None:
        row["building_id"] = "B1"
        row["lat"], row["lon"] = "47.848400", "88.139600"
        if _number == 3:
            lat, lon = from_wgs84(47.8484, 88.1396, Datum.GCJ02)
            row["lat"], row["lon"] = f"{lat:.6f}", f"{lon:.6f}"

    rewrite(village / "residents.csv", one_house)
    run("places", village)
    lines = [one for one in capsys.readouterr().out.splitlines() if "line 3" in one]
    assert len(lines) == 1
    assert "lies where line 2, which has the same entrance, is shown as gcj02 (AMap" in lines[0]
    assert "289 m off" in lines[0]
