"""Name the ids, so that a type checker tells an order from a resident."""

from typing import NewType

CanteenId = NewType("CanteenId", str)
ResidentId = NewType("ResidentId", str)
OrderId = NewType("OrderId", str)
VolunteerId = NewType("VolunteerId", str)
