"""The village's README works every figure out by hand; here each is held against the package.

Every plan there is gets tried with the README's own legs and handovers, without any engine.
"""

import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from mealroute.domain import Coordinates, Meal, Mode, Receipt, Service
from mealroute.files import read_day, read_plan
from mealroute.receipt import decide, eligibility
from mealroute.routing.check import Judgement, check
from mealroute.settings import Settings
from mealroute.travel import great_circle_m, open_travel

VILLAGE = Path(__file__).parents[2] / "data" / "village"
ORDERS = ("O1", "O2", "O3")
VOLUNTEERS = ("V1", "V2")
NEW_FACES = {("V1", "O2"), ("V2", "O1")}
COLUMN = {Mode.FOOT: "on foot s", Mode.EBIKE: "by e-bike s"}


def table(section: str, first: str) -> list[dict[str, str]]:
    """Read the table of a section of the README whose first column has this name."""
    text = (VILLAGE / "README.md").read_text(encoding="utf-8").split(f"\n## {section} ")[1]
    lines = text.split("\n## ")[0].splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    head = next(row for row, line in enumerate(cells) if line[0] == first)
    rows = itertools.takewhile(lambda line: len(line) == len(cells[head]), cells[head + 2 :])
    return [dict(zip(cells[head], line, strict=True)) for line in rows]


LEGS = {row["leg"]: row for row in table("2.", "leg")}
HANDOVERS = {row["order"]: int(row["handover s"]) for row in table("4.", "order")}
PRICES = {row["what"]: int(row["price"]) for row in table("6.", "what")}


@pytest.fixture(scope="module")
def service() -> Service:
    return read_day(VILLAGE).day.service(dt.date(2026, 11, 24), Meal.LUNCH)


@pytest.fixture(scope="module")
def places(service: Service) -> dict[str, Coordinates]:
    found = {"C1": service.canteens["C1"].coordinates}
    for resident_id, name in (("R1", "B1"), ("R2", "B2"), ("R4", "R4")):
        found[name] = service.residents[resident_id].coordinates
    return found


def test_the_road_is_as_long_as_worked_out(places: dict[str, Coordinates]) -> None:
    for name, row in LEGS.items():
        here, there = (places[end] for end in name.split(" to "))
        metres = float(great_circle_m([here], [there])[0, 0])
        assert f"{metres:.3f}" == row["great circle m"]
        assert round(abs(here.lat - there.lat) * 1000) == int(row["thousandths"])
        assert metres == pytest.approx(111.195 * int(row["thousandths"]), rel=1e-6)


def test_every_leg_takes_the_seconds_worked_out(places: dict[str, Coordinates]) -> None:
    travel = open_travel(Settings())
    for name, row in LEGS.items():
        here, there = (places[end] for end in name.split(" to "))
        for mode, column in COLUMN.items():
            for start, end in ((here, there), (there, here)):
                leg = travel.table(mode, [start], [end])
                assert leg.seconds[0, 0] == int(row[column])
                assert f"{leg.metres[0, 0]:.3f}" == row["way m"]


class Road:
    """The village as the README tells it: a plan is followed second by second, by hand."""

    def __init__(self, service: Service) -> None:
        orders = {order_id: service.orders[order_id] for order_id in ORDERS}
        residents = {one: service.residents[order.resident_id] for one, order in orders.items()}
        self.shifts = {shift.volunteer_id: shift for shift in service.shifts}
        self.boxes = {one: order.meals for one, order in orders.items()}
        self.door = {one: resident.building_id for one, resident in residents.items()}
        self.opens = {one: second(order.earliest or dt.time(11)) for one, order in orders.items()}
        self.shuts = {one: second(order.latest or dt.time(13)) for one, order in orders.items()}
        self.price = {one: 100_000 * residents[one].priority * self.boxes[one] for one in ORDERS}

    def leg_s(self, mode: Mode, here: str, there: str) -> int:
        if here == there:
            return 0
        ends = sorted((here, there), key=("C1", "B1", "B2").index)
        return int(LEGS[" to ".join(ends)][COLUMN[mode]])

    def tours(self, volunteer: str, orders: tuple[str, ...]) -> Iterator[list[tuple[str, ...]]]:
        """List every sequence, in every cut into trips that bag and shift allow."""
        shift = self.shifts[volunteer]
        for sequence in itertools.permutations(orders):
            for cuts in range(min(shift.max_trips, len(sequence))):
                for cut in itertools.combinations(range(1, len(sequence)), cuts):
                    ends = itertools.pairwise((0, *cut, len(sequence)))
                    trips = [sequence[start:end] for start, end in ends]
                    if all(sum(map(self.boxes.get, trip)) <= shift.capacity for trip in trips):
                        yield trips

    def over_at(self, mode: Mode, trips: list[tuple[str, ...]], leaves: int) -> int | None:
        """Follow a tour from the moment it leaves; None where a door has shut or it is noon."""
        now, here = leaves, "C1"
        for number, trip in enumerate(trips):
            if number:
                now, here = now + self.leg_s(mode, here, "C1") + 300, "C1"
            left = now
            for order in trip:
                now = max(now + self.leg_s(mode, here, self.door[order]), self.opens[order])
                if now > self.shuts[order]:
                    return None
                assert now - left <= 45 * 60  # the heat limit forbids nothing in the village
                now += HANDOVERS[order] + (60 if self.door[order] != here else 0)
                here = self.door[order]
        return now if now <= second(dt.time(12)) else None

    def least_work(self, volunteer: str, orders: tuple[str, ...]) -> int | None:
        """Try every tour and every second to leave at between 11:00 and 12:00."""
        works = [
            over - leaves
            for trips in self.tours(volunteer, orders)
            for leaves in range(second(dt.time(11)), second(dt.time(12)))
            if (over := self.over_at(self.shifts[volunteer].mode, trips, leaves)) is not None
        ]
        return min(works, default=None)

    def priced(self, shared: tuple[str, ...]) -> tuple[int, ...] | None:
        """Price who brings what: work of V1, of V2, called out, new faces, cost."""
        works = []
        for volunteer in VOLUNTEERS:
            mine = tuple(o for o, who in zip(ORDERS, shared, strict=True) if who == volunteer)
            work = self.least_work(volunteer, mine) if mine else 0
            if work is None:
                return None
            works.append(work)
        called = sum(work > 0 for work in works)
        new = len(NEW_FACES.intersection(zip(shared, ORDERS, strict=True)))
        out = sum(self.price[o] for o, who in zip(ORDERS, shared, strict=True) if who == "nobody")
        return (*works, called, new, sum(works) + 600 * called + 120 * new + out)


