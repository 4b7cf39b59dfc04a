"""Forecast how many boxes a community will order, by plain methods judged on what came."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Meal, Order, Resident, ResidentId
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _

Floats = NDArray[np.float64]
Method = Callable[[Floats, int], float]

_WEEK: Final = 7
_FADE: Final = 0.7  # what a week counts for, of the week after it
_WEEKS: Final = 6
LEAST_WEEKS: Final = 4
"""So many weeks of history are needed before a forecast is judged."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class History:
    """Boxes ordered a day, of one meal in one community.

    ``boxes`` has shape (days,), from ``first`` on; ``nan`` on days on which nobody anywhere
    ordered that meal: the canteens were closed.
    """

    meal: Meal
    community: str
    first: dt.date
    boxes: Floats

    @property
    def whole(self) -> int:
        """All boxes together."""
        return int(np.nansum(self.boxes))

    @property
    def open_days(self) -> int:
        """On how many days the canteens were open."""
        return int((~np.isnan(self.boxes)).sum())


def histories(
    orders: Iterable[Order], residents: Mapping[ResidentId, Resident]
) -> tuple[History, ...]:
    """Count the boxes of every meal and community, day by day.

    An order of a resident who is not known counts for the community without a name.
    """
    by_meal: dict[Meal, dict[str, dict[dt.date, int]]] = {}
    for order in orders:
        resident = residents.get(order.resident_id)
        community = "" if resident is None else resident.community
        counts = by_meal.setdefault(order.meal, {}).setdefault(community, {})
        counts[order.date] = counts.get(order.date, 0) + order.meals
    found = []
    for meal, communities in by_meal.items():
        dates = {date for counts in communities.values() for date in counts}
        first, last = min(dates), max(dates)
        days = [first + dt.timedelta(n) for n in range((last - first).days + 1)]
        for community in sorted(communities):
            counts = communities[community]
            boxes = [float(counts.get(day, 0)) if day in dates else np.nan for day in days]
            found.append(
                History(meal=meal, community=community, first=first, boxes=np.array(boxes))
            )
    order_of_meals = list(Meal)
    return tuple(sorted(found, key=lambda one: (order_of_meals.index(one.meal), one.community)))


def together(parts: Iterable[History]) -> tuple[History, ...]:
    """Add up the communities of each meal; the sum has no community's name.

    Examples
    --------
    >>> parts = [History(meal=Meal.LUNCH, community=name, first=dt.date(2026, 10, 5),
    ...                  boxes=np.array([2.0, np.nan])) for name in "ab"]
    >>> together(parts)[0].boxes.tolist()
    [4.0, nan]
    """
    found: dict[Meal, History] = {}
    for part in parts:
        known = found.get(part.meal)
        boxes = part.boxes if known is None else known.boxes + part.boxes
        found[part.meal] = History(meal=part.meal, community="", first=part.first, boxes=boxes)
    return tuple(found.values())


def same_day_last_week(boxes: Floats, ahead: int) -> float:
    """Take what came on the last such weekday (seasonal naive); ``nan`` where none is known.

    Examples
    --------
    >>> same_day_last_week(np.arange(14.0), 1)
    7.0
    """
    past = _same_weekday(boxes, ahead)
    return float(past[-1]) if past.size else np.nan


def weekday_mean(boxes: Floats, ahead: int) -> float:
    """Take the mean of the last six such weekdays.

    Examples
    --------
    >>> weekday_mean(np.array([8.0, 1, 1, 1, 1, 1, 1, 10]), 7)
    9.0
    """
    past = _same_weekday(boxes, ahead)[-_WEEKS:]
    return float(past.mean()) if past.size else np.nan


def fading_weekday_mean(boxes: Floats, ahead: int) -> float:
    """Take the mean of all such weekdays, each counting 0.7 of the one after it.

    Simple exponential smoothing of one weekday (Brown 1959) with a constant of 0.3.

    Examples
    --------
    >>> round(fading_weekday_mean(np.array([8.0, 1, 1, 1, 1, 1, 1, 10]), 7), 2)
    9.18
    """
    past = _same_weekday(boxes, ahead)
    if not past.size:
        return np.nan
    weight = _FADE ** np.arange(past.size - 1, -1, -1)
    return float(weight @ past / weight.sum())


def level_and_weekday(boxes: Floats, ahead: int) -> float:
    """Take the level of the last two weeks times the weekday's usual part of a week's mean.

    The plainest answer to clients who come and go: the pattern is old, the level is new.
    """
    whole_weeks = boxes[boxes.size % _WEEK :]  # or the odd days would tilt the mean
    known = whole_weeks[~np.isnan(whole_weeks)]
    past = _same_weekday(whole_weeks, ahead)
    recent = whole_weeks[-2 * _WEEK :]
    recent = recent[~np.isnan(recent)]
    if not past.size or not recent.size or not known.sum():
        return np.nan
    return float(recent.mean() * past.mean() / known.mean())


