"""The canteen's answer: one function per rule, then the optimal assignment.

A service goes in; one receipt for each of its orders comes out, and which canteens may cook it.
"""

from mealroute.receipt.decision import decide, eligibility

__all__ = ["decide", "eligibility"]
