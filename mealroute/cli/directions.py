"""``mealroute directions``: tell the way of every route of a plan, turn by turn."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from mealroute.cli.options import AsJson, Day, PlanFile, SkipBadRows, Travel
from mealroute.cli.output import ExitCode, answer, answer_json
from mealroute.language import gettext as _

if TYPE_CHECKING:
    from mealroute.domain import RouteDirections, Step
    from mealroute.views import RouteView, StopView, TripView

    _Leg: TypeAlias = tuple[StopView | None, tuple[Step, ...]]


def directions(
    day: Day,
    plan: PlanFile,
    volunteers: Annotated[
        list[str] | None,
        typer.Option("--volunteer", metavar="VOLUNTEER",
                     help=_("only the routes of this volunteer; may be given several times")),
    ] = None,
    travel: Travel = None,
    skip_bad_rows: SkipBadRows = False,
    as_json: AsJson = False,
) -> int:  # fmt: skip
    """Tell each leg in steps, for stop numbers and order ids; names of people stay out."""
    from mealroute.cli.opened import open_plan, own_streets
    from mealroute.errors import TravelError
    from mealroute.routing import route_directions
    from mealroute.views import route_views

    read = open_plan(day, plan, travel, skip_bad_rows=skip_bad_rows)
    service, times = read.opened.service, read.opened.travel
    views = route_views(read.plan, service, read.opened.files.settings)
    if times.name != "streets":
        raise TravelError(
            _(
                "directions need streets, and this plan was made without: put an OpenStreetMap "
                "extract into the day folder and ask for --travel streets"
            )
        )
    told = route_directions(read.plan, service, own_streets(times))
    chosen = [(view, told[view.index]) for view in _chosen(views, volunteers or [])]
    if as_json:
        answer_json({"routes": [_values(view, one) for view, one in chosen]})
    else:
        blocks = ["\n".join(_lines(view, one)) for view, one in chosen]
        answer("\n\n".join(blocks) or _("the plan has no route with stops"))
    return ExitCode.DONE


def _chosen(views: "Sequence[RouteView]", volunteers: Sequence[str]) -> "list[RouteView]":
    """Choose the routes of these volunteers; all of them where none are named."""
    from mealroute.errors import ArgumentError

    known = {str(view.route.volunteer_id) for view in views}
    unknown = sorted(set(volunteers) - known)
    if unknown:
        raise ArgumentError(
            _("--volunteer: {names}, expected one with a route in the plan: {known}").format(
                names=", ".join(unknown), known=", ".join(sorted(known)) or "-"
            )
        )
    return [view for view in views if not volunteers or view.route.volunteer_id in volunteers]


def _legs(view: "RouteView", told: "RouteDirections") -> "Iterator[tuple[TripView, list[_Leg]]]":
    """Go through the trips: the steps of each leg with its stop, or with none for the way back."""
    for trip, legs in zip(view.trips, told.trips, strict=True):
        yield trip, list(zip_longest(trip.stops, legs))


def _lines(view: "RouteView", told: "RouteDirections") -> list[str]:
    from mealroute.step_words import step_sentences
    from mealroute.words import mode_word

    route = view.route
    head = _("{volunteer}, {mode}, from {canteen}")
    lines = [
        head.format(
            volunteer=route.volunteer_id, mode=mode_word(route.mode), canteen=route.canteen_id
        )
    ]
    for trip, legs in _legs(view, told):
        if len(view.trips) > 1:
            lines.append(_("Trip {number}").format(number=trip.number))
        for stop, steps in legs:
            goal = _("Back")
            if stop is not None:
                goal = _("Stop {number}, order {order}").format(
                    number=stop.number, order=stop.order.order_id
                )
            sentences = step_sentences(steps) or [_("The same place as before")]
            lines += [f"  {goal}", *(f"    {at}. {one}" for at, one in enumerate(sentences, 1))]
    return lines


def _values(view: "RouteView", told: "RouteDirections") -> dict[str, Any]:
    return {
        "volunteer_id": view.route.volunteer_id,
        "canteen_id": view.route.canteen_id,
        "mode": view.route.mode,
        "trips": [
            [
                {
                    "stop": None if stop is None else stop.number,
                    "order_id": None if stop is None else stop.order.order_id,
                    "steps": _steps(steps),
                }
                for stop, steps in legs
            ]
            for _trip, legs in _legs(view, told)
        ],
    }


def _steps(steps: "tuple[Step, ...]") -> list[dict[str, Any]]:
    from mealroute.step_words import step_sentences

    return [
        {
            "manoeuvre": step.manoeuvre,
            "way": step.way,
            "name": step.name,
            "metres": step.metres,
            "seconds": step.seconds,
            "lat": round(step.start.lat, 6),
            "lon": round(step.start.lon, 6),
            "exit_number": step.exit_number,
            "compass": step.compass,
            "side": step.side,
            "text": sentence,
        }
        for step, sentence in zip(steps, step_sentences(steps), strict=True)
    ]
