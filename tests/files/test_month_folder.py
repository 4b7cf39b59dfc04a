"""A folder of services: its layout, what is passed over, and all faults at once."""

import datetime as dt
from pathlib import Path

import pytest

from mealroute.domain import Made, Meal, Plan
from mealroute.errors import DataFileError
from mealroute.files import (
    ServiceFiles,
    find_outcomes,
    plan_to_json,
    read_month_folder,
)

MADE = Made(version="0", engine="none", seed=0, seconds=0.0, travel="straight", cost=0)
OUTCOMES = "order_id,outcome\nO1,delivered\n"
ORDERS = "order_id,resident_id,date,meal\nO1,R1,2026-11-24,lunch\nO2,R1,2026-11-24,dinner\n"


def a_service(month: Path, name: str, day: int = 24, meal: Meal = Meal.LUNCH, **files: str) -> None:
    folder = month / name
    folder.mkdir(parents=True)
    plan = Plan(date=dt.date(2026, 11, 1) + dt.timedelta(day - 1), meal=meal, made=MADE)
    (folder / "plan.json").write_text(plan_to_json(plan), encoding="utf-8")
    for stem, text in files.items():
        (folder / f"{stem}.csv").write_text(text, encoding="utf-8")


def read(month: Path) -> tuple[tuple[ServiceFiles, ...], tuple[str, ...]]:
    return read_month_folder(month, 2026, 11, {"V1"})  # type: ignore[arg-type]  # a plain string


def faults(month: Path) -> list[str]:
    with pytest.raises(DataFileError) as caught:
        read(month)
    return [str(fault) for fault in caught.value.faults]


def test_services_come_by_date_and_meal_with_what_lies_beside_the_plan(tmp_path: Path) -> None:
    a_service(tmp_path, "a", 24, Meal.DINNER)
    a_service(tmp_path, "b", 24, outcomes=OUTCOMES, orders=ORDERS)
    a_service(tmp_path, "c", 2, outcomes=OUTCOMES)
    (first, second, third), notes = read(tmp_path)
    assert [one.folder for one in (first, second, third)] == ["c", "b", "a"]
    assert notes == ()
    assert (third.outcomes, third.orders) == (None, None)
    assert [one.order_id for one in second.outcomes or ()] == ["O1"]
    assert [one.order_id for one in second.orders or ()] == ["O1"]
    assert first.orders is None


def test_what_is_no_service_of_the_month_is_passed_over_with_a_remark(tmp_path: Path) -> None:
    a_service(tmp_path, "first")
    a_service(tmp_path, "winter", 31)
    (tmp_path / "photos").mkdir()
    (tmp_path / "notes.txt").write_text("", encoding="utf-8")
    services, notes = read(tmp_path)
    assert [one.folder for one in services] == ["first"]
    assert notes == (
        "photos: no plan.json, passed over",
        "winter: a plan of 2026-12-01, passed over",
    )


def test_the_faults_of_all_files_are_told_at_once_with_their_folder(tmp_path: Path) -> None:
    a_service(tmp_path, "a", outcomes="order_id,outcome\nO1,lost\n", orders="order_id\nO1\n")
    a_service(tmp_path, "b", outcomes="order_id,outcome,volunteer_id\nO1,送达,V9\n", day=25)
    a_service(tmp_path, "c")
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "plan.json").write_text("{", encoding="utf-8")
    told = faults(tmp_path)
    assert [line.partition(": ")[0] for line in told] == [
        "a/outcomes.csv, line 2, outcome",
        "a/orders.csv, line 1, resident_id",
        "a/orders.csv, line 1, date",
        "a/orders.csv, line 1, meal",
        "b/outcomes.csv, line 2, volunteer_id",
        "d/plan.json, line 1",
        "c/plan.json",
    ]
    assert told[-1].endswith("'2026-11-24 lunch', expected each service once, a has it too")


def test_a_folder_without_a_service_of_the_month_is_a_fault(tmp_path: Path) -> None:
    assert faults(tmp_path / "nowhere")[0].startswith("/") or "nowhere" in faults(tmp_path)[0]
    assert faults(tmp_path)[0].endswith("expected subfolders with a plan.json of 2026-11")


def test_outcomes_are_found_by_any_of_their_names_but_only_once(tmp_path: Path) -> None:
    assert find_outcomes(tmp_path) is None
    (tmp_path / "送达结果.csv").write_text("", encoding="utf-8")
    assert find_outcomes(tmp_path) == tmp_path / "送达结果.csv"
    (tmp_path / "outcomes.xlsx").write_bytes(b"")
    with pytest.raises(DataFileError, match="one file of outcomes, not several"):
        find_outcomes(tmp_path)
