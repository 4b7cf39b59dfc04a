"""Split an address of streets and numbers in letters other than Chinese, in any usual order."""

import re
from typing import Final

from mealroute.travel.geocode.address import Address, number_key, plain

_POSTCODE: Final = re.compile(r"(?:[A-Z]{1,2}-)?(\d{4,6})(?:\s+(?P<town>\D.*))?")
# Words that lead to a door, in English, German, Finnish, Swedish, Kazakh and Russian.
_DOOR_WORDS: Final = (
    r"stair(?:case)?|flat|apartment|apt|unit|floor|door|room|suite|entrance|rappu|porras|kerros"
    r"|krs|as|huoneisto|trappa|trapp|v[åa]ning|l[äa]genhet|lgh|wohnung|whg|stiege|top|stock|og"
    r"|obergeschoss|t[üu]r|c/o|пәтер|кіреберіс|қабат|кв|подъезд|этаж"
)
_DOOR: Final = re.compile(rf"(?:\d+\s*\.?\s*)?\b(?:{_DOOR_WORDS})\b\.?.*", re.IGNORECASE)
_UNIT: Final = re.compile(
    r"\b(?:stair(?:case)?|rappu|porras|trapp|stiege|unit|подъезд|кіреберіс)\.?\s*(\w{1,4})",
    re.IGNORECASE,
)
_FLOOR: Final = re.compile(
    r"\b(?:floor|kerros|krs|stock|қабат|этаж)\.?\s*(\d+)|(\d+)\.?\s*(?:krs|kerros|og|stock)\b",
    re.IGNORECASE,
)
_ROOM: Final = re.compile(
    r"\b(?:flat|apartment|apt|room|as|huoneisto|lgh|wohnung|whg|top|t[üu]r|door|кв|пәтер)\.?\s*(\w{1,6})",
    re.IGNORECASE,
)
_LETTER: Final = "[A-Za-zА-Яа-я]"
_ONE_NUMBER: Final = rf"\d{{1,5}}(?:\s?{_LETTER}(?!{_LETTER}))?"
_NUMBER: Final = rf"{_ONE_NUMBER}(?:\s?[-–/]\s?{_ONE_NUMBER})?"
_STREET_FIRST: Final = re.compile(
    rf"(?P<street>\D.*?)[\s,]\s*(?P<number>{_NUMBER})['’]?(?P<rest>(?:[\s,].*)?)"
)
_NUMBER_FIRST: Final = re.compile(rf"(?P<number>{_NUMBER})['’]?\s+(?P<street>\D.*)")
_NUMBER_ALONE: Final = re.compile(rf"(?P<number>{_NUMBER})['’]?")
_STAIR_AND_FLAT: Final = re.compile(r"(?:(?P<unit>[A-Za-z])\b)?\s*(?P<room>\d{1,4}[a-z]?)?")


# "House" before or after its number: д. 5, дом 5, 5-үй.
_HOUSE: Final = re.compile(r"\b(?:дом|д|үй)\b\.?\s*(?=\d)|(?<=\d)\s*-?\s*үй\b", re.IGNORECASE)


def parse_western(text: str) -> Address:
    """Split an address at its commas: a street with its number, a town with its postcode, a door.

    Examples
    --------
    >>> a = parse_western("Landstrasse 12a, 9490 Vaduz")
    >>> a.street, a.number, a.postcode, a.regions
    ('Landstrasse', '12a', '9490', ('Vaduz',))
    >>> a = parse_western("Aleksanterinkatu 9 B 12")
    >>> a.street, a.number, a.unit, a.room
    ('Aleksanterinkatu', '9', 'B', '12')
    >>> parse_western("12, Mannerheimintie").place
    ('Mannerheimintie', '12', '')
    """
    parts: dict[str, str] = {}
    regions: list[str] = []
    doors: list[str] = []
    segments = [one.strip() for one in re.split(r"[,;\n]", _HOUSE.sub("", plain(text)))]
    for segment in filter(None, segments):
        _segment(segment, parts, regions, doors)
    _door(" ".join(doors), parts)
    return Address(text=text, regions=tuple(regions), **parts)


def _segment(segment: str, parts: dict[str, str], regions: list[str], doors: list[str]) -> None:
    code = _POSTCODE.fullmatch(segment)
    if code is not None and not ("number" not in parts and "street" in parts and not code["town"]):
        parts.setdefault("postcode", code[1])
        if code["town"]:
            regions.append(code["town"])
    elif _DOOR.fullmatch(segment):
        doors.append(segment)
    elif "street" not in parts:
        _street(segment, parts, regions, doors)
    elif "number" not in parts and _NUMBER_ALONE.fullmatch(segment):
        parts["number"] = number_key(segment)
    elif "number" not in parts and _is_numbered(segment):
        # "Town hall, Main street 3": what came first is the name of the building.
        parts["compound"] = parts.pop("street")
        _street(segment, parts, regions, doors)
    else:
        (regions if not segment[0].isdigit() and len(segment) > 2 else doors).append(segment)


def _is_numbered(segment: str) -> bool:
    return bool(_NUMBER_FIRST.fullmatch(segment) or _STREET_FIRST.fullmatch(segment))


def _street(segment: str, parts: dict[str, str], regions: list[str], doors: list[str]) -> None:
    alone = _NUMBER_ALONE.fullmatch(segment)
    if alone is not None:
        if "number" in parts:
            doors.append(segment)
        else:
            parts["number"] = number_key(alone["number"])
        return
    found = _NUMBER_FIRST.fullmatch(segment) if "number" not in parts else None
    if found is not None:
        parts["number"], parts["street"] = number_key(found["number"]), found["street"]
        return
    found = _STREET_FIRST.fullmatch(segment)
    if found is None or "number" in parts:
        parts["street"] = segment
        return
    parts["street"] = found["street"].rstrip(" ,")
    number, rest = found["number"], found["rest"].strip(" ,")
    # "9 B 12" is number 9, stair B, flat 12; "9 B" alone may be a house number, so it stays one.
    lettered = re.fullmatch(r"(\d+)\s([A-Za-z])", number)
    if lettered is not None and re.match(r"\d", rest):
        number, rest = lettered[1], f"{lettered[2]} {rest}"
    parts["number"] = number_key(number)
    if len(rest) > 2 and not any(sign.isdigit() for sign in rest) and not _DOOR.fullmatch(rest):
        regions.append(rest)
    elif rest:
        doors.append(rest)


def _door(text: str, parts: dict[str, str]) -> None:
    for key, pattern in (("unit", _UNIT), ("floor", _FLOOR), ("room", _ROOM)):
        found = pattern.search(text)
        if found is not None:
            parts[key] = next(filter(None, found.groups()))
    if "unit" not in parts and "room" not in parts:
        plain_door = _STAIR_AND_FLAT.fullmatch(text.strip())
        if plain_door is not None:
            parts.update({key: name for key, name in plain_door.groupdict().items() if name})
