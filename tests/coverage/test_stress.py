import datetime as dt
import math
from dataclasses import fields, replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mealroute.coverage import Estimate, Perturbation, StressReport, compare, replay
from mealroute.coverage.draws import Draws
from mealroute.coverage.estimate import proportion, ratio
from mealroute.coverage.itinerary import itineraries
from mealroute.coverage.walk import Conditions, Walked, walk
from mealroute.domain import EndsAt, Made, Meal, Plan, Receipt, Service
from mealroute.errors import ArgumentError, InvalidValueError
from mealroute.routing.assemble import final_receipts, routes
from mealroute.routing.build import build
from mealroute.routing.check import check
from mealroute.sample.straight import SAMPLE_DATE, make_straight_day
from mealroute.sample.town import Mix
from mealroute.search.ruin_recreate import first_solution
from mealroute.settings import HeatSettings, Settings, TravelSettings
from mealroute.travel import StraightTravel
from tests.builders import a_kitchen, a_resident, a_shift, a_volunteer, an_order, clock
from tests.coverage.one_day import OneDay, walk_one_day
from tests.routing.greedy_receipts import greedy_receipts
from tests.routing.lunch import HOME, TRAVEL, a_lunch, a_plan, a_route

SETTINGS = Settings()
STRAIGHT = StraightTravel(SETTINGS.travel)
CALM = Perturbation.calm()
ROUGH = Perturbation(
    weather_sigma=0.3,
    leg_sigma=0.3,
    handover_sigma=0.5,
    slow_door_share=0.3,
    late_canteen_share=0.3,
    absence=0.2,
    cancelled_share=0.2,
    added_share=0.3,
)
HARD = Mix(windows=0.5, two_trips=0.6, ends_elsewhere=0.6, second_shifts=0.0)


def lunch_of(seed: int, orders: int, mix: Mix = HARD) -> tuple[Service, Plan, tuple[Receipt, ...]]:
    """A day around Altay's coordinates, planned by the first insertion alone."""
    day = make_straight_day(seed=seed, orders=orders, mix=mix)
    service = day.service(SAMPLE_DATE, Meal.LUNCH)
    receipts, eligible = greedy_receipts(service)
    instance = build(service, SETTINGS, receipts, STRAIGHT, eligible)
    found = first_solution(instance.problem)
    plan = Plan(
        date=service.date,
        meal=service.meal,
        made=Made(version="", engine="", seed=0, seconds=0.0, travel="straight", cost=0),
        receipts=final_receipts(instance, found, receipts),
        routes=routes(instance, found, service, STRAIGHT),
    )
    return service, plan, receipts


LUNCH, PLAN, _RECEIPTS = lunch_of(seed=1, orders=60)


def replayed(perturbation: Perturbation, days: int = 50, seed: int = 0) -> StressReport:
    return replay(PLAN, LUNCH, SETTINGS, STRAIGHT, perturbation, days=days, seed=seed)


def of_lunch(
    perturbation: Perturbation, plan: Plan, service: Service, days: int = 4, seed: int = 0
) -> StressReport:
    return replay(plan, service, SETTINGS, TRAVEL, perturbation, days=days, seed=seed)


def walked(
    plan: Plan, service: Service, perturbation: Perturbation, draws: Draws
) -> tuple[Walked, ...]:
    """Every route of a plan, walked by its own volunteer on all days."""
    always = np.ones(draws.days, dtype=np.bool_)
    return tuple(
        walk(
            route,
            Conditions(
                draws=draws,
                perturbation=perturbation,
                walked=always,
                delay_s=np.zeros(draws.days),
                weather=draws.factor(perturbation.weather_sigma, "weather"),
                late_s=draws.seconds(
                    perturbation.late_canteen_share,
                    perturbation.late_canteen_mean_min,
                    "late canteen",
                    route.canteen_id,
                ),
            ),
        )
        for route in itineraries(plan, service, SETTINGS, STRAIGHT)
    )


def second(moment: dt.datetime) -> int:
    return (moment.hour * 60 + moment.minute) * 60 + moment.second


mixes = st.builds(
    Mix,
    windows=st.sampled_from([0.0, 0.3, 0.8]),
    two_trips=st.sampled_from([0.0, 0.6, 1.0]),
    several_canteens=st.sampled_from([0.0, 0.5]),
    ends_elsewhere=st.sampled_from([0.0, 0.6, 1.0]),
    second_shifts=st.sampled_from([0.0, 0.4]),
)


