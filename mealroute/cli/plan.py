"""``mealroute plan``: plan one meal and write plan.json, the maps and the papers."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mealroute.cli.gap import gap_lines, gap_percent
from mealroute.cli.options import (
    AsJson,
    Date,
    Day,
    MealOption,
    Out,
    Seed,
    SkipBadRows,
    Travel,
)
from mealroute.cli.output import ExitCode, answer, answer_json, say
from mealroute.cli.places import tell_doubts
from mealroute.cli.receive import receipt_lines
from mealroute.cli.remedy import tell_quick_remedies
from mealroute.cli.unreachable import tell_unreachable
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.language import ngettext
from mealroute.words import unassigned_word

if TYPE_CHECKING:
    from mealroute.cli.opened import Opened
    from mealroute.domain import Plan
    from mealroute.routing import Planned, Search

DEFAULT_SECONDS = 10.0
MOST_FOR_KEEPING_S = 1_000_000


def plan(
    day: Day,
    out: Out,
    date: Date = None,
    meal: MealOption = None,
    seconds: Annotated[
        float | None,
        typer.Option("--seconds", min=0.0, help=_("how long to search; 10 where nothing is said")),
    ] = None,
    iterations: Annotated[
        int | None,
        typer.Option("--iterations", min=0, help=_("how many rounds to search: the same plan "
                                                   "every time")),
    ] = None,
    seed: Seed = 0,
    workers: Annotated[
        int, typer.Option("--workers", min=1, max=64, help=_("how many searches side by side"))
    ] = 1,
    travel: Travel = None,
    engine: Annotated[
        str | None, typer.Option("--engine", metavar="NAME", help=_("mealroute, pyvrp or ortools"))
    ] = None,
    previous: Annotated[
        Path | None, typer.Option("--previous", metavar="PLAN", help=_("a plan to start from"))
    ] = None,
    keep: Annotated[
        int | None, typer.Option("--keep", metavar="SECONDS", min=0, max=MOST_FOR_KEEPING_S,
                                 help=_("with --previous: what to pay for each resident who keeps "
                                        "the volunteer; 60 where nothing is said"))
    ] = None,
    skip_bad_rows: SkipBadRows = False,
    as_json: AsJson = False,
) -> int:  # fmt: skip
    """Plan one meal: receipts, routes, maps."""
    from mealroute.cli.opened import open_day, open_service, say_unlocated
    from mealroute.routing import Search
    from mealroute.search.engine import Budget
    from mealroute.search.engines import DEFAULT_ENGINE, get_engine

    if keep is not None and previous is None:
        raise ArgumentError(_("--keep: no plan to stay close to, expected --previous too"))
    if seconds is None and iterations is None:
        seconds = DEFAULT_SECONDS
    name = engine or DEFAULT_ENGINE
    get_engine(name)
    search = Search(
        engine=name, budget=Budget(seconds=seconds, iterations=iterations), seed=seed,
        workers=workers,
    )  # fmt: skip
    files = open_day(day, skip_bad_rows=skip_bad_rows)
    say_unlocated(files, day)
    opened = open_service(files, date, meal, travel)
    tell_doubts(files, day)
    unreachable = tell_unreachable(opened)
    made = make_and_write(opened, out, search, previous, keep)
    if as_json:
        answer_json({**plan_answer(made, out), "unreachable": unreachable})
    else:
        answer("\n".join(plan_lines(made, out)))
    tell_quick_remedies(opened, made.plan)
    return ExitCode.DONE


def make_and_write(
    opened: "Opened",
    out: Path,
    search: "Search",
    previous: Path | None = None,
    keep_s: int | None = None,
) -> "Planned":
    """Decide, plan, draw, and write it all into ``out`` at once."""
    from mealroute.cli.progress import shown_progress
    from mealroute.files import read_plan
    from mealroute.routing import make_plan
    from mealroute.routing.previous import KEEP_S

    before = None
    if previous is not None:
        residents = {order.order_id: order.resident_id for order in opened.files.day.orders}
        before = (read_plan(previous), residents)
    receipts = opened.decide()
    with shown_progress(search) as on_progress:
        made = make_plan(
            opened.service, opened.files.settings, receipts, opened.travel, search,
            eligible=opened.eligible(), previous=before, on_progress=on_progress,
            keep_s=KEEP_S if keep_s is None else keep_s,
        )  # fmt: skip
    if made.fault:
        say(_("the search ended early, the best plan so far is kept: {fault}").format(
            fault=made.fault
        ))  # fmt: skip
    write_plan(opened, out, made.plan)
    return made


def write_plan(
    opened: "Opened", out: Path, plan: "Plan", beside: Mapping[str, str] | None = None
) -> None:
    """Write a plan, its maps and papers and what stands ``beside`` them, all or nothing.

    Papers of a large day take a while: Ctrl-C leaves them out, and keeps the plan and its maps.
    """
    from mealroute.cli.papers import drawn_papers, paper_job, tell_missing
    from mealroute.files import PLAN_FILE, plan_to_json, write_files
    from mealroute.maps import map_files
    from mealroute.routing import route_directions

    job = paper_job(opened, plan)
    files: dict[str, str | bytes] = {
        PLAN_FILE: plan_to_json(plan, skipped=[str(fault) for fault in opened.files.skipped]),
        **(beside or {}),
    }
    files |= map_files(
        plan,
        opened.service,
        opened.files.settings,
        job.shapes,
        job.base_map,
        route_directions(plan, opened.service, opened.travel),
    )
    try:
        papers = drawn_papers(job)
    except KeyboardInterrupt:
        say(_("stopped: the plan and its maps are written, the papers are not"))
        write_files(out, files, remove=_obsolete(out, files))
        return
    files |= papers.files
    write_files(out, files, remove=_obsolete(out, files))
    tell_missing(papers)


def _obsolete(out: Path, files: Mapping[str, str | bytes]) -> list[str]:
    """Name what is of the plan that stands in ``out`` now, and not of the new plan.

    Nobody should walk yesterday's route because its page or paper is still there.
    """
    from mealroute.errors import DataFileError
    from mealroute.files import PLAN_FILE, read_plan
    from mealroute.maps import volunteer_files
    from mealroute.papers import PaperKind, paper_name, volunteer_paper_names

    if not (out / PLAN_FILE).is_file():
        return []
    try:
        before = read_plan(out / PLAN_FILE)
    except DataFileError:
        return []
    pages = volunteer_files(before).values()
    papers = {*map(paper_name, PaperKind), *volunteer_paper_names(pages)}
    return sorted({*pages, *papers} - set(files))


def plan_lines(made: "Planned", out: Path) -> list[str]:
    """Tell a plan in lines: what is left out and why, what it costs, where the maps are."""
    plan = made.plan
    lines = receipt_lines(plan.receipts, every=False)
    lines += [
        _("{order_id}  unassigned  {reason}: {detail}").format(
            order_id=one.order_id, reason=unassigned_word(one.reason), detail=one.detail
        )
        for one in plan.unassigned
    ]
    stops = sum(len(route.stops) for route in plan.routes)
    lines.append(
        ngettext(
            "{n} route brings {stops} orders; cost {cost} (avoidable {avoidable}), violations {v}",
            "{n} routes bring {stops} orders; cost {cost} (avoidable {avoidable}), violations {v}",
            len(plan.routes),
        ).format(
            n=len(plan.routes),
            stops=stops,
            cost=plan.made.cost,
            avoidable=made.judgement.bill.avoidable,
            v=len(made.judgement.violations),
        )
    )
    lines += gap_lines(made.judgement.bill, plan.made.lower_bound)
    lines += _coldest_lines(made)
    lines += _kept_lines(made)
    lines.append(_("map: {path}").format(path=out / "map.html"))
    lines.append(_("volunteers' pages: {path}").format(path=out / "volunteers"))
    if any((out / "papers").glob("*.pdf")):
        lines.append(_("papers: {path}").format(path=out / "papers"))
    return lines


def _coldest_lines(made: "Planned") -> list[str]:
    """Tell the coldest handover, where the hot-food clock runs."""
    coldest = made.judgement.coldest
    if coldest is None:
        return []
    return [
        _(
            "coldest handover: {food} °C after {aboard} min, volunteer {volunteer}; "
            "{spare} min to spare"
        ).format(
            food=math.floor(coldest.food_c + 1e-6),
            aboard=-(-coldest.aboard_s // 60),
            volunteer=coldest.volunteer_id,
            spare=coldest.spare_s // 60,
        )
    ]


def _kept_lines(made: "Planned") -> list[str]:
    """Tell who keeps the volunteer of the previous plan, where there was one."""
    kept = made.kept
    if kept is None:
        return []
    if not kept.orders:
        return [
            _(
                "no order is of a resident with a volunteer in the previous plan: is it of this "
                "day folder?"
            )
        ]
    return [
        _(
            "{same} of {orders} orders keep the volunteer of the previous plan; for {away} of the "
            "others none of those volunteers can come today"
        ).format(same=kept.same, orders=kept.orders, away=kept.away)
    ]  # fmt: skip


def plan_answer(made: "Planned", out: Path) -> dict[str, Any]:
    """Give the machine-readable answer of a planning command."""
    plan, bill = made.plan, made.judgement.bill
    return {
        "out": str(out),
        "day": {"date": plan.date.isoformat(), "meal": plan.meal.value},
        "engine": plan.made.engine,
        "seconds": plan.made.seconds,
        "cost": plan.made.cost,
        "avoidable_cost": bill.avoidable,
        "lower_bound": plan.made.lower_bound,
        "gap_percent": gap_percent(bill, plan.made.lower_bound),
        "violations": len(made.judgement.violations),
        "stopped": made.stopped,
        "kept": None
        if made.kept is None
        else {"orders": made.kept.orders, "same": made.kept.same, "away": made.kept.away},
        "unassigned": [
            {"order_id": one.order_id, "reason": one.reason.value, "detail": one.detail}
            for one in plan.unassigned
        ],
        "indicators": dict(plan.indicators),
    }
