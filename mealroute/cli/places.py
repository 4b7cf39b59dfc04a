"""``mealroute places``: check the coordinates of a day."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mealroute.cli.options import AsJson, Day, SkipBadRows
from mealroute.cli.output import ExitCode, answer, answer_json, say
from mealroute.language import gettext as _
from mealroute.language import ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mealroute.files import DayFiles
    from mealroute.travel.doubt import Doubt

MOST_SHOWN = 200


def places(day: Day, skip_bad_rows: SkipBadRows = False, as_json: AsJson = False) -> int:
    """Check the coordinates of a day."""
    from mealroute.cli.opened import base_map_of, open_day
    from mealroute.travel.doubts import find_doubts

    files = open_day(day, skip_bad_rows=skip_bad_rows)
    base_map = base_map_of(files)
    doubts = find_doubts(files.places, base_map)
    if as_json:
        answer_json(
            {
                "rows": len(files.places),
                "streets": base_map is not None,
                "doubts": [_values(doubt) for doubt in doubts],
            }
        )
    else:
        answer("\n".join(_lines(doubts, len(files.places))))
        if base_map is None:
            say(_("no extract beside the day: places are only compared with each other"))
    return ExitCode.DONE


def tell_doubts(files: "DayFiles", day: Path) -> None:
    """Tell in one line of rows with grave doubts, and how to see them; nothing without any."""
    from mealroute.cli.opened import base_map_of
    from mealroute.travel.doubts import find_doubts, may_be_shifted

    # Only a shifted datum is grave and needs the town to be found; elsewhere it is not read.
    base_map = base_map_of(files) if may_be_shifted(files.places) else None
    grave = {
        (doubt.row.file, doubt.row.line)
        for doubt in find_doubts(files.places, base_map)
        if doubt.grave
    }
    if grave:
        say(
            ngettext(
                "{n} row may have wrong coordinates; see which and why: mealroute places {day}",
                "{n} rows may have wrong coordinates; see which and why: mealroute places {day}",
                len(grave),
            ).format(n=len(grave), day=day)
        )


def _lines(doubts: "Sequence[Doubt]", rows: int) -> list[str]:
    from mealroute.cli.doubt_words import doubt_words, group_words

    lines = [
        _("{file}, line {line}, {row_id}: {why}").format(
            file=doubt.row.file, line=doubt.row.line, row_id=doubt.row.row_id,
            why=doubt_words(doubt),
        )
        for doubt in doubts[:MOST_SHOWN]
    ]  # fmt: skip
    more = len(doubts) - len(lines)
    if more > 0:
        lines.append(ngettext("… and {n} more", "… and {n} more", more).format(n=more))
    lines += group_words(doubts)
    grave = sum(doubt.grave for doubt in doubts)
    lines.append(
        _("{rows} rows with coordinates: {grave} grave doubts, {others} others").format(
            rows=rows, grave=grave, others=len(doubts) - grave
        )
    )
    return lines


def _values(doubt: "Doubt") -> dict[str, Any]:
    from mealroute.cli.doubt_words import doubt_words

    row, other = doubt.row, doubt.other
    return {
        "file": row.file,
        "line": row.line,
        "id": row.row_id,
        "of": row.kind.value,
        "doubt": doubt.kind.value,
        "grave": doubt.grave,
        "metres": round(doubt.metres),
        "declared": row.datum.value,
        "reading": None if doubt.reading is None else doubt.reading.value,
        "other": None if other is None else {"file": other.file, "line": other.line},
        "figures": dict(doubt.figures),
        "why": doubt_words(doubt),
    }
