import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mealroute.domain import Compass, Coordinates, Manoeuvre, Mode, Side, Step, WayKind
from mealroute.settings import TravelSettings
from mealroute.travel.extract import read_streets
from mealroute.travel.router import StreetTravel
from mealroute.travel.sphere import distance_m
from tests.builders import at_m
from tests.travel.osm import GUIXI, STREET, Tags, travel_on

FOOTWAY: Tags = {"highway": "footway"}
YARD: Tags = {"highway": "service"}
STREETS = read_streets(GUIXI)
TOWN = StreetTravel(STREETS, TravelSettings())

CROSS = {
    "s": (-200, 0),
    "c": (0, 0),
    "n": (200, 0),
    "e": (0, 200),
    "w": (0, -200),
}
"""A crossing c with four arms of 200 m, by the points of the compass."""


def named(name: str, **tags: str) -> Tags:
    return {**STREET, "name": name, **tags}


def told(
    folder: Path,
    nodes: Mapping[str, tuple[float, float]],
    ways: Sequence[tuple[str, Tags]],
    origin: tuple[float, float],
    goal: tuple[float, float],
    mode: Mode = Mode.FOOT,
) -> tuple[Step, ...]:
    return travel_on(folder, nodes, ways).steps(mode, at_m(*origin), at_m(*goal))


def in_short(steps: Sequence[Step]) -> list[str]:
    return [f"{step.manoeuvre} {step.name or step.way} {step.metres:.0f}" for step in steps]


def test_a_turn_into_a_street_is_told_with_its_name_and_metres(tmp_path: Path) -> None:
    ways = [("scn", named("Elm")), ("wce", named("Oak"))]
    steps = told(tmp_path, CROSS, ways, (-150, 0), (0, 120))
    assert in_short(steps) == ["depart Elm 150", "right Oak 120", "arrive Oak 0"]
    assert steps[0].compass is Compass.NORTH
    assert steps[1].seconds == pytest.approx(120, abs=1)
    steps = told(tmp_path, CROSS, ways, (-150, 0), (0, -120))
    assert in_short(steps)[1] == "left Oak 120"


def test_going_straight_over_a_crossing_is_nothing_to_tell(tmp_path: Path) -> None:
    ways = [("scn", named("Elm")), ("wce", named("Oak"))]
    steps = told(tmp_path, CROSS, ways, (-150, 0), (150, 0))
    assert in_short(steps) == ["depart Elm 300", "arrive Elm 0"]


def test_a_new_name_straight_on_is_told(tmp_path: Path) -> None:
    ways = [("sc", named("Elm")), ("cn", named("Ash"))]
    steps = told(tmp_path, CROSS, ways, (-150, 0), (150, 0))
    assert in_short(steps) == ["depart Elm 150", "straight Ash 150", "arrive Ash 0"]


def test_a_bend_of_one_street_is_no_turn_even_where_a_path_joins(tmp_path: Path) -> None:
    ways = [("sce", named("Elm")), ("wc", FOOTWAY)]
    steps = told(tmp_path, CROSS, ways, (-150, 0), (0, 150))
    assert in_short(steps) == ["depart Elm 300", "arrive Elm 0"]


def test_a_street_that_turns_off_where_another_goes_on_is_told(tmp_path: Path) -> None:
    ways = [("sce", named("Elm")), ("cn", named("Ash"))]
    steps = told(tmp_path, CROSS, ways, (-150, 0), (0, 150))
    assert in_short(steps) == ["depart Elm 150", "right Elm 150", "arrive Elm 0"]


def test_a_path_without_a_way_out_is_followed_round_every_corner(tmp_path: Path) -> None:
    steps = told(tmp_path, CROSS, [("sc", FOOTWAY), ("ce", FOOTWAY)], (-150, 0), (0, 150))
    assert in_short(steps) == ["depart footpath 300", "arrive footpath 0"]
    with_choice = [("sc", FOOTWAY), ("ce", FOOTWAY), ("cw", FOOTWAY)]
    steps = told(tmp_path, CROSS, with_choice, (-150, 0), (0, 150))
    assert in_short(steps)[1] == "right footpath 150"


