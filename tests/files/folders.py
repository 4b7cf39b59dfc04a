"""Write small day folders; a test says only what is different in its own."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from mealroute.errors import DataFileError, Fault
from mealroute.files import DayFiles, read_day, write_day

SHEETS = {
    "canteens.csv": """\
canteen_id,name,lat,lon,service_radius_m,diets
C1,团结食堂,47.8484,88.1396,1200,regular;halal
""",
    "kitchens.csv": """\
canteen_id,meal,capacity,ready_from
C1,lunch,50,11:00
""",
    "residents.csv": """\
resident_id,name,lat,lon
R1,罗玉梅,47.8494,88.1396
R2,郭春生,47.8474,88.1396
""",
    "orders.csv": """\
order_id,resident_id,date,meal
O1,R1,2026-11-24,lunch
O2,R2,2026-11-24,lunch
""",
    "volunteers.csv": """\
volunteer_id,name
V1,冯国华
""",
    "shifts.csv": """\
volunteer_id,meal,canteen_id,mode,capacity,from,until
V1,lunch,C1,foot,10,10:50,13:00
""",
}


def a_folder(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write a day that can be planned, with other files or without some (``None``)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {**SHEETS, **(changes or {})}.items():
        if content is not None:
            data = content.encode() if isinstance(content, str) else content
            (folder / name).write_bytes(data)
    return folder


def rows(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def read_with(folder: Path, changes: Mapping[str, str | bytes | None]) -> DayFiles:
    return read_day(a_folder(folder, changes))


def faults_of(path: Path) -> tuple[Fault, ...]:
    with pytest.raises(DataFileError) as caught:
        read_day(path)
    return caught.value.faults


def told_of(path: Path) -> list[str]:
    return [str(fault) for fault in faults_of(path)]


def a_workbook(path: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write the same small day as a workbook."""
    write_day(read_day(a_folder(path.parent / "as_csv", changes)), path)
    return path


def members_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()
