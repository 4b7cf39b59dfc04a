"""Addresses are found on an extract; what is not there is not found, and never somewhere else."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.geocoding import trials
from mealroute.domain import Coordinates, GeocodeLevel, GeocodeMatch
from mealroute.travel import great_circle_m
from mealroute.travel.geocode.offline import ExtractGeocoder
from mealroute.travel.geocode.understand import understand
from tests.builders import at_m
from tests.travel.geocode.towns import GUIXI, HELSINKI, geocoder
from tests.travel.osm import write_osm


@pytest.fixture(scope="module")
def helsinki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExtractGeocoder]:
    extract = shutil.copy(HELSINKI, tmp_path_factory.mktemp("helsinki") / "streets.osm.pbf")
    geocoder = ExtractGeocoder.of(Path(extract))
    yield geocoder
    geocoder.close()


@pytest.fixture
def town(tmp_path: Path) -> Iterator[ExtractGeocoder]:
    found = geocoder(tmp_path)
    yield found
    found.close()


def find(geocoder: ExtractGeocoder, text: str) -> GeocodeMatch | None:
    return next(iter(geocoder.matches(understand(text))), None)


def metres(one: Coordinates, other: Coordinates) -> float:
    return float(great_circle_m([one], [other])[0, 0])


@pytest.mark.parametrize(
    ("text", "level", "north_m", "east_m"),
    [
        ("解放路12号", GeocodeLevel.ENTRANCE, 20, 115),
        ("解放路１２号院3号楼2单元301", GeocodeLevel.ENTRANCE, 20, 115),
        ("团结路3号", GeocodeLevel.NUMBER, 320, 200),
        ("解放路20号", GeocodeLevel.NUMBER, 20, 300),
        ("解放路22号", GeocodeLevel.NUMBER, 20, 300),
        ("12 Jiefang Road", GeocodeLevel.ENTRANCE, 20, 115),
        ("大街12号", GeocodeLevel.ENTRANCE, 20, 115),
        ("市医院", GeocodeLevel.BUILDING, 20, 500),
        ("幸福小区", GeocodeLevel.PLACE, 600, 600),
        ("解放路26号", GeocodeLevel.NUMBER, 20, 726.7),
    ],
)
def test_an_address_is_found_at_its_level(
    town: ExtractGeocoder, text: str, level: GeocodeLevel, north_m: float, east_m: float
) -> None:
    found = find(town, text)
    assert found is not None
    assert found.level is level
    assert found.score >= 0.85
    assert metres(found.coordinates, at_m(north_m, east_m)) < 1


def test_a_house_number_that_is_not_known_gives_the_street_with_a_low_score(
    town: ExtractGeocoder,
) -> None:
    found = find(town, "解放路99号")
    assert found is not None
    assert found.level is GeocodeLevel.STREET
    assert found.score < 0.85
    assert metres(found.coordinates, at_m(0, 400)) < 250


@pytest.mark.parametrize("text", ["和平路12号", "Marienplatz 3", "", "12", "9490", "!?"])
def test_what_the_map_does_not_know_has_no_answer(town: ExtractGeocoder, text: str) -> None:
    assert find(town, text) is None


def test_another_letter_of_a_number_is_doubted(helsinki: ExtractGeocoder) -> None:
    exact, other = find(helsinki, "Fabianinkatu 33"), find(helsinki, "Fabianinkatu 33 x")
    assert exact is not None
    assert other is not None
    assert other.score < exact.score
    assert metres(exact.coordinates, other.coordinates) < 50


@pytest.mark.parametrize(
    "text",
    [
        "Mannerheimintie 12, Helsinki", "12 Mannerheimintie", "12, Mannerheimintie",
        "Mannerheimvägen 12, Helsingfors", "MANNERHEIMINTIE 12", "Manerheimintie 12",
        "Mannerheimintiie 12", "Mannehreimintie 12", "Mannerheimintie 12 B 7",
        "Helsinki Mannerheimintie 12", "00100 Helsinki, Mannerheimintie 12",
    ],
)  # fmt: skip
def test_a_real_address_is_found_in_whatever_form(helsinki: ExtractGeocoder, text: str) -> None:
    found = find(helsinki, text)
    assert found is not None
    assert found.matched.startswith("Mannerheimintie 12")
    assert metres(found.coordinates, Coordinates(60.16806, 24.94057)) < 30


def test_an_address_of_another_town_is_doubted(helsinki: ExtractGeocoder) -> None:
    here, elsewhere = find(helsinki, "Bulevardi 3"), find(helsinki, "Bulevardi 3, Tampere")
    assert here is not None
    assert here.score == 1
    assert elsewhere is None or elsewhere.score < 0.85


def test_a_district_on_the_other_side_is_another_one(tmp_path: Path) -> None:
    door = {"addr:street": "和平路", "addr:housenumber": "5", "addr:city": "东城区"}
    other = {"addr:street": "团结路", "addr:housenumber": "5", "addr:city": "西城区"}
    extract = write_osm(
        tmp_path / "two.osm", {"a": (0, 0), "b": (900, 0)}, [], node_tags={"a": door, "b": other}
    )
    found = ExtractGeocoder.of(extract)
    here, elsewhere = (find(found, f"{where}和平路5号") for where in ("东城区", "西城区"))
    found.close()
    assert here is not None
    assert here.score == 1
    assert elsewhere is None or elsewhere.score < 0.85


def test_equally_likely_places_share_the_score(tmp_path: Path) -> None:
    number = {"addr:street": "Main Street", "addr:housenumber": "1"}
    extract = write_osm(
        tmp_path / "two.osm", {"a": (0, 0), "b": (900, 0)}, [], node_tags={"a": number, "b": number}
    )
    found = ExtractGeocoder.of(extract)
    matches = found.matches(understand("Main Street 1"))
    found.close()
    assert [one.score for one in matches] == [0.5, 0.5]


def test_a_building_made_of_several_ways_is_found_in_its_middle(tmp_path: Path) -> None:
    corners = {"a": (0, 0), "b": (0, 40), "c": (20, 40), "d": (20, 0)}
    tags = {"type": "multipolygon", "building": "yes", "addr:street": "解放路",
            "addr:housenumber": "50"}  # fmt: skip
    extract = write_osm(
        tmp_path / "ring.osm", corners, [("abc", {}), ("cda", {})],
        [([(0, "outer"), (1, "outer")], tags)],
    )  # fmt: skip
    geocoder = ExtractGeocoder.of(extract)
    found = find(geocoder, "解放路50号")
    geocoder.close()
    assert found is not None
    assert found.level is GeocodeLevel.BUILDING
    assert metres(found.coordinates, at_m(10, 20)) < 1


def test_a_chinese_town_is_found_by_its_streets_and_communities(tmp_path: Path) -> None:
    geocoder = ExtractGeocoder.of(Path(shutil.copy(GUIXI, tmp_path / "streets.osm.pbf")))
    street = find(geocoder, "江西省鹰潭市贵溪市建设路3号康乐苑3号楼2单元501室")
    community = find(geocoder, "花园社区")
    short = find(geocoder, "五中")
    geocoder.close()
    assert street is not None
    assert (street.level, street.matched) == (GeocodeLevel.STREET, "建设路")
    assert community is not None
    assert community.matched == "花园社区"
    assert short is not None  # two signs are too few for a trigram
    assert short.matched == "贵溪五中"


def test_it_is_a_geocoder_of_geopy(town: ExtractGeocoder) -> None:
    found = town.geocode("解放路12号")
    assert found.address == "解放路12号"
    assert found.raw["match"].score == 1
    assert [one.address for one in town.geocode("团结路3号", exactly_one=False)] == ["团结路3号"]
    assert town.geocode("和平路1号") is None


def test_the_benchmark_meets_its_goals_on_the_shipped_extract(tmp_path: Path) -> None:
    extract = Path(shutil.copy(HELSINKI, tmp_path / "streets.osm.pbf"))
    exact, order, missing, doubled, swapped, unknown = trials(extract, seed=1)
    assert exact.right >= 0.97
    assert order.right >= 0.97
    assert min(missing.right, doubled.right, swapped.right) >= 0.97
    assert min(one.taken_right for one in (exact, order, missing, doubled, swapped)) >= 0.98
    assert unknown.taken - unknown.taken * unknown.taken_right <= 0.01


def test_the_same_extract_gives_the_same_answers(helsinki: ExtractGeocoder, tmp_path: Path) -> None:
    again = ExtractGeocoder.of(Path(shutil.copy(HELSINKI, tmp_path / "streets.osm.pbf")))
    for name in ("Mannerheimintie", "Bulevardi", "Aleksi", "Kaivokatu", "Esplanadi", "Vuorkatu"):
        for number in range(1, 40, 3):
            address = understand(f"{name} {number}")
            assert again.matches(address) == helsinki.matches(address)
    again.close()
