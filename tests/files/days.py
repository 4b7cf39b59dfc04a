"""Draw days of which every row may stand in a file."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from mealroute.domain import (
    Canteen,
    Coordinates,
    Day,
    EndsAt,
    Kitchen,
    Meal,
    Mode,
    Order,
    Resident,
    Shift,
    Volunteer,
)
from mealroute.settings import (
    Container,
    HeatSettings,
    MapSettings,
    PriceSettings,
    Settings,
    SubsidySettings,
    Tier,
    TravelSettings,
)

# All but control characters and what is no character at all; reading trims what stands around.
_LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"])
_STARTS = st.sampled_from(["", "=", "+", "-", "@", "'=", "''-", "_x000D_", "<b>", '"', "'", "#N/A"])
texts = st.builds(
    lambda start, text: (start + text).strip(),
    _STARTS,
    st.text(_LETTERS | st.just("\n"), max_size=12),
)
names = texts.filter(bool)
_words = st.sets(st.sampled_from(["stairs", "kazakh", "清真", "low salt"])).map(frozenset)
_diets = st.sampled_from(["regular", "halal", "清真", "low salt"])
_times = st.times(max_value=dt.time(12)).map(lambda time: time.replace(microsecond=0))
_later = st.times(min_value=dt.time(13)).map(lambda time: time.replace(microsecond=0))
_dates = st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1))
_places = st.builds(Coordinates, st.floats(47.8, 47.9), st.floats(88.1, 88.2))
_maybe_places = st.none() | _places
_CANTEENS, _RESIDENTS, _VOLUNTEERS = ["C1", "-C2"], ["R1", "=R2"], ["V1", "+V2", "'=V3"]


def _each(make: Any, key: str, ids: list[str], **values: st.SearchStrategy[Any]) -> Any:
    """Draw a value for each id, in a drawn order."""
    made = [st.builds(make, **{key: st.just(one)}, **values) for one in ids]
    return st.tuples(*made).flatmap(lambda drawn: st.permutations(drawn).map(tuple))


def _several(make: Any, **values: st.SearchStrategy[Any]) -> Any:
    return st.lists(st.builds(make, **values), max_size=3).map(tuple)


_canteens = _each(
    Canteen, "canteen_id", _CANTEENS,
    name=names, coordinates=_places, service_radius_m=st.floats(0, 1e6), address=texts,
    diets=st.sets(_diets, min_size=1).map(frozenset), phone=texts,
)  # fmt: skip
_kitchens = st.lists(
    st.builds(
        Kitchen, canteen_id=st.sampled_from(_CANTEENS), meal=st.sampled_from(Meal),
        capacity=st.integers(0, 1000), ready_from=_times, date=st.none() | _dates,
        order_cutoff=st.none() | _times, serve_until=st.none() | _later,
    ),
    unique_by=lambda kitchen: (kitchen.canteen_id, kitchen.meal, kitchen.date), max_size=3,
).map(tuple)  # fmt: skip
_residents = _each(
    Resident, "resident_id", _RESIDENTS,
    name=names, coordinates=_maybe_places, address=texts, building_id=texts,
    floor=st.integers(-9, 200), lift=st.booleans(), diet=_diets, needs=_words,
    priority=st.integers(1, 3), handover_s=st.none() | st.integers(0, 86_400), phone=texts,
    emergency_contact=texts, language=texts,
    usual_volunteer=st.none() | st.sampled_from(_VOLUNTEERS),
    avoid_volunteers=st.sets(st.sampled_from(_VOLUNTEERS)).map(frozenset), notes=texts, tier=texts,
)  # fmt: skip
_orders = _each(
    Order, "order_id", ["O1", "@O2"],
    resident_id=st.sampled_from([*_RESIDENTS, "nobody"]), date=_dates, meal=st.sampled_from(Meal),
    meals=st.integers(1, 99), diet=st.none() | _diets,
    canteen_id=st.none() | st.sampled_from(_CANTEENS), earliest=st.none() | _times,
    latest=st.none() | _later,
    placed_at=st.none() | st.datetimes(dt.datetime.fromisoformat("1000-01-01")), channel=texts,
    note=texts,
)  # fmt: skip
_volunteers = _each(
    Volunteer, "volunteer_id", _VOLUNTEERS,
    name=names, coordinates=_places, phone=texts, skills=_words, languages=_words,
)  # fmt: skip
_shifts = _several(
    Shift, volunteer_id=st.sampled_from(_VOLUNTEERS), meal=st.sampled_from(Meal),
    canteen_ids=st.permutations(_CANTEENS).map(tuple) | st.just(("C1",)),
    mode=st.sampled_from(Mode), capacity=st.integers(1, 100), starts=_times, until=_later,
    date=st.none() | _dates, ends_at=st.sampled_from(EndsAt),
    carries=st.sets(_diets).map(frozenset), max_trips=st.integers(1, 9),
    container=st.sampled_from(["", "bag", '保温箱 "2"']),
)  # fmt: skip

days = st.builds(
    Day, canteens=_canteens, kitchens=_kitchens, residents=_residents, orders=_orders,
    volunteers=_volunteers, shifts=_shifts,
    visits=st.dictionaries(
        st.tuples(st.sampled_from(_RESIDENTS), st.sampled_from(_VOLUNTEERS)),
        st.integers(0, 1000),
    ),
)  # fmt: skip

_positive = st.floats(0.001, 1000)
_money = st.decimals(0, 10, places=2)
_tiers = st.builds(
    Tier, price=_money.map(lambda price: price + 10), co_pay=_money,
    max_meals_per_day=st.none() | st.integers(0, 9), max_per_month=st.none() | st.integers(0, 99),
)  # fmt: skip
settings = st.builds(
    Settings,
    travel=st.builds(
        TravelSettings, by=st.none() | st.sampled_from(["straight", "streets"]), foot=_positive
    ),
    heat=st.builds(
        HeatSettings, max_aboard_min=_positive, outside_c=st.none() | st.floats(-50, 50),
        container=st.sampled_from(["", "bag"]),
    ),
    price=st.builds(PriceSettings, unassigned=st.integers(0, 10**9), balance=st.floats(0, 9)),
    maps=st.builds(
        MapSettings,
        tiles=st.sampled_from(("", "gaode", "tianditu")) | texts.map("{{z}}{}".format),
        tiles_key=texts.filter(bool),
        attribution=st.text(_LETTERS | st.just("\x7f")),
    ),
    subsidy=st.builds(SubsidySettings, price=_money, bill_refused=st.booleans()),
    tiers=st.dictionaries(st.sampled_from(["over75", '八十岁 "以上"']), _tiers),
    containers=st.just({
        "bag": Container(food_c=75.0, k_per_min=0.011),
        '保温箱 "2"': Container(food_c=80.0, k_per_min=1e-05),
    }),
)  # fmt: skip
