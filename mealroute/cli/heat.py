"""``mealroute heat``: how long food stays hot, and what readings at doors say of the containers."""

import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from mealroute.cli.columns import lined_up
from mealroute.cli.options import AsJson, Day, SkipBadRows
from mealroute.cli.output import ExitCode, answer, answer_json, say
from mealroute.files.tables import label
from mealroute.language import gettext as _
from mealroute.language import ngettext

if TYPE_CHECKING:
    from mealroute.calibration import Calibration, TooLittle
    from mealroute.domain import Reading
    from mealroute.files import DayFiles
    from mealroute.settings import Container, Settings

OUTSIDE_C: Final = (-30, -20, -10, 0, 10, 20)
"""The temperatures of the table, °C."""

_MOST_DOUBTFUL: Final = 5


def heat(
    day: Day,
    readings: Annotated[
        Path | None,
        typer.Option("--readings", metavar="FILE", help=_("a CSV file of readings at doors")),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help=_("a new file for the estimated containers")),
    ] = None,
    skip_bad_rows: SkipBadRows = False,
    as_json: AsJson = False,
) -> int:
    """Tell how long food stays hot in each container; estimate its figures from readings."""
    from mealroute.cli.opened import open_day
    from mealroute.errors import ArgumentError

    if out is not None and readings is None:
        raise ArgumentError(_("--out: expected --readings with it, there is nothing to write else"))
    files = open_day(day, skip_bad_rows=skip_bad_rows)
    estimates: tuple[Calibration | TooLittle, ...] = ()
    if readings is not None:
        from mealroute.calibration import calibrate
        from mealroute.files import read_readings

        estimates = calibrate(read_readings(readings))
    if out is not None:
        _write_new(out, _toml(estimates))
    if as_json:
        answer_json(_values(files, estimates))
    else:
        lines = _clock_lines(files)
        for estimate in estimates:
            lines += ["", *_estimate_lines(estimate, files.settings)]
        answer("\n".join(lines))
    return ExitCode.DONE


def _write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet: settings in force are changed by a person."""
    from mealroute.errors import ArgumentError
    from mealroute.files import write_files

    if not text:
        raise ArgumentError(_("--out: no container could be estimated, nothing was written"))
    if path.exists():
        raise ArgumentError(
            _("--out: {path} is there already, expected a new file").format(path=path)
        )
    write_files(path.parent, {path.name: text})
    say(_("written: {path}").format(path=path))


def _clock_lines(files: "DayFiles") -> list[str]:
    """Tell each container's safe minutes over outside temperatures, then the shifts' limits."""
    settings = files.settings
    heat, containers = settings.heat, settings.containers
    lines = []
    if containers:
        head = _("minutes until food cools to {safe} °C, by the temperature outside")
        lines.append(head.format(safe=f"{heat.safe_c:g}"))
        columns = _outside_c(settings)
        rows = [[_("container"), "°C", _("k per min"), *(f"{one:g}" for one in columns)]]
        for name, box in containers.items():
            figures = [_minutes(box, outside_c, heat.safe_c) for outside_c in columns]
            rows.append([label(name), f"{box.food_c:g}", f"{box.k_per_min:g}", *figures])
        lines += [*lined_up(rows), ""]
    if heat.outside_c is None or not containers:
        lines.append(
            _("the hot-food clock does not run: it needs [heat] outside_c and a container")
        )
    else:
        lines.append(_("outside now: {outside} °C").format(outside=f"{heat.outside_c:g}"))
    for (container, limit_s), count in sorted(_limits(files).items()):
        words = ngettext(
            "{n} shift with {container}: at most {minutes} min aboard",
            "{n} shifts with {container}: at most {minutes} min aboard",
            count,
        )
        name = label(container) or _("no container")
        lines.append(words.format(n=count, container=name, minutes=f"{limit_s / 60:.1f}"))
    return lines


def _estimate_lines(estimate: "Calibration | TooLittle", settings: "Settings") -> list[str]:
    """Tell what the readings of one container say, beside the settings in force."""
    from mealroute.calibration import TooLittle

    if isinstance(estimate, TooLittle):
        words = _("{container}: no estimate from {n} readings; needed: {needed}")
        return [
            words.format(
                container=label(estimate.container), n=estimate.readings, needed=estimate.needed
            )
        ]
    how = (
        _("each against its own temperature at leaving")
        if estimate.paired
        else _("the temperature at leaving estimated too")
    )
    return [
        _("{container}: {n} readings, {how}; scatter {scatter} °C").format(
            container=label(estimate.container),
            n=estimate.readings,
            how=how,
            scatter=f"{estimate.scatter_c:.1f}",
        ),
        _(
            "  leaves at {food} ± {food_se} °C, loads differ by {loads} °C; "
            "cools with {k} ± {k_se} per min"
        ).format(
            food=f"{estimate.food_c:.1f}",
            food_se=f"{estimate.food_se_c:.1f}",
            loads=f"{estimate.loads_scatter_c:.1f}",
            k=f"{estimate.k_per_min:.5f}",
            k_se=f"{estimate.k_se_per_min:.5f}",
        ),
        *_doubtful_lines(estimate.doubtful),
        *_comparison(estimate, settings),
        _("  to paste into mealroute.toml, on the careful side: so hot leave five loads of six,"),
        _("  and the cooling constant is one standard error higher than estimated:"),
        "",
        _toml([estimate]).rstrip(),
    ]


def _doubtful_lines(readings: Sequence["Reading"]) -> list[str]:
    words = _("  doubtful, looks wrong: {date} {time}, {food} °C after {minutes} min")
    lines = [
        words.format(
            date=reading.date,
            time=f"{reading.read_at:%H:%M}",
            food=f"{reading.food_c:g}",
            minutes=f"{reading.minutes:.0f}",
        )
        for reading in readings[:_MOST_DOUBTFUL]
    ]
    more = len(readings) - _MOST_DOUBTFUL
    return [*lines, *([_("  … and {n} more").format(n=more)] if more > 0 else [])]


def _comparison(estimate: "Calibration", settings: "Settings") -> list[str]:
    """Put the safe minutes of the careful estimate under those of the settings in force."""
    columns = _outside_c(settings)
    rows = [[_("outside, °C"), *(f"{one:g}" for one in columns)]]
    named = {_("safe minutes in force"): settings.containers.get(estimate.container)}
    named[_("safe minutes by the readings")] = _careful(estimate)
    for name, box in named.items():
        if box is not None:
            figures = [_minutes(box, one, settings.heat.safe_c) for one in columns]
            rows.append([name, *figures])
    return [f"  {line}" for line in lined_up(rows)]


def _values(files: "DayFiles", estimates: Sequence["Calibration | TooLittle"]) -> dict[str, Any]:
    settings = files.settings
    return {
        "safe_c": settings.heat.safe_c,
        "outside_c": settings.heat.outside_c,
        "max_aboard_min": settings.heat.max_aboard_min,
        "containers": {
            name: _container_values(box, settings) for name, box in settings.containers.items()
        },
        "limits": [
            {"container": container or None, "limit_s": limit_s, "shifts": count}
            for (container, limit_s), count in sorted(_limits(files).items())
        ],
        "estimates": [_estimate_values(estimate, settings) for estimate in estimates],
    }


def _container_values(box: "Container", settings: "Settings") -> dict[str, Any]:
    """Give a container's figures; ``null`` seconds where food never cools so far."""
    by_outside_c = {
        f"{one:g}": _safe_s(box, one, settings.heat.safe_c) for one in _outside_c(settings)
    }
    return {
        "food_c": box.food_c,
        "k_per_min": box.k_per_min,
        "safe_s": {
            outside_c: math.floor(safe_s) if math.isfinite(safe_s) else None
            for outside_c, safe_s in by_outside_c.items()
        },
    }


