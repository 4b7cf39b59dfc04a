"""Every message of the code is said in every language that is shipped, with the same fields."""

import ast
import gettext
import io
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message

from mealroute.language import LANGUAGES
from tools.messages import PACKAGE, catalogues, compiled, is_translated, read, said, update

CATALOGUES = list(catalogues())
SAID = said()
RUN = "run: make messages"
# A full-width mark brings the blank after it along.
SEPARATORS = {"; "}


def fields(text: str) -> set[str]:
    """The named fields of a message; what `str.format` fills."""
    return {name.split(".")[0] for _, name, _, _ in Formatter().parse(text) if name is not None}


def pairs(catalogue: Catalog) -> Iterator[tuple[str, str]]:
    """Each message with each of its translations, plural forms apart."""
    for message in translations(catalogue):
        source = message.id[-1] if isinstance(message.id, list | tuple) else message.id
        texts = [message.string] if isinstance(message.string, str) else message.string or ()
        yield from ((source, text) for text in texts if text)


def translations(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


@pytest.fixture(params=CATALOGUES, ids=lambda path: path.parents[1].name)
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def test_the_catalogues_that_the_language_module_offers_are_there() -> None:
    assert {path.parents[1].name for path in CATALOGUES} == set(LANGUAGES) - {"en"}


def test_every_message_of_the_code_is_in_the_catalogue_and_no_other(path: Path) -> None:
    code = {message.id for message in translations(SAID)}
    assert {message.id for message in translations(read(path))} ^ code == set(), RUN


def test_every_message_is_translated(path: Path) -> None:
    assert [m.id for m in translations(read(path)) if not is_translated(m)] == []


def test_no_translation_is_a_guess(path: Path) -> None:
    assert [message.id for message in translations(read(path)) if message.fuzzy] == []


def test_translations_have_the_fields_of_their_message(path: Path) -> None:
    different = [
        (source, text) for source, text in pairs(read(path)) if fields(source) != fields(text)
    ]
    assert different == []


def test_no_translation_has_an_old_style_field_or_loose_ends(path: Path) -> None:
    loose = [
        text
        for source, text in pairs(read(path))
        if re.search(r"%[sd(]", text)
        or (source not in SEPARATORS and (text != text.strip()) != (source != source.strip()))
    ]
    assert loose == []


def test_no_message_hides_in_an_f_string_where_the_catalogue_misses_it() -> None:
    hidden = [
        f"{path.name}, line {call.lineno}"
        for path in PACKAGE.rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"_", "ngettext"}
    ]
    assert hidden == []


def test_the_compiled_catalogue_is_fresh(path: Path) -> None:
    with path.with_suffix(".mo").open("rb") as file:
        shipped = gettext.GNUTranslations(file)
    fresh = gettext.GNUTranslations(io.BytesIO(compiled(read(path))))
    assert shipped._catalog == fresh._catalog, RUN  # type: ignore[attr-defined]


def test_an_update_adds_what_is_new_drops_what_is_gone_and_keeps_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES" / "mealroute.po"
    path.parent.mkdir(parents=True)
    old = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    old += 'msgid "canteen"\nmsgstr "食堂"\n\nmsgid "gone"\nmsgstr "没了"\n'
    path.write_text(old, encoding="utf-8")
    source = 'say(_("canteen"), _("new {name}"), ngettext("{n} box", "{n} boxes", 2))\n'
    (tmp_path / "kitchen.py").write_text(source, encoding="utf-8")
    assert update(path, said(tmp_path)) == (3, 2)
    assert dict(pairs(read(path))) == {"canteen": "食堂"}
    with path.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("canteen") == "食堂"


def test_messages_of_templates_are_found_and_those_of_other_peoples_code_are_not(
    tmp_path: Path,
) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text("<p>{{ _('stop') }}</p>", encoding="utf-8")
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "code.py").write_text("_('theirs')", encoding="utf-8")
    assert [message.id for message in translations(said(tmp_path))] == ["stop"]


def test_the_code_is_where_the_messages_are_looked_for() -> None:
    assert (PACKAGE / "language.py").is_file()
    assert len(translations(SAID)) > 10
