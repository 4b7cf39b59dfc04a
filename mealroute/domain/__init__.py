"""The words of mealroute: frozen values that everything else speaks in; standard library only."""

from mealroute.domain.candidate import Candidate
from mealroute.domain.canteen import REGULAR_DIET, Canteen, Kitchen, Meal
from mealroute.domain.cooling import Cooling, Reading
from mealroute.domain.coordinates import Coordinates
from mealroute.domain.datum import Datum, from_wgs84, to_wgs84
from mealroute.domain.day import Day, Service
from mealroute.domain.directions import (
    Compass,
    Manoeuvre,
    RouteDirections,
    Side,
    Step,
    WayKind,
)
from mealroute.domain.geocoding import (
    AddressRepair,
    AddressRow,
    GazetteerEntry,
    Geocoded,
    GeocodeLevel,
    GeocodeMatch,
)
from mealroute.domain.geography import (
    Area,
    BaseMap,
    Isochrone,
    Line,
    NamedPlace,
    Outline,
    Road,
    RouteShape,
    Waterway,
)
from mealroute.domain.highways import HIGHWAYS
from mealroute.domain.ids import CanteenId, OrderId, ResidentId, VolunteerId
from mealroute.domain.order import Order
from mealroute.domain.outcome import CaseState, Outcome, OutcomeKind
from mealroute.domain.place_row import PlaceKind, PlaceRow
from mealroute.domain.plan import (
    Made,
    Plan,
    Route,
    Stop,
    Trip,
    Unassigned,
    UnassignedReason,
)
from mealroute.domain.proof import Limit, NobodyMay, Proof, ShiftPlaces, TooFarAlone, TooFewPlaces
from mealroute.domain.receipt import DeclineReason, Receipt, ReceiptStatus
from mealroute.domain.resident import Resident
from mealroute.domain.site import Site
from mealroute.domain.violation import Cause, Violation
from mealroute.domain.volunteer import EndsAt, Mode, Shift, Volunteer

__all__ = [
    "HIGHWAYS",
    "REGULAR_DIET",
    "AddressRepair",
    "AddressRow",
    "Area",
    "BaseMap",
    "Candidate",
    "Canteen",
    "CanteenId",
    "CaseState",
    "Cause",
    "Compass",
    "Cooling",
    "Coordinates",
    "Datum",
    "Day",
    "DeclineReason",
    "EndsAt",
    "GazetteerEntry",
    "GeocodeLevel",
    "GeocodeMatch",
    "Geocoded",
    "Isochrone",
    "Kitchen",
    "Limit",
    "Line",
    "Made",
    "Manoeuvre",
    "Meal",
    "Mode",
    "NamedPlace",
    "NobodyMay",
    "Order",
    "OrderId",
    "Outcome",
    "OutcomeKind",
    "Outline",
    "PlaceKind",
    "PlaceRow",
    "Plan",
    "Proof",
    "Reading",
    "Receipt",
    "ReceiptStatus",
    "Resident",
    "ResidentId",
    "Road",
    "Route",
    "RouteDirections",
    "RouteShape",
    "Service",
    "Shift",
    "ShiftPlaces",
    "Side",
    "Site",
    "Step",
    "Stop",
    "TooFarAlone",
    "TooFewPlaces",
    "Trip",
    "Unassigned",
    "UnassignedReason",
    "Violation",
    "Volunteer",
    "VolunteerId",
    "Waterway",
    "WayKind",
    "from_wgs84",
    "to_wgs84",
]
