"""Undo the ways in which a text can be written without looking like itself; lines stay lines."""

import base64
import binascii
import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from urllib.parse import unquote_to_bytes

_ROUNDS: Final = 3  # an address in a URL in JSON in an attribute
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
_ESCAPES: Final = re.compile(
    r"(?:\\u[0-9a-fA-F]{4}|\\u\{[0-9a-fA-F]{1,6}\}|\\U[0-9a-fA-F]{8})+|(?:\\x[0-9a-fA-F]{2})+"
    r"|(?:\\[0-3][0-7]{2})+|\\[nrtbf/\"]"
)
_ONE_ESCAPE: Final = re.compile(r"\\u\{?([0-9a-fA-F]{1,6})\}?|\\U([0-9a-fA-F]{8})")
# The second byte of a Chinese sign in GB18030 may be a plain letter, which needs no percent sign.
_PERCENT: Final = re.compile(r"(?:%[0-9a-fA-F]{2}[@-~]?)+")
_QUOTED: Final = re.compile(r"(?:=[0-9A-F]{2}(?:=\r?\n)?){2,}")
# Between two Chinese signs and after a dash or a dot nothing was left out where a line broke.
_BROKEN: Final = re.compile(r"(?<=[\u3400-\u9fff])\n(?=[\u3400-\u9fff·])|(?<=[·-])\n")
_TAG: Final = re.compile(r"<[^<>]*>")
_FOLD: Final = re.compile(r"\r?\n[ \t]")
_BASE64: Final = re.compile(
    r"(?<![A-Za-z0-9+/_-])(?:[A-Za-z0-9+/]{60,76}\r?\n)*[A-Za-z0-9+/_-]{8,}={0,2}"
)
_HEX: Final = re.compile(r"(?<![0-9a-fA-F])(?:[0-9a-fA-F]{2}){6,}(?![0-9a-fA-F])")
_FEWEST_BYTES: Final = 6
# Shorter bytes read as Chinese of other encodings by chance.
_FEWEST_FOR_ALL: Final = 12
_ENCODINGS: Final = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


@dataclass(frozen=True, slots=True)
class View:
    """One reading of a text.

    ``lines`` gives for each line of ``text`` the line of the source, from 1; ``None`` where they
    are the same. ``form`` names how it was written, empty for as it stands. ``certain`` is false
    where the reading is a guess.
    """

    text: str
    form: str = ""
    lines: tuple[int, ...] | None = None
    certain: bool = True

    def source_line(self, line: int) -> int:
        """Give the source's line, from 1, of a line of the text, from 0."""
        return line + 1 if self.lines is None else self.lines[min(line, len(self.lines) - 1)]


def views(text: str) -> Iterator[View]:
    """Give every reading of a text that differs from the others.

    The text as it stands; with entities, escapes and percent signs undone; without its tags;
    with folded lines joined; and what its base64 and hexadecimal chunks say.
    """
    yield View(text)
    decoded = undo_escapes(text)
    if decoded != text:
        yield View(decoded, "escaped")
    if "<" in decoded:
        bare = _TAG.sub(lambda tag: "\n" * tag[0].count("\n"), decoded)
        if bare != decoded:
            yield View(bare, "between tags")
    if "BEGIN:V" in text:
        yield _unfolded(text)
    yield from _chunks(decoded)


def over_two_lines(text: str) -> View:
    r"""Read every two lines of a page as one, where a long name or address may be broken.

    Examples
    --------
    >>> over_two_lines("买买提·吐\r\n尔逊\r\nMaria\r\nvon Hohenlohe").text.split("\n")
    ['买买提·吐尔逊', '尔逊 Maria', 'Maria von Hohenlohe']
    """
    lines = [line.strip() for line in text.splitlines()]
    pairs = (f"{one}\n{other}" for one, other in pairwise(lines))
    joined = "\n".join(_BROKEN.sub("", pair).replace("\n", " ") for pair in pairs)
    return View(joined, "over two lines", tuple(range(1, max(2, len(lines)))), certain=False)


def undo_escapes(text: str) -> str:
    r"""Undo HTML entities, backslash escapes, percent signs and quoted-printable.

    Examples
    --------
    >>> undo_escapes(r"&#29579; \u738b %E7%8E%8B \xe7\x8e\x8b =E7=8E=8B %CD%F5")
    '王 王 王 王 王 王'
    """
    for _round in range(_ROUNDS):
        before = text
        if "&" in text:
            text = _ENTITY.sub(lambda found: _flat(html.unescape(found[0])), text)
        if "\\" in text:
            text = _ESCAPES.sub(_unescaped, text)
        if "%" in text:
            text = _PERCENT.sub(lambda found: _told(unquote_to_bytes(found[0]), found[0]), text)
        if "=" in text:
            text = _QUOTED.sub(_unquoted, text)
        if text == before:
            break
    return text


