from pathlib import Path

import pytest
from openpyxl import load_workbook

from mealroute.errors import ArgumentError, DataFileError
from mealroute.files import SHEETS, read_day, read_outcomes, write_templates


def test_the_filled_template_is_a_day_without_faults_or_remarks(tmp_path: Path) -> None:
    write_templates(tmp_path)
    files = read_day(tmp_path / "example")
    assert files.notes == ()
    assert len(files.day.orders) == len(files.day.shifts) == 2
    assert read_day(tmp_path / "example.xlsx") == files
    outcomes = read_outcomes(tmp_path / "example" / "outcomes.csv", files.day.orders[0].date)
    assert [one.order_id for one in outcomes] == [one.order_id for one in files.day.orders]
    assert read_outcomes(tmp_path / "empty" / "outcomes.csv", files.day.orders[0].date) == ()


def test_the_empty_template_has_every_column_and_lacks_only_a_canteen(tmp_path: Path) -> None:
    write_templates(tmp_path)
    for path in (tmp_path / "empty", tmp_path / "empty.xlsx"):
        with pytest.raises(DataFileError) as caught:
            read_day(path)
        assert [fault.expected for fault in caught.value.faults] == ["at least one canteen"]
    for sheet in SHEETS:
        header = (tmp_path / "empty" / f"{sheet.name}.csv").read_text("utf-8-sig").strip()
        assert header.split(",") == [c.name for c in sheet.columns if c.name != "datum"]


def test_the_workbooks_explain_their_columns(tmp_path: Path) -> None:
    write_templates(tmp_path)
    page = load_workbook(tmp_path / "empty.xlsx")["columns"]
    told = {(row[0].value, row[1].value) for row in page.iter_rows(min_row=2)}
    assert told == {(sheet.name, column.name) for sheet in SHEETS for column in sheet.columns}


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ArgumentError, match="cannot be written"):
        write_templates(tmp_path / "file")
