"""What a plan states: the way from door to door, the figures, the cost."""

from dataclasses import replace

import pytest

from mealroute.domain import Cause
from mealroute.routing.check import check
from tests.routing.lunch import (
    SETTINGS,
    TRAVEL,
    B,
    a_lunch,
    a_plan,
    causes,
    change_route,
    change_stop,
    judge,
    moment,
)

LUNCH = a_lunch()
PLAN = a_plan(LUNCH, cost=1580)
RESIDENTS = dict(LUNCH.residents)


class TestTravel:
    def test_arriving_a_second_sooner_than_the_way_takes_is_found(self) -> None:
        plan = change_stop(PLAN, "O3", arrives=moment("11:13:19"))
        (violation,) = judge(plan, LUNCH).violations
        assert violation.cause is Cause.TRAVEL_TOO_SHORT
        assert violation.detail == (
            "leaves O2 at 11:10 and arrives at 11:13:19, the way takes 200 s"
        )

    def test_a_handover_before_the_arrival_is_found(self) -> None:
        plan = change_stop(PLAN, "O3", arrives=moment("11:13:21"))
        assert causes(plan, LUNCH) == [Cause.TRAVEL_TOO_SHORT]

    def test_walking_slowly_is_no_violation(self) -> None:
        late = moment("11:14")
        plan = change_stop(
            PLAN, "O3", arrives=late, starts=late, ends=moment("11:17"), aboard_s=840
        )
        judgement = judge(change_route(plan, work_s=1020), LUNCH)
        assert judgement.valid
        assert judgement.bill.work == 1020

    def test_a_door_that_nobody_can_get_to_is_found(self) -> None:
        resident = replace(RESIDENTS["R3"], coordinates=replace(B, lat=0.0), building_id="B")
        service = replace(LUNCH, residents={**RESIDENTS, "R3": resident})
        (violation,) = judge(PLAN, service).violations
        assert violation.cause is Cause.TRAVEL_TOO_SHORT
        assert violation.detail.endswith("there is no way by this mode")


class TestFigures:
    @pytest.mark.parametrize("figure", ["aboard_s", "leg_s", "leg_m"])
    def test_a_wrong_figure_of_a_stop_is_found(self, figure: str) -> None:
        plan = change_stop(PLAN, "O3", **{figure: 1234})
        (violation,) = judge(plan, LUNCH).violations
        assert (violation.cause, violation.order_id) == (Cause.FIGURE_WRONG, "O3")
        assert violation.detail.startswith(f"{figure} is stated as 1234, it is ")

    @pytest.mark.parametrize("figure", ["work_s", "distance_m"])
    def test_a_wrong_figure_of_a_route_is_found(self, figure: str) -> None:
        plan = change_route(PLAN, **{figure: 1234})
        (violation,) = judge(plan, LUNCH).violations
        assert (violation.cause, violation.volunteer_id) == (Cause.FIGURE_WRONG, "V1")
        assert violation.detail.startswith(f"{figure} is stated as 1234, it is ")

    def test_metres_may_be_rounded_either_way_on_each_leg(self) -> None:
        assert causes(change_stop(PLAN, "O3", leg_m=241), LUNCH) == []
        assert causes(change_stop(PLAN, "O3", leg_m=242), LUNCH) == [Cause.FIGURE_WRONG]
        assert causes(change_route(PLAN, distance_m=603), LUNCH) == []
        assert causes(change_route(PLAN, distance_m=604), LUNCH) == [Cause.FIGURE_WRONG]

    def test_a_wrong_cost_is_found(self) -> None:
        (violation,) = check(a_plan(LUNCH, cost=1579), LUNCH, SETTINGS, TRAVEL).violations
        assert violation.cause is Cause.FIGURE_WRONG
        assert violation.detail == "cost is stated as 1579, it is 1580"

    def test_a_plan_made_elsewhere_need_not_state_a_cost(self) -> None:
        made = replace(PLAN.made, engine="", cost=0)
        assert check(replace(PLAN, made=made), LUNCH, SETTINGS, TRAVEL).valid

    def test_a_lower_bound_above_the_cost_of_a_valid_plan_is_found(self) -> None:
        for bound, expected in ((1580, []), (1581, [Cause.FIGURE_WRONG])):
            plan = replace(PLAN, made=replace(PLAN.made, lower_bound=bound))
            assert causes(plan, LUNCH) == expected
