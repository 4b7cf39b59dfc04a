"""Name every character that the fonts of the papers cannot draw, and whose it is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from mealroute.language import gettext as _
from mealroute.language import ngettext

PLACEHOLDER = "□"
"""What is drawn in place of a character without a glyph."""

_MOST_TOLD = 20


@dataclass(frozen=True, slots=True, order=True)
class MissingGlyph:
    """One character without a glyph: on which sheet, whose field, which code point.

    ``owner`` names an id (``resident R007``), never a person; empty where it is ours.
    """

    sheet: str
    owner: str
    code: int

    @property
    def character(self) -> str:
        """The code point as the Unicode standard writes it.

        Examples
        --------
        >>> MissingGlyph("A", "resident R1", 0x2A6A5).character
        'U+2A6A5'
        """
        return f"U+{self.code:04X}"


def owner_words(kind: str, name: str) -> str:
    """Say whose field a text is, by id.

    Examples
    --------
    >>> owner_words("resident", "R007")
    'resident R007'
    """
    return {
        "resident": _("resident {name}"),
        "order": _("order {name}"),
        "volunteer": _("volunteer {name}"),
        "canteen": _("canteen {name}"),
        "route": _("route {name}"),
    }[kind].format(name=name)


def missing_message(missing: Iterable[MissingGlyph]) -> str:
    """Tell all characters without a glyph in one message; empty where there are none.

    Examples
    --------
    >>> print(missing_message([MissingGlyph("route sheet A", "resident R1", 0x2A6A5)]))
    1 text has characters that the fonts of the papers lack; they stand there as □:
      resident R1: U+2A6A5 (route sheet A)
    """
    sheets: dict[str, set[str]] = defaultdict(set)
    characters: dict[str, set[str]] = defaultdict(set)
    for one in missing:
        sheets[one.owner].add(one.sheet)
        characters[one.owner].add(one.character)
    if not sheets:
        return ""
    head = ngettext(
        "{n} text has characters that the fonts of the papers lack; they stand there as {sign}:",
        "{n} texts have characters that the fonts of the papers lack; they stand there as {sign}:",
        len(sheets),
    ).format(n=len(sheets), sign=PLACEHOLDER)
    lines = [
        _("  {owner}: {characters} ({sheets})").format(
            owner=owner,
            characters=", ".join(sorted(characters[owner])),
            sheets=", ".join(sorted(sheets[owner])),
        )
        for owner in sorted(sheets)[:_MOST_TOLD]
    ]
    more = len(sheets) - len(lines)
    if more > 0:
        lines.append(ngettext("… and {n} more", "… and {n} more", more).format(n=more))
    return "\n".join([head, *lines])