def second(time: dt.time) -> int:
    return 3600 * time.hour + 60 * time.minute + time.second


Prices = dict[tuple[str, ...], tuple[int, ...] | None]


@pytest.fixture(scope="module")
def every_plan(service: Service) -> Prices:
    road = Road(service)
    return {
        shared: road.priced(shared)
        for shared in itertools.product((*VOLUNTEERS, "nobody"), repeat=len(ORDERS))
    }


def test_every_way_to_share_the_work_costs_what_was_worked_out(every_plan: Prices) -> None:
    rows = table("5.", "O1")
    shared = [(row["O1"], row["O2"], row["O3"]) for row in rows]
    assert sorted(shared) == sorted(itertools.product(VOLUNTEERS, repeat=3))
    for who, row in zip(shared, rows, strict=True):
        assert every_plan[who] == tuple(map(int, list(row.values())[3:]))


def test_no_plan_is_cheaper_than_the_one_worked_out_by_hand(every_plan: Prices) -> None:
    costs = sorted((plan[-1], shared) for shared, plan in every_plan.items() if plan is not None)
    assert costs[0] == (PRICES["cost"], ("V2", "V2", "V2"))
    assert costs[1][0] > PRICES["cost"]
    assert min(cost for cost, shared in costs if "nobody" in shared) > 100_000


def test_the_plan_in_the_file_is_the_one_worked_out_minute_by_minute() -> None:
    (route,) = read_plan(VILLAGE / "best_plan.json").routes
    rows = table("6.", "stop")
    assert [stop.order_id for stop in route.stops] == [row["stop"] for row in rows]
    for stop, row in zip(route.stops, rows, strict=True):
        moments = (stop.arrives, stop.starts, stop.ends)
        assert [f"{moment:%H:%M:%S}" for moment in moments] == list(row.values())[1:4]
        assert [stop.aboard_s, stop.leg_s, stop.leg_m] == list(map(int, list(row.values())[4:]))
    assert route.work_s == PRICES["work, 11:12:17 to 11:35:00"]


@pytest.fixture(scope="module")
def receipts(service: Service) -> tuple[Receipt, ...]:
    return decide(service, Settings(), open_travel(Settings()))


def test_the_canteen_answers_as_worked_out(receipts: tuple[Receipt, ...]) -> None:
    told = {row["order"]: row["receipt"] for row in table("3.", "order")}
    answers = {one.order_id: one.reason or one.status for one in receipts}
    assert answers == told
    assert {one.canteen_id for one in receipts if one.accepted} == {"C1"}


def test_the_receipts_in_the_file_are_the_canteen_s(receipts: tuple[Receipt, ...]) -> None:
    stated = read_plan(VILLAGE / "best_plan.json").receipts
    assert [(one.order_id, one.canteen_id, one.reason) for one in stated] == [
        (one.order_id, one.canteen_id, one.reason) for one in receipts
    ]


@pytest.fixture(scope="module")
def judgement(service: Service, receipts: tuple[Receipt, ...]) -> Judgement:
    plan = read_plan(VILLAGE / "best_plan.json")
    travel = open_travel(Settings())
    eligible = eligibility(service, Settings(), travel)
    return check(plan, service, Settings(), travel, receipts, eligible)


def test_the_judge_finds_no_violation_in_the_plan_worked_out_by_hand(judgement: Judgement) -> None:
    assert judgement.violations == ()


def test_the_judge_writes_the_bill_worked_out_by_hand(judgement: Judgement) -> None:
    bill = judgement.bill
    assert bill.work == PRICES["work, 11:12:17 to 11:35:00"]
    assert bill.call_out == PRICES["calling V2 out"]
    assert bill.unfamiliar == PRICES["O1 by a new face"]
    assert bill.total == PRICES["cost"]
    assert bill.avoidable == PRICES["avoidable cost, 2,083 − 390 − 120"]
    assert (bill.unassigned, bill.balance) == (0, 0)