@pytest.mark.parametrize(
    ("tags", "way"),
    [
        ({"highway": "steps"}, WayKind.STEPS),
        ({"highway": "steps", "incline": "up"}, WayKind.STEPS_UP),
        ({"highway": "steps", "incline": "down"}, WayKind.STEPS_DOWN),
        ({"highway": "service"}, WayKind.YARD_ROAD),
        ({"highway": "footway", "tunnel": "yes"}, WayKind.UNDERPASS),
        ({"highway": "footway", "bridge": "yes"}, WayKind.BRIDGE),
        ({"highway": "footway", "footway": "crossing"}, WayKind.CROSSING),
        ({"highway": "cycleway"}, WayKind.CYCLE_PATH),
        ({"highway": "track"}, WayKind.TRACK),
    ],
)
def test_a_way_without_a_name_is_called_by_its_kind(
    tmp_path: Path, tags: Tags, way: WayKind
) -> None:
    nodes = {**CROSS, "f": (0, 300)}
    ways = [("sc", named("Elm")), ("ce", tags), ("ef", named("Ash"))]
    steps = told(tmp_path, nodes, ways, (-150, 0), (0, 290))
    assert (steps[1].manoeuvre, steps[1].way, steps[1].name) == (Manoeuvre.RIGHT, way, "")


def test_steps_that_lead_up_lead_down_the_other_way(tmp_path: Path) -> None:
    ways = [("sc", named("Elm")), ("ce", {"highway": "steps", "incline": "up"})]
    steps = told(tmp_path, CROSS, ways, (0, 150), (-150, 0))
    assert steps[0].way is WayKind.STEPS_DOWN


def test_a_bridge_of_a_street_is_told_and_going_on_behind_it_is_not(tmp_path: Path) -> None:
    nodes = {"a": (0, 0), "b": (100, 0), "c": (150, 0), "d": (300, 0)}
    ways = [("ab", named("Elm")), ("bc", named("Elm", bridge="yes")), ("cd", named("Elm"))]
    steps = told(tmp_path, nodes, ways, (10, 0), (290, 0))
    assert [(step.manoeuvre, step.way) for step in steps[:-1]] == [
        (Manoeuvre.DEPART, WayKind.STREET),
        (Manoeuvre.STRAIGHT, WayKind.BRIDGE),
    ]
    assert steps[1].metres == pytest.approx(190, abs=1)


def test_a_stub_between_two_streets_is_passed_over(tmp_path: Path) -> None:
    nodes = {**CROSS, "x": (8, 0), "f": (8, 200), "v": (8, -200)}
    ways = [("sc", named("Elm")), ("cx", YARD), ("xf", named("Oak")), ("xv", named("Ash"))]
    steps = told(tmp_path, nodes, ways, (-150, 0), (8, 150))
    assert in_short(steps) == ["depart Elm 150", "right Oak 158", "arrive Oak 0"]


def test_the_angle_is_measured_over_some_metres_and_not_over_the_last_vertex(
    tmp_path: Path,
) -> None:
    nodes = {"s": (-200, 0), "k": (0, 0), "c": (2, 2), "j": (0, 5), "e": (0, 200), "n": (202, 2)}
    ways = [("skc", named("Elm")), ("cje", named("Oak")), ("cn", named("Ash"))]
    steps = told(tmp_path, nodes, ways, (-150, 0), (0, 150))
    assert steps[1].manoeuvre is Manoeuvre.RIGHT


@pytest.mark.parametrize(
    ("goal", "manoeuvre"),
    [
        ((150, 90), Manoeuvre.SLIGHT_RIGHT),
        ((150, -90), Manoeuvre.SLIGHT_LEFT),
        ((-150, 90), Manoeuvre.SHARP_RIGHT),
        ((-150, -90), Manoeuvre.SHARP_LEFT),
    ],
)
def test_turns_are_slight_or_sharp(
    tmp_path: Path, goal: tuple[float, float], manoeuvre: Manoeuvre
) -> None:
    nodes = {"s": (-200, 0), "c": (0, 0), "g": goal, "n": (200, 0)}
    ways = [("scn", named("Elm")), ("cg", named("Oak"))]
    steps = told(tmp_path, nodes, ways, (-150, 0), (goal[0] * 0.9, goal[1] * 0.9))
    assert steps[1].manoeuvre is manoeuvre


