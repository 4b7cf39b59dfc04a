"""``mealroute coverage``: whom the canteens of a day reach, as map, tables, report and a page."""

import math
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mealroute.cli.options import AsJson, Date, Day, MealOption, Out, SkipBadRows, Travel
from mealroute.cli.output import ExitCode, answer, answer_json, say
from mealroute.domain import Mode
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from mealroute.atlas import CoverageJob
    from mealroute.coverage.assessment import Assessment
    from mealroute.coverage.equity import Equity
    from mealroute.domain import CanteenId, Meal, Site
    from mealroute.domain import Day as WholeDay
    from mealroute.files import DayFiles

DEFAULT_MINUTES = (5, 10, 15)
MOST_MINUTES = 240


def coverage(
    day: Day,
    out: Out,
    date: Date = None,
    meal: MealOption = None,
    minutes: Annotated[
        list[int] | None,
        typer.Option("--minutes", metavar="N...", min=1, max=MOST_MINUTES,
                     help=_("the walks to tell; 5 10 15")),
    ] = None,
    mode: Annotated[Mode, typer.Option("--mode", help=_("who goes; foot"))] = Mode.FOOT,
    with_sites: Annotated[
        Path | None,
        typer.Option("--with-sites", metavar="FILE",
                     help=_("a CSV file of sites: show what canteens there would change")),
    ] = None,
    elders_per_point: Annotated[
        int | None,
        typer.Option("--elders-per-point", metavar="N", min=1,
                     help=_("a norm of residents for each canteen, such as 2000")),
    ] = None,
    publish: Annotated[
        bool, typer.Option("--publish", help=_("write what may be shared: it shows no resident"))
    ] = False,
    travel: Travel = None,
    skip_bad_rows: SkipBadRows = False,
    as_json: AsJson = False,
) -> int:  # fmt: skip
    """Write map, tables, report and what-if page of a day's coverage."""
    from mealroute.atlas import coverage_files, obsolete_files
    from mealroute.cli.opened import open_day
    from mealroute.errors import ArgumentError
    from mealroute.files import write_files

    files = open_day(day, skip_bad_rows=skip_bad_rows)
    _refuse_unknown(files, date, meal)
    if not files.day.canteens:
        raise ArgumentError(_("the day has no canteen"))
    job = _job(
        files, date, meal, sorted(set(minutes or DEFAULT_MINUTES)), mode, with_sites, travel,
        elders_per_point=elders_per_point, publish=publish,
    )  # fmt: skip
    written = coverage_files(job)
    write_files(out, written, remove=obsolete_files(written))
    say("\n".join(_("written: {path}").format(path=out / name) for name in written))
    if as_json:
        answer_json(coverage_answer(job, out, list(written)))
    else:
        from mealroute.atlas.sentences import sentences

        answer("\n".join(sentences(job)))
    return ExitCode.DONE


def _refuse_unknown(files: "DayFiles", date: "dt.date | None", meal: "Meal | None") -> None:
    services = files.day.services()
    asked = [one for one in services if date in {None, one[0]} and meal in {None, one[1]}]
    if services and not asked:
        known = ", ".join(f"{one} {other}" for one, other in services)
        wanted = " ".join(str(word) for word in (date, meal) if word)
        raise ArgumentError(
            _("--date and --meal: {asked}, expected one of {known}").format(
                asked=wanted, known=known
            )
        )


