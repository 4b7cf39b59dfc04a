"""Every setting and command is documented, and nothing is documented that is not there."""

import dataclasses
import json
import math
import re
import typing
from pathlib import Path

import pytest
import typer
from typer.core import TyperCommand, TyperGroup

from mealroute.cli.app import app
from mealroute.settings import Container, Settings, setting_tables

Command = TyperCommand | TyperGroup
DOCS = Path(__file__).parents[2] / "docs"
COMMANDS = DOCS / "commands.md"
DOCUMENTS = [*sorted(DOCS.parent.glob("*.md")), *sorted(DOCS.rglob("*.md"))]


def sections(text: str) -> dict[str, str]:
    """The text under each heading of the second level."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def documented_settings() -> dict[tuple[str, str], str]:
    text = (DOCS / "settings.md").read_text(encoding="utf-8")
    return {
        (table, key): default.strip("`*")
        for table, body in sections(text).items()
        for key, default in re.findall(r"^\| `(\w+)` \| (\S+) \|", body, flags=re.MULTILINE)
    }


def settings_of_the_code() -> dict[tuple[str, str], str]:
    tables: dict[str, type] = {"[containers.NAME]": Container}
    tables |= {f"[{name}]": kind for name, kind in setting_tables().items()}
    return {
        (table, part.name): as_written(default_of(part))
        for table, kind in tables.items()
        for part in dataclasses.fields(kind)
        if f"[{table.strip('[]')}.{part.name}]" not in tables
    }


def default_of(part: "dataclasses.Field[object]") -> object:
    if part.default_factory is dataclasses.MISSING:
        return part.default
    return part.default_factory()


def test_no_table_of_settings_is_unknown_to_the_list_of_tables() -> None:
    hints = typing.get_type_hints(Settings)
    known = {name for name, kind in hints.items() if dataclasses.is_dataclass(kind)}
    assert known == {name for name in setting_tables() if "." not in name}


def as_written(default: object) -> str:
    """A default as it would stand in the file."""
    if default is None:
        return "none"
    if isinstance(default, float) and math.isnan(default):
        return "required"
    return json.dumps(default)


def commands_of_the_code() -> dict[str, Command]:
    """Every command by its whole name, and what stands before the commands as ``mealroute``."""
    return dict(leaves("mealroute", typer.main.get_command(app)))


def leaves(name: str, command: object) -> typing.Iterator[tuple[str, Command]]:
    if isinstance(command, Command):
        yield name, command
    if isinstance(command, TyperGroup):
        for word, inner in command.commands.items():
            yield from leaves(f"{name} {word}", inner)


def test_every_setting_is_documented_with_its_default_and_no_other() -> None:
    assert documented_settings() == settings_of_the_code()


def test_every_command_is_documented_and_no_other() -> None:
    text = COMMANDS.read_text(encoding="utf-8")
    named = {heading.strip("`") for heading in sections(text) if heading.startswith("`mealroute")}
    assert named == {name for name, command in commands_of_the_code().items() if not command.hidden}


def test_every_option_is_documented_with_its_command_and_no_other() -> None:
    documented = sections(COMMANDS.read_text(encoding="utf-8"))
    for name, command in commands_of_the_code().items():
        if command.hidden:
            continue
        shown = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", documented[f"`{name}`"]))
        has = {
            word
            for parameter in command.params
            if not getattr(parameter, "hidden", False)
            for word in [*parameter.opts, *parameter.secondary_opts]
            if word.startswith("--") and word != "--help"
        }
        assert shown == has, name


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_every_decision_is_listed() -> None:
    listed = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    records = {path.name for path in DOCS.glob("decisions/[0-9]*.md")}
    assert records == set(re.findall(r"\((\d{4}-[\w-]+\.md)\)", listed))
