"""Read the gazetteer of a coordinator: the doors that no map knows, with what waits at them.

It is no sheet of a day: it grows with the town, and `mealroute geocode` asks it before any map.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from mealroute.domain import GazetteerEntry
from mealroute.errors import Fault
from mealroute.files.alone import read_alone
from mealroute.files.cells import DATE, DEGREES, IDS, TEXT, WORDS
from mealroute.files.columns import DATUMS, Column, Sheet
from mealroute.files.rows import SheetRows
from mealroute.language import gettext as _

GAZETTEER_FILE: Final = "gazetteer.csv"
"""The gazetteer of a day folder, where it has one."""

_PLACE_COLUMNS: Final = ("community", "compound", "street", "aliases")

GAZETTEER: Final = Sheet(
    "gazetteer", ("地名册", "门牌册"), "The doors that the coordinator knows.", GazetteerEntry,
    key=("community", "compound", "street", "number", "building", "unit"), required=False,
    columns=(
        Column("community", TEXT, ("小区", "社区"), "name of the community 小区",
               ("幸福小区", "")),
        Column("compound", TEXT, ("院", "院落", "大院"), "name or number of the compound 院",
               ("12号院", "")),
        Column("street", TEXT, ("路", "街道", "道路"), "street", ("解放路", "团结路")),
        Column("number", TEXT, ("号", "门牌", "门牌号"), "house number in the street",
               ("12", "57")),
        Column("building", TEXT, ("号楼", "楼栋", "栋", "幢"), "building in it, in any form",
               ("3号楼", ""), default="all of the place"),
        Column("unit", TEXT, ("单元", "楼门"), "unit 单元 or stair, in any form", ("2单元", ""),
               default="all of the building"),
        Column("aliases", IDS, ("别名", "俗称"), "what people call the place instead",
               ("粮食局家属院;老粮库", ""), default="none"),
        Column("lat", DEGREES, ("纬度",), "latitude of the entrance in decimal degrees, -90 to 90",
               ("47.8458", "47.8450"), required=True),
        Column("lon", DEGREES, ("经度",),
               "longitude of the entrance in decimal degrees, -180 to 180",
               ("88.1262", "88.1227"), required=True),
        Column("datum", DATUMS, ("坐标系", "坐标系统"), "what `lat` and `lon` are read from: "
               "`wgs84` GPS and OpenStreetMap, `gcj02` AMap and Tencent, `bd09` Baidu",
               ("wgs84", ""), default="wgs84"),
        Column("entrance_note", TEXT, ("入口说明", "入口"), "how to find the entrance",
               ("从北门进，绿色铁门", "")),
        Column("hazards", WORDS, ("注意", "危险"), "what a volunteer must mind, any words",
               ("ice;dog;no light", ""), default="none"),
        Column("checked_by", TEXT, ("核实人",), "who was there and looked", ("王主任", "")),
        Column("checked_at", DATE, ("核实日期",), "when", ("2026-11-20", "")),
    ),
)  # fmt: skip
"""The columns of a gazetteer."""


def read_gazetteer(path: Path) -> tuple[GazetteerEntry, ...]:
    """Read a gazetteer from a CSV file, in file order; one without entries is fine.

    Raises
    ------
    DataFileError
        With every fault of the file.
    """
    found = read_alone(GAZETTEER, path, _nameless)
    return tuple(entry for _line, entry in found.rows)


def _nameless(found: SheetRows) -> Iterator[Fault]:
    """Find entries that no address could ever mean."""
    for line, entry in found.rows:
        if not any(getattr(entry, column) for column in _PLACE_COLUMNS):
            expected = _("at least one of {names}").format(names=", ".join(_PLACE_COLUMNS))
            yield found.fault(line, "street", "", expected)
