"""The words that several commands share: day folder, date, meal, travel, JSON."""

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from mealroute.domain import Meal
from mealroute.language import gettext as _


class TravelBy(StrEnum):
    """The sources of travel times that ``--travel`` can ask for."""

    STRAIGHT = "straight"
    STREETS = "streets"


def as_date(text: str) -> dt.date:
    """Read a date of the command line."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(_("expected a date like 2026-11-24")) from None


Day: TypeAlias = Annotated[
    Path, typer.Argument(metavar="DAY", help=_("a day folder, or a workbook with its sheets"))
]
PlanFile: TypeAlias = Annotated[Path, typer.Argument(metavar="PLAN", help=_("a plan.json"))]
Date: TypeAlias = Annotated[
    dt.date | None,
    typer.Option("--date", metavar="YYYY-MM-DD", parser=as_date,
                 help=_("the date of service; may be left out where the day has only one")),
]  # fmt: skip
MealOption: TypeAlias = Annotated[
    Meal | None,
    typer.Option("--meal", help=_("the meal; may be left out where the day has only one")),
]
Out: TypeAlias = Annotated[
    Path, typer.Option("--out", metavar="DIR", help=_("the folder to write into"))
]
AsJson: TypeAlias = Annotated[
    bool, typer.Option("--json", help=_("answer in JSON on standard output"))
]
Travel: TypeAlias = Annotated[
    TravelBy | None,
    typer.Option("--travel", help=_("travel times: as the crow flies, or on the streets extract")),
]
SkipBadRows: TypeAlias = Annotated[
    bool,
    typer.Option("--skip-bad-rows", help=_("leave faulty rows out, and list them in the plan")),
]
Seed: TypeAlias = Annotated[
    int, typer.Option("--seed", min=0, help=_("the seed of everything random"))
]
