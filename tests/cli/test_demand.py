"""A forecast from a made-up town's weeks of orders, on the command line."""

import csv
import json
from pathlib import Path

import pytest

from mealroute.cli import main
from mealroute.sample.folder import write_sample_day

DATA = Path(__file__).parents[2] / "data"


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as left:
        main(["--lang", "en", "demand", *(str(word) for word in words)])
    return int(left.value.code or 0)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    write_sample_day(DATA / "guixi" / "streets.osm.pbf", folder, seed=339, weeks=8)
    return folder


def test_weekends_are_forecast_lower_and_the_whole_is_near_the_sum(
    town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "forecast.csv"
    assert run(town, "--days", 7, "--json", "--out", out) == 0
    told = json.loads(capsys.readouterr().out)
    whole = {row["date"]: row for row in told["forecast"] if row["community"] == ""}
    assert len(whole) == 7
    # 2026-11-28 is a Saturday.
    assert whole["2026-11-28"]["boxes"] < 0.7 * whole["2026-11-27"]["boxes"]
    assert all(row["low"] <= row["boxes"] <= row["high"] for row in told["forecast"])
    parts = [row["boxes"] for row in told["forecast"]
             if row["community"] and row["date"] == "2026-11-27"]  # fmt: skip
    assert len(parts) == 3
    assert abs(sum(parts) / whole["2026-11-27"]["boxes"] - 1) < 0.1
    assert {row["community"] for row in told["history"]} == {"", "西街社区", "东门街道", "花园村"}
    assert told["history"][0]["weeks"] == 8
    assert len(list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))) == len(
        told["forecast"]
    )


def test_weekday_means_do_better_than_last_week(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(town, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    mase = {row["method"]: row["mase"] for row in told["backtest"] if row["community"] == ""}
    assert mase["same_day_last_week"] == 1
    assert mase["weekday_mean"] < 1


def test_people_read_how_many_days_and_weeks_were_found(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(town) == 0
    text = capsys.readouterr().out
    assert "boxes on 57 of 57 days (8 weeks) from 2026-09-29" in text
    assert "to last week's" in text


def test_a_day_without_a_history_exits_2_and_says_what_is_needed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(DATA / "guixi") == 2
    assert "the history has 1 days, expected 28 or more" in capsys.readouterr().err
