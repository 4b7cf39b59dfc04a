"""A document as a workbook: typed cells, filters, frozen heads, no formula, the same bytes."""

import datetime as dt
import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from mealroute.document import Document, Form, Heading, Table
from mealroute.files import document_workbook
from mealroute.files.document_workbook import shown_width
from mealroute.files.workbook import open_workbook

NOON = dt.datetime(2026, 11, 24, 12, 30)  # noqa: DTZ001 -- wall-clock time
ROW: dict[Form, Any] = {
    Form.TEXT: "西街社区长者食堂",
    Form.ID: "007",
    Form.COUNT: 1200,
    Form.MONEY: Decimal("9.90"),
    Form.DATE: NOON.date(),
    Form.TIME: NOON,
    Form.MOMENT: NOON,
    Form.MINUTES: 90,
    Form.HOURS: 5400,
    Form.SHARE: 0.25,
    Form.CELSIUS: 61.2,
}
HEADINGS = tuple(Heading(form.value, form) for form in ROW)


def a_document(*rows: tuple[Any, ...], headings: Any = HEADINGS, total: Any = None) -> Document:
    table = Table(sheet="Rows", title="All rows", headings=headings, rows=rows, total=total)
    return Document(title="Report", audience="For us.", facts=("A fact.",), tables=(table,))


def sheet(document: Document, name: str = "Rows") -> Any:
    return load_workbook(io.BytesIO(document_workbook(document)))[name]


def test_values_come_back_as_what_they_are_in_the_format_they_are_read_in() -> None:
    cells = list(sheet(a_document(tuple(ROW.values())))[2])
    assert [(cell.value, cell.number_format) for cell in cells] == [
        ("西街社区长者食堂", "@"),
        ("007", "@"),
        (1200, "#,##0"),
        (9.9, "#,##0.00"),
        (dt.datetime(2026, 11, 24), "yyyy-mm-dd"),  # noqa: DTZ001 -- how openpyxl reads a date
        (dt.time(12, 30), "hh:mm"),
        (NOON, "yyyy-mm-dd hh:mm"),
        (1.5, "0.0"),
        (1.5, "0.00"),
        (0.25, "0.0%"),
        (61.2, "0.0"),
    ]


def test_money_is_written_as_it_was_counted() -> None:
    data = document_workbook(a_document((Decimal("0.10"),), headings=(HEADINGS[3],)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<v>0.1</v>" in archive.read("xl/worksheets/sheet2.xml")


def test_heads_stay_and_rows_are_filtered_but_not_the_sums() -> None:
    row = tuple(ROW.values())
    page = sheet(a_document(row, row, total=row))
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:K3"
    assert page.max_row == 4
    assert page["A4"].font.bold
    assert not page["A3"].font.bold


def test_columns_are_wide_enough_for_chinese() -> None:
    page = sheet(a_document(tuple(ROW.values())))
    assert page.column_dimensions["A"].width >= shown_width("西街社区长者食堂") == 16


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\n", "＝", "'="])
def test_no_text_becomes_a_formula(start: str) -> None:
    text = f'{start}HYPERLINK("x")'
    headings = (Heading(text),)
    data = document_workbook(a_document((text,), headings=headings))
    page = load_workbook(io.BytesIO(data))["Rows"]
    for cell in (page["A1"], page["A2"]):
        assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")
        assert cell.quotePrefix
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets" in name]
    assert not any(b"<f>" in content or b"<f " in content for content in sheets)


_letters = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])
_texts = st.text(_letters | st.sampled_from("\n\t=+-@'"), max_size=20)


@given(st.lists(_texts, min_size=1, max_size=4))
def test_any_text_stays_the_text_it_is(texts: list[str]) -> None:
    headings = tuple(Heading("head") for _text in texts)
    page = sheet(a_document(tuple(texts), headings=headings))
    assert [page.cell(2, place).value or "" for place in range(1, len(texts) + 1)] == texts


def test_what_no_workbook_can_hold_is_shown_as_such() -> None:
    assert sheet(a_document(("a\x00\x1bb",), headings=(Heading("head"),)))["A2"].value == "a��b"


def test_the_same_document_is_the_same_bytes_and_tells_no_moment() -> None:
    data = document_workbook(a_document(tuple(ROW.values())))
    assert data == document_workbook(a_document(tuple(ROW.values())))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        assert archive.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2


def test_the_first_sheet_says_what_the_report_is_and_our_reader_opens_it(tmp_path: Any) -> None:
    path = tmp_path / "report.xlsx"
    # What looks like an escape of XLSX's own; openpyxl would not read it back, spreadsheets do.
    odd = ROW | {Form.TEXT: "_x000D_", Form.ID: "#N/A"}
    rows = (tuple(ROW.values()), tuple(odd.values()))
    path.write_bytes(document_workbook(a_document(*rows)))
    book = open_workbook(path)
    assert book.names == ("Report", "Rows")
    told = [cell for _line, row in book.table("Report").rows for cell in row if cell]
    assert told[:3] == ["Report", "For us.", "A fact."]
    assert told[-5:] == ["sheet", "what it shows", "how it is counted", "Rows", "All rows"]
    _heads, first, second = [list(row) for _line, row in book.table("Rows").rows]
    assert first[1] == "007"
    assert second[:2] == ["_x000D_", "#N/A"]
