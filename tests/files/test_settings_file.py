import functools
import operator
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from mealroute.errors import DataFileError
from mealroute.files.settings_file import (
    MEANINGS,
    read_settings,
    settings_template,
    settings_toml,
)
from mealroute.settings import (
    Container,
    Settings,
    SpeedSettings,
    TravelSettings,
    WinterSettings,
    setting_tables,
)


def told_of(path: Path, content: str | bytes) -> list[str]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(DataFileError) as caught:
        read_settings(path)
    return [str(fault) for fault in caught.value.faults]


def test_without_a_file_every_setting_has_its_default(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "mealroute.toml") == Settings()


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("[heat]\nmax_aboard_min =\n", ", line 2"),
        ("[heat]\n[heat]\n", ", line 2"),
        (b"\xff\xfe", ""),
        ("x = " + "[" * 10_000, ""),
        ("x = " + "9" * 10_000, ""),
    ],
)
def test_what_is_no_toml_is_told_with_its_line(
    tmp_path: Path, content: str | bytes, line: str
) -> None:
    (told,) = told_of(tmp_path / "mealroute.toml", content)
    assert told.startswith(f"mealroute.toml{line}: expected TOML in UTF-8")


def test_all_settings_that_cannot_be_are_told_at_once(tmp_path: Path) -> None:
    content = "[travel]\nby = 'air'\nspeed = 1\n[heat]\nmax_aboard_min = inf\n[weather]\n"
    assert len(told_of(tmp_path / "mealroute.toml", content)) == 4


def test_a_number_beyond_all_numbers_is_told(tmp_path: Path) -> None:
    (told,) = told_of(tmp_path / "mealroute.toml", "[travel]\ndetour = 1" + "0" * 400)
    assert told.endswith("…', expected a number of 1 or more")


def test_default_settings_are_written_as_nothing() -> None:
    assert settings_toml(Settings()) == ""


def test_every_setting_has_a_meaning_and_no_meaning_is_of_another() -> None:
    known = [
        (name, key.name)
        for name, table in setting_tables().items()
        for key in fields(table)
        if f"{name}.{key.name}" not in setting_tables()
    ]
    known += [("containers.bag", key.name) for key in fields(Container)]
    assert sorted(known) == sorted((meaning.table, meaning.key) for meaning in MEANINGS)


def test_the_template_changes_nothing_but_to_offer_a_container(tmp_path: Path) -> None:
    path = tmp_path / "mealroute.toml"
    path.write_text(settings_template(), encoding="utf-8")
    bag = Container(food_c=75.0, k_per_min=0.011)
    assert read_settings(path) == Settings(containers={"bag": bag})


def test_every_example_of_the_template_is_a_setting_once_its_mark_is_taken_away() -> None:
    lines = settings_template().splitlines()
    live = [line.removeprefix("# ") if " = " in line else line for line in lines]
    settings = Settings.from_mapping(tomllib.loads("\n".join(live)))
    assert settings.heat.outside_c == -20
    shown = tomllib.loads("\n".join(live))
    for name, table in setting_tables().items():
        written = functools.reduce(operator.getitem, name.split("."), shown)
        for key in fields(table):
            default = getattr(table(), key.name)
            if default not in (None, "") and f"{name}.{key.name}" not in setting_tables():
                value = written[key.name]
                assert (tuple(value) if isinstance(value, list) else value) == default


def test_speeds_and_winter_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    winter = WinterSettings(foot=0.8, steps=0.6, uncleared=("path", "steps"))
    speeds = SpeedSettings(car={"primary": 9.0, "service": 3.5})
    settings = Settings(travel=TravelSettings(speeds=speeds, winter=winter))
    path = tmp_path / "mealroute.toml"
    path.write_text(settings_toml(settings), encoding="utf-8")
    assert read_settings(path) == settings
