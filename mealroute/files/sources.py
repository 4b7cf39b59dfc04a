"""Find the sheets of a day on disk: one CSV file each, or all in one workbook."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NoReturn

from mealroute.errors import DataFileError, Fault
from mealroute.files.columns import COLUMNS_SHEET, SHEETS, Sheet
from mealroute.files.gazetteer import GAZETTEER
from mealroute.files.geocoding import REPAIRS_FILE
from mealroute.files.outcomes import OUTCOMES
from mealroute.files.readings import READINGS
from mealroute.files.rows import plain_name
from mealroute.files.tables import Table, label, read_csv
from mealroute.files.workbook import open_workbook
from mealroute.language import gettext as _

_SHEET_BY_NAME = {
    plain_name(name): sheet for sheet in SHEETS for name in (sheet.name, *sheet.aliases)
}
# Files of other commands may lie beside the day: readings of `mealroute heat`, outcomes, the
# gazetteer of `mealroute geocode` and its repair list.
_BESIDE = {
    plain_name(name)
    for sheet in (READINGS, OUTCOMES, GAZETTEER)
    for name in (sheet.name, *sheet.aliases)
} | {plain_name(Path(REPAIRS_FILE).stem)}


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the sheets of one day come from.

    ``folder`` is where settings and streets stand; ``workbook`` the name of the workbook, empty
    for CSV files; ``notes`` tell of what was passed over.
    """

    folder: Path
    workbook: str
    tables: dict[str, Callable[[], Table]]
    notes: tuple[str, ...]

    def table(self, sheet: Sheet) -> Table | None:
        """Open one sheet; ``None`` where it is not there and need not be.

        Raises
        ------
        DataFileError
            When it is missing or cannot be read.
        """
        opener = self.tables.get(sheet.name)
        if opener is None and sheet.required:
            if self.workbook:
                _refuse(self.workbook, _("a sheet named {sheet}").format(sheet=sheet.name))
            _refuse(f"{sheet.name}.csv", _("a file that exists"))
        return None if opener is None else opener()


def find_sources(path: Path) -> Sources:
    """Look for the sheets of a day without reading them.

    Raises
    ------
    DataFileError
        When ``path`` is neither a folder nor a workbook, holds both or nothing known, or has a
        sheet twice.
    """
    try:
        if path.is_dir():
            return _in_folder(path)
        exists = path.exists()
    except OSError as error:
        _refuse(
            label(path), _("a folder that can be read ({reason})").format(reason=error.strerror)
        )
    if not exists:
        _refuse(label(path), _("a day folder or an .xlsx workbook that exists"))
    if path.suffix.lower() != ".xlsx":
        _refuse(label(path), _("a day folder or an .xlsx workbook"))
    return _in_workbook(path)


def _in_folder(folder: Path) -> Sources:
    # A name that begins so is a spreadsheet's lock or a file manager's shadow of another file.
    files = [
        file
        for file in sorted(folder.iterdir())
        if not file.name.startswith(("~$", ".")) and plain_name(file.stem) not in _BESIDE
    ]
    csv_files = [file for file in files if file.suffix.lower() == ".csv"]
    workbooks = [file for file in files if file.suffix.lower() == ".xlsx" and file.is_file()]
    tables, notes = _by_sheet(
        label(folder), [(file.stem, file.name, partial(read_csv, file)) for file in csv_files]
    )
    if tables and workbooks:
        expected = _("either CSV files or a workbook, not both ({csv} and {workbook})").format(
            csv=label(csv_files[0].name), workbook=label(workbooks[0].name)
        )
        _refuse(label(folder), expected)
    if len(workbooks) > 1:
        names = ", ".join(label(file.name) for file in workbooks)
        _refuse(label(folder), _("one .xlsx workbook, not several ({names})").format(names=names))
    if workbooks:
        return _in_workbook(workbooks[0])
    if not tables:
        names = ", ".join(f"{sheet.name}.csv" for sheet in SHEETS if sheet.required)
        _refuse(
            label(folder),
            _("a folder with {names}, or with one .xlsx workbook").format(names=names),
        )
    return Sources(folder, "", tables, notes)


def _in_workbook(path: Path) -> Sources:
    workbook = open_workbook(path)
    tables, notes = _by_sheet(
        workbook.file, [(name, name, partial(workbook.table, name)) for name in workbook.names]
    )
    return Sources(path.parent, workbook.file, tables, notes)


def _by_sheet(
    whole: str, openers: list[tuple[str, str, Callable[[], Table]]]
) -> tuple[dict[str, Callable[[], Table]], tuple[str, ...]]:
    """Recognise sheets by name; a name that is none is passed over with a note."""
    tables: dict[str, Callable[[], Table]] = {}
    notes: list[str] = []
    for name, title, opener in openers:
        sheet = _SHEET_BY_NAME.get(plain_name(name))
        if sheet is None:
            if name != COLUMNS_SHEET:
                words = _("{whole}: {name!r} is no sheet of a day and is ignored")
                notes.append(words.format(whole=whole, name=title))
        elif sheet.name in tables:
            expected = _("the sheet {sheet} only once").format(sheet=sheet.name)
            _refuse(whole, expected)
        else:
            tables[sheet.name] = opener
    return tables, tuple(notes)


def _refuse(name: str, expected: str) -> NoReturn:
    raise DataFileError([Fault(name, None, None, None, expected)])
