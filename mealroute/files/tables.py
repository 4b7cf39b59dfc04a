"""Read bytes from disk within bounds, and cut CSV text into rows that know their line."""

import csv
import io
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from mealroute.errors import DataFileError, Fault
from mealroute.files.cells import Cell
from mealroute.language import gettext as _

MOST_BYTES = 64_000_000
"""The largest file that is read: some 600,000 rows of CSV."""

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet as it stands in a file: rows of cells, each with its line counted from 1.

    ``file`` is what a fault calls it. Going through ``rows`` raises `DataFileError` where the file
    breaks off.
    """

    file: str
    rows: Iterator[tuple[int, Sequence[Cell]]]


def label(path: Path | str) -> str:
    r"""Give a path as a fault shows it; what no screen should get becomes a question mark.

    Examples
    --------
    >>> label("day\x1b[2J.xlsx")
    'day?[2J.xlsx'
    """
    return "".join(letter if letter.isprintable() else "?" for letter in str(path))


def read_bytes(path: Path, name: str, most: int = MOST_BYTES) -> bytes:
    """Read a whole file that calls itself ``name``.

    Raises
    ------
    DataFileError
        When it is missing, no regular file (a folder, a pipe, a device), larger than ``most``
        bytes, or cannot be read.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            _refuse(name, _("a file"))
        if status.st_size > most:
            _refuse(name, _("a file of at most {most} MB").format(most=most // 1_000_000))
        with path.open("rb") as file:
            return file.read(most)
    except FileNotFoundError:
        _refuse(name, _("a file that exists"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        _refuse(name, _("a file that can be read ({reason})").format(reason=reason))


def decode(data: bytes, name: str) -> str:
    """Decode text by its byte-order mark, else as UTF-8, else as GB18030, never by a guess.

    Raises
    ------
    DataFileError
        When it is none of these, with the line of the first byte that cannot be read.

    Examples
    --------
    >>> decode("食堂".encode("gb18030"), "x.csv"), decode("食堂".encode("utf-16"), "x.csv")
    ('食堂', '食堂')
    """
    encodings = ("utf-16",) if data.startswith(_UTF16_MARKS) else ("utf-8-sig", "gb18030")
    line = 1
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            line = max(line, data.count(b"\n", 0, error.start) + 1)
        else:
            if "\0" not in text:
                return text.removeprefix("\ufeff")
            line = text.count("\n", 0, text.index("\0")) + 1
            break
    raise DataFileError(
        [Fault(name, line, None, None, _("text in UTF-8 (or UTF-16 with its mark, or GB18030)"))]
    )


def read_csv(path: Path) -> Table:
    """Open a CSV file; commas separate, or tabs as in a spreadsheet's "Unicode text".

    Raises
    ------
    DataFileError
        When the file cannot be read or is no text.
    """
    name = label(path.name)
    return Table(name, csv_rows(decode(read_bytes(path, name), name), name))


def csv_rows(text: str, name: str) -> Iterator[tuple[int, Sequence[Cell]]]:
    r"""Cut text into rows with the line each begins in, whatever line breaks its cells hold.

    Examples
    --------
    >>> list(csv_rows('a,b\r\n"two\nlines",1\n2,3', "x.csv"))
    [(1, ['a', 'b']), (2, ['two\nlines', '1']), (4, ['2', '3'])]
    """
    header = text.lstrip().partition("\n")[0]
    delimiter = "\t" if "\t" in header and "," not in header else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error:
        expected = _('cells separated by commas, each quote " closed and doubled inside quotes')
        raise DataFileError([Fault(name, line, None, None, expected)]) from None


def _refuse(name: str, expected: str) -> NoReturn:
    raise DataFileError([Fault(name, None, None, None, expected)])
