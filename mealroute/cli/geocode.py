"""``mealroute geocode``: find coordinates for addresses, and list those a person must look at."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mealroute.cli.options import AsJson
from mealroute.cli.output import ExitCode, answer, answer_json, say
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.language import ngettext

if TYPE_CHECKING:
    from mealroute.cli.geocoding import Run
    from mealroute.domain import AddressRepair

_MOST_TOLD = 10


def geocode(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=_("a day folder, a workbook, or a CSV file with "
                                                    "a column address"))
    ],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="PATH",
                                  help=_("the folder or file to write; the input stays as it is"))
    ] = None,
    in_place: Annotated[
        bool, typer.Option("--in-place", help=_("write the coordinates into FILE itself"))
    ] = False,
    streets: Annotated[
        Path | None, typer.Option("--streets", metavar="EXTRACT",
                                  help=_("an OpenStreetMap extract; the day's own where nothing is "
                                         "said"))
    ] = None,
    gazetteer: Annotated[
        Path | None, typer.Option("--gazetteer", metavar="CSV",
                                  help=_("doors you know; gazetteer.csv beside FILE where nothing "
                                         "is said"))
    ] = None,
    online: Annotated[
        bool, typer.Option("--online", help=_("ask the online services of the settings too: "
                                              "addresses leave this machine"))
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help=_("compare rows that have coordinates with their "
                                             "address too"))
    ] = False,
    min_score: Annotated[
        float | None, typer.Option("--min-score", min=0.0, max=1.0,
                                   help=_("how sure an answer must be; 0.85 where nothing is said"))
    ] = None,
    as_json: AsJson = False,
) -> int:  # fmt: skip
    """Find coordinates for addresses."""
    from mealroute.cli.geocoding import Sources, geocode_file

    if (out is None) is not in_place:
        raise ArgumentError(_("expected either --out PATH or --in-place"))
    done = geocode_file(
        file, out, Sources(streets=streets, gazetteer=gazetteer, online=online), min_score,
        again=again,
    )  # fmt: skip
    if as_json:
        answer_json(_values(done))
    else:
        answer("\n".join(_lines(done)))
    for refusal in done.refusals:
        say(refusal)
    return ExitCode.NO_TRAVEL if done.refusals else ExitCode.DONE


def _counts(done: "Run") -> dict[str, int]:
    sorted_ = done.sorted
    return {
        "rows": done.rows,
        "had_coordinates": done.rows - done.asked - done.not_reached,
        "asked": done.asked,
        "filled": len(sorted_.filled),
        "doubtful": len(sorted_.doubtful),
        "unmatched": len(sorted_.unmatched),
        "agreeing": len(sorted_.agreeing),
        "unchecked": len(sorted_.unchecked),
        "not_reached": done.not_reached,
        "noted": done.noted,
    }


def _lines(done: "Run") -> list[str]:
    counts = _counts(done)
    lines = [
        _("{asked} of {rows} rows looked up = {filled} filled + {doubtful} doubtful + "
          "{unmatched} unmatched").format(**counts)
    ]  # fmt: skip
    if counts["agreeing"]:
        lines[0] += " + " + _("{n} that agree with their coordinates").format(n=counts["agreeing"])
    if counts["unchecked"]:
        told = _("{n} whose coordinates nothing could be compared with")
        lines[0] += " + " + told.format(n=counts["unchecked"])
    if done.not_reached:
        n = done.not_reached
        told = ngettext("stopped before {n} row; run it again to go on",
                        "stopped before {n} rows; run it again to go on", n)  # fmt: skip
        lines.append(told.format(n=n))
    lines += [
        _("by {source}: {n}").format(source=source, n=n)
        for source, n in sorted(done.by_source.items())
    ]
    if done.noted:
        told = ngettext("notes of {n} row say now what the gazetteer knows of the door",
                        "notes of {n} rows say now what the gazetteer knows of the door",
                        done.noted)  # fmt: skip
        lines.append(told.format(n=done.noted))
    lines.append(_("written: {path}").format(path=done.written))
    if done.sorted.repairs:
        lines.append(_("to mend, the worst first: {path}").format(path=done.repairs))
        lines += [_repair_line(repair) for repair in done.sorted.repairs[:_MOST_TOLD]]
        more = len(done.sorted.repairs) - _MOST_TOLD
        if more > 0:
            lines.append(ngettext("… and {n} more", "… and {n} more", more).format(n=more))
    return lines


def _repair_line(repair: "AddressRepair") -> str:
    """Tell a repair without the address: a terminal is not the place for it."""
    who = repair.row.resident_id or _("line {line}").format(line=repair.row.line)
    return f"  {who}: {repair.why if repair.answer.best is None else _short(repair)}"


def _short(repair: "AddressRepair") -> str:
    best = repair.answer.best
    if best is None:
        return repair.why
    return _("{level} level, score {score}").format(
        level=best.level.value, score=f"{best.score:.2f}"
    )


def _values(done: "Run") -> dict[str, Any]:
    return {
        "written": str(done.written),
        "repairs": str(done.repairs),
        **_counts(done),
        "by_source": done.by_source,
        "refusals": list(done.refusals),
        "to_mend": [
            {
                "line": repair.row.line,
                "resident_id": repair.row.resident_id,
                "why": repair.why,
                "to_do": repair.to_do,
                "score": None if repair.answer.best is None else repair.answer.best.score,
                "level": None if repair.answer.best is None else repair.answer.best.level.value,
                "cost": repair.cost,
                "doors": repair.doors,
            }
            for repair in done.sorted.repairs
        ],
    }
