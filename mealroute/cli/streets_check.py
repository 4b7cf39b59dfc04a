"""``mealroute streets check``: how good an extract is for planning, and what to do about it."""

import datetime as dt
import itertools
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from mealroute.cli.columns import lined_up
from mealroute.cli.options import AsJson
from mealroute.cli.output import ExitCode, answer, answer_json
from mealroute.domain import Mode
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.language import ngettext
from mealroute.settings import TravelSettings
from mealroute.words import mode_word

if TYPE_CHECKING:
    from mealroute.travel.quality import ModeQuality, OffPlace, Stretch
    from mealroute.travel.survey import Survey

_MOST_SHOWN: Final = 5
_MOST_PLACES: Final = 40
_WHOLE: Final = 0.9
_HARDLY: Final = 0.5
_OLD_YEARS: Final = 3.0


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything found out about an extract: what is in it, each mode, the places of a day.

    ``off`` pairs each place that is not well on the streets with its id.
    """

    file: str
    survey: "Survey"
    modes: "tuple[ModeQuality, ...]"
    nameless: float
    places: int
    off: "tuple[tuple[str, OffPlace], ...]"
    years: float | None


def check(
    extract: Annotated[
        Path,
        typer.Argument(
            metavar="EXTRACT", help=_("an extract (.osm.pbf), or a day folder that has one")
        ),
    ],
    as_json: AsJson = False,
) -> int:
    """Say how good an extract is for planning."""
    checked = _look(extract, dt.datetime.now(tz=dt.UTC))
    if as_json:
        answer_json(_values(checked))
    else:
        answer("\n".join(_told(checked)))
    return ExitCode.DONE


def _look(path: Path, now: dt.datetime) -> Checked:
    """Read the extract, and the day where there is one."""
    from mealroute.travel.extract import read_streets
    from mealroute.travel.quality import judge_mode, nameless_share, places_off
    from mealroute.travel.survey import take_survey

    ids, places, modes, file = [], [], list(Mode), path
    settings = TravelSettings()
    if path.is_dir() or path.suffix.lower() == ".xlsx":
        from mealroute.cli.opened import open_day

        files = open_day(path)
        if files.streets is None:
            raise ArgumentError(
                _("{day} has no streets.osm.pbf to be checked").format(day=path.name or path)
            )
        file, day, settings = files.streets, files.day, files.settings.travel
        doors = [(one.resident_id, one.coordinates) for one in day.residents]
        sites = [(one.canteen_id, one.coordinates) for one in day.canteens]
        known = [(name, place) for name, place in [*sites, *doors] if place is not None]
        ids, places = [str(name) for name, _place in known], [place for _name, place in known]
        modes = [mode for mode in Mode if mode in {shift.mode for shift in day.shifts}] or modes
    survey, streets = take_survey(file), read_streets(file)
    off = places_off(streets, survey.box, modes, places, settings) if places else []
    age = None if survey.newest is None else (now - survey.newest).days / 365.25
    return Checked(
        file.name,
        survey,
        tuple(judge_mode(streets, survey, mode, settings) for mode in modes),
        nameless_share(streets),
        len(places),
        tuple((ids[one.position], one) for one in off),
        age,
    )


def _told(checked: Checked) -> list[str]:
    """Tell everything, the verdict last: it is what a person reads first on a terminal."""
    return [
        *_about(checked),
        "",
        *_by_mode(checked),
        "",
        *_contents(checked),
        *_places(checked),
        "",
        _verdict_line(checked),
        *(f"- {line}" for line in _advice(checked)),
    ]


def _about(checked: Checked) -> list[str]:
    survey = checked.survey
    lines = [f"{checked.file}: {survey.attribution}"]
    if survey.said_by:
        lines.append(_("made by: {maker}").format(maker=survey.said_by))
    where = (
        _("covers {box} (west, south, east, north)")
        if survey.boxed
        else _("covers no box that it tells; its points lie in {box} (west, south, east, north)")
    )
    lines.append(where.format(box=survey.box))
    if survey.newest is None or checked.years is None:
        lines.append(_("how old the data is, it does not say"))
    else:
        lines.append(
            _("newest change {date}, {years:.1f} years ago").format(
                date=survey.newest.date(), years=checked.years
            )
        )
    return lines


def _by_mode(checked: Checked) -> list[str]:
    from mealroute.travel.quality import FAR_M

    far_heads = [_("> {m} m").format(m=far_m) for far_m in FAR_M]
    head = [_("streets"), "km", _("main part"), _("islands"), _("one-way traps")]
    rows = [
        [
            mode_word(one.mode),
            f"{one.km:,.1f}",
            f"{100 * one.main_share:.1f} %",
            f"{one.island_count} ({one.island_km:,.1f} km)",
            f"{one.trap_count} ({one.trap_km:,.1f} km)",
            f"{one.border_ends}",
            *(f"{count:,}" for count in one.far.values()),
        ]
        for one in checked.modes
    ]
    lines = lined_up([[*head, _("dead ends at the border"), *far_heads], *rows])
    lines.append(
        _("The last three columns count buildings so far from every street of the main part.")
    )
    for one in checked.modes:
        lines += _stretches(_("islands"), one.mode, one.islands, one.island_count)
        lines += _stretches(_("one-way traps"), one.mode, one.traps, one.trap_count)
        if one.farthest:
            told = (f"{house.metres:,} m {_at(house.at)}" for house in one.farthest[:_MOST_SHOWN])
            lines.append(
                _("houses farthest from a street, {mode}: {list}").format(
                    mode=mode_word(one.mode), list="; ".join(told)
                )
            )
    return lines


def _stretches(what: str, mode: Mode, stretches: "tuple[Stretch, ...]", count: int) -> list[str]:
    """List the longest stretches of a kind in a line."""
    if not stretches:
        return []
    told = [f"{one.km:.1f} km {_at(one.at)}" for one in stretches[:_MOST_SHOWN]]
    if count > len(told):
        told.append(_("{n} shorter").format(n=count - len(told)))
    return [f"{what}, {mode_word(mode)}: {'; '.join(told)}"]


def _contents(checked: Checked) -> list[str]:
    survey = checked.survey
    lines = [
        _("without a name: {share:.0f} % of the streets that usually have one").format(
            share=100 * checked.nameless
        ),
        _("buildings: {buildings:,}; house numbers: {numbers:,}").format(
            buildings=survey.buildings, numbers=survey.house_numbers
        ),
    ]
    if survey.strange_streets:
        shown = itertools.islice(survey.strange_streets.items(), _MOST_SHOWN)
        names = ", ".join(f"{_printable(name)} ({count})" for name, count in shown)
        lines.append(
            _("streets in addresses that no street is called: {n}; {names}").format(
                n=len(survey.strange_streets), names=names
            )
        )
    if survey.barriers:
        kinds = ", ".join(f"{_printable(kind)} {n}" for kind, n in survey.barriers.items())
        lines.append(_("barriers on streets: {kinds}").format(kinds=kinds))
    lines.append(
        _("turn restrictions: {n}, of which {unreadable} cannot be read{which}").format(
            n=survey.restrictions,
            unreadable=len(survey.unreadable),
            which=_numbers(survey.unreadable),
        )
    )
    if survey.cut_lat.size:
        lines.append(_("streets cut off in the middle: {n}").format(n=survey.cut_lat.size))
    return lines


def _numbers(relations: list[int]) -> str:
    """Name some relations of OpenStreetMap."""
    if not relations:
        return ""
    shown = ", ".join(map(str, relations[:_MOST_SHOWN]))
    return f" ({shown}{', …' if len(relations) > _MOST_SHOWN else ''})"


def _places(checked: Checked) -> list[str]:
    """Tell the places of the day that are not well on the streets, by id: no names."""
    if not checked.places:
        return []
    from mealroute.travel.quality import Off

    wrong = len({name for name, _one in checked.off})
    lines = [
        "",
        ngettext(
            "{wrong} of {n} place of the day is not well on the streets",
            "{wrong} of {n} places of the day are not well on the streets",
            checked.places,
        ).format(wrong=wrong, n=checked.places),
    ]
    words = {
        Off.OUTSIDE: _("outside the extract"),
        Off.FAR: _("{metres:,} m from the nearest street ({modes})"),
        Off.ISLAND: _("on an island, {metres:,} m from the main part ({modes})"),
    }
    told: dict[tuple[str, Off, int], list[str]] = {}
    for name, one in checked.off:
        modes = told.setdefault((name, one.why, one.metres or 0), [])
        modes += [] if one.mode is None else [mode_word(one.mode)]
    for (name, why, metres), modes in itertools.islice(told.items(), _MOST_PLACES):
        reason = words[why].format(metres=metres, modes=", ".join(modes))
        lines.append(f"  {_printable(name)}: {reason}")
    if len(told) > _MOST_PLACES:
        lines.append(
            _("  … and {n} more, all of them with --json").format(n=len(told) - _MOST_PLACES)
        )
    return lines


def _verdict(checked: Checked) -> str:
    """Give the verdict in a word: for machines as it is, for people in `_verdict_line`."""
    if any(one.main_share < _HARDLY for one in checked.modes):
        return "unfit"
    if checked.off:
        return "places_off"
    return "with_care" if _advice(checked) else "fit"


def _verdict_line(checked: Checked) -> str:
    """Say whether one can plan on it."""
    hardly = [mode_word(one.mode) for one in checked.modes if one.main_share < _HARDLY]
    return {
        "unfit": _("verdict: not fit ({modes})").format(modes=", ".join(hardly)),
        "places_off": _("verdict: fit, but not for every place of the day"),
        "with_care": _("verdict: fit for planning, with care"),
        "fit": _("verdict: fit for planning"),
    }[_verdict(checked)]


def _advice(checked: Checked) -> list[str]:
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
            _("streets out of reach ({modes}): look at the islands and traps on openstreetmap.org; "
              "often a one-way street or a missing joint is wrong there").format(modes=modes),
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


def _at(place: Any) -> str:  # noqa: ANN401 -- coordinates
    return f"@ {place.lat:.5f},{place.lon:.5f}"


def _printable(text: str) -> str:
    """Keep what stands in a file from steering the terminal."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)[
        :60
    ]


def _values(checked: Checked) -> dict[str, Any]:
    """Give everything for machines."""
    survey = checked.survey
    box = survey.box
    return {
        "file": checked.file,
        "verdict": _verdict(checked),
        "advice": _advice(checked),
        "attribution": survey.attribution,
        "made_by": survey.said_by,
        "box": [box.west, box.south, box.east, box.north],
        "newest": None if survey.newest is None else survey.newest.isoformat(),
        "modes": [asdict(one) | {"main_share": one.main_share} for one in checked.modes],
        "nameless_share": checked.nameless,
        "buildings": survey.buildings,
        "house_numbers": survey.house_numbers,
        "strange_streets": survey.strange_streets,
        "barriers": survey.barriers,
        "turn_restrictions": survey.restrictions,
        "unreadable_restrictions": survey.unreadable,
        "cut_streets": int(survey.cut_lat.size),
        "places": checked.places,
        "places_off": [
            {"id": name, "why": one.why, "mode": one.mode, "metres": one.metres}
            for name, one in checked.off
        ],
    }
