"""``mealroute hands``: how many volunteers a service level takes."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mealroute.cli.curves import as_table, bar_of, write_points
from mealroute.cli.options import AsJson, Date, Day, MealOption, Seed, SkipBadRows, Travel
from mealroute.cli.output import ExitCode, answer, answer_json, say
from mealroute.domain import Meal, Mode
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _

if TYPE_CHECKING:
    from mealroute.coverage.hands import HandsCurve, HandsPoint, Need
    from mealroute.domain import Day as DomainDay

ASKED = (95.0, 98.0, 100.0)
DEFAULT_ITERATIONS = 2000
DEFAULT_DAYS = 10


def hands(
    day: Day,
    date: Date = None,
    meal: MealOption = None,
    level: Annotated[
        list[float] | None,
        typer.Option("--level", metavar="PERCENT", min=1.0, max=100.0,
                     help=_("share of accepted orders to be brought; may be given several times; "
                            "95, 98 and 100 where none is")),
    ] = None,
    mode: Annotated[
        Mode | None, typer.Option("--mode", help=_("offer only volunteers who travel so"))
    ] = None,
    days: Annotated[
        int, typer.Option("--days", min=2, max=1000, help=_("how many days are drawn"))
    ] = DEFAULT_DAYS,
    most: Annotated[
        int | None, typer.Option("--most", metavar="N", min=1, max=2000, help=_(
            "the most volunteers to try; twice the day's own where nothing is said"))
    ] = None,
    absence: Annotated[
        float, typer.Option("--absence", metavar="SHARE", min=0, max=1, help=_(
            "how often a volunteer does not come"))
    ] = 0.03,
    churn: Annotated[
        float, typer.Option("--churn", metavar="SHARE", min=0, max=1, help=_(
            "share of clients who left since, and as many came; 0.14 is a month's"))
    ] = 0.0,
    snow: Annotated[
        float, typer.Option("--snow", metavar="FACTOR", min=1, max=10, help=_(
            "by what factor all travel takes longer"))
    ] = 1.0,
    iterations: Annotated[
        int, typer.Option("--iterations", min=0, help=_("how many rounds to search for each plan"))
    ] = DEFAULT_ITERATIONS,
    seed: Seed = 0,
    travel: Travel = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help=_("a CSV file of the curves"))
    ] = None,
    skip_bad_rows: SkipBadRows = False,
    as_json: AsJson = False,
) -> int:  # fmt: skip
    """Find the fewest volunteers for each service level."""
    from mealroute.cli.opened import open_day
    from mealroute.cli.replan import Replanner
    from mealroute.coverage.drawn_days import Conditions
    from mealroute.coverage.hands import hands_curve
    from mealroute.travel import open_travel

    files = open_day(day, skip_bad_rows=skip_bad_rows)
    services = _services(files.day, date, meal)
    conditions = Conditions(absence=absence, churn=churn, slow=snow)
    ways = open_travel(files.settings, files.streets, travel)
    replan = Replanner(files, iterations=iterations, seed=seed)
    curves: list[HandsCurve] = []
    for when, which in services:
        tell = _Progress(f"{_weekday(when)} {which.value}")
        curve = hands_curve(
            files.day, when, which, ways, replan.plan, conditions=conditions,
            levels=[percent / 100 for percent in level or ASKED], days=days, seed=seed, mode=mode,
            most=most, on_plan=tell, should_stop=lambda: replan.stopped,
        )  # fmt: skip
        curves.append(curve)
        if curve.stopped:
            say(_("stopped: the curve holds what was found so far"))
            break
    if out is not None:
        write_points(out, [_row(curve, one) for curve in curves for one in curve.points])
    if as_json:
        answer_json({"curves": [_values(curve) for curve in curves]})
    else:
        answer("\n".join(line for curve in curves for line in _lines(curve)))
    return ExitCode.DONE


def _services(
    day: "DomainDay", date: dt.date | None, meal: Meal | None
) -> list[tuple[dt.date, Meal]]:
    """Choose a date for each weekday and meal: the last of each, as the day stands now."""
    last: dict[tuple[int, Meal], dt.date] = {}
    for known, which in day.services():
        if date in {None, known} and meal in {None, which}:
            last[known.weekday(), which] = known
    if not last:
        known_words = ", ".join(f"{when} {which}" for when, which in day.services()) or "-"
        raise ArgumentError(
            _("--date and --meal: no orders, expected one of {known}").format(known=known_words)
        )
    return [(when, which) for (_day, which), when in sorted(last.items())]


class _Progress:
    """Says on standard error when another number of volunteers is tried."""

    def __init__(self, name: str) -> None:
        self._name, self._last = name, -1

    def __call__(self, volunteers: int, _row: int) -> None:
        if volunteers != self._last:
            self._last = volunteers
            say(_("{service}: trying {n} volunteers; Ctrl-C keeps what is known").format(
                service=self._name, n=volunteers
            ))  # fmt: skip


def _weekday(date: dt.date) -> str:
    return (
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"),
        _("Sunday"),
    )[date.weekday()]  # fmt: skip


def _row(curve: "HandsCurve", point: "HandsPoint") -> dict[str, Any]:
    return {
        "date": curve.date.isoformat(),
        "weekday": curve.date.isoweekday(),
        "meal": curve.meal.value,
        "mode": "" if curve.mode is None else curve.mode.value,
        "volunteers": point.volunteers,
        **{mode.value: point.by_mode.get(mode, 0) for mode in Mode},
        "brought": round(point.brought.value, 5),
        "half_width": round(point.brought.half_width, 5),
        "accepted_per_day": round(point.accepted, 2),
        "at_work": round(point.at_work, 2),
    }


def _values(curve: "HandsCurve") -> dict[str, Any]:
    return {
        "date": curve.date.isoformat(),
        "weekday": curve.date.isoweekday(),
        "meal": curve.meal.value,
        "mode": None if curve.mode is None else curve.mode.value,
        "days": curve.days,
        "history": curve.history,
        "volunteers": curve.volunteers,
        "points": [_row(curve, one) for one in curve.points],
        "needs": [
            {"level": need.level, "point": None if need.point is None else _row(curve, need.point)}
            for need in curve.needs
        ],
        "stopped": curve.stopped,
    }


def _lines(curve: "HandsCurve") -> list[str]:
    heads = [_("volunteers"), _("foot"), _("e-bike"), _("car"), _("at work"), _("brought"), ""]
    rows = [
        [
            str(one.volunteers),
            *(str(one.by_mode.get(mode, 0)) for mode in Mode),
            f"{one.at_work:.1f}",
            f"{one.brought.value:.1%} ± {one.brought.half_width * 100:.1f}",
            bar_of(one.brought.value),
        ]
        for one in curve.points
    ]
    head = _("{weekday} {meal}: {days} drawn days from {history} of the history, "
             "{n} volunteers today").format(
        weekday=_weekday(curve.date), meal=curve.meal.value, days=curve.days,
        history=curve.history, n=curve.volunteers,
    )  # fmt: skip
    return [head, as_table(heads, rows), *(_need_line(curve, need) for need in curve.needs), ""]


def _need_line(curve: "HandsCurve", need: "Need") -> str:
    percent, point = f"{need.level * 100:g}", need.point
    if point is None and curve.stopped:
        return _("{level} %: not known, it was stopped before").format(level=percent)
    if point is None:
        most = max(one.brought.value for one in curve.points)
        return _("{level} %: not reached with any number tried; the most brought is {most}").format(
            level=percent, most=f"{most:.1%}"
        )
    if curve.stopped:
        words = _("{level} %: {n} volunteers at most, it was stopped before fewer were tried")
        return words.format(level=percent, n=point.volunteers)
    return _("{level} %: {n} volunteers").format(level=percent, n=point.volunteers)
