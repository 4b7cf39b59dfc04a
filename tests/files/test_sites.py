"""Sites are read as other files are: what is missing is told, today's canteens are left out."""

from pathlib import Path

import pytest

from mealroute.errors import DataFileError
from mealroute.files import read_sites
from tests.builders import CENTRE


def sites(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sites.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_site_has_what_the_file_says_and_nothing_else(tmp_path: Path) -> None:
    path = sites(
        tmp_path,
        "名称,纬度,经度,服务半径,供餐能力,饮食,开设,现有\n"
        "北区,47.85,88.14,800,60,regular;halal,yes,no\n"
        "南区,47.84,88.13,,,,no,\n"
        "老食堂,47.84,88.14,,,,,yes\n",
    )
    north, south = read_sites(path)
    assert (north.service_radius_m, north.capacity, north.diets) == (800, 60, {"regular", "halal"})
    assert (south.service_radius_m, south.capacity, south.diets) == (None, None, None)
    assert (north.opens, south.opens) == (True, False)


def test_a_shifted_datum_is_taken_back(tmp_path: Path) -> None:
    path = sites(tmp_path, "name,lat,lon,datum\nN,47.85,88.14,gcj02\n")
    (one,) = read_sites(path)
    assert one.coordinates.lat != pytest.approx(47.85, abs=1e-4)


def test_a_file_without_a_new_site_or_with_one_far_away_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="at least one site"):
        read_sites(sites(tmp_path, "name,lat,lon,existing\nN,47.85,88.14,yes\n"))
    with pytest.raises(DataFileError, match="far from every canteen"):
        read_sites(sites(tmp_path, "name,lat,lon\nN,28.3,117.2\n"), [CENTRE])
