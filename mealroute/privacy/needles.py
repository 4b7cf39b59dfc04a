"""Find many texts in one long text in a single pass."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

_LENGTHS: Final = (8, 4, 3, 2)
_TABLE_BITS: Final = 22
_FACTOR: Final = np.uint32(0x9E3779B1)  # 2**32 by the golden ratio (Knuth, TAOCP 3, section 6.4)
_AT_ONCE: Final = 1 << 20


class Needles:
    """Texts of two signs or more, made ready to be looked for all at once.

    Each is known by its first eight signs (four, three, two where it is shorter). A rolling hash of
    that many signs at every place of the long text looks into a table of bits; the few places that
    remain are compared sign by sign (the scheme of Karp and Rabin 1987, for many lengths).

    Examples
    --------
    >>> sorted(Needles(["王芳", "王芳芳"]).find("给王芳芳"))
    [(1, '王芳'), (1, '王芳芳')]
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._by_start: dict[int, dict[str, list[str]]] = {}
        for text in sorted(set(texts)):
            length = next((one for one in _LENGTHS if one <= len(text)), 0)
            if length:
                starts = self._by_start.setdefault(length, defaultdict(list))
                starts[text[:length]].append(text)
        self._tables = {length: _table(starts, length) for length, starts in self._by_start.items()}

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Go through every place where a needle begins, as (place, needle)."""
        signs = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        for length, starts in self._by_start.items():
            table = self._tables[length]
            for begin in range(0, len(signs), _AT_ONCE):
                part = signs[begin : begin + _AT_ONCE + length - 1]
                if len(part) < length:
                    continue
                for place in np.flatnonzero(table[_hashes(part, length)]).tolist():
                    at = begin + place
                    for needle in starts.get(text[at : at + length], ()):
                        if text.startswith(needle, at):
                            yield at, needle


def _table(starts: Iterable[str], length: int) -> NDArray[np.bool_]:
    joined = "".join(starts).encode("utf-32-le", "surrogatepass")
    signs = np.frombuffer(joined, dtype=np.uint32).reshape(-1, length)
    table = np.zeros(1 << _TABLE_BITS, dtype=np.bool_)
    table[_hashes(signs.T, length, rows=True)] = True
    return table


def _hashes(signs: NDArray[np.uint32], length: int, *, rows: bool = False) -> NDArray[np.uint32]:
    """Hash every run of ``length`` signs; with ``rows`` the signs stand below each other."""
    size = len(signs) - length + 1
    parts = signs if rows else [signs[at : at + size] for at in range(length)]
    value = parts[0] * _FACTOR
    for part in parts[1:]:
        value = (value ^ (value >> np.uint32(15)) ^ part) * _FACTOR
    return value >> np.uint32(32 - _TABLE_BITS)