METHODS: Final[Mapping[str, Method]] = {
    "same_day_last_week": same_day_last_week,
    "weekday_mean": weekday_mean,
    "fading_weekday_mean": fading_weekday_mean,
    "level_and_weekday": level_and_weekday,
}
"""The methods by name; the first is the one that others must beat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """How a method would have done, each day forecast from the days before it alone.

    Attributes
    ----------
    days
        How many days were forecast.
    mae
        The mean absolute error, in boxes.
    mase
        The same, as a part of the error of `same_day_last_week` on the same days: below 1 is
        better than that (after Hyndman and Koehler 2006, *International Journal of Forecasting*
        22); ``inf`` where that made none.
    bias
        The mean of forecast less what came.
    """

    method: str
    days: int
    mae: float
    mase: float
    bias: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What is expected on one date: boxes, and between which limits four days of five lie.

    The limits are those of the backtest's errors, never below 0.
    """

    date: dt.date
    meal: Meal
    community: str
    method: str
    boxes: float
    low: float
    high: float


def backtest(history: History, method: str, ahead: int = 1) -> Backtest:
    """Forecast every day after the first weeks from what was known ``ahead`` days before.

    Raises
    ------
    ArgumentError
        When the method is unknown, or there are fewer than `LEAST_WEEKS` weeks.
    """
    errors, naive = _errors(history, method, ahead)
    mae = float(np.abs(errors).mean())
    reference = float(np.abs(naive).mean())
    as_naive = np.inf if mae else 1.0
    return Backtest(
        method=method,
        days=errors.size,
        mae=mae,
        mase=mae / reference if reference else as_naive,
        bias=float(errors.mean()),
    )


def best_method(history: History, ahead: int = 1) -> Backtest:
    """Give the method with the least error in the backtest; of equals the first of `METHODS`.

    Raises
    ------
    ArgumentError
        When there are fewer than `LEAST_WEEKS` weeks.
    """
    return min((backtest(history, name, ahead) for name in METHODS), key=lambda one: one.mae)


def forecast(history: History, days: int = _WEEK) -> tuple[Forecast, ...]:
    """Forecast the days after the last known one, each by the method best so far ahead.

    Raises
    ------
    ArgumentError
        When there are fewer than `LEAST_WEEKS` weeks.

    Examples
    --------
    A community that orders ten boxes on weekdays and four at weekends:

    >>> week = [10.0] * 5 + [4.0] * 2
    >>> past = History(meal=Meal.LUNCH, community="", first=dt.date(2026, 10, 5),
    ...                boxes=np.array(week * 5))
    >>> [one.boxes for one in forecast(past)] == week
    True
    """
    found = []
    for ahead in range(1, days + 1):
        method = best_method(history, ahead).method
        errors, _naive = _errors(history, method, ahead)
        boxes = max(0.0, METHODS[method](history.boxes, ahead))
        low, high = np.quantile(errors, (0.1, 0.9))
        found.append(
            Forecast(
                date=history.first + dt.timedelta(history.boxes.size - 1 + ahead),
                meal=history.meal,
                community=history.community,
                method=method,
                boxes=boxes,
                low=max(0.0, boxes - float(high)),
                high=max(0.0, boxes - float(low)),
            )
        )
    return tuple(found)


def _errors(history: History, method: str, ahead: int) -> tuple[Floats, Floats]:
    """Give forecast less what came for each day that can be judged, and the same of the naive."""
    if method not in METHODS:
        raise ArgumentError(
            _("the method is {method!r}, expected one of {methods}").format(
                method=method, methods=", ".join(METHODS)
            )
        )
    boxes = history.boxes
    rows = []
    for day in range((LEAST_WEEKS - 1) * _WEEK, boxes.size):
        known = boxes[: day - ahead + 1]
        told = METHODS[method](known, ahead)
        naive = same_day_last_week(known, ahead)
        if not np.isnan([told, naive, boxes[day]]).any():
            rows.append((told - boxes[day], naive - boxes[day]))
    if boxes.size < LEAST_WEEKS * _WEEK or not rows:
        raise ArgumentError(
            _("the history has {days} days, expected {least} or more with orders").format(
                days=boxes.size, least=LEAST_WEEKS * _WEEK
            )
        )
    errors, naive_errors = np.array(rows).T
    return errors, naive_errors


def _same_weekday(boxes: Floats, ahead: int) -> Floats:
    """Pick the known days on the weekday that is ``ahead`` days after the last, oldest first."""
    weeks_back = -(-ahead // _WEEK)
    last = boxes.size - 1 + ahead - weeks_back * _WEEK
    past = boxes[last::-_WEEK][::-1] if last >= 0 else boxes[:0]
    return past[~np.isnan(past)]
