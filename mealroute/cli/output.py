"""Say things to people on standard error, and answers on standard output; faults as exit codes."""

import functools
import json
import sys
import traceback
from collections.abc import Callable
from enum import IntEnum
from typing import ParamSpec

import typer

from mealroute.errors import DataFileError, MealrouteError, TravelError
from mealroute.language import gettext as _
from mealroute.language import ngettext

MOST_FAULTS_SHOWN = 100

_Options = ParamSpec("_Options")


class ExitCode(IntEnum):
    """What a command's exit code means; other people's scripts rely on it."""

    DONE = 0
    INTERNAL_FAULT = 1
    BAD_INPUT = 2
    NO_TRAVEL = 3
    VIOLATIONS = 4


def say(text: str) -> None:
    """Tell a person something on standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def answer(text: str) -> None:
    """Write the answer of a command to standard output."""
    sys.stdout.write(text + "\n")


def answer_json(value: object) -> None:
    """Write a machine-readable answer to standard output."""
    answer(json.dumps(value, ensure_ascii=False, indent=1))


def guarded(command: Callable[_Options, int]) -> Callable[_Options, None]:
    """Make a command leave with its exit code, whatever happens in it."""

    @functools.wraps(command)
    def run(*args: _Options.args, **options: _Options.kwargs) -> None:
        def work() -> int:
            return command(*args, **options)

        raise typer.Exit(_told(work, as_json=bool(options.get("as_json", False))))

    return run


def _told(work: Callable[[], int], *, as_json: bool) -> int:
    """Turn what a person can mend into a message and an exit code.

    A fault of the program shows where it happened but no values: they may name people.
    """
    try:
        return work()
    except DataFileError as error:
        lines = [str(fault) for fault in error.faults[:MOST_FAULTS_SHOWN]]
        more = len(error.faults) - len(lines)
        if more:
            lines.append(ngettext("… and {n} more", "… and {n} more", more).format(n=more))
        count = len(error.faults)
        head = ngettext(
            "{n} fault, nothing was written:", "{n} faults, nothing was written:", count
        )
        return _fail(ExitCode.BAD_INPUT, head.format(n=count), lines, as_json=as_json)
    except TravelError as error:
        return _fail(ExitCode.NO_TRAVEL, str(error), [], as_json=as_json)
    except MealrouteError as error:
        code = ExitCode.BAD_INPUT if isinstance(error, ValueError) else ExitCode.INTERNAL_FAULT
        return _fail(code, str(error), [], as_json=as_json)
    except BrokenPipeError:
        return ExitCode.DONE
    except Exception as error:  # noqa: BLE001 -- the last place where a fault can be told
        where = [
            f"  {frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
        head = _("internal fault: {kind}; please report these lines:").format(
            kind=type(error).__name__
        )
        return _fail(ExitCode.INTERNAL_FAULT, head, where, as_json=as_json)


def _fail(code: ExitCode, head: str, lines: list[str], *, as_json: bool) -> int:
    say("\n".join(["mealroute: " + head, *lines]))
    if as_json:
        answer_json({"error": {"exit_code": int(code), "message": head, "details": lines}})
    return code
