"""Say what a day's coverage comes to, in sentences that a planner can defend."""

from collections.abc import Iterator

import numpy as np

from mealroute.atlas.job import CoverageJob
from mealroute.atlas.told import ToldLoad, told_equity, told_loads, told_percent, told_share_word
from mealroute.atlas.wording import limit_word, minutes_word
from mealroute.coverage.reach import ALL, ORDERED
from mealroute.language import gettext as _
from mealroute.language import ngettext
from mealroute.words import metres_word


def sentences(job: CoverageJob) -> tuple[str, ...]:
    """Give the findings of a day, the most important first."""
    return (
        *_reached(job),
        *_outside(job),
        *_equity(job),
        *_loads(job),
        *_access(job),
        *_change(job),
    )


def _reached(job: CoverageJob) -> Iterator[str]:
    found = job.assessment
    longest = found.minutes[-1]
    yield _(
        "{share} of all residents live inside the service radius of a canteen that cooks their "
        "diet; {walk} of one live {other}."
    ).format(
        share=told_share_word(job, found, found.share(ALL, None)),
        walk=limit_word(longest, found.mode),
        other=told_share_word(job, found, found.share(ALL, longest)),
    )
    yield _("Of the boxes ordered {share} are for doors inside a radius.").format(
        share=told_share_word(job, found, found.share(ORDERED, None))
    )
    told = []
    for group, words in (
        ("priority 3", _("{share} of the frail")),
        ("priority 2", _("{share} of those who live alone")),
    ):
        share = found.share(group, longest)
        if share.whole >= (1 if job.publication is None else job.publication.k):
            told.append(words.format(share=told_share_word(job, found, share)))
    if told:
        yield _("{walk} live {groups}.").format(
            walk=_capital(limit_word(longest, found.mode)), groups=", ".join(told)
        )


def _outside(job: CoverageJob) -> Iterator[str]:
    found = job.assessment
    outside = found.outside
    lost = len(found.reach.without_place)
    near = [one.too_far_m for one in outside if np.isfinite(one.too_far_m)]
    least = 0 if job.publication is None else job.publication.k
    if 0 < len(outside) < least:
        yield _("Fewer than {k} residents live outside every radius that counts.").format(k=least)
        return
    yield ngettext(
        "{n} resident lives outside every radius that counts.",
        "{n} residents live outside every radius that counts.",
        len(outside),
    ).format(n=f"{len(outside):,}")
    if len(near) >= max(3, least):
        yield _("Half of those outside are at most {half} too far, the farthest {most}.").format(
            half=metres_word(round(float(np.median(near)))), most=metres_word(round(max(near)))
        )
    if lost >= max(1, least):
        yield ngettext(
            "The door of {n} resident is not known: counted as not reached.",
            "The doors of {n} residents are not known: counted as not reached.",
            lost,
        ).format(n=f"{lost:,}")


def _equity(job: CoverageJob) -> Iterator[str]:
    spread = told_equity(job, job.assessment.equity)
    if spread.people and not np.isnan(spread.p90):
        yield _(
            "To the quickest canteen that cooks the diet it is {median} for half of the residents "
            "or less, {p90} for nine tenths; the tenth with the longest way has {worst} on "
            "average (Gini {gini})."
        ).format(
            median=minutes_word(spread.median),
            p90=minutes_word(spread.p90),
            worst=minutes_word(spread.worst_tenth),
            gini=f"{spread.gini:.2f}",
        )


def _loads(job: CoverageJob) -> Iterator[str]:
    loads = told_loads(job, job.assessment)
    over = sorted((one for one in loads if _missing(one) > 0), key=_missing, reverse=True)
    if over:
        worst = over[0]
        yield ngettext(
            "{n} canteen is asked for more than it cooks by those for whom it is the quickest; "
            "most of all {name}, {boxes} boxes for {capacity}.",
            "{n} canteens are asked for more than they cook by those for whom they are the "
            "quickest; most of all {name}, {boxes} boxes for {capacity}.",
            len(over),
        ).format(n=len(over), name=worst.canteen.name, boxes=worst.boxes, capacity=worst.capacity)
    elif loads:
        yield _("Every canteen can cook what those for whom it is the quickest order.")
    if job.elders_per_point is not None and loads:
        enough = sum((one.inside or 0) >= job.elders_per_point for one in loads)
        yield _(
            "{enough} of {all} canteens have {norm} residents or more inside their radius."
        ).format(enough=enough, all=len(loads), norm=f"{job.elders_per_point:,}")


def _missing(load: ToldLoad) -> int:
    return (load.boxes or 0) - load.capacity


def _access(job: CoverageJob) -> Iterator[str]:
    for one in job.assessment.access[:1]:
        least = 0 if job.publication is None else job.publication.k
        if one.meals.size and not 0 < one.without < least:
            yield _(
                "Shared among all who compete for them, {mean} meals are within {n} min of a "
                "resident on average; {without} residents reach none ({method})."
            ).format(
                mean=f"{one.meals.mean():.2f}",
                n=job.assessment.minutes[-1],
                without=f"{one.without:,}",
                method=one.method,
            )


def _change(job: CoverageJob) -> Iterator[str]:
    if job.opening is None:
        return
    before, after = job.assessment, job.opening.assessment
    longest = before.minutes[-1]
    words = ngettext(
        "With {n} more canteen {radius} instead of {radius_now} of all residents live inside a "
        "radius that counts, and {walk} instead of {walk_now} {words}.",
        "With {n} more canteens {radius} instead of {radius_now} of all residents live inside a "
        "radius that counts, and {walk} instead of {walk_now} {words}.",
        len(job.opening.canteens),
    )
    if job.closing:
        words = _(
            "With these changes (opened: {n}, closed: {closed}) {radius} instead of {radius_now} "
            "of all residents live inside a radius that counts, and {walk} instead of {walk_now} "
            "{words}."
        )
    yield words.format(
        n=len(job.opening.canteens),
        closed=len(job.closing),
        radius=told_percent(job, after, after.share(ALL, None)),
        radius_now=told_percent(job, before, before.share(ALL, None)),
        walk=told_percent(job, after, after.share(ALL, longest)),
        walk_now=told_percent(job, before, before.share(ALL, longest)),
        words=limit_word(longest, before.mode),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def methods() -> tuple[tuple[str, str], ...]:
    """Name every measure as textbooks do, with where it comes from."""
    return (
        (
            _("Coverage"),
            _(
                "the share of residents, or of boxes, within a limit of a canteen: weighted "
                "coverage, what the maximal covering location problem maximises (Church and "
                "ReVelle 1974); 15 minutes on foot is the circle of 民发〔2023〕58号"
            ),
        ),
        (
            _("Access, 2SFCA and E2SFCA"),
            _(
                "two-step floating catchment area: each kitchen's meals are shared among all in "
                "its catchment, then everybody adds up the shares within reach (Luo and Wang "
                "2003); enhanced, nearer ways count more (Luo and Qi 2009: 1, 0.68, 0.22)"
            ),
        ),
        (
            _("Equity"),
            _(
                "mean, median, 90th percentile and the mean of the worst tenth of the minutes to "
                "the quickest canteen; Gini coefficient, 0 where all have the same way (Gini 1912)"
            ),
        ),
        (
            _("Hexagons"),
            _("cells of the H3 grid, resolution 9, about 0.1 km² each (Uber 2018)"),
        ),
    )
