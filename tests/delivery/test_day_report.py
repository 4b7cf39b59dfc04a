"""The report of one service: routes as they went, late doors, cold food, cases, minutes, names."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealroute.delivery import DayReport, day_document, day_report
from mealroute.delivery.routes import allot
from mealroute.document import Document, Table, written
from mealroute.domain import CaseState, DeclineReason, UnassignedReason, VolunteerId
from mealroute.settings import HeatSettings, Settings
from tests.builders import a_kitchen, a_resident, a_volunteer, an_order, clock
from tests.delivery.records import (
    a_record,
    a_route,
    accepted,
    an_outcome,
    declined,
    moment,
    records,
    unassigned,
)

ORDERS = [an_order(f"O{number}", f"R{number}", meals=number) for number in (1, 2, 3)]
PEOPLE = {
    "residents": [a_resident(f"R{number}", name=f"居民{number}") for number in (1, 2, 3)],
    "volunteers": [a_volunteer("V1", name="冯春生"), a_volunteer("V2", name="许美玉")],
}


def report(**parts: Any) -> DayReport:
    parts.setdefault("orders", ORDERS)
    return day_report(a_record(**parts), Settings(heat=HeatSettings(safe_c=60.0)))


def table(document: Document, sheet: str) -> Table:
    return next(one for one in document.tables if one.sheet == sheet)


def texts(shown: Table) -> list[list[str]]:
    return [
        [written(cell, heading.form) for cell, heading in zip(row, shown.headings, strict=True)]
        for row in shown.rows
    ]


def everything(document: Document) -> str:
    cells = [str(cell) for one in document.tables for row in one.rows for cell in row]
    return " ".join([document.title, document.audience, *document.facts, *cells])


def test_a_route_is_shown_as_planned_and_as_it_went() -> None:
    outcomes = [
        an_outcome("O1", at=moment("11:12")),
        an_outcome("O2", "not_home", at=moment("11:25")),
        an_outcome("O3"),
    ]
    (route,) = report(outcomes=outcomes).routes
    assert (route.planned_first, route.planned_last) == (moment("11:10"), moment("11:30"))
    assert (route.actual_first, route.actual_last) == (moment("11:12"), moment("11:25"))
    assert (route.boxes, route.received_boxes, route.late_s) == (6, 4, 300)
    assert route.credited_s == {"V1": route.planned_s + 300}


def test_seconds_go_to_who_really_came_and_none_to_a_route_nobody_wrote_of() -> None:
    shared = [an_outcome("O1"), an_outcome("O2", volunteer_id="V2"), an_outcome("O3")]
    both = report(outcomes=shared)
    assert {one.volunteer_id: (one.planned_s, one.credited_s) for one in both.volunteers} == {
        "V1": (1920, 1280),
        "V2": (0, 640),
    }
    routes = [a_route(["O1", "O2"]), a_route(["O3"], "V2")]
    half = report(routes=routes, outcomes=[an_outcome("O1")])
    assert [one.credited_s for one in half.routes] == [{"V1": 1320}, {}]
    assert [(one.volunteer_id, one.credited_s, one.boxes) for one in half.volunteers] == [
        ("V1", 1320, 1),
        ("V2", 0, 0),
    ]


@given(
    st.integers(0, 100_000),
    st.dictionaries(st.sampled_from("ABCDE"), st.integers(1, 50), min_size=1),
)
def test_nothing_is_lost_when_seconds_are_divided(total_s: int, shares: dict[str, int]) -> None:
    given_s = allot(total_s, {VolunteerId(who): share for who, share in shares.items()})
    assert sum(given_s.values()) == total_s
    for who, share in shares.items():
        exact = total_s * share / sum(shares.values())
        assert abs(given_s[VolunteerId(who)] - exact) < 1


def test_late_is_after_the_window_or_ten_minutes_after_the_plan() -> None:
    orders = [
        an_order("O1", "R1", latest=clock("11:12")),
        an_order("O2", "R2", latest=clock("12:00")),
        an_order("O3", "R3"),
        an_order("O4", "R1"),
    ]
    outcomes = [
        an_outcome("O1", at=moment("11:13")),
        an_outcome("O2", at=moment("11:30")),
        an_outcome("O3", at=moment("11:41")),
        an_outcome("O4", "not_home", at=moment("13:00")),
    ]
    late = report(
        orders=orders, outcomes=outcomes, kitchens=[a_kitchen(serve_until=clock("11:40"))]
    ).late
    assert [(one.order_id, one.after_plan_s, one.after_window_s) for one in late] == [
        ("O3", 660, 60),
        ("O1", 180, 60),
    ]


def test_food_below_safe_is_told_coldest_first_and_readings_are_counted() -> None:
    outcomes = [
        an_outcome("O1", food_c=60.0),
        an_outcome("O2", food_c=59.9, volunteer_id="V2"),
        an_outcome("O3", food_c=41.0),
    ]
    told = report(outcomes=outcomes)
    assert told.readings == 3
    assert [(one.order_id, one.volunteer_id, one.food_c) for one in told.cold] == [
        ("O3", "V1", 41.0),
        ("O2", "V2", 59.9),
    ]


def test_reasons_are_counted_in_the_order_of_the_rules() -> None:
    told = report(
        receipts=[declined("O1"), declined("O2", DeclineReason.DUPLICATE), accepted("O3")],
        routes=[],
        left_out=[unassigned("O3")],
    )
    assert list(told.declined.items()) == [
        (DeclineReason.DUPLICATE, ("O2",)),
        (DeclineReason.KITCHEN_FULL, ("O1",)),
    ]
    assert told.unassigned == {UnassignedReason.NOT_FITTED: ("O3",)}
    rows = texts(table(day_document(told), "Declined"))
    assert rows == [["ordered twice", "1", "O2"], ["kitchen full", "1", "O1"]]


def test_cases_tell_who_is_responsible_and_whether_the_deadline_held() -> None:
    outcomes = [
        an_outcome("O1", "not_home", responsible="V2", deadline=moment("12:00"),
                   closed_at=moment("12:01")),
        an_outcome("O2", "not_home"),
        an_outcome("O3", responsible="网格员老王", note="说头晕"),
    ]  # fmt: skip
    told = report(outcomes=outcomes, **PEOPLE)
    assert [one.case_state for one in told.cases] == [
        CaseState.CLOSED_LATE,
        CaseState.OPEN,
        CaseState.OPEN,
    ]
    shown = day_document(told)
    assert "2 cases are still open." in shown.facts
    assert [(row[0], row[4], row[7]) for row in texts(table(shown, "Cases"))] == [
        ("O1", "V2", "closed too late"),
        ("O2", "nobody", "still open"),
        ("O3", "on record", "still open"),
    ]


def test_people_are_named_only_when_asked_for() -> None:
    outcomes = [
        an_outcome("O1", "not_home", responsible="网格员老王", note="邻居赵姐说去医院"),
        an_outcome("O2", at=moment("12:00"), food_c=40.0),
        an_outcome("O3"),
    ]
    told = report(outcomes=outcomes, **PEOPLE)
    without, with_names = day_document(told), day_document(told, names=True)
    for word in ("居民1", "冯春生", "老王", "赵姐"):
        assert word not in everything(without)
        assert word in everything(with_names)
    assert "by their ids" in without.audience
    assert "Never post it" in with_names.audience


def test_differences_are_named_and_the_facts_count_them() -> None:
    shown = day_document(report(outcomes=[an_outcome("O1"), an_outcome("O9")]))
    assert texts(table(shown, "Differences")) == [
        ["O2", "on a route, but what happened is not on record"],
        ["O3", "on a route, but what happened is not on record"],
        ["O9", "what happened is on record, but the order is on no route"],
    ]
    assert shown.facts[-1].startswith("3 differences between")


def test_without_outcomes_the_page_says_so_and_shows_the_plan_alone() -> None:
    shown = day_document(report(outcomes=None))
    assert shown.facts[0].startswith("Nothing is on record of what happened")
    assert shown.facts[-1] == "Orders, receipts and routes agree, order by order."
    sheets = [one.sheet for one in shown.tables]
    assert "Routes" in sheets
    assert not {"Late", "Cases", "Cold", "Volunteers"} & set(sheets)


@pytest.mark.parametrize("names", [False, True])
@given(record=records())
def test_whatever_went_wrong_can_be_reported(names: bool, record: Any) -> None:  # noqa: FBT001
    told = day_report(record, Settings())
    shown = day_document(told, names=names)
    ended = table(shown, "Endings")
    orders = list(record.service.orders.values())
    assert ended.total is not None
    assert ended.total[1:] == (len(orders), sum(order.meals for order in orders))
    assert len({one.sheet for one in shown.tables}) == len(shown.tables)
    assert sum(one.credited_s for one in told.volunteers) == sum(
        sum(route.credited_s.values()) for route in told.routes
    )
    assert shown.title == f"Day report: Lunch, {dt.date(2026, 11, 24)}"
