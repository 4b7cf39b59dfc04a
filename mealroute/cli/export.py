"""``mealroute export``: a plan's routes as files for phones, or a day that gives nobody away."""

from pathlib import Path
from typing import Annotated

import typer

from mealroute.cli.export_day import export_day
from mealroute.cli.export_routes import RouteFiles, export_routes
from mealroute.cli.options import AsJson, Day, Out, Seed, SkipBadRows, Travel
from mealroute.domain import Datum, VolunteerId
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _

DEFAULT_K = 5
DEFAULT_RADIUS_M = 500.0


def export(
    day: Day,
    out: Out,
    plan: Annotated[
        Path | None, typer.Argument(metavar="[PLAN]", help=_("a plan.json; not with --anonymous"))
    ] = None,
    formats: Annotated[
        str, typer.Option("--format", metavar="LIST", help=_("gpx, kml, geojson, ics; several "
                                                             "separated by commas"))
    ] = "gpx,kml,geojson,ics",
    datum: Annotated[
        Datum, typer.Option("--datum", help=_("what the coordinates refer to"))
    ] = Datum.WGS84,
    volunteer: Annotated[
        str | None, typer.Option("--volunteer", metavar="ID", help=_("only this volunteer's route"))
    ] = None,
    names: Annotated[
        bool, typer.Option("--names", help=_("write first name and door beside the number"))
    ] = False,
    timezone: Annotated[
        str | None, typer.Option("--timezone", metavar="ZONE", help=_("of the day's times, like "
                                                                      "Asia/Urumqi"))
    ] = None,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help=_("write a day folder that gives nobody away"))
    ] = False,
    k: Annotated[
        int, typer.Option("--k", min=2, max=1000, help=_("with --anonymous: how many each resident "
                                                         "is hidden among"))
    ] = DEFAULT_K,
    radius_m: Annotated[
        float, typer.Option("--radius-m", min=50, max=100_000, help=_(
            "with --anonymous: how far a door may be moved"))
    ] = DEFAULT_RADIUS_M,
    salt_file: Annotated[
        Path | None, typer.Option("--salt-file", metavar="FILE", help=_(
            "with --anonymous: a secret, for the same ids again"))
    ] = None,
    with_streets: Annotated[
        bool, typer.Option("--with-streets", help=_("with --anonymous: copy the streets extract"))
    ] = False,
    seed: Seed = 0,
    travel: Travel = None,
    skip_bad_rows: SkipBadRows = False,
    as_json: AsJson = False,
) -> int:  # fmt: skip
    """Write a plan's routes for phones, or a day for sharing."""
    if anonymous:
        if plan is not None:
            raise ArgumentError(_("--anonymous: exports a day, expected no PLAN"))
        if datum is not Datum.WGS84 or volunteer or names or timezone or travel:
            raise ArgumentError(
                _("--datum, --volunteer, --names, --timezone and --travel: not with --anonymous")
            )
        return export_day(
            day, out, k=k, radius_m=radius_m, salt_file=salt_file, with_streets=with_streets,
            seed=seed, skip_bad_rows=skip_bad_rows, as_json=as_json,
        )  # fmt: skip
    if plan is None:
        raise ArgumentError(_("expected a PLAN, or --anonymous to export the day"))
    if salt_file is not None or with_streets:
        raise ArgumentError(_("--salt-file and --with-streets: only with --anonymous"))
    asked = RouteFiles(
        formats=formats,
        datum=datum,
        volunteer_id=None if volunteer is None else VolunteerId(volunteer),
        names=names,
        timezone=timezone,
    )
    return export_routes(
        day, plan, out, asked, travel, skip_bad_rows=skip_bad_rows, as_json=as_json
    )
