"""``mealroute papers``: print the papers of a plan that is there."""

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from mealroute.cli.options import AsJson, Day, Out, PlanFile, SkipBadRows, Travel
from mealroute.cli.output import ExitCode, answer, answer_json, say
from mealroute.language import gettext as _
from mealroute.settings import LABEL_FORMATS

if TYPE_CHECKING:
    from collections.abc import Collection

    from mealroute.cli.opened import Opened
    from mealroute.domain import Plan
    from mealroute.papers import PaperJob, PaperKind, Papers


class Only(StrEnum):
    """The papers that ``--only`` can ask for."""

    ROUTE_SHEETS = "route-sheets"
    LABELS = "labels"
    KITCHEN = "kitchen"
    LOADING = "loading"


def as_label_format(text: str) -> str:
    """Read a format of labels of the command line."""
    if text not in LABEL_FORMATS:
        raise typer.BadParameter(
            _("expected one of {words}").format(words=", ".join(LABEL_FORMATS))
        )
    return text


def papers(
    day: Day,
    plan: PlanFile,
    out: Out,
    only: Annotated[
        list[Only] | None,
        typer.Option("--only", help=_("one kind of paper; may be given several times")),
    ] = None,
    volunteer: Annotated[
        list[str] | None,
        typer.Option("--volunteer", metavar="V",
                     help=_("papers of this volunteer alone; may be given several times")),
    ] = None,
    canteen: Annotated[
        list[str] | None,
        typer.Option("--canteen", metavar="C",
                     help=_("papers of this canteen alone; may be given several times")),
    ] = None,
    labels: Annotated[
        str | None,
        typer.Option("--labels", metavar="FORMAT", parser=as_label_format,
                     help=_("the sheet or roll of labels; that of the settings else")),
    ] = None,
    skip_labels: Annotated[
        int, typer.Option("--skip-labels", metavar="N", min=0,
                          help=_("labels of the first sheet that are used already"))
    ] = 0,
    _language: Annotated[
        str, typer.Option("--lang", metavar="LANGUAGE", help=_("en or zh_Hans"))
    ] = "",
    travel: Travel = None,
    skip_bad_rows: SkipBadRows = False,
    as_json: AsJson = False,
) -> int:  # fmt: skip
    """Print the papers of a plan."""
    from mealroute.cli.opened import open_plan
    from mealroute.domain import CanteenId, VolunteerId
    from mealroute.files import write_files
    from mealroute.papers import PaperKind, volunteer_papers, with_labels

    read = open_plan(day, plan, travel, skip_bad_rows=skip_bad_rows)
    job = paper_job(read.opened, read.plan)
    job = replace(
        job, settings=with_labels(job.settings, labels), skip_labels=skip_labels,
        canteens=frozenset(CanteenId(one) for one in canteen or ()),
    )  # fmt: skip
    kinds = [PaperKind(one) for one in only or Only]
    if volunteer:
        made = volunteer_papers(job, kinds, [VolunteerId(one) for one in volunteer])
    else:
        made = drawn_papers(job, kinds)
    write_files(out, made.files)
    tell_missing(made)
    if as_json:
        answer_json({"out": str(out), "files": list(made.files), "missing": _missing(made)})
    else:
        answer("\n".join(str(out / name) for name in made.files))
    return ExitCode.DONE


def paper_job(opened: "Opened", plan: "Plan") -> "PaperJob":
    """Gather what the papers of a plan are drawn from."""
    from mealroute.cli.opened import base_map_of
    from mealroute.maps import volunteer_files
    from mealroute.papers import PaperJob
    from mealroute.routing import route_shapes

    return PaperJob(
        plan=plan,
        service=opened.service,
        settings=opened.files.settings,
        shapes=route_shapes(plan, opened.service, opened.travel),
        base_map=base_map_of(opened.files),
        pages=volunteer_files(plan),
    )


def drawn_papers(job: "PaperJob", kinds: "Collection[PaperKind] | None" = None) -> "Papers":
    """Draw the papers of all routes, and tell how that gets on: a large day takes a while."""
    from mealroute.cli.progress import shown_count
    from mealroute.papers import PaperKind, paper_files

    sheets = sum(bool(route.stops) for route in job.plan.routes)
    with shown_count(_("{done} of {total} route sheets"), sheets) as show:
        return paper_files(job, tuple(PaperKind) if kinds is None else kinds, show)


def tell_missing(made: "Papers") -> None:
    """Tell which characters the fonts of the papers lack, where there are any."""
    from mealroute.papers import missing_message

    if made.missing:
        say(missing_message(made.missing))


def _missing(made: "Papers") -> list[dict[str, str]]:
    return [
        {"sheet": one.sheet, "owner": one.owner, "character": one.character} for one in made.missing
    ]
