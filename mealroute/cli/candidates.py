"""What the commands about sites share: candidates from a file or spread, weights, the radius."""

import statistics
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from mealroute.cli.output import say
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _

if TYPE_CHECKING:
    from mealroute.domain import Candidate, Day

SPREAD = 40

CandidatesFile: TypeAlias = Annotated[
    Path | None,
    typer.Option("--candidates", metavar="FILE",
                 help=_("a CSV file of candidates: name, lat, lon, and datum, capacity, cost")),
]  # fmt: skip
Generate: TypeAlias = Annotated[
    int | None,
    typer.Option("--generate", metavar="N", min=1, max=2000,
                 help=_("spread so many candidates over residents' buildings; 40 without a file")),
]  # fmt: skip
ReachM: TypeAlias = Annotated[
    float | None,
    typer.Option("--reach-m", metavar="M", min=1.0,
                 help=_("the radius of a new canteen; that of the middle one of today's where "
                        "nothing is said")),
]  # fmt: skip


def open_candidates(day: "Day", file: Path | None, spread: int | None) -> "tuple[Candidate, ...]":
    """Read the candidates of a file, or spread some over the residents' buildings."""
    from mealroute.coverage.siting import spread_candidates
    from mealroute.files import read_candidates

    canteens = [canteen.coordinates for canteen in day.canteens]
    if file is not None and spread is not None:
        raise ArgumentError(_("--candidates and --generate: expected one of them"))
    if file is not None:
        return read_candidates(file, canteens)
    asked = SPREAD if spread is None else spread
    found = spread_candidates(day.residents, asked, canteens=canteens)
    if len(found) < asked:
        say(_("{found} candidates instead of {asked}: no more buildings stand apart").format(
            found=len(found), asked=asked
        ))  # fmt: skip
    return found


def usual_radius_m(day: "Day") -> float:
    """Give the radius of the middle one of today's canteens."""
    return statistics.median_low(canteen.service_radius_m for canteen in day.canteens)
