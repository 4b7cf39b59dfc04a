"""Plan the cases that every sample shows: two households out of reach, and the plain declines.

Both households live within a service radius, so their orders are accepted, and yet nobody can be
there in time:

* **the way round**: by street the door is much farther than as the crow flies, and it shuts before
  the fastest volunteer could be there;
* **the only one who signs walks**: the door shuts before the one volunteer with sign language
  could be there on foot; anybody on an e-bike would be in time.
"""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import replace

from mealroute.domain import (
    REGULAR_DIET,
    Coordinates,
    Meal,
    Mode,
    Order,
    OrderId,
    Resident,
    ResidentId,
    Shift,
    Volunteer,
)
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.sample.kitchens import CUTOFF, READY
from mealroute.sample.town import Entrance, Town
from mealroute.sample.ways import Ways
from mealroute.travel import great_circle_m

SIGN = "sign"
PLANNED = 4
"""How many residents are planned: two out of reach, one too far away, one nobody can find."""

_LONGEST_S = 7200
_PAST_THE_RIM_M = 150.0
_NO_SUCH_NUMBER = 999


def rows_out_of_reach(ways: Ways, crow: Ways) -> tuple[int, int]:
    """Find the entrances of the two households: the longest way round, and the longest walk.

    Parameters
    ----------
    ways, crow
        By street, and in a straight line.

    Raises
    ------
    ArgumentError
        When the town has no such doors.
    """
    reach = ways.town.reach
    doors = [
        row for row, canteens in enumerate(reach) if canteens and ways.walk_s(row) <= _LONGEST_S
    ]
    if len(doors) < 2:
        raise ArgumentError(_("the extract has no doors within reach of a canteen"))
    # Where one canteen alone reaches the door, it is plain to see why nobody can.
    alone = [row for row in doors if len(reach[row]) == 1]
    doors = alone if len(alone) > 1 else doors
    way_round = max(doors, key=lambda row: (ways.shortest_m(row) - crow.shortest_m(row), row))
    doors = [row for row in doors if row != way_round]
    elsewhere = [row for row in doors if reach[row][0] != reach[way_round][0]]
    return way_round, max(elsewhere or doors, key=lambda row: (ways.walk_s(row), row))


def with_signer(
    town: Town,
    signer: int,
    volunteers: Sequence[Volunteer],
    shifts: Sequence[Shift],
) -> tuple[tuple[Volunteer, ...], tuple[Shift, ...]]:
    """Let one volunteer of the signer's canteen know sign language, and let that one walk."""
    canteen_ids = town.reach[signer][:1]
    here = [shift for shift in shifts if shift.canteen_ids == canteen_ids] or list(shifts)
    walks = next((shift for shift in here if shift.mode is Mode.FOOT), here[0])
    return (
        tuple(
            replace(one, skills=one.skills | {SIGN})
            if one.volunteer_id == walks.volunteer_id
            else one
            for one in volunteers
        ),
        tuple(replace(shift, mode=Mode.FOOT) if shift is walks else shift for shift in shifts),
    )


def households(
    rng: random.Random,
    ways: Ways,
    rows: tuple[int, int],
    first: int,
    date: dt.date,
) -> tuple[list[Resident], list[Order]]:
    """Make the four planned residents, numbered from ``first``, and what they order."""
    town, voice = ways.town, ways.town.voice
    way_round, signer = (town.entrances[row] for row in rows)
    leaves = _just_before(ways.fastest_s(rows[0]), date)
    leaves_later = _just_before(ways.walk_s(rows[1]), date)
    homes = (way_round, signer, _past_the_rim(town), signer)
    drafts = [
        _behind(town, home, first + row, name)
        for row, (home, name) in enumerate(zip(homes, voice.people(rng, PLANNED), strict=True))
    ]
    residents = [
        replace(drafts[0], notes=voice.note_leaves.format(latest=f"{leaves:%H:%M}")),
        replace(
            drafts[1],
            needs=frozenset({SIGN}),
            notes=voice.note_signs.format(latest=f"{leaves_later:%H:%M}"),
        ),
        drafts[2],
        replace(
            drafts[3],
            coordinates=None,
            building_id="",
            lift=False,
            address=voice.no_number.format(street=signer.street),
        ),
    ]
    orders = [
        Order(
            order_id=OrderId(""),
            resident_id=resident.resident_id,
            date=date,
            meal=Meal.LUNCH,
            latest=latest,
            placed_at=dt.datetime.combine(date - dt.timedelta(days=1), dt.time(9 + row, 20)),
            channel="phone",
        )
        for row, (resident, latest) in enumerate(
            zip(residents, (leaves, leaves_later, None, None), strict=True)
        )
    ]
    return residents, orders


def duplicate_of(order: Order) -> Order:
    """Order the same lunch again, on the morning itself."""
    again = dt.datetime.combine(order.date, CUTOFF) - dt.timedelta(minutes=5)
    return replace(order, placed_at=again, channel="counter")


def past_cutoff(order: Order) -> Order:
    """Place an order minutes too late."""
    late = dt.datetime.combine(order.date, CUTOFF) + dt.timedelta(minutes=17)
    return replace(order, placed_at=late, channel="phone")


def _just_before(seconds: int, date: dt.date) -> dt.time:
    """Round the arrival of who leaves at `READY` down: to five minutes, or one for the nearest."""
    minutes = (seconds - 1) // 60
    minutes -= minutes % 5 if minutes >= 5 else 0
    return (dt.datetime.combine(date, READY) + dt.timedelta(minutes=minutes)).time()


def _behind(town: Town, entrance: Entrance, number: int, name: str) -> Resident:
    """Make an ordinary resident on the ground floor of an entrance."""
    flat = town.voice.flat.format(block=entrance.address, floor=1, door=2)
    return Resident(
        resident_id=ResidentId(f"R{number:03d}"),
        name=name,
        coordinates=entrance.coordinates,
        address=flat if entrance.floors > 1 else entrance.address,
        building_id=entrance.building_id,
        lift=entrance.lift,
        diet=REGULAR_DIET,
        priority=2,
        phone=f"000-02{number:05d}",
        language=town.voice.language,
        community=entrance.community,
    )


def _past_the_rim(town: Town) -> Entrance:
    """Find the entrance that lies least beyond every radius, or make one up with its number."""
    metres = great_circle_m(
        [entrance.coordinates for entrance in town.entrances],
        [canteen.coordinates for canteen in town.canteens],
    ).tolist()
    radii = [canteen.service_radius_m for canteen in town.canteens]
    beyond = [
        (min(metre - radius for metre, radius in zip(row, radii, strict=True)), number)
        for number, row in enumerate(metres)
    ]
    found = min((pair for pair in beyond if pair[0] >= _PAST_THE_RIM_M), default=None)
    if found is not None:
        return town.entrances[found[1]]
    northmost = max(town.canteens, key=lambda canteen: canteen.coordinates.lat)
    degrees = (max(radii) + 2 * _PAST_THE_RIM_M) / 111_000.0
    place = northmost.coordinates
    street = town.entrances[0].street
    return replace(
        town.entrances[0],
        building_id="",
        address=town.voice.house.format(street=street, number=_NO_SUCH_NUMBER),
        coordinates=Coordinates(round(place.lat + degrees, 6), place.lon),
    )
