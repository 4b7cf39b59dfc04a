"""How hot the food is, shown at each stop, and only where the hot-food clock runs."""

import dataclasses
import re
from collections.abc import Callable
from typing import TypeAlias

import pytest

from mealroute import language
from mealroute.domain import EndsAt, Mode
from mealroute.maps import plan_map, volunteer_page
from mealroute.settings import Container, HeatSettings, Settings
from mealroute.views import route_views
from tests.builders import a_shift
from tests.maps.lunch import a_lunch

COLD = Settings(
    heat=HeatSettings(outside_c=-30.0, container="bag"),
    containers={
        "bag": Container(food_c=75.0, k_per_min=0.011),
        "box": Container(food_c=85.0, k_per_min=0.006),
    },
)
Drawn: TypeAlias = Callable[[Settings], str]


def the_map(settings: Settings) -> str:
    plan, service, shapes = a_lunch()
    return plan_map(plan, service, settings, shapes)


def the_page(settings: Settings) -> str:
    plan, service, shapes = a_lunch()
    return volunteer_page(plan, 0, service, settings, shapes[0])


def words_of(page: str) -> str:
    body = re.sub(r"(?s)<(script|style).*?</\1>", "", page)
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


def test_each_stop_knows_how_hot_its_food_is_and_what_is_to_spare() -> None:
    plan, service, _shapes = a_lunch()
    shifts = (
        a_shift("V1", max_trips=2, ends_at=EndsAt.CANTEEN),
        a_shift("V2", mode=Mode.EBIKE, container="box"),
    )
    first, second = route_views(plan, dataclasses.replace(service, shifts=shifts), COLD)

    # 105 degrees above the air, e^(-0.011 * 4) of them after 4 minutes; the bag is hot for 840 s.
    assert [round(stop.food_c or 0, 1) for stop in first.stops] == [70.5, 67.2, 68.3]
    assert [stop.spare_s for stop in first.stops] == [840 - 240, 840 - 420, 840 - 360]
    assert [round(stop.food_c or 0, 1) for stop in second.stops] == [82.9]


def test_the_volunteers_page_tells_it_in_one_line_of_the_stop() -> None:
    words = words_of(the_page(COLD))
    assert "2 boxes ● regular About 70 °C after 4 min, 10 min to spare" in words
    assert "About 67 °C after 7 min, 7 min to spare" in words


def test_the_plan_map_tells_it_in_the_list_and_on_the_card() -> None:
    page = the_map(COLD)
    assert "2 ● regular 4 min · 70 °C 10 min to spare" in words_of(page)
    assert '<span data-card="Aboard">4 min · 70 °C</span>' in page
    assert "<span data-card>10 min to spare</span>" in page


def test_the_coldest_food_is_among_the_figures_of_the_plan() -> None:
    assert "<dt>Coldest food</dt><dd>67 °C</dd>" in the_map(COLD)


@pytest.mark.parametrize("drawn", [the_map, the_page])
@pytest.mark.parametrize(
    "heat", [HeatSettings(outside_c=-30.0), HeatSettings(container="bag"), HeatSettings()]
)
def test_without_the_clock_no_temperature_is_shown_but_the_minutes_are(
    drawn: Drawn, heat: HeatSettings
) -> None:
    words = words_of(drawn(dataclasses.replace(COLD, heat=heat)))
    assert "°C" not in words
    assert "4 min" in words
    assert "41 min to spare" in words


@pytest.mark.parametrize("drawn", [the_map, the_page])
def test_food_that_is_too_cold_is_not_called_hot(drawn: Drawn) -> None:
    tepid = dataclasses.replace(COLD, containers={"bag": Container(food_c=62.0, k_per_min=0.02)})
    words = words_of(drawn(tepid))
    assert "54 °C" in words
    assert "-3 min to spare" in words


@pytest.mark.parametrize("drawn", [the_map, the_page])
def test_temperatures_are_told_in_chinese_too(drawn: Drawn) -> None:
    with language.use("zh_Hans"):
        assert "70 °C" in words_of(drawn(COLD))
