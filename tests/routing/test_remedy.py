"""The smallest additions that serve who is left out, and that they really do."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from mealroute.domain import Mode, OrderId, Plan, Service
from mealroute.errors import ArgumentError
from mealroute.language import use
from mealroute.routing.assemble import final_receipts, routes
from mealroute.routing.build import build
from mealroute.routing.reasons import unassigned
from mealroute.routing.remedy import (
    QUICK,
    Effort,
    Remedy,
    applied,
    find_remedies,
    solution_of,
)
from mealroute.routing.remedy_changes import RemedyKind
from mealroute.routing.remedy_words import remedy_words
from mealroute.search.problem import Solution, Tour
from mealroute.settings import Settings
from tests.builders import (
    a_canteen,
    a_kitchen,
    a_resident,
    a_service,
    a_shift,
    a_volunteer,
    an_order,
    at_m,
    clock,
)
from tests.routing.scarce import Lunch, plan_again, plan_lunch, scarce_day


def remedies_of(lunch: Lunch, how_much: Effort = QUICK) -> tuple[Remedy, ...]:
    return find_remedies(
        lunch.service, lunch.settings, lunch.receipts, lunch.travel, lunch.plan,
        eligible=lunch.eligible, effort=how_much,
    )  # fmt: skip


def planned(service: Service) -> Lunch:
    with pytest.MonkeyPatch.context() as monkeypatch:
        return plan_lunch(service, Settings(), monkeypatch)


def street(doors: Iterable[int], **changes: object) -> Service:
    """One order each so many metres north; one volunteer on foot, unless changed."""
    residents = [a_resident(f"R{n}", coordinates=at_m(north_m=n)) for n in doors]
    orders = [an_order(f"O{one.resident_id[1:]}", one.resident_id) for one in residents]
    return a_service(residents=residents, orders=orders, **changes)  # type: ignore[arg-type]


def served(plan: Plan) -> set[OrderId]:
    return {stop.order_id for _route, stop in plan.stops()}


def test_nothing_is_asked_for_where_everybody_is_served() -> None:
    assert remedies_of(planned(street([100, 200]))) == ()


def test_a_bag_with_more_room_asks_for_nobody_s_time() -> None:
    lunch = planned(street([100, 200, 300, 400], shifts=[a_shift(capacity=3)]))

    (remedy,) = remedies_of(lunch)

    assert (remedy.kind, remedy.boxes, remedy.added_s) == (RemedyKind.MORE_BOXES, 4, 0)
    assert len(remedy.order_ids) == 1
    assert remedy_words(remedy) == "V1 at canteen C1 with room for 4 boxes serves 1"


def test_a_shift_that_ends_too_soon_is_asked_to_stay_only_as_long_as_it_takes() -> None:
    # 900 m are 975 s on foot; with the handover it is over at 11:19:15.
    lunch = planned(street([900], shifts=[a_shift(until=clock("11:15"), max_trips=2)]))

    (remedy,) = remedies_of(lunch)

    assert (remedy.kind, remedy.until) == (RemedyKind.UNTIL_LATER, clock("11:20"))
    assert remedy.added_s == 300
    assert remedy_words(remedy) == "V1 at canteen C1 until 11:20 serves 1"


def test_a_shift_that_begins_too_late_is_asked_to_begin_earlier() -> None:
    service = street([300], shifts=[a_shift(starts=clock("11:15"))])
    service = replace(service, orders={"O300": an_order("O300", "R300", latest=clock("11:20"))})
    (remedy,) = remedies_of(planned(service))

    assert (remedy.kind, remedy.starts) == (RemedyKind.FROM_EARLIER, clock("11:10"))
    assert remedy_words(remedy) == "V1 at canteen C1 from 11:10 serves 1"


def test_one_more_shift_has_the_skills_the_window_and_who_could_be_asked() -> None:
    stairs = frozenset({"stairs"})
    residents = [
        a_resident(f"R{n}", needs=stairs, avoid_volunteers=frozenset({"V3"})) for n in range(3)
    ]
    volunteers = [a_volunteer("V1"), *(a_volunteer(f"V{n}", skills=stairs) for n in (2, 3, 4))]
    service = a_service(
        residents=residents, volunteers=[*volunteers, a_volunteer("V5")],
        orders=[an_order(f"O{n}", f"R{n}", earliest=clock("11:30")) for n in range(3)],
        shifts=[a_shift("V1", mode=Mode.EBIKE)], visits={("R0", "V4"): 3},
    )  # fmt: skip

    (remedy,) = remedies_of(planned(service))

    # 93 s by e-bike, then 60 s for the building and three times 120 s: 11:28:27 to 11:37.
    assert remedy_words(remedy) == (
        "one more e-bike 11:25–11:40 at canteen C1 serves 3 "
        "(3 boxes; skills: stairs; to ask: V4, V2)"
    )
    with use("zh"):
        assert "; " not in remedy_words(remedy)
    assert remedy.order_ids == ("O0", "O1", "O2")


def test_where_nobody_is_on_shift_somebody_on_foot_is_asked_for() -> None:
    (remedy,) = remedies_of(planned(street([100, 200], shifts=[])))

    assert (remedy.kind, remedy.mode, len(remedy.order_ids)) == (
        RemedyKind.ONE_MORE, Mode.FOOT, 2,
    )  # fmt: skip


def test_no_hands_help_where_the_door_is_too_far() -> None:
    far = a_canteen(service_radius_m=3_000.0)
    assert remedies_of(planned(street([2_700], canteens=[far]))) == ()


def test_a_kitchen_without_room_for_a_moved_order_is_asked_for_nothing() -> None:
    # The order was accepted by C1, the nearer; C2 may cook it as well, but is full.
    canteens = [a_canteen(), a_canteen("C2", coordinates=at_m(north_m=800))]
    kitchens = [a_kitchen(ready_from=clock("12:58")), a_kitchen("C2", capacity=1)]
    residents = [
        a_resident("R1", coordinates=at_m(north_m=300)),
        a_resident("R2", coordinates=at_m(north_m=790)),
    ]
    orders = [an_order("O1", "R1", latest=clock("12:59")), an_order("O2", "R2")]
    service = a_service(
        canteens=canteens, kitchens=kitchens, residents=residents, orders=orders,
        shifts=[a_shift("V1"), a_shift("V2", canteen_ids=("C2",))],
    )  # fmt: skip
    lunch = planned(service)

    assert [one.order_id for one in lunch.plan.unassigned] == ["O1"]
    assert remedies_of(lunch) == ()


def test_a_plan_that_breaks_a_rule_is_refused() -> None:
    lunch = planned(street([100, 200]))
    crowded = replace(lunch, service=replace(lunch.service, shifts=(a_shift(capacity=1),)))

    with pytest.raises(ArgumentError, match="breaks a rule of this day"):
        remedies_of(crowded)


def with_remedy(lunch: Lunch, remedy: Remedy) -> Lunch:
    """Write the plan of the day that has the remedy, its shift's route as the remedy says it."""
    service = applied(lunch.service, remedy)
    instance = build(service, lunch.settings, lunch.receipts, lunch.travel, lunch.eligible)
    before = build(lunch.service, lunch.settings, lunch.receipts, lunch.travel, lunch.eligible)
    old = solution_of(lunch.plan, before)
    rows = {order.order_id: row for row, order in enumerate(instance.orders)}
    shift = len(before.shifts)
    if remedy.extends is not None:
        shift = before.shifts.index(remedy.extends)
    canteen = instance.canteens.index(remedy.canteen_id)
    trips = tuple(tuple(rows[order_id] for order_id in trip) for trip in remedy.sequence)
    cooks = list(old.cooks)
    for row in (row for trip in trips for row in trip):
        cooks[row] = canteen
    kept = [tour for tour in old.tours if tour.shift != shift]
    solution = Solution((*kept, Tour(shift, canteen, trips)), tuple(cooks))
    plan = replace(
        lunch.plan,
        made=replace(lunch.plan.made, cost=remedy.cost, lower_bound=None),
        receipts=final_receipts(instance, solution, lunch.receipts),
        routes=routes(instance, solution, service, lunch.travel),
        unassigned=unassigned(instance, solution, service),
    )
    return replace(lunch, service=service, plan=plan)


@given(st.integers(0, 10**6))
@effort(max_examples=60)
def test_a_remedy_serves_what_it_names_at_its_cost_and_nobody_loses_a_meal(number: int) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        lunch = plan_lunch(*scarce_day(number), monkeypatch)
        found = remedies_of(lunch)
        named = [order_id for one in found for order_id in one.order_ids]
        assert len(set(named)) == len(named)
        assert {one.order_id for one in lunch.plan.unassigned}.issuperset(named)
        if not found:
            return

        after = with_remedy(lunch, found[0])
        again = plan_again(after, after.service, monkeypatch)

    # The judge knows nothing of remedies: it finds the plan valid, and at the cost foretold.
    assert after.check(after.plan).violations == ()
    assert served(after.plan) == served(lunch.plan) | set(found[0].order_ids)
    assert again.check(again.plan).violations == ()
    assert again.plan.made.cost < lunch.plan.made.cost
