import numpy as np
import pytest

from mealroute.domain import Mode
from mealroute.travel.pace import speed_factors
from mealroute.travel.way_rules import KINDS, OPEN_TO, is_pushed, may_go, may_stop, way_access

BOTH, ALONG, AGAINST, NEVER = "both", "along", "against", "never"


def ways_of(**tags: str) -> dict[str, str]:
    """Say for every mode which way it may go; a colon in a key is written as two underscores."""
    access = np.array([way_access({k.replace("__", ":"): v for k, v in tags.items()})], np.uint8)
    words = {(True, True): BOTH, (True, False): ALONG, (False, True): AGAINST}
    return {
        mode.value: words.get(
            (bool(may_go(access, mode, backward=False)), bool(may_go(access, mode, backward=True))),
            NEVER,
        )
        for mode in Mode
    }


def modes(foot: str, ebike: str, car: str) -> dict[str, str]:
    return {"foot": foot, "ebike": ebike, "car": car}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("residential", modes(BOTH, BOTH, BOTH)),
        ("primary_link", modes(BOTH, BOTH, BOTH)),
        ("service", modes(BOTH, BOTH, BOTH)),
        ("motorway", modes(NEVER, NEVER, ALONG)),
        ("motorway_link", modes(NEVER, NEVER, BOTH)),
        ("path", modes(BOTH, BOTH, NEVER)),
        ("cycleway", modes(BOTH, BOTH, NEVER)),
        ("track", modes(BOTH, BOTH, NEVER)),
        ("footway", modes(BOTH, BOTH, NEVER)),
        ("pedestrian", modes(BOTH, BOTH, NEVER)),
        ("platform", modes(BOTH, NEVER, NEVER)),
        ("steps", modes(BOTH, NEVER, NEVER)),
        ("construction", modes(NEVER, NEVER, NEVER)),
        ("proposed", modes(NEVER, NEVER, NEVER)),
        ("raceway", modes(NEVER, NEVER, NEVER)),
        ("bus_stop", modes(NEVER, NEVER, NEVER)),
    ],
)
def test_every_kind_of_street_is_open_to_those_it_is_built_for(
    kind: str, expected: dict[str, str]
) -> None:
    assert ways_of(highway=kind) == expected


def test_a_way_that_is_no_street_is_open_to_nobody() -> None:
    assert ways_of(building="yes", foot="yes") == modes(NEVER, NEVER, NEVER)


@pytest.mark.parametrize("closed", ["private", "no", "military", "forestry"])
def test_a_closed_street_is_closed_to_all_without_a_sign_of_their_own(closed: str) -> None:
    assert ways_of(highway="service", access=closed) == modes(NEVER, NEVER, NEVER)
    assert ways_of(highway="service", access=closed, foot="yes") == modes(BOTH, NEVER, NEVER)
    assert ways_of(highway="service", access=closed, bicycle="yes") == modes(NEVER, BOTH, NEVER)


def test_the_most_specific_sign_decides() -> None:
    assert ways_of(highway="residential", vehicle="no") == modes(BOTH, NEVER, NEVER)
    assert ways_of(highway="residential", vehicle="no", bicycle="yes") == modes(BOTH, BOTH, NEVER)
    assert ways_of(highway="residential", motor_vehicle="private") == modes(BOTH, BOTH, NEVER)
    assert ways_of(highway="residential", motor_vehicle="no", motorcar="yes") == modes(
        BOTH, BOTH, BOTH
    )
    assert ways_of(highway="trunk", foot="no", bicycle="use_sidepath") == modes(NEVER, NEVER, BOTH)


def test_a_sign_may_open_what_is_not_open_by_itself() -> None:
    assert ways_of(highway="footway", bicycle="yes") == modes(BOTH, BOTH, NEVER)
    assert ways_of(highway="pedestrian", motor_vehicle="destination") == modes(BOTH, BOTH, BOTH)
    assert ways_of(highway="footway", access="yes") == modes(BOTH, BOTH, NEVER)


def pushed(**tags: str) -> bool:
    access = way_access({key.replace("__", ":"): value for key, value in tags.items()})
    return bool(is_pushed(np.array([access], np.uint8))[0])


def test_an_e_bike_is_pushed_where_people_walk_and_nothing_forbids_bicycles() -> None:
    assert pushed(highway="footway")
    assert pushed(highway="pedestrian")
    assert pushed(highway="residential", bicycle="dismount")
    assert not pushed(highway="footway", bicycle="yes")
    assert not pushed(highway="residential")
    assert ways_of(highway="footway", bicycle="no")["ebike"] == NEVER
    assert ways_of(highway="footway", foot="no", bicycle="dismount")["ebike"] == NEVER
    assert ways_of(highway="residential", oneway="yes", bicycle="dismount")["ebike"] == BOTH


