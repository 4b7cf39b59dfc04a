"""Read a CSV file that is no sheet of a day: all of its faults at once, or its rows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from mealroute.domain import Coordinates
from mealroute.errors import DataFileError, Fault
from mealroute.files.columns import Sheet
from mealroute.files.faults import FaultList
from mealroute.files.places import middle, why_misplaced
from mealroute.files.rows import SheetRows, read_rows
from mealroute.files.tables import read_csv


def read_alone(
    sheet: Sheet,
    path: Path,
    more_faults: Callable[[SheetRows], Iterable[Fault]],
    if_empty: str = "",
) -> SheetRows:
    """Read the rows of a file by the columns of a sheet.

    Parameters
    ----------
    sheet
        What the file must hold.
    path
        The file.
    more_faults
        Finds what columns cannot tell: rows that contradict themselves or the day.
    if_empty
        What was expected where the file has no row; empty where that is fine.

    Raises
    ------
    DataFileError
        With every fault of the file.
    """
    faults = FaultList()
    table = read_csv(path)
    found = read_rows(sheet, table, faults, tolerant=False)
    for fault in more_faults(found):
        faults.add(fault)
    told = faults.in_order(table.file, [table.file])
    if told:
        raise DataFileError(told)
    if if_empty and not found.rows:
        raise DataFileError([Fault(table.file, None, None, None, if_empty)])
    return found


def misplaced(found: SheetRows, canteens: Sequence[Coordinates]) -> Iterator[Fault]:
    """Find rows with a place far from all of today's canteens: a slip."""
    if not canteens:
        return
    centre = middle(canteens)
    for line, row in found.rows:
        expected = why_misplaced(row.coordinates, centre, canteens)
        if expected is not None:
            yield found.fault(line, "lat", repr(row.coordinates.lat), expected)
