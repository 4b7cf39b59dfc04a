"""``mealroute streets check``: how good an extract is for planning, and what to do about it."""

import datetime as dt
import itertools
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from mealroute.cli.columns import lined_up
from mealroute.cli.options import AsJson
from mealroute.cli.output import ExitCode, answer, answer_json
from mealroute.cli.streets_verdict import Checked, advice, verdict, verdict_line
from mealroute.domain import Mode
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.language import ngettext
from mealroute.settings import TravelSettings
from mealroute.words import mode_word

if TYPE_CHECKING:
    from mealroute.travel.quality import Stretch

_MOST_SHOWN: Final = 5
_MOST_PLACES: Final = 40


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

    ids, places, unlocated, modes, file = [], [], 0, list(Mode), path
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
        unlocated = sum(place is None for _name, place in doors)
        ids, places = [str(name) for name, _place in known], [place for _name, place in known]
        modes = [mode for mode in Mode if mode in {shift.mode for shift in day.shifts}] or modes
    survey, streets = take_survey(file), read_streets(file, settings.closed_ways)
    off = places_off(streets, survey.box, modes, places, settings) if places else []
    age = None if survey.newest is None else (now - survey.newest).days / 365.25
    return Checked(
        file.name,
        survey,
        tuple(judge_mode(streets, survey, mode, settings) for mode in modes),
        nameless_share(streets),
        len(places),
        unlocated,
        tuple((ids[one.position], one) for one in off),
        age,
        settings,
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
        verdict_line(checked),
        *(f"- {line}" for line in advice(checked)),
    ]


def _about(checked: Checked) -> list[str]:
    survey = checked.survey
    lines = [f"{checked.file}: {survey.attribution}"]
    if survey.said_by:
        lines.append(_("made by: {maker}").format(maker=_printable(survey.said_by, 120)))
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
    return [*lines, *_closed(checked.settings)]


def _closed(settings: TravelSettings) -> list[str]:
    """Tell what the day closes: islands and distances are those that are left."""
    lines = []
    if settings.closed_ways:
        lines.append(_("closed by the day: {n} ways").format(n=len(set(settings.closed_ways))))
    if settings.winter.uncleared:
        classes = ", ".join(settings.winter.uncleared)
        lines.append(_("not cleared in winter, so closed: {classes}").format(classes=classes))
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
        islands, traps = _("islands, {mode}: {list}"), _("one-way traps, {mode}: {list}")
        lines += _stretches(islands, one.mode, one.islands, one.island_count)
        lines += _stretches(traps, one.mode, one.traps, one.trap_count)
        if one.farthest:
            told = (f"{house.metres:,} m {_at(house.at)}" for house in one.farthest[:_MOST_SHOWN])
            lines.append(
                _("houses farthest from a street, {mode}: {list}").format(
                    mode=mode_word(one.mode), list="; ".join(told)
                )
            )
    return lines


def _stretches(words: str, mode: Mode, stretches: "tuple[Stretch, ...]", count: int) -> list[str]:
    """List the longest stretches of a kind in a line."""
    if not stretches:
        return []
    told = [f"{one.km:.1f} km {_at(one.at)}" for one in stretches[:_MOST_SHOWN]]
    if count > len(told):
        told.append(_("{n} shorter").format(n=count - len(told)))
    return [words.format(mode=mode_word(mode), list="; ".join(told))]


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
    unlocated = ngettext(
        "{n} resident has no coordinates yet and is not looked at",
        "{n} residents have no coordinates yet and are not looked at",
        checked.unlocated,
    ).format(n=checked.unlocated)
    missing = ["", unlocated] if checked.unlocated else []
    if not checked.places:
        return missing
    from mealroute.travel.quality import Off

    wrong = len({name for name, _one in checked.off})
    lines = [
        *(missing or [""]),
        ngettext(
            "{wrong} of {n} place of the day is not well on the streets",
            "{wrong} of {n} places of the day are not well on the streets",
            checked.places,
        ).format(wrong=wrong, n=checked.places),
    ]
    words = {
        Off.OUTSIDE: _("outside the extract"),
        Off.FAR: _("{metres:,} m from the nearest street of the main part ({modes})"),
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


def _at(place: Any) -> str:  # noqa: ANN401 -- coordinates
    return f"@ {place.lat:.5f},{place.lon:.5f}"


def _printable(text: str, longest: int = 60) -> str:
    """Keep what stands in a file from steering the terminal."""
    clean = (sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
    return "".join(itertools.islice(clean, longest))


def _values(checked: Checked) -> dict[str, Any]:
    """Give everything for machines."""
    survey = checked.survey
    box = survey.box
    return {
        "file": checked.file,
        "verdict": verdict(checked),
        "advice": advice(checked),
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
        "closed_ways": sorted(set(checked.settings.closed_ways)),
        "uncleared": checked.settings.winter.uncleared,
        "places": checked.places,
        "residents_without_coordinates": checked.unlocated,
        "places_off": [
            {"id": name, "why": one.why, "mode": one.mode, "metres": one.metres}
            for name, one in checked.off
        ],
    }
