"""The committed sample is what its seed makes, and shows the cases it was made to show."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from mealroute.domain import EndsAt, Meal, Mode, Order, Service, Shift
from mealroute.files import DayFiles, read_day
from mealroute.receipt import decide
from mealroute.sample import SAMPLE_DATE
from mealroute.sample.folder import write_sample_day
from mealroute.travel import great_circle_m, open_travel

GUIXI = Path(__file__).parents[2] / "data" / "guixi"
SEED = 339
OUT_OF_REACH = {"R147", "R148"}
TOO_FAR, NO_LOCATION = "R149", "R150"


@pytest.fixture(scope="module")
def files() -> DayFiles:
    return read_day(GUIXI)


@pytest.fixture(scope="module")
def service(files: DayFiles) -> Service:
    return files.day.service(SAMPLE_DATE, Meal.LUNCH)


Seconds = dict[tuple[str, str, Mode], int]
"""Seconds of travel from a canteen to a resident."""


def seconds_of(files: DayFiles, by: str) -> Seconds:
    day, travel = files.day, open_travel(files.settings, files.streets, by)
    starts = [canteen.coordinates for canteen in day.canteens]
    doors = {one.resident_id: one.coordinates for one in day.residents if one.coordinates}
    return {
        (canteen.canteen_id, resident_id, mode): int(seconds)
        for mode in Mode
        for canteen, row in zip(
            day.canteens, travel.table(mode, starts, list(doors.values())).seconds, strict=True
        )
        for resident_id, seconds in zip(doors, row, strict=True)
    }


@pytest.fixture(scope="module")
def by_street(files: DayFiles) -> Seconds:
    return seconds_of(files, "streets")


def eligible(service: Service, order: Order) -> list[str]:
    """The canteens within whose radius the door lies and that cook the diet."""
    door = service.residents[order.resident_id].coordinates
    if door is None:
        return []
    return [
        canteen.canteen_id
        for canteen in service.canteens.values()
        if great_circle_m([door], [canteen.coordinates])[0, 0] <= canteen.service_radius_m
        and service.diet_of(order) in canteen.diets
    ]


def in_time(service: Service, order: Order) -> bool:
    cutoff = service.at(dt.time(9, 30))
    return order.placed_at is None or order.placed_at <= cutoff


def accepted(service: Service) -> list[Order]:
    """The orders that some canteen can take: the first of each resident, in time, in reach."""
    seen: set[str] = set()
    orders = []
    for order in sorted(service.orders.values(), key=lambda o: (o.placed_at, o.order_id)):
        if order.resident_id not in seen and in_time(service, order) and eligible(service, order):
            orders.append(order)
        seen.add(order.resident_id)
    return orders


def able(service: Service, order: Order) -> Iterator[tuple[Shift, str]]:
    """The shifts that may bring an order, with the canteen they would work for."""
    resident = service.residents[order.resident_id]
    canteens = set(eligible(service, order))
    for shift in service.shifts:
        who = service.volunteers[shift.volunteer_id]
        if (
            resident.needs <= who.skills
            and who.volunteer_id not in resident.avoid_volunteers
            and shift.may_carry(service.diet_of(order))
        ):
            for canteen_id in canteens.intersection(shift.canteen_ids):
                yield shift, canteen_id


def lateness_s(
    files: DayFiles, service: Service, order: Order, shift: Shift, canteen_id: str, by: Seconds
) -> float:
    """How much too late the handover of a direct trip starts; 0 or less is in time and hot."""
    seconds = by[canteen_id, order.resident_id, shift.mode]
    ready = service.kitchens[canteen_id].ready_from
    leaves = max(service.at(shift.starts), service.at(ready))
    arrives = leaves + dt.timedelta(seconds=seconds)
    shuts = service.at(min(order.latest or dt.time(13), dt.time(13), shift.until))
    cold_s = seconds - files.settings.max_aboard_s(shift.container)
    return max((arrives - shuts).total_seconds(), cold_s)


def order_of(service: Service, resident_id: str) -> Order:
    return next(o for o in service.orders.values() if o.resident_id == resident_id)


def test_the_committed_files_are_what_the_seed_writes(tmp_path: Path) -> None:
    write_sample_day(GUIXI / "streets.osm.pbf", tmp_path, seed=SEED)
    written = {path.name for path in tmp_path.iterdir()}
    assert "residents.csv" in written
    for name in sorted(written):
        assert (tmp_path / name).read_bytes() == (GUIXI / name).read_bytes(), name


def test_the_sample_is_one_lunch_of_the_size_that_was_asked_for(files: DayFiles) -> None:
    day = files.day
    assert day.services() == ((SAMPLE_DATE, Meal.LUNCH),)
    assert (len(day.canteens), len(day.residents), len(day.volunteers)) == (3, 150, 24)
    assert not files.notes
    assert not files.skipped


def test_every_phone_number_shows_that_nobody_is_real(files: DayFiles) -> None:
    day = files.day
    people = (*day.canteens, *day.residents, *day.volunteers)
    assert all(one.phone.startswith("000-") for one in people)


def test_people_live_in_apartment_blocks_with_several_behind_one_entrance(files: DayFiles) -> None:
    behind = Counter(one.building_id for one in files.day.residents if one.building_id)
    assert max(behind.values()) >= 5
    assert sum(count > 1 for count in behind.values()) > len(behind) / 2
    assert {one.lift for one in files.day.residents} == {True, False}
    assert max(one.floor for one in files.day.residents) > 10


def test_diets_modes_windows_and_shifts_are_mixed(files: DayFiles) -> None:
    day = files.day
    assert {one.diet for one in day.residents} == {
        "regular",
        "halal",
        "soft",
        "diabetic",
        "low-salt",
    }
    assert not any(
        "halal" in c.diets and "diabetic" in c.diets and "low-salt" in c.diets for c in day.canteens
    )
    modes = Counter(shift.mode for shift in day.shifts)
    assert all(modes[mode] >= 3 for mode in Mode)
    windows = sum(order.earliest is not None for order in day.orders)
    assert 0.2 <= windows / len(day.orders) <= 0.3
    assert 1 <= sum(shift.max_trips == 2 for shift in day.shifts) <= 2
    assert 1 <= sum(len(shift.canteen_ids) == 2 for shift in day.shifts) <= 2
    assert {shift.ends_at for shift in day.shifts} == set(EndsAt)
    assert any(shift.carries for shift in day.shifts)
    assert any(one.avoid_volunteers for one in day.residents)
    assert len({resident_id for resident_id, _volunteer in day.visits}) > 75


def test_the_declines_are_one_of_each_kind(service: Service) -> None:
    taken = {order.order_id for order in accepted(service)}
    declined = [order for order in service.orders.values() if order.order_id not in taken]
    late = [order for order in declined if not in_time(service, order)]
    twice = [
        order
        for order in declined
        if any(
            o.resident_id == order.resident_id and o is not order for o in service.orders.values()
        )
    ]
    assert len(late) == len(twice) == 1
    assert {order.resident_id for order in declined} == {
        TOO_FAR,
        NO_LOCATION,
        late[0].resident_id,
        twice[0].resident_id,
    }
    assert len(declined) == 4
    assert service.residents[NO_LOCATION].coordinates is None
    too_far = service.residents[TOO_FAR].coordinates
    for canteen in service.canteens.values():
        metres = great_circle_m([too_far], [canteen.coordinates])[0, 0]
        assert metres > canteen.service_radius_m + 100


def test_every_kitchen_can_cook_for_all_but_one_is_too_small_for_those_who_ask_for_it(
    service: Service,
) -> None:
    orders = accepted(service)
    bound, by_name = Counter[str](), Counter[str]()
    for order in orders:
        canteens = eligible(service, order)
        if len(canteens) == 1:
            bound[canteens[0]] += order.meals
        elif order.canteen_id in canteens:
            by_name[order.canteen_id] += order.meals
    short = [
        canteen_id
        for canteen_id, kitchen in service.kitchens.items()
        if kitchen.capacity < bound[canteen_id] + by_name[canteen_id]
    ]
    assert len(short) == 1
    assert all(service.kitchens[one].capacity >= bound[one] for one in service.kitchens)
    boxes = sum(order.meals for order in orders)
    assert sum(kitchen.capacity for kitchen in service.kitchens.values()) > boxes


def test_nobody_can_reach_the_two_households_in_time(
    files: DayFiles, service: Service, by_street: Seconds
) -> None:
    for resident_id in OUT_OF_REACH:
        order = order_of(service, resident_id)
        assert order in accepted(service)
        ways = list(able(service, order))
        assert ways
        assert all(lateness_s(files, service, order, *way, by_street) > 0 for way in ways)


def test_the_first_is_near_as_the_crow_flies_and_only_by_street_too_far(
    files: DayFiles, service: Service
) -> None:
    order = order_of(service, "R147")
    straight = seconds_of(files, "straight")
    assert any(
        lateness_s(files, service, order, *way, straight) <= 0 for way in able(service, order)
    )


def test_the_second_could_be_reached_if_the_volunteer_who_signs_did_not_walk(
    files: DayFiles, service: Service, by_street: Seconds
) -> None:
    order = order_of(service, "R148")
    ways = list(able(service, order))
    assert {shift.mode for shift, _canteen in ways} == {Mode.FOOT}
    riders = [
        (shift, shift.canteen_ids[0])
        for shift in service.shifts
        if shift.mode is Mode.EBIKE and shift.canteen_ids[0] == ways[0][1]
    ]
    assert any(lateness_s(files, service, order, *way, by_street) <= 0 for way in riders)


def test_everybody_else_can_be_reached_by_several_volunteers(
    files: DayFiles, service: Service, by_street: Seconds
) -> None:
    for order in accepted(service):
        if order.resident_id not in OUT_OF_REACH:
            reached = {
                shift.volunteer_id
                for shift, canteen_id in able(service, order)
                if lateness_s(files, service, order, shift, canteen_id, by_street) <= 0
            }
            assert len(reached) >= 2, order


def test_the_volunteers_can_carry_more_boxes_than_there_are(service: Service) -> None:
    boxes = sum(order.meals for order in accepted(service))
    room = sum(shift.capacity * shift.max_trips for shift in service.shifts)
    assert room >= 1.5 * boxes


def test_the_canteens_answer_as_the_readme_tells(files: DayFiles, service: Service) -> None:
    receipts = decide(service, files.settings, open_travel(files.settings, files.streets))
    text = (GUIXI / "README.md").read_text(encoding="utf-8")
    for receipt in receipts:
        if not receipt.accepted:
            order = service.orders[receipt.order_id]
            assert f"| {order.order_id} | {order.resident_id} | {receipt.reason}: " in text
    assert sum(not receipt.accepted for receipt in receipts) == 4
    asked = {order.order_id: order.canteen_id for order in service.orders.values()}
    taken_over = [
        receipt
        for receipt in receipts
        if receipt.accepted and asked[receipt.order_id] not in {None, receipt.canteen_id}
    ]
    assert 1 <= len(taken_over) <= 3
    assert {asked[receipt.order_id] for receipt in taken_over} == {"C1"}


def test_the_readme_tells_the_figures_of_the_files(
    files: DayFiles, service: Service, by_street: Seconds
) -> None:
    day = files.day
    text = (GUIXI / "README.md").read_text(encoding="utf-8")
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    told = {row[0].strip(): row[1].strip() for row in rows if len(row) == 2}
    diets = Counter(one.diet for one in day.residents)
    needs = Counter(need for one in day.residents for need in one.needs)
    priority = Counter(one.priority for one in day.residents)
    modes = Counter(shift.mode for shift in day.shifts)
    ends = Counter(shift.ends_at for shift in day.shifts)
    counted = {
        "canteens": [len(day.canteens)],
        "residents": [len(day.residents)],
        "entrances they live behind": [len({one.building_id for one in day.residents} - {""})],
        "residents who eat regular / soft / low-salt / diabetic / halal": [
            diets[diet] for diet in ("regular", "soft", "low-salt", "diabetic", "halal")
        ],
        "residents who need a skill: gan (the dialect) / stairs / sign": [
            needs[need] for need in ("gan", "stairs", "sign")
        ],
        "residents who live alone / are frail": [priority[2], priority[3]],
        "residents who have had visits": [
            len({resident_id for resident_id, _volunteer in day.visits})
        ],
        "orders": [len(day.orders)],
        "boxes": [sum(order.meals for order in day.orders)],
        "orders with a window of 40 minutes": [
            sum(order.earliest is not None for order in day.orders)
        ],
        "orders that ask for a certain canteen": [
            sum(order.canteen_id is not None for order in day.orders)
        ],
        "volunteers, one shift each": [len(day.volunteers)],
        "shifts by e-bike / on foot / by car": [
            modes[mode] for mode in (Mode.EBIKE, Mode.FOOT, Mode.CAR)
        ],
        "shifts of two trips / for two canteens / ending at the canteen / at home": [
            sum(shift.max_trips == 2 for shift in day.shifts),
            sum(len(shift.canteen_ids) == 2 for shift in day.shifts),
            ends[EndsAt.CANTEEN],
            ends[EndsAt.HOME],
        ],
    }
    del told["what"], told["---"]
    assert told == {what: " / ".join(map(str, figures)) for what, figures in counted.items()}
    cases = {row[0].strip(): row[1].strip() for row in rows if row[0].strip() in service.orders}
    assert cases == {one: service.orders[one].resident_id for one in cases}
    left_out = service.orders.keys() - {order.order_id for order in accepted(service)}
    assert cases.keys() - left_out == {order_of(service, one).order_id for one in OUT_OF_REACH}
    assert cases.keys() >= left_out
    assert by_street["C3", "R147", Mode.CAR] == 5 * 60 + 51
    assert by_street["C2", "R148", Mode.FOOT] == 1152 == 19 * 60 + 12
    assert by_street["C2", "R148", Mode.EBIKE] == 5 * 60 + 38
    assert service.kitchens["C1"].capacity == 35
