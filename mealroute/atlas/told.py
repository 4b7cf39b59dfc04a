"""Say which figures of coverage may be told: all to planners, to everybody none of a few."""

import math
from dataclasses import dataclass, replace

from mealroute.atlas.job import CoverageJob
from mealroute.atlas.wording import percent, share_word
from mealroute.coverage.assessment import Assessment
from mealroute.coverage.equity import Equity
from mealroute.coverage.reach import Share
from mealroute.domain import Canteen


def least(job: CoverageJob) -> int:
    """How many residents must stand behind a figure."""
    return 0 if job.publication is None else job.publication.k


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldShare:
    """A share with what may be told of it; ``None`` where one could count fewer than k."""

    group: str
    minutes: int | None
    with_diet: bool
    covered: int | None
    whole: int
    share: float | None


def told_shares(job: CoverageJob, assessment: Assessment) -> list[ToldShare]:
    """Leave out the shares of groups that are too small, and figures that count a few of a group.

    Those covered, those not covered, and those who are only because a diet is not looked at: of
    none of these may fewer than k be counted, nor found by taking one figure from another.
    """
    return [
        ToldShare(
            group=one.group, minutes=one.minutes, with_diet=one.with_diet, whole=one.whole,
            covered=None if few else one.covered, share=None if few else one.share,
        )
        for one in assessment.shares
        if one.whole >= least(job)
        for few in [_counts_a_few(job, assessment, one)]
    ]  # fmt: skip


def told_percent(job: CoverageJob, assessment: Assessment, share: Share) -> str:
    """Tell a share in whole percent; where that would count a few, on which side it lies."""
    k, rest = least(job), share.whole - share.covered
    if 0 < share.covered < k:
        return f"<\u00a0{percent(k / share.whole)}"
    if 0 < rest < k:
        return f">\u00a0{percent(1 - k / share.whole)}"
    return "-" if _counts_a_few(job, assessment, share) else percent(share.share)


def told_share_word(job: CoverageJob, assessment: Assessment, share: Share) -> str:
    """Tell a share with its figures, as far as they may be told."""
    if _counts_a_few(job, assessment, share):
        return told_percent(job, assessment, share)
    return share_word(share)


def _counts_a_few(job: CoverageJob, assessment: Assessment, share: Share) -> bool:
    counts = [share.covered, share.whole - share.covered]
    if not share.with_diet:
        counts.append(share.covered - assessment.share(share.group, share.minutes).covered)
    return any(0 < one < least(job) for one in counts)


@dataclass(frozen=True, slots=True)
class ToldLoad:
    """A canteen's load with what may be told of it; ``None`` stands for fewer than k residents."""

    canteen: Canteen
    inside: int | None
    alone: int | None
    nearest: int | None
    boxes: int | None
    capacity: int

    @property
    def share(self) -> float | None:
        """Boxes by what the kitchen can cook."""
        return None if self.boxes is None or not self.capacity else self.boxes / self.capacity


def told_loads(job: CoverageJob, assessment: Assessment) -> list[ToldLoad]:
    """Give the load of each canteen, the fullest first."""
    canteens = {one.canteen_id: one for one in assessment.reach.canteens}

    def told(count: int) -> int | None:
        return None if 0 < count < least(job) else count

    found = [
        ToldLoad(
            canteens[one.canteen_id], told(one.inside), told(one.alone), told(one.nearest),
            one.boxes if told(one.nearest) is not None else None, one.capacity,
        )
        for one in assessment.loads
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-(one.share or 0.0), one.canteen.canteen_id))


def told_equity(job: CoverageJob, spread: Equity) -> Equity:
    """Tell of the worst tenth only where k residents are in it: P90 and mean are ``nan`` else."""
    if spread.people >= 10 * least(job):
        return spread
    return replace(spread, p90=math.nan, worst_tenth=math.nan)


def told_communities(job: CoverageJob, assessment: Assessment) -> list[tuple[str, Equity]]:
    """List the communities that have a name and enough residents to be told of."""
    return [
        (name, told_equity(job, spread))
        for name, spread in assessment.communities.items()
        if name and spread.people >= least(job)
    ]
