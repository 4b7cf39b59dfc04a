"""Write templates: an empty day to fill in, a filled one to look at, a form for outcomes."""

from pathlib import Path

from mealroute.domain import Plan
from mealroute.files.columns import SHEETS
from mealroute.files.dictionary import explain_columns
from mealroute.files.gazetteer import GAZETTEER
from mealroute.files.outcomes import OUTCOMES
from mealroute.files.output import write_files
from mealroute.files.settings_file import settings_template
from mealroute.files.writing import csv_files, workbook_bytes, written_columns
from mealroute.settings import SETTINGS_FILE


def write_templates(folder: Path) -> None:
    """Write ``empty`` and ``example``, each as a folder of CSV files and as a workbook.

    Beside the CSV files stand one for the outcomes at the doors and a gazetteer, which are no
    sheets of a day. The example is a small day that can be planned: of each sheet a row that is
    full and one with only what is required. The settings beside them explain every setting and
    change nothing.

    Raises
    ------
    ArgumentError
        When the folder cannot be written.
    """
    empty = {sheet: list[list[str]]() for sheet in (*SHEETS, OUTCOMES, GAZETTEER)}
    example = {
        sheet: [[column.examples[row] for column in written_columns(sheet)] for row in (0, 1)]
        for sheet in empty
    }
    settings = settings_template()
    workbooks: dict[str, str | bytes] = {SETTINGS_FILE: settings}
    for name, rows in (("empty", empty), ("example", example)):
        write_files(folder / name, {**csv_files(rows), SETTINGS_FILE: settings})
        sheets = {sheet: rows[sheet] for sheet in SHEETS}
        workbooks[f"{name}.xlsx"] = workbook_bytes(sheets, explain_columns())
    write_files(folder, workbooks)


def outcomes_form(plan: Plan) -> bytes:
    """Give a workbook to fill in: each order of each route with who is to bring it.

    What is filled in is read by `mealroute.files.read_outcomes`; rows left as they are count as
    nothing on record.
    """
    rows = []
    for route, stop in plan.stops():
        given = {"order_id": stop.order_id, "volunteer_id": route.volunteer_id}
        rows.append([given.get(column.name, "") for column in OUTCOMES.columns])
    return workbook_bytes({OUTCOMES: rows})
