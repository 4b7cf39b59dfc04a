"""Hold the parts of an address, the place apart from the door, and make names alike."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_NO_LETTER = re.compile(r"[\W_]+")
# What German street names are shortened to; nothing else is common enough to be sure of.
_SHORTENED: Final = ((re.compile(r"(?<=\w)str\b\.?"), "strasse"), (re.compile(r"\bst\."), "sankt"))
_RANGE = re.compile(r"(\d{1,5})[a-z]?[-~至到](\d{1,5})[a-z]?")
_NUMBER = re.compile(r"\d{1,5}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address in parts; what it does not say is empty.

    ``regions`` are the towns, provinces and districts it lies in, the widest first. ``street``,
    ``number`` and ``compound`` (小区, 院) are the place; ``building`` (号楼, 栋), ``unit`` (单元,
    stair), ``floor`` and ``room`` lead to the door.
    """

    text: str
    regions: tuple[str, ...] = ()
    postcode: str = ""
    street: str = ""
    number: str = ""
    compound: str = ""
    building: str = ""
    unit: str = ""
    floor: str = ""
    room: str = ""

    @property
    def place(self) -> tuple[str, ...]:
        """The parts that name the place, without those that lead to the door."""
        return (self.street, self.number, self.compound)

    @property
    def door(self) -> tuple[str, ...]:
        """The parts that lead from the place to the door."""
        return (self.building, self.unit, self.floor, self.room)


def is_chinese(text: str) -> bool:
    """Whether a text has a Chinese sign in it."""
    return _CHINESE.search(text) is not None


def plain(text: str) -> str:
    """Make digits, letters and punctuation of full width plain, and blanks single.

    Examples
    --------
    >>> plain("解放路１２号　３＃楼")
    '解放路12号 3#楼'
    """
    return " ".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """Make names alike whatever their case, accents, blanks and usual short forms.

    Examples
    --------
    >>> name_key("Hauptstr."), name_key("Haupt-Straße"), name_key("Sütigerwisstrasse")
    ('hauptstrasse', 'hauptstrasse', 'sutigerwisstrasse')
    """
    text = plain(name).casefold()
    for pattern, whole in _SHORTENED:
        text = pattern.sub(whole, text)
    if not text.isascii():
        letters = unicodedata.normalize("NFKD", text)
        text = "".join(one for one in letters if not unicodedata.combining(one))
    return _NO_LETTER.sub("", text)


@lru_cache(maxsize=65_536)
def number_key(number: str) -> str:
    """Make house numbers alike: no blanks, small letters.

    Examples
    --------
    >>> number_key("12 A"), number_key("71 – 75"), number_key("12号附3号")
    ('12a', '71-75', '12附3')
    """
    text = plain(number).casefold().replace("–", "-").replace("—", "-")
    return "".join(text.split()).removesuffix("号").replace("号附", "附")


def region_key(name: str) -> str:
    """Make names of towns alike, with and without the word for what they are.

    Examples
    --------
    >>> region_key("阿勒泰市"), region_key("Vaduz")
    ('阿勒泰', 'vaduz')
    """
    key = name_key(name)
    for ending in (
        "维吾尔自治区",
        "壮族自治区",
        "回族自治区",
        "自治区",
        "自治州",
        "街道办事处",
        "社区",
    ):
        key = key.removesuffix(ending)
    for ending in ("地区", "街道", "省", "市", "区", "县", "镇", "乡"):
        if key.endswith(ending) and len(key) - len(ending) >= 2:
            return key.removesuffix(ending)
    return key


def base_number(number: str) -> str:
    """Give a house number without its letter.

    Examples
    --------
    >>> base_number("12a"), base_number("4-6")
    ('12', '4')
    """
    found = _NUMBER.match(number)
    return found[0] if found else ""


def numbers_of(number: str, most: int = 60) -> list[str]:
    """List the numbers that a mapped house number stands for, the most exact first.

    A range such as 71-75 holds the numbers on its side of the street; a list each of its own.

    Examples
    --------
    >>> numbers_of("71-75"), numbers_of("12 a; 14"), numbers_of("4, 5. krs. / Floor 5")
    (['71-75', '71', '73', '75'], ['12a;14', '12a', '14'], ['4,5.krs./floor5', '4'])
    """
    whole = number_key(number)
    found = {whole: None}
    for part in re.split(r"[;,、/]", whole):
        if not re.fullmatch(r"\d{1,5}[a-z]?\d{0,3}(-\d{1,5}[a-z]?)?", part) and part != whole:
            break  # what follows leads to a door: a floor, a stair
        found.setdefault(part)
        ends = _RANGE.fullmatch(part)
        if ends and int(ends[1]) < int(ends[2]) <= int(ends[1]) + most:
            low, high = int(ends[1]), int(ends[2])
            step = 2 if (high - low) % 2 == 0 else 1
            found.update((str(one), None) for one in range(low, high + 1, step))
    return list(found)
