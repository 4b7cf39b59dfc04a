"""A file of outcomes: its columns, its aliases, and all its faults at once."""

import datetime as dt
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from mealroute.domain import CaseState, Outcome, OutcomeKind
from mealroute.errors import DataFileError
from mealroute.files import OUTCOMES, outcomes_form, read_day, read_outcomes
from mealroute.files.writing import workbook_bytes
from tests.builders import a_service
from tests.delivery.records import a_plan, a_route
from tests.files.folders import a_folder

DATE = dt.date(2026, 11, 24)
HEADER = ",".join(column.name for column in OUTCOMES.columns) + "\n"
REPORTS = Path(__file__).parents[2] / "docs" / "reports.md"


def read(folder: Path, text: str, encoding: str = "utf-8") -> tuple[Outcome, ...]:
    file = folder / "outcomes.csv"
    file.write_text(text, encoding=encoding)
    return read_outcomes(file, DATE, {"V1", "V2"})  # type: ignore[arg-type]  # plain strings


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(DataFileError) as caught:
        read(folder, text)
    return [str(fault) for fault in caught.value.faults]


def at(hour: int, minute: int, day: int = 24) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute)  # noqa: DTZ001 -- wall-clock time


def test_rows_become_outcomes_on_the_date_of_the_service(tmp_path: Path) -> None:
    row = "O1,not_home,11:52,V2,64.5,knocked,no,网格员,13:00,2026-11-25T09:00\nO2,delivered,,,,,,,,"
    shut, short = read(tmp_path, HEADER + row)
    assert shut == Outcome(
        order_id="O1",
        kind=OutcomeKind.NOT_HOME,
        at=at(11, 52),
        volunteer_id="V2",
        food_c=64.5,
        note="knocked",
        case_open=False,
        responsible="网格员",
        deadline=at(13, 0),
        closed_at=at(9, 0, day=25),
    )
    assert shut.case_state is CaseState.CLOSED_LATE
    assert short == Outcome(order_id="O2", kind=OutcomeKind.DELIVERED)
    assert not short.is_case


def test_chinese_headers_words_and_gb18030_are_read(tmp_path: Path) -> None:
    header = "订单编号,结果,送达时间,首问负责人,反馈时限\n"
    text = header + "O1,无人应门,11:52,网格员,12:30\nO2,邻居代收,,,\n"
    shut, next_door = read(tmp_path, text, "gb18030")
    assert (shut.kind, shut.deadline) == (OutcomeKind.NOT_HOME, at(12, 30))
    assert next_door.kind is OutcomeKind.GIVEN_TO_NEIGHBOUR


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = HEADER + (
        "O1,lost,25:00,,hot,,,,soon,\n"
        "O2,delivered,11:52,V9,,,,,,\n"
        "O2,delivered,,,,,,,,\n"
        "O4,not_home,,,,,yes,,,12:00\n"
    )
    kinds = "delivered, given_to_neighbour, not_home, refused, wrong_address, cancelled_late"
    assert faults(tmp_path, text) == [
        f"outcomes.csv, line 2, outcome: 'lost', expected one of {kinds}, returned",
        "outcomes.csv, line 2, at: '25:00', expected a time HH:MM from 00:00 to 23:59",
        "outcomes.csv, line 2, food_c: 'hot', expected a temperature in °C from -20 to 110",
        (
            "outcomes.csv, line 2, deadline: 'soon', expected a time HH:MM of the day of the "
            "service, or a date and time YYYY-MM-DDTHH:MM"
        ),
        "outcomes.csv, line 3, volunteer_id: 'V9', expected an id of volunteers",
        "outcomes.csv, line 4, order_id: 'O2', expected no second row, line 3 is the first",
        (
            "outcomes.csv, line 5, case_open: 'yes', expected no or blank, as closed_at says when "
            "the case was closed"
        ),
    ]


def test_a_shut_door_is_a_case_whatever_the_file_says_and_others_only_where_it_says_so() -> None:
    shut = Outcome(order_id="O1", kind=OutcomeKind.NOT_HOME)
    settled = Outcome(order_id="O1", kind=OutcomeKind.NOT_HOME, case_open=False)
    worry = Outcome(order_id="O1", kind=OutcomeKind.DELIVERED, responsible="网格员")
    in_time = Outcome(
        order_id="O1", kind=OutcomeKind.NOT_HOME, deadline=at(12, 0), closed_at=at(12, 0)
    )
    assert [(one.is_case, one.case_state) for one in (shut, settled, worry, in_time)] == [
        (True, CaseState.OPEN),
        (True, CaseState.CLOSED),
        (True, CaseState.OPEN),
        (True, CaseState.CLOSED_IN_TIME),
    ]


def test_a_workbook_with_a_sheet_of_outcomes_is_read(tmp_path: Path) -> None:
    rows = [[column.examples[row] for column in OUTCOMES.columns] for row in (0, 1)]
    (tmp_path / "outcomes.xlsx").write_bytes(workbook_bytes({OUTCOMES: rows}))
    shut, brought = read_outcomes(tmp_path / "outcomes.xlsx", DATE)
    assert (shut.order_id, shut.at, shut.case_state) == ("O1", at(11, 52), CaseState.CLOSED_IN_TIME)
    assert brought.kind is OutcomeKind.DELIVERED


def test_a_row_without_an_outcome_is_none_yet_but_what_stands_there_is_not_lost(
    tmp_path: Path,
) -> None:
    (one,) = read(tmp_path, "order_id,outcome,volunteer_id\nO1,,V1\nO2,送达,V1\nO3,,\n")
    assert one.order_id == "O2"
    (told,) = faults(tmp_path, "order_id,outcome,at\nO1,,11:52\nO2,,\n")
    assert told.startswith("outcomes.csv, line 2, outcome: '', expected one of delivered")
    (told,) = faults(tmp_path, "order_id,at\nO1,11:52\n")
    assert told == "outcomes.csv, outcome: expected this column in the header row"


def test_the_form_is_read_back_by_our_own_reader_as_it_is_filled_in(tmp_path: Path) -> None:
    plan = a_plan(a_service(), routes=(a_route(["007", "=O2"], "V2"),))
    assert outcomes_form(plan) == outcomes_form(plan)
    file = tmp_path / "outcomes.xlsx"
    file.write_bytes(outcomes_form(plan))
    assert read_outcomes(file, DATE) == ()
    book = load_workbook(file)
    page = book["outcomes"]
    assert [cell.value for cell in page["A"]] == ["order_id", "007", "=O2"]
    page["B3"], page["C3"] = "无人应门", dt.time(11, 52)
    page["B2"] = "送达"
    book.save(file)
    first, second = read_outcomes(file, DATE)
    assert (first.order_id, first.kind, first.volunteer_id) == ("007", OutcomeKind.DELIVERED, "V2")
    assert (second.order_id, second.at) == ("=O2", at(11, 52))


def test_outcomes_beside_a_day_are_no_sheet_of_it(tmp_path: Path) -> None:
    for name in ("outcomes.csv", "送达结果.csv"):
        day = a_folder(tmp_path / name, {name: HEADER})
        assert read_day(day).notes == ()


def test_the_columns_are_documented_with_what_is_required() -> None:
    text = REPORTS.read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| (\*{0,2})([a-z_]+)\*{0,2} \| ([^\x00-\x7f]+) \|", text)[1:]
    assert [(name, bool(bold)) for bold, name, _alias in rows] == [
        (column.name, column.required) for column in OUTCOMES.columns
    ]
    for (_bold, _name, alias), column in zip(rows, OUTCOMES.columns, strict=True):
        assert alias in column.aliases