def test_going_back_over_stubs_is_a_turn_to_the_side_they_lead_to(tmp_path: Path) -> None:
    nodes = {"s": (0, 200), "c": (0, 0), "x": (9, -4), "y": (18, -2), "g": (-35, 160)}
    nodes |= {"u": (0, -90), "v": (40, -90), "w": (90, -2)}
    ways = [("sc", named("Elm")), ("cxy", YARD), ("yg", named("Oak"))]
    ways += [("cu", named("Ash")), ("xv", named("Ivy")), ("yw", named("Fir"))]
    steps = told(tmp_path, nodes, ways, (0, 150), (-26, 136))
    assert steps[1].name == "Oak"
    assert steps[1].manoeuvre is Manoeuvre.SHARP_RIGHT


RING = {
    "a": (-20, 0),
    "b": (0, 20),
    "c": (20, 0),
    "d": (0, -20),
    "s": (-200, 0),
    "e": (0, 200),
    "n": (200, 0),
    "w": (0, -200),
}


@pytest.mark.parametrize(
    ("goal", "number", "name"), [((0, 150), 1, "E"), ((150, 0), 2, "N"), ((0, -150), 3, "W")]
)
def test_of_a_roundabout_the_exit_is_told(
    tmp_path: Path, goal: tuple[float, float], number: int, name: str
) -> None:
    ring: Tags = {**STREET, "junction": "roundabout"}
    arms = [
        (f"{end}{ring_end}", named(end.upper()))
        for end, ring_end in zip("senw", "abcd", strict=True)
    ]
    steps = told(tmp_path, RING, [("abcda", ring), *arms], (-150, 0), goal, Mode.CAR)
    assert (steps[1].manoeuvre, steps[1].exit_number) == (Manoeuvre.ROUNDABOUT, number)
    assert steps[1].name == name
    assert steps[1].metres == pytest.approx(130 + 28.3 * number, abs=2)


def test_a_way_into_the_roundabout_alone_is_no_exit(tmp_path: Path) -> None:
    ring: Tags = {**STREET, "junction": "roundabout"}
    inward = ("eb", named("E", oneway="yes"))
    back = ("se", named("S2"))
    ways = [("abcda", ring), ("sa", named("S")), inward, back, ("nc", named("N"))]
    steps = told(tmp_path, RING, ways, (-150, 0), (150, 0), Mode.CAR)
    assert steps[1].exit_number == 1


@pytest.mark.parametrize(
    ("door", "side", "metres"),
    [((12, 150), Side.LEFT, 12), ((-12, 150), Side.RIGHT, 12), ((0, 190), Side.AHEAD, 0)],
)
def test_the_door_is_told_by_the_side_it_is_on(
    tmp_path: Path, door: tuple[float, float], side: Side, metres: int
) -> None:
    nodes = {"w": (0, -200), "e": (0, 180)}
    steps = told(tmp_path, nodes, [("we", named("Oak"))], (0, -150), door)
    assert steps[-1].side is side
    assert steps[-1].metres == pytest.approx(metres or 10, abs=0.1)


def test_a_door_far_from_its_street_is_left_first_and_a_near_one_is_not(tmp_path: Path) -> None:
    ways = [("we", named("Oak"))]
    steps = told(tmp_path, CROSS, ways, (-40, 0), (0, 150))
    assert in_short(steps) == ["leave Oak 40", "right Oak 150", "arrive Oak 0"]
    assert steps[0].compass is Compass.NORTH
    steps = told(tmp_path, CROSS, ways, (-10, 0), (0, 150))
    assert in_short(steps) == ["depart Oak 160", "arrive Oak 0"]
    assert steps[0].compass is Compass.EAST


def test_two_doors_at_one_spot_of_the_street_are_just_over_there(tmp_path: Path) -> None:
    steps = told(tmp_path, CROSS, [("we", named("Oak"))], (-20, 0), (20, 0))
    assert [(step.manoeuvre, step.compass) for step in steps] == [(Manoeuvre.ARRIVE, Compass.NORTH)]
    assert steps[0].metres == pytest.approx(40, abs=0.1)


def test_a_pavement_takes_the_name_of_the_street_it_runs_beside(tmp_path: Path) -> None:
    nodes = {**CROSS, "a": (-8, -200), "b": (-8, 0), "z": (-200, 8)}
    ways = [("wce", named("Oak")), ("ab", FOOTWAY), ("bc", FOOTWAY), ("bz", FOOTWAY)]
    steps = told(tmp_path, nodes, ways, (-8, -150), (-8, -20))
    assert in_short(steps)[0] == "depart Oak 130"
    steps = told(tmp_path, nodes, ways, (-180, 8), (-60, 2))
    assert steps[0].name == ""  # at right angles to the street


