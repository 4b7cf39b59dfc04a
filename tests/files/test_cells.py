import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealroute.files.cells import (
    AMOUNT,
    DATE,
    DEGREES,
    DIET,
    DIETS,
    FLAG,
    ID,
    ID_SET,
    IDS,
    MOMENT,
    MOST_CHARACTERS,
    TEXT,
    TIME,
    WORDS,
    Cell,
    Kind,
    UnfitCellError,
    escape_formula,
    escape_quoted_formula,
    whole_number,
)

MEALS = whole_number(1, 99)
at = dt.datetime.fromisoformat


def refuses(kind: Kind, cell: Cell) -> bool:
    try:
        kind.read(cell)
    except ValueError:
        return True
    return False


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (MEALS, "2", 2),
        (MEALS, "２", 2),
        (MEALS, "+2", 2),
        (MEALS, "2.0", 2),
        (MEALS, 2.0, 2),
        (AMOUNT, "1200.5", 1200.5),
        (AMOUNT, 1200, 1200.0),
        (DEGREES, "-33.5", -33.5),
        (DEGREES, "８８．１", 88.1),
        (TIME, "9:30", dt.time(9, 30)),
        (TIME, "09:30:15", dt.time(9, 30, 15)),
        (TIME, "１１：３０", dt.time(11, 30)),
        (TIME, dt.time(11, 0), dt.time(11)),
        (TIME, dt.time(10, 59, 59, 999_999), dt.time(11)),
        (TIME, at("1899-12-30T11:30:00"), dt.time(11, 30)),
        (TIME, dt.timedelta(hours=11), dt.time(11)),
        (DATE, "2026-11-24", dt.date(2026, 11, 24)),
        (DATE, "2026/11/4", dt.date(2026, 11, 4)),
        (DATE, "2026-11-24 00:00:00", dt.date(2026, 11, 24)),
        (DATE, dt.date(2026, 11, 24), dt.date(2026, 11, 24)),
        (DATE, at("2026-11-24T00:00:00"), dt.date(2026, 11, 24)),
        (MOMENT, "2026-11-23T08:41:00", at("2026-11-23T08:41:00")),
        (MOMENT, "2026/11/23 8:41", at("2026-11-23T08:41:00")),
        (MOMENT, "2026-11-23T08:41:00.25", at("2026-11-23T08:41:00.250000")),
        (MOMENT, at("2026-11-23T08:41:00"), at("2026-11-23T08:41:00")),
        (FLAG, "YES", True),
        (FLAG, "否", False),
        (FLAG, "有", True),
        (FLAG, True, True),
        (FLAG, 0.0, False),
        (ID, 101.0, "101"),
        (ID, "Ｒ-1", "Ｒ-1"),
        (IDS, "C2； C1;C2", ("C2", "C1")),
        (ID_SET, "V1;V2", frozenset({"V1", "V2"})),
        (WORDS, "Stairs； kazakh;;", frozenset({"stairs", "kazakh"})),
        (DIETS, "普通;清真", frozenset({"regular", "清真"})),
        (DIET, "Halal", "halal"),
        (TEXT, "two\r\nlines", "two\nlines"),
        (TEXT, 13900000001.0, "13900000001"),
    ],
)
def test_a_cell_is_read_as_people_write_it(kind: Kind, cell: Cell, value: object) -> None:
    assert kind.read(cell) == value


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (MEALS, "two"),
        (MEALS, "0"),
        (MEALS, "100"),
        (MEALS, "1.5"),
        (MEALS, 1.5),
        (MEALS, True),
        (MEALS, "1_0"),
        (MEALS, "9" * 5000),
        (MEALS, dt.date(2026, 11, 24)),
        (AMOUNT, "-1"),
        (AMOUNT, "1e999"),
        (AMOUNT, "nan"),
        (DEGREES, "47,8"),
        (DEGREES, float("nan")),
        (TIME, "24:00"),
        (TIME, "11.30"),
        (TIME, "0.5"),
        (TIME, 0.5),
        (TIME, dt.timedelta(hours=24)),
        (TIME, dt.timedelta(hours=-1)),
        (TIME, at("2026-11-24T11:00:00")),
        (DATE, "24.11.2026"),
        (DATE, "2026-02-30"),
        (DATE, "2026-11-24 10:00"),
        (DATE, 46350.0),
        (MOMENT, "2026-11-23T08:41Z"),
        (MOMENT, "2026-11-23T08:41+08:00"),
        (FLAG, "maybe"),
        (FLAG, 2.0),
        (ID, "V1;V2"),
        (ID, "V\n1"),
        (IDS, ";"),
        (WORDS, "halal,regular"),
        (WORDS, "清真、普通"),
        (DIET, "halal;regular"),
        (TEXT, 3.5),
        (TEXT, True),
        (TEXT, dt.date(2026, 3, 5)),
        (TEXT, "x" * (MOST_CHARACTERS + 1)),
        (TEXT, "bell\x07"),
    ],
)
def test_what_cannot_be_meant_is_refused(kind: Kind, cell: Cell) -> None:
    assert refuses(kind, cell)


def test_text_in_a_date_cell_is_refused_with_the_way_out() -> None:
    with pytest.raises(UnfitCellError, match="set the format of the cell to text"):
        TEXT.read(dt.date(2026, 3, 5))


@pytest.mark.parametrize("text", ["=1+1", "+86 139", "-", "@SUM(A1)", "'=1", "''-x", "＝1", "\t=1"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe_that_reading_takes_off(text: str) -> None:
    assert escape_formula(text) == f"'{text}"
    assert TEXT.read(escape_formula(text)) == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"]), min_size=1))
def test_no_written_text_begins_as_a_formula_and_reading_undoes_exactly_that(text: str) -> None:
    assert escape_formula(text)[0] not in "=+-@\t\r"
    assert TEXT.read(escape_formula(text)) == text
    assert TEXT.read(escape_quoted_formula(text)) == text


@given(st.times().map(lambda time: time.replace(microsecond=0)))
def test_every_written_time_is_read_back(time: dt.time) -> None:
    assert TIME.read(TIME.write(time)) == time


@given(st.datetimes(min_value=at("1000-01-01T00:00:00")))
def test_every_written_moment_is_read_back(moment: dt.datetime) -> None:
    assert MOMENT.read(MOMENT.write(moment)) == moment


@given(st.floats(0, 1e14, allow_nan=False))
def test_every_written_amount_is_read_back(amount: float) -> None:
    assert AMOUNT.read(AMOUNT.write(amount)) == amount
