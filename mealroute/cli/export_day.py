"""Write a day folder that gives nobody away."""

import json
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from mealroute.cli.output import ExitCode, answer, answer_json, say
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _

if TYPE_CHECKING:
    from mealroute.privacy.anonymous import Anonymous

MANIFEST_FILE = "anonymous.json"
_MOST_SALT_BYTES = 4096


def export_day(
    day: Path,
    out: Path,
    *,
    k: int,
    radius_m: float,
    salt_file: Path | None,
    with_streets: bool,
    seed: int,
    skip_bad_rows: bool,
    as_json: bool,
) -> int:
    """Write the day, its settings and the manifest, all or none."""
    from mealroute.cli.opened import open_day
    from mealroute.files import STREETS_FILE, write_files
    from mealroute.files.writing import folder_files
    from mealroute.privacy.anonymous import anonymous

    _refuse_own_folder(day, out, salt_file)
    salt = secrets.token_bytes(32) if salt_file is None else _read_salt(salt_file)
    files = open_day(day, skip_bad_rows=skip_bad_rows)
    if with_streets and files.streets is None:
        raise ArgumentError(_("--with-streets: the day has no streets extract"))
    made = anonymous(
        files.day, files.settings, salt, k=k, radius_m=radius_m, seed=seed,
        with_streets=with_streets,
    )  # fmt: skip
    written: dict[str, str | bytes] = folder_files(made.day, made.settings)
    written[MANIFEST_FILE] = json.dumps(made.manifest, ensure_ascii=False, indent=1) + "\n"
    if with_streets and files.streets is not None:
        written[STREETS_FILE] = files.streets.read_bytes()
    write_files(out, written)
    if salt_file is None:
        say(_("the salt is kept nowhere: another export will have other ids"))
    if as_json:
        answer_json({"out": str(out), **made.manifest})
    else:
        answer("\n".join(_lines(made, out)))
    return ExitCode.DONE


def _refuse_own_folder(day: Path, out: Path, salt_file: Path | None) -> None:
    """Refuse to write over the day, or beside the secret that undoes the export."""
    folder = day if day.is_dir() else day.parent
    if out.resolve() == folder.resolve():
        raise ArgumentError(_("--out: the day itself lies there, expected another folder"))
    if salt_file is not None and out.resolve() in salt_file.resolve().parents:
        raise ArgumentError(_("--salt-file: it must not lie in the folder that is shared"))


def _read_salt(path: Path) -> bytes:
    from mealroute.files.tables import read_bytes
    from mealroute.privacy.pseudonyms import FEWEST_SALT_BYTES

    salt = read_bytes(path, path.name, _MOST_SALT_BYTES).strip()
    if len(salt) < FEWEST_SALT_BYTES:
        raise ArgumentError(
            _("--salt-file: {n} bytes, expected {least} or more").format(
                n=len(salt), least=FEWEST_SALT_BYTES
            )
        )
    return salt


def _lines(made: "Anonymous", out: Path) -> list[str]:
    told = made.manifest
    people, place = told["residents"], told["place"]
    lines = [
        _("{told} of {all} residents, each hidden among {k} or more").format(
            told=people["told"], all=people["of"], k=told["k"]
        )
    ]
    if place["k_reached"] is not None:
        lines.append(
            _("doors moved by {median} m, at most {most} m").format(
                median=place["moved_m_median"], most=place["moved_m_most"]
            )
        )
    left_out = people["left_out_by_place"] + people["left_out_by_traits"]
    if left_out:
        lines.append(
            _("left out: {place} who live too far from others, {traits} who are too unlike").format(
                place=people["left_out_by_place"], traits=people["left_out_by_traits"]
            )
        )
    lines.append(_("day for sharing: {path}").format(path=out))
    return lines
