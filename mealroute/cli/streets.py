"""``mealroute streets``: cut the streets of a town out of a larger file, and look at them."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from mealroute.cli.output import ExitCode, answer, answer_json, guarded, say
from mealroute.cli.streets_check import check
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _

if TYPE_CHECKING:
    from mealroute.travel.box import Box

_LINE_EVERY_S: Final = 5.0
_DEFAULT_MARGIN_M: Final = 2000.0


def cut(
    large: Annotated[
        Path, typer.Argument(metavar="LARGE", help=_("an OpenStreetMap file, of any size"))
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help=_("the new extract, .osm.pbf"))
    ],
    around: Annotated[
        Path | None,
        typer.Option("--around", metavar="DAY", help=_("what the people of a day need")),
    ] = None,
    margin_m: Annotated[
        float | None,
        typer.Option("--margin-m", metavar="M", min=0.0,
                     help=_("with --around: how far beyond its places; 2,000 metres")),
    ] = None,
    box: Annotated[
        str,
        typer.Option("--box", metavar="WEST,SOUTH,EAST,NORTH", help=_("a box, in degrees")),
    ] = "",
    near: Annotated[
        str, typer.Option("--near", metavar="LAT,LON", help=_("what is around one place"))
    ] = "",
    radius_m: Annotated[
        float | None,
        typer.Option("--radius-m", metavar="M", min=1.0, help=_("with --near: how far from it")),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=_("answer in JSON on standard output"))
    ] = False,
) -> int:  # fmt: skip
    """Cut a town out of a larger extract."""
    from mealroute.travel.cut import cut as cut_out

    if [around is not None, bool(box), bool(near)].count(True) != 1:
        raise ArgumentError(_("expected one of --around DAY, --box or --near with --radius-m"))
    if margin_m is not None and around is None:
        raise ArgumentError(_("--margin-m: expected --around DAY with it"))
    if bool(near) != (radius_m is not None):
        raise ArgumentError(_("--near and --radius-m: expected both, or neither"))
    if around is not None:
        wanted = _box_around(around, _DEFAULT_MARGIN_M if margin_m is None else margin_m)
    else:
        wanted = _box_near(near, radius_m) if radius_m is not None else _box_of(box)
    done = cut_out(large, out, wanted, _lines())
    if as_json:
        answer_json(
            {
                "file": str(out),
                "box": [wanted.west, wanted.south, wanted.east, wanted.north],
                "points": done.nodes,
                "ways": done.ways,
                "streets": done.streets,
                "relations": done.relations,
                "bytes": done.size,
            }
        )
        return ExitCode.DONE
    told = _("{path}: {streets:,} streets, {points:,} points, {size:.2f} MB; box {box}")
    answer(
        told.format(
            path=out, streets=done.streets, points=done.nodes, size=done.size / 1e6, box=wanted
        )
    )
    return ExitCode.DONE


def _box_around(day: Path, margin_m: float) -> "Box":
    """Give the box that holds the canteens, doors and homes of a day."""
    from mealroute.cli.opened import open_day, say_unlocated
    from mealroute.travel.box import Box

    files = open_day(day)
    say_unlocated(files, day)
    one = files.day
    places = [canteen.coordinates for canteen in one.canteens]
    places += [who.coordinates for who in one.residents if who.coordinates is not None]
    places += [who.coordinates for who in one.volunteers if who.coordinates is not None]
    return Box.around(places, margin_m)


def _box_near(text: str, radius_m: float) -> "Box":
    from mealroute.domain import Coordinates
    from mealroute.travel.box import Box

    lat, lon = _numbers(text, 2, _("--near: {text!r}, expected LAT,LON like 47.8484,88.1396"))
    return Box.around([Coordinates(lat, lon)], radius_m)


def _box_of(text: str) -> "Box":
    from mealroute.travel.box import Box

    told = _("--box: {text!r}, expected WEST,SOUTH,EAST,NORTH like 88.05,47.78,88.22,47.92")
    return Box(*_numbers(text, 4, told))


def _numbers(text: str, count: int, expected: str) -> list[float]:
    """Read so many numbers with commas between them."""
    try:
        numbers = [float(word) for word in text.replace("，", ",").split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != count:
        raise ArgumentError(expected.format(text=text))
    return numbers


def _lines() -> Callable[[str, int, int], None]:
    """Tell how far the work is, every few seconds."""
    due_s = time.monotonic() + _LINE_EVERY_S

    def show(what: str, seen: int, kept: int) -> None:
        nonlocal due_s
        now_s = time.monotonic()
        if now_s >= due_s:
            due_s = now_s + _LINE_EVERY_S
            say(_("{what}: {seen:,} read, {kept:,} kept").format(what=what, seen=seen, kept=kept))

    return show


streets = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
streets.command("cut", help=_("Cut a town out of a larger OpenStreetMap file."))(guarded(cut))
streets.command("check", help=_("Say how good an extract is, and what to do about it."))(
    guarded(check)
)
