"""The command line: commands in, exit codes out.

Exit codes: 0 done, 1 internal fault, 2 bad input or arguments, 3 no travel times or coordinates
to be had, 4 ``check`` found violations, or ``leakcheck`` leaks.
"""

import os
import sys
from collections.abc import Sequence
from itertools import islice

from mealroute import language

__all__ = ["main"]

# What a command can be told several times after one option, and how many words stand for
# themselves there: DAY and PLAN, or DAY alone. Then the options that take no value.
_REPEATED = {"repair": (("--without", "--cancel"), 2), "coverage": (("--minutes",), 1)}
_FLAGS = ("--json", "--skip-bad-rows", "--publish", "--help", "-h")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code.

    Parameters
    ----------
    arguments
        The words after ``mealroute``; those of the process where none are given.

    Raises
    ------
    SystemExit
        Always, with the exit code.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    with language.use(spoken_language(words)):
        # Only now, because the help texts are made on import, in the language chosen here.
        from mealroute.cli.app import app

        app(args=values_apart(words), prog_name="mealroute")


def spoken_language(words: Sequence[str]) -> str:
    """Find the language asked for: ``--lang``, else MEALROUTE_LANG, else the system's.

    Examples
    --------
    >>> spoken_language(["--lang", "zh", "plan"]), spoken_language(["--lang=en"])
    ('zh', 'en')
    """
    for at, word in enumerate(words):
        if word == "--lang" and at + 1 < len(words):
            return words[at + 1]
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    names = ("MEALROUTE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    return next((os.environ[name] for name in names if os.environ.get(name)), "")


def values_apart(words: Sequence[str]) -> list[str]:
    """Give each of several values after one option an option of its own.

    Only once DAY, and PLAN where the command has one, have been given: before, a word might be
    either of them.

    Examples
    --------
    >>> values_apart(["repair", "DAY", "PLAN", "--without", "V1", "V2", "--json"])
    ['repair', 'DAY', 'PLAN', '--without', 'V1', '--without', 'V2', '--json']
    >>> values_apart(["coverage", "DAY", "--minutes", "5", "10"])
    ['coverage', 'DAY', '--minutes', '5', '--minutes', '10']
    >>> values_apart(["repair", "--without", "V1", "DAY", "PLAN"])
    ['repair', '--without', 'V1', 'DAY', 'PLAN']
    """
    at = 0
    while at < len(words) and words[at].startswith("-"):
        at += 2 if words[at] == "--lang" else 1
    command = words[at] if at < len(words) else ""
    if command not in _REPEATED:
        return list(words)
    repeated, most_places = _REPEATED[command]
    told, rest = list(words[: at + 1]), iter(words[at + 1 :])
    places, option = 0, ""
    for word in rest:
        if word == "--":
            return [*told, word, *rest]
        if word.startswith("-"):
            option, equals, _value = word.partition("=")
            has_own = not equals and option not in _FLAGS
            told += [word, *islice(rest, 1 if has_own else 0)]
        elif option in repeated and places == most_places:
            told += [option, word]
        else:
            told.append(word)
            places, option = places + 1, ""
    return told