@given(st.integers(0, 10**6), st.integers(1, 60), mixes)
@settings(max_examples=25)
def test_a_calm_day_is_the_plan_itself_to_the_second(seed: int, orders: int, mix: Mix) -> None:
    service, plan, receipts = lunch_of(seed, orders, mix)

    report = replay(plan, service, SETTINGS, STRAIGHT, CALM, days=2, seed=seed)

    found = walked(plan, service, CALM, Draws(seed, 2))
    assert [
        (one.order_id, *one.starts_s, *one.aboard_s) for way in found for one in way.handovers
    ] == [
        (stop.order_id, *[second(stop.starts)] * 2, *[stop.aboard_s] * 2)
        for _route, stop in plan.stops()
    ]
    # The judge, who shares no code with the replay, finds nobody late, cold or over the shift.
    judged = {one.cause for one in check(plan, service, SETTINGS, STRAIGHT, receipts).violations}
    assert judged <= {"missing_order"}
    brought = sum(1 for _stop in plan.stops())
    counts = report.counts
    for count in (counts.brought, counts.on_time, counts.hot):
        assert count.tolist() == [brought] * 2
    assert counts.wanted.tolist() == [sum(one.accepted for one in plan.receipts)] * 2
    assert counts.kept_shift.tolist() == counts.walked.tolist() == [len(plan.routes)] * 2
    assert all(stop.spare_min >= 0 for stop in report.stops)


@given(st.integers(0, 10**6), st.integers(0, 19))
@settings(max_examples=15)
def test_every_day_is_as_walked_stop_by_stop(seed: int, day: int) -> None:
    draws = Draws(seed, 20)

    found = walked(PLAN, LUNCH, ROUGH, draws)

    for route, way in zip(PLAN.routes, found, strict=True):
        expected, left_s = walk_one_day(route, LUNCH, SETTINGS, STRAIGHT, OneDay(draws, ROUGH, day))
        brought = {(one.order_id, one.added): one for one in way.handovers if one.brought[day]}
        assert brought.keys() == expected.keys()
        for key, one in brought.items():
            told = (one.starts_s[day], one.late_s[day], one.aboard_s[day])
            assert told == pytest.approx(expected[key][:3], abs=1e-6)
            assert one.hot[day] == expected[key].hot
        assert way.kept_shift[day] == (left_s >= 0)


def test_the_same_seed_gives_the_same_report_and_another_seed_another() -> None:
    one, same, other = replayed(ROUGH), replayed(ROUGH), replayed(ROUGH, seed=1)

    assert (one.outcome, one.routes, one.stops) == (same.outcome, same.routes, same.stops)
    assert one.outcome != other.outcome


def test_the_first_days_are_the_same_however_many_follow() -> None:
    few, many = replayed(ROUGH, days=20).counts, replayed(ROUGH, days=70).counts

    for part in fields(few):
        first = getattr(many, part.name)[:20]
        assert getattr(few, part.name).tolist() == first.tolist()


def test_a_route_meets_the_same_days_whatever_else_is_in_the_plan() -> None:
    alone = replace(PLAN, routes=PLAN.routes[:1])

    report = replay(alone, LUNCH, SETTINGS, STRAIGHT, ROUGH, days=50, seed=0)

    (route,) = report.routes
    assert route in replayed(ROUGH).routes
    assert report.counts.wanted.tolist() == replayed(ROUGH).counts.wanted.tolist()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("slow_door_share", (0.0, 0.1, 0.4)),
        ("slow_door_mean_min", (1.0, 4.0, 20.0)),
        ("late_canteen_share", (0.0, 0.2, 0.9)),
        ("late_canteen_mean_min", (1.0, 10.0, 60.0)),
        ("absence", (0.0, 0.1, 0.5)),
    ],
)
@given(seed=st.integers(0, 10**6))
@settings(max_examples=6)
def test_on_no_day_is_more_on_time_when_more_goes_wrong(
    name: str, values: tuple[float, ...], seed: int
) -> None:
    # Starts are made of sums and maxima of what grows here; a wait at a door only hides it.
    counts = [
        replayed(replace(ROUGH, **{name: value}), days=20, seed=seed).counts for value in values
    ]

    for less, more in pairwise(counts):
        assert (more.on_time <= less.on_time).all()
        assert (more.brought <= less.brought).all()
        assert (more.wanted == less.wanted).all()


@given(st.integers(0, 10**6), st.floats(1.0, 2.0))
@settings(max_examples=10)
def test_on_slower_ways_no_day_has_more_on_time(seed: int, slower: float) -> None:
    longer = StraightTravel(TravelSettings(detour=1.3 * slower))

    slow = replay(PLAN, LUNCH, SETTINGS, longer, ROUGH, days=20, seed=seed).counts

    usual = replayed(ROUGH, days=20, seed=seed).counts
    assert (slow.on_time <= usual.on_time).all()
    assert (slow.kept_shift <= usual.kept_shift).all()


