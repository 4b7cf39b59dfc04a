"""Run ``python3 -m mealroute`` on any Python: libraries first, where they are missing.

Nothing but the standard library is needed to get this far, and the first lines also run on a
Python that is too old for the rest.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 -- this line is for the Pythons we do not support
    sys.exit(
        "mealroute needs Python 3.11 or newer; this is {}.{}, {}\n"
        "mealroute 需要 Python 3.11 或更高版本。".format(*sys.version_info[:2], sys.executable)
    )


def main() -> None:
    """Run the tests or a command, in this interpreter or in the project's own environment."""
    from mealroute import bootstrap  # noqa: PLC0415 -- only a Python that is new enough reads it

    bootstrap.prepare(sys.argv[1:])

    from mealroute.cli import main as run  # noqa: PLC0415 -- its libraries are there only now

    run()


if __name__ == "__main__":
    main()
