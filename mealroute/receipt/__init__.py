"""The canteen's answer: one function per rule, then the optimal assignment.

`decide` answers every order of a service; `eligibility` says which canteens may cook each, for
planning that may move what nobody asked a canteen for.
"""

from mealroute.receipt.answer import decide, eligibility

__all__ = ["decide", "eligibility"]
