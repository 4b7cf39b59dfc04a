"""``mealroute demand``: how many boxes will be ordered, by methods judged on what came."""

import dataclasses
import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mealroute.cli.curves import as_table, write_points
from mealroute.cli.options import AsJson, SkipBadRows
from mealroute.cli.output import ExitCode, answer, answer_json
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mealroute.coverage.demand import Backtest, Forecast, History
    from mealroute.domain import Order, Resident, ResidentId

_DAYS = 7


def demand(
    day: Annotated[
        Path,
        typer.Argument(
            metavar="DAY",
            help=_("a day folder or workbook with many dates, or a folder of day folders"),
        ),
    ],
    days: Annotated[
        int, typer.Option("--days", min=1, max=60, help=_("how many days to forecast"))
    ] = _DAYS,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help=_("a CSV file of the forecast"))
    ] = None,
    skip_bad_rows: SkipBadRows = False,
    as_json: AsJson = False,
) -> int:
    """Forecast the boxes of each meal and community."""
    from mealroute.coverage.demand import METHODS, backtest, forecast, histories, together

    found = histories(*_past(day, skip_bad_rows=skip_bad_rows))
    if not found:
        raise ArgumentError(_("the day has no orders, expected a history of them"))
    series = [*together(found), *(one for one in found if one.community)]
    judged = [(one, [backtest(one, name) for name in METHODS]) for one in series]
    expected = [(one, forecast(one, days)) for one in series]
    rows = [_forecast_row(one) for _series, row in expected for one in row]
    if out is not None:
        write_points(out, rows)
    if as_json:
        answer_json(
            {
                "history": [_history_row(one) for one in series],
                "backtest": [
                    _test_row(one, tested) for one, tests in judged for tested in tests
                ],
                "forecast": rows,
            }
        )  # fmt: skip
    else:
        answer("\n".join(_lines(judged, expected)))
    return ExitCode.DONE


def _past(path: Path, *, skip_bad_rows: bool) -> "tuple[list[Order], dict[ResidentId, Resident]]":
    """Gather orders and residents: of one day folder, or of all day folders in a folder."""
    from mealroute.cli.opened import open_day

    inside = sorted(one for one in path.iterdir() if one.is_dir()) if path.is_dir() else []
    has_sheets = path.is_dir() and any(
        one.suffix.lower() in {".csv", ".xlsx"} for one in path.iterdir()
    )
    folders = inside if inside and not has_sheets else [path]
    orders: dict[tuple[object, ...], Order] = {}
    residents: dict[ResidentId, Resident] = {}
    for folder in folders:
        day = open_day(folder, skip_bad_rows=skip_bad_rows).day
        # An order may stand in the folders of two days: it was placed once.
        orders |= {(one.date, one.meal, one.order_id, one.resident_id): one for one in day.orders}
        residents |= {one.resident_id: one for one in day.residents}
    return list(orders.values()), residents


def _history_row(history: "History") -> dict[str, Any]:
    return {
        "meal": history.meal.value,
        "community": history.community,
        "first": history.first.isoformat(),
        "days": int(history.boxes.size),
        "days_with_orders": history.open_days,
        "weeks": int(history.boxes.size // 7),
        "boxes": history.whole,
    }


def _test_row(history: "History", tested: "Backtest") -> dict[str, Any]:
    row = {"meal": history.meal.value, "community": history.community}
    row |= dataclasses.asdict(tested)
    # JSON knows no infinity: last week made no error, so there is nothing to compare with.
    return row if math.isfinite(tested.mase) else row | {"mase": None}


def _forecast_row(one: "Forecast") -> dict[str, Any]:
    return {
        "date": one.date.isoformat(),
        "meal": one.meal.value,
        "community": one.community,
        "method": one.method,
        "boxes": round(one.boxes, 1),
        "low": round(one.low, 1),
        "high": round(one.high, 1),
    }


def _lines(
    judged: "Sequence[tuple[History, Sequence[Backtest]]]",
    expected: "Sequence[tuple[History, Sequence[Forecast]]]",
) -> list[str]:
    lines = []
    for history, tests in judged:
        row = _history_row(history)
        lines.append(
            _("{meal}, {community}: {boxes} boxes on {known} of {days} days ({weeks} weeks) "
              "from {first}").format(
                meal=row["meal"], community=row["community"] or _("all"), boxes=row["boxes"],
                known=row["days_with_orders"], days=row["days"], weeks=row["weeks"],
                first=row["first"],
            )
        )  # fmt: skip
        if not history.community:
            lines += [_tests_table(tests), ""]
    lines += ["", _("forecast; four days of five lie between the limits"), ""]
    heads = [_("date"), _("low"), _("boxes"), _("high"), _("meal"), _("community and method")]
    rows = [
        [
            one.date.isoformat(), f"{one.low:.0f}", f"{one.boxes:.0f}", f"{one.high:.0f}",
            one.meal.value, ", ".join((one.community or _("all"), one.method)),
        ]
        for _history, row in expected
        for one in row
    ]  # fmt: skip
    return [*lines, as_table(heads, rows)]


def _tests_table(tests: "Sequence[Backtest]") -> str:
    heads = [_("days"), _("mean error"), _("to last week's"), _("bias"), _("method, a day ahead")]
    rows = [
        [str(one.days), f"{one.mae:.1f}", f"{one.mase:.2f}", f"{one.bias:+.1f}", one.method]
        for one in tests
    ]
    return as_table(heads, rows)
