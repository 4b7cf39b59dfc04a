import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from mealroute.domain import (
    DeclineReason,
    Made,
    Meal,
    Mode,
    Plan,
    Receipt,
    ReceiptStatus,
    Route,
    Stop,
    Trip,
    Unassigned,
    UnassignedReason,
)
from mealroute.errors import DataFileError
from mealroute.files import PLAN_FILE, plan_file, plan_to_json, read_plan
from tests.files.days import texts

_moments = st.datetimes(
    dt.datetime.fromisoformat("1000-01-01"), dt.datetime.fromisoformat("3000-01-01")
).map(lambda moment: moment.replace(microsecond=0))
_whole = st.integers(0, 10**9)
_ids = st.sampled_from(["C1", "饭堂", "<b>"])


def _tuples(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(values, max_size=3).map(tuple)


_stops = st.builds(
    Stop, order_id=_ids, arrives=_moments, starts=_moments, ends=_moments, aboard_s=_whole,
    leg_s=_whole, leg_m=_whole,
)  # fmt: skip
_trips = st.builds(Trip, leaves=_moments, stops=_tuples(_stops), back=st.none() | _moments)
_routes = st.builds(
    Route, volunteer_id=_ids, canteen_id=_ids, mode=st.sampled_from(Mode), work_s=_whole,
    distance_m=_whole, trips=_tuples(_trips),
)  # fmt: skip
_receipts = st.builds(
    Receipt, order_id=_ids, status=st.just(ReceiptStatus.ACCEPTED), canteen_id=_ids, detail=texts
) | st.builds(
    Receipt, order_id=_ids, status=st.just(ReceiptStatus.DECLINED),
    reason=st.sampled_from(DeclineReason), detail=texts,
)  # fmt: skip
plans = st.builds(
    Plan, date=st.dates(dt.date(1000, 1, 1)), meal=st.sampled_from(Meal),
    made=st.builds(
        Made, version=texts, engine=texts, seed=_whole, seconds=st.floats(0, 1e6), travel=texts,
        cost=_whole, lower_bound=st.none() | _whole,
    ),
    receipts=_tuples(_receipts), routes=_tuples(_routes),
    unassigned=_tuples(
        st.builds(
            Unassigned, order_id=_ids, reason=st.sampled_from(UnassignedReason), detail=texts
        )
    ),
    indicators=st.dictionaries(texts, _whole | st.floats(-1e9, 1e9)),
)  # fmt: skip

SMALLEST: dict[str, Any] = {
    "mealroute_plan": 1,
    "day": {"date": "2026-11-24", "meal": "lunch"},
    "receipts": [],
    "routes": [],
    "unassigned": [],
}
STOP = {
    "order_id": "O1",
    "arrives": "2026-11-24T11:05:00",
    "starts": "2026-11-24T11:05:00",
    "ends": "2026-11-24T11:07:00",
    "aboard_s": 300,
    "leg_s": 300.0,
    "leg_m": 350,
}
ROUTE = {
    "volunteer_id": "V1",
    "canteen_id": "C1",
    "mode": "foot",
    "work_s": 420,
    "distance_m": 350,
    "trips": [{"leaves": "2026-11-24T11:00:00", "stops": [STOP], "back": None}],
}


def told_of(path: Path, plan: object) -> list[str]:
    path.write_text(plan if isinstance(plan, str) else json.dumps(plan), encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        read_plan(path)
    return [str(fault) for fault in caught.value.faults]


@given(plans)
@effort(max_examples=40)
def test_a_written_plan_is_read_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, plan: Plan
) -> None:
    path = tmp_path_factory.getbasetemp() / PLAN_FILE
    path.write_text(plan_to_json(plan, ["a row"]), encoding="utf-8")
    assert read_plan(path) == plan


def test_a_plan_is_written_with_the_keys_of_the_planning_model_in_their_order(
    tmp_path: Path,
) -> None:
    shown = {
        **SMALLEST,
        "receipts": [{"order_id": "O1", "status": "accepted", "canteen_id": "C1"}],
        "routes": [ROUTE],
        "unassigned": [{"order_id": "O2", "reason": "no_volunteer"}],
    }
    (tmp_path / PLAN_FILE).write_text(json.dumps(shown))
    written = json.loads(plan_to_json(read_plan(tmp_path)))
    assert " ".join(written) == ("mealroute_plan day made receipts routes unassigned indicators")
    assert " ".join(written["made"]) == "version engine seed seconds travel cost lower_bound"
    assert " ".join(written["receipts"][0]) == "order_id status canteen_id reason detail"
    assert " ".join(written["unassigned"][0]) == "order_id reason detail"
    assert list(written["routes"][0]) == list(ROUTE)
    assert list(written["routes"][0]["trips"][0]) == ["leaves", "stops", "back"]
    assert list(written["routes"][0]["trips"][0]["stops"][0]) == list(STOP)
    assert written["routes"] == [ROUTE]


def test_skipped_rows_are_listed_only_where_there_are_any(tmp_path: Path) -> None:
    (tmp_path / PLAN_FILE).write_text(json.dumps(SMALLEST))
    plan = read_plan(tmp_path)
    assert "skipped_rows" not in json.loads(plan_to_json(plan))
    assert json.loads(plan_to_json(plan, ["orders.csv, line 2"]))["skipped_rows"] == [
        "orders.csv, line 2"
    ]


def test_the_smallest_plan_of_another_tool_is_read(tmp_path: Path) -> None:
    path = tmp_path / "theirs.json"
    path.write_text(json.dumps({**SMALLEST, "made": {"engine": "theirs"}, "more": [1]}))
    plan = read_plan(path)
    assert (plan.date, plan.meal) == (dt.date(2026, 11, 24), Meal.LUNCH)
    assert (plan.made.engine, plan.made.cost, plan.indicators) == ("theirs", 0, {})


def test_all_that_differs_is_told_at_once_by_its_path(tmp_path: Path) -> None:
    stop = {**STOP, "starts": "11:05", "leg_m": 3.5} | {"ends": "2026-11-24T11:07:00Z"}
    del stop["aboard_s"]
    plan = {
        **SMALLEST,
        "mealroute_plan": 2,
        "day": {"date": "24.11.2026"},
        "receipts": [{"order_id": "O1", "status": "declined"}, "O2"],
        "routes": [ROUTE, {**ROUTE, "mode": "bus", "trips": [{"leaves": None, "stops": [stop]}]}],
        "unassigned": {},
        "indicators": {"late": "never"},
    }
    receipt = "an object in { } with order_id, status, canteen_id, reason, detail"
    moment = "a date and time YYYY-MM-DDTHH:MM:SS, without a time zone"
    told = told_of(tmp_path / "plan.json", plan)
    assert [line for line in told if "receipts[0]" not in line] == [
        f"plan.json, {line}"
        for line in (
            "mealroute_plan: '2', expected 1",
            "day.date: '24.11.2026', expected a date YYYY-MM-DD",
            "day.meal: expected one of breakfast, lunch, dinner",
            f"receipts[1]: 'O2', expected {receipt}",
            "routes[1].mode: 'bus', expected one of foot, ebike, car",
            f"routes[1].trips[0].leaves: expected {moment}",
            f"routes[1].trips[0].stops[0].starts: '11:05', expected {moment}",
            f"routes[1].trips[0].stops[0].ends: '2026-11-24T11:07:00Z', expected {moment}",
            "routes[1].trips[0].stops[0].aboard_s: expected a whole number",
            "routes[1].trips[0].stops[0].leg_m: '3.5', expected a whole number",
            "unassigned: expected a list in [ ]",
            "indicators: expected an object of names and numbers",
        )
    ]
    assert [line for line in told if "receipts[0]" in line] != []


@pytest.mark.parametrize(
    "text",
    ["", "{", "[" * 100_000, '{"a": NaN}', '{"a": -Infinity}', "9" * 10_000, "\x00"],
    ids=["blank", "broken", "deep", "nan", "infinity", "long number", "binary"],
)
def test_what_is_no_json_is_told(tmp_path: Path, text: str) -> None:
    (told,) = told_of(tmp_path / "plan.json", text)
    assert told.endswith("expected a plan: JSON in UTF-8")


@pytest.mark.parametrize(
    ("key", "value"),
    [("work_s", 1e300), ("work_s", True), ("work_s", 10**13), ("volunteer_id", "\ud800")],
)
def test_values_that_json_holds_but_a_plan_cannot_are_told(
    tmp_path: Path, key: str, value: object
) -> None:
    (told,) = told_of(tmp_path / "plan.json", {**SMALLEST, "routes": [{**ROUTE, key: value}]})
    assert told.startswith(f"plan.json, routes[0].{key}: ")


@pytest.mark.parametrize("plan", [[], "plan", None, 1])
def test_json_that_is_no_object_is_told_as_a_whole(tmp_path: Path, plan: object) -> None:
    (told,) = told_of(tmp_path / "plan.json", json.dumps(plan))
    assert "expected an object in { } with mealroute_plan, day" in told


def test_a_plan_that_is_missing_or_too_large_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(DataFileError, match="a file that exists"):
        read_plan(tmp_path)
    monkeypatch.setattr(plan_file, "MOST_PLAN_BYTES", 1_000_000)
    (tmp_path / "plan.json").write_bytes(b" " * 1_000_001)
    with pytest.raises(DataFileError, match="at most 1 MB"):
        read_plan(tmp_path / "plan.json")
