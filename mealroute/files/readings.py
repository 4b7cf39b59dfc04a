"""Read the thermometer readings of a CSV file: what food at doors measured, container by container.

Readings are no sheet of a day: they gather over weeks, and `mealroute.calibration` makes of them
what a container's settings should be.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from mealroute.domain import Reading
from mealroute.errors import Fault
from mealroute.files.alone import read_alone
from mealroute.files.cells import DATE, DEGREES, TEXT, TIME, Cell, Kind
from mealroute.files.columns import Column, Sequence, Sheet
from mealroute.files.rows import SheetRows
from mealroute.language import gettext as _


def _celsius(least: int, most: int) -> Kind:
    """Make the kind of temperatures in °C between two bounds, both included."""

    def read(cell: Cell) -> float:
        temperature_c = float(DEGREES.read(cell))
        if not least <= temperature_c <= most:
            raise ValueError
        return temperature_c

    def expected() -> str:
        return _("a temperature in °C from {least} to {most}").format(least=least, most=most)

    return Kind(read, repr, expected, numeric=True)


# Between them lie every town's weather and all food that is no longer boiling under pressure.
_AIR: Final = _celsius(-60, 60)
FOOD_C: Final = _celsius(-20, 110)
"""Temperatures of food, °C."""

READINGS: Final = Sheet(
    "readings", ("测温记录",), "What a thermometer showed at the door.", Reading, columns=(
        Column("date", DATE, ("日期",), "the date of the trip", ("2026-11-24", "2026-11-24"),
               required=True),
        Column("container", TEXT, ("保温箱", "容器"),
               "NAME of a table `[containers.NAME]` of mealroute.toml, or of one to be",
               ("bag", "bag"), required=True),
        Column("left_at", TIME, ("出发时间", "离开时间"), "when the food left the canteen",
               ("11:30", "11:30"), required=True),
        Column("read_at", TIME, ("测温时间", "测量时间"), "when it was measured at the door",
               ("11:52", "12:04"), required=True),
        Column("food_c", FOOD_C, ("食物温度", "餐食温度"), "what it measured at the door, in °C",
               ("64.5", "60.2"), required=True),
        Column("outside_c", _AIR, ("室外温度", "气温"), "temperature of the air outside, in °C",
               ("-12", "-12"), required=True),
        Column("food_at_leaving_c", FOOD_C, ("出发时温度", "离开时温度"),
               "what the food measured when it left the canteen, in °C", ("76.0", ""),
               default="not measured"),
    ),
    sequences=(Sequence("left_at", "read_at", may_be_equal=False),),
)  # fmt: skip
"""The columns of a file of readings."""


def read_readings(path: Path) -> tuple[Reading, ...]:
    """Read a CSV file of readings, in file order.

    Raises
    ------
    DataFileError
        With every fault of the file.
    """
    found = read_alone(
        READINGS, path, _colder_than_air, _("at least one reading below the header row")
    )
    return tuple(reading for _line, reading in found.rows)


def _colder_than_air(found: SheetRows) -> Iterator[Fault]:
    """Find food no warmer than the air: whatever was measured, it tells nothing of cooling."""
    for line, reading in found.rows:
        expected = _("above the temperature outside, {outside} °C").format(
            outside=f"{reading.outside_c:g}"
        )
        for column in ("food_c", "food_at_leaving_c"):
            value = getattr(reading, column)
            if value is not None and value <= reading.outside_c:
                yield found.fault(line, column, f"{value:g}", expected)
