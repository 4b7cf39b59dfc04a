"""Say how much a real day may differ from the planned one: every perturbation with its unit."""

from collections.abc import Mapping
from dataclasses import dataclass

from mealroute.errors import InvalidValueError
from mealroute.language import gettext as _

_LARGEST: Mapping[str, float] = {
    "weather_sigma": 3,  # one standard deviation is a factor of 20: beyond it nothing is delivered
    "leg_sigma": 3,
    "handover_sigma": 3,
    "slow_door_share": 1,
    "slow_door_mean_min": 1440,
    "late_canteen_share": 1,
    "late_canteen_mean_min": 1440,
    "absence": 1,
    "reserves": 1000,
    "reserve_delay_min": 1440,
    "cancelled_share": 1,
    "added_share": 1,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Perturbation:
    """What happens on a perturbed day, drawn anew for every day; a zero switches its part off.

    Only two defaults have a source; the others are plain assumptions, meant to be replaced by
    what a canteen has seen. All factors are lognormal with median 1, so that the plan is the
    ordinary day: half of the days are faster, and the mean is a little slower.

    Parameters
    ----------
    weather_sigma
        Standard deviation of the logarithm of the day's travel factor, common to all volunteers:
        0.15 makes every twentieth day more than 28 % slower. Assumption.
    leg_sigma
        The same for each leg by itself: lights, searching for the entrance. Assumption.
    handover_sigma
        The same for each handover's seconds at the door. Assumption.
    slow_door_share
        Share of doors that do not open at once. Assumption.
    slow_door_mean_min
        Mean minutes until such a door opens, exponential. Assumption: a third of the ten minutes
        of stay and care that volunteers in Luoyang gave a visit in 2025.
    late_canteen_share
        Share of days on which a canteen's boxes are late, each canteen for itself. Assumption.
    late_canteen_mean_min
        Mean minutes they are late then, exponential. Assumption.
    absence
        Probability that a volunteer does not come. Assumption.
    reserves
        Volunteers in reserve at each canteen; each takes over one whole route, with the absent
        volunteer's vehicle and skills.
    reserve_delay_min
        Minutes by which a reserve leaves later than planned. Assumption.
    cancelled_share
        Share of accepted orders that are cancelled after planning. From the churn of 14 % of
        clients a month in Atlanta (Bartholdi et al., Interfaces 13(3), 1983): 0.6 % on each of 22
        days of service, rounded up.
    added_share
        Added orders as a share of the accepted ones, from the same churn.

    Raises
    ------
    InvalidValueError
        With every value that is out of its range, at once.

    Examples
    --------
    >>> Perturbation(absence=1.5)
    Traceback (most recent call last):
    ...
    mealroute.errors.InvalidValueError: absence is 1.5, expected 0 to 1
    >>> Perturbation.calm().weather_sigma
    0.0
    """

    weather_sigma: float = 0.15
    leg_sigma: float = 0.20
    handover_sigma: float = 0.30
    slow_door_share: float = 0.05
    slow_door_mean_min: float = 3.0
    late_canteen_share: float = 0.05
    late_canteen_mean_min: float = 10.0
    absence: float = 0.03
    reserves: int = 0
    reserve_delay_min: float = 15.0
    cancelled_share: float = 0.01
    added_share: float = 0.01

    def __post_init__(self) -> None:
        """Refuse what is no share, no spread and no time."""
        faults = [
            _("{name} is {value}, expected 0 to {most}").format(
                name=name, value=getattr(self, name), most=f"{most:g}"
            )
            for name, most in _LARGEST.items()
            if not 0 <= getattr(self, name) <= most
        ]
        if faults:
            raise InvalidValueError("\n".join(faults))

    @classmethod
    def calm(cls) -> "Perturbation":
        """Give days exactly as planned, to switch single parts on with `dataclasses.replace`."""
        return cls(
            weather_sigma=0.0,
            leg_sigma=0.0,
            handover_sigma=0.0,
            slow_door_share=0.0,
            late_canteen_share=0.0,
            absence=0.0,
            cancelled_share=0.0,
            added_share=0.0,
        )