def test_absences_lower_the_share_brought_by_as_much() -> None:
    report = replayed(replace(CALM, absence=0.3), days=4000)

    brought = sum(1 for _stop in PLAN.stops()) / sum(one.accepted for one in PLAN.receipts)
    share = report.outcome.brought
    assert abs(share.value - 0.7 * brought) <= 1.5 * share.half_width
    assert 0.002 < share.half_width < 0.02
    # Nobody who comes is late on a calm day.
    assert report.outcome.on_time.value == share.value


def two_routes() -> tuple[Service, Plan]:
    """V1 brings O1 and O2, V2 brings O3, both from C1, at eleven."""
    service = a_lunch(shifts=[a_shift("V1"), a_shift("V2")])
    first = a_route(service, ("11:00", ["O1", "O2"]))
    second_one = a_route(service, ("11:00", ["O3"]), volunteer_id="V2")
    return service, a_plan(service, [second_one, first])


def test_a_reserve_takes_over_the_route_with_the_most_boxes_and_leaves_later() -> None:
    service, plan = two_routes()
    nobody = replace(CALM, absence=1.0, reserves=1, reserve_delay_min=15.0)
    service = replace(service, kitchens={**service.kitchens, **kitchen_until("11:19")})

    report = of_lunch(nobody, plan, service)

    # O1 and O2 would start at 11:05 and 11:08; a quarter of an hour later O2 is 4 minutes late.
    assert report.counts.brought.tolist() == [2] * 4
    assert report.counts.on_time.tolist() == [0] * 4
    assert (report.outcome.late_mean_min, report.without_reserves.late_mean_min) == (2.5, 0.0)
    assert report.without_reserves.brought == Estimate(0.0, 0.0)


def kitchen_until(text: str) -> dict[str, object]:
    return {"C1": a_kitchen(serve_until=clock(text))}


def test_an_absent_volunteer_is_absent_from_both_routes() -> None:
    service, plan = two_routes()
    shifts = (a_shift("V1"), a_shift("V1", starts=clock("12:00")))
    service = replace(service, shifts=shifts)
    later = a_route(service, ("12:05", ["O3"]))
    plan = replace(plan, routes=(plan.routes[1], later))

    report = of_lunch(replace(CALM, absence=0.5), plan, service, days=200)

    assert set(report.counts.brought.tolist()) == {0, 3}


def test_a_canteen_that_is_late_eats_up_the_slack_first() -> None:
    service = a_lunch()
    late = replace(CALM, late_canteen_share=1.0, late_canteen_mean_min=10.0)
    at_eleven = a_plan(service)
    at_noon = a_plan(service, [a_route(service, ("12:00", ["O1", "O2", "O3"]))])
    closes = replace(service, kitchens={**service.kitchens, **kitchen_until("12:14")})

    draws = Draws(0, 100)
    late_s = draws.seconds(1.0, 10.0, "late canteen", "C1")
    one = of_lunch(late, at_eleven, closes, days=100)
    other = of_lunch(late, at_noon, closes, days=100)

    # O3 starts 800 s after leaving, and the kitchen closes 74 or 14 minutes after the hour.
    assert (one.counts.on_time == 3).tolist() == (late_s + 800 <= 74 * 60).tolist()
    assert (other.counts.on_time == 3).tolist() == (late_s <= 3640).tolist()


def test_a_cancelled_stop_is_passed_over_straight_to_the_next() -> None:
    service = a_lunch()
    plan = a_plan(service)
    draws = Draws(0, 400)
    churn = replace(CALM, cancelled_share=0.5)

    (way,) = [
        walk(
            route,
            Conditions(
                draws=draws,
                perturbation=churn,
                walked=np.ones(400, dtype=np.bool_),
                delay_s=np.zeros(400),
                weather=np.ones(400),
                late_s=np.zeros(400),
            ),
        )
        for route in itineraries(plan, service, SETTINGS, TRAVEL)
    ]

    o1, o2, o3 = way.handovers
    eleven = 11 * 3600
    starts = {
        (bool(a), bool(b)): float(at) - eleven
        for a, b, c, at in zip(o1.brought, o2.brought, o3.brought, o3.starts_s, strict=True)
        if c
    }
    # 400 s straight to B; or 300 s to A, 180 s for the first there, 120 s for the next, 200 s on.
    assert starts == {
        (False, False): 400,
        (True, False): 680,
        (False, True): 680,
        (True, True): 800,
    }


