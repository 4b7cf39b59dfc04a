"""Write templates of a day: empty ones to fill in, and filled ones to look at."""

from pathlib import Path

from mealroute.files.columns import SHEETS
from mealroute.files.dictionary import explain_columns
from mealroute.files.gazetteer import GAZETTEER
from mealroute.files.output import write_files
from mealroute.files.settings_file import settings_template
from mealroute.files.writing import csv_files, workbook_bytes, written_columns
from mealroute.settings import SETTINGS_FILE


def write_templates(folder: Path) -> None:
    """Write ``empty`` and ``example``, each as a folder of CSV files and as a workbook.

    The example is a small day that can be planned: of each sheet a row that is full and one with
    only what is required. The settings beside them explain every setting and change nothing. The
    folders hold a gazetteer too, which is no sheet of a day.

    Raises
    ------
    ArgumentError
        When the folder cannot be written.
    """
    empty = {sheet: list[list[str]]() for sheet in SHEETS}
    example = {
        sheet: [[column.examples[row] for column in written_columns(sheet)] for row in (0, 1)]
        for sheet in SHEETS
    }
    gazetteer = [[column.examples[row] for column in written_columns(GAZETTEER)] for row in (0, 1)]
    beside = {"empty": csv_files({GAZETTEER: []}), "example": csv_files({GAZETTEER: gazetteer})}
    settings = settings_template()
    workbooks: dict[str, str | bytes] = {SETTINGS_FILE: settings}
    for name, rows in (("empty", empty), ("example", example)):
        write_files(folder / name, {**csv_files(rows), **beside[name], SETTINGS_FILE: settings})
        workbooks[f"{name}.xlsx"] = workbook_bytes(rows, explain_columns())
    write_files(folder, workbooks)
