"""Read the candidates of a CSV file: where planners could open a canteen.

Candidates are no sheet of a day: they are one planner's question, and the day is as it is.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from mealroute.domain import Candidate, Coordinates
from mealroute.errors import DataFileError, Fault
from mealroute.files.cells import AMOUNT, DEGREES, TEXT, whole_number
from mealroute.files.columns import DATUMS, Column, Sheet
from mealroute.files.faults import FaultList
from mealroute.files.places import middle, why_misplaced
from mealroute.files.rows import SheetRows, read_rows
from mealroute.files.tables import read_csv
from mealroute.language import gettext as _

CANDIDATES: Final = Sheet(
    "candidates", ("候选地点", "候选点"), "Where a canteen could be opened.", Candidate,
    key=("name",), columns=(
        Column("name", TEXT, ("名称", "地点", "候选地点"), "what planners call the place",
               ("北区活动中心", "南门旧粮站"), required=True),
        Column("lat", DEGREES, ("纬度",), "latitude of its door in decimal degrees, -90 to 90",
               ("28.2921", "28.2835"), required=True),
        Column("lon", DEGREES, ("经度",), "longitude of its door in decimal degrees, -180 to 180",
               ("117.2212", "117.2050"), required=True),
        Column("datum", DATUMS, ("坐标系", "坐标系统"),
               "what `lat` and `lon` are read from, as in canteens.csv", ("wgs84", ""),
               default="wgs84"),
        Column("capacity", whole_number(0, 100_000), ("供餐能力", "产能", "容量"),
               "boxes its kitchen could cook at one meal", ("80", ""),
               default="as the middle one of today's kitchens"),
        Column("cost", AMOUNT, ("费用", "成本", "造价"), "what opening it would cost, in any money",
               ("120000", ""), default="not known"),
    ),
)  # fmt: skip
"""The columns of a file of candidates."""


def read_candidates(path: Path, canteens: Sequence[Coordinates] = ()) -> tuple[Candidate, ...]:
    """Read a CSV file of candidates, in file order.

    Parameters
    ----------
    path
        The file.
    canteens
        Today's canteens: a candidate far from all of them is a slip.

    Raises
    ------
    DataFileError
        With every fault of the file.
    """
    faults = FaultList()
    table = read_csv(path)
    found = read_rows(CANDIDATES, table, faults, tolerant=False)
    for fault in _misplaced(found, canteens):
        faults.add(fault)
    told = faults.in_order(table.file, [table.file])
    if told:
        raise DataFileError(told)
    if not found.rows:
        expected = _("at least one candidate below the header row")
        raise DataFileError([Fault(table.file, None, None, None, expected)])
    return tuple(candidate for _line, candidate in found.rows)


def _misplaced(found: SheetRows, canteens: Sequence[Coordinates]) -> Iterator[Fault]:
    if not canteens:
        return
    centre = middle(canteens)
    for line, candidate in found.rows:
        place = candidate.coordinates
        expected = why_misplaced(place, centre, canteens)
        if expected is not None:
            yield found.fault(line, "lat", repr(place.lat), expected)
