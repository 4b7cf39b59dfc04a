"""``mealroute faces``: what it costs to keep residents with volunteers they know, or to rotate."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

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
    from mealroute.routing.faces import FaceCurve, FacePoint, Kept

ASKED = (80.0, 90.0, 95.0, 100.0)


def faces(
    day: Day,
    date: Date = None,
    meal: MealOption = None,
    policy: Annotated[
        Literal["known", "rotation"],
        typer.Option("--policy", help=_("familiar faces, or another than the usual one")),
    ] = "known",
    share: Annotated[
        list[float] | None,
        typer.Option("--share", metavar="PERCENT", min=0.0, max=100.0,
                     help=_("a share to keep; may be given several times; 80, 90, 95 and 100 "
                            "where none is")),
    ] = None,
    steps: Annotated[
        int, typer.Option("--steps", min=2, max=50, help=_("how many prices of a face to try"))
    ] = 9,
    seconds: Seconds = None,
    iterations: Iterations = None,
    seed: Seed = 0,
    workers: Workers = 1,
    travel: Travel = None,
    out: OutFile = None,
    skip_bad_rows: SkipBadRows = False,
    as_json: AsJson = False,
) -> int:  # fmt: skip
    """Print the curve of familiar faces against cost."""
    from mealroute.cli.opened import open_day, open_service
    from mealroute.routing.faces import face_curve, solves
    from mealroute.routing.wish import Policy

    shares = [percent / 100 for percent in share or ASKED]
    opened = open_service(open_day(day, skip_bad_rows=skip_bad_rows), date, meal, travel)
    count = solves(steps, len(shares))
    ground = open_ground(
        opened, solves=count, seconds=seconds, iterations=iterations, seed=seed, workers=workers
    )
    with shown_solves(count) as show:
        curve = face_curve(
            ground,
            Policy(policy),
            shares=shares,
            steps=steps,
            on_price=lambda price: show(
                _("{price} s for each unwanted face").format(price=price)
            ),
        )  # fmt: skip
    tell_end(stopped=curve.stopped, fault=curve.fault)
    if out is not None:
        write_points(out, [_values(point, curve) for point in curve.points])
    if as_json:
        answer_json(_answer(curve, opened))
    else:
        answer("\n".join(_lines(curve)))
    return ExitCode.DONE


def _values(point: "FacePoint", curve: "FaceCurve") -> dict[str, int | float]:
    """Give a point's figures; what it costs more is against the curve's cheapest plan."""
    extra_s = point.without_faces - curve.points[0].without_faces
    return {
        "share": round(point.share, 4),
        "as_wished": point.wished,
        "counted": point.counted,
        "residents_with_new_face": point.new_faces,
        "work_s": point.work_s,
        "call_outs": point.call_outs,
        "cost": point.cost,
        "avoidable_cost": point.avoidable,
        "cost_without_faces": point.without_faces,
        "extra_s": extra_s,
        "extra_share": round(extra_s / max(curve.points[0].without_faces, 1), 5),
    }


def _answer(curve: "FaceCurve", opened: "Opened") -> dict[str, Any]:
    return {
        "day": {"date": opened.service.date.isoformat(), "meal": opened.service.meal.value},
        "policy": curve.policy.value,
        "counted": curve.counted,
        "reachable": curve.reachable,
        "points": [_values(point, curve) for point in curve.points],
        "keep": [
            {
                "share": kept.share,
                "point": None if kept.point is None else _values(kept.point, curve),
            }
            for kept in curve.kept
        ],
        "stopped": curve.stopped,
    }


def _lines(curve: "FaceCurve") -> list[str]:
    if not curve.counted:
        return [_("no resident who ordered has had visits: there is no familiar face to keep")]
    rows = [_values(point, curve) for point in curve.points]
    most_s = max(1, *(row["extra_s"] for row in rows))
    headings = [
        _("familiar") if curve.policy.value == "known" else _("rotated"),
        _("orders"), _("new faces"), _("work min"), _("call-outs"), _("cost"),
        _("without faces"), _("+ min"), _("+ %"), "",
    ]  # fmt: skip
    table = as_table(
        headings,
        [
            [
                f"{row['share']:.1%}",
                f"{row['as_wished']}/{row['counted']}",
                f"{row['residents_with_new_face']}",
                f"{row['work_s'] / 60:.0f}",
                f"{row['call_outs']}",
                f"{row['cost']}",
                f"{row['cost_without_faces']}",
                f"{row['extra_s'] / 60:.1f}",
                f"{row['extra_share'] * 100:.2f}",
                bar_of(row["extra_s"] / most_s),
            ]
            for row in rows
        ],
    )
    return [table, "", *(_kept_line(kept, curve) for kept in curve.kept), _what_minutes_are()]


def _kept_line(kept: "Kept", curve: "FaceCurve") -> str:
    """Answer what one share costs, in volunteer-minutes: work, and call-outs at their price."""
    percent = f"{kept.share * 100:g}"
    if kept.point is not None:
        row = _values(kept.point, curve)
        words = _(
            "bring {share} % by another than the usual volunteer: + {minutes:.1f} minutes "
            "(+{more:.2f} %)"
        )
        if curve.policy.value == "known":
            words = _(
                "keep {share} % with a familiar volunteer: + {minutes:.1f} minutes (+{more:.2f} %)"
            )
        return words.format(
            share=percent, minutes=row["extra_s"] / 60, more=row["extra_share"] * 100
        )
    if kept.share * curve.counted > curve.reachable:
        return _(
            "{share} %: not at any price; only {reachable} of {counted} orders have anybody at "
            "work who may bring them so"
        ).format(share=percent, reachable=curve.reachable, counted=curve.counted)
    return _(
        "{share} %: not found; the most that was found is {most:.1f} %, which is no proof that "
        "more is impossible"
    ).format(share=percent, most=curve.points[-1].share * 100)


def _what_minutes_are() -> str:
    return _(
        "minutes are volunteer-minutes without the price of unfamiliar faces: work, and call-outs "
        "at their price"
    )
