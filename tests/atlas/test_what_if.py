"""The page to try things carries the day's numbers, each door once, and nobody's name."""

import base64
import json
import re

import numpy as np

from mealroute.atlas.what_if import FARTHEST, sum_up, what_if_page
from mealroute.domain import Day
from tests.atlas.jobs import a_job
from tests.builders import a_canteen, a_resident, at_m


def test_residents_behind_one_door_are_one_place() -> None:
    people = [
        a_resident("R1", coordinates=at_m(5)),
        a_resident("R2", coordinates=at_m(5), diet="halal", priority=3),
        a_resident("R3", coordinates=at_m(900)),
        a_resident("R4", coordinates=at_m(5)),
    ]
    metres = np.array([[10.2], [10.2], [900.0], [10.2]])
    crowd = sum_up(people, [1, 0, 2, 3], metres, np.array([[8], [8], [751], [8]]))
    assert crowd.metres.tolist() == [[11], [900]]
    assert crowd.diets == ("halal", "regular")
    assert crowd.rows.tolist() == [[0, 0, 3, 1, 0], [0, 1, 1, 2, 4], [1, 1, 1, 1, 2]]


def test_a_door_within_the_last_part_of_a_metre_of_a_radius_is_inside_on_the_page_too() -> None:
    day = Day(
        canteens=(a_canteen("C1", service_radius_m=700.5),),
        residents=(
            a_resident("R1", coordinates=at_m(700.3)),
            a_resident("R2", coordinates=at_m(-700.7)),
        ),
    )
    job = a_job(day)
    assert job.assessment.reach.inside[:, 0].tolist() == [True, False]
    (text,) = re.findall(r'id="mealroute-data">(.*?)</script>', what_if_page(job), re.DOTALL)
    data = json.loads(text)
    metres = np.frombuffer(base64.b64decode(data["metres"]), dtype="<u2")
    assert (metres <= data["sites"][0]["radius_m"]).tolist() == [True, False]


def test_what_is_too_far_to_be_told_is_farther_than_any_slider() -> None:
    crowd = sum_up([a_resident()], [0], np.array([[np.inf]]), np.array([[1_000_000]]))
    assert crowd.metres.tolist() == crowd.seconds.tolist() == [[FARTHEST]]
    assert base64.b64encode(crowd.metres.astype("<u2").tobytes()) == b"//8="
