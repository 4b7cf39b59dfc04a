"""A volunteer's page: everything for the round, nothing of anybody else's."""

import dataclasses
import re

import pytest

from mealroute.domain import EndsAt, Manoeuvre, RouteDirections, Step, WayKind
from mealroute.errors import ArgumentError
from mealroute.maps import volunteer_page
from mealroute.settings import Settings
from tests.builders import a_shift, at_m, clock
from tests.maps.lunch import SVG, WEB_ADDRESS, a_base_map, a_lunch, page_data, shapes_of


def a_page(index: int = 0) -> str:
    plan, service, shapes = a_lunch()
    return volunteer_page(plan, index, service, Settings(), shapes[index], a_base_map())


PAGE = a_page()


def words_of(page: str) -> str:
    """What the page says, without its scripts and styles."""
    body = re.sub(r"(?s)<(script|style).*?</\1>", "", page)
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


def test_the_page_names_no_foreign_host() -> None:
    assert set(WEB_ADDRESS.findall(PAGE)) <= {SVG}


def test_nobody_of_another_route_is_on_the_page() -> None:
    _plan, service, _shapes = a_lunch()
    for name in ("R4", "R5", "R6", "R7"):
        assert service.residents[name].name not in PAGE  # type: ignore[index]
    for text in ("马志明", "O4", "门铃坏了", "V2"):
        assert text not in PAGE
    assert "王秀英" not in a_page(1)


def test_time_and_canteen_come_first() -> None:
    words = words_of(PAGE)
    assert words.index("Leave at 12:00") < words.index("长者食堂") < words.index("Take along")
    assert "和平路8号" in words
    assert 'href="tel:09062120000"' in PAGE


def test_boxes_to_load_come_by_diet_for_each_trip() -> None:
    words = words_of(PAGE)
    assert "Take along 3 boxes 2 ● regular 1 ◆ halal Hot until 12:45" in words
    assert "Back to the canteen, load 1 box, leave at 12:19." in words
    assert "Take along 1 box 1 ● regular Hot until 13:04" in words


def test_stops_come_in_order_with_what_the_door_needs() -> None:
    words = words_of(PAGE)
    assert "1 12:04 王秀英 建设路1号 Floor 3, no lift 2 boxes ● regular" in words
    assert "Same entrance as stop 1 2 12:07 wished by 12:30 李建国" in words
    assert "3 12:25 wished 12:10–12:40 Айгүл" in words
    assert words.index("王秀英") < words.index("李建国") < words.index("Айгүл")


def test_door_notes_and_order_notes_are_both_told() -> None:
    assert "门铃坏了 请放在门口" in words_of(a_page(1))


def test_a_stop_can_be_called_where_there_is_a_number() -> None:
    assert re.findall(r'href="(tel:[^"]*)">Call<', PAGE) == ["tel:09062123456"]


def test_navigation_opens_the_phones_own_map_and_tells_no_name() -> None:
    links = re.findall(r'href="(geo:[^"]*)"', PAGE)
    assert len(links) == 3
    assert links[2] == "geo:47.852897,88.142280?q=47.852897,88.142280(3)"


def test_a_door_without_a_place_has_no_navigation() -> None:
    lost = dataclasses.replace(a_lunch()[1].residents["R4"], coordinates=None)  # type: ignore[index]
    plan, service, _shapes = a_lunch(R4=lost)
    shape = shapes_of(plan, service)[1]
    assert "geo:" not in volunteer_page(plan, 1, service, Settings(), shape)


def test_each_stop_has_a_tick_box_of_its_own() -> None:
    assert re.findall(r'data-tick="([^"]*)"', PAGE) == ["O1", "O2", "O3"]
    ticks = page_data(PAGE)["ticks"]
    assert (ticks["day"], ticks["key"]) == ("2026-11-24", "lunch:V1")


