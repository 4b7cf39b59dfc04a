"""Share the width of a page among the columns of a table by what stands in them."""

import re
from collections.abc import Callable, Sequence
from typing import Final

_FEW_HAN: Final = 3
"""So many Chinese characters stay together where it can be had; they may break anywhere."""

_WORD: Final = re.compile(rf"[\u2e80-\u9fff\uff01-\uff60]{{1,{_FEW_HAN}}}|[^\s\u2e80-\u9fff]+")


def share_width(
    heads: Sequence[str],
    texts: Sequence[Sequence[str]],
    room: float,
    measure: Callable[[str], float],
) -> tuple[float, ...]:
    """Give each column what its text takes on one line; where that is too much, less of it.

    Headings stay on one line where there is room for all. Every column keeps its longest word as
    long as all words have room; what is left is shared in proportion to what each column lacks.

    Parameters
    ----------
    heads
        The heading of each column; it may break between words.
    texts
        The cells of each column.
    room
        How wide the table may be.
    measure
        How wide a text is.

    Examples
    --------
    >>> share_width(["id", "why"], [["O1"], ["too far even alone"]], 40, len)
    (2, 18)
    >>> share_width(["id", "why"], [["O1"], ["too far even alone"]], 12, len)
    (2.0, 10.0)
    """
    least = [
        max((measure(word) for text in (head, *cells) for word in _WORD.findall(text)), default=0)
        for head, cells in zip(heads, texts, strict=True)
    ]
    wished = [
        max([smallest, *(measure(line) for text in cells for line in text.split("\n"))])
        for smallest, cells in zip(least, texts, strict=True)
    ]
    whole = [max(wish, measure(head)) for wish, head in zip(wished, heads, strict=True)]
    for widths in (whole, wished):
        if sum(widths) <= room:
            return tuple(widths)
    if sum(least) >= room:
        return tuple(room * width / sum(least) for width in least)
    share = (room - sum(least)) / (sum(wished) - sum(least))
    return tuple(
        smallest + share * (wish - smallest) for smallest, wish in zip(least, wished, strict=True)
    )
