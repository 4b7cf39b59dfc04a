"""Write a day as a folder of CSV files or as a workbook, from the one table of columns."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mealroute.domain import Day
from mealroute.files.cells import escape_formula, escape_quoted_formula
from mealroute.files.columns import COLUMNS_SHEET, SHEETS, Column, Familiarity, Sheet
from mealroute.files.output import write_files
from mealroute.files.reading import DayFiles
from mealroute.files.settings_file import settings_toml
from mealroute.settings import SETTINGS_FILE, Settings

# What looks like an escape of XLSX's own, such as _x000D_, must not be taken for one.
_ESCAPE_OF_XLSX = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def write_day(files: DayFiles, path: Path) -> None:
    """Write a day with its settings so that `read_day` gives it back.

    Coordinates are written in WGS-84. The street extract is not written.

    Parameters
    ----------
    files
        The day and its settings.
    path
        A workbook where it ends in ``.xlsx``, with the settings beside it; otherwise a folder.

    Raises
    ------
    ArgumentError
        When the folder cannot be written.
    """
    if path.suffix.lower() == ".xlsx":
        book = workbook_bytes(_all_rows(files.day))
        settings = _settings_text(files.settings)
        write_files(path.parent, {path.name: book, SETTINGS_FILE: settings})
    else:
        write_files(path, folder_files(files.day, files.settings))


def folder_files(day: Day, settings: Settings) -> dict[str, str | bytes]:
    """Give the files of a day folder by their names, as `write_day` writes them."""
    return {**csv_files(_all_rows(day)), SETTINGS_FILE: _settings_text(settings)}


def csv_files(rows: Mapping[Sheet, Iterable[Sequence[str]]]) -> dict[str, bytes]:
    """Give the CSV file of each sheet by its name, with the mark that makes Excel read UTF-8.

    ``rows`` hold a text for each of `written_columns`; formulas are made harmless.
    """
    return {f"{sheet.name}.csv": _csv_bytes(sheet, lines) for sheet, lines in rows.items()}


def workbook_bytes(
    rows: Mapping[Sheet, Iterable[Sequence[str]]], explanation: Sequence[Sequence[str]] = ()
) -> bytes:
    """Give a workbook with a sheet for each of ``rows``, and one more with an explanation.

    Text is typed as text, so that no formula runs and no leading zero is lost.
    """
    # Importing it takes longer than reading a whole day, and few who read also write.
    from openpyxl import Workbook  # noqa: PLC0415 -- see above

    book = Workbook(write_only=True)
    for sheet, lines in rows.items():
        columns = written_columns(sheet)
        header = [column.name for column in columns]
        _fill(book.create_sheet(sheet.name), header, lines, [c.kind.numeric for c in columns])
    if explanation:
        page = book.create_sheet(COLUMNS_SHEET)
        _fill(page, explanation[0], explanation[1:], [False] * len(explanation[0]))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def written_columns(sheet: Sheet) -> list[Column]:
    """List the columns that are written: all but the datum, as what is written is WGS-84."""
    return [column for column in sheet.columns if column.name != "datum"]


def _csv_bytes(sheet: Sheet, lines: Iterable[Sequence[str]]) -> bytes:
    columns = written_columns(sheet)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(column.name for column in columns)
    for line in lines:
        writer.writerow(
            cell if column.kind.numeric else escape_formula(cell)
            for column, cell in zip(columns, line, strict=True)
        )
    return text.getvalue().encode("utf-8-sig")


def _fill(
    page: Any,  # noqa: ANN401 -- openpyxl has no types
    header: Sequence[str],
    lines: Iterable[Sequence[str]],
    numeric: Sequence[bool],
) -> None:
    """Fill a sheet of a workbook; whole columns are formatted, for rows typed in later."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- as in `workbook_bytes`

    page.freeze_panes = "A2"
    cells = [WriteOnlyCell(page) for _column in header]
    for index, (name, cell, is_number) in enumerate(zip(header, cells, numeric, strict=True)):
        cell.number_format = "General" if is_number else "@"
        dimension = page.column_dimensions[chr(ord("A") + index)]
        dimension.number_format = cell.number_format
        dimension.width = len(name) + 6
    page.append(list(header))
    for line in lines:
        # A cell is written before the next row is begun, so one serves its whole column.
        for cell, value, is_number in zip(cells, line, numeric, strict=True):
            cell.value = _ESCAPE_OF_XLSX.sub("_x005F_", escape_quoted_formula(value))
            cell.data_type = "n" if is_number else "s"
        page.append([cell if cell.value else None for cell in cells])


def _settings_text(settings: Settings) -> str:
    return settings_toml(settings) or "# Every setting has its default.\n"


def _all_rows(day: Day) -> dict[Sheet, list[list[str]]]:
    return {sheet: [_cells(sheet, row) for row in _rows(day, sheet)] for sheet in SHEETS}


def _rows(day: Day, sheet: Sheet) -> Iterable[Any]:
    if sheet.name != "visits":
        return getattr(day, sheet.name)  # type: ignore[no-any-return]  # a tuple of its rows
    return [
        Familiarity(resident_id=resident_id, volunteer_id=volunteer_id, visits=visits)
        for (resident_id, volunteer_id), visits in day.visits.items()
    ]


def _cells(sheet: Sheet, row: Any) -> list[str]:  # noqa: ANN401 -- a row of any sheet
    cells = []
    for column in written_columns(sheet):
        owner = row.coordinates if column.name in {"lat", "lon"} else row
        value = None if owner is None else getattr(owner, column.keyword)
        cells.append("" if value is None else column.kind.write(value))
    return cells
