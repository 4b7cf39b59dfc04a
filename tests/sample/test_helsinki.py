"""The committed day of Helsinki addresses is what its seed makes, at house numbers of the map."""

from pathlib import Path

import pytest

from mealroute.files import DayFiles, read_day, read_gazetteer
from mealroute.sample.folder import write_sample_day
from mealroute.travel.geocode.survey import read_survey
from mealroute.travel.geocode.understand import understand

HELSINKI = Path(__file__).parents[2] / "data" / "helsinki"
WRITTEN_BY_HAND = {"README.md", "gazetteer.csv"}
KEPT_BESIDE = (".npz", ".sqlite")


@pytest.fixture(scope="module")
def files() -> DayFiles:
    return read_day(HELSINKI)


def test_the_committed_files_are_what_the_seed_writes(tmp_path: Path) -> None:
    write_sample_day(
        HELSINKI / "streets.osm.pbf", tmp_path, seed=1, residents=60, canteens=2,
        addresses_only=True,
    )  # fmt: skip
    committed = {
        path.name: path.read_bytes()
        for path in HELSINKI.iterdir()
        if path.name not in WRITTEN_BY_HAND and path.suffix not in KEPT_BESIDE
    }
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == committed


def test_everybody_has_an_address_and_nobody_coordinates(files: DayFiles) -> None:
    assert all(one.address and one.coordinates is None for one in files.day.residents)
    assert files.notes == ()


def test_people_live_at_house_numbers_of_the_map(files: DayFiles) -> None:
    doors = read_survey(HELSINKI / "streets.osm.pbf").doors
    on_the_map = {f"{door.street} {door.number}" for door in doors}
    lived_in = {one.address.split(",")[0] for one in files.day.residents}
    assert len(lived_in - on_the_map) == 2  # no number at all, and one that no house has
    assert all(canteen.address in on_the_map for canteen in files.day.canteens)


def test_the_page_tells_the_figures(files: DayFiles) -> None:
    addresses = {understand(one.address).place for one in files.day.residents}
    figures = {
        "canteens": len(files.day.canteens),
        "residents, all with an address and without coordinates": len(files.day.residents),
        "house numbers they live at": sum(bool(number) for _street, number, _name in addresses) - 1,
        "residents whose house number is not on the map": 1,
        "residents whose address has no house number": 1,
        "orders": len(files.day.orders),
        "doors in the gazetteer": len(read_gazetteer(HELSINKI / "gazetteer.csv")),
    }
    page = (HELSINKI / "README.md").read_text(encoding="utf-8")
    for what, count in figures.items():
        assert f"| {what} | {count} |" in page


def test_the_folder_is_small_enough_to_travel_with_the_repository() -> None:
    size = sum(path.stat().st_size for path in HELSINKI.iterdir() if path.suffix not in KEPT_BESIDE)
    assert size < 1_000_000
