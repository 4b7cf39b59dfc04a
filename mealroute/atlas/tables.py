"""Make the tables of coverage, for files with plain names and for people with words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from mealroute.atlas.hexagon_values import HexagonValues
from mealroute.atlas.job import CoverageJob
from mealroute.atlas.told import (
    least,
    told_communities,
    told_equity,
    told_loads,
    told_percent,
    told_shares,
)
from mealroute.atlas.wording import group_word, limit_word, percent
from mealroute.coverage.assessment import Assessment
from mealroute.files import PlainTable, Value
from mealroute.language import gettext as _
from mealroute.travel import UNREACHABLE_S

_MOST_SHOWN = 200


def plain_tables(job: CoverageJob, cells: Sequence[HexagonValues]) -> list[PlainTable]:
    """Give every table; what is published has no residents, and no figure of fewer than k."""
    found = [
        _shares(job),
        _canteens(job),
        _equity(job),
        _access(job),
        _hexagons(cells),
    ]
    if job.publication is None:
        found.insert(1, _outside(job))
    return found


def _shares(job: CoverageJob) -> PlainTable:
    columns = ("when", "group", "limit", "minutes", "with_diet", "covered", "whole", "share")
    rows = []
    for when, assessment in _whens(job):
        rows += [
            (
                when, one.group, "radius" if one.minutes is None else "minutes", one.minutes,
                "yes" if one.with_diet else "no", one.covered, one.whole,
                None if one.share is None else round(one.share, 4),
            )
            for one in told_shares(job, assessment)
        ]  # fmt: skip
    return PlainTable("shares", columns, tuple(rows))


def _whens(job: CoverageJob) -> list[tuple[str, Assessment]]:
    after = [] if job.opening is None else [("after", job.opening.assessment)]
    return [("today", job.assessment), *after]


def _outside(job: CoverageJob) -> PlainTable:
    columns = ("resident_id", "priority", "community", "canteen_id", "too_far_m", "minutes")
    community = {one.resident_id: one.community for one in job.assessment.reach.residents}
    return PlainTable(
        "outside",
        columns,
        (
            *(
                (
                    one.resident_id,
                    one.priority,
                    community[one.resident_id],
                    one.canteen_id,
                    round(one.too_far_m) if math.isfinite(one.too_far_m) else None,
                    round(one.seconds / 60, 1) if one.seconds < UNREACHABLE_S else None,
                )
                for one in job.assessment.outside
            ),
            *((one, None, None, None, None, None) for one in job.assessment.reach.without_place),
        ),
    )


def _canteens(job: CoverageJob) -> PlainTable:
    columns: tuple[str, ...] = (
        "when", "canteen_id", "name", "radius_m", "inside", "alone", "nearest", "boxes", "capacity",
        "load",
    )  # fmt: skip
    norm = job.elders_per_point
    rows: list[tuple[Value, ...]] = []
    for when, assessment in _whens(job):
        for one in told_loads(job, assessment):
            canteen = one.canteen
            row = (
                when, canteen.canteen_id, canteen.name, canteen.service_radius_m, one.inside,
                one.alone, one.nearest, one.boxes, one.capacity,
                None if one.share is None else round(one.share, 3),
            )  # fmt: skip
            of_norm = None if norm is None or one.inside is None else round(one.inside / norm, 3)
            rows.append(row if norm is None else (*row, norm, of_norm))
    if norm is not None:
        columns = (*columns, "norm", "inside_of_norm")
    return PlainTable("canteens", columns, tuple(rows))


def _equity(job: CoverageJob) -> PlainTable:
    columns = (
        "when", "community", "people", "mean_min", "median_min", "p90_min", "worst_tenth_min",
        "gini",
    )  # fmt: skip
    rows = []
    for when, assessment in _whens(job):
        for name, spread in [
            (None, told_equity(job, assessment.equity)),
            *told_communities(job, assessment),
        ]:
            figures = (spread.mean, spread.median, spread.p90, spread.worst_tenth)
            rows.append(
                (when, name, spread.people,
                 *(None if math.isnan(one) else round(one, 2) for one in figures),
                 round(spread.gini, 4))
            )  # fmt: skip
    return PlainTable("equity", columns, tuple(rows))


def _access(job: CoverageJob) -> PlainTable:
    columns = ("when", "method", "mean_meals", "median_meals", "least_tenth_meals", "without",
               "gini")  # fmt: skip
    told = [
        (when, one)
        for when, assessment in _whens(job)
        for one in assessment.access
        if one.meals.size
    ]
    return PlainTable(
        "access",
        columns,
        tuple(
            (
                when, one.method, round(one.spread.mean, 4), round(one.spread.median, 4),
                round(one.least_tenth, 4),
                None if 0 < one.without < least(job) else one.without,
                round(one.spread.gini, 4),
            )
            for when, one in told
        ),
    )  # fmt: skip


def _hexagons(cells: Sequence[HexagonValues]) -> PlainTable:
    columns = ("h3", "residents", "share", "minutes", "meals", "share_after")
    return PlainTable(
        "hexagons",
        columns,
        tuple(
            (
                one.hexagon.cell,
                one.hexagon.people,
                round(one.share, 4),
                round(one.minutes, 2) if math.isfinite(one.minutes) else None,
                round(one.meals, 4),
                None if one.share_after is None else round(one.share_after, 4),
            )
            for one in cells
        ),
    )


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table for people: its title, its columns with whether they hold numbers, its cells."""

    title: str
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[str, ...], ...]


