"""Judge what ``mealroute streets check`` has found out: whether to plan on it, and what to do."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mealroute.language import gettext as _
from mealroute.settings import TravelSettings
from mealroute.words import mode_word

if TYPE_CHECKING:
    from mealroute.travel.quality import ModeQuality, OffPlace
    from mealroute.travel.survey import Survey

_WHOLE: Final = 0.9
_HARDLY: Final = 0.5
_OLD_YEARS: Final = 3.0


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything found out about an extract: what is in it, each mode, the places of a day.

    ``off`` pairs each place that is not well on the streets with its id; ``unlocated`` residents
    have no place yet. ``settings`` say what the day closes.
    """

    file: str
    survey: "Survey"
    modes: "tuple[ModeQuality, ...]"
    nameless: float
    places: int
    unlocated: int
    off: "tuple[tuple[str, OffPlace], ...]"
    years: float | None
    settings: TravelSettings

    @property
    def closes(self) -> bool:
        """Whether the day itself closes streets."""
        return bool(self.settings.closed_ways or self.settings.winter.uncleared)


def verdict(checked: Checked) -> str:
    """Give the verdict in a word: for machines as it is, for people in `_verdict_line`."""
    if any(one.main_share < _HARDLY for one in checked.modes):
        return "unfit"
    if checked.off:
        return "places_off"
    return "with_care" if advice(checked) else "fit"


def verdict_line(checked: Checked) -> str:
    """Say whether one can plan on it."""
    hardly = [mode_word(one.mode) for one in checked.modes if one.main_share < _HARDLY]
    return {
        "unfit": _("verdict: not fit ({modes})").format(modes=", ".join(hardly)),
        "places_off": _("verdict: fit, but not for every place of the day"),
        "with_care": _("verdict: fit for planning, with care"),
        "fit": _("verdict: fit for planning"),
    }[verdict(checked)]


def advice(checked: Checked) -> list[str]:
    """Say what to do, the gravest first."""
    from mealroute.travel.quality import Off

    survey, whys = checked.survey, {one.why for _name, one in checked.off}
    broken = [one for one in checked.modes if one.main_share < _WHOLE]
    far = [one for one in checked.modes if survey.buildings and _far_share(one, survey) > 0.02]
    modes = ", ".join(mode_word(one.mode) for one in broken)
    away = ", ".join(mode_word(one.mode) for one in far)
    bad_names = sum(survey.strange_streets.values()) > 0.05 * survey.house_numbers
    rules = [
        (
            Off.OUTSIDE in whys,
            _("places outside: check their coordinates and datum, or cut anew with --around DAY"),
        ),
        (
            bool(whys - {Off.OUTSIDE}),
            _("places far from streets: put the pin on the entrance, or draw the missing path"),
        ),
        (
            bool(broken),
            _("streets out of reach ({modes}): at the border they may only lead on outside; of the "
              "other islands and traps look on openstreetmap.org, where a one-way street or a "
              "missing joint may be wrong").format(modes=modes),
        ),
        (
            checked.closes and bool(broken or checked.off),
            _("the day closes streets itself: check the extract alone to see what the map lacks"),
        ),
        (
            bool(survey.cut_lat.size),
            _("streets are cut off: cut with complete ways, as mealroute streets cut does"),
        ),
        (
            bool(far),
            _("houses far from streets ({modes}): their yards and paths are not drawn yet; times "
              "to them count the walk as a straight line").format(modes=away),
        ),
        (
            not survey.house_numbers,
            _("no house numbers: addresses need a list of your own or pins on the map"),
        ),
        (
            bad_names,
            _("addresses name streets that are not there: their spelling may differ"),
        ),
        (
            checked.nameless > 0.3,
            _("many streets have no name: directions will speak of turns without a name"),
        ),
        (
            checked.years is not None and checked.years > _OLD_YEARS,
            _("the data is old: get a newer file"),
        ),
    ]  # fmt: skip
    return [line for holds, line in rules if holds]


def _far_share(one: "ModeQuality", survey: "Survey") -> float:
    """Say which share of the buildings is farthest of all from streets."""
    return list(one.far.values())[-1] / max(1, survey.buildings)
