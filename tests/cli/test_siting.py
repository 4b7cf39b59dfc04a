"""Where the next canteen goes, on the command line: what it tells, writes and refuses."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from mealroute.cli import main

DATA = Path(__file__).parents[2] / "data"
GUIXI = DATA / "guixi"


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as left:
        main(["--lang", "en", *(str(word) for word in words)])
    return int(left.value.code or 0)


def siting(*words: object) -> int:
    return run("siting", GUIXI, "--travel", "straight", *words)


def answer(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    assert siting(*words, "--json") == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def candidates(tmp_path: Path) -> Path:
    file = tmp_path / "candidates.csv"
    file.write_text(
        "name,lat,lon,capacity,cost\n活动中心,28.2995,117.2456,40,120000\n旧粮站,28.283,117.2066,,\n",
        encoding="utf-8",
    )
    return file


def test_one_more_canteen_reaches_more_people(
    candidates: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = answer(capsys, "--candidates", candidates)
    assert told["proven"]
    assert (told["whole"], told["today"], told["value"]) == (150, 148, 149)
    changes = {row["name"]: row["change"] for row in told["sites"]}
    assert list(changes.values()).count("keep") == 3
    assert changes["活动中心"] == "open"


def test_canteens_that_may_move_do_no_worse_than_those_that_stay(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ("--minutes", 10, "--open", 1, "--generate", 20)
    fixed = answer(capsys, *words)
    movable = answer(capsys, *words, "--existing", "movable")
    assert movable["value"] >= fixed["value"] > fixed["today"]
    assert {row["change"] for row in movable["sites"]} >= {"open", "close"}


@pytest.mark.parametrize("model", ["set", "median", "center"])
def test_every_model_answers(model: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = answer(capsys, "--model", model, "--generate", 12)
    assert told["proven"]
    assert sum(row["served"] for row in told["sites"]) == 149
    if model != "set":
        assert told["value"] < told["today"]


def test_capacities_bind(candidates: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--weight", "boxes", "--candidates", candidates)
    told = answer(capsys, *words, "--capacity")
    assert [row["capacity"] for row in told["sites"]][:3] == [35, 80, 60]
    assert all(row["served"] <= row["capacity"] for row in told["sites"])


def test_sites_are_written_as_csv(
    candidates: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out" / "sites.csv"
    assert siting("--candidates", candidates, "--out", out) == 0
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["change"] for row in rows] == ["keep", "keep", "keep", "open"]
    assert {"name", "lat", "lon", "within_reach", "nobody_else", "cost"} <= rows[0].keys()
    text = capsys.readouterr().out
    assert "149 of 150 residents within reach (99.3%), today 148" in text
    assert "proven: no other choice is better" in text
    assert "the new sites cost 120,000" in text


def test_the_written_sites_are_candidates_of_the_next_question(
    candidates: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "sites.csv"
    assert siting("--candidates", candidates, "--out", out) == 0
    capsys.readouterr()
    assert answer(capsys, "--candidates", out)["value"] == 149


def test_a_name_that_a_spreadsheet_would_run_is_made_harmless(tmp_path: Path) -> None:
    file, out = tmp_path / "candidates.csv", tmp_path / "sites.csv"
    file.write_text("name,lat,lon\n=HYPERLINK(1),28.2995,117.2456\n", encoding="utf-8")
    assert siting("--candidates", file, "--out", out) == 0
    assert "\n'=HYPERLINK(1)," in out.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--model", "set", "--open", "2"], "--open: not looked at by model set"),
        (["--model", "median", "--reach-m", "500"], "--reach-m: not looked at by model median"),
        (["--model", "center", "--capacity"], "--capacity: not looked at by model center"),
        (["--reach-m", "500", "--minutes", "5"], "expected one of them"),
        (["--generate", "3", "--candidates", "x.csv"], "expected one of them"),
        (["--candidates", "nowhere.csv"], "nowhere.csv"),
        (["--open", "99", "--generate", "3"], "102 open sites are asked for"),
        (["--capacity", "--weight", "priority"], "capacities are meals"),
    ],
)
def test_what_is_no_question_exits_2(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert siting(*words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err
    assert "Traceback" not in err


def test_faults_of_a_candidates_file_are_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("name,lat,lon\nA,x,117\nB,28.28,y\n", encoding="utf-8")
    assert siting("--candidates", file) == 2
    assert "2 faults" in capsys.readouterr().err


def test_values_are_told_with_and_without_volunteer_hours(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "values.csv"
    words = ("values", DATA / "village", "--generate", 2, "--json")
    assert run(*words, "--iterations", 50, "--out", out) == 0
    told = json.loads(capsys.readouterr().out)["values"]
    whats = [row["what"] for row in told]
    assert {"canteen", "drop_point", "minutes", "radius", "meals", "volunteer_hour"} == set(whats)
    assert all(row["least"] <= row["gained"] <= row["most"] for row in told if row["least"] != "")
    assert len(list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))) == len(told)

    assert run(*words, "--iterations", 0) == 0
    without = json.loads(capsys.readouterr().out)["values"]
    assert "volunteer_hour" not in {row["what"] for row in without}