def share_table(job: CoverageJob) -> WordTable:
    """Give coverage by group and limit, with the diet and without."""
    found = job.assessment
    limits = [None, *found.minutes]
    told = told_shares(job, found)
    groups = list(dict.fromkeys(one.group for one in told))
    rows = []
    for group in groups:
        whole = found.share(group, None).whole
        cells = [_both(job, group, limit) for limit in limits]
        rows.append((group_word(group), f"{whole:,}", *cells))
    heads = [(limit_word(limit, found.mode), True) for limit in limits]
    title = _("Covered, with the diet cooked (any diet)")
    return WordTable(title, ((_("group"), False), (_("number"), True), *heads), tuple(rows))


def _both(job: CoverageJob, group: str, limit: int | None) -> str:
    found = job.assessment
    with_diet, any_diet = (
        told_percent(job, found, found.share(group, limit, with_diet=one)) for one in (True, False)
    )
    return f"{with_diet} ({any_diet})"


def canteen_table(job: CoverageJob, most: int = _MOST_SHOWN) -> WordTable:
    """Give what each canteen has to carry, the fullest first."""
    rows = tuple(
        (
            one.canteen.name, *(_counted(job, n) for n in (one.inside, one.alone, one.nearest)),
            _counted(job, one.boxes), f"{one.capacity:,}",
            "-" if one.share is None else percent(one.share),
        )
        for one in told_loads(job, job.assessment)[:most]
    )  # fmt: skip
    columns = (
        (_("canteen"), False), (_("inside"), True), (_("only it"), True), (_("quickest for"), True),
        (_("boxes"), True), (_("can cook"), True), (_("load"), True),
    )  # fmt: skip
    return WordTable(_("Residents and boxes of each canteen"), columns, rows)


def _counted(job: CoverageJob, count: int | None) -> str:
    return f"< {least(job)}" if count is None else f"{count:,}"


def equity_table(job: CoverageJob, most: int = _MOST_SHOWN) -> WordTable:
    """Give the minutes of each community, the worst tenth of which walks the longest first."""
    found = job.assessment
    # Where the worst tenth may not be told, its order may not either.
    tails = job.publication is None
    worst = sorted(
        told_communities(job, found),
        key=lambda one: (-(one[1].worst_tenth if tails else one[1].median), one[0]),
    )
    rows = tuple(
        (
            name, f"{one.people:,}",
            *("-" if math.isnan(n) else f"{n:.1f}"
              for n in (one.mean, one.median, one.p90, one.worst_tenth)),
            f"{one.gini:.2f}",
        )
        for name, one in [(_("all residents"), told_equity(job, found.equity)), *worst[:most]]
    )  # fmt: skip
    columns = (
        (_("community"), False), (_("residents"), True), (_("mean"), True), (_("median"), True),
        (_("P90"), True), (_("worst tenth"), True), (_("Gini"), True),
    )  # fmt: skip
    return WordTable(_("Minutes to the quickest canteen"), columns, rows)


def outside_table(job: CoverageJob) -> WordTable:
    """List who lives outside, the farthest first."""
    found = job.assessment
    names = {one.canteen_id: one.name for one in found.reach.canteens}
    rows = tuple(
        (
            one.resident_id,
            group_word(f"priority {one.priority}"),
            _("nobody cooks the diet") if one.canteen_id is None else names[one.canteen_id],
            f"{one.too_far_m:,.0f} m" if math.isfinite(one.too_far_m) else "-",
        )
        for one in found.outside[:_MOST_SHOWN]
    )
    columns = (
        (_("resident"), False), (_("who"), False), (_("nearest radius of"), False),
        (_("too far"), True),
    )  # fmt: skip
    title = _("Outside every radius ({n})").format(n=len(found.outside))
    return WordTable(title, columns, rows)
