"""Read the sites of a CSV file: where canteens would open, as `mealroute siting` writes them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from mealroute.domain import Coordinates, Site
from mealroute.errors import DataFileError, Fault
from mealroute.files.alone import misplaced, read_alone
from mealroute.files.cells import AMOUNT, DIETS, FLAG, ID, TEXT, whole_number
from mealroute.files.columns import SHEETS, Column, Sheet
from mealroute.files.tables import label
from mealroute.language import gettext as _

_CANTEENS: Final = next(sheet for sheet in SHEETS if sheet.name == "canteens")

SITES: Final = Sheet(
    "sites", ("选址结果", "选址"), "Where canteens would open.", Site,
    columns=(
        Column("name", TEXT, ("名称", "地点", "候选地点"), "what planners call the place",
               ("北区活动中心", "南门旧粮站"), required=True),
        *(_CANTEENS.column(name) for name in ("lat", "lon", "datum")),
        Column("service_radius_m", AMOUNT, ("服务半径", "服务半径(米)"),
               "how far it would serve, in metres", ("1000", ""),
               default="as the middle one of today's canteens"),
        Column("capacity", whole_number(0, 100_000), ("供餐能力", "产能", "容量"),
               "boxes its kitchen could cook at one meal", ("80", ""),
               default="as the middle one of today's kitchens"),
        Column("diets", DIETS, ("饮食", "餐食类型"), "what it would cook", ("regular;halal", ""),
               default="all that today's canteens cook"),
        Column("opens", FLAG, ("开设", "选中"), "whether it is one of those that open",
               ("yes", ""), default="yes"),
        Column("existing", FLAG, ("现有",), "whether it is one of today's canteens, which closes "
               "where `opens` is no", ("no", ""), default="no"),
        Column("canteen_id", ID, ("食堂编号", "食堂ID"), "which of today's canteens it is",
               ("C1", ""), default="none"),
    ),
)  # fmt: skip
"""The columns of a file of sites."""


def read_sites(path: Path, canteens: Sequence[Coordinates] = ()) -> tuple[Site, ...]:
    """Read a CSV file of sites, in file order, without today's canteens that stay.

    Parameters
    ----------
    path
        The file.
    canteens
        Today's canteens: a site far from all of them is a slip.

    Raises
    ------
    DataFileError
        With every fault of the file, or when no site is new and no canteen closes.
    """
    found = read_alone(SITES, path, lambda rows: misplaced(rows, canteens))
    changes = tuple(site for _line, site in found.rows if not (site.existing and site.opens))
    if not changes:
        expected = _("at least one site below the header row that is new or closes")
        raise DataFileError([Fault(label(path), None, None, None, expected)])
    return changes
