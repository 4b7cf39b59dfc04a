"""A day for sharing: everybody among k, the same for the same salt, and it plans."""

import dataclasses
import datetime as dt
import json
import math
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mealroute.domain import Coordinates, Day, EndsAt, Resident
from mealroute.files import DayFiles, read_day, write_day
from mealroute.privacy.anonymous import Anonymous, anonymous
from mealroute.privacy.audience import Audience, Sight
from mealroute.privacy.scan import Scanner
from mealroute.privacy.traits import make_alike
from mealroute.settings import (
    GeocodingSettings,
    MapSettings,
    PaperSettings,
    Settings,
    Tier,
    TravelSettings,
)
from tests.builders import (
    METRES_PER_DEGREE,
    a_canteen,
    a_kitchen,
    a_resident,
    a_shift,
    a_volunteer,
    an_order,
    at_m,
    clock,
)
from tests.privacy.people import a_day

GUIXI = Path(__file__).parents[2] / "data" / "guixi"
SALT = b"a salt for tests only"
OTHER = b"another salt for tests"


def shared(day: Day, salt: bytes = SALT, **asked: Any) -> Anonymous:
    return anonymous(day, Settings(), salt, **asked)


def apart_m(one: Coordinates, other: Coordinates) -> float:
    north = (one.lat - other.lat) * METRES_PER_DEGREE
    east = (one.lon - other.lon) * METRES_PER_DEGREE * math.cos(math.radians(one.lat))
    return math.hypot(north, east)


def true_places(day: Day, told: Day) -> dict[str, tuple[Coordinates, Coordinates]]:
    """Every told resident's published and true place, joined by when the order was placed."""
    by_moment = {order.placed_at: order.resident_id for order in day.orders}
    people = {one.resident_id: one.coordinates for one in day.residents}
    published = {one.resident_id: one.coordinates for one in told.residents}
    joined = {}
    for order in told.orders:
        here, there = published[order.resident_id], people[by_moment[order.placed_at]]
        assert here is not None
        assert there is not None
        joined[str(order.resident_id)] = (here, there)
    return joined


def marked(residents: list[Resident], **changes: Any) -> Day:
    """A day in which the moment of an order tells whose it is."""
    begin = dt.datetime(2026, 1, 1)  # noqa: DTZ001 -- wall-clock time, as everywhere
    orders = tuple(
        an_order(f"O{n}", one.resident_id, placed_at=begin + dt.timedelta(minutes=5 * n))
        for n, one in enumerate(residents)
    )
    values: dict[str, Any] = {
        "canteens": (a_canteen(),),
        "kitchens": (a_kitchen(),),
        "residents": tuple(residents),
        "orders": orders,
        "volunteers": (a_volunteer(),),
        "shifts": (a_shift(),),
    }
    return Day(**values | changes)


places = st.lists(
    st.tuples(st.integers(-2500, 2500), st.integers(-2500, 2500), st.integers(1, 4)),
    min_size=1, max_size=60,
)  # fmt: skip
traits = st.fixed_dictionaries(
    {
        "diet": st.sampled_from(("regular", "halal", "soft")),
        "needs": st.sampled_from((frozenset(), frozenset({"stairs"}), frozenset({"kazakh"}))),
        "priority": st.sampled_from((1, 2, 3)),
        "floor": st.integers(1, 9),
        "lift": st.booleans(),
        "handover_s": st.sampled_from((None, 120, 240)),
    }
)


@given(places, st.sampled_from((2, 3, 5)), st.integers(0, 9))
@settings(max_examples=40, deadline=None)
def test_as_many_buildings_as_asked_are_as_near_as_the_true_one(
    spots: list[tuple[int, int, int]], k: int, seed: int
) -> None:
    people = [
        a_resident(f"R{n}-{m}", coordinates=at_m(north, east))
        for n, (north, east, many) in enumerate(spots)
        for m in range(many)
    ]
    canteens = (a_canteen("C1"), a_canteen("C2", coordinates=at_m(800, 800)))
    day = marked(people, canteens=canteens, kitchens=(a_kitchen("C1"), a_kitchen("C2")))
    made = shared(day, k=k, seed=seed)

    buildings = {one.building: one.coordinates for one in people if one.coordinates}
    for published, true in true_places(day, made.day).values():
        moved_m = apart_m(published, true)
        assert moved_m <= 500.5
        near = [p for p in buildings.values() if apart_m(published, p) <= moved_m + 0.5]
        assert len(near) >= k
        assert min(apart_m(published, p) for p in buildings.values()) > 30
        reached = any(apart_m(published, c.coordinates) <= 1000 for c in canteens)
        assert reached == any(apart_m(true, c.coordinates) <= 1000 for c in canteens)
    told, left_out = len(made.day.residents), made.manifest["residents"]
    assert told + left_out["left_out_by_place"] + left_out["left_out_by_traits"] == len(people)


