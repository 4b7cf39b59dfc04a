"""Name meals, diets, ways to travel and reasons for people, in the language in use."""

from mealroute.domain import REGULAR_DIET, DeclineReason, Meal, Mode, UnassignedReason
from mealroute.language import gettext as _


def meal_word(meal: Meal) -> str:
    """Name a meal.

    Examples
    --------
    >>> meal_word(Meal.LUNCH)
    'Lunch'
    """
    return {
        Meal.BREAKFAST: _("Breakfast"),
        Meal.LUNCH: _("Lunch"),
        Meal.DINNER: _("Dinner"),
    }[meal]


def mode_word(mode: Mode) -> str:
    """Name a way to travel.

    Examples
    --------
    >>> mode_word(Mode.FOOT)
    'on foot'
    """
    return {Mode.FOOT: _("on foot"), Mode.EBIKE: _("e-bike"), Mode.CAR: _("car")}[mode]


def diet_word(diet: str) -> str:
    """Name a diet, however its words are joined; one that is not known keeps the file's word.

    Examples
    --------
    >>> diet_word("low-salt"), diet_word("low_salt"), diet_word("no fish")
    ('low salt', 'low salt', 'no fish')
    """
    known = {
        REGULAR_DIET: _("regular"),
        "halal": _("halal"),
        "vegetarian": _("vegetarian"),
        "soft": _("soft food"),
        "low_sugar": _("low sugar"),
        "diabetic": _("diabetic"),
        "low_salt": _("low salt"),
    }
    return known.get(diet_key(diet), diet)


def diet_key(diet: str) -> str:
    """Join a diet's words one way, to look it up."""
    return diet.replace("-", "_").replace(" ", "_")


def decline_word(reason: DeclineReason) -> str:
    """Say in a few words why an order was declined."""
    return {
        DeclineReason.UNKNOWN_RESIDENT: _("unknown resident"),
        DeclineReason.DUPLICATE: _("ordered twice"),
        DeclineReason.NO_LOCATION: _("address not found on the map"),
        DeclineReason.PAST_CUTOFF: _("ordered too late"),
        DeclineReason.OUTSIDE_RADIUS: _("outside every service radius"),
        DeclineReason.DIET_NOT_OFFERED: _("diet not cooked"),
        DeclineReason.KITCHEN_FULL: _("kitchen full"),
        DeclineReason.CLOSED: _("kitchen closed"),
        DeclineReason.BY_HAND: _("declined by hand"),
    }[reason]


def unassigned_word(reason: UnassignedReason) -> str:
    """Say in a few words why an accepted order has no volunteer."""
    return {
        UnassignedReason.NO_VOLUNTEER: _("no volunteer who may bring it"),
        UnassignedReason.TOO_FAR_EVEN_ALONE: _("too far even on a trip of its own"),
        UnassignedReason.NOT_ENOUGH_HANDS: _("not enough volunteers at that time"),
        UnassignedReason.NOT_FITTED: _("the search did not fit it in"),
    }[reason]
