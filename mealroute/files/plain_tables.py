"""Write tables of figures as CSV files and as one workbook, numbers as numbers, text as text."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from mealroute.files.cells import escape_formula, escape_quoted_formula

Value: TypeAlias = str | int | float | None


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table by the name of its sheet: column names, and rows of texts, numbers or nothing."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def table_csv(table: PlainTable) -> bytes:
    r"""Give a table as CSV, with the mark that makes Excel read UTF-8; formulas made harmless.

    Examples
    --------
    >>> table_csv(PlainTable("one", ("name", "n"), (("=A1", 2), ("b", None)))).decode("utf-8-sig")
    "name,n\r\n'=A1,2\r\nb,\r\n"
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow(escape_formula(cell) if isinstance(cell, str) else cell for cell in row)
    return text.getvalue().encode("utf-8-sig")


def tables_workbook(tables: Iterable[PlainTable]) -> bytes:
    """Give a workbook with a sheet for each table, its header frozen."""
    # Importing it takes longer than most commands, and few write a workbook.
    from openpyxl import Workbook  # noqa: PLC0415 -- see above

    book = Workbook(write_only=True)
    for table in tables:
        page = book.create_sheet(table.name)
        page.freeze_panes = "A2"
        for index, name in enumerate(table.columns):
            page.column_dimensions[chr(ord("A") + index)].width = _width(table.rows, index, name)
        page.append(list(table.columns))
        for row in table.rows:
            page.append([_cell(page, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _width(rows: Sequence[Sequence[Value]], index: int, name: str) -> int:
    longest = max((len(str(row[index])) for row in rows[:200]), default=0)
    return min(40, max(len(name), longest) + 3)


def _cell(page: object, value: Value) -> object:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- as in `tables_workbook`

    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(page, value=escape_quoted_formula(value))
    cell.data_type = "s"
    return cell
