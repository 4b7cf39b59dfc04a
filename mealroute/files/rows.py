"""Turn the rows of one sheet into the domain's values, with a fault for each unfit cell."""

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from mealroute.domain import Datum
from mealroute.errors import DataFileError, Fault
from mealroute.files.cells import Cell, UnfitCellError, shown
from mealroute.files.columns import Column, Sheet
from mealroute.files.faults import MOST_FAULTS, FaultList
from mealroute.files.places import take_place
from mealroute.files.tables import Table
from mealroute.language import gettext as _


@dataclass(slots=True)
class SheetRows:
    """What one sheet holds: ``rows`` without a fault as (line, value), in file order.

    ``faulty`` are the other rows, as (line, what could be read by keyword).
    ``headers`` are the file's own names of the columns it has, ``ignored`` its unknown ones.
    ``keys`` holds the line of every key that other rows may refer to: ``tolerant`` of faults only
    those of rows that stand, otherwise all, so that one fault does not bring forth many.
    ``datums`` holds by line what rows declare their coordinates to be read from.
    """

    sheet: Sheet
    file: str
    tolerant: bool
    headers: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    rows: list[tuple[int, Any]] = field(default_factory=list)
    faulty: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    keys: dict[tuple[Any, ...], int] = field(default_factory=dict)
    datums: dict[int, Datum] = field(default_factory=dict)

    def fault(self, line: int, column: str, value: str, expected: str) -> Fault:
        """Tell a fault of one cell by the file's own header."""
        return Fault(self.file, line, self.headers.get(column, column), value, expected)

    def leave_out(self, lines: Collection[int]) -> None:
        """Take rows away again that turned out to have faults."""
        self.rows = [row for row in self.rows if row[0] not in lines]
        if self.tolerant:
            self.keys = {key: line for key, line in self.keys.items() if line not in lines}


