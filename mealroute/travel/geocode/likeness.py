"""Say how alike two names are, so that a slip of the pen is forgiven and another street is not."""

import math
from typing import Final

# What most streets of a language end in tells them apart from nothing.
_ENDINGS: Final = (
    "strasse", "gasse", "platz", "allee", "steig", "weg", "katu", "kuja", "tie", "tori", "ranta",
    "polku", "gatan", "vagen", "grand", "torget", "street", "road", "avenue", "lane",
    "大道", "大街", "胡同", "公路", "路", "街", "巷", "弄", "道", "小区", "社区", "家园", "花园",
)  # fmt: skip
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
    inside the other counts by the share of it that is there.

    Examples
    --------
    >>> round(likeness("mannerheimnitie", "mannerheimintie"), 2)
    0.93
    >>> likeness("hofstrasse", "hochstrasse") < LEAST_ALIKE
    True
    """
    if asked == known:
        return 1.0
    weight = max(stem_length(known), 1) + 2
    alike = 1.0 - edits(asked, known, math.ceil((1 - LEAST_ALIKE) * weight)) / weight
    shorter, longer = sorted((asked, known), key=len)
    if len(shorter) > 1 and shorter in longer:
        alike = max(alike, 0.5 + 0.45 * len(shorter) / len(longer))
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
