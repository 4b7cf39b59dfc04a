"""``mealroute sample``: make up a day of synthetic people on the streets of an extract."""

from pathlib import Path
from typing import Annotated

import typer

from mealroute.cli.options import Out, Seed
from mealroute.cli.output import ExitCode, answer
from mealroute.language import gettext as _


def sample(
    extract: Annotated[
        Path,
        typer.Option("--extract", metavar="FILE", help=_("an OpenStreetMap extract (.osm.pbf)")),
    ],
    out: Out,
    seed: Seed = 0,
    residents: Annotated[
        int, typer.Option("--residents", min=1, help=_("how many residents"))
    ] = 150,
    canteens: Annotated[int, typer.Option("--canteens", min=1, help=_("how many canteens"))] = 3,
    addresses_only: Annotated[
        bool,
        typer.Option("--addresses-only", help=_("residents have an address and no coordinates")),
    ] = False,
    weeks: Annotated[
        int, typer.Option("--weeks", min=0, max=104, help=_("how many weeks of past orders"))
    ] = 0,
) -> int:
    """Make up a day of synthetic people on the streets of an extract."""
    from mealroute.sample.folder import write_sample_day

    write_sample_day(
        extract, out, seed=seed, residents=residents, canteens=canteens,
        addresses_only=addresses_only, weeks=weeks,
    )  # fmt: skip
    answer(
        _("a day of {residents} made-up residents: {path}").format(residents=residents, path=out)
    )
    return ExitCode.DONE
