import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mealroute.search.example import two_doors
from mealroute.search.problem import (
    ENDS_ANYWHERE,
    ENDS_AT_CANTEEN,
    ENDS_AT_HOME,
    Problem,
    Solution,
    Tour,
    nothing_served,
)
from mealroute.search.schedule import cost, schedule

BOTH = Tour(0, 0, ((0, 1),))
ONE_EACH = Tour(0, 0, ((0,), (1,)))


def with_ints(problem: Problem, **values: object) -> Problem:
    arrays = {
        name: np.array(value, dtype=getattr(problem, name).dtype) for name, value in values.items()
    }
    return problem._replace(**arrays)


def test_a_volunteer_leaves_when_boxes_are_ready_where_no_door_opens_late() -> None:
    times = schedule(two_doors(), BOTH)

    assert times is not None
    trip = times.trips[0]
    assert trip.leaves_s == 39_600
    assert trip.starts_s == (39_900, 40_280)  # 300 s out; 180 s at the door; 200 s on
    assert times.work_s == 300 + 180 + 200 + 180


def test_a_late_door_is_waited_for_at_the_canteen_not_in_the_street() -> None:
    times = schedule(two_doors(earliest_s=43_000), BOTH)

    assert times is not None
    assert times.trips[0].leaves_s == 42_700
    assert times.work_s == 300 + 180 + 200 + 180


def test_waiting_in_the_street_counts_as_work_where_an_earlier_door_shuts() -> None:
    problem = with_ints(two_doors(), order_earliest_s=[0, 41_000], order_latest_s=[40_000, 10**7])

    times = schedule(problem, BOTH)

    assert times is not None
    assert times.trips[0].leaves_s == 39_700  # as late as the first door allows
    assert times.work_s == 41_000 + 180 - 39_700


def test_a_second_trip_begins_after_the_way_back_and_reloading() -> None:
    times = schedule(two_doors(max_trips=2), ONE_EACH)

    assert times is not None
    first, second = times.trips
    assert first.back_s == 39_600 + 300 + 180 + 300
    assert second.leaves_s == first.back_s + 300
    assert second.back_s is None


def test_a_handover_at_the_same_building_pays_the_entrance_once() -> None:
    problem = with_ints(two_doors(), order_building=[0, 0])

    times = schedule(problem, BOTH)

    assert times is not None
    assert times.work_s == 300 + 180 + 200 + 120


def test_ending_at_the_canteen_makes_the_way_back_work() -> None:
    problem = with_ints(two_doors(), shift_ends_at=[ENDS_AT_CANTEEN])

    times = schedule(problem, Tour(0, 0, ((0,),)))

    assert times is not None
    assert times.work_s == 300 + 180 + 300
    assert times.trips[0].back_s == 39_600 + 780


def test_ending_at_home_makes_the_way_home_work() -> None:
    problem = with_ints(two_doors(), shift_ends_at=[ENDS_AT_HOME], shift_home=[2])

    times = schedule(problem, Tour(0, 0, ((0,),)))

    assert times is not None
    assert times.work_s == 300 + 180 + 200


def test_the_heat_limit_counts_to_the_start_of_a_handover() -> None:
    exactly = with_ints(two_doors(), shift_aboard_s=[680])
    too_short = with_ints(two_doors(), shift_aboard_s=[679])

    assert schedule(exactly, BOTH) is not None
    assert schedule(too_short, BOTH) is None


def test_a_shift_must_be_over_in_time() -> None:
    exactly = with_ints(two_doors(), shift_until_s=[39_600 + 860])
    too_short = with_ints(two_doors(), shift_until_s=[39_600 + 859])

    assert schedule(exactly, BOTH) is not None
    assert schedule(too_short, BOTH) is None


def test_a_kitchen_that_stops_serving_shuts_every_door() -> None:
    exactly = with_ints(two_doors(), canteen_serve_until_s=[40_280])
    too_short = with_ints(two_doors(), canteen_serve_until_s=[40_279])

    assert schedule(exactly, BOTH) is not None
    assert schedule(too_short, BOTH) is None


def test_the_cost_adds_work_call_out_faces_and_what_is_left_out() -> None:
    problem = two_doors()._replace(face_price=np.array([[120, 0]]))

    assert cost(problem, nothing_served(problem)) == 200_000
    assert cost(problem, Solution((BOTH,), (0, 0))) == 860 + 600 + 120
    assert cost(problem, Solution((Tour(0, 0, ((1,),)),), (0, 0))) == 480 + 600 + 100_000


