"""Read a file of addresses, and give it back with coordinates and notes: all else as it stood."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mealroute.domain import AddressRow, GeocodeMatch
from mealroute.errors import DataFileError, Fault
from mealroute.files.cells import Cell, escape_formula
from mealroute.files.columns import SHEETS, Column, Sheet
from mealroute.files.faults import FaultList
from mealroute.files.rows import plain_name, read_rows
from mealroute.files.tables import Table, label, read_csv
from mealroute.files.workbook import open_workbook
from mealroute.language import gettext as _

GEOCODE_COLUMNS: Final = ("geocode_source", "geocode_score", "geocode_level")
"""The columns that tell where coordinates come from; a day passes over them without a remark."""

RESIDENTS: Final = next(sheet for sheet in SHEETS if sheet.name == "residents")
_KNOWN: Final = ("resident_id", "address", "lat", "lon", "datum", "priority", "notes")
_DECIMALS: Final = 6  # a tenth of a metre
_NOTE_GAP: Final = re.compile(r"\s*[;；]\s*")


@dataclass(frozen=True, slots=True)
class AddressFile:
    """One file of addresses: its ``rows``, and everything that stands in it.

    ``sheet`` is the sheet of a workbook, empty for CSV. ``cells`` holds every line with its
    number, ``header`` the number of the header's.
    """

    path: Path
    sheet: str
    rows: tuple[AddressRow, ...]
    cells: tuple[tuple[int, tuple[Cell, ...]], ...]
    header: int

    def noted(self, door_notes: Mapping[int, Sequence[str]]) -> dict[int, str]:
        """Give the notes of the rows, by line, to which something new must be added.

        What stands in the notes already, from one semicolon to the next, is not added again.
        """
        notes = {row.line: row.notes.strip() for row in self.rows}
        added: dict[int, str] = {}
        for line, pieces in door_notes.items():
            text = notes[line]
            for piece in pieces:
                if _parted(piece) not in _parted(text):
                    text = "; ".join(filter(None, (text, piece)))
            if text != notes[line]:
                added[line] = text
        return added

    def filled(
        self,
        places: Mapping[int, GeocodeMatch],
        told: Mapping[int, GeocodeMatch],
        notes: Mapping[int, str] | None = None,
    ) -> bytes:
        """Give the file anew, with coordinates in WGS-84.

        Parameters
        ----------
        places
            Matches by line: their coordinates are written.
        told
            Matches by line of which only source, score and level are written.
        notes
            Whole new notes by line, see `noted`; without any, no such column is added.
        """
        names = [str(cell).strip() for cell in dict(self.cells)[self.header]]
        columns = {name: _position(names, name) for name in ("lat", "lon", "datum")}
        columns |= {name: _position(names, name) for name in GEOCODE_COLUMNS}
        changes: dict[tuple[int, int], str | float] = {
            (self.header, at): names[at] for at in columns.values()
        }
        for line, match in {**told, **places}.items():
            values: dict[str, str | float] = dict(
                zip(GEOCODE_COLUMNS, (match.source, match.score, match.level.value), strict=True)
            )
            if line in places:
                values["lat"] = round(match.coordinates.lat, _DECIMALS)
                values["lon"] = round(match.coordinates.lon, _DECIMALS)
                values["datum"] = "wgs84"
            changes |= {(line, columns[name]): value for name, value in values.items()}
        if notes:
            at = _position(names, "notes")
            changes[self.header, at] = names[at]
            changes |= {(line, at): escape_formula(text) for line, text in notes.items()}
        return self._workbook(changes) if self.sheet else self._csv(changes)

    def _csv(self, changes: Mapping[tuple[int, int], str | float]) -> bytes:
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        by_line: dict[int, dict[int, str | float]] = {}
        for (line, at), value in changes.items():
            by_line.setdefault(line, {})[at] = value
        for line, cells in self.cells:
            row: list[Cell] = list(cells)
            for at, value in by_line.get(line, {}).items():
                row += [""] * (at + 1 - len(row))
                row[at] = value
            writer.writerow(row)
        return text.getvalue().encode("utf-8-sig")

    def _workbook(self, changes: Mapping[tuple[int, int], str | float]) -> bytes:
        # Importing it takes longer than reading a whole day, and CSV does not need it.
        from openpyxl import load_workbook  # noqa: PLC0415 -- see above

        book: Any = load_workbook(self.path)
        page = book[self.sheet]
        for (line, at), value in changes.items():
            page.cell(row=line, column=at + 1, value=value)
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()


def read_addresses(path: Path) -> AddressFile:
    """Read the addresses of a workbook's residents, or of any CSV file with an address column.

    Columns are those of residents.csv, in English or Chinese; only ``address`` must be there.

    Raises
    ------
    DataFileError
        With every fault of the file.
    """
    sheet, table = _open(path)
    cells = tuple((line, tuple(row)) for line, row in table.rows)
    header = next((line for line, row in cells if any(str(cell).strip() for cell in row)), 1)
    faults = FaultList()
    found = read_rows(_ADDRESSES, Table(table.file, iter(cells)), faults, tolerant=False)
    told = list(faults.in_order(table.file, [table.file]))
    if "address" not in found.headers:
        expected = _("this column in the header row")
        told.insert(0, Fault(table.file, header, "address", None, expected))
    if told:
        raise DataFileError(told)
    known = dict(found.rows)
    rows = tuple(
        # A row with none of our columns filled is passed over by a day, but is a row here.
        AddressRow(line=line, **known.get(line, {}))
        for line, row in cells
        if line > header and any(str(cell).strip() for cell in row)
    )
    return AddressFile(path, sheet, rows, cells, header)


def find_addresses(day: Path) -> Path:
    """Give the file of a day that holds the residents: a CSV file of the folder, or a workbook.

    Raises
    ------
    DataFileError
        When there is none.
    """
    if day.is_file():
        return day
    files = [file for file in sorted(day.iterdir()) if not file.name.startswith(("~$", "."))]
    names = {plain_name(name) for name in (RESIDENTS.name, *RESIDENTS.aliases)}
    for file in files:
        if file.suffix.lower() == ".csv" and plain_name(file.stem) in names:
            return file
    for file in files:
        if file.suffix.lower() == ".xlsx":
            return file
    expected = _("a folder with {names}, or with one .xlsx workbook")
    raise _fault(label(day), expected.format(names="residents.csv"))


def _open(path: Path) -> tuple[str, Table]:
    """Open the one table with addresses of a file, with the name of its sheet."""
    if path.suffix.lower() != ".xlsx":
        return "", read_csv(path)
    workbook = open_workbook(path)
    names = {plain_name(name) for name in (RESIDENTS.name, *RESIDENTS.aliases)}
    for name in workbook.names:
        if plain_name(name) in names or len(workbook.names) == 1:
            return name, workbook.table(name)
    raise _fault(workbook.file, _("a sheet named {sheet}").format(sheet=RESIDENTS.name))


def _position(names: list[str], name: str) -> int:
    """Say where a column stands, by any of its names; one that is not there goes to the end."""
    known = {column.name: column for column in _ADDRESSES.columns}
    aliases = known[name].aliases if name in known else ()
    wanted = {plain_name(one) for one in (name, *aliases)}
    for at, header in enumerate(names):
        if plain_name(header) in wanted:
            return at
    names.append(name)
    return len(names) - 1


def _parted(notes: str) -> str:
    """Put one plain semicolon around and between notes, to find one among others."""
    return f";{_NOTE_GAP.sub(';', notes.strip())};"


def _columns() -> Iterator[Column]:
    for name in _KNOWN:
        column = RESIDENTS.column(name)
        yield Column(
            column.name, column.kind, column.aliases, column.meaning, column.examples,
            default=column.default,
        )  # fmt: skip


def _fault(name: str, expected: str) -> DataFileError:
    return DataFileError([Fault(name, None, None, None, expected)])


_ADDRESSES: Final = Sheet(
    "addresses", ("地址表",), "Addresses to find.", dict, columns=tuple(_columns())
)
