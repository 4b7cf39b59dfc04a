"""Take a file apart into the texts it holds, whatever its format: cells, pages, members, rows."""

import base64
import io
import re
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Final

import pypdfium2

from mealroute.errors import DataFileError, Fault
from mealroute.files.workbook import read_workbook
from mealroute.language import gettext as _

MOST_BYTES: Final = 256_000_000
"""The most bytes that one file may hold, unpacked."""

_DEEPEST: Final = 4
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_WORDS: Final = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf"})
# How PNG, ZIP, PDF and gzip begin in base64.
_EMBEDDED: Final = re.compile(r"(?:iVBORw0KGgo|UEsDB[AB]|JVBERi0|H4sIA)(?:[A-Za-z0-9+/=]|\\n|\s)+")
_LINK: Final = re.compile(rb"/URI\s*\(((?:[^()\\]|\\.)*)\)")
_SQLITE: Final = b"SQLite format 3\0"
# What holds the cells of a workbook; they are read as cells.
_CELLS: Final = ("xl/worksheets/sheet", "xl/sharedStrings.xml")


@dataclass(frozen=True, slots=True)
class Content:
    """One text inside a file.

    ``where`` leads to it from the file on (a member, a sheet, a page). ``rows`` is true where each
    line is a row of a table with a tab between its cells, ``page`` where lines end because the
    paper does, ``certain`` false where the text is a guess at bytes.
    """

    where: tuple[str, ...]
    text: str
    rows: bool = False
    page: bool = False
    certain: bool = True


def contents(name: str, data: bytes, where: tuple[str, ...] = ()) -> Iterator[Content]:
    """Go through the texts of a file.

    Parameters
    ----------
    name
        The file's name, for faults.
    data
        Its bytes; what it is, they tell themselves.
    where
        What leads to it, where it lies inside another.

    Raises
    ------
    DataFileError
        When something in it is locked, broken, nested too deep or too large to look at: what
        cannot be looked at must not pass as clean.
    """
    if len(where) > _DEEPEST or len(data) > MOST_BYTES:
        raise _unreadable(name, _("a file that is not too large or nested too deep to look at"))
    if data.startswith(b"PK\x03\x04"):
        yield from _archive(name, data, where)
    elif data.startswith(b"%PDF-") or b"%PDF-" in data[:1024]:
        yield from _pdf(name, data, where)
    elif data.startswith(b"\x1f\x8b"):
        yield from contents(name, _gunzip(name, data), (*where, "gzip"))
    elif data.startswith(_SQLITE):
        yield from _database(name, data, where)
    elif data.startswith(_PNG):
        yield from _picture_words(name, data, where)
    else:
        yield from _text(name, data, where)


def _text(name: str, data: bytes, where: tuple[str, ...]) -> Iterator[Content]:
    """Read text by its mark, as UTF-8 or GB18030; otherwise look through the bytes for some."""
    marked = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            yield Content(where, text)
            yield from _embedded(name, text, where)
            return
    yield from _bytes(data, where)


def _embedded(name: str, text: str, where: tuple[str, ...]) -> Iterator[Content]:
    """Look into the pictures, archives and papers that a page or a notebook carries in base64."""
    for number, found in enumerate(_EMBEDDED.finditer(text), start=1):
        chunk = re.sub(r"\\n|[^A-Za-z0-9+/]", "", found[0])
        chunk = chunk[: len(chunk) // 4 * 4]
        inner = (*where, _("embedded file {number}").format(number=number))
        yield from contents(name, base64.b64decode(chunk), inner)


def _bytes(data: bytes, where: tuple[str, ...]) -> Iterator[Content]:
    """Read bytes of no known format in every encoding; much of it will be nonsense."""
    for part, encoding in (
        (data, "utf-8"), (data, "gb18030"), (data, "utf-16-le"), (data[1:], "utf-16-le"),
        (data, "utf-16-be"),
    ):  # fmt: skip
        text = part.decode(encoding, "replace").replace("\0", " ")
        yield Content((*where, encoding), text, certain=False)


def _archive(name: str, data: bytes, where: tuple[str, ...]) -> Iterator[Content]:
    """Go through the members of an archive; a workbook's cells as cells."""
    room = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            is_workbook = any(member.filename == "xl/workbook.xml" for member in members)
            if archive.comment:
                yield from _text(name, archive.comment, (*where, _("archive comment")))
            for member in members:
                yield Content((*where, _("member names")), member.filename)
                if member.is_dir() or (is_workbook and member.filename.startswith(_CELLS)):
                    continue
                with archive.open(member) as file:
                    inner = file.read(room + 1)
                room -= len(inner)
                if room < 0:
                    raise _unreadable(name, _("an archive of an ordinary size"))
                yield from contents(name, inner, (*where, member.filename))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError):
        expected = _("an archive that opens without a password")
        raise _unreadable(name, expected) from None
    if is_workbook:
        yield from _sheets(name, data, where)