def _estimate_values(estimate: "Calibration | TooLittle", settings: "Settings") -> dict[str, Any]:
    from mealroute.calibration import TooLittle

    known = {"container": estimate.container, "readings": estimate.readings}
    if isinstance(estimate, TooLittle):
        return {**known, "estimated": False, "needed": estimate.needed}
    return {
        **known,
        "estimated": True,
        "paired": estimate.paired,
        "food_c": round(estimate.food_c, 3),
        "food_se_c": round(estimate.food_se_c, 3),
        "loads_scatter_c": round(estimate.loads_scatter_c, 2),
        "k_per_min": round(estimate.k_per_min, 6),
        "k_se_per_min": round(estimate.k_se_per_min, 6),
        "scatter_c": round(estimate.scatter_c, 2),
        "doubtful": len(estimate.doubtful),
        "careful": _container_values(_careful(estimate), settings),
    }


def _limits(files: "DayFiles") -> Counter[tuple[str, int]]:
    """Count the shifts by the container that counts for them and the seconds it allows."""
    heat = files.settings.heat
    names = (shift.container or heat.container for shift in files.day.shifts)
    return Counter((name, files.settings.max_aboard_s(name)) for name in names)


def _outside_c(settings: "Settings") -> list[float]:
    """Give the outside temperatures to tell, the day's own among them."""
    now_c = settings.heat.outside_c
    return sorted({float(one) for one in OUTSIDE_C} | ({now_c} if now_c is not None else set()))


def _careful(estimate: "Calibration") -> "Container":
    from mealroute.settings import Container

    return Container(food_c=estimate.careful_food_c, k_per_min=estimate.careful_k_per_min)


def _toml(estimates: Sequence["Calibration | TooLittle"]) -> str:
    """Write the tables of the careful estimates; empty where there is none."""
    from mealroute.calibration import Calibration
    from mealroute.files.settings_file import settings_toml
    from mealroute.settings import Settings

    found = [one for one in estimates if isinstance(one, Calibration)]
    return settings_toml(Settings(containers={one.container: _careful(one) for one in found}))


def _safe_s(box: "Container", outside_c: float, safe_c: float) -> float:
    from mealroute.domain import Cooling

    cooling = Cooling(food_c=box.food_c, outside_c=outside_c, k_per_min=box.k_per_min)
    return cooling.safe_s(safe_c)


def _minutes(box: "Container", outside_c: float, safe_c: float) -> str:
    """Tell safe minutes rounded down; a dash where food never cools so far."""
    safe_s = _safe_s(box, outside_c, safe_c)
    return f"{math.floor(safe_s / 60)}" if math.isfinite(safe_s) else "-"
