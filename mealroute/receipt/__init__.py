"""The canteen's answer: one function per rule, then the optimal assignment.

`decide` answers every order of a service; `eligibility` says which canteens may cook each, for
planning that may move what nobody asked a canteen for. `decide_added` answers what is new on a
running day and lets stand what was answered.
"""

from mealroute.receipt.answer import decide, eligibility
from mealroute.receipt.standing import decide_added

__all__ = ["decide", "decide_added", "eligibility"]
