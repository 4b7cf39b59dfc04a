"""``mealroute isochrones``: draw how far one gets from the canteens within some minutes."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mealroute.cli.options import AsJson, Day, SkipBadRows, Travel
from mealroute.cli.output import ExitCode, answer, answer_json, say
from mealroute.domain import Mode
from mealroute.language import gettext as _

if TYPE_CHECKING:
    from mealroute.domain import CanteenId, Coordinates, Isochrone
    from mealroute.domain import Day as WholeDay
    from mealroute.travel.router import StreetTravel

DEFAULT_MINUTES = (5, 10, 20)
MOST_MINUTES = 240


def isochrones(
    day: Day,
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help=_("the GeoJSON file to write"))
    ],
    minutes: Annotated[
        list[int] | None,
        typer.Option("--minutes", metavar="N", min=1, max=MOST_MINUTES,
                     help=_("how long to travel; may be given several times; 5, 10 and 20")),
    ] = None,
    mode: Annotated[Mode, typer.Option("--mode", help=_("how to travel; foot"))] = Mode.FOOT,
    travel: Travel = None,
    skip_bad_rows: SkipBadRows = False,
    as_json: AsJson = False,
) -> int:  # fmt: skip
    """Draw what is within some minutes of each canteen, and of the nearest of all."""
    from mealroute.cli.opened import open_day, own_streets
    from mealroute.errors import TravelError
    from mealroute.files import isochrones_to_geojson, write_files
    from mealroute.travel import open_travel

    files = open_day(day, skip_bad_rows=skip_bad_rows)
    times = open_travel(files.settings, files.streets, travel)
    if times.name != "streets":
        raise TravelError(
            _(
                "isochrones need streets, and this day has none or travels straight: put an "
                "OpenStreetMap extract into the day folder and ask for --travel streets"
            )
        )
    wanted = sorted(set(minutes or DEFAULT_MINUTES))
    drawn = list(_drawn(files.day, own_streets(times), mode, wanted))
    named = [({"canteen_id": canteen_id}, one) for canteen_id, one, _residents in drawn]
    write_files(out.parent, {out.name: isochrones_to_geojson(named)})
    say(_("written: {path}").format(path=out))
    located = sum(resident.coordinates is not None for resident in files.day.residents)
    if as_json:
        answer_json(
            {
                "file": str(out),
                "residents_located": located,
                "isochrones": [_values(*one) for one in drawn],
            }
        )
    else:
        answer("\n".join(_line(*one, located) for one in drawn))
    return ExitCode.DONE


def _drawn(
    day: "WholeDay", times: "StreetTravel", mode: Mode, minutes: Sequence[int]
) -> "Iterator[tuple[CanteenId | None, Isochrone, int]]":
    """Draw each canteen by itself, then all; with how many residents live within the minutes."""
    doors = [one.coordinates for one in day.residents if one.coordinates is not None]
    origins: list[tuple[CanteenId | None, list[Coordinates]]] = [
        (canteen.canteen_id, [canteen.coordinates]) for canteen in day.canteens
    ]
    if len(origins) > 1:
        origins.append((None, [canteen.coordinates for canteen in day.canteens]))
    for canteen_id, places in origins:
        seconds = times.table(mode, places, doors).seconds.min(axis=0)
        for one in times.isochrones(mode, places, minutes):
            yield canteen_id, one, int((seconds <= 60 * one.minutes).sum())


def _values(canteen_id: "CanteenId | None", one: "Isochrone", residents: int) -> dict[str, Any]:
    return {
        "canteen_id": canteen_id,
        "mode": one.mode,
        "minutes": one.minutes,
        "area_km2": round(one.area_km2, 4),
        "residents": residents,
    }


def _line(canteen_id: "CanteenId | None", one: "Isochrone", residents: int, located: int) -> str:
    from mealroute.words import mode_word

    words = _("{canteen}, {minutes} min {mode}: {area} km², {n} of {all} residents")
    return words.format(
        canteen=canteen_id or _("all canteens"),
        minutes=one.minutes,
        mode=mode_word(one.mode),
        area=f"{one.area_km2:.2f}",
        n=residents,
        all=located,
    )
