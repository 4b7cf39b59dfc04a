"""Tell which residents no street leads to, in a few lines and in data."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mealroute.cli.output import say
from mealroute.language import gettext as _
from mealroute.language import ngettext
from mealroute.words import mode_word

if TYPE_CHECKING:
    from mealroute.cli.opened import Opened
    from mealroute.travel.unreachable import Unreachable

MOST_LINES = 12
MOST_RESIDENTS = 8


def tell_unreachable(opened: "Opened", *, radius_only: bool = False) -> "list[dict[str, Any]]":
    """Say on standard error whom no street leads to, and give the same as data, complete.

    ``radius_only`` looks at ways on foot alone, by which a service radius by streets is measured.
    """
    found = _find(opened, radius_only=radius_only)
    lines = [_line(one) for one in found]
    if len(lines) > MOST_LINES:
        more = len(lines) - MOST_LINES
        lines = [
            *lines[:MOST_LINES],
            ngettext("… and {n} more", "… and {n} more", more).format(n=more),
        ]
    if lines:
        say("\n".join(lines))
    return [_values(one) for one in found]


def _find(opened: "Opened", *, radius_only: bool) -> "Sequence[Unreachable]":
    extract = opened.files.streets
    if opened.travel.name != "streets" or extract is None:
        return ()
    from mealroute.domain import Mode
    from mealroute.travel.cache import open_streets
    from mealroute.travel.unreachable import find_unreachable

    service, closed = opened.service, opened.files.settings.travel.closed_ways
    modes: dict[Any, set[Mode]] = {canteen_id: set() for canteen_id in service.canteens}
    for shift in service.shifts:
        for canteen_id in shift.canteen_ids:
            modes[canteen_id].add(shift.mode)
    if radius_only:
        modes = {canteen_id: {Mode.FOOT} for canteen_id in service.canteens}
    ordering = dict.fromkeys(order.resident_id for order in service.orders.values())
    return find_unreachable(
        service.canteens.values(),
        [service.residents[one] for one in ordering if one in service.residents],
        modes,
        opened.travel,
        opened.files.settings.travel,
        lambda: (open_streets(extract, closed), open_streets(extract)),
    )


def _line(one: "Unreachable") -> str:
    from mealroute.travel.unreachable import NoWay

    canteens, mode = ", ".join(one.canteen_ids), mode_word(one.mode)
    if one.at_canteen:
        words = _("no way from {canteens} ({mode}) to anybody: the canteen is {why}")
        why = _why(one.cause, one.metres)
        return words.format(canteens=canteens, mode=mode, why=why)
    named = [
        f"{resident} ({_metres(metres)})"
        for resident, metres in zip(one.resident_ids, one.metres, strict=True)
    ]
    more = len(named) - MOST_RESIDENTS
    residents = ", ".join(named[:MOST_RESIDENTS])
    if more > 0:
        residents = _("{names} and {n} more").format(names=residents, n=more)
    words = {
        NoWay.OUTSIDE: _("no way from {canteens} ({mode}), outside the extract by: {residents}"),
        NoWay.CLOSED: _(
            "no way from {canteens} ({mode}), cut off by closed ways, so far from such a street: "
            "{residents}"
        ),
        NoWay.CUT_OFF: _(
            "no way from {canteens} ({mode}), the nearest street leads nowhere else: {residents}"
        ),
        NoWay.FAR: _("no way from {canteens} ({mode}), so far from any street: {residents}"),
    }[one.cause]
    return words.format(canteens=canteens, mode=mode, residents=residents)


def _why(cause: Any, metres: Sequence[float]) -> str:  # noqa: ANN401 -- `NoWay`
    words = {
        "outside_extract": _("{metres} outside the extract"),
        "cut_off_by_closed_ways": _("cut off by closed ways, {metres} from such a street"),
        "cut_off": _("{metres} from a street that leads nowhere else"),
        "far_from_streets": _("{metres} from any street"),
    }[cause.value]
    return words.format(metres=_metres(metres[0]))


def _metres(metres: float) -> str:
    if math.isinf(metres):
        return _("no such street")
    return _("{metres} m").format(metres=f"{metres:,.0f}")


def _values(one: "Unreachable") -> dict[str, Any]:
    plain = [None if math.isinf(metres) else round(metres) for metres in one.metres]
    values: dict[str, Any] = {
        "canteen_ids": list(one.canteen_ids),
        "mode": one.mode.value,
        "cause": one.cause.value,
        "at_canteen": one.at_canteen,
    }
    if one.at_canteen:
        return {**values, "metres": plain[0], "resident_ids": list(one.resident_ids)}
    residents = [
        {"resident_id": resident, "metres": metres}
        for resident, metres in zip(one.resident_ids, plain, strict=True)
    ]
    return {**values, "residents": residents}
