"""``mealroute values``: what one more canteen, drop point, minute, metre, meal or hour is worth."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mealroute.cli.candidates import (
    CandidatesFile,
    Generate,
    ReachM,
    open_candidates,
    usual_radius_m,
)
from mealroute.cli.curves import as_table, write_points
from mealroute.cli.options import AsJson, Date, Day, MealOption, Seed, SkipBadRows, Travel
from mealroute.cli.output import ExitCode, answer, answer_json, say
from mealroute.cli.siting import WeightWord
from mealroute.language import gettext as _

if TYPE_CHECKING:
    from mealroute.cli.opened import Opened
    from mealroute.coverage.hours import HourValue
    from mealroute.coverage.values import Value

DEFAULT_ITERATIONS = 3000
_PLACES = 20


def values(
    day: Day,
    date: Date = None,
    meal: MealOption = None,
    reach_m: ReachM = None,
    candidates: CandidatesFile = None,
    generate: Generate = None,
    weight: Annotated[
        WeightWord, typer.Option("--weight", help=_("what a building counts"))
    ] = "residents",
    capacity: Annotated[
        bool, typer.Option("--capacity", help=_("no site serves more than its kitchen cooks"))
    ] = False,
    places: Annotated[
        int, typer.Option("--places", min=1, help=_("how many a drop point serves at most"))
    ] = _PLACES,
    canteens: Annotated[
        int, typer.Option("--canteens", min=1, max=20, help=_("how many more canteens to tell"))
    ] = 2,
    seconds: Annotated[
        float, typer.Option("--seconds", min=0.0, help=_("how long to search for each proof"))
    ] = 30.0,
    iterations: Annotated[
        int, typer.Option("--iterations", min=0, help=_(
            "how many rounds to search for each plan of a volunteer-hour; 0 for none"))
    ] = DEFAULT_ITERATIONS,
    seed: Seed = 0,
    travel: Travel = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help=_("a CSV file of the values"))
    ] = None,
    skip_bad_rows: SkipBadRows = False,
    as_json: AsJson = False,
) -> int:  # fmt: skip
    """Tell what one more of everything is worth."""
    from mealroute.cli.opened import open_day, open_service
    from mealroute.coverage.siting import Effort, Weight
    from mealroute.coverage.values import marginal_values

    files = open_day(day, skip_bad_rows=skip_bad_rows)
    opened = open_service(files, date, meal, travel)
    found = marginal_values(
        files.day, files.settings, opened.travel,
        open_candidates(files.day, candidates, generate),
        radius_m=reach_m or usual_radius_m(files.day), weight=Weight(weight), places=places,
        with_capacity=capacity, canteens=canteens, effort=Effort(seconds=seconds),
    )  # fmt: skip
    hours = _hours(opened, iterations, seed) if iterations else []
    rows = [*map(_value_row, found), *(row for hour in hours for row in _hour_rows(hour))]
    if out is not None:
        write_points(out, rows)
    if as_json:
        answer_json({"values": rows})
    else:
        answer("\n".join([_values_table(found), *([""] if hours else []), *_hour_lines(hours)]))
    return ExitCode.DONE


def _hours(opened: "Opened", iterations: int, seed: int) -> "list[HourValue]":
    """Plan with an hour more of each kind; Ctrl-C keeps those that are known."""
    from mealroute.cli.replan import Replanner
    from mealroute.coverage.hours import hour_values

    replan = Replanner(opened.files, iterations=iterations, seed=seed)
    found: list[HourValue] = []
    try:
        for value in hour_values(
            opened.service, opened.travel, replan.plan,
            lambda canteen, mode: say(
                _("planning without another hour") if canteen is None
                else _("planning with an hour more: {canteen}, {mode}").format(
                    canteen=canteen, mode=mode
                )
            ),
        ):  # fmt: skip
            if replan.stopped:
                break
            found.append(value)
    except KeyboardInterrupt:
        replan.stopped = True
    if replan.stopped:
        say(_("stopped: what was found so far is told"))
    return found


def _value_row(value: "Value") -> dict[str, Any]:
    return {
        "what": value.what,
        "detail": value.detail,
        "in": value.weight.value,
        "gained": value.gained,
        "least": value.least,
        "most": value.most,
        "before": value.before,
        "whole": value.whole,
    }


def _hour_rows(hour: "HourValue") -> list[dict[str, Any]]:
    detail = f"{hour.canteen_id} {hour.mode.value}"
    usual = {"what": "volunteer_hour", "detail": detail, "before": "", "whole": ""}
    return [
        usual | {"in": "orders", "gained": hour.orders, "least": "", "most": hour.most_orders},
        usual | {"in": "boxes", "gained": hour.boxes, "least": "", "most": ""},
        usual | {"in": "priority", "gained": hour.priority, "least": "", "most": ""},
        usual | {
            "in": "cost", "gained": hour.saved, "least": hour.least_saved, "most": hour.most_saved,
        },
    ]  # fmt: skip


def _values_table(found: "tuple[Value, ...]") -> str:
    words = {
        "canteen": _("one more canteen"),
        "drop_point": _("a drop point"),
        "minutes": _("minutes of walk"),
        "radius": _("metres of radius more"),
        "meals": _("10 meals more"),
    }
    heads = [_("gained"), _("at least"), _("at most"), _("before"), _("of"), _("one more")]
    rows = [
        [
            *map(str, (one.gained, one.least, one.most, one.before, one.whole)),
            f"{words[one.what]}: {one.detail}",
        ]
        for one in found
    ]
    return as_table(heads, rows)


def _hour_lines(hours: "list[HourValue]") -> list[str]:
    if not hours:
        return []
    heads = [
        _("orders"), _("boxes"), _("priority"), _("cost saved"), _("at most"),
        _("a volunteer-hour"),
    ]  # fmt: skip
    rows = [
        [
            *map(str, (one.orders, one.boxes, one.priority, one.saved, one.most_saved)),
            f"{one.canteen_id} {one.mode.value}",
        ]
        for one in hours
    ]
    return [
        as_table(heads, rows),
        "",
        _("a volunteer-hour is as the search found it; cost is in volunteer-seconds"),
    ]