def test_a_solution_that_breaks_a_rule_has_no_cost() -> None:
    problem = two_doors()
    twice = Solution((Tour(0, 0, ((0, 0),)),), (0, 0))
    overloaded = Solution((BOTH,), (0, 0))
    overfull = with_ints(problem, canteen_capacity=[1])

    assert cost(problem, twice) is None
    assert cost(with_ints(problem, shift_capacity=[1]), overloaded) is None
    assert cost(overfull, overloaded) is None
    assert cost(problem._replace(able=np.array([[True, False]])), overloaded) is None


small = st.integers(0, 12)


@st.composite
def tiny(draw: st.DrawFn) -> tuple[Problem, Tour]:
    """Three doors and seconds so few that every leave can be tried."""
    legs = np.array([draw(st.integers(1, 6)) for _ in range(16)]).reshape(1, 4, 4)
    opens = [draw(st.integers(0, 30)) for _ in range(3)]
    ready = draw(small)
    problem = with_ints(
        two_doors(max_trips=2),
        order_place=[1, 2, 3],
        order_boxes=[1, 1, 1],
        order_handover_s=[draw(st.integers(0, 3)) for _ in range(3)],
        order_building=[draw(st.integers(0, 1)) for _ in range(3)],
        order_earliest_s=opens,
        order_latest_s=[opening + draw(st.integers(0, 15)) for opening in opens],
        order_price=[1, 1, 1],
        order_canteen=[0, 0, 0],
        canteen_ready_s=[ready],
        canteen_serve_until_s=[draw(st.integers(15, 60))],
        shift_capacity=[3],
        shift_from_s=[draw(small)],
        shift_until_s=[draw(st.integers(20, 60))],
        shift_ends_at=[draw(st.sampled_from([ENDS_ANYWHERE, ENDS_AT_CANTEEN]))],
        shift_aboard_s=[draw(st.integers(3, 25))],
        travel_s=legs,
    )._replace(
        order_may=np.ones((3, 1), dtype=np.bool_),
        able=np.ones((1, 3), dtype=np.bool_),
        face_price=np.zeros((1, 3), dtype=np.int32),
        per_building_s=draw(st.integers(0, 2)),
        reload_s=draw(st.integers(0, 3)),
    )
    trips = draw(st.sampled_from([((0, 1, 2),), ((0, 1), (2,)), ((1,), (0, 2)), ((2,),)]))
    return problem, Tour(0, 0, trips)


def least_work_by_trying(problem: Problem, tour: Tour) -> int | None:
    """Try every leave of every trip, walking stop by stop: slow and without a formula."""
    works = []
    for leaves in itertools.product(range(61), repeat=len(tour.trips)):
        end = walk(problem, tour, leaves)
        if end is not None:
            works.append(end - leaves[0])
    return min(works, default=None)


def walk(problem: Problem, tour: Tour, leaves: tuple[int, ...]) -> int | None:
    legs = problem.travel_s[0]
    free = max(problem.shift_from_s[0], problem.canteen_ready_s[0])
    for index, (leave, trip) in enumerate(zip(leaves, tour.trips, strict=True)):
        if leave < free:
            return None
        now, place, building = leave, 0, -1
        for order in trip:
            door = problem.order_place[order]
            start = max(now + legs[place, door], problem.order_earliest_s[order])
            shuts = min(problem.order_latest_s[order], problem.canteen_serve_until_s[0])
            if start > shuts or start - leave > problem.shift_aboard_s[0]:
                return None
            entrance = problem.per_building_s * (problem.order_building[order] != building)
            now = start + problem.order_handover_s[order] + entrance
            place, building = door, problem.order_building[order]
        last = index == len(tour.trips) - 1
        if not last or problem.shift_ends_at[0] == ENDS_AT_CANTEEN:
            now += legs[place, 0]
        free = now + problem.reload_s
    return int(now) if now <= problem.shift_until_s[0] else None


@given(tiny())
def test_no_choice_of_leaves_makes_a_tour_shorter(case: tuple[Problem, Tour]) -> None:
    problem, tour = case

    times = schedule(problem, tour)

    assert (None if times is None else times.work_s) == least_work_by_trying(problem, tour)
    if times is not None:
        leaves = tuple(trip.leaves_s for trip in times.trips)
        assert walk(problem, tour, leaves) == leaves[0] + times.work_s
