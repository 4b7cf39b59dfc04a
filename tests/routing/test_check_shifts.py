"""The shift behind a route: the row under which it breaks the fewest rules, each row once."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealroute.domain import Cause, EndsAt, Mode, Plan, Service, Shift
from mealroute.routing.judge.shifts import fewest_violations
from tests.builders import CENTRE, a_kitchen, a_shift, a_volunteer, an_order, clock
from tests.routing.lunch import a_lunch, a_plan, a_route, causes, change_route, judge


def a_day(*shifts: Shift) -> Service:
    return a_lunch(shifts=shifts)


def two_routes(service: Service, first: str = "11:00", second: str = "11:30") -> Plan:
    routes = [a_route(service, (first, ["O1", "O2"])), a_route(service, (second, ["O3"]))]
    return a_plan(service, routes)


class TestMatching:
    def test_a_volunteer_who_is_not_there_has_no_shift(self) -> None:
        service = a_day(a_shift("V2"))
        assert causes(a_plan(service), service) == [Cause.UNKNOWN_SHIFT]

    def test_a_shift_at_another_canteen_is_not_this_one(self) -> None:
        service = a_day(a_shift(canteen_ids=("C2",)))
        (violation,) = judge(a_plan(service), service).violations
        assert violation.cause is Cause.UNKNOWN_SHIFT
        assert violation.detail == "there is no such shift at C1 (on foot)"

    def test_a_shift_of_several_canteens_works_for_one_of_them(self) -> None:
        service = a_day(a_shift(canteen_ids=("C2", "C1")))
        assert causes(a_plan(service), service) == []

    def test_a_route_without_a_shift_is_judged_by_what_needs_none(self) -> None:
        service = a_day(a_shift("V2"))
        late = an_order("O3", "R3", latest=clock("11:00"))
        service = replace(service, orders={**service.orders, "O3": late})
        assert causes(a_plan(service), service) == [Cause.UNKNOWN_SHIFT, Cause.AFTER_WINDOW]

    def test_two_shifts_of_one_volunteer_add_up(self) -> None:
        early, late = a_shift(until=clock("11:15")), a_shift(starts=clock("11:20"))
        for shifts in itertools.permutations((early, late)):
            service = a_day(*shifts)
            assert causes(two_routes(service), service) == []

    def test_one_shift_is_not_worked_twice(self) -> None:
        service = a_day(a_shift())
        (violation,) = judge(two_routes(service), service).violations
        assert (violation.cause, violation.volunteer_id) == (Cause.SHIFT_TWICE, "V1")
        assert violation.detail == "another route already takes the shift at C1 (on foot)"

    def test_a_route_gets_the_row_under_which_it_breaks_least(self) -> None:
        tight = a_shift(capacity=1, until=clock("11:10"), ends_at=EndsAt.CANTEEN)
        service = a_day(tight, a_shift())
        assert causes(a_plan(service), service) == []

    def test_rows_are_shared_out_so_that_all_routes_together_break_least(self) -> None:
        # Both rows carry O3, only the second carries O1 and O2, which come first in the plan.
        small, large = a_shift(capacity=1), a_shift(capacity=2)
        for shifts in itertools.permutations((small, large)):
            service = a_day(*shifts)
            assert causes(two_routes(service), service) == []

    def test_a_volunteer_with_very_many_rows_is_judged_all_the_same(self) -> None:
        service = a_day(*[a_shift()] * 500)
        assert causes(two_routes(service), service) == []
        service = a_day(*[a_shift(mode=Mode.CAR)] * 500, a_shift())
        assert causes(two_routes(service), service) == [Cause.SHIFT_TWICE]
        service = a_day(*[a_shift(mode=Mode.CAR)] * 500)
        assert causes(two_routes(service), service) == [Cause.UNKNOWN_SHIFT] * 2

    @given(
        st.lists(
            st.dictionaries(st.integers(0, 3), st.integers(0, 9), max_size=4),
            min_size=1,
            max_size=4,
        )
    )
    def test_no_other_sharing_out_breaks_fewer_rules(self, options: list[dict[int, int]]) -> None:
        def violations(chosen: tuple[int | None, ...]) -> int:
            return sum(
                1 + min(own.values(), default=0) if k is None else own[k]
                for own, k in zip(options, chosen, strict=True)
            )

        def distinct(chosen: tuple[int | None, ...]) -> bool:
            rows = [k for k in chosen if k is not None]
            return len(rows) == len(set(rows))

        every = filter(distinct, itertools.product(*[[None, *own] for own in options]))
        found = tuple(fewest_violations(options))
        assert distinct(found)
        assert violations(found) == min(violations(chosen) for chosen in every)


class TestTwoPlacesAtOnce:
    service = a_day(a_shift(), a_shift())

    def test_two_routes_at_one_time_are_found(self) -> None:
        (violation,) = judge(two_routes(self.service, "11:00", "11:09"), self.service).violations
        assert (violation.cause, violation.volunteer_id) == (Cause.TWO_PLACES_AT_ONCE, "V1")
        assert violation.detail == "leaves C1 at 11:09, on the route from C1 until 11:10"

    @pytest.mark.parametrize(
        ("leaves", "expected"), [("11:15", []), ("11:14:59", [Cause.TWO_PLACES_AT_ONCE])]
    )
    def test_the_way_to_the_next_route_takes_its_time(
        self, leaves: str, expected: list[Cause]
    ) -> None:
        # The first route is over at door A at 11:10, 300 s from C1.
        assert causes(two_routes(self.service, "11:00", leaves), self.service) == expected

    def test_who_is_back_at_the_canteen_may_leave_at_once(self) -> None:
        back = a_shift(ends_at=EndsAt.CANTEEN)
        service = a_day(back, a_shift())
        routes = [
            a_route(service, ("11:00", ["O1", "O2"]), back_to=CENTRE),
            a_route(service, ("11:15", ["O3"])),
        ]
        assert causes(a_plan(service, routes), service) == []

    def test_the_longest_of_the_earlier_routes_counts(self) -> None:
        service = a_day(a_shift(), a_shift(), a_shift())
        waits = an_order("O1", "R1", earliest=clock("12:00"))
        service = replace(service, orders={**service.orders, "O1": waits})
        routes = [
            a_route(service, (leaves, [order_id]))
            for leaves, order_id in [("11:50", "O1"), ("11:30", "O2"), ("12:02", "O3")]
        ]
        assert causes(a_plan(service, routes), service) == [Cause.TWO_PLACES_AT_ONCE]

    def test_two_volunteers_may_work_at_one_time(self) -> None:
        service = a_day(a_shift("V1"), a_shift("V2"))
        routes = [
            a_route(service, ("11:00", ["O1", "O2"])),
            a_route(service, ("11:00", ["O3"]), volunteer_id="V2"),
        ]
        assert causes(a_plan(service, routes), service) == []

    def test_a_route_that_ends_nobody_knows_where_is_judged_by_the_clock(self) -> None:
        plan = two_routes(self.service, "11:00", "11:10")
        lost = replace(plan.routes[0].trips[0].stops[1], order_id="O9")
        first = plan.routes[0].trips[0]
        trips = (replace(first, stops=(first.stops[0], lost)),)
        found = causes(change_route(plan, trips=trips), self.service)
        assert found == [Cause.UNKNOWN_ORDER, Cause.MISSING_ORDER]


def test_a_home_far_away_is_travelled_to_once_it_is_known() -> None:
    service = a_lunch(shifts=[a_shift(ends_at=EndsAt.HOME)], volunteers=[a_volunteer()])
    assert causes(a_plan(service), service) == []
    service = replace(service, volunteers={"V1": a_volunteer(coordinates=CENTRE)})
    assert causes(a_plan(service), service) == [Cause.FIGURE_WRONG] * 3


def test_two_canteens_keep_their_own_hours() -> None:
    service = a_day(a_shift(canteen_ids=("C1", "C2")))
    kitchens = {"C1": a_kitchen(), "C2": a_kitchen("C2", ready_from=clock("11:30"))}
    service = replace(service, kitchens=kitchens)
    routes = [a_route(service, ("11:00", ["O3"]), canteen_id="C2")]
    assert causes(a_plan(service, routes), service) == [Cause.TOO_EARLY]
