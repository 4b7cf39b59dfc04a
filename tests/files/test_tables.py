from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealroute.errors import DataFileError
from mealroute.files import read_day
from mealroute.files.tables import csv_rows, decode, read_bytes
from tests.files.folders import SHEETS, a_folder, told_of

TABBED = SHEETS["residents.csv"].replace(",", "\t")


@pytest.mark.parametrize(
    "data",
    [
        SHEETS["residents.csv"].encode(),
        SHEETS["residents.csv"].encode("utf-8-sig"),
        SHEETS["residents.csv"].encode("gb18030"),
        SHEETS["residents.csv"].encode("utf-16"),
        b"\xfe\xff" + SHEETS["residents.csv"].encode("utf-16-be"),
        TABBED.encode("utf-16"),
        SHEETS["residents.csv"].replace("\n", "\r\n").encode(),
        SHEETS["residents.csv"].replace("\n", "\r").encode(),
    ],
    ids=["utf-8", "mark", "gb18030", "utf-16", "utf-16-be", "unicode text", "crlf", "cr"],
)
def test_each_encoding_that_spreadsheets_write_gives_the_same_day(
    tmp_path: Path, data: bytes
) -> None:
    plain = read_day(a_folder(tmp_path / "plain")).day
    assert read_day(a_folder(tmp_path / "encoded", {"residents.csv": data})).day == plain


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (SHEETS["orders.csv"].encode("utf-16-le"), 1),
        (b"order_id,note\nO1,\xff\xff\n", 2),
        (b"order_id,note\nO1,a\nO2,\0\n", 3),
        (b"\x89PNG\r\n\x1a\n\0\0", 3),
        (b"\xff\xfeo", 1),
    ],
)
def test_what_is_no_text_is_told_with_the_line_where_it_ends(
    tmp_path: Path, data: bytes, line: int
) -> None:
    (told,) = told_of(a_folder(tmp_path, {"orders.csv": data}))
    assert told.startswith(f"orders.csv, line {line}: expected text in UTF-8")


@given(st.binary())
def test_decoding_gives_text_or_a_fault(data: bytes) -> None:
    try:
        text: str | None = decode(data, "x.csv")
    except DataFileError:
        text = None
    assert text is None or "\0" not in text


@pytest.mark.parametrize("text", ['a,b\n"open,1\n2,3\n', 'a,b\n"shut"open,1\n'])
def test_a_quote_that_is_not_closed_is_told_where_its_row_begins(text: str) -> None:
    with pytest.raises(DataFileError) as caught:
        list(csv_rows(text, "x.csv"))
    assert caught.value.faults[0].line == 2


def test_a_file_larger_than_the_limit_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(2_000_001)
    with pytest.raises(DataFileError, match=r"^large\.csv: expected a file of at most 2 MB"):
        read_bytes(tmp_path / "large.csv", "large.csv", most=2_000_000)
