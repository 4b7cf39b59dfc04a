"""Hold a whole day folder, and cut out of it the one service (date and meal) to be planned."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from mealroute.domain.canteen import REGULAR_DIET, Canteen, Kitchen, Meal
from mealroute.domain.ids import CanteenId, OrderId, ResidentId, VolunteerId
from mealroute.domain.order import Order
from mealroute.domain.resident import Resident
from mealroute.domain.volunteer import Shift, Volunteer


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """Everything a day folder says, row by row, in file order.

    ``visits`` counts how often a volunteer came to a resident before.
    """

    canteens: tuple[Canteen, ...] = ()
    kitchens: tuple[Kitchen, ...] = ()
    residents: tuple[Resident, ...] = ()
    orders: tuple[Order, ...] = ()
    volunteers: tuple[Volunteer, ...] = ()
    shifts: tuple[Shift, ...] = ()
    visits: Mapping[tuple[ResidentId, VolunteerId], int] = field(default_factory=dict)

    def service(self, date: dt.date, meal: Meal) -> "Service":
        """Cut out one meal of one date.

        A kitchen row for the very date replaces the row for every day; shift rows add up.
        """
        kitchens: dict[CanteenId, Kitchen] = {}
        for kitchen in self.kitchens:
            if kitchen.meal != meal or kitchen.date not in {None, date}:
                continue
            known = kitchens.get(kitchen.canteen_id)
            if known is None or (known.date is None and kitchen.date is not None):
                kitchens[kitchen.canteen_id] = kitchen
        return Service(
            date=date,
            meal=meal,
            canteens={canteen.canteen_id: canteen for canteen in self.canteens},
            kitchens=kitchens,
            residents={resident.resident_id: resident for resident in self.residents},
            orders={
                order.order_id: order
                for order in self.orders
                if order.date == date and order.meal == meal
            },
            volunteers={volunteer.volunteer_id: volunteer for volunteer in self.volunteers},
            shifts=tuple(
                shift for shift in self.shifts if shift.meal == meal and shift.date in {None, date}
            ),
            visits={pair: visits for pair, visits in self.visits.items() if visits > 0},
        )

    def services(self) -> tuple[tuple[dt.date, Meal], ...]:
        """List the dates and meals that have orders, earliest first, meals in the day's order."""
        meals = list(Meal)
        found = {(order.date, order.meal) for order in self.orders}
        return tuple(sorted(found, key=lambda pair: (pair[0], meals.index(pair[1]))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One meal of one date: all that receipts and routes are decided from, by id.

    ``kitchens`` holds the one row that is in force for each canteen that is open; ``visits`` only
    counts above 0.
    """

    date: dt.date
    meal: Meal
    canteens: Mapping[CanteenId, Canteen]
    kitchens: Mapping[CanteenId, Kitchen]
    residents: Mapping[ResidentId, Resident]
    orders: Mapping[OrderId, Order]
    volunteers: Mapping[VolunteerId, Volunteer]
    shifts: tuple[Shift, ...]
    visits: Mapping[tuple[ResidentId, VolunteerId], int]

    def diet_of(self, order: Order) -> str:
        """Say which diet to cook: the order's own, else the resident's."""
        if order.diet is not None:
            return order.diet
        resident = self.residents.get(order.resident_id)
        return REGULAR_DIET if resident is None else resident.diet

    def at(self, time: dt.time) -> dt.datetime:
        """Put a wall-clock time on the service date."""
        return dt.datetime.combine(self.date, time)
