"""Say meals, modes, diets, reasons, times and lengths as people read them on a map."""

import datetime as dt
import math
import re
from typing import Final

from mealroute.domain import REGULAR_DIET, Order, Resident
from mealroute.language import gettext as _
from mealroute.language import ngettext
from mealroute.words import (
    decline_word,
    diet_key,
    diet_word,
    meal_word,
    mode_word,
    unassigned_word,
)

# Templates read all words from here.
__all__ = [
    "boxes_word",
    "celsius_word",
    "clock",
    "decline_word",
    "diet_sign",
    "diet_word",
    "direction",
    "duration_word",
    "floor_word",
    "html_language",
    "meal_word",
    "metres_word",
    "mode_word",
    "phone_link",
    "spare_word",
    "stops_word",
    "unassigned_word",
    "window_word",
    "without_addresses",
]

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


def html_language(language: str) -> str:
    """Give the language tag for HTML.

    Examples
    --------
    >>> html_language("zh_Hans")
    'zh-Hans'
    """
    return language.replace("_", "-")


def direction(language: str) -> str:
    """Say which way a language is written, as HTML's ``dir``.

    Examples
    --------
    >>> direction("en"), direction("kk_Arab"), direction("ug")
    ('ltr', 'rtl', 'rtl')
    """
    name, _sign, script = language.partition("_")
    return "rtl" if script == "Arab" or name in {"ar", "ug"} else "ltr"


def diet_sign(diet: str) -> str:
    """Give the shape that goes with a diet's word."""
    return _DIET_SIGNS.get(diet_key(diet), _OTHER_DIET_SIGN)


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


def spare_word(seconds: int) -> str:
    """Tell how long there would still be time, in whole minutes, rounded down.

    Examples
    --------
    >>> spare_word(179), spare_word(-1)
    ('2 min', '-1 min')
    """
    return _("{n} min").format(n=seconds // 60)


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


def without_addresses(text: str) -> str:
    """Take web addresses down to plain words: a page that needs no network names no host.

    Examples
    --------
    >>> without_addresses("© OpenStreetMap contributors, https://www.openstreetmap.org/copyright")
    '© OpenStreetMap contributors, openstreetmap.org/copyright'
    """
    return re.sub(r"(?i)\b[a-z]+://(www\.)?", "", text)


def phone_link(phone: str) -> str:
    """Give the address that dials a number; empty where there is nothing to dial.

    Examples
    --------
    >>> phone_link("+86 (0906) 212-3456"), phone_link("ask next door"), phone_link("１２３")
    ('tel:+8609062123456', '', 'tel:123')
    """
    digits = "".join(str(int(sign)) for sign in re.findall(r"\d", phone))
    if len(digits) < 3:
        return ""
    return f"tel:{'+' if phone.lstrip().startswith('+') else ''}{digits}"