@given(st.lists(traits, max_size=60), st.sampled_from((2, 3, 5)))
@settings(max_examples=80, deadline=None)
def test_every_combination_of_traits_is_one_of_as_many_as_asked(
    people: list[dict[str, Any]], k: int
) -> None:
    residents = [a_resident(f"R{n}", **told) for n, told in enumerate(people)]
    alike = make_alike(residents, k)

    assert all(count >= k for count in Counter(alike.traits.values()).values())
    assert len(alike.traits) + len(alike.left_out) == len(residents)


def test_who_is_like_many_others_keeps_everything() -> None:
    usual = [a_resident(f"R{n}", floor=7, handover_s=150, priority=2) for n in range(5)]
    alike = make_alike([*usual, a_resident("R9", diet="soft", floor=3)], 5)
    assert {one.floor for one in alike.traits.values()} == {7}
    assert alike.left_out == {"R9"}


def test_the_rank_of_the_true_door_is_not_always_the_same() -> None:
    people = [
        a_resident(f"R{n}-{m}", coordinates=at_m(85 * n - 600, 85 * m - 600 + 9 * n))
        for n in range(14)
        for m in range(14)
    ]
    day = marked(people, canteens=(a_canteen(service_radius_m=9000),))
    doors = [one.coordinates for one in people if one.coordinates]
    ranks = Counter(
        sum(apart_m(here, door) <= apart_m(here, there) + 0.01 for door in doors)
        for here, there in true_places(day, shared(day, k=4).day).values()
    )
    assert len(ranks) >= 4
    assert max(ranks.values()) / sum(ranks.values()) < 0.5


def test_the_same_salt_and_seed_give_the_same_day() -> None:
    day = a_day(120)
    assert shared(day).day == shared(day).day
    assert shared(day, seed=1).day != shared(day).day
    ids = [one.resident_id for one in shared(day).day.residents]
    assert ids == [one.resident_id for one in shared(day, seed=1).day.residents]


def test_another_salt_gives_ids_and_doors_that_have_nothing_in_common() -> None:
    day = a_day(120)
    one, other = (shared(day, salt).day for salt in (SALT, OTHER))
    for name in ("resident_id", "coordinates"):
        values = [{getattr(person, name) for person in told.residents} for told in (one, other)]
        assert values[0] & values[1] == set()
    assert {o.order_id for o in one.orders} & {o.order_id for o in other.orders} == set()


def test_nothing_of_a_person_is_left() -> None:
    secret = "绝密"  # noqa: S105 -- a word to look for, no password
    person: dict[str, Any] = {
        "name": secret, "address": secret, "phone": secret, "emergency_contact": secret,
        "language": secret, "notes": secret, "building_id": secret,
        "community": secret, "tier": secret,
        "avoid_volunteers": frozenset({"V1"}),
    }  # fmt: skip
    residents = [
        a_resident(
            f"{secret}{n}", coordinates=at_m(70 * n), **person | {"building_id": f"{secret}{n}"}
        )
        for n in range(8)
    ]
    day = Day(
        canteens=(a_canteen(name=secret, address=secret, phone=secret),),
        kitchens=(a_kitchen(),),
        residents=tuple(residents),
        orders=tuple(
            an_order(f"{secret}{n}", one.resident_id, note=secret, channel=secret)
            for n, one in enumerate(residents)
        ),
        volunteers=(a_volunteer("V1", name=secret, phone=secret, languages=frozenset({secret}),
                                skills=frozenset({secret})),),
        shifts=(a_shift("V1"),),
        visits={(residents[0].resident_id, "V1"): 3},  # type: ignore[dict-item] # plain ids serve
    )  # fmt: skip
    maps = MapSettings(tiles=f"https://tiles.example/{secret}", attribution=secret)
    price = Decimal(1)
    settings = Settings(
        maps=maps,
        travel=TravelSettings(engine="osrm", server=f"http://{secret}", allow_remote=True),
        papers=PaperSettings(pages_url=f"http://{secret}"),
        geocoding=GeocodingSettings(town=secret, user_agent=secret, nominatim_host=secret),
        tiers={secret: Tier(price=price, co_pay=price)},
    )
    made = anonymous(day, settings, SALT, k=3)

    assert made.day.residents
    assert secret not in repr(made)
    assert "V1" not in repr(made.day)
    assert list(made.day.visits.values()) == [3]


