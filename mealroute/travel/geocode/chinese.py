"""Split a Chinese address into 省 市 区县 街道 路 号 小区 号楼 单元 层 室."""

import re
from typing import Final

from mealroute.travel.geocode.address import Address, plain

_DIGITS: Final = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_NUMERAL: Final = "[零〇一二两三四五六七八九十百]{1,6}"
# A numeral counts where the word after it leads to a door; 五一路 and 三里屯 keep their names.
_COUNTED: Final = re.compile(rf"(?<![第\d])({_NUMERAL})(?=号|栋|幢|单元|层|楼|室|#)")

_REGION: Final = re.compile(
    r"(?P<province>[\u4e00-\u9fff]{2,7}?(?:省|自治区|特别行政区))?"
    r"(?P<city>[\u4e00-\u9fff]{1,8}?(?:自治州|地区|盟|市))?"
    r"(?P<county>[\u4e00-\u9fff]{1,8}?(?:自治县|新区|(?<![小社园厂校院景])区|县|(?<!红)旗|市))?"
    r"(?P<town>[\u4e00-\u9fff]{1,8}?(?:街道(?:办事处)?|镇|乡|苏木))?"
    r"(?P<village>[\u4e00-\u9fff]{1,8}?(?:社区|村委会))?"
)
_STREET: Final = re.compile(
    r"(?P<street>[\u4e00-\u9fffA-Za-z]*?[\u4e00-\u9fff](?:大道|大街|胡同|公路|路|街|巷|弄|道)"
    r"(?:[东南西北中]段)?(?:[一二三四五六七八九十\d]{1,3}[巷弄段])?)(?!道|口|边|旁)"
)
_NUMBER: Final = re.compile(
    r"(?P<number>[甲乙丙丁]?\d{1,5}[A-Za-z]?(?:[-~]\d{1,4}|号?附\d{1,4})?)(?:号(?:大院|院|(?![楼栋幢房]))|(?:大院|院)(?!子))"
)
_BARE_NUMBER: Final = re.compile(r"(?P<number>\d{1,5}[A-Za-z]?)(?![\dA-Za-z]|[-#栋幢座楼单层室号])")
_NAME: Final = r"[0-9]{1,4}[A-Za-z]?|[A-Za-z]\d{0,3}|[甲乙丙丁戊东西南北中]"
_BUILDING: Final = re.compile(rf"(?P<building>{_NAME})(?:号楼|号栋|#楼|#栋|栋楼|幢楼|栋|幢|座|#)")
_UNIT: Final = re.compile(rf"(?P<unit>{_NAME})(?:单元|门洞|门(?!口))")
_FLOOR: Final = re.compile(r"(?P<floor>-?\d{1,3})(?:层|楼)")
_ROOM: Final = re.compile(r"(?P<room>\d{1,5}[A-Za-z]?)(?:室|房|户|号房|号)?$")
_DASHED: Final = re.compile(r"(?P<parts>\d{1,4}[A-Za-z]?(?:-\d{1,5}[A-Za-z]?){1,2})(?:室|房|号)?$")


def parse_chinese(text: str) -> Address:
    """Split an address from its widest part to the door; what is not understood is the compound.

    Examples
    --------
    >>> a = parse_chinese("新疆维吾尔自治区阿勒泰市团结路街道解放路12号院三#楼二单元301室")
    >>> a.regions
    ('新疆维吾尔自治区', '阿勒泰市', '团结路街道')
    >>> a.street, a.number, a.building, a.unit, a.room
    ('解放路', '12', '3', '2', '301')
    >>> parse_chinese("解放路12号附3号").number  # a door of its own, beside number 12
    '12号附3'
    >>> parse_chinese("幸福小区3-2-501").door
    ('3', '2', '', '501')
    """
    rest = re.sub(r"[\s,，。、;()（）]+", "", plain(text))
    rest = _COUNTED.sub(lambda found: str(count(found[1])), rest)
    found = _REGION.match(rest)
    parts: dict[str, str] = {}
    regions: list[str] = []
    if found is not None:
        regions = [part for part in found.groups() if part]
        rest = rest[found.end() :]
    rest = _take(_STREET, rest, parts)
    if parts:
        number = _NUMBER.match(rest) or _BARE_NUMBER.match(rest) or _dashed_number(rest)
        if number:
            parts["number"], rest = number["number"], rest[number.end() :]
    compound, rest = _compound(rest, parts)
    if found is not None and found["village"] and not parts and not compound:
        compound = regions.pop()  # a community by itself is the place, not the region around it
    _door(rest, parts)
    return Address(text=text, regions=tuple(regions), compound=compound, **parts)


def count(numeral: str) -> int:
    """Read a Chinese numeral below a thousand.

    Examples
    --------
    >>> count("十二"), count("三百零一"), count("三〇一")
    (12, 301, 301)
    """
    if not set(numeral) & set("十百"):
        return int("".join(str(_DIGITS[sign]) for sign in numeral))
    total, digit = 0, 0
    for sign in numeral:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        else:
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
    return total + digit


def _take(pattern: re.Pattern[str], rest: str, parts: dict[str, str]) -> str:
    found = pattern.match(rest)
    if found is None:
        return rest
    parts.update(found.groupdict())
    return rest[found.end() :]


def _dashed_number(rest: str) -> re.Match[str] | None:
    """Take the first of 12-3-201 right after a street as its house number."""
    return re.match(r"(?P<number>\d{1,5}[A-Za-z]?)-(?=\d)", rest)


def _compound(rest: str, parts: dict[str, str]) -> tuple[str, str]:
    """Cut off what stands before the first word that leads to a door."""
    start = len(rest)
    for pattern in (_DASHED, _BUILDING, _UNIT, _FLOOR, _ROOM):
        found = pattern.search(rest)
        if found is not None:
            start = min(start, found.start())
    compound, rest = rest[:start], rest[start:]
    yard = _NUMBER.fullmatch(compound)
    if yard is None and not compound and not parts.get("number"):
        yard = _NUMBER.match(rest)  # a number alone: 12号院3号楼
        if yard is not None:
            rest = rest[yard.end() :]
    if yard is not None:
        parts["number"], compound = yard["number"], ""
    return compound.lstrip("的内"), rest


def _door(rest: str, parts: dict[str, str]) -> None:
    dashed = _DASHED.fullmatch(rest)
    if dashed is not None:
        names = dashed["parts"].split("-")
        keys = ("building", "unit", "room") if len(names) == 3 else ("building", "room")
        parts.update(zip(keys, names, strict=True))
        return
    for pattern in (_BUILDING, _UNIT, _FLOOR):
        found = pattern.search(rest)
        if found is not None:
            parts.update(found.groupdict())
            rest = rest[found.end() :]
    dashed = _DASHED.fullmatch(rest)
    if dashed is not None:
        unit, room = dashed["parts"].split("-")[-2:]
        parts.setdefault("unit", unit)
        parts["room"] = room
        return
    _take(_ROOM, rest.lstrip("-"), parts)
