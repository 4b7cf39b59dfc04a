"""Who is reached, by radius and by minutes, counts everybody once and forgets nobody."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealroute.coverage.reach import loads, measure_reach, outside, shares
from mealroute.domain import Day, Resident
from mealroute.settings import Settings
from mealroute.travel import UNREACHABLE_S, StraightTravel
from tests.builders import a_canteen, a_kitchen, a_resident, an_order, at_m

SETTINGS = Settings()
TRAVEL = StraightTravel(SETTINGS.travel)


def day(*residents: Resident, **changes: object) -> Day:
    values: dict[str, object] = {
        "canteens": (a_canteen("C1"), a_canteen("C2", coordinates=at_m(3000), diets={"halal"})),
        "kitchens": (a_kitchen("C1", capacity=40), a_kitchen("C2", capacity=20)),
        "residents": residents,
    }
    return Day(**values | changes)  # type: ignore[arg-type]


def share(one: Day, group: str, minutes: int | None, *, with_diet: bool = False) -> float:
    found = shares(measure_reach(one, SETTINGS, TRAVEL))
    (row,) = [s for s in found if (s.group, s.minutes, s.with_diet) == (group, minutes, with_diet)]
    return row.share


def test_the_radius_is_straight_and_the_walk_is_not() -> None:
    # 900 m straight are inside the radius of 1,000 m; with the detour they take 16 minutes.
    one = day(a_resident("R1", coordinates=at_m(900)))
    assert share(one, "all", None) == 1.0
    assert share(one, "all", 15) == 0.0


def test_a_canteen_that_does_not_cook_the_diet_serves_nobody_who_eats_it() -> None:
    one = day(a_resident("R1", coordinates=at_m(100), diet="halal"))
    assert share(one, "all", None) == 1.0
    assert share(one, "all", None, with_diet=True) == 0.0
    (out,) = outside(measure_reach(one, SETTINGS, TRAVEL))
    assert (out.resident_id, out.canteen_id) == ("R1", "C2")
    assert out.too_far_m == pytest.approx(1900, abs=0.5)


def test_a_diet_that_nobody_cooks_is_outside_of_everything() -> None:
    one = day(a_resident("R1", diet="soft"))
    (out,) = outside(measure_reach(one, SETTINGS, TRAVEL))
    assert (out.canteen_id, out.too_far_m, out.seconds) == (None, np.inf, UNREACHABLE_S)


def test_who_has_no_known_door_is_counted_as_not_covered() -> None:
    one = day(a_resident("R1", coordinates=at_m(10)), a_resident("R2", coordinates=None))
    assert measure_reach(one, SETTINGS, TRAVEL).without_place == ("R2",)
    assert share(one, "all", 5) == 0.5


def test_demand_is_weighed_by_boxes() -> None:
    one = day(
        a_resident("R1", coordinates=at_m(10)),
        a_resident("R2", coordinates=at_m(1500)),
        orders=(an_order("O1", "R1", meals=3), an_order("O2", "R2")),
    )
    assert share(one, "ordered", None) == 0.75


def test_a_canteen_carries_whom_it_alone_serves() -> None:
    both = a_canteen("C2", coordinates=at_m(600))
    one = day(
        a_resident("R1", coordinates=at_m(-500)),
        a_resident("R2", coordinates=at_m(400)),
        canteens=(a_canteen("C1"), both),
        orders=(an_order("O1", "R2", meals=2),),
    )
    first, second = loads(measure_reach(one, SETTINGS, TRAVEL), one)
    assert (first.inside, first.alone, first.nearest, first.boxes) == (2, 1, 1, 0)
    assert (second.inside, second.alone, second.nearest, second.boxes) == (1, 0, 1, 2)
    assert (first.capacity, second.capacity) == (40, 20)


def test_a_day_without_canteens_covers_nobody() -> None:
    one = day(a_resident("R1"), canteens=(), kitchens=())
    assert share(one, "all", None) == 0.0
    (out,) = outside(measure_reach(one, SETTINGS, TRAVEL))
    assert out.canteen_id is None


@given(
    st.lists(
        st.tuples(st.integers(-4000, 4000), st.sampled_from(["regular", "halal", "soft"]),
                  st.integers(1, 3)),
        max_size=12,
    )
)  # fmt: skip
def test_more_minutes_never_cover_fewer_and_nobody_is_lost(
    homes: list[tuple[int, str, int]],
) -> None:
    one = day(
        *(
            a_resident(f"R{row}", coordinates=at_m(north_m), diet=diet, priority=priority)
            for row, (north_m, diet, priority) in enumerate(homes)
        )
    )
    reach = measure_reach(one, SETTINGS, TRAVEL)
    found = {(s.group, s.minutes, s.with_diet): s for s in shares(reach)}
    for group in ("all", "priority 1", "priority 2", "priority 3"):
        for diet in (False, True):
            counts = [found[group, limit, diet].covered for limit in (5, 10, 15)]
            assert counts == sorted(counts)
    assert sum(found[f"priority {n}", 10, True].whole for n in (1, 2, 3)) == len(homes)
    assert found["all", None, True].covered + len(outside(reach)) == len(homes)
    served = sum(load.nearest for load in loads(reach, one))
    assert served == found["all", None, True].covered