def test_neighbours_stay_neighbours_and_windows_are_widened_to_five_minutes() -> None:
    people = [a_resident(f"R{n}", coordinates=at_m(80 * (n // 2))) for n in range(14)]
    day = marked(people)
    orders = tuple(
        dataclasses.replace(one, earliest=clock("11:31"), latest=clock("12:04"))
        for one in day.orders
    )
    made = shared(dataclasses.replace(day, orders=orders), k=3).day

    assert sorted(Counter(one.coordinates for one in made.residents).values()) == [2] * 7
    assert {(one.earliest, one.latest) for one in made.orders} == {(clock("11:30"), clock("12:05"))}


def test_a_home_that_cannot_be_hidden_ends_no_shift() -> None:
    people = [a_resident(f"R{n}", coordinates=at_m(80 * n)) for n in range(8)]
    far = a_volunteer("V1", coordinates=at_m(9000))
    day = marked(people, volunteers=(far,), shifts=(a_shift("V1", ends_at=EndsAt.HOME),))
    made = shared(day, k=3)

    assert made.day.volunteers[0].coordinates is None
    assert made.day.shifts[0].ends_at is EndsAt.ANYWHERE
    assert made.manifest["volunteers"]["homes_dropped"] == 1


def test_who_lives_far_from_everybody_is_left_out_and_counted() -> None:
    people = [a_resident(f"R{n}", coordinates=at_m(80 * n)) for n in range(8)]
    made = shared(marked([*people, a_resident("R9", coordinates=at_m(0, 5000))]), k=3)

    assert made.manifest["residents"]["left_out_by_place"] == 1
    assert made.manifest["changed"]["orders_left_out"] == 1
    assert len(made.day.residents) == len(made.day.orders) == 8


def test_settings_are_kept_but_for_streets_that_are_not_there() -> None:
    given_ = Settings(travel=TravelSettings(by="streets", detour=1.5, closed_ways=(7,)))
    without = anonymous(a_day(60), given_, SALT).settings.travel
    with_streets = anonymous(a_day(60), given_, SALT, with_streets=True).settings.travel
    assert (without.by, without.detour, without.closed_ways) == (None, 1.5, ())
    assert with_streets == given_.travel


def test_every_setting_that_planning_needs_is_kept() -> None:
    given_ = Settings.from_mapping(
        {
            "handover": {"per_order_s": 1},
            "heat": {"outside_c": -20.0, "container": "bag"},
            "trips": {"reload_s": 2},
            "receipt": {"overflow": False},
            "price": {"call_out": 3},
            "containers": {"bag": {"food_c": 80.0, "k_per_min": 0.01}},
        }
    )
    assert anonymous(a_day(60), given_, SALT).settings == given_


@pytest.fixture(scope="module")
def guixi(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample day, for sharing."""
    files = read_day(GUIXI)
    made = anonymous(files.day, files.settings, SALT)
    folder = tmp_path_factory.mktemp("guixi")
    write_day(DayFiles(day=made.day, settings=made.settings), folder)
    (folder / "anonymous.json").write_text(json.dumps(made.manifest), encoding="utf-8")
    return folder


def test_the_sample_day_for_sharing_is_read_again_without_a_remark(guixi: Path) -> None:
    files = read_day(guixi)
    assert files.notes == files.skipped == ()
    assert len(files.day.residents) > 135
    assert len({one.community for one in read_day(GUIXI).day.residents}) > 5
    assert {(one.community, one.tier) for one in files.day.residents} == {("", "")}


def test_no_leak_is_found_in_the_sample_day_for_sharing(guixi: Path) -> None:
    scanner = Scanner(read_day(GUIXI).day, Sight(audience=Audience.PUBLIC))
    found = [one for file in guixi.iterdir() for one in scanner.scan(file.name, file.read_bytes())]
    assert found == []


def test_the_sample_day_itself_is_full_of_leaks() -> None:
    scanner = Scanner(read_day(GUIXI).day, Sight(audience=Audience.PUBLIC))
    told = scanner.scan("residents.csv", (GUIXI / "residents.csv").read_bytes())
    assert len({one.whose for one in told}) >= 150
