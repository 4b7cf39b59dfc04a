"""A file of addresses comes back with coordinates, and every other cell as it stood."""

import csv
import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from mealroute.domain import (
    AddressRepair,
    AddressRow,
    Coordinates,
    Datum,
    Geocoded,
    GeocodeLevel,
    GeocodeMatch,
)
from mealroute.errors import DataFileError
from mealroute.files import AnswerFile, read_addresses, repairs_csv

MATCH = GeocodeMatch(
    coordinates=Coordinates(47.84500049, 88.1), score=0.9, level=GeocodeLevel.NUMBER,
    source="extract", matched="解放路12号",
)  # fmt: skip


def rows_of(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / "people.csv"
    file.write_text(text, encoding=encoding, newline="")
    return file


def test_rows_are_read_with_what_matters_for_finding_them(tmp_path: Path) -> None:
    file = read_addresses(written(
        tmp_path,
        "resident_id,address,lat,lon,priority,colour\nR1,解放路12号,,,3,red\n\nR2,,47.8,88.1,,\n",
    ))  # fmt: skip
    assert file.rows == (
        AddressRow(line=2, address="解放路12号", resident_id="R1", priority=3),
        AddressRow(line=4, resident_id="R2", coordinates=Coordinates(47.8, 88.1)),
    )


def test_only_coordinates_are_written_and_all_else_stays(tmp_path: Path) -> None:
    text = (
        "\n备注,地址,电话,纬度,经度\n'=1+1,解放路12号,0136,,\n"
        '"a,\nb",团结路3号,,47.1,88.2\n,和平路,,,,\n'
    )
    file = read_addresses(written(tmp_path, text, "gb18030"))
    first, _second, third = (row.line for row in file.rows)
    rows = rows_of(file.filled({first: MATCH}, {third: MATCH}))
    geocode = ["geocode_source", "geocode_score", "geocode_level"]
    assert rows == [
        [],
        ["备注", "地址", "电话", "纬度", "经度", "datum", *geocode],
        ["'=1+1", "解放路12号", "0136", "47.845", "88.1", "wgs84", "extract", "0.9", "number"],
        ["a,\nb", "团结路3号", "", "47.1", "88.2"],
        ["", "和平路", "", "", "", "", "extract", "0.9", "number"],
    ]


def test_columns_of_an_earlier_run_are_used_again(tmp_path: Path) -> None:
    text = "address,lat,lon,datum,geocode_source,geocode_score,geocode_level\nx,,,gcj02,,,\n"
    rows = rows_of(read_addresses(written(tmp_path, text)).filled({2: MATCH}, {}))
    assert rows[1] == ["x", "47.845", "88.1", "wgs84", "extract", "0.9", "number"]
    assert len(rows[0]) == 7


def test_a_workbook_keeps_its_other_sheets_and_types(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "居民"
    page.append(["居民编号", "地址", "电话"])
    page.append(["R1", "解放路12号", "0136"])
    book.create_sheet("other").append(["kept", 1])
    book.save(tmp_path / "day.xlsx")
    file = read_addresses(tmp_path / "day.xlsx")
    (tmp_path / "new.xlsx").write_bytes(file.filled({2: MATCH}, {}))
    new = load_workbook(tmp_path / "new.xlsx")
    assert [cell.value for cell in new["居民"][2]] == [
        "R1", "解放路12号", "0136", 47.845, 88.1, "wgs84", "extract", 0.9, "number",
    ]  # fmt: skip
    assert [cell.value for cell in new["other"][1]] == ["kept", 1]


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(DataFileError) as caught:
        read_addresses(written(tmp_path, "address,lat,lon,priority\nx,1,,\ny,a,b,\nz,,,9\n"))
    told = [(fault.line, fault.column) for fault in caught.value.faults]
    assert told == [(2, "lon"), (3, "lat"), (3, "lon"), (4, "priority")]


def test_a_file_without_addresses_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="line 1, address: expected this column"):
        read_addresses(written(tmp_path, "lat,lon\n1,2\n"))


def test_the_repair_list_says_all_and_runs_no_formula() -> None:
    repair = AddressRepair(
        row=AddressRow(line=7, address="=cmd", resident_id="R7", priority=2, boxes=3),
        answer=Geocoded(address="=cmd", best=MATCH, alternatives=(MATCH,)),
        why="doubt", to_do="look", cost=1.5, doors=2,
    )  # fmt: skip
    nothing = AddressRepair(
        row=AddressRow(line=8), answer=Geocoded(address=""), why="w", to_do="t", cost=1, doors=1
    )
    heading, first, second = rows_of(repairs_csv([repair, nothing]))
    told = dict(zip(heading, first, strict=True))
    assert told["address"] == "'=cmd"
    assert (told["rank"], told["line"], told["cost"], told["doors"]) == ("1", "7", "1.5", "2")
    assert told["best_guess"] == "解放路12号"
    assert told["alternatives"] == "解放路12号 (0.90, 47.845000 88.100000)"
    assert dict(zip(heading, second, strict=True))["best_guess"] == ""


def test_kept_answers_come_back_and_broken_lines_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    kept = AnswerFile(file)
    match = GeocodeMatch(
        coordinates=Coordinates(47.8, 88.1), score=0.9, level=GeocodeLevel.NUMBER, source="amap",
        matched="解放路12号", datum=Datum.GCJ02,
    )  # fmt: skip
    kept.keep("amap", "解放路12号", [match])
    kept.keep("amap", "和平路1号", [])
    with file.open("a", encoding="utf-8") as opened:
        opened.write('nonsense\n{"service": "amap", "asked": "x", "matches": [{}]}\n[1]\n')
    again = AnswerFile(file)
    assert again.get("amap", "解放路12号") == (match,)
    assert again.get("amap", "和平路1号") == ()
    assert again.get("amap", "x") is None
    assert again.get("baidu", "解放路12号") is None


def test_notes_are_added_to_what_stands_there_and_only_what_is_new(tmp_path: Path) -> None:
    text = "备注,地址\n'=1+1,一\n北门；狗,二\n狗 ;北门,三\n,四\n小狗,五\n"
    file = read_addresses(written(tmp_path, text))
    lines = [row.line for row in file.rows]
    notes = file.noted(dict.fromkeys(lines, ("北门", "狗")))
    assert list(notes.values()) == [
        "=1+1; 北门; 狗", "北门; 狗", "小狗; 北门; 狗",
    ]  # fmt: skip
    assert [row[0] for row in rows_of(file.filled({}, {}, notes))] == [
        "备注", "'=1+1; 北门; 狗", "北门；狗", "狗 ;北门", "北门; 狗", "小狗; 北门; 狗",
    ]  # fmt: skip


def test_a_note_that_looks_like_a_formula_is_none_in_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["address"])
    book.active.append(["解放路12号"])
    book.save(tmp_path / "people.xlsx")
    file = read_addresses(tmp_path / "people.xlsx")
    (tmp_path / "again.xlsx").write_bytes(file.filled({2: MATCH}, {}, file.noted({2: ("=1+1",)})))
    again = read_addresses(tmp_path / "again.xlsx")
    assert load_workbook(tmp_path / "again.xlsx").active.cell(2, 8).data_type == "s"
    assert again.noted({2: ("=1+1",)}) == {}
