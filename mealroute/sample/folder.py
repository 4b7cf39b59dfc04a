"""Write a made-up lunch as a day folder that is ready to be planned."""

from dataclasses import replace
from pathlib import Path

from mealroute.files import STREETS_FILE, DayFiles, write_day, write_files
from mealroute.sample.lunch import make_sample_day


def write_sample_day(
    extract: Path,
    out: Path,
    *,
    seed: int,
    residents: int = 150,
    canteens: int = 3,
    addresses_only: bool = False,
    weeks: int = 0,
) -> DayFiles:
    """Make a lunch on the streets of an extract and write it, with a copy of the extract.

    Parameters
    ----------
    extract
        An OpenStreetMap extract (.osm.pbf) with streets that have names.
    out
        The day folder; made where it is not there. Files of the same names are replaced.
    seed
        The same extract, seed and residents write the same bytes.
    residents
        How many, 20 or more; one volunteer for every six or so.
    canteens
        How many.
    addresses_only
        Leave out where residents live, but for their address: as a register of people has it.
    weeks
        How many weeks of past orders to write too.

    Raises
    ------
    ArgumentError
        When there are too few residents, the map has no room, or the folder cannot be written.
    DataFileError
        When the extract is missing or broken.
    """
    files = make_sample_day(extract, seed=seed, residents=residents, canteens=canteens, weeks=weeks)
    if addresses_only:
        people = tuple(
            replace(one, coordinates=None, building_id="") for one in files.day.residents
        )
        files = replace(files, day=replace(files.day, residents=people))
    streets = extract.read_bytes()
    write_day(files, out)
    write_files(out, {STREETS_FILE: streets})
    return replace(files, streets=out / STREETS_FILE)