@pytest.mark.parametrize("ramp", ["ramp", "ramp__bicycle", "ramp__wheelchair"])
def test_an_e_bike_goes_up_steps_by_a_ramp_only(ramp: str) -> None:
    assert pushed(highway="steps", **{ramp: "yes"})
    assert not pushed(highway="steps", **{ramp: "no"})
    assert ways_of(highway="steps", bicycle="no", **{ramp: "yes"})["ebike"] == NEVER


def test_a_sign_for_e_bikes_is_stronger_than_one_for_bicycles() -> None:
    cycleway = {"highway": "cycleway", "bicycle": "designated"}
    assert ways_of(**cycleway, electric_bicycle="no")["ebike"] == NEVER
    assert ways_of(**cycleway, mofa="no", moped="no")["ebike"] == BOTH
    assert ways_of(highway="tertiary", vehicle="no", moped="yes")["ebike"] == BOTH


def test_fast_roads_are_not_for_e_bikes() -> None:
    assert ways_of(highway="trunk", expressway="yes")["ebike"] == NEVER
    assert ways_of(highway="trunk", expressway="yes", bicycle="yes")["ebike"] == BOTH
    assert ways_of(highway="trunk", motorroad="yes", bicycle="yes")["ebike"] == NEVER


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"highway": "residential"}, True),
        ({"highway": "trunk"}, True),
        ({"highway": "motorway"}, False),
        ({"highway": "trunk_link"}, False),
        ({"highway": "trunk", "motorroad": "yes"}, False),
        ({"highway": "footway", "tunnel": "yes"}, False),
        ({"highway": "footway", "tunnel": "building_passage"}, True),
        ({"highway": "residential", "tunnel": "no"}, True),
    ],
)
def test_nobody_stops_on_a_motorway_or_in_a_tunnel(tags: dict[str, str], expected: object) -> None:
    assert may_stop(np.array([way_access(tags)], np.uint8)).tolist() == [expected]


def test_nobody_rides_up_steps_whatever_a_sign_says() -> None:
    assert ways_of(highway="steps", bicycle="yes", motor_vehicle="yes") == modes(BOTH, NEVER, NEVER)


def test_the_outline_of_a_plaza_is_for_walkers() -> None:
    assert ways_of(highway="pedestrian", area="yes", bicycle="yes") == modes(BOTH, NEVER, NEVER)


def test_a_motor_road_is_for_cars() -> None:
    assert ways_of(highway="trunk", motorroad="yes") == modes(NEVER, NEVER, BOTH)


@pytest.mark.parametrize(
    ("value", "car"), [("yes", ALONG), ("1", ALONG), ("true", ALONG), ("-1", AGAINST), ("no", BOTH)]
)
def test_a_one_way_street_binds_wheels_but_not_feet(value: str, car: str) -> None:
    assert ways_of(highway="residential", oneway=value) == modes(BOTH, car, car)


@pytest.mark.parametrize("sign", [{"oneway__bicycle": "no"}, {"cycleway": "opposite_lane"}])
def test_bicycles_may_be_let_in_against_the_traffic(sign: dict[str, str]) -> None:
    tags = {"highway": "residential", "oneway": "yes", **sign}
    assert ways_of(**tags) == modes(BOTH, BOTH, ALONG)


def test_roundabouts_and_motorways_are_one_way_unless_they_say_no() -> None:
    assert ways_of(highway="tertiary", junction="roundabout") == modes(BOTH, ALONG, ALONG)
    assert ways_of(highway="tertiary", junction="circular", oneway="no") == modes(BOTH, BOTH, BOTH)
    assert ways_of(highway="motorway", oneway="no")["car"] == BOTH


def test_walkers_have_their_own_one_way_sign() -> None:
    assert ways_of(highway="footway", oneway__foot="yes")["foot"] == ALONG


def test_every_speed_is_that_of_the_setting_or_a_known_part_of_it() -> None:
    on = {mode: dict(zip(KINDS, speed_factors(mode).tolist(), strict=True)) for mode in Mode}
    assert all(on[mode]["residential"] == 1.0 for mode in Mode)
    assert {kind for kind in KINDS if on[Mode.FOOT][kind] != 1.0} == {"steps"}
    assert on[Mode.CAR]["motorway"] > on[Mode.CAR]["primary"] > on[Mode.CAR]["tertiary"] > 1
    assert all(on[Mode.EBIKE][kind] <= 1.0 for kind in KINDS)
    assert set(KINDS) == set(OPEN_TO)
