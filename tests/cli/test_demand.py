"""A forecast from a made-up town's weeks of orders, on the command line."""

import csv
import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from mealroute.cli import main
from mealroute.domain import Day, Order, OrderId
from mealroute.files import DayFiles, read_day, write_day
from mealroute.sample.folder import write_sample_day
from mealroute.settings import Settings
from tests.builders import a_canteen, a_kitchen, a_resident, an_order

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
    lived_in = {one.community for one in read_day(town).day.residents}
    assert len(parts) == len(lived_in) > 5
    assert abs(sum(parts) / whole["2026-11-27"]["boxes"] - 1) < 0.1
    assert {row["community"] for row in told["history"]} == {"", *lived_in}
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


def test_a_folder_of_day_folders_is_one_history(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = dt.date(2026, 10, 5)
    for number in range(29):
        date = first + dt.timedelta(days=number)
        orders = tuple(an_order(f"O{n}", f"R{n}", date=date) for n in range(2 + number % 7))
        # The order of the day before stands here once more.
        before = an_order("O0", "R0", date=date - dt.timedelta(days=1))
        day = Day(
            canteens=(a_canteen(),),
            kitchens=(a_kitchen(),),
            residents=tuple(a_resident(f"R{n}") for n in range(9)),
            orders=orders if number == 0 else (*orders, before),
        )
        files = DayFiles(day=day, settings=Settings())
        write_day(replace(files, day=replace(day, orders=_ids(day.orders))), tmp_path / str(date))

    assert run(tmp_path, "--days", 1, "--json") == 0

    told = json.loads(capsys.readouterr().out)
    assert told["history"][0]["days_with_orders"] == 29
    assert told["history"][0]["boxes"] == sum(2 + number % 7 for number in range(29))
    assert told["forecast"][0]["boxes"] == 3


def _ids(orders: tuple[Order, ...]) -> tuple[Order, ...]:
    """Give each order an id that no other date uses."""
    return tuple(
        replace(one, order_id=OrderId(f"{one.date:%m%d}-{one.resident_id}")) for one in orders
    )
