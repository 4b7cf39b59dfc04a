"""What the coordinator wrote down is found, the most exact entry first."""

import pytest

from mealroute.domain import Coordinates, GazetteerEntry, GeocodeLevel
from mealroute.travel.geocode.gazetteer import Gazetteer
from mealroute.travel.geocode.understand import understand
from tests.builders import at_m

GATE, BUILDING, STAIR, ESTATE, HOUSE = (at_m(north_m) for north_m in (0, 100, 200, 300, 400))

KNOWN = Gazetteer(
    [
        GazetteerEntry(
            street="解放路", compound="12号院", aliases=("粮食局家属院", "老粮库"), coordinates=GATE
        ),
        GazetteerEntry(street="解放路", number="12", building="3号楼", coordinates=BUILDING),
        GazetteerEntry(
            street="解放路", number="12", building="3", unit="二单元", coordinates=STAIR
        ),
        GazetteerEntry(community="幸福小区", building="1栋", coordinates=ESTATE),
        GazetteerEntry(street="Aleksanterinkatu", number="9", unit="B", coordinates=HOUSE),
    ]
)


@pytest.mark.parametrize(
    ("text", "level", "where"),
    [
        ("解放路12号院3#楼2单元301", GeocodeLevel.ENTRANCE, STAIR),
        ("阿勒泰市解放路１２院3-2-301", GeocodeLevel.ENTRANCE, STAIR),
        ("解放路12院3栋", GeocodeLevel.BUILDING, BUILDING),
        ("解放路12号院3号楼5单元", GeocodeLevel.BUILDING, BUILDING),
        ("12号院三号楼", GeocodeLevel.BUILDING, BUILDING),
        ("解放路12号", GeocodeLevel.COMPOUND, GATE),
        ("粮食局家属院", GeocodeLevel.COMPOUND, GATE),
        ("老粮库7号楼", GeocodeLevel.COMPOUND, GATE),
        ("幸福小区1号楼101", GeocodeLevel.BUILDING, ESTATE),
        ("幸福社区1栋", GeocodeLevel.BUILDING, ESTATE),
        ("Aleksanterinkatu 9 B 12", GeocodeLevel.ENTRANCE, HOUSE),
        ("Aleksanterinkatu 9 B", GeocodeLevel.ENTRANCE, HOUSE),
    ],
)
def test_the_most_exact_entry_answers(text: str, level: GeocodeLevel, where: Coordinates) -> None:
    best = KNOWN.matches(understand(text))[0]
    assert (best.level, best.coordinates, best.source) == (level, where, "gazetteer")
    assert best.score >= 0.85


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ("乌鲁木齐南路", "乌鲁木齐北路"),
        ("大红门北里东街", "小红门北里东街"),
        ("北京路东侧第一巷", "北京路东侧第二巷"),
        ("阳光丽景花园A区", "阳光丽景花园B区"),
        ("Vestre Strandgate", "Østre Strandgate"),
        ("North Hauptstrasse", "South Hauptstrasse"),
    ],
)
def test_the_street_on_the_other_side_is_never_sure(known: str, asked: str) -> None:
    entries = [
        GazetteerEntry(street=known, number="12", coordinates=HOUSE),
        GazetteerEntry(community=known, coordinates=GATE),
    ]
    told = [Gazetteer([one]).matches(understand(f"{asked} 12")) for one in entries]
    assert all(match.score < 0.85 for matches in told for match in matches)


def test_a_door_beside_a_number_is_another_door() -> None:
    beside = GazetteerEntry(street="解放路", number="12附3", coordinates=HOUSE)
    known = Gazetteer([GazetteerEntry(street="解放路", number="12", coordinates=GATE), beside])
    (match,) = known.matches(understand("解放路12号附3号"))
    assert (match.coordinates, match.score) == (HOUSE, 1.0)
    (match,) = known.matches(understand("解放路12号"))
    assert match.coordinates == GATE


@pytest.mark.parametrize("text", ["解放路14号", "幸福路3号", "Aleksanterinkatu 11", "新村", ""])
def test_another_place_is_not_in_it(text: str) -> None:
    assert KNOWN.matches(understand(text)) == ()


@pytest.mark.parametrize("text", ["幸福小区2号楼", "Aleksanterinkatu 9 C 3"])
def test_another_building_of_the_place_is_only_a_guess(text: str) -> None:
    best = KNOWN.matches(understand(text))[0]
    assert best.score <= 0.5
