"""Name meals, diets and ways to travel for people, in the language in use."""

from mealroute.domain import REGULAR_DIET, Meal, Mode
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
