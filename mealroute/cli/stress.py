"""``mealroute stress``: replay a plan on many days that do not go as planned."""

import io
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mealroute.cli.options import AsJson, Day, PlanFile, Seed, SkipBadRows, Travel
from mealroute.cli.output import ExitCode, answer, answer_json, say
from mealroute.language import gettext as _
from mealroute.language import ngettext

if TYPE_CHECKING:
    from mealroute.coverage import Comparison, Estimate, Outcome, Perturbation, StressReport

_SHOWN = 10
_WIDTH = 100


def stress(
    day: Day,
    plan: PlanFile,
    days: Annotated[
        int, typer.Option("--days", min=2, max=100_000, help=_("how many days to replay"))
    ] = 1000,
    seed: Seed = 0,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="PLAN", help=_("another plan, on the same days")),
    ] = None,
    calm: Annotated[
        bool, typer.Option("--calm", help=_("nothing goes wrong except what is asked for"))
    ] = False,
    weather: Annotated[
        float | None, typer.Option("--weather", metavar="SIGMA", min=0, max=3, help=_(
            "spread of the day's travel factor, as standard deviation of its logarithm"))
    ] = None,
    traffic: Annotated[
        float | None, typer.Option("--traffic", metavar="SIGMA", min=0, max=3, help=_(
            "spread of each leg's travel factor"))
    ] = None,
    handovers: Annotated[
        float | None, typer.Option("--handovers", metavar="SIGMA", min=0, max=3, help=_(
            "spread of each handover's seconds"))
    ] = None,
    slow_doors: Annotated[
        float | None, typer.Option("--slow-doors", metavar="SHARE", min=0, max=1, help=_(
            "share of doors that do not open at once"))
    ] = None,
    late_canteen: Annotated[
        float | None, typer.Option("--late-canteen", metavar="SHARE", min=0, max=1, help=_(
            "share of days on which a canteen's boxes are late"))
    ] = None,
    absence: Annotated[
        float | None, typer.Option("--absence", metavar="SHARE", min=0, max=1, help=_(
            "how often a volunteer does not come"))
    ] = None,
    reserves: Annotated[
        int, typer.Option("--reserves", min=0, max=1000, help=_(
            "volunteers in reserve at each canteen"))
    ] = 0,
    churn: Annotated[
        float | None, typer.Option("--churn", metavar="SHARE", min=0, max=1, help=_(
            "share of orders cancelled after planning, and as many added"))
    ] = None,
    travel: Travel = None,
    skip_bad_rows: SkipBadRows = False,
    as_json: AsJson = False,
) -> int:  # fmt: skip
    """Replay a plan on many perturbed days."""
    from mealroute.coverage import Perturbation, compare

    asked = {
        "weather_sigma": weather, "leg_sigma": traffic, "handover_sigma": handovers,
        "slow_door_share": slow_doors, "late_canteen_share": late_canteen, "absence": absence,
        "cancelled_share": churn, "added_share": churn,
    }  # fmt: skip
    usual = Perturbation.calm() if calm else Perturbation()
    given: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
    perturbation = replace(usual, reserves=reserves, **given)
    plans = [plan] if against is None else [plan, against]
    reports = _replayed(plans, day, perturbation, days, seed, travel, skip_bad_rows=skip_bad_rows)
    comparison = compare(*reports) if len(reports) == 2 else None
    if as_json:
        answer_json(_values(reports, comparison))
    else:
        answer("\n".join(_lines(reports, comparison)))
    return ExitCode.DONE


def _replayed(
    plans: Sequence[Path],
    day: Path,
    perturbation: "Perturbation",
    days: int,
    seed: int,
    travel: str | None,
    *,
    skip_bad_rows: bool,
) -> "list[StressReport]":
    """Replay each plan on the same days, with the travel times that the first was made with."""
    from mealroute.cli.opened import open_plan
    from mealroute.coverage import replay
    from mealroute.files import read_plan

    first = open_plan(day, plans[0], travel, skip_bad_rows=skip_bad_rows)
    opened = first.opened
    read = [first.plan, *(read_plan(path) for path in plans[1:])]
    reports = []
    for path, one in zip(plans, read, strict=True):
        say(_("replaying {path} on {days} days …").format(path=path, days=days))
        with _shown_progress() as show:
            reports.append(
                replay(
                    one, opened.service, opened.files.settings, opened.travel, perturbation,
                    days=days, seed=seed, on_progress=show,
                )
            )  # fmt: skip
    return reports


