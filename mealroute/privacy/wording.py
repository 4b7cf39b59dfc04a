"""Bring texts into forms in which the same name, address or number is the same text."""

import re
import unicodedata
from typing import Final

# Signs that are not seen, and dashes that all mean the same.
_UNSEEN: Final = re.compile("[\xad\u061c\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069]+")
_DASHES: Final = re.compile("[\u2010-\u2015]")
# A single plain blank is as it should be.
_BLANKS: Final = re.compile(r"[^\S\n\t]{2,}|[^\S\n\t ]")
_BETWEEN_NUMBERS: Final = re.compile(r"(?<=\d)[^\w\n\t]+(?=\d)")
_NOT_SOLID: Final = re.compile(r"[^\w\n\t\0]|_")
_STREET: Final = re.compile(
    r"[\u3400-\u9fff]{1,7}?(?:路|街|巷|大道|道|里|弄|胡同)(?:[东南西北中]|[一二三四五六七八九十]+)?"
    r"\d+号"
)
_TOWN: Final = re.compile(r"^(?:[\u3400-\u9fff]{2,8}?(?:省|自治区|地区|市|县|区|旗|街道|镇|乡))+")
_NUMBERED: Final = re.compile(r"\d+[a-z]?\s+[^\W\d_][\w' -]{3,}?(?=,|$)")
_DIGITS: Final = re.compile(r"\(?\+?\d[\d\-() ]{4,}\d")
_LEAST_DIGITS: Final = 6


def worded(text: str) -> str:
    r"""Make texts alike whatever their case, width and blanks; line breaks and tabs stay.

    Examples
    --------
    >>> worded("Ｌeft\u3000  ALONE\n王\u200b秀英")
    'left alone\n王秀英'
    """
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", text))
    return _BLANKS.sub(" ", _DASHES.sub("-", plain).casefold())


def solid(words: str) -> str:
    r"""Keep letters and digits of a worded text alone, and rows and cells apart.

    So addresses and notes are compared. Numbers stay two numbers: a NUL parts them.

    Examples
    --------
    >>> solid("团结路 12号, 1-301")
    '团结路12号1\x00301'
    """
    return _NOT_SOLID.sub("", _BETWEEN_NUMBERS.sub("\0", words))


def street_and_number(address: str) -> str:
    """Give the part of a worded address that already finds the house; empty where it has none.

    Examples
    --------
    >>> street_and_number("阿勒泰市团结路12号1单元301"), street_and_number("12 main street, apt 3")
    ('团结路12号', '12 main street')
    """
    plain = _TOWN.sub("", address.replace(" ", ""))
    if street := _STREET.search(plain):
        return street[0]
    numbered = _NUMBERED.search(address)
    return numbered[0] if numbered else ""


def numbers_in(text: str) -> list[str]:
    """Give the telephone numbers in a worded text, as digits.

    Examples
    --------
    >>> numbers_in("女儿 000-020002, (0906) 212 3456")
    ['000020002', '09062123456']
    """
    found = ("".join(re.findall(r"\d", match)) for match in _DIGITS.findall(text))
    return [digits for digits in found if len(digits) >= _LEAST_DIGITS]


def is_han(letter: str) -> bool:
    """Whether a sign is Chinese writing, where no blank parts one word from the next."""
    return "\u3400" <= letter <= "\u9fff" or "\U00020000" <= letter <= "\U0003ffff"


def mask(text: str) -> str:
    """Hide a text but for its first sign.

    Examples
    --------
    >>> mask("王秀英"), mask("")
    ('王**', '')
    """
    return text[:1] + "*" * min(len(text) - 1, 11) if text else ""