def _job(
    files: "DayFiles",
    date: "dt.date | None",
    meal: "Meal | None",
    minutes: list[int],
    mode: Mode,
    with_sites: Path | None,
    travel: str | None,
    *,
    elders_per_point: int | None,
    publish: bool,
) -> "CoverageJob":
    """Assess the day, with the sites too where there are any."""
    from mealroute.atlas import CoverageJob, for_publication
    from mealroute.atlas.job import Opening
    from mealroute.coverage import opening
    from mealroute.coverage.assessment import assess, of_service
    from mealroute.coverage.catchments import catchments
    from mealroute.files import read_sites
    from mealroute.travel import open_travel

    sites = (
        ()
        if with_sites is None
        else read_sites(with_sites, [one.coordinates for one in files.day.canteens])
    )
    times = open_travel(files.settings, files.streets, travel)
    day = of_service(files.day, date, meal)
    closing = _closing(day, sites)
    sites = tuple(one for one in sites if not one.existing)
    chosen = tuple(one for one in sites if one.opens)
    after = None
    if chosen or closing:
        new = opening.opened(day, chosen)
        after = Opening(
            canteens=new,
            assessment=assess(
                opening.with_sites(day, chosen, closing),
                files.settings,
                times,
                minutes=minutes,
                mode=mode,
            ),
            catchments=catchments(new, times, files.settings.travel, minutes, mode),
        )
    base_map = None
    if files.streets is not None:
        from mealroute.travel.base_map import read_base_map

        base_map = read_base_map(files.streets)
    return CoverageJob(
        day=day,
        settings=files.settings,
        travel=times,
        assessment=assess(day, files.settings, times, minutes=minutes, mode=mode),
        catchments=catchments(day.canteens, times, files.settings.travel, minutes, mode),
        opening=after,
        sites=sites,
        base_map=base_map,
        publication=for_publication(day, secrets.token_bytes(32)) if publish else None,
        elders_per_point=elders_per_point,
    )


def coverage_answer(job: "CoverageJob", out: Path, written: list[str]) -> dict[str, Any]:
    """Give the answer for programs; what is published leaves small groups out."""
    after = None if job.opening is None else _values(job, job.opening.assessment)
    return {
        "out": str(out),
        "files": written,
        "travel": job.assessment.travel,
        "mode": job.assessment.mode,
        "minutes": list(job.assessment.minutes),
        "services": [[str(date), meal] for date, meal in job.assessment.services],
        "published": job.publication is not None,
        "today": _values(job, job.assessment),
        "after": after,
    }


def _values(job: "CoverageJob", found: "Assessment") -> dict[str, Any]:
    from dataclasses import asdict

    from mealroute.atlas.told import (
        least,
        told_communities,
        told_equity,
        told_loads,
        told_shares,
    )

    def told(count: int) -> int | None:
        return None if 0 < count < least(job) else count

    def spread(one: "Equity") -> dict[str, Any]:
        return {name: None if math.isnan(n) else n for name, n in asdict(one).items()}

    return {
        "residents": len(found.reach.residents) + len(found.reach.without_place),
        "without_place": told(len(found.reach.without_place)),
        "outside": told(len(found.outside)),
        "shares": [
            {**asdict(one), "share": None if one.share is None else round(one.share, 6)}
            for one in told_shares(job, found)
        ],
        "canteens": [
            {
                "canteen_id": one.canteen.canteen_id,
                "inside": one.inside,
                "alone": one.alone,
                "nearest": one.nearest,
                "boxes": one.boxes,
                "capacity": one.capacity,
            }
            for one in told_loads(job, found)
        ],
        "equity": spread(told_equity(job, found.equity)),
        "communities": {name: spread(one) for name, one in told_communities(job, found)},
        "access": [
            {
                "method": one.method,
                **asdict(one.spread),
                "least_tenth": one.least_tenth,
                "without": told(one.without),
            }
            for one in found.access
        ],
    }


def _closing(day: "WholeDay", sites: "Iterable[Site]") -> "set[CanteenId]":
    """Find today's canteens that close.

    Raises
    ------
    ArgumentError
        When a row says that a canteen closes which the day does not have.
    """
    closing = {one.canteen_id or one.name for one in sites if one.existing}
    known = {canteen.canteen_id for canteen in day.canteens}
    if unknown := sorted(closing - known):
        raise ArgumentError(
            _("--with-sites: {unknown} closes and is none of today's canteens: {known}").format(
                unknown=", ".join(unknown), known=", ".join(sorted(known))
            )
        )
    return {one for one in known if one in closing}
