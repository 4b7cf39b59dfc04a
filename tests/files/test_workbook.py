import datetime as dt
import io
import shutil
import struct
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from mealroute.errors import DataFileError, Fault
from mealroute.files import read_day, workbook
from tests.files.folders import (
    a_folder,
    a_workbook,
    faults_of,
    members_of,
    packed,
    rows,
    told_of,
)

BURSTING = "expected a workbook of an ordinary size (this one unpacks to far more than it shows)"
BROKEN = "expected an .xlsx workbook without a password"
MOMENT = dt.datetime.fromisoformat("2026-11-23T08:41")
ORDERS_MEMBER = "xl/worksheets/sheet4.xml"


def with_orders(path: Path, xml: str, shared: str = "") -> Path:
    """Put other rows into the sheet of orders, as only a hostile hand would write them."""
    members = members_of(a_workbook(path))
    head, _sheet, tail = members[ORDERS_MEMBER].partition(b"<sheetData>")
    tail = tail.partition(b"</sheetData>")[2]
    body = f"<sheetData>{xml}</sheetData>".encode()
    members[ORDERS_MEMBER] = head + body + tail
    if shared:
        members["xl/sharedStrings.xml"] = f"<sst>{shared}</sst>".encode()
    path.write_bytes(packed(members))
    return path


def typed(path: Path, sheet: str, cells: dict[str, object]) -> Path:
    """Set cells of a workbook as a person does who types into it."""
    book = load_workbook(path)
    for place, value in cells.items():
        book[sheet][place].number_format = "General"
        book[sheet][place] = value
    book.save(path)
    return path


def test_a_workbook_and_its_folder_are_the_same_day(tmp_path: Path) -> None:
    day = read_day(a_folder(tmp_path / "csv")).day
    path = a_workbook(tmp_path / "book" / "day.xlsx")
    assert read_day(path).day == day
    shutil.rmtree(path.parent / "as_csv")
    assert read_day(path.parent).day == day


def test_cells_typed_into_a_spreadsheet_are_read_by_their_type(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "day.xlsx", {"visits.csv": "resident_id,volunteer_id\nR1,V1\n"})
    typed(path, "kitchens", {"F2": dt.time(11, 30), "D2": 60.0, "C2": dt.date(2026, 11, 24)})
    typed(path, "residents", {"A2": 101, "M2": 13900000001.0, "H2": True})
    typed(path, "orders", {"B2": 101, "C2": dt.date(2026, 11, 24), "J2": MOMENT})
    typed(path, "visits", {"A2": 101})
    day = read_day(path).day
    assert day.kitchens[0].ready_from == dt.time(11, 30)
    assert (day.kitchens[0].capacity, day.kitchens[0].date) == (60, dt.date(2026, 11, 24))
    resident = day.residents[0]
    assert (resident.resident_id, resident.lift, resident.phone) == ("101", True, "13900000001")
    assert (day.orders[0].resident_id, day.orders[0].placed_at) == ("101", MOMENT)
    assert day.visits == {("101", "V1"): 1}


def test_faults_of_a_workbook_name_sheet_and_row(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "day.xlsx")
    typed(path, "orders", {"E3": 1.5, "A2": dt.date(2026, 3, 5), "B5": "R1"})
    faults = faults_of(path)
    as_text = "a text (set the format of the cell to text)"
    assert faults[0] == Fault("day.xlsx, sheet orders", 2, "order_id", "2026-03-05", as_text)
    assert [(fault.line, fault.column) for fault in faults] == [
        (2, "order_id"), (3, "meals"), (5, "order_id"), (5, "date"), (5, "meal")
    ]  # fmt: skip


def test_a_sheet_that_is_not_there_and_one_that_is_unknown_are_told(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "day.xlsx")
    book = load_workbook(path)
    book["orders"].title = "ordres"
    book.save(path)
    assert told_of(path) == ["day.xlsx: expected a sheet named orders"]
    book["ordres"].title = "订单"
    book["visits"].title = "visit"
    book.save(path)
    assert read_day(path).notes == ("day.xlsx: 'visit' is no sheet of a day and is ignored",)


