"""The command line: commands in, exit codes out.

Exit codes: 0 done, 1 internal fault, 2 bad input or arguments, 3 no travel times or coordinates
to be had, 4 ``check`` found violations.
"""

import os
import sys
from collections.abc import Sequence

from mealroute import language

__all__ = ["main"]


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

        app(args=words, prog_name="mealroute")


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
