"""``mealroute demo``: plan the sample day and say where the maps are."""

from pathlib import Path
from typing import Annotated

import typer

from mealroute.cli.options import AsJson, Seed
from mealroute.cli.output import ExitCode, answer, answer_json
from mealroute.language import gettext as _

DEMO_SECONDS = 10.0


def demo(
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help=_("the folder to write into"))
    ] = Path("out/demo"),
    seconds: Annotated[
        float, typer.Option("--seconds", min=0.0, help=_("how long to search"))
    ] = DEMO_SECONDS,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> int:
    """Plan the sample lunch of Guixi."""
    from mealroute.cli.opened import open_day, open_service
    from mealroute.cli.plan import make_and_write, plan_answer, plan_lines
    from mealroute.routing import Search
    from mealroute.search.engine import Budget

    opened = open_service(open_day(sample_folder()), None, None, None)
    made = make_and_write(opened, out, Search(budget=Budget(seconds=seconds), seed=seed))
    if as_json:
        answer_json(plan_answer(made, out))
    else:
        answer("\n".join(plan_lines(made, out)))
    return ExitCode.DONE


def sample_folder() -> Path:
    """Find the sample day: in the repository, or in the installed package."""
    import mealroute

    package = Path(mealroute.__file__).parent
    places = [package.parent / "data" / "guixi", package / "sample" / "guixi"]
    return next((place for place in places if place.is_dir()), places[0])
