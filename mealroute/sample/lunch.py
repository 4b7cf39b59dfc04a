"""Make a lunch on the real streets of any town from its OpenStreetMap extract."""

import datetime as dt
import math
import random
from dataclasses import replace
from pathlib import Path
from typing import Final

from mealroute.domain import CanteenId, Coordinates, Day, Mode
from mealroute.errors import ArgumentError
from mealroute.files import DayFiles
from mealroute.language import gettext as _
from mealroute.sample.history import with_history
from mealroute.sample.kitchens import Choice, boxes_to_cook, open_kitchens, with_one_too_small
from mealroute.sample.people import (
    acquaint,
    cooks_of,
    draw_homes,
    draw_orders,
    draw_residents,
    hands_of,
    numbered,
)
from mealroute.sample.planned import (
    PLANNED,
    duplicate_of,
    households,
    past_cutoff,
    rows_out_of_reach,
    with_signer,
)
from mealroute.sample.settle import settle
from mealroute.sample.staff import draw_staff, with_room_for
from mealroute.sample.survey import Address, survey
from mealroute.sample.town import SAMPLE_DATE, Mix
from mealroute.sample.voice import voice_of
from mealroute.sample.ways import Ways, without_cut_off_doors
from mealroute.settings import Settings
from mealroute.travel import open_travel
from mealroute.travel.base_map import read_base_map
from mealroute.travel.geocode.survey import read_survey

SETTINGS: Final = Settings.from_mapping(
    {
        "travel": {"by": "streets"},
        "heat": {"outside_c": 8.0, "container": "bag"},
        "containers": {
            "bag": {"food_c": 85.0, "k_per_min": 0.011},
            "box": {"food_c": 85.0, "k_per_min": 0.006},
        },
    }
)
"""A mild late November: an insulated bag keeps a meal hot for 35 minutes, a box for the 45."""

MIX: Final = Mix(
    windows=0.26,
    asks_canteen=0.35,
    two_trips=0.08,
    several_canteens=0.08,
    ends_elsewhere=0.25,
    some_diets=0.08,
    places_per_box=1.6,
)

_CONTAINER = {Mode.FOOT: "bag", Mode.EBIKE: "box", Mode.CAR: "box"}
_FEWEST_RESIDENTS = 20
_HUNGRY = 0.95
_WALK_S = 1800
_RESIDENTS_PER_DOOR = 2.8
_RESIDENTS_PER_VOLUNTEER = 6.25
_OVERFLOW_BOXES = 3


def make_sample_day(
    extract: Path,
    *,
    seed: int,
    residents: int = 150,
    volunteers: int | None = None,
    canteens: int = 3,
    date: dt.date = SAMPLE_DATE,
    weeks: int = 0,
) -> DayFiles:
    """Make a lunch of made-up people on real streets; the same arguments make the same day.

    Where the map has house numbers, everybody lives at one of them. The day shows every kind of
    case: diets that not all canteens cook, windows, familiar faces, one kitchen too small for all
    who asked for it, a duplicate, an order past the cut-off, a resident outside every radius and
    one without a location, and two households that nobody can reach in time (see
    `mealroute.sample.planned`). Everybody else is within reach of the volunteers.

    Parameters
    ----------
    extract
        An OpenStreetMap extract (.osm.pbf) with streets that have names.
    residents
        How many, 20 or more, the planned households among them.
    volunteers
        How many, at least two a canteen; ``None`` takes one for every six residents or so.
    weeks
        How many weeks of orders came before, see `mealroute.sample.history`.

    Raises
    ------
    ArgumentError
        When there are too few people, or the map has no room for so many canteens.
    DataFileError
        When the extract is missing or broken.
    """
    if volunteers is None:
        volunteers = max(2 * canteens, round(residents / _RESIDENTS_PER_VOLUNTEER))
    if residents < _FEWEST_RESIDENTS or canteens < 1 or volunteers < 2 * canteens:
        raise ArgumentError(
            _("a sample needs {people} residents or more and two volunteers a canteen").format(
                people=_FEWEST_RESIDENTS
            )
        )
    rng = random.Random(seed)  # noqa: S311 -- made-up people, no secrets
    base = read_base_map(extract)
    voice = voice_of(road.name for road in base.roads)
    found = survey(rng, base, _addresses(extract))
    streets = open_travel(SETTINGS, extract, "streets")
    town = without_cut_off_doors(settle(rng, found, voice, canteens), streets)
    ways = Ways.measured(town, streets)
    crow = Ways.measured(town, open_travel(SETTINGS, None, "straight"))
    out_of_reach = rows_out_of_reach(ways, crow)
    homes = draw_homes(rng, _doors(rng, ways, out_of_reach, residents), residents - PLANNED)
    diners = draw_residents(rng, town, homes)
    cooks = [cooks_of(town, one, row) for one, row in zip(diners, homes, strict=True)]
    planned, theirs = households(rng, ways, out_of_reach, len(diners) + 1, date)
    hungry = rng.sample(list(zip(diners, cooks, strict=True)), round(_HUNGRY * len(diners)))
    *drawn, last = draw_orders(rng, hungry, date, MIX)
    choices: list[Choice] = [
        *((order, canteens) for order, (_one, canteens) in zip(drawn, hungry, strict=False)),
        *((order, town.reach[row]) for order, row in zip(theirs, out_of_reach, strict=False)),
    ]
    capacity = with_one_too_small(choices)
    boxes = boxes_to_cook(choices, capacity)
    people, shifts = draw_staff(rng, town, boxes, volunteers, MIX)
    met, visits = acquaint(rng, town, diners, cooks, hands_of(town, people, shifts), MIX)
    people, shifts = with_signer(town, out_of_reach[1], people, shifts)
    day = Day(
        canteens=town.canteens,
        kitchens=open_kitchens(town, capacity),
        residents=(*met, *planned),
        orders=numbered([*drawn, past_cutoff(last), duplicate_of(drawn[0]), *theirs]),
        volunteers=people,
        shifts=tuple(
            replace(shift, container=_CONTAINER[shift.mode])
            for shift in with_room_for(shifts, boxes.total(), MIX)
        ),
        visits=visits,
    )
    return DayFiles(
        day=with_history(day, date, weeks, seed, voice), settings=SETTINGS, streets=extract
    )


def _addresses(extract: Path) -> list[Address]:
    """Read the house numbers of the map, numbers of the houses themselves before those of shops."""
    doors = sorted(read_survey(extract).doors, key=lambda door: door.named)
    return [Address(door.street, door.number, Coordinates(*door.point)) for door in doors]


def _doors(
    rng: random.Random, ways: Ways, out_of_reach: tuple[int, int], residents: int
) -> list[int]:
    """Choose entrances no long walk away, as many for each canteen, first where houses stand."""
    town = ways.town
    near: dict[CanteenId, list[int]] = {canteen.canteen_id: [] for canteen in town.canteens}
    for row in rng.sample(range(len(town.entrances)), len(town.entrances)):
        reached = town.reach[row] and ways.walk_s(row) <= _WALK_S
        if reached and row not in out_of_reach:
            near[town.reach[row][0]].append(row)
    most = math.ceil(residents / _RESIDENTS_PER_DOOR / len(town.canteens))
    chosen = [
        row
        for rows in near.values()
        for row in sorted(rows, key=lambda row: not town.entrances[row].mapped)[:most]
    ]
    if not chosen:
        raise ArgumentError(_("the extract has no doors within a walk of a canteen"))
    return sorted(chosen)
