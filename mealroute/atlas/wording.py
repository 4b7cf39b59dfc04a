"""Say groups, walks, shares and services as planners read them."""

from mealroute.coverage.assessment import Assessment
from mealroute.coverage.reach import ALL, ORDERED, Share
from mealroute.domain import Mode
from mealroute.language import gettext as _
from mealroute.words import meal_word, mode_word

MOST_SERVICES = 3


def group_word(group: str) -> str:
    """Name a group of residents.

    Examples
    --------
    >>> group_word("priority 3"), group_word("ordered")
    ('frail', 'boxes ordered')
    """
    return {
        ALL: _("all residents"),
        ORDERED: _("boxes ordered"),
        "priority 1": _("without special priority"),
        "priority 2": _("living alone"),
        "priority 3": _("frail"),
    }[group]


def limit_word(minutes: int | None, mode: Mode = Mode.FOOT) -> str:
    """Name the service radius, or a walk."""
    if minutes is None:
        return _("inside the service radius")
    return _("within {n} min {mode}").format(n=minutes, mode=mode_word(mode))


def percent(share: float) -> str:
    r"""Round to whole percent, but never up to all or down to none.

    Examples
    --------
    >>> [percent(one).replace("\xa0", " ") for one in (0.999, 1.0, 0.001, 0.456)]
    ['99 %', '100 %', '1 %', '46 %']
    """
    whole = round(100 * share)
    if 0 < share < 1:
        whole = min(99, max(1, whole))
    return _("{n} %").format(n=whole).replace(" ", "\u00a0")


def share_word(share: Share) -> str:
    """Tell a share with its figures."""
    return _("{covered} of {whole} ({percent})").format(
        covered=f"{share.covered:,}", whole=f"{share.whole:,}", percent=percent(share.share)
    )


def minutes_word(minutes: float) -> str:
    """Tell minutes to one decimal.

    Examples
    --------
    >>> minutes_word(10.35)
    '10.3 min'
    """
    return _("{n} min").format(n=f"{minutes:.1f}")


def basis_word(assessment: Assessment) -> str:
    """Say what was counted, and along what."""
    services = [f"{date} {meal_word(meal)}" for date, meal in assessment.services]
    if len(services) > MOST_SERVICES:
        services = [services[0], "…", services[-1]]
    along = (
        _("Ways follow the streets.")
        if assessment.travel == "streets"
        else _("Ways are straight lines with a detour, not streets: catchments are circles.")
    )
    reach = assessment.reach
    return _("{people} residents, {canteens} canteens, orders of {services}. {along}").format(
        people=f"{len(reach.residents) + len(reach.without_place):,}",
        canteens=len(reach.canteens),
        services=", ".join(services) or _("no meal"),
        along=along,
    )
