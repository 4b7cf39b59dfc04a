"""``mealroute leakcheck``: find whom files give away to a reader who may not know."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mealroute.cli.options import AsJson, SkipBadRows
from mealroute.cli.output import ExitCode, answer, answer_json, say
from mealroute.domain import CanteenId, VolunteerId
from mealroute.errors import ArgumentError, DataFileError, Fault
from mealroute.language import gettext as _
from mealroute.language import ngettext
from mealroute.privacy.audience import Audience

if TYPE_CHECKING:
    from mealroute.privacy.scan import Finding, Scanner

_SHOWN = 200


def leakcheck(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help=_("files and folders to look through"))
    ],
    day: Annotated[
        Path, typer.Option("--day", metavar="DAY", help=_("the day whose people are looked for"))
    ],
    audience: Annotated[
        Audience, typer.Option("--audience", help=_("who will read the files"))
    ],
    volunteer: Annotated[
        str | None, typer.Option("--volunteer", metavar="ID", help=_("which volunteer reads"))
    ] = None,
    canteen: Annotated[
        str | None, typer.Option("--canteen", metavar="ID", help=_("which canteen reads"))
    ] = None,
    plan: Annotated[
        Path | None, typer.Option("--plan", metavar="PLAN", help=_(
            "a plan.json: it tells the volunteer's stops, the canteen's orders"))
    ] = None,
    skip_bad_rows: SkipBadRows = False,
    as_json: AsJson = False,
) -> int:  # fmt: skip
    """Look through files for people of a day."""
    from mealroute.cli.opened import open_day
    from mealroute.files import read_plan
    from mealroute.privacy.audience import sight_of
    from mealroute.privacy.scan import Scanner

    files = open_day(day, skip_bad_rows=skip_bad_rows)
    sight = sight_of(
        audience,
        files.day,
        None if plan is None else read_plan(plan),
        None if volunteer is None else VolunteerId(volunteer),
        None if canteen is None else CanteenId(canteen),
    )
    found = list(_files(paths))
    findings, unread = _scanned(Scanner(files.day, sight), found)
    if as_json:
        answer_json(_values(audience, len(found), findings, unread))
    else:
        answer("\n".join(_lines(len(found), findings)))
    if unread:
        say("\n".join([_("not looked through:"), *(f"  {fault}" for fault in unread)]))
    if any(finding.leaks for finding in findings):
        return ExitCode.VIOLATIONS
    return ExitCode.BAD_INPUT if unread else ExitCode.DONE


def _files(paths: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """Go through all files of all paths, each with the name it is told by; links lead nowhere."""
    missing = [path for path in paths if not path.exists()]
    if missing:
        names = ", ".join(map(str, missing))
        raise ArgumentError(_("{names}: expected files and folders that exist").format(names=names))
    for path in paths:
        if not path.is_dir():
            yield str(path), path
            continue
        for folder, folders, files in os.walk(path):
            folders.sort()
            for name in sorted(files):
                inner = Path(folder) / name
                if not inner.is_symlink():
                    yield str(inner), inner


def _scanned(
    scanner: "Scanner", files: Sequence[tuple[str, Path]]
) -> tuple[list["Finding"], list[Fault]]:
    from mealroute.files.tables import read_bytes
    from mealroute.privacy.contents import MOST_BYTES

    findings: list[Finding] = []
    unread: list[Fault] = []
    for name, path in files:
        try:
            findings += scanner.scan(name, read_bytes(path, name, MOST_BYTES))
        except DataFileError as error:
            unread += error.faults
    return findings, unread


def _lines(files: int, findings: Sequence["Finding"]) -> list[str]:
    lines = [
        "  ".join(
            word
            for word in (
                f"{finding.file}: {place_words(finding)}",
                finding.sureness.value,
                finding.kind.value,
                finding.whose,
                finding.excerpt,
                finding.form,
                f"×{finding.times}" if finding.times > 1 else "",
            )
            if word
        )
        for finding in findings[:_SHOWN]
    ]
    more = len(findings) - len(lines)
    if more > 0:
        lines.append(ngettext("… and {n} more", "… and {n} more", more).format(n=more))
    leaks = sum(finding.leaks for finding in findings)
    head = ngettext("{n} leak in {files} files", "{n} leaks in {files} files", leaks)
    lines.append(head.format(n=leaks, files=files))
    possible = len(findings) - leaks
    if possible:
        words = ngettext(
            "{n} possible, which may well be chance", "{n} possible, which may well be chance",
            possible,
        )  # fmt: skip
        lines.append(words.format(n=possible))
    return lines


def place_words(finding: "Finding") -> str:
    """Say where in a file a finding is."""
    words = list(finding.where)
    if finding.column is None:
        words.append(_("line {line}").format(line=finding.line))
    else:
        words.append(
            _("row {row}, column {column}").format(row=finding.line, column=finding.column)
        )
    return ", ".join(words)


def _values(
    audience: Audience, files: int, findings: Sequence["Finding"], unread: Sequence[Fault]
) -> dict[str, Any]:
    kinds = Counter(finding.kind.value for finding in findings if finding.leaks)
    return {
        "audience": audience.value,
        "files": files,
        "leaks": sum(finding.leaks for finding in findings),
        "by_kind": dict(sorted(kinds.items())),
        "findings": [
            {
                "file": finding.file,
                "where": list(finding.where),
                "line": finding.line,
                "column": finding.column,
                "kind": finding.kind.value,
                "whose": finding.whose,
                "sureness": finding.sureness.value,
                "form": finding.form,
                "excerpt": finding.excerpt,
                "times": finding.times,
            }
            for finding in findings
        ],
        "unread": [str(fault) for fault in unread],
    }