def told_by(data: bytes) -> str | None:
    """Read bytes as the text they most likely are; ``None`` where they are none.

    Examples
    --------
    >>> name = "王芳, 团结路"
    >>> told_by(name.encode("gb18030")), told_by(name.encode("utf-16-le")), told_by(bytes(9))
    ('王芳, 团结路', '王芳, 团结路', None)
    """
    if not data or data.count(0) == len(data):
        return None
    marked = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    zeros = data.count(0) * 4 > len(data)
    tried = _ENCODINGS if len(data) >= _FEWEST_FOR_ALL or zeros else _ENCODINGS[:1]
    for encoding in ("utf-16",) if marked else tried:
        if zeros and not encoding.startswith("utf-16"):
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_told(text):
            return text
    return None


def _is_told(text: str) -> bool:
    """Whether a text is of signs that people write: what is no text reads as rare ones."""
    usual = sum(
        (letter.isascii() and (letter.isprintable() or letter in "\r\n\t"))
        or "\u4e00" <= letter <= "\u9fff"
        or "\u0400" <= letter <= "\u052f"
        or "\u0600" <= letter <= "\u06ff"
        or "\u00c0" <= letter <= "\u017f"
        or "\u3000" <= letter <= "\u303f"
        or "\uff00" <= letter <= "\uff5e"
        for letter in text[:4000]
    )
    return usual * 10 >= min(len(text), 4000) * 9


def _unescaped(found: re.Match[str]) -> str:
    text = found[0]
    if text[1] in "uU":
        numbers = [int(one or two, 16) for one, two in _ONE_ESCAPE.findall(text)]
        halves = b"".join(_utf16(number) for number in numbers)
        return _flat(halves.decode("utf-16-be", "replace"))
    if text[1] == "x":
        return _told(bytes.fromhex(text.replace("\\x", "")), text)
    if text[1].isdecimal():
        data = bytes(int(one, 8) & 255 for one in text[1:].split("\\"))
        return _told(data, text)
    return {"/": "/", '"': '"'}.get(text[1], " ")


def _utf16(number: int) -> bytes:
    """Write a code point or half of a pair in UTF-16."""
    if number < 0x10000:
        return number.to_bytes(2, "big")
    return chr(min(number, 0x10FFFF)).encode("utf-16-be")


def _unquoted(found: re.Match[str]) -> str:
    lines = "\n" * found[0].count("\n")
    digits = re.sub(r"[^0-9A-F]", "", found[0])
    return _told(bytes.fromhex(digits), found[0]) + lines


def _told(data: bytes, otherwise: str) -> str:
    readings = []
    for encoding in ("utf-8", "gb18030"):
        try:
            readings.append(_flat(data.decode(encoding)))
        except UnicodeDecodeError:
            continue
        # A few Chinese signs in GB18030 are good UTF-8 too, of letters that take two bytes.
        if readings[0].isascii() or max(readings[0]) > "\u07ff":
            break
    return " ".join(readings) or otherwise


def _flat(text: str) -> str:
    """Keep what was no line break in the source from becoming one."""
    return text.replace("\n", " ") if "\n" in text else text


def _unfolded(text: str) -> View:
    """Join the lines of a calendar or an address card, which are folded every 75 bytes."""
    lines: list[int] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.startswith((" ", "\t")):
            lines.append(number)
    joined = _FOLD.sub("", text)
    for escaped, sign in (("\\,", ","), ("\\;", ";"), ("\\n", " ")):
        joined = joined.replace(escaped, sign)
    return View(joined, "folded", tuple(lines) or (1,))


def _chunks(text: str) -> Iterator[View]:
    """Read every chunk that may be base64 or hexadecimal, one on a line."""
    for form, pattern, read in (("base64", _BASE64, _base64), ("hexadecimal", _HEX, _hex)):
        told, lines = _told_chunks(text, pattern, read)
        if told:
            yield View("\n".join(told), form, lines)


def _told_chunks(
    text: str, pattern: re.Pattern[str], read: Callable[[str], bytes]
) -> tuple[list[str], tuple[int, ...]]:
    told: list[str] = []
    lines: list[int] = []
    line, counted = 1, 0
    for found in pattern.finditer(text):
        data = read(found[0])
        # Words of a language, read so, give bytes that are no text; most end here.
        said = told_by(data) if len(data) >= _FEWEST_BYTES else None
        if said is None:
            continue
        line += text.count("\n", counted, found.start())
        counted = found.start()
        told.append(undo_escapes(_flat(said)))
        lines.append(line)
    return told, tuple(lines)


def _base64(chunk: str) -> bytes:
    plain = re.sub(r"[\r\n=]", "", chunk).replace("-", "+").replace("_", "/")
    plain = plain[: len(plain) - (len(plain) % 4 == 1)]
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4))
    except binascii.Error:
        return b""


def _hex(chunk: str) -> bytes:
    return bytes.fromhex(chunk)