def test_a_short_piece_without_a_name_in_the_midst_of_a_street_is_of_that_street(
    tmp_path: Path,
) -> None:
    nodes = {"a": (0, 0), "b": (100, 0), "c": (130, 0), "d": (300, 0)}
    ways = [("ab", named("Elm")), ("bc", YARD), ("cd", named("Elm"))]
    steps = told(tmp_path, nodes, ways, (10, 0), (290, 0))
    assert in_short(steps) == ["depart Elm 280", "arrive Elm 0"]


def test_nothing_is_told_of_a_leg_that_goes_nowhere_or_is_not_known(tmp_path: Path) -> None:
    ways = [("we", named("Oak"))]
    assert told(tmp_path, CROSS, ways, (0, 50), (0, 50)) == ()
    assert told(tmp_path, CROSS, ways, (0, 50), (3000, 50)) == ()


def test_guixi_is_told_in_chinese_names() -> None:
    doors = Coordinates(28.2935, 117.2115), Coordinates(28.2885, 117.2200)
    names = {step.name for step in TOWN.steps(Mode.FOOT, *doors)}
    assert any("\u4e00" <= sign <= "\u9fff" for name in names for sign in name)


def adds_up(travel: StreetTravel, mode: Mode, origin: Coordinates, goal: Coordinates) -> bool:
    """Whether steps and line of a leg have its metres and seconds, and begin at its door."""
    steps, path = travel.steps(mode, origin, goal), travel.path(mode, origin, goal)
    lat, lon = np.array([(point.lat, point.lon) for point in path.points]).T
    line_m = float(distance_m(lat[:-1], lon[:-1], lat[1:], lon[1:]).sum())
    return (
        round(sum(step.metres for step in steps), 2) == round(path.metres, 2)
        and sum(step.seconds for step in steps) == path.seconds
        and abs(line_m - path.metres) < 0.01 * (len(path.points) + 1)
        and all(step.metres >= 0 and step.seconds >= 0 for step in steps)
        and steps[0].start == path.points[0]
        and steps[-1].manoeuvre is Manoeuvre.ARRIVE
    )


LAT = st.floats(28.283, 28.33)
LON = st.floats(117.193, 117.252)


@given(mode=st.sampled_from(Mode), places=st.tuples(LAT, LON, LAT, LON))
def test_the_steps_of_any_leg_in_guixi_add_up_to_it(
    mode: Mode, places: tuple[float, float, float, float]
) -> None:
    origin, goal = Coordinates(*places[:2]), Coordinates(*places[2:])
    assume(TOWN.steps(mode, origin, goal))
    assert adds_up(TOWN, mode, origin, goal)


GRID = {
    chr(ord("a") + row * 5 + column): (row * 60.0, column * 80.0)
    for row in range(5)
    for column in range(5)
}
BLOCKS = [
    (letter + chr(ord(letter) + step))
    for at, letter in enumerate(GRID)
    for step in (1, 5)
    if at + step < 25 and (step == 5 or at % 5 < 4)
]
KINDS = st.sampled_from(["residential", "footway", "steps", "service"])
PLACE = st.tuples(st.floats(-20, 260), st.floats(-20, 340))


@settings(max_examples=30)
@given(
    ways=st.lists(
        st.tuples(st.sampled_from(BLOCKS), KINDS, st.sampled_from(["", "Elm", "橡树路"])),
        min_size=3,
        max_size=40,
        unique_by=lambda way: way[0],
    ),
    places=st.tuples(PLACE, PLACE),
)
def test_the_steps_of_any_leg_in_any_town_add_up_to_it(
    ways: list[tuple[str, str, str]], places: tuple[tuple[float, float], tuple[float, float]]
) -> None:
    tagged = [
        (block, {"highway": kind} | ({"name": name} if name else {})) for block, kind, name in ways
    ]
    with tempfile.TemporaryDirectory() as folder:
        town = travel_on(Path(folder), GRID, tagged)
    origin, goal = (at_m(*place) for place in places)
    assume(town.steps(Mode.FOOT, origin, goal))
    assert adds_up(town, Mode.FOOT, origin, goal)