def plain_name(text: str) -> str:
    """Make names alike whatever their case, width, blanks and underscores.

    Examples
    --------
    >>> plain_name(" Canteen ID "), plain_name("服务半径（米）")
    ('canteenid', '服务半径(米)')
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter != "_" and not letter.isspace())


def read_rows(sheet: Sheet, table: Table, faults: FaultList, *, tolerant: bool) -> SheetRows:
    """Read a sheet; rows that are blank as a whole are passed over.

    Parameters
    ----------
    sheet
        The columns to look for.
    table
        The rows as they stand in the file, the header first.
    faults
        Takes in every fault of a row.
    tolerant
        Whether rows with faults are to be left out and the others used.

    Raises
    ------
    DataFileError
        When the header is not this sheet's or the file breaks off.
    """
    found = SheetRows(sheet, table.file, tolerant)
    reader = _RowReader(found, *_read_header(found, table.rows))
    for line, cells in table.rows:
        values, unfit = reader.read(line, cells)
        if not values and not unfit:
            continue
        unfit += reader.judge(line, values, {fault.column for fault in unfit})
        key = reader.key(values, unfit)
        if key in found.keys:
            unfit.append(reader.second(line, values, found.keys[key]))
        for fault in unfit:
            faults.add(fault)
        if not unfit:
            found.rows.append((line, sheet.make(**values)))
        elif len(found.faulty) < MOST_FAULTS:
            found.faulty.append((line, values))
        if key and not (unfit and tolerant):
            found.keys.setdefault(key, line)
    return found


def _is_filled(cell: Cell) -> bool:
    return bool(str(cell).strip())


def _read_header(
    found: SheetRows, rows: Iterator[tuple[int, Sequence[Cell]]]
) -> tuple[int, list[tuple[int, Column]]]:
    """Recognise the columns of the first row that is not blank: its width, each with its place."""
    blank: tuple[int, Sequence[Cell]] = (1, ())
    line, cells = next((row for row in rows if any(map(_is_filled, row[1]))), blank)
    by_name = {
        plain_name(name): column
        for column in found.sheet.columns
        for name in (column.name, *column.aliases)
    }
    columns: list[tuple[int, Column]] = []
    faults: list[Fault] = []
    for index, cell in enumerate(cells):
        name = str(cell).strip()
        column = by_name.get(plain_name(name))
        if column is None:
            found.ignored += [name] if name else []
        elif column.name in found.headers:
            expected = _("the column {column} only once").format(column=column.name)
            faults.append(Fault(found.file, line, name, None, expected))
        else:
            found.headers[column.name] = name
            columns.append((index, column))
    required = [column.name for column in found.sheet.columns if column.required]
    if not columns:
        header = ",".join(map(str, cells))[:200]
        expected = _(
            "a header row with the columns {names} (in a CSV file separated by commas, in UTF-8)"
        ).format(names=", ".join(required or [column.name for column in found.sheet.columns]))
        raise DataFileError([Fault(found.file, line, None, header, expected)])
    expected = _("this column in the header row")
    missing = [name for name in required if name not in found.headers]
    faults += [Fault(found.file, line, name, None, expected) for name in missing]
    if faults:
        raise DataFileError(faults)
    return len(cells), columns


class _RowReader:
    """Reads and judges the rows of one sheet, one after the other."""

    def __init__(self, found: SheetRows, width: int, columns: list[tuple[int, Column]]) -> None:
        sheet = found.sheet
        self.found = found
        self.width = width
        self.plan = [(index, column.keyword, column.kind.read, column) for index, column in columns]
        self.required = [column for column in sheet.columns if column.required]
        self.sequences = [
            (sheet.column(sequence.first), sheet.column(sequence.later), sequence.may_be_equal)
            for sequence in sheet.sequences
        ]
        self.place_headers = {found.headers.get(name, name) for name in ("lat", "lon", "datum")}
        self.key_headers = {found.headers.get(name, name) for name in sheet.key}
        self.has_place = any(column.name == "lat" for column in sheet.columns)

    def read(self, line: int, cells: Sequence[Cell]) -> tuple[dict[str, Any], list[Fault]]:
        """Read each cell of a row that is not blank, by keyword."""
        values: dict[str, Any] = {}
        unfit: list[Fault] = []
        width = len(cells)
        for index, keyword, read, column in self.plan:
            cell = cells[index] if index < width else ""
            if isinstance(cell, str):
                cell = cell.strip()
                if not cell:
                    continue
            try:
                values[keyword] = read(cell)
            except UnfitCellError as error:
                unfit.append(self.found.fault(line, column.name, shown(cell), str(error)))
            except ValueError:
                expected = column.kind.expected()
                unfit.append(self.found.fault(line, column.name, shown(cell), expected))
        if width > self.width and any(map(_is_filled, cells[self.width :])):
            expected = _("{count} cells, as in the header row").format(count=self.width)
            value = _("{count} cells").format(count=width)
            unfit.append(Fault(self.found.file, line, None, value, expected))
        return values, unfit

    def judge(self, line: int, values: dict[str, Any], told: set[str | None]) -> list[Fault]:
        """Find what is wrong with a row as a whole; make its coordinates one place.

        Nothing more is said of the headers ``told`` of already.
        """
        found = self.found
        faults = [
            found.fault(line, column.name, "", column.kind.expected())
            for column in self.required
            if column.keyword not in values and found.headers[column.name] not in told
        ]
        faults += self._out_of_sequence(line, values)
        if self.has_place:
            if "datum" in values:
                found.datums[line] = values["datum"]
            fault = take_place(values, partial(found.fault, line))
            told |= {fault.column for fault in faults}
            if fault is not None and not told & self.place_headers:
                faults.append(fault)
        return faults

    def key(self, values: dict[str, Any], unfit: list[Fault]) -> tuple[Any, ...]:
        """Give what no two rows may have in common; nothing where it cannot be told."""
        if unfit and any(fault.column in self.key_headers for fault in unfit):
            return ()
        return tuple(values.get(name) for name in self.found.sheet.key)

    def second(self, line: int, values: dict[str, Any], first: int) -> Fault:
        """Make the fault of a row with the key of another."""
        sheet = self.found.sheet
        parts = [(sheet.column(name), values.get(name)) for name in sheet.key]
        value = " ".join(column.kind.write(part) for column, part in parts if part is not None)
        expected = _("no second row, line {line} is the first").format(line=first)
        return self.found.fault(line, sheet.key[0], value, expected)

    def _out_of_sequence(self, line: int, values: dict[str, Any]) -> Iterator[Fault]:
        for first, later, may_be_equal in self.sequences:
            start, end = values.get(first.keyword), values.get(later.keyword)
            if start is None or end is None or start < end or (may_be_equal and start == end):
                continue
            not_before, after = _("not before {column}, {time}"), _("later than {column}, {time}")
            expected = (not_before if may_be_equal else after).format(
                column=self.found.headers[first.name], time=first.kind.write(start)
            )
            yield self.found.fault(line, later.name, later.kind.write(end), expected)