def test_a_trip_whose_orders_are_all_cancelled_is_not_made() -> None:
    never = replace(CALM, cancelled_share=1.0, late_canteen_share=1.0, late_canteen_mean_min=1e3)

    report = of_lunch(never, a_plan(a_lunch()), a_lunch(), days=50)

    # Nobody waits for boxes that nobody wants, however late the canteen is.
    assert report.outcome.kept_shift.value == 1.0
    assert report.counts.wanted.sum() == 0
    assert report.outcome.on_time == Estimate(1.0, 0.0)


def test_a_route_is_judged_by_the_shift_of_the_volunteer_that_it_lies_in() -> None:
    short, long = a_shift("V1", until=clock("11:10")), a_shift("V1", until=clock("11:20"))
    service = a_lunch(shifts=[short, long])

    assert of_lunch(CALM, a_plan(service), service).outcome.kept_shift.value == 1.0


def test_an_added_order_needs_room_aboard() -> None:
    service = a_lunch(shifts=[a_shift("V1", capacity=4)])

    report = of_lunch(replace(CALM, added_share=1.0), a_plan(service), service)

    # One more door-neighbour at each of three stops, and one free place.
    assert report.counts.wanted.tolist() == [6] * 4
    assert report.counts.brought.tolist() == [4] * 4


def test_an_order_that_the_plan_leaves_out_is_wanted_and_not_brought() -> None:
    service = a_lunch()
    plan = a_plan(service, [a_route(service, ("11:00", ["O1", "O2"]))])

    outcome = of_lunch(CALM, plan, service).outcome

    assert outcome.brought == outcome.on_time == outcome.hot == Estimate(2 / 3, 0.0)


def test_food_that_is_aboard_too_long_is_cold_though_in_time() -> None:
    service = a_lunch()
    cold = Settings(heat=HeatSettings(max_aboard_min=10))

    report = replay(a_plan(service), service, cold, TRAVEL, CALM, days=2, seed=0)

    assert report.counts.hot.tolist() == [2, 2]
    assert report.stops[0].order_id == "O3"
    assert report.stops[0].cold.value == 1.0
    assert report.stops[0].spare_min == pytest.approx(-200 / 60)


@pytest.mark.parametrize(
    ("until", "kept"), [("11:26:20", True), ("11:26:19", False)], ids=["just home", "too late"]
)
def test_a_shift_that_ends_at_home_is_kept_when_home_is_reached(until: str, *, kept: bool) -> None:
    shift = a_shift("V1", until=clock(until), ends_at=EndsAt.HOME)
    service = a_lunch(shifts=[shift], volunteers=[a_volunteer("V1", coordinates=HOME)])
    plan = a_plan(service, [a_route(service, ("11:00", ["O1", "O2", "O3"]), back_to=HOME)])

    assert bool(of_lunch(CALM, plan, service).outcome.kept_shift.value) is kept


def test_a_plan_is_as_good_as_itself_and_worse_than_a_slower_one_on_the_same_days() -> None:
    service = a_lunch(kitchens=[a_kitchen(serve_until=clock("11:20")), a_kitchen("C2")])
    early = of_lunch(ROUGH, a_plan(service), service, days=300)
    late_plan = a_plan(service, [a_route(service, ("11:06", ["O1", "O2", "O3"]))])
    late = of_lunch(ROUGH, late_plan, service, days=300)

    nothing, gain = compare(early, early), compare(early, late)

    assert nothing.on_time == Estimate(0.0, 0.0)
    assert gain.brought == Estimate(0.0, 0.0)
    assert gain.on_time.value == pytest.approx(
        early.outcome.on_time.value - late.outcome.on_time.value
    )
    # Paired days tell two plans apart better than days drawn for each.
    unpaired = math.hypot(early.outcome.on_time.half_width, late.outcome.on_time.half_width)
    assert 0 < gain.on_time.half_width < unpaired
    assert gain.on_time.value > gain.on_time.half_width


def test_plans_are_not_compared_on_different_days() -> None:
    with pytest.raises(ArgumentError, match="same days"):
        compare(replayed(CALM, days=2), replayed(CALM, days=2, seed=1))


def test_the_weakest_come_first() -> None:
    report = replayed(ROUGH, days=200)

    poor = [route.poor_per_day.value for route in report.routes]
    weak = [stop.late.value + stop.cold.value for stop in report.stops]
    assert poor == sorted(poor, reverse=True)
    assert weak == sorted(weak, reverse=True)
    assert len(poor) == len(PLAN.routes)
    assert len(weak) == sum(1 for _stop in PLAN.stops())


