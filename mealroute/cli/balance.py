"""``mealroute balance``: what it costs to make the longest route shorter."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from mealroute.cli.curves import (
    Iterations,
    OutFile,
    Seconds,
    Workers,
    as_table,
    bar_of,
    open_ground,
    shown_solves,
    tell_end,
    write_points,
)
from mealroute.cli.options import AsJson, Date, Day, MealOption, Seed, SkipBadRows, Travel
from mealroute.cli.output import ExitCode, answer, answer_json
from mealroute.language import gettext as _

if TYPE_CHECKING:
    from mealroute.cli.opened import Opened
    from mealroute.routing.balance import BalanceCurve, BalancePoint


def balance(
    day: Day,
    date: Date = None,
    meal: MealOption = None,
    steps: Annotated[
        int, typer.Option("--steps", min=2, max=50, help=_("how many lengths of a route to try"))
    ] = 8,
    seconds: Seconds = None,
    iterations: Iterations = None,
    seed: Seed = 0,
    workers: Workers = 1,
    travel: Travel = None,
    out: OutFile = None,
    skip_bad_rows: SkipBadRows = False,
    as_json: AsJson = False,
) -> int:
    """Print the curve of the longest route against cost."""
    from mealroute.cli.opened import open_day, open_service
    from mealroute.routing.balance import balance_curve, solves

    opened = open_service(open_day(day, skip_bad_rows=skip_bad_rows), date, meal, travel)
    count = solves(steps)
    ground = open_ground(
        opened, solves=count, seconds=seconds, iterations=iterations, seed=seed, workers=workers
    )
    with shown_solves(count) as show:
        curve = balance_curve(
            ground,
            steps=steps,
            on_limit=lambda limit_s: show(
                _("routes up to {minutes:.0f} min").format(minutes=limit_s / 60)
                if limit_s
                else _("routes of any length")
            ),
        )
    tell_end(stopped=curve.stopped, fault=curve.fault)
    if out is not None:
        write_points(out, [_values(point, curve) for point in curve.points])
    if as_json:
        answer_json(_answer(curve, opened))
    else:
        answer("\n".join(_lines(curve)))
    return ExitCode.DONE


def _values(point: "BalancePoint", curve: "BalanceCurve") -> dict[str, int | float]:
    """Give a point's figures; what it costs more is against the curve's cheapest plan."""
    extra_s = point.without_balance - curve.points[0].without_balance
    return {
        "longest_s": point.longest_s,
        "shortest_s": point.shortest_s,
        "mean_s": round(point.mean_s, 1),
        "spread_s": round(point.spread_s, 1),
        "work_s": point.work_s,
        "call_outs": point.call_outs,
        "cost": point.cost,
        "cost_without_balance": point.without_balance,
        "extra_s": extra_s,
        "extra_share": round(extra_s / max(curve.points[0].without_balance, 1), 5),
    }


def _answer(curve: "BalanceCurve", opened: "Opened") -> dict[str, Any]:
    return {
        "day": {"date": opened.service.date.isoformat(), "meal": opened.service.meal.value},
        "points": [_values(point, curve) for point in curve.points],
        "stopped": curve.stopped,
    }


def _lines(curve: "BalanceCurve") -> list[str]:
    rows = [_values(point, curve) for point in curve.points]
    longest_s = max(1, *(row["longest_s"] for row in rows))
    headings = [
        _("longest min"), _("shortest"), _("mean"), _("spread"), _("work min"), _("call-outs"),
        _("without balance"), _("+ min"), _("+ %"), "",
    ]  # fmt: skip
    table = as_table(
        headings,
        [
            [
                *(
                    f"{row[name] / 60:.0f}"
                    for name in ("longest_s", "shortest_s", "mean_s", "spread_s", "work_s")
                ),
                f"{row['call_outs']}",
                f"{row['cost_without_balance']}",
                f"{row['extra_s'] / 60:.1f}",
                f"{row['extra_share'] * 100:.2f}",
                bar_of(row["longest_s"] / longest_s),
            ]
            for row in rows
        ],
    )
    first, last = rows[0], rows[-1]
    return [
        table,
        "",
        _(
            "the longest route from {long:.0f} to {short:.0f} minutes: + {minutes:.1f} "
            "volunteer-minutes (+{more:.2f} %), call-outs at their price"
        ).format(
            long=first["longest_s"] / 60,
            short=last["longest_s"] / 60,
            minutes=last["extra_s"] / 60,
            more=last["extra_share"] * 100,
        ),
    ]
