"""Say meals, modes, diets, reasons, times and lengths as people read them on a map."""

import re

from mealroute.language import gettext as _
from mealroute.words import (
    boxes_word,
    celsius_word,
    clock,
    decline_word,
    diet_sign,
    diet_word,
    direction,
    duration_word,
    floor_word,
    meal_word,
    metres_word,
    mode_word,
    stops_word,
    unassigned_word,
    window_word,
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


def html_language(language: str) -> str:
    """Give the language tag for HTML.

    Examples
    --------
    >>> html_language("zh_Hans")
    'zh-Hans'
    """
    return language.replace("_", "-")


def spare_word(seconds: int) -> str:
    """Tell how long there would still be time, in whole minutes, rounded down.

    Examples
    --------
    >>> spare_word(179), spare_word(-1)
    ('2 min', '-1 min')
    """
    return _("{n} min").format(n=seconds // 60)


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
