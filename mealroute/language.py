"""Give every text that people see in the language that was asked for.

Command line and web choose the language once with `use`; everything below calls `gettext` and
knows nothing of environments. Catalogues are ``mealroute/locale/<language>/LC_MESSAGES``.
"""

import gettext as _stdlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh_Hans")
_LOCALE_DIR = Path(__file__).parent / "locale"
_active: ContextVar[str] = ContextVar("mealroute_language", default="en")


def gettext(message: str) -> str:
    """Translate a message into the language in use.

    Examples
    --------
    >>> with use("zh_Hans"):
    ...     gettext("Lunch")
    '午餐'
    """
    return _catalogue(_active.get()).gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Translate a message that depends on a number."""
    return _catalogue(_active.get()).ngettext(singular, plural, n)


def active() -> str:
    """Name the language in use, one of `LANGUAGES`."""
    return _active.get()


@contextmanager
def use(language: str) -> Iterator[None]:
    """Speak ``language`` inside the block; an unknown name falls back by `match`."""
    token = _active.set(match(language))
    try:
        yield
    finally:
        _active.reset(token)


def match(name: str) -> str:
    """Find the shipped language nearest to a locale name; English where there is none.

    Examples
    --------
    >>> match("zh_CN.UTF-8"), match("en-GB"), match("fr"), match("")
    ('zh_Hans', 'en', 'en', 'en')
    """
    return "zh_Hans" if name.lower().startswith("zh") else "en"


@cache
def _catalogue(language: str) -> _stdlib.NullTranslations:
    return _stdlib.translation(
        "mealroute", localedir=_LOCALE_DIR, languages=[language], fallback=True
    )
