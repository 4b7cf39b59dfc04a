"""Say of a day for sharing what was dropped, moved and generalised, and which k was reached."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from mealroute.domain import Day
from mealroute.privacy.hiding import HiddenPlaces
from mealroute.privacy.traits import Alike


def manifest_of(
    day: Day,
    shared: Day,
    places: HiddenPlaces,
    alike: Alike,
    seen: int,
    k: int,
    radius_m: float,
    lost: Mapping[str, int],
) -> dict[str, Any]:
    """Tell in plain values what was done to a day, and how well everybody in it is hidden.

    ``seen`` counts the residents whose place could be told, ``lost`` what orders and shifts lost.
    """
    located = [one for one in day.residents if one.coordinates is not None]
    moved = [
        places.buildings[one.building]
        for one in located
        if one.building in places.buildings and one.resident_id in alike.traits
    ]
    groups = Counter(alike.traits.values())
    told_homes = sum(one.coordinates is not None for one in shared.volunteers)
    homes = sum(one.coordinates is not None for one in day.volunteers)
    return {
        "mealroute_anonymous": 1,
        "k": k,
        "radius_m": radius_m,
        "residents": {
            "of": len(day.residents),
            "told": len(shared.residents),
            "left_out_by_place": len(day.residents) - seen,
            "left_out_by_traits": len(alike.left_out),
            "without_a_place": sum(one.coordinates is None for one in shared.residents),
        },
        "place": {
            "k_reached": min((one.k for one in moved), default=None),
            "k_median": _median([one.k for one in moved]),
            "moved_m_median": _rounded(_median([one.moved_m for one in moved])),
            "buildings": len({one.building for one in located} & places.buildings.keys()),
            "buildings_that_other_canteens_may_reach": len(places.elsewhere),
            "moved_m_most": _rounded(max((one.moved_m for one in moved), default=None)),
        },
        "traits": {
            "k_reached": min(groups.values(), default=None),
            "combinations": len(groups),
            "generalised": dict(alike.generalised),
        },
        "volunteers": {
            "of": len(day.volunteers),
            "homes_told": told_homes,
            "homes_dropped": homes - told_homes,
        },
        "orders": {"of": len(day.orders), "told": len(shared.orders)},
        "changed": dict(sorted(lost.items())),
        "dropped": [
            "names", "telephones", "addresses", "communities", "tiers", "emergency contacts",
            "languages", "notes", "avoid_volunteers", "channels", "unknown columns",
            "settings of maps, papers, subsidies, address services and routing servers",
        ],
        "kept": [
            "dates", "order windows, widened to five minutes", "canteens' coordinates", "kitchens",
            "shifts", "numbers of visits",
        ],
    }  # fmt: skip


def _median(values: Sequence[float]) -> float | None:
    ordered = sorted(values)
    return ordered[len(ordered) // 2] if ordered else None


def _rounded(metres: float | None) -> int | None:
    return None if metres is None else round(metres)