@given(st.integers(0, 10**6))
@settings(max_examples=10)
def test_the_shares_hold_together(seed: int) -> None:
    report = replayed(replace(ROUGH, reserves=1), days=30, seed=seed)

    counts = report.counts
    assert (counts.brought <= counts.wanted).all()
    assert (counts.on_time <= counts.brought).all()
    assert (counts.hot <= counts.brought).all()
    assert report.without_reserves.brought.value <= report.outcome.brought.value
    low, middle, high = report.outcome.on_time_days
    assert low <= middle <= high


def test_a_ratio_of_single_orders_has_the_binomial_half_width() -> None:
    hits = np.array([1] * 30 + [0] * 70)

    share = ratio(hits, np.ones_like(hits))

    assert share.value == 0.3
    t_of_99 = 1.984217  # the 97.5 % point of Student's distribution, from any table
    assert share.half_width == pytest.approx(t_of_99 * math.sqrt(0.3 * 0.7 / 99))


def test_an_interval_from_few_days_is_as_wide_as_student_says() -> None:
    rng = np.random.default_rng(1)
    caught = 0
    for _town in range(1000):
        share = ratio(rng.binomial(200, 0.9, size=4), np.full(4, 200))
        caught += abs(share.value - 0.9) <= share.half_width
    assert 930 <= caught <= 970  # with the normal's 1.96 it is 844


@given(st.integers(1, 2000), st.data())
def test_wilson_s_interval_lies_within_the_half_width(days: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, days))

    share = proportion(hits, days)

    # The ends p of Wilson's interval solve (share - p)^2 = z^2 p (1 - p) / days.
    z2 = 1.959964**2
    ends = np.roots([1 + z2 / days, -(2 * share.value + z2 / days), share.value**2])
    assert abs(ends - share.value).max() == pytest.approx(share.half_width, abs=1e-6)


def test_every_reason_why_a_plan_does_not_fit_is_told_at_once() -> None:
    service, plan = two_routes()
    stranger = replace(
        service,
        shifts=service.shifts[:1],
        residents={**service.residents, "R1": a_resident("R1", coordinates=None)},
        orders={"O1": an_order("O1", "R1"), "O3": an_order("O3", "R3")},
        kitchens={},
    )

    with pytest.raises(ArgumentError) as told:
        of_lunch(CALM, replace(plan, date=SAMPLE_DATE - dt.timedelta(1)), stranger)

    lines = str(told.value).splitlines()[1:]
    assert lines == [
        "the plan is of 2026-11-23 (Lunch)",
        "no shift of volunteer 'V2' for canteen 'C1' (on foot)",
        "canteen 'C1' is not open",
        "nobody knows the door of order 'O1'",
        "there is no order 'O2'",
    ]


def test_a_plan_that_brings_an_order_twice_is_refused() -> None:
    service = a_lunch()
    plan = a_plan(service, [a_route(service, ("11:00", ["O1", "O1"]))])

    with pytest.raises(ArgumentError, match="'O1' is brought twice"):
        of_lunch(CALM, plan, service)


def test_one_day_has_no_spread() -> None:
    with pytest.raises(InvalidValueError, match="days is 1, expected 2 or more"):
        replayed(CALM, days=1)


def test_every_perturbation_out_of_range_is_told_at_once() -> None:
    with pytest.raises(InvalidValueError) as told:
        Perturbation(absence=-0.1, weather_sigma=math.nan, reserves=-1)

    assert str(told.value).splitlines() == [
        "weather_sigma is nan, expected 0 to 3",
        "absence is -0.1, expected 0 to 1",
        "reserves is -1, expected 0 to 1000",
    ]


def test_an_empty_plan_brings_nothing() -> None:
    service = a_lunch()

    outcome = of_lunch(CALM, a_plan(service, []), service).outcome

    assert (outcome.wanted_per_day, outcome.brought) == (3.0, Estimate(0.0, 0.0))
    assert outcome.kept_shift == Estimate(1.0, 0.0)


def test_a_door_out_of_reach_is_late_and_no_fault() -> None:
    service = a_lunch(kitchens=[a_kitchen(serve_until=clock("13:00")), a_kitchen("C2")])
    far = replace(
        service, residents={**service.residents, "R3": a_resident("R3", coordinates=HOME)}
    )

    report = of_lunch(CALM, a_plan(service), far)

    assert report.counts.on_time.tolist() == [2] * 4
