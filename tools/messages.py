"""Bring the translation catalogues up to date with the code, and compile them.

``make messages`` adds every new message to ``mealroute.po`` with an empty translation, drops
what the code no longer says, and writes the ``.mo`` that mealroute reads. Nothing is guessed: a
message that changed is new.
"""

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1] / "mealroute"
SOURCES = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
OTHER_PEOPLES = {"vendor", "__pycache__"}


def said(package: Path = PACKAGE) -> Catalog:
    """Collect every message of the code, with the places that say it."""
    found = Catalog(charset="utf-8")
    files = extract_from_dir(
        package,
        SOURCES,
        keywords=KEYWORDS,
        directory_filter=lambda folder: Path(folder).name not in OTHER_PEOPLES,
    )
    for file, line, message, _comments, _context in files:
        found.add(message, locations=[(file, line)])
    return found


def catalogues(package: Path = PACKAGE) -> Iterator[Path]:
    """List the catalogues that are shipped, one for each language."""
    return iter(sorted(package.glob("locale/*/LC_MESSAGES/mealroute.po")))


def read(path: Path) -> Catalog:
    """Read a catalogue; its folder names the language."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name, ignore_obsolete=True)


def compiled(catalogue: Catalog) -> bytes:
    """Give the ``.mo`` of a catalogue."""
    # The catalogue has no date of its own, and babel would write today's.
    catalogue.creation_date = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def update(path: Path, code: Catalog) -> tuple[int, int]:
    """Rewrite one catalogue and its ``.mo``; say how many messages it has and lacks."""
    old = read(path)
    # No header but what a reader of the file needs: dates and tools would change every time.
    new = Catalog(locale=path.parents[1].name, header_comment="", fuzzy=False)
    for message in code:
        if message.id:
            known = old.get(message.id)
            text = known.string if known is not None and not known.fuzzy else None
            new.add(message.id, text, locations=message.locations)
    buffer = io.BytesIO()
    write_po(buffer, new, width=100, omit_header=True, include_lineno=False, sort_by_file=True)
    path.write_bytes(_header(new).encode() + buffer.getvalue())
    path.with_suffix(".mo").write_bytes(compiled(read(path)))
    lacking = sum(1 for message in new if message.id and not is_translated(message))
    return len(new), lacking


def is_translated(message: Message) -> bool:
    """Tell whether a translation is there, in all its plural forms."""
    string = message.string
    return all(string) if isinstance(string, list | tuple) else bool(string)


def _header(catalogue: Catalog) -> str:
    return (
        'msgid ""\nmsgstr ""\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        f'"Language: {catalogue.locale}\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )


def main() -> None:
    """Update every catalogue and say what is left to translate."""
    code = said()
    for path in catalogues():
        messages, lacking = update(path, code)
        print(f"{path.relative_to(PACKAGE.parent)}: {messages} messages, {lacking} to translate")


if __name__ == "__main__":
    main()
