"""Read and write mealroute.toml, and say what each setting means."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from mealroute.errors import DataFileError, Fault
from mealroute.files.tables import read_bytes
from mealroute.language import gettext as _
from mealroute.settings import Settings, setting_tables

MOST_SETTINGS_BYTES = 1_000_000
"""The largest settings file that is read."""

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_PLACE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one setting is for, with its unit; ``example`` is a value as TOML writes it."""

    table: str
    key: str
    text: str
    example: str


MEANINGS: Final = tuple(
    Meaning(*row)
    for row in (
        ("travel", "by",
         'travel by "straight" lines or by "streets"; without it by streets where an extract is',
         '"straight"'),
        ("travel", "detour", "how much longer a way is than the straight line", "1.3"),
        ("travel", "foot", "speed on foot, in m/s", "1.2"),
        ("travel", "ebike", "speed by e-bike, in m/s", "4.2"),
        ("travel", "car", "speed by car, in m/s", "6.0"),
        ("travel", "closed_ways", "closed streets, by their way numbers in OpenStreetMap", "[]"),
        ("travel.speeds", "foot",
         "speeds on foot by OpenStreetMap road class, in m/s", "{}"),
        ("travel.speeds", "ebike",
         "speeds by e-bike by road class, in m/s", "{}"),
        ("travel.speeds", "car",
         "speeds by car by road class, in m/s", "{}"),
        ("travel.winter", "foot", "what snow leaves of the speed on foot, like 0.8", "1.0"),
        ("travel.winter", "ebike", "what snow leaves of the speed by e-bike, like 0.6", "1.0"),
        ("travel.winter", "car", "what snow leaves of the speed by car, like 0.7", "1.0"),
        ("travel.winter", "steps", "what snow leaves of the speed on steps, like 0.6", "1.0"),
        ("travel.winter", "uncleared",
         'road classes that nobody clears, closed to all, like ["path", "track", "steps"]', "[]"),
        ("handover", "per_order_s", "seconds at the door for each order", "120"),
        ("handover", "per_building_s", "seconds on each arrival at a building", "60"),
        ("handover", "per_floor_without_lift_s",
         "seconds for each floor above the ground where there is no lift", "15"),
        ("heat", "max_aboard_min",
         "most minutes from leaving the canteen to the start of a handover", "45.0"),
        ("heat", "outside_c", "outside temperature in °C; it starts the hot-food clock", "-20.0"),
        ("heat", "safe_c", "the food must still be this hot at the door, in °C", "60.0"),
        ("heat", "container",
         "NAME of the table [containers.NAME] of shifts that name none themselves", '"bag"'),
        ("trips", "reload_s", "seconds to load again between two trips", "300"),
        ("receipt", "radius_by",
         'service radius measured by "straight" lines or by "streets"', '"straight"'),
        ("receipt", "overflow",
         "whether another canteen may take an order than the one asked for", "true"),
        ("receipt", "may_move",
         "whether planning may move an accepted order to another canteen", "true"),
        ("price", "unassigned",
         "price of an order left out, for each priority and box, in seconds of work", "100000"),
        ("price", "call_out", "price of calling a shift out, in seconds of work", "600"),
        ("price", "unfamiliar",
         "price of an unfamiliar volunteer where another came before, in seconds of work", "120"),
        ("price", "balance",
         "price of each second by which the longest route exceeds the mean route", "0.0"),
        ("maps", "tiles", "address of online map tiles; empty: no network", '""'),
        ("maps", "attribution", "what a map with online tiles must say of their origin", '""'),
        ("maps", "datum", 'datum the tiles are drawn in: "wgs84", "gcj02" or "bd09"', '"wgs84"'),
        ("papers", "pages_url",
         "where the folder of a plan is served; QR codes open the volunteers' pages there", '""'),
        ("papers", "phones", "whether residents' telephone numbers stand on route sheets", "true"),
        ("papers", "labels",
         'box labels: "70x42", "L7160", "L7159", "L7163" (A4), "62x29", "50x30", "100x50" (rolls)',
         '"70x42"'),
        ("papers", "label_names",
         'who a label names: "full", "short" (first name and door) or "none"', '"short"'),
        ("papers", "use_within_h",
         "hours from ready_from after which a label says to eat the meal no more", "4.0"),
        ("containers.bag", "food_c", "temperature of the food leaving the canteen, in °C", "75.0"),
        ("containers.bag", "k_per_min", "cooling constant of the container, per minute", "0.011"),
    )
)  # fmt: skip
"""Every setting, in the order of the planning model."""


def read_settings(path: Path) -> Settings:
    """Read a settings file; the defaults where there is none.

    Raises
    ------
    DataFileError
        With everything in it that is no setting.
    """
    if not path.exists() and not path.is_symlink():
        return Settings()
    data = read_bytes(path, path.name, MOST_SETTINGS_BYTES)
    try:
        raw = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        place = _PLACE.search(str(error))
        line = int(place[1]) if place else None
        expected = _("TOML in UTF-8: lines of key = value under headings [table]")
        raise DataFileError([Fault(path.name, line, None, None, expected)]) from None
    return Settings.from_mapping(raw, path.name)


def settings_toml(settings: Settings) -> str:
    """Write the settings that are not the default; empty where all are.

    Examples
    --------
    >>> from mealroute.settings import HeatSettings
    >>> print(settings_toml(Settings(heat=HeatSettings(max_aboard_min=30.0))), end="")
    [heat]
    max_aboard_min = 30.0
    """
    tables = {name: attrgetter(name)(settings) for name in setting_tables()}
    tables |= {f"containers.{_key(name)}": box for name, box in settings.containers.items()}
    blocks = []
    for name, table in tables.items():
        lines = [f"{key} = {_value(value)}" for key, value in _changed(table)]
        if lines:
            blocks.append("\n".join([f"[{name}]", *lines, ""]))
    return "\n".join(blocks)


def settings_template() -> str:
    """Write a settings file that changes nothing and explains every setting."""
    lines = [
        "# Settings of the day. A line that is only an example begins with #;",
        "# take the # away and change the value to make it count.",
    ]
    table = ""
    for meaning in MEANINGS:
        if meaning.table != table:
            table = meaning.table
            lines += ["", f"[{table}]"]
        # A table of a container is only one with both of its values.
        mark = "" if table.startswith("containers") else "# "
        lines += [f"# {meaning.text}", f"{mark}{meaning.key} = {meaning.example}"]
    return "\n".join([*lines, ""])


def _changed(table: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 -- any table of settings
    for part in fields(table):
        value = getattr(table, part.name)
        default = part.default if part.default_factory is MISSING else part.default_factory()
        if value != default and "table" not in part.metadata:
            yield part.name, value


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else _value(name)


def _value(value: str | float | bool | tuple[object, ...] | Mapping[str, float]) -> str:  # noqa: FBT001 -- any value of a setting
    if isinstance(value, str):
        # TOML's basic strings are JSON's but for one character.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items())
        return f"{{ {pairs} }}"
    return str(value).lower() if isinstance(value, bool) else repr(value)
