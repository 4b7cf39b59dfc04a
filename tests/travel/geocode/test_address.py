"""An address is split into what is the place and what leads to the door."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealroute.travel.geocode.address import Address, name_key, numbers_of, region_key
from mealroute.travel.geocode.chinese import count
from mealroute.travel.geocode.understand import understand

PARTS = ("street", "number", "compound", "building", "unit", "floor", "room")


def said(text: str) -> dict[str, str]:
    address = understand(text)
    return {part: getattr(address, part) for part in PARTS if getattr(address, part)}


@pytest.mark.parametrize(
    "text",
    [
        "解放路12号院3号楼", "解放路12号院3#楼", "解放路12院3栋", "解放路１２号院３幢",
        "解放路 12号 3号楼", "解放路十二号院三号楼", "阿勒泰市解放路12号院3#",
    ],
)  # fmt: skip
def test_the_same_building_is_written_in_many_ways(text: str) -> None:
    assert said(text) == {"street": "解放路", "number": "12", "building": "3"}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("幸福小区3-2-501", {"compound": "幸福小区", "building": "3", "unit": "2", "room": "501"}),
        ("幸福小区3-501", {"compound": "幸福小区", "building": "3", "room": "501"}),
        ("幸福小区三单元", {"compound": "幸福小区", "unit": "3"}),
        ("团结路12号1单元301", {"street": "团结路", "number": "12", "unit": "1", "room": "301"}),
        ("文化路5号2楼", {"street": "文化路", "number": "5", "floor": "2"}),
        ("公园路9号金都花园B座1203",
         {"street": "公园路", "number": "9", "compound": "金都花园", "building": "B",
          "room": "1203"}),
        ("人民东路南段3巷6号", {"street": "人民东路南段3巷", "number": "6"}),
        ("五一路甲3号", {"street": "五一路", "number": "甲3"}),
        ("红旗社区5栋", {"compound": "红旗社区", "building": "5"}),
        ("第二中学家属院4号楼2单元",
         {"compound": "第二中学家属院", "building": "4", "unit": "2"}),
        ("12号院3号楼", {"number": "12", "building": "3"}),
        ("解放路12-3-201",
         {"street": "解放路", "number": "12", "building": "3", "room": "201"}),
        ("市医院", {"compound": "市医院"}),
    ],
)  # fmt: skip
def test_a_chinese_address_is_split(text: str, parts: dict[str, str]) -> None:
    assert said(text) == parts


def test_provinces_cities_and_districts_are_the_regions() -> None:
    address = understand("新疆维吾尔自治区阿勒泰地区阿勒泰市团结路街道解放路12号")
    assert address.regions == ("新疆维吾尔自治区", "阿勒泰地区", "阿勒泰市", "团结路街道")
    assert address.place == ("解放路", "12", "")
    assert understand("江西省鹰潭市贵溪市建设路3号").regions == ("江西省", "鹰潭市", "贵溪市")


@pytest.mark.parametrize(
    "text",
    [
        "Landstrasse 12a, Vaduz", "Landstrasse 12 a, Vaduz", "12a Landstrasse, Vaduz",
        "12a, Landstrasse, Vaduz", "9490 Vaduz, Landstrasse 12a", "Landstrasse 12a Vaduz",
    ],
)  # fmt: skip
def test_a_western_address_has_many_orders(text: str) -> None:
    assert said(text) == {"street": "Landstrasse", "number": "12a"}
    assert understand(text).regions == ("Vaduz",)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Aleksanterinkatu 9 B 12",
         {"street": "Aleksanterinkatu", "number": "9", "unit": "B", "room": "12"}),
        ("Mannerheimintie 20 B", {"street": "Mannerheimintie", "number": "20b"}),
        ("Vuorikatu 12, stair 2, flat 301",
         {"street": "Vuorikatu", "number": "12", "unit": "2", "room": "301"}),
        ("Siltasaarenkatu 4, 5. krs. / Floor 5",
         {"street": "Siltasaarenkatu", "number": "4", "floor": "5"}),
        ("Landstrasse 71-75", {"street": "Landstrasse", "number": "71-75"}),
        ("Gemeindehaus, Dorf 49",
         {"compound": "Gemeindehaus", "street": "Dorf", "number": "49"}),
        ("Қанас көшесі 5-үй, 3 пәтер", {"street": "Қанас көшесі", "number": "5"}),
        ("ул. Ленина, д. 5, кв. 12", {"street": "ул. Ленина", "number": "5", "room": "12"}),
        ("Абай көшесі 12", {"street": "Абай көшесі", "number": "12"}),
        ("Rue de la Paix 3", {"street": "Rue de la Paix", "number": "3"}),
    ],
)  # fmt: skip
def test_a_western_address_is_split(text: str, parts: dict[str, str]) -> None:
    assert said(text) == parts


def test_a_postcode_alone_is_no_house_number() -> None:
    address = understand("9490")
    assert (address.postcode, address.number) == ("9490", "")


@given(st.text(max_size=80))
def test_any_text_is_some_address(text: str) -> None:
    assert isinstance(understand(text), Address)


@given(st.text(alphabet="解放路号院楼单元室层栋幢0123456789-三十#甲B一百小区省市县", max_size=40))
def test_any_mixture_of_the_words_of_an_address_is_some_address(text: str) -> None:
    address = understand(text)
    assert address.text == text


@given(st.integers(1, 999))
def test_chinese_numerals_below_a_thousand_are_read(number: int) -> None:
    signs = "零一二三四五六七八九"
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    numeral = f"{signs[hundreds]}百" if hundreds else ""
    if tens:
        numeral += f"{signs[tens]}十"
    elif hundreds and ones:
        numeral += "零"
    numeral += signs[ones] if ones else ""
    assert count(numeral) == number


def test_names_are_alike_whatever_their_accents_case_and_short_forms() -> None:
    assert name_key("HAUPTSTR. ") == name_key("Hauptstraße") == name_key("Haupt-Strasse")
    assert name_key("Mannerheimvägen") == "mannerheimvagen"
    assert region_key("阿勒泰市") == region_key("阿勒泰")
    assert region_key("北市") == "北市"


def test_a_range_holds_the_numbers_of_its_side_of_the_street() -> None:
    assert numbers_of("4-10") == ["4-10", "4", "6", "8", "10"]
    assert numbers_of("1-4") == ["1-4", "1", "2", "3", "4"]
    assert numbers_of("7") == ["7"]
