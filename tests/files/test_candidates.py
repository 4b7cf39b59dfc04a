"""A file of candidates: its columns, its aliases, and all its faults at once."""

from pathlib import Path

import pytest

from mealroute.domain import Candidate, Coordinates
from mealroute.errors import DataFileError
from mealroute.files import CANDIDATES, read_candidates

HEADER = "name,lat,lon,datum,capacity,cost\n"
CANTEEN = Coordinates(28.2869, 117.2003)


def read(folder: Path, text: str, encoding: str = "utf-8") -> tuple[Candidate, ...]:
    file = folder / "candidates.csv"
    file.write_text(text, encoding=encoding)
    return read_candidates(file, [CANTEEN])


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(DataFileError) as caught:
        read(folder, text)
    return [str(fault) for fault in caught.value.faults]


def test_rows_become_candidates(tmp_path: Path) -> None:
    full, short = read(tmp_path, HEADER + "活动中心,28.29,117.22,,80,120000\n旧粮站,28.28,117.2,,,")
    assert full == Candidate(
        name="活动中心", coordinates=Coordinates(28.29, 117.22), capacity=80, cost=120_000.0
    )
    assert (short.capacity, short.cost) == (None, None)


def test_chinese_headers_gb18030_and_shifted_coordinates_are_read(tmp_path: Path) -> None:
    text = "名称,纬度,经度,坐标系\n活动中心,28.29,117.22,高德\n"
    (shifted,) = read(tmp_path, text, "gb18030")
    (plain,) = read(tmp_path, HEADER + "活动中心,28.29,117.22,,,")
    assert abs(shifted.coordinates.lon - plain.coordinates.lon) > 0.002


def test_the_examples_are_a_file(tmp_path: Path) -> None:
    rows = [",".join(column.examples[row] for column in CANDIDATES.columns) for row in (0, 1)]
    header = ",".join(column.name for column in CANDIDATES.columns)
    assert len(read(tmp_path, "\n".join([header, *rows]))) == 2


def test_all_faults_are_told_at_once_with_line_column_and_value(tmp_path: Path) -> None:
    text = HEADER + (
        "A,28.29,117.22,,-1,\n"
        "B,north,117.22,,,\n"
        "C,28.29,117.22,,,free\n"
        "C,28.28,117.21,,,\n"
        ",28.29,117.22,,,\n"
    )
    told = faults(tmp_path, text)
    assert [line.split(":")[0] for line in told] == [
        "candidates.csv, line 2, capacity",
        "candidates.csv, line 3, lat",
        "candidates.csv, line 4, cost",
        "candidates.csv, line 5, name",
        "candidates.csv, line 6, name",
    ]


def test_a_place_far_from_every_canteen_is_a_fault(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, HEADER + "阿勒泰,47.85,88.14,,,\n")
    assert "far from every canteen" in told


def test_swapped_coordinates_are_a_fault(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, HEADER + "反了,117.22,28.29,,,\n")
    assert "swapped" in told


def test_a_file_without_rows_is_a_fault(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, HEADER)
    assert "at least one candidate" in told
