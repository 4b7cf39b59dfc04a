"""List the commands; each loads what it needs only when it runs."""

from typing import Annotated

import typer

from mealroute import __version__
from mealroute.cli.balance import balance
from mealroute.cli.bound import bound
from mealroute.cli.check import check
from mealroute.cli.coverage import coverage
from mealroute.cli.demand import demand
from mealroute.cli.demo import demo
from mealroute.cli.directions import directions
from mealroute.cli.export import export
from mealroute.cli.faces import faces
from mealroute.cli.geocode import geocode
from mealroute.cli.hands import hands
from mealroute.cli.heat import heat
from mealroute.cli.isochrones import isochrones
from mealroute.cli.leakcheck import leakcheck
from mealroute.cli.output import guarded
from mealroute.cli.papers import papers
from mealroute.cli.places import places
from mealroute.cli.plan import plan
from mealroute.cli.receive import receive
from mealroute.cli.remedy import remedy
from mealroute.cli.repair import repair
from mealroute.cli.report import report
from mealroute.cli.sample import sample
from mealroute.cli.siting import siting
from mealroute.cli.streets import streets
from mealroute.cli.stress import stress
from mealroute.cli.template import template
from mealroute.cli.values import values
from mealroute.language import gettext as _

app = typer.Typer(
    name="mealroute",
    help=_("Plan hot-meal delivery to the elderly: receipts, volunteer routes, offline maps."),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _tell_version(wanted: bool) -> None:  # noqa: FBT001 -- Typer's callback form
    if wanted:
        typer.echo(f"mealroute {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    _language: Annotated[
        str, typer.Option("--lang", metavar="LANGUAGE", help=_("en or zh_Hans"))
    ] = "",
    _version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True,
                           help=_("tell the version"))
    ] = False,
) -> None:  # fmt: skip
    """Take the options that stand before the command."""


app.command(help=_("Plan the sample lunch of Guixi, and say where its maps are."))(guarded(demo))
app.command(help=_("Decide the receipt of every order: the canteen's answer."))(guarded(receive))
app.command(help=_("Plan one meal: receipts, routes, maps."))(guarded(plan))
app.command(help=_("Check the coordinates of a day: which rows look wrong, and why."))(
    guarded(places)
)
app.command(help=_("Print a plan's route sheets, box labels, kitchen count and loading list."))(
    guarded(papers)
)
app.command(help=_("Judge any plan: work everything out again, list violations and the cost."))(
    guarded(check)
)
app.command(help=_("Prove how much cheaper than a plan any other can be at most."))(guarded(bound))
app.command(help=_("Replay a plan on many days that do not go as planned."))(guarded(stress))
app.command(help=_("Tell how long food stays hot; estimate containers from door readings."))(
    guarded(heat)
)
app.command(help=_("Print what it costs to keep familiar faces, or to rotate."))(guarded(faces))
app.command(help=_("Print what it costs to make the longest route shorter."))(guarded(balance))
app.command(help=_("Repair the plan of a running day with the fewest changes."))(guarded(repair))
app.command(help=_("Say which fewest additions of hands serve who is left out of a plan."))(
    guarded(remedy)
)
app.command(help=_("Write a plan's routes for phones, or a day that gives nobody away."))(
    guarded(export)
)
app.command(help=_("Find whom files give away to a reader who may not know."))(guarded(leakcheck))
app.command(help=_("Tell the way of every route, turn by turn."))(guarded(directions))
app.command(help=_("Draw how far one gets from the canteens within some minutes."))(
    guarded(isochrones)
)
app.add_typer(report, name="report")
app.command(help=_("Find coordinates for addresses; list those a person must look at."))(
    guarded(geocode)
)
app.command(help=_("Show whom the canteens reach: map, tables, report, a page to try things."))(
    guarded(coverage)
)
app.command(help=_("Choose where the next canteen goes, and prove how good the choice is."))(
    guarded(siting)
)
app.command(help=_("Tell what one more canteen, drop point, meal or volunteer-hour is worth."))(
    guarded(values)
)
app.command(help=_("Count the volunteers that a service level takes, meal by meal."))(
    guarded(hands)
)
app.command(help=_("Forecast the boxes of each meal and community from past orders."))(
    guarded(demand)
)
app.command(help=_("Write empty and filled example files for a day folder."))(guarded(template))
app.command(help=_("Make up a day of synthetic people on the streets of an extract."))(
    guarded(sample)
)
app.add_typer(
    streets,
    name="streets",
    help=_("Cut the streets of a town out of a larger file, and look how good they are."),
)
