"""Read the candidates of a CSV file: where planners could open a canteen.

Candidates are no sheet of a day: they are one planner's question, and the day is as it is.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from mealroute.domain import Candidate, Coordinates
from mealroute.files.alone import misplaced, read_alone
from mealroute.files.cells import AMOUNT, DEGREES, TEXT, whole_number
from mealroute.files.columns import DATUMS, Column, Sheet
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
    found = read_alone(
        CANDIDATES,
        path,
        lambda rows: misplaced(rows, canteens),
        _("at least one candidate below the header row"),
    )
    return tuple(candidate for _line, candidate in found.rows)