def test_one_workbook_is_the_day_of_its_folder_and_csv_files_beside_it_are_told(
    tmp_path: Path,
) -> None:
    a_workbook(tmp_path / "day.xlsx")
    (tmp_path / "~$day.xlsx").write_bytes(b"a lock")
    assert read_day(tmp_path).day.orders
    a_workbook(tmp_path / "second.xlsx")
    assert "one .xlsx workbook, not several (day.xlsx, second.xlsx)" in told_of(tmp_path)[0]
    a_folder(tmp_path)
    assert "either CSV files or a workbook, not both" in told_of(tmp_path)[0]


@pytest.mark.parametrize(
    "xml",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        '<row r="1"><c r="A1"><v>1</v></c></row><row><c x:r="A1" r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row><c r="XFD1048576" x:r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row><c z=">" r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row><c z="<" r="XFD1048576"><v>1</v></c></row>',
        '<row r="1048576">' + "<c><v>1</v></c>" * 9 + "</row>",
    ],
    ids=[
        "far",
        "single quotes",
        "hidden before",
        "hidden behind",
        "hidden by >",
        "hidden by <",
        "counted",
    ],
)
def test_a_small_sheet_with_a_cell_far_away_is_refused(tmp_path: Path, xml: str) -> None:
    assert told_of(with_orders(tmp_path / "day.xlsx", xml)) == [f"day.xlsx: {BURSTING}"]


def test_a_blank_cell_far_away_does_no_harm(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "day.xlsx")
    book = load_workbook(path)
    book["orders"]["XFD1048576"].number_format = "@"
    book.save(path)
    assert len(read_day(path).day.orders) == 2


def test_a_long_text_shown_in_very_many_cells_is_refused(tmp_path: Path) -> None:
    xml = ("<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>") * 100
    path = with_orders(tmp_path / "day.xlsx", xml, f"<si><t>{'x' * 30_000}</t></si>")
    assert told_of(path) == [f"day.xlsx: {BURSTING}"]


def test_a_zip_bomb_is_refused_whatever_it_says_of_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_UNPACKED_BYTES", 1_000_000)
    bomb = packed({"xl/workbook.xml": bytes(5_000_000)})
    assert len(bomb) < 10_000
    (tmp_path / "bomb.xlsx").write_bytes(bomb)
    assert told_of(tmp_path / "bomb.xlsx") == [f"bomb.xlsx: {BURSTING}"]
    directory = bomb.rindex(b"PK\x01\x02")
    lying = bomb[: directory + 24] + struct.pack("<I", 1000) + bomb[directory + 28 :]
    (tmp_path / "lying.xlsx").write_bytes(lying)
    assert told_of(tmp_path / "lying.xlsx") == [f"lying.xlsx: {BROKEN}"]


def test_an_archive_of_very_many_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_MEMBERS", 10)
    (tmp_path / "many.xlsx").write_bytes(packed({str(i): b"" for i in range(11)}))
    assert told_of(tmp_path / "many.xlsx") == [f"many.xlsx: {BURSTING}"]


def test_what_is_no_workbook_is_told(tmp_path: Path) -> None:
    other_packing = io.BytesIO()
    with zipfile.ZipFile(other_packing, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("xl/workbook.xml", bytes(1000))
    with_password = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
    contents = [b"", b"a day", with_password, packed({"a": b"b"}), other_packing.getvalue()]
    path = tmp_path / "day.xlsx"
    for content in contents:
        path.write_bytes(content)
        assert told_of(path) == [f"day.xlsx: {BROKEN}"]


def test_a_duration_beyond_all_days_is_told(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "orders"
    book.active["A1"] = 1e10
    book.active["A1"].number_format = "[h]:mm"
    book.save(tmp_path / "day.xlsx")
    assert f"day.xlsx: {BROKEN}" in told_of(tmp_path / "day.xlsx")


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9, 0.99])
def test_a_workbook_cut_off_is_told(tmp_path: Path, cut: float) -> None:
    path = a_workbook(tmp_path / "day.xlsx")
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * cut)])
    with pytest.raises(DataFileError):
        read_day(path)


def test_a_sheet_listed_twice_is_told(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "day.xlsx", {"visits.csv": rows("resident_id,volunteer_id")})
    members = members_of(path)
    members["xl/workbook.xml"] = members["xl/workbook.xml"].replace(b'"visits"', b'"orders"')
    path.write_bytes(packed(members))
    assert told_of(path) == ["day.xlsx: expected the sheet orders only once"]
