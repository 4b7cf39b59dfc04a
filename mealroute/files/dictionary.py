"""Tell every column and every setting in words, from the tables that read and write them."""

from collections.abc import Iterator, Sequence

from mealroute.files.columns import SHEETS, Column
from mealroute.files.gazetteer import GAZETTEER
from mealroute.files.settings_file import MEANINGS
from mealroute.language import use

_HEADINGS = ("column", "in Chinese", "required", "what stands in it", "if blank", "meaning")


def explain_columns() -> list[list[str]]:
    """Give the columns of all sheets as rows of texts, the headings first."""
    lines = [["sheet", *_HEADINGS, "example"]]
    for sheet in SHEETS:
        lines += [
            [sheet.name, *_explain(column), column.examples[0].replace("`", "")]
            for column in sheet.columns
        ]
    return lines


def dictionary_markdown() -> str:
    """Write the data dictionary: the columns of a day and of the gazetteer, then the settings."""
    with use("en"):
        return "\n".join([*_sheets(), *_settings()])


def _explain(column: Column) -> list[str]:
    return [
        column.name,
        ", ".join(column.aliases),
        "yes" if column.required else "",
        column.kind.expected(),
        column.default,
        column.meaning,
    ]


def _sheets() -> Iterator[str]:
    for sheet in (*SHEETS, GAZETTEER):
        optional = "" if sheet.required else " The file is optional."
        yield f"### {sheet.name}.csv\n"
        yield f"{sheet.meaning}{optional} In Chinese: {', '.join(sheet.aliases)}.\n"
        lines = [
            [f"`{column.name}`", *_explain(column)[1:], f"`{column.examples[0]}`"]
            for column in sheet.columns
        ]
        yield from _table([*_HEADINGS, "example"], lines)


def _settings() -> Iterator[str]:
    yield "### mealroute.toml\n"
    yield "The settings; the file and everything in it is optional.\n"
    lines = [[f"`[{m.table}]`", f"`{m.key}`", m.text, f"`{m.example}`"] for m in MEANINGS]
    yield from _table(["table", "key", "meaning", "default or example"], lines)


def _table(headings: Sequence[str], lines: Sequence[Sequence[str]]) -> Iterator[str]:
    for line in [headings, ["---"] * len(headings), *lines]:
        yield f"| {' | '.join(line)} |"
    yield ""