@contextmanager
def _shown_progress() -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar to people, nothing to logs: a replay takes seconds at most."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TimeRemainingColumn

    with Progress(
        BarColumn(), TimeRemainingColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task("")

        def show(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of)

        yield show


def _values(reports: "Sequence[StressReport]", comparison: "Comparison | None") -> dict[str, Any]:
    first = reports[0]
    values: dict[str, Any] = {
        "days": first.days,
        "seed": first.seed,
        "perturbation": asdict(first.perturbation),
        **_report_values(first),
    }
    if comparison is not None:
        values["against"] = _report_values(reports[1])
        values["difference"] = asdict(comparison)
    return values


def _report_values(report: "StressReport") -> dict[str, Any]:
    return {
        "outcome": asdict(report.outcome),
        "without_reserves": asdict(report.without_reserves),
        "routes": [asdict(route) for route in report.routes],
        "stops": [asdict(stop) for stop in report.stops],
    }


def _lines(reports: "Sequence[StressReport]", comparison: "Comparison | None") -> list[str]:
    first = reports[0]
    orders = f"{first.outcome.wanted_per_day:.1f}"
    return [
        _("{days} days of {orders} orders, seed {seed}; ± is half of a 95 % interval").format(
            days=first.days, orders=orders, seed=first.seed
        ),
        _summary(reports, comparison),
        _weakest_routes(first),
        _weakest_stops(first),
    ]


def _summary(reports: "Sequence[StressReport]", comparison: "Comparison | None") -> str:
    """Put the outcomes side by side: the plan, without reserves, the other plan, the difference."""
    names = [
        _("orders brought"),
        _("on time"),
        _("hot"),
        _("on time, worst day in 20"),
        _("on time, middle day"),
        _("on time, best day in 20"),
        _("shifts ended in time"),
        _("late handovers, mean"),
        _("late handovers, 95 % of them up to"),
    ]
    first = reports[0]
    columns = [(_("plan"), _measures(first.outcome))]
    if first.perturbation.reserves:
        columns.append((_("without reserves"), _measures(first.without_reserves)))
    if comparison is not None:
        columns.append((_("other plan"), _measures(reports[1].outcome)))
        shares = (comparison.brought, comparison.on_time, comparison.hot)
        less = [_share(share, sign="+") for share in shares]
        columns.append((_("difference"), [*less, *[""] * (len(names) - len(less))]))
    rows = list(zip(names, *(cells for _head, cells in columns), strict=True))
    return _table("", ["", *(head for head, _cells in columns)], rows, left=1)


def _measures(outcome: "Outcome") -> list[str]:
    minutes = _("{minutes} min")
    return [
        _share(outcome.brought),
        _share(outcome.on_time),
        _share(outcome.hot),
        *(f"{share:.1%}" for share in outcome.on_time_days),
        _share(outcome.kept_shift),
        minutes.format(minutes=f"{outcome.late_mean_min:.1f}"),
        minutes.format(minutes=f"{outcome.late_p95_min:.1f}"),
    ]


def _weakest_routes(report: "StressReport") -> str:
    heads = [
        _("volunteer"),
        _("canteen"),
        _("stops"),
        _("days with a late one"),
        _("late a day"),
        _("cold a day"),
        _("shift kept"),
    ]
    rows = [
        (
            route.volunteer_id,
            route.canteen_id,
            str(route.stops),
            _share(route.any_late),
            _amount(route.late_per_day),
            _amount(route.cold_per_day),
            _share(route.kept_shift),
        )
        for route in report.routes[:_SHOWN]
    ]
    count = len(report.routes)
    title = ngettext("weakest of {n} route", "weakest of {n} routes", count).format(n=count)
    return _table(title, heads, rows, left=2)


def _weakest_stops(report: "StressReport") -> str:
    heads = [
        _("order"),
        _("volunteer"),
        _("spare in the plan"),
        _("late"),
        _("late by"),
        _("cold"),
    ]
    minutes = _("{minutes} min")
    rows = [
        (
            stop.order_id,
            stop.volunteer_id,
            minutes.format(minutes=f"{stop.spare_min:.1f}"),
            _share(stop.late),
            minutes.format(minutes=f"{stop.late_mean_min:.1f}"),
            _share(stop.cold),
        )
        for stop in report.stops[:_SHOWN]
    ]
    count = len(report.stops)
    title = ngettext("weakest of {n} stop", "weakest of {n} stops", count).format(n=count)
    return _table(title, heads, rows, left=2)


def _share(share: "Estimate", sign: str = "") -> str:
    return f"{share.value:{sign}.1%} ± {share.half_width * 100:.1f}"


def _amount(amount: "Estimate") -> str:
    return f"{amount.value:.2f} ± {amount.half_width:.2f}"


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], left: int) -> str:
    """Draw a table as text; ids are shown as they are, whatever they look like."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=box.SIMPLE_HEAD, title=Text(title) if title else None, title_justify="left",
        pad_edge=False,
    )  # fmt: skip
    for number, head in enumerate(heads):
        table.add_column(Text(head), justify="left" if number < left else "right")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    drawn = io.StringIO()
    Console(file=drawn, width=_WIDTH, color_system=None).print(table)
    return "\n".join(line.rstrip() for line in drawn.getvalue().splitlines())
