"""Break text into lines: between words, and between any two Chinese characters."""

import re
from collections.abc import Callable
from typing import Final, TypeAlias

Measure: TypeAlias = Callable[[str], float]
"""How wide a text is, in any unit."""

# Chinese text may break before any of these but closing marks, and after any but opening ones.
_HAN: Final = r"\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
_CLOSING: Final = r"，。、；：？！）》」』】〕…％）"
_OPENING: Final = r"（《「『【〔（"
# What a no-break space joins stays together.
_ATOM: Final = re.compile(
    rf"[^ ]*\u00a0[^ ]*| +|[{_OPENING}]*(?:[{_HAN}]|[^ {_HAN}]+)[{_CLOSING}]*|.", re.DOTALL
)


def wrap(text: str, width: float, measure: Measure) -> list[str]:
    r"""Break a text into lines no wider than ``width``; a word that is wider breaks anywhere.

    Line ends of the text are kept; blanks at a break are dropped. Always gives a line.

    Examples
    --------
    >>> wrap("石林路49号平安里2号楼", 4, len)
    ['石林路', '49号平', '安里2号', '楼']
    >>> wrap("ring twice", 6, len), wrap("■\u00a0软食 7", 4, len)
    (['ring', 'twice'], ['■\xa0软食', '7'])
    """
    return [
        line
        for paragraph in text.split("\n") or [""]
        for line in _wrapped(paragraph, width, measure)
    ]


def breaks_words(text: str, width: float, measure: Measure) -> bool:
    """Whether some word of a text is wider than a line.

    Examples
    --------
    >>> breaks_words("ring twice", 4, len), breaks_words("ring twice", 5, len)
    (True, False)
    """
    return any(
        measure(found.group()) > width
        for paragraph in text.split("\n")
        for found in _ATOM.finditer(paragraph)
    )


def cut(lines: list[str], most: int, width: float, measure: Measure) -> list[str]:
    """Keep the first lines; the last of them ends in ``…`` where something was cut.

    Examples
    --------
    >>> cut(["ring", "twice", "please"], 2, 5, len)
    ['ring', 'twic…']
    """
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and measure(last + "…") > width:
        last = last[:-1]
    return [*lines[: most - 1], last + "…"]


def _wrapped(paragraph: str, width: float, measure: Measure) -> list[str]:
    lines: list[str] = []
    line, line_width = "", 0.0
    for atom in _atoms(paragraph, width, measure):
        atom_width = measure(atom)
        if line and line_width + measure(atom.rstrip()) > width:
            lines.append(line.rstrip())
            line, line_width = "", 0.0
        if not line and atom.isspace():
            continue
        line, line_width = line + atom, line_width + atom_width
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _atoms(paragraph: str, width: float, measure: Measure) -> list[str]:
    """Give what is never broken, with words that no line can hold broken all the same."""
    atoms: list[str] = []
    for found in _ATOM.finditer(paragraph):
        atom = found.group()
        atoms.extend([atom] if measure(atom) <= width else list(atom))
    return atoms
