"""A gazetteer: its columns in two languages, its encodings, and all its faults at once."""

import datetime as dt
from pathlib import Path

import pytest

from mealroute.domain import Coordinates, Datum, GazetteerEntry, from_wgs84
from mealroute.errors import DataFileError
from mealroute.files import GAZETTEER, read_day, read_gazetteer, write_templates

HEADER = "community,compound,street,number,building,unit,aliases,lat,lon,hazards,checked_at\n"


def read(folder: Path, text: str, encoding: str = "utf-8") -> tuple[GazetteerEntry, ...]:
    file = folder / "gazetteer.csv"
    file.write_text(text, encoding=encoding)
    return read_gazetteer(file)


def test_rows_become_entries(tmp_path: Path) -> None:
    full, short = read(
        tmp_path,
        HEADER
        + "幸福小区,12号院,解放路,12,3号楼,2单元,老粮库;粮站,47.8,88.1,ice;no light,2026-11-20\n"
        ",,团结路,57,,,,47.9,88.2,,\n",
    )
    assert full == GazetteerEntry(
        community="幸福小区", compound="12号院", street="解放路", number="12", building="3号楼",
        unit="2单元", aliases=("老粮库", "粮站"), coordinates=Coordinates(47.8, 88.1),
        hazards=frozenset({"ice", "no light"}), checked_at=dt.date(2026, 11, 20),
    )  # fmt: skip
    assert short == GazetteerEntry(
        street="团结路", number="57", coordinates=Coordinates(47.9, 88.2)
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_headers_and_every_encoding_are_read(tmp_path: Path, encoding: str) -> None:
    text = "小区,号楼,单元,纬度,经度,坐标系,注意\n幸福小区,3,2,47.8497,88.14296,高德,有狗;ice\n"
    (entry,) = read(tmp_path, text, encoding)
    assert (entry.community, entry.building, entry.unit) == ("幸福小区", "3", "2")
    assert entry.hazards == {"有狗", "ice"}
    back = from_wgs84(entry.coordinates.lat, entry.coordinates.lon, Datum.GCJ02)
    assert back == pytest.approx((47.8497, 88.14296))


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(DataFileError) as caught:
        read(
            tmp_path,
            HEADER + ",,解放路,12,,,,north,88.1,,\n,,解放路,13,,,,47.8,,,\n,,,12,,,,47.8,88.1,,\n"
            ",,团结路,1,,,,47.8,88.1,,soon\n,,和平路,1,,,,47.8,88.1,,\n,,和平路,1,,,,47.8,88.1,,\n",
        )
    assert [(fault.line, fault.column) for fault in caught.value.faults] == [
        (2, "lat"), (3, "lon"), (4, "street"), (5, "checked_at"), (7, "community"),
    ]  # fmt: skip


def test_a_gazetteer_without_entries_is_fine(tmp_path: Path) -> None:
    assert read(tmp_path, HEADER) == ()


def test_the_template_has_a_gazetteer_that_can_be_read_and_no_day_minds(tmp_path: Path) -> None:
    write_templates(tmp_path)
    assert read_gazetteer(tmp_path / "empty" / "gazetteer.csv") == ()
    entries = read_gazetteer(tmp_path / "example" / "gazetteer.csv")
    assert [entry.street for entry in entries] == ["解放路", "团结路"]
    assert read_day(tmp_path / "example").notes == ()
    assert GAZETTEER.name == "gazetteer"