def _sheets(name: str, data: bytes, where: tuple[str, ...]) -> Iterator[Content]:
    book = read_workbook(data, name)
    for sheet in book.names:
        lines: list[str] = []
        for line, cells in book.table(sheet).rows:
            lines += [""] * (line - 1 - len(lines))
            lines.append("\t".join(" ".join(str(cell).split()) for cell in cells))
        yield Content((*where, _("sheet {sheet}").format(sheet=sheet)), "\n".join(lines), rows=True)


def _pdf(name: str, data: bytes, where: tuple[str, ...]) -> Iterator[Content]:
    """Read a PDF's pages, what it says of itself, and where its links lead."""
    links = [found[1].decode("utf-8", "replace") for found in _LINK.finditer(data)]
    if links:
        yield Content((*where, _("links")), "\n".join(links))
    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            about = document.get_metadata_dict(skip_empty=True)
            if about:
                yield Content((*where, _("properties")), "\n".join(about.values()))
            for number in range(len(document)):
                with closing(document[number]) as page, closing(page.get_textpage()) as words:
                    text = words.get_text_bounded()
                title = _("page {number}").format(number=number + 1)
                yield Content((*where, title), text, page=True)
    except pypdfium2.PdfiumError:
        raise _unreadable(name, _("a PDF that opens without a password")) from None


def _database(name: str, data: bytes, where: tuple[str, ...]) -> Iterator[Content]:
    """Read the rows of an SQLite file, and what deleted rows left in its pages."""
    # A file in write-ahead mode says so in two bytes, and cannot be opened in memory.
    plain = data[:18] + b"\1\1" + data[20:]
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(plain)
            database.text_factory = lambda raw: raw.decode("utf-8", "replace")
            tables = database.execute("select name from sqlite_master where type = 'table'")
            for (table,) in tables.fetchall():
                quoted = table.replace('"', '""')
                rows = database.execute(f'select * from "{quoted}"')  # noqa: S608 -- a quoted name
                lines = ["\t".join(map(_cell, row)) for row in rows]
                title = _("table {table}").format(table=table)
                yield Content((*where, title), "\n".join(lines), rows=True)
    except sqlite3.Error:
        raise _unreadable(name, _("an SQLite file that is whole")) from None
    left = data.decode("utf-8", "replace").replace("\0", " ")
    yield Content((*where, _("pages of the file")), left, certain=False)


def _cell(value: object) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return "" if value is None else " ".join(text.split())


def _picture_words(name: str, data: bytes, where: tuple[str, ...]) -> Iterator[Content]:
    """Read the words beside a PNG's picture: titles, comments, what the camera noted."""
    at = len(_PNG)
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        at += length + 12
        if kind not in _PNG_WORDS:
            continue
        chunk = (*where, kind.decode())
        yield from _bytes(body, chunk)
        for start in range(len(body)):
            if body[start : start + 1] == b"\x78":
                try:
                    told = zlib.decompressobj().decompress(body[start:], MOST_BYTES)
                except zlib.error:
                    continue
                yield from _text(name, told, chunk)
                break
    if at < len(data):
        yield from _bytes(data[at:], (*where, _("after the picture")))


def _gunzip(name: str, data: bytes) -> bytes:
    try:
        unpacker = zlib.decompressobj(wbits=31)
        told = unpacker.decompress(data, MOST_BYTES)
    except zlib.error:
        raise _unreadable(name, _("an archive that is whole")) from None
    if unpacker.unconsumed_tail:
        raise _unreadable(name, _("an archive of an ordinary size"))
    return told


def _unreadable(name: str, expected: str) -> DataFileError:
    return DataFileError([Fault(name, None, None, None, expected)])
