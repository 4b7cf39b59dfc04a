"""Judge that a plan is of the meal and date it is judged against."""

from collections.abc import Iterator

from mealroute.domain import Cause, Plan, Service, Violation
from mealroute.language import gettext as _
from mealroute.words import meal_word


def judge_day(plan: Plan, service: Service) -> Iterator[Violation]:
    """List the one violation of a plan that was made for another meal or date."""
    if (plan.date, plan.meal) != (service.date, service.meal):
        detail = _("the plan is of {date} ({meal}), expected {expected_date} ({expected_meal})")
        yield Violation(
            cause=Cause.WRONG_DAY,
            detail=detail.format(
                date=plan.date,
                meal=meal_word(plan.meal),
                expected_date=service.date,
                expected_meal=meal_word(service.meal),
            ),
        )
