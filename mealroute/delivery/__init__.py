"""What happened at the doors: outcomes beside the plan, reconciled, charged and reported."""

from mealroute.delivery.day_document import day_document
from mealroute.delivery.day_report import Amount, DayReport, VolunteerTime, day_report
from mealroute.delivery.month_document import month_document
from mealroute.delivery.month_report import MonthReport, month_report
from mealroute.delivery.reconciliation import Balance, Equation, reconcile
from mealroute.delivery.record import Ending, ServiceRecord
from mealroute.delivery.subsidy import Charge, Payment, charges, payment, payments

__all__ = [
    "Amount",
    "Balance",
    "Charge",
    "DayReport",
    "Ending",
    "Equation",
    "MonthReport",
    "Payment",
    "ServiceRecord",
    "VolunteerTime",
    "charges",
    "day_document",
    "day_report",
    "month_document",
    "month_report",
    "payment",
    "payments",
    "reconcile",
]
