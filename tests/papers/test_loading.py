"""The bag is packed from the last stop to the first, trip by trip, canteen by canteen."""

import dataclasses

from mealroute.domain import Trip
from mealroute.papers.loading import in_loading_order, loading_lists
from mealroute.settings import Settings
from mealroute.views import route_views
from tests.builders import a_canteen
from tests.maps.lunch import NOON, a_lunch, a_route, a_stop, after


def test_the_last_stop_goes_in_first() -> None:
    plan, service, _shapes = a_lunch()
    lists = loading_lists(route_views(plan, service, Settings()), service)

    assert [(one.code, one.trip, one.trips, one.boxes, one.capacity) for one in lists] == [
        ("A", 1, 2, 3, 10), ("B", 1, 1, 1, 10), ("A", 2, 2, 1, 10),
    ]  # fmt: skip
    first = lists[0]
    assert [(load.number, load.boxes, load.diet) for load in first.loads] == [
        (2, 1, "halal"), (1, 2, "regular"),
    ]  # fmt: skip
    assert first.by_diet == (("regular", 2), ("halal", 1))
    assert (first.leaves, first.volunteer.volunteer_id) == (NOON, "V1")


def test_sheets_are_handed_out_canteen_by_canteen_by_departure() -> None:
    plan, service, _shapes = a_lunch()
    second_canteen = a_canteen("C0", name="第二食堂")
    service = dataclasses.replace(service, canteens={**service.canteens, "C0": second_canteen})
    early = Trip(leaves=after(-30), stops=(a_stop("O4", -20, left=-30),))
    late = Trip(leaves=after(5), stops=(a_stop("O3", 9, left=5),))
    plan = dataclasses.replace(
        plan,
        routes=(
            a_route("V1", late),
            a_route("V2", early, canteen_id="C0"),
            a_route("V2", Trip(leaves=NOON, stops=(a_stop("O1", 4),))),
        ),
    )
    views = route_views(plan, service, Settings())

    assert [view.code for view in in_loading_order(views, service)] == ["C", "A", "B"]
    assert [one.code for one in loading_lists(views, service)] == ["C", "A", "B"]
