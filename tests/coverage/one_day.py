"""Walk one route on one perturbed day, stop by stop with plain numbers, from the day itself."""

import math
from typing import NamedTuple

from mealroute.coverage.draws import Draws
from mealroute.coverage.perturbation import Perturbation
from mealroute.domain import Coordinates, EndsAt, Resident, Route, Service, Shift
from mealroute.settings import Settings
from mealroute.travel import TravelTimes


class Brought(NamedTuple):
    """One box handed over: when, how many seconds too late, how long it was aboard, hot or not."""

    starts_s: float
    late_s: float
    aboard_s: float
    hot: bool


def second(time: object) -> float:
    return math.inf if time is None else time.hour * 3600 + time.minute * 60  # type: ignore[attr-defined]


class OneDay:
    """One day of the draws."""

    def __init__(self, draws: Draws, perturbation: Perturbation, day: int) -> None:
        self.draws, self.perturbation, self.day = draws, perturbation, day

    def factor(self, sigma: float, what: str, whose: str = "") -> float:
        return float(self.draws.factor(sigma, what, whose)[self.day])

    def occurs(self, share: float, what: str, whose: str) -> bool:
        return bool(self.draws.occurs(share, what, whose)[self.day])

    def seconds(self, share: float, mean_min: float, what: str, whose: str) -> float:
        return float(self.draws.seconds(share, mean_min, what, whose)[self.day])


def shift_of(route: Route, service: Service) -> Shift:
    trips = [trip for trip in route.trips if trip.stops]
    over = trips[-1].back or trips[-1].stops[-1].ends
    return next(
        shift
        for shift in service.shifts
        if (shift.volunteer_id, shift.mode) == (route.volunteer_id, route.mode)
        and service.at(shift.starts) <= trips[0].leaves
        and over <= service.at(shift.until)
    )


def handover_s(resident: Resident, settings: Settings) -> int:
    if resident.handover_s is not None:
        return resident.handover_s
    stairs = 0 if resident.lift else max(0, resident.floor - 1)
    return settings.handover.per_order_s + stairs * settings.handover.per_floor_without_lift_s


def end_of(
    shift: Shift, canteen: Coordinates, last_door: Coordinates, service: Service
) -> Coordinates:
    home = service.volunteers[shift.volunteer_id].coordinates
    if shift.ends_at is EndsAt.CANTEEN:
        return canteen
    return home if shift.ends_at is EndsAt.HOME and home is not None else last_door


def walk_one_day(
    route: Route, service: Service, settings: Settings, travel: TravelTimes, today: OneDay
) -> tuple[dict[tuple[str, bool], Brought], float]:
    """Give what is handed over, by order and whether added, and the seconds left of the shift."""
    p = today.perturbation
    trips = [trip for trip in route.trips if trip.stops]
    shift = shift_of(route, service)
    kitchen = service.kitchens[route.canteen_id]
    canteen = service.canteens[route.canteen_id].coordinates
    weather = today.factor(p.weather_sigma, "weather")
    ready_s = second(kitchen.ready_from) + today.seconds(
        p.late_canteen_share, p.late_canteen_mean_min, "late canteen", route.canteen_id
    )

    def way_s(origin: Coordinates, destination: Coordinates) -> float:
        return float(travel.table(route.mode, [origin], [destination]).seconds[0, 0])

    found: dict[tuple[str, bool], Brought] = {}
    free_s = -math.inf
    for number, trip in enumerate(trips, start=1):
        ids = [stop.order_id for stop in trip.stops]
        comes = [one for one in ids if not today.occurs(p.cancelled_share, "cancelled", one)]
        room = shift.capacity - sum(service.orders[one].meals for one in comes)
        planned_s = trip.leaves.hour * 3600 + trip.leaves.minute * 60 + trip.leaves.second
        clock_s = max(planned_s, ready_s, free_s + (settings.trips.reload_s if number > 1 else 0))
        left_s, here, building, out = clock_s, canteen, None, False
        for order_id in ids:
            order = service.orders[order_id]
            resident = service.residents[order.resident_id]
            assert resident.coordinates is not None
            extra = today.occurs(p.added_share, "added", order_id) and room > 0
            room -= extra
            for is_added in [False] * (order_id in comes) + [True] * extra:
                word = "added " if is_added else ""
                leg = today.factor(p.leg_sigma, f"{word}leg", order_id) * weather
                clock_s += way_s(here, resident.coordinates) * leg
                if not is_added and order.earliest is not None:
                    clock_s = max(clock_s, second(order.earliest))
                clock_s += today.seconds(
                    p.slow_door_share, p.slow_door_mean_min, f"{word}slow door", order_id
                )
                closes_s = second(kitchen.serve_until)
                if not is_added:
                    closes_s = min(closes_s, second(order.latest))
                aboard_s = clock_s - left_s
                found[order_id, is_added] = Brought(
                    starts_s=clock_s,
                    late_s=max(0.0, clock_s - closes_s),
                    aboard_s=aboard_s,
                    hot=aboard_s <= settings.max_aboard_s(shift.container),
                )
                clock_s += handover_s(resident, settings) * today.factor(
                    p.handover_sigma, f"{word}handover", order_id
                )
                if resident.building != building:
                    clock_s += settings.handover.per_building_s
                here, building, out = resident.coordinates, resident.building, True
        if not out:
            continue
        end = canteen if number < len(trips) else end_of(shift, canteen, here, service)
        leg = today.factor(p.leg_sigma, "way back", f"{route.volunteer_id} {number}") * weather
        free_s = clock_s + way_s(here, end) * leg
    return found, second(shift.until) - free_s