@pytest.mark.parametrize(
    ("ends_at", "words"),
    [
        (EndsAt.CANTEEN, "You are back at the canteen at about 12:33."),
        (EndsAt.HOME, "You are home at about 12:33."),
    ],
)
def test_the_end_of_the_route_is_told(ends_at: EndsAt, words: str) -> None:
    plan, service, shapes = a_lunch()
    shifts = (a_shift("V1", max_trips=2, ends_at=ends_at),)
    service = dataclasses.replace(service, shifts=shifts)
    assert words in words_of(volunteer_page(plan, 0, service, Settings(), shapes[0]))


def test_a_route_that_ends_anywhere_is_over_at_the_last_door() -> None:
    assert "You are done at the last door at about 12:08." in words_of(a_page(1))


def test_a_wish_with_one_end_is_told() -> None:
    plan, service, shapes = a_lunch()
    orders = dict(service.orders)
    early = dataclasses.replace(orders["O4"], earliest=clock("12:01"))  # type: ignore[index]
    service = dataclasses.replace(service, orders=orders | {early.order_id: early})
    assert "wished from 12:01" in words_of(volunteer_page(plan, 1, service, Settings(), shapes[1]))


def test_only_the_ground_around_the_route_is_in_the_page() -> None:
    assert page_data(a_page(1))["ground"]["areas"].keys() == {"building"}
    assert page_data(PAGE)["ground"]["areas"].keys() == {"building", "green"}


@pytest.mark.parametrize("index", [2, -1])
def test_a_route_that_is_not_there_is_refused(index: int) -> None:
    plan, service, shapes = a_lunch()
    with pytest.raises(ArgumentError, match="no route"):
        volunteer_page(plan, index, service, Settings(), shapes[0])


def test_the_shape_of_another_route_is_refused() -> None:
    plan, service, shapes = a_lunch()
    with pytest.raises(ArgumentError, match="V1"):
        volunteer_page(plan, 0, service, Settings(), shapes[1])


def told(*names: str) -> RouteDirections:
    """Directions for the first route of the lunch: one step for each leg of each trip."""
    plan, _service, _shapes = a_lunch()
    streets = iter(names)
    return RouteDirections(
        tuple(
            tuple(
                (a_step(next(streets)),)
                for _leg in range(len(trip.stops) + (trip.back is not None))
            )
            for trip in plan.routes[0].trips
        )
    )


def a_step(name: str) -> Step:
    return Step(
        manoeuvre=Manoeuvre.RIGHT,
        way=WayKind.STREET,
        name=name,
        metres=118.0,
        seconds=98,
        start=at_m(),
    )


def a_told_page(directions: RouteDirections) -> str:
    plan, service, shapes = a_lunch()
    return volunteer_page(
        plan, 0, service, Settings(), shapes[0], a_base_map(), directions=directions
    )


def test_each_stop_says_folded_how_to_get_there_and_the_trip_how_to_get_back() -> None:
    legs = sum(len(trip) for trip in a_lunch()[2][0].trips)
    page = a_told_page(told(*(f"Street {number}" for number in range(legs))))
    words = words_of(page)
    assert page.count('<details class="way">') == legs
    assert "How to get there Turn right into Street 0, 120 m" in words
    assert words.index("王秀英") < words.index("Street 0") < words.index("李建国")
    assert words.index("How to get back") > words.index("李建国")
    assert '<details class="way" open' not in page


def test_without_streets_a_page_says_nothing_of_the_way() -> None:
    assert "<details" not in PAGE
    plan, _service, shapes = a_lunch()
    empty = RouteDirections(tuple(tuple(() for _leg in trip) for trip in shapes[0].trips))
    assert a_told_page(empty) == PAGE
    assert plan.routes[0].trips


def test_a_street_with_a_hostile_name_stays_text() -> None:
    legs = sum(len(trip) for trip in a_lunch()[2][0].trips)
    page = a_told_page(told(*["<img src=x onerror=alert(1)>"] * legs))
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_directions_of_another_route_are_refused() -> None:
    with pytest.raises(ArgumentError, match="V1"):
        a_told_page(RouteDirections(()))


def test_directions_make_a_page_little_larger() -> None:
    legs = sum(len(trip) for trip in a_lunch()[2][0].trips)
    page = a_told_page(told(*["解放北路"] * legs))
    assert len(page.encode()) - len(PAGE.encode()) < 200 * legs
