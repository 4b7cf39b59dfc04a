"""Say how alike two names are, so that a slip of the pen is forgiven and another street is not."""

import math
import re
from typing import Final

# What most streets of a language end in tells them apart from nothing.
_ENDINGS: Final = (
    "strasse", "gasse", "platz", "allee", "steig", "weg", "katu", "kuja", "tie", "tori", "ranta",
    "polku", "gatan", "vagen", "grand", "torget", "street", "road", "avenue", "lane",
    "大道", "大街", "胡同", "公路", "路", "街", "巷", "弄", "道", "小区", "社区", "家园", "花园",
)  # fmt: skip
# What tells neighbours of one name apart: sides of the compass, above and below, old and new, large
# and small, numbers; in a Chinese name Latin letters too (A区, B区).
_APART: Final = re.compile(
    r"\d+|[东西南北中上下前后左右内外新老旧大小一二三四五六七八九十甲乙丙丁]"
    r"|(?<=[\u3400-\u9fff])[a-z]+|[a-z]+(?=[\u3400-\u9fff])"
    r"|north|south|east|west|upper|lower|nord|sud|ober|unter"
    r"|norra|sodra|ostra|vastra|nordre|sondre|ostre|vestre|pohjoi|etela|lantinen|itainen"
)
LEAST_ALIKE: Final = 0.7
"""Less alike than this are two names, not one."""


def stem_length(key: str) -> int:
    """Count the letters of a name before the ending that it shares with most others.

    Examples
    --------
    >>> stem_length("bergstrasse"), stem_length("解放路"), stem_length("dorf")
    (4, 2, 4)
    """
    return min((len(key) - len(end) for end in _ENDINGS if key.endswith(end)), default=len(key))


def likeness(asked: str, known: str) -> float:
    """Score how likely ``asked`` means ``known``, from 0 to 1; both as `name_key` gives them.

    Each letter missing, doubled, wrong or swapped with its neighbour (the optimal string alignment
    distance) weighs by the length of the stem: "Hofstrasse" is no misspelt "Hochstrasse". A name
    inside the other counts by the share of it that is there. Names that a side of the compass or a
    number tells apart are not alike enough to be taken, however long: 北京东路 is not 北京西路.

    Examples
    --------
    >>> round(likeness("mannerheimnitie", "mannerheimintie"), 2)
    0.93
    >>> likeness("hofstrasse", "hochstrasse") < LEAST_ALIKE
    True
    >>> likeness("乌鲁木齐南路", "乌鲁木齐北路")
    0.7
    """
    if asked == known:
        return 1.0
    weight = max(stem_length(known), 1) + 2
    alike = 1.0 - edits(asked, known, math.ceil((1 - LEAST_ALIKE) * weight)) / weight
    shorter, longer = sorted((asked, known), key=len)
    if len(shorter) > 1 and shorter in longer:
        alike = max(alike, 0.5 + 0.45 * len(shorter) / len(longer))
    if alike > LEAST_ALIKE and _APART.findall(asked) != _APART.findall(known):
        return LEAST_ALIKE
    return max(alike, 0.0)


def edits(one: str, other: str, most: int = 99) -> int:
    """Count single letters to add, drop, change or swap with a neighbour (OSA distance).

    More than ``most`` are not counted out: the answer is then any number above it.

    Examples
    --------
    >>> edits("bergweg", "begrweg"), edits("bergweg", "brgweg")
    (1, 1)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    two_before: list[int] = []
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        two_before, before, row = before, row, [i]
        for j, known in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != known))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == known:
                cost = min(cost, two_before[j - 2] + 1)
            row.append(cost)
        if min(row) > most and min(before) > most:
            return most + 1
    return row[-1]


def one_slip(key: str) -> set[str]:
    """Give a name and every form of it with one letter missing.

    Two names that are one edit apart have such a form in common: an index of these forms finds
    any single slip by equality alone.
    """
    return {key, *(key[:at] + key[at + 1 :] for at in range(len(key)))}
