"""``mealroute report``: what happened, of one service or of a month, as PDF and as workbook."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mealroute.cli.options import AsJson, Day, Out, PlanFile, SkipBadRows
from mealroute.cli.output import ExitCode, answer, answer_json, guarded, say
from mealroute.language import gettext as _
from mealroute.language import ngettext

if TYPE_CHECKING:
    from mealroute.delivery import ServiceRecord
    from mealroute.document import Document
    from mealroute.domain import Order, Outcome, Plan
    from mealroute.files import DayFiles

DAY_REPORT = "day-report"
MONTH_REPORT = "month-report"
LISTS = "lists.xlsx"
FORM = "outcomes-to-fill.xlsx"

Named = Annotated[
    bool, typer.Option("--names", help=_("name residents and volunteers, not only their ids"))
]

report = typer.Typer(
    help=_("Report what happened: a service or a month, as PDF and as workbook."),
    no_args_is_help=True,
)


def as_month(text: str) -> dt.date:
    """Read a month of the command line, as its first day."""
    try:
        return dt.datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 -- a month has no zone
    except ValueError:
        raise typer.BadParameter(_("expected a month like 2026-11")) from None


def day(
    day: Day,
    plan: PlanFile,
    out: Out,
    outcomes: Annotated[
        Path | None,
        typer.Option("--outcomes", metavar="FILE", help=_(
            "what happened at the doors; without it a file outcomes.csv beside the plan or the day"
        )),
    ] = None,
    names: Named = False,
    skip_bad_rows: SkipBadRows = False,
    as_json: AsJson = False,
) -> int:  # fmt: skip
    """Report one service, planned against actual."""
    from mealroute.cli.opened import open_day
    from mealroute.cli.report_answer import day_answer
    from mealroute.delivery import day_document, day_report
    from mealroute.files import kept_orders, outcomes_form, read_plan, write_files

    files = open_day(day, skip_bad_rows=skip_bad_rows)
    read = read_plan(plan)
    beside = plan if plan.is_dir() else plan.parent
    is_apart = not day.is_dir() or not beside.samefile(day)
    kept = kept_orders(beside, read) if is_apart else None
    found = _outcomes(outcomes, (beside, day), files, read)
    record = _record(files, read, kept, found)
    made = day_report(record, files.settings)
    document = day_document(made, names=names)
    written = {**report_files(DAY_REPORT, document), **_lists(files, record, names=names)}
    if record.outcomes is None:
        written[FORM] = outcomes_form(read)
    write_files(out, written)
    if as_json:
        answer_json({"out": str(out), **day_answer(made)})
    else:
        _tell(document, out, written)
    return ExitCode.DONE


def month(
    folder: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", help=_("a folder with a subfolder for each service")),
    ],
    month: Annotated[
        dt.date,
        typer.Option("--month", metavar="YYYY-MM", parser=as_month, help=_("the month")),
    ],
    day: Annotated[
        Path,
        typer.Option("--day", metavar="DAY", help=_("a day folder with everybody, for the month")),
    ],
    out: Out,
    names: Named = False,
    skip_bad_rows: SkipBadRows = False,
    as_json: AsJson = False,
) -> int:  # fmt: skip
    """Report a month of services."""
    from mealroute.cli.opened import open_day
    from mealroute.cli.report_answer import month_answer
    from mealroute.delivery import month_document, month_report
    from mealroute.files import read_month_folder, write_files

    files = open_day(day, skip_bad_rows=skip_bad_rows)
    volunteers = {one.volunteer_id for one in files.day.volunteers}
    services, notes = read_month_folder(folder, month.year, month.month, volunteers)
    for note in notes:
        say(note)
    records = [_record(files, one.plan, one.orders, one.outcomes) for one in services]
    made = month_report(records, files.day, files.settings, month.year, month.month)
    document = month_document(made, files.day, names=names)
    written = report_files(MONTH_REPORT, document)
    write_files(out, written)
    if as_json:
        answer_json({"out": str(out), **month_answer(made)})
    else:
        _tell(document, out, written)
    return ExitCode.DONE


def report_files(name: str, document: "Document") -> Mapping[str, bytes]:
    """Give a document as the files that people open."""
    from mealroute.files import document_workbook
    from mealroute.papers.report_pages import report_pages

    return {
        f"{name}.pdf": report_pages(document),
        f"{name}.xlsx": document_workbook(document),
    }


def _lists(files: "DayFiles", record: "ServiceRecord", *, names: bool) -> Mapping[str, bytes]:
    """Give the lists of kitchen and road; none where the plan does not fit the day any more."""
    from mealroute.errors import ArgumentError
    from mealroute.files import document_workbook
    from mealroute.papers.lists import lists_document
    from mealroute.views import route_views

    try:
        views = route_views(record.plan, record.service, files.settings)
    except ArgumentError as error:
        say(_("no lists of kitchen and stops: {reason}").format(reason=error))
        return {}
    document = lists_document(record.plan, record.service, views, names=names)
    return {LISTS: document_workbook(document)}


def _record(
    files: "DayFiles",
    plan: "Plan",
    orders: "tuple[Order, ...] | None",
    outcomes: "tuple[Outcome, ...] | None",
) -> "ServiceRecord":
    """Join a plan with everybody of the day folder; orders kept beside it are stronger."""
    from mealroute.delivery import ServiceRecord

    service = files.day.service(plan.date, plan.meal)
    if orders is not None:
        service = replace(service, orders={one.order_id: one for one in orders})
    return ServiceRecord(service=service, plan=plan, outcomes=outcomes)


def _outcomes(
    given: Path | None, folders: tuple[Path, ...], files: "DayFiles", plan: "Plan"
) -> "tuple[Outcome, ...] | None":
    """Read the outcomes that were given or lie beside, less those of the day's other services."""
    from mealroute.files import find_outcomes, read_outcomes

    found = (find_outcomes(folder) for folder in folders)
    path = given or next((one for one in found if one is not None), None)
    if path is None:
        return None
    outcomes = read_outcomes(path, plan.date, {one.volunteer_id for one in files.day.volunteers})
    others = {
        order.order_id
        for order in files.day.orders
        if (order.date, order.meal) != (plan.date, plan.meal)
    }
    ours = tuple(one for one in outcomes if one.order_id not in others)
    if len(ours) < len(outcomes):
        more = len(outcomes) - len(ours)
        words = ngettext(
            "{n} outcome is of another service of the day",
            "{n} outcomes are of other services of the day",
            more,
        )
        say(words.format(n=more))
    return ours


def _tell(document: "Document", out: Path, written: Iterable[str]) -> None:
    lines = [document.title, *document.facts]
    lines += [_("written: {path}").format(path=out / name) for name in sorted(written)]
    answer("\n".join(lines))


report.command(help=_("Report one service: planned against actual."))(guarded(day))
report.command(help=_("Report a month: meals, subsidies, visits, volunteers' hours."))(
    guarded(month)
)
