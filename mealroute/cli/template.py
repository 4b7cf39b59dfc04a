"""``mealroute template``: write empty and filled example files for a day folder."""

from pathlib import Path
from typing import Annotated

import typer

from mealroute.cli.output import ExitCode, answer
from mealroute.language import gettext as _


def template(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help=_("the folder to write the examples into"))
    ],
) -> int:
    """Write empty and filled example files for a day folder."""
    from mealroute.files import write_templates

    write_templates(folder)
    answer(_("templates: {path}").format(path=folder))
    return ExitCode.DONE
