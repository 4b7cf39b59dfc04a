"""Read a day: a folder of CSV files or a workbook, with its settings, all faults at once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mealroute.domain import Day, PlaceRow
from mealroute.errors import DataFileError, Fault
from mealroute.files.addresses import GEOCODE_COLUMNS
from mealroute.files.columns import SHEETS
from mealroute.files.faults import FaultList
from mealroute.files.place_rows import place_rows
from mealroute.files.references import (
    leave_out_misplaced,
    leave_out_unfit_shifts,
    leave_out_unknown,
)
from mealroute.files.rows import SheetRows, read_rows
from mealroute.files.settings_file import read_settings
from mealroute.files.sources import find_sources
from mealroute.files.tables import label
from mealroute.language import gettext as _
from mealroute.settings import SETTINGS_FILE, Settings

STREETS_FILE = "streets.osm.pbf"
"""The OpenStreetMap extract of a day folder, where it has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFiles:
    """A day as it was read.

    ``streets`` is the OpenStreetMap extract beside the sheets, ``None`` without one. ``skipped``
    tells of every row left out because of a fault; ``notes`` are remarks that need no mending.
    ``places`` are the rows that have coordinates, in file order: where things stand, not what, so
    they do not count when days are compared.
    """

    day: Day
    settings: Settings
    streets: Path | None = None
    skipped: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    places: tuple[PlaceRow, ...] = field(default=(), compare=False)


def read_day(path: Path, *, skip_bad_rows: bool = False) -> DayFiles:
    """Read a day folder or a workbook.

    Parameters
    ----------
    path
        A folder with a CSV file for each sheet, a folder with one .xlsx workbook, or such a
        workbook; settings and streets stand beside the sheets.
    skip_bad_rows
        Leave out rows with a fault, and those that refer to one, and list them in ``skipped``.

    Raises
    ------
    DataFileError
        With every fault of every file. With ``skip_bad_rows`` only where a fault is not of a row:
        a missing file or column, text that cannot be read, a setting.

    Examples
    --------
    >>> read_day(Path("nowhere"))
    Traceback (most recent call last):
    mealroute.errors.DataFileError: nowhere: expected a day folder or an .xlsx workbook that exists
    """
    faults = FaultList()
    sources = find_sources(path)
    settings: Settings | None = None
    with faults.gathering():
        settings = read_settings(sources.folder / SETTINGS_FILE)
    found: dict[str, SheetRows] = {}
    for sheet in SHEETS:
        with faults.gathering():
            table = sources.table(sheet)
            if table is not None:
                found[sheet.name] = read_rows(sheet, table, faults, tolerant=skip_bad_rows)
    leave_out_misplaced(found, faults)
    notes = [*sources.notes, *_ignored_columns(found), *leave_out_unknown(found, faults)]
    leave_out_unfit_shifts(found, settings, faults)
    skipped = faults.in_order(label(path), [sheet.file for sheet in found.values()])
    canteens = found.get("canteens")
    if canteens is not None and not canteens.keys:
        expected = _("at least one canteen")
        faults.of_files.append(Fault(canteens.file, None, None, None, expected))
    if faults.of_files or (skipped and not skip_bad_rows):
        raise DataFileError([*faults.of_files, *skipped])
    streets = sources.folder / STREETS_FILE
    return DayFiles(
        day=_day(found),
        settings=settings or Settings(),
        streets=streets if streets.is_file() else None,
        skipped=skipped,
        notes=tuple(notes),
        places=place_rows(found),
    )


def _ignored_columns(found: dict[str, SheetRows]) -> Iterator[str]:
    for sheet in found.values():
        ignored = [name for name in sheet.ignored if name not in GEOCODE_COLUMNS]
        if ignored:
            yield _("{file}: the columns {names} are not known and are ignored").format(
                file=sheet.file, names=", ".join(map(repr, ignored[:20]))
            )


def _day(found: dict[str, SheetRows]) -> Day:
    values = {name: tuple(row for _line, row in sheet.rows) for name, sheet in found.items()}
    visits = {(row.resident_id, row.volunteer_id): row.visits for row in values.pop("visits", ())}
    return Day(**values, visits=visits)
