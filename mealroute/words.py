"""Say meals, diets, modes, reasons, times and lengths as people read them, in their language."""

import datetime as dt
import math
from typing import Final

from mealroute.domain import (
    REGULAR_DIET,
    DeclineReason,
    Meal,
    Mode,
    Order,
    Resident,
    UnassignedReason,
)
from mealroute.language import gettext as _
from mealroute.language import ngettext

# Shapes, so that a diet is told apart without colour and without reading; every font has them.
_DIET_SIGNS: Final = {
    REGULAR_DIET: "●",
    "halal": "◆",
    "vegetarian": "▲",
    "soft": "■",
    "low_sugar": "★",
    "diabetic": "★",
    "low_salt": "✚",
}
_OTHER_DIET_SIGN: Final = "◇"


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


def diet_sign(diet: str) -> str:
    """Give the shape that goes with a diet's word."""
    return _DIET_SIGNS.get(diet_key(diet), _OTHER_DIET_SIGN)


def diet_mark(diet: str) -> str:
    r"""Name a diet with its shape before it, on one line.

    Examples
    --------
    >>> diet_mark("halal")
    '◆\xa0halal'
    """
    return f"{diet_sign(diet)}\u00a0{diet_word(diet)}"


def boxes_word(boxes: int) -> str:
    """Count boxes.

    Examples
    --------
    >>> boxes_word(1), boxes_word(2)
    ('1 box', '2 boxes')
    """
    return ngettext("{n} box", "{n} boxes", boxes).format(n=boxes)


def stops_word(stops: int) -> str:
    """Count stops."""
    return ngettext("{n} stop", "{n} stops", stops).format(n=stops)


def clock(time: dt.datetime | dt.time) -> str:
    """Tell a time as hours and minutes.

    Examples
    --------
    >>> clock(dt.time(11, 5, 59))
    '11:05'
    """
    return f"{time:%H:%M}"


def metres_word(metres: int) -> str:
    """Tell a length, in kilometres from one kilometre on.

    Examples
    --------
    >>> metres_word(840), metres_word(3260)
    ('840 m', '3.3 km')
    """
    if metres < 1000:
        return _("{n} m").format(n=metres)
    return _("{n} km").format(n=f"{metres / 1000:.1f}")


def duration_word(seconds: int) -> str:
    """Tell a duration in whole minutes, rounded up.

    Examples
    --------
    >>> duration_word(61)
    '2 min'
    """
    return _("{n} min").format(n=-(-seconds // 60))


def celsius_word(temperature_c: float) -> str:
    """Tell a temperature in whole degrees, rounded down: food is never called hotter than it is.

    Examples
    --------
    >>> celsius_word(63.97), celsius_word(59.9999999999)
    ('63 °C', '60 °C')
    """
    # What float arithmetic takes off 60 degrees is no cold.
    return _("{n} °C").format(n=math.floor(temperature_c + 1e-6))


def window_word(order: Order) -> str:
    """Tell between which times a handover may start; empty where the order names none."""
    if order.earliest is not None and order.latest is not None:
        return _("{earliest}–{latest}").format(
            earliest=clock(order.earliest), latest=clock(order.latest)
        )
    if order.earliest is not None:
        return _("from {earliest}").format(earliest=clock(order.earliest))
    return "" if order.latest is None else _("by {latest}").format(latest=clock(order.latest))


def floor_word(resident: Resident) -> str:
    """Tell how the door is reached inside the building."""
    if resident.floor <= 1:
        return _("Ground floor")
    if resident.lift:
        return _("Floor {n}, lift").format(n=resident.floor)
    return _("Floor {n}, no lift").format(n=resident.floor)


def direction(language: str) -> str:
    """Say which way a language is written, as HTML's ``dir``.

    Examples
    --------
    >>> direction("en"), direction("kk_Arab"), direction("ug")
    ('ltr', 'rtl', 'rtl')
    """
    name, _sign, script = language.partition("_")
    return "rtl" if script == "Arab" or name in {"ar", "ug"} else "ltr"
