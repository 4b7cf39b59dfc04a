"""Write a day folder that gives nobody away."""

from pathlib import Path


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
    """x."""
    raise NotImplementedError
