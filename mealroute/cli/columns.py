"""Line up the columns of a table for a terminal, where Chinese signs are twice as wide."""

from collections.abc import Sequence
from unicodedata import east_asian_width


def lined_up(rows: Sequence[Sequence[str]]) -> list[str]:
    """Line columns up, the first to the left and the figures to the right."""
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = []
    for first, *figures in rows:
        cells = [first + " " * (widths[0] - width(first))]
        cells += [
            " " * (room - width(cell)) + cell
            for room, cell in zip(widths[1:], figures, strict=True)
        ]
        lines.append("  ".join(cells))
    return lines


def width(text: str) -> int:
    """Count the columns of a terminal; Chinese signs take two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
