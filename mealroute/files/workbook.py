"""Read an XLSX workbook as tables, after making sure that it cannot burst the memory."""

import io
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from mealroute.errors import DataFileError, Fault
from mealroute.files.cells import Cell
from mealroute.files.tables import Table, label, read_bytes
from mealroute.language import gettext as _

MOST_UNPACKED_BYTES = 100_000_000
"""The most a workbook may hold unpacked: some 250,000 orders."""

MOST_MEMBERS = 10_000
"""The most files in the archive that a workbook is."""

MOST_CELLS = 5_000_000
"""The most cells between A1 and the last cell of a sheet, blank ones included."""

MOST_TEXT_BYTES = 200_000_000
"""The most bytes of text of all cells of a sheet, each shared text counted wherever it stands."""

_ROW_OR_CELL = re.compile(
    rb"<(?:\w+:)?(?:(row)|c)(?=[\s/>])([^<>]*)>(?:\s*<(?:\w+:)?v\b[^<>]*>(\d+)<)?"
)
_TAG_IN_TAG = re.compile(rb"<[^<>]*<")
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]*)(\d+)")
_SHARED = re.compile(rb"\bt\s*=\s*[\"']s[\"']")
_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si\b")


@dataclass(frozen=True, slots=True)
class Workbook:
    """An open workbook: ``names`` of its sheets, repeated where the file repeats them."""

    file: str
    names: tuple[str, ...]
    book: CalamineWorkbook

    def table(self, name: str) -> Table:
        """Give one sheet.

        Raises
        ------
        DataFileError
            When the sheet is broken, at once or when its rows are gone through.
        """
        with _refusing_broken(self.file):
            sheet = self.book.get_sheet_by_name(name)
        title = _("{file}, sheet {sheet}").format(file=self.file, sheet=label(name))
        return Table(title, self._rows(sheet))

    def _rows(self, sheet: CalamineSheet) -> Iterator[tuple[int, list[Cell]]]:
        with _refusing_broken(self.file):
            yield from enumerate(sheet.iter_rows(), start=1)


def open_workbook(path: Path) -> Workbook:
    """Open an XLSX file.

    Raises
    ------
    DataFileError
        When the file cannot be read, is no workbook, is locked by a password, or is made to burst
        the memory.
    """
    name = label(path.name)
    return read_workbook(read_bytes(path, name), name)


def read_workbook(data: bytes, name: str) -> Workbook:
    """Open the bytes of an XLSX file that calls itself ``name``; fails as `open_workbook`."""
    with _refusing_broken(name):
        members = _unpack(data)
        _refuse_bursting(members.values())
        book = CalamineWorkbook.from_filelike(_repack(members))
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
    return Workbook(name, tuple(sheet.name for sheet in sheets), book)


class _BurstingError(Exception):
    """The workbook would fill the memory."""


@contextmanager
def _refusing_broken(name: str) -> Iterator[None]:
    try:
        yield
    except _BurstingError:
        expected = _("a workbook of an ordinary size (this one unpacks to far more than it shows)")
    # All that zipfile and calamine raise for what is broken, locked, or packed in other ways.
    except (
        CalamineError,
        EOFError,
        NotImplementedError,
        OverflowError,
        RuntimeError,
        ValueError,
        zipfile.BadZipFile,
        zlib.error,
    ):
        expected = _("an .xlsx workbook without a password")
    else:
        return
    raise DataFileError([Fault(name, None, None, None, expected)])


def _unpack(data: bytes) -> dict[str, bytes]:
    """Unpack every member within the bounds, whatever the archive says of their sizes."""
    members: dict[str, bytes] = {}
    room = MOST_UNPACKED_BYTES
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if len(archive.infolist()) > MOST_MEMBERS:
            raise _BurstingError
        for member in archive.infolist():
            if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise zipfile.BadZipFile
            with archive.open(member) as file:
                content = file.read(room + 1)
            room -= len(content)
            if room < 0:
                raise _BurstingError
            members[member.filename] = content
    return members


def _repack(members: dict[str, bytes]) -> io.BytesIO:
    """Pack what was measured, so that nothing else is read than what was measured."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    file.seek(0)
    return file


def _refuse_bursting(members: Collection[bytes]) -> None:
    """Refuse the small sheet that names a cell far away, and the long text that stands all over.

    The reader lays a sheet out as one block from A1 to the last cell, and copies a shared text
    into every cell that shows it; both let a file of a kilobyte fill the memory.
    """
    shared = [content for content in members if _SHARED_TEXT.search(content)]
    if len(shared) > 1:
        raise _BurstingError
    lengths = [len(text) for content in shared for text in _SHARED_TEXT.split(content)[1:]]
    for content in members:
        if b"sheetData" in content and (
            _TAG_IN_TAG.search(content) or not _fits_memory(content, lengths)
        ):
            raise _BurstingError


def _fits_memory(sheet: bytes, lengths: list[int]) -> bool:
    """Go through the cells that are not blank: where the last one is, how much text they show."""
    longest = max(lengths, default=0)
    last_row = last_column = row = column = text_bytes = 0
    for match in _ROW_OR_CELL.finditer(sheet):
        is_row, attributes, index = match.groups()
        references = _REFERENCE.findall(attributes)
        # No honest tag has two references or half a quote: both can hide where a cell really is.
        if len(references) > 1 or attributes.count(b'"') % 2 or attributes.count(b"'") % 2:
            return False
        letters, digits = references[0] if references else (b"", b"")
        if is_row:
            row, column = int(digits or row + 1), 0
            continue
        row, column = int(digits or row), _column_number(letters) if letters else column + 1
        if attributes.endswith(b"/"):
            continue
        last_row, last_column = max(last_row, row), max(last_column, column)
        if _SHARED.search(attributes):
            known = index and int(index) < len(lengths)
            text_bytes += lengths[int(index)] if known else longest
    return last_row * last_column <= MOST_CELLS and text_bytes <= MOST_TEXT_BYTES


@lru_cache(maxsize=1024)
def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
