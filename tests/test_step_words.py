"""Steps in words: one whole sentence each."""

import itertools
from typing import Any

from mealroute.domain import Compass, Coordinates, Manoeuvre, Side, Step, WayKind
from mealroute.step_words import distance_word, step_sentences


def a_step(**changes: Any) -> Step:
    values: dict[str, Any] = {
        "manoeuvre": Manoeuvre.RIGHT,
        "way": WayKind.STREET,
        "name": "Elm Road",
        "metres": 118.0,
        "seconds": 98,
        "start": Coordinates(47.8484, 88.1396),
    }
    return Step(**values | changes)


def sentence(**changes: Any) -> str:
    return step_sentences([a_step(**changes)])[0]


def test_a_turn_is_said_with_the_street_and_the_metres_people_walk() -> None:
    assert sentence(name="Landstrasse") == "Turn right into Landstrasse, 120 m"
    assert sentence(manoeuvre=Manoeuvre.SLIGHT_LEFT) == "Turn slightly left into Elm Road, 120 m"


def test_the_departure_names_the_point_of_the_compass() -> None:
    departs = {"manoeuvre": Manoeuvre.DEPART, "compass": Compass.NORTH_EAST}
    assert sentence(**departs) == "Go north-east along Elm Road, 120 m"


def test_a_way_without_a_name_is_called_by_its_kind() -> None:
    assert sentence(name="", way=WayKind.YARD_ROAD) == "Turn right onto the yard road, 120 m"
    assert sentence(way=WayKind.STEPS_UP) == "Turn right onto the steps up, 120 m"


def test_a_turn_of_the_same_street_says_to_stay_on_it() -> None:
    assert step_sentences([a_step(), a_step()])[1] == "Turn right and stay on Elm Road, 120 m"


def test_who_comes_from_the_door_does_not_stay_but_turns_into_the_street() -> None:
    leave = a_step(manoeuvre=Manoeuvre.LEAVE, compass=Compass.WEST, metres=40.0)
    assert step_sentences([leave, a_step()]) == (
        "From the door go west to Elm Road, 40 m",
        "Turn right into Elm Road, 120 m",
    )


def test_a_roundabout_is_said_with_its_exit() -> None:
    said = sentence(manoeuvre=Manoeuvre.ROUNDABOUT, exit_number=2)
    assert said == "At the roundabout take exit 2 into Elm Road, 120 m"


def test_the_door_is_said_with_its_side_and_how_far_from_the_street() -> None:
    arrives = {"manoeuvre": Manoeuvre.ARRIVE, "side": Side.LEFT}
    assert sentence(**arrives, metres=4.0) == "The door is on the left"
    assert sentence(**arrives, metres=22.0) == "The door is on the left, 20 m from the street"
    assert sentence(manoeuvre=Manoeuvre.ARRIVE, metres=1.0) == "You are at the door"


def test_every_step_there_can_be_has_a_sentence_without_a_gap() -> None:
    every = itertools.product(
        Manoeuvre, WayKind, ["", "Elm Road"], [None, *Side], [None, *Compass], [1.0, 60.0]
    )
    for manoeuvre, way, name, side, compass, metres in every:
        step = a_step(
            manoeuvre=manoeuvre,
            way=way,
            name=name,
            side=side,
            compass=compass or Compass.EAST if manoeuvre is not Manoeuvre.ARRIVE else compass,
            metres=metres,
            exit_number=3 if manoeuvre is Manoeuvre.ROUNDABOUT else None,
        )
        for before in ("Elm Road", "Oak Road"):
            said = step_sentences([a_step(name=before), step])[1]
            assert said
            assert not {"{", "}"} & set(said)
            assert "None" not in said
            assert "  " not in said


def test_a_name_written_from_the_right_does_not_pull_the_figures_along() -> None:
    assert sentence(name="شارع") == "Turn right into \u2068شارع\u2069, 120 m"


def test_a_name_cannot_bring_control_characters_or_fields_of_its_own() -> None:
    assert sentence(name="Elm\u202e {distance}\x1b[31m") == (
        "Turn right into Elm {distance}[31m, 120 m"
    )


def test_metres_are_told_to_ten_and_never_as_none() -> None:
    assert [distance_word(metres) for metres in (0.0, 4.9, 5.0, 14.9, 994.9, 1949.0)] == [
        "a few metres",
        "a few metres",
        "10 m",
        "10 m",
        "990 m",
        "1.9 km",
    ]
