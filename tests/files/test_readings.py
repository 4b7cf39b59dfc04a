"""A file of readings: its columns, its aliases, and all its faults at once."""

import datetime as dt
import re
from pathlib import Path

import pytest

from mealroute.domain import Reading
from mealroute.errors import DataFileError
from mealroute.files import READINGS, read_readings

HEADER = "date,container,left_at,read_at,food_c,outside_c,food_at_leaving_c\n"
COMMANDS = Path(__file__).parents[2] / "docs" / "commands.md"


def read(folder: Path, text: str, encoding: str = "utf-8") -> tuple[Reading, ...]:
    file = folder / "readings.csv"
    file.write_text(text, encoding=encoding)
    return read_readings(file)


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(DataFileError) as caught:
        read(folder, text)
    return [str(fault) for fault in caught.value.faults]


def test_rows_become_readings(tmp_path: Path) -> None:
    full, short = read(
        tmp_path,
        HEADER + "2026-11-24,bag,11:30,11:52,64.5,-12,76\n2026/11/24,bag,11:30,12:04,6e1,0,",
    )
    assert full == Reading(
        date=dt.date(2026, 11, 24),
        container="bag",
        left_at=dt.time(11, 30),
        read_at=dt.time(11, 52),
        food_c=64.5,
        outside_c=-12.0,
        food_at_leaving_c=76.0,
    )
    assert (short.food_c, short.food_at_leaving_c) == (60.0, None)


def test_chinese_headers_and_gb18030_are_read(tmp_path: Path) -> None:
    header = "日期,保温箱,出发时间,测温时间,食物温度,室外温度,出发时温度\n"
    row = "2026-11-24,一号箱,11:30,11:52,64.5,-12,\n"
    (reading,) = read(tmp_path, header + row, "gb18030")
    assert (reading.container, reading.minutes) == ("一号箱", 22)


def test_the_examples_are_a_file(tmp_path: Path) -> None:
    rows = [",".join(column.examples[row] for column in READINGS.columns) for row in (0, 1)]
    header = ",".join(column.name for column in READINGS.columns)
    assert len(read(tmp_path, "\n".join([header, *rows]))) == 2


def test_all_faults_are_told_at_once_with_line_column_and_value(tmp_path: Path) -> None:
    text = HEADER + (
        "2026-11-24,bag,11:30,11:52,64.5,-12,76\n"
        "24.11.2026,bag,11:30,11:52,64.5,-12,76\n"
        "2026-11-24,,11:30,11:30,640,hot,76\n"
        "2026-11-24,bag,11:30,11:52,5,8,8\n"
    )
    above = "expected above the temperature outside, 8 °C"
    told = faults(tmp_path, text)
    assert told == [
        "readings.csv, line 3, date: '24.11.2026', expected a date YYYY-MM-DD",
        "readings.csv, line 4, food_c: '640', expected a temperature in °C from -20 to 110",
        "readings.csv, line 4, outside_c: 'hot', expected a temperature in °C from -60 to 60",
        told[3],
        "readings.csv, line 4, read_at: '11:30', expected later than left_at, 11:30",
        f"readings.csv, line 5, food_c: '5', {above}",
        f"readings.csv, line 5, food_at_leaving_c: '8', {above}",
    ]
    assert told[3].startswith("readings.csv, line 4, container: ''")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "expected a header row with the columns date, container, left_at"),
        ("date,container\n", "left_at: expected this column in the header row"),
        (HEADER, "expected at least one reading below the header row"),
    ],
)
def test_a_file_without_readings_is_a_fault(tmp_path: Path, text: str, fault: str) -> None:
    assert fault in faults(tmp_path, text)[0]


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"readings\.csv: expected a file that exists"):
        read_readings(tmp_path / "readings.csv")


def test_the_columns_are_documented_with_what_is_required() -> None:
    text = COMMANDS.read_text(encoding="utf-8")
    section = text.partition("## `mealroute heat`")[2].partition("\n## ")[0]
    rows = re.findall(r"(?m)^\| (\*{0,2})([a-z_]+)\*{0,2} \| ([^\x00-\x7f]+) \|", section)
    assert [(name, bool(bold)) for bold, name, _alias in rows] == [
        (column.name, column.required) for column in READINGS.columns
    ]
    for (_bold, _name, alias), column in zip(rows, READINGS.columns, strict=True):
        assert alias in column.aliases
