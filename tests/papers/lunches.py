"""Lunches to print: as many stops as wanted, with the names and notes that a test is about."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

from mealroute.domain import (
    BaseMap,
    Canteen,
    DeclineReason,
    Made,
    Plan,
    Resident,
    RouteShape,
    Service,
    Stop,
    Trip,
)
from mealroute.maps import volunteer_files
from mealroute.papers import PaperJob
from mealroute.settings import Settings
from tests.builders import a_kitchen, a_resident, a_service, a_shift, an_order, at_m
from tests.maps.lunch import a_route, accepted, after, declined, shapes_of, the_canteen

DIETS = ("regular", "halal", "soft", "low_salt", "vegetarian", "diabetic", "no_fish")


def resident(number: int, **changes: Any) -> Resident:
    """A neighbour of a street north of the canteen, two behind each entrance."""
    house = (number + 1) // 2
    values: dict[str, Any] = {
        "name": f"张{'秀芳国庆建华'[number % 6]}{'英兰梅生福明'[number % 5]}",
        "address": f"石林路{house}号平安里{house % 4 + 1}号楼{number % 3 + 1}单元{number}01室",
        "coordinates": at_m(40 * house % 700 - 300, 37 * house % 500 - 250),
        "floor": number % 6 + 1,
        "lift": number % 4 == 0,
        "phone": f"000-02{number:05}",
    }
    return a_resident(f"R{number}", **values | changes)


def a_job(
    stops: int = 3,
    *,
    trips: Sequence[int] | None = None,
    settings: Settings | None = None,
    base_map: BaseMap | None = None,
    people: dict[int, dict[str, Any]] | None = None,
    orders: dict[int, dict[str, Any]] | None = None,
    canteen: Canteen | None = None,
    served: bool = True,
) -> PaperJob:
    """One volunteer's lunch of so many stops, in trips of the sizes given."""
    sizes = [stops] if trips is None else list(trips)
    numbers = range(1, sum(sizes) + 1)
    service = a_service(
        canteens=[canteen or the_canteen()],
        kitchens=[a_kitchen()],
        residents=[resident(number, **(people or {}).get(number, {})) for number in numbers],
        orders=[
            an_order(
                f"O{number}",
                f"R{number}",
                **{"meals": number % 3 + 1, "diet": DIETS[number % 7]}
                | (orders or {}).get(number, {}),
            )
            for number in numbers
        ],
        shifts=[a_shift("V1", capacity=100, max_trips=len(sizes))],
    )
    plan = Plan(
        date=service.date,
        meal=service.meal,
        made=Made(version="1.2", engine="e", seed=1, seconds=1, travel="straight", cost=1),
        receipts=tuple(accepted(f"O{number}") for number in numbers),
        routes=(a_route("V1", *_trips(sizes)),) if stops else (),
    )
    shapes: tuple[RouteShape, ...] = shapes_of(plan, service)
    return PaperJob(
        plan=plan,
        service=service,
        settings=settings or Settings(),
        shapes=shapes,
        base_map=base_map,
        pages=volunteer_files(plan) if served else {},
    )


def _trips(sizes: Sequence[int]) -> list[Trip]:
    trips: list[Trip] = []
    number, leaves = 1, 0.0
    for size in sizes:
        stops = tuple(_stop(number + place, leaves, place) for place in range(size))
        back = after(leaves + 3 * size + 5)
        trips.append(Trip(leaves=after(leaves), stops=stops, back=back))
        number, leaves = number + size, leaves + 3 * size + 10
    return trips


def _stop(number: int, leaves: float, place: int) -> Stop:
    starts = after(leaves + 3 * (place + 1))
    return Stop(
        order_id=f"O{number}",  # type: ignore[arg-type]  # plain strings serve as ids here
        arrives=starts,
        starts=starts,
        ends=starts + dt.timedelta(minutes=2),
        aboard_s=180 * (place + 1),
        leg_s=60,
        leg_m=95,
    )


def declined_too(job: PaperJob) -> PaperJob:
    """The same job with one order declined in the plan."""
    service: Service = job.service
    order = an_order("O99", "R1")
    receipt = declined("O99", DeclineReason.DUPLICATE, "")
    return dataclasses.replace(
        job,
        service=dataclasses.replace(service, orders={**service.orders, "O99": order}),
        plan=dataclasses.replace(job.plan, receipts=(*job.plan.receipts, receipt)),
    )
