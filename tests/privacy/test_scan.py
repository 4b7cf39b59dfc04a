"""Whoever is planted is found, in every format and encoding; what is clean stays clean."""

import base64
import functools
import gzip
import html
import io
import json
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

import fpdf
import openpyxl
import pytest

from mealroute.domain import Coordinates, Datum, Day, Resident, from_wgs84
from mealroute.maps.encoding import encode_line, script_json
from mealroute.privacy.audience import Audience, Kind, Sight
from mealroute.privacy.scan import Finding, Scanner
from mealroute.privacy.sureness import Sureness
from tests.builders import a_canteen, a_resident, an_order, at_m
from tests.maps.lunch import a_lunch
from tests.privacy.people import a_day

PUBLIC = Sight(audience=Audience.PUBLIC)


@functools.cache
def crowd() -> tuple[Day, Scanner]:
    day = a_day()
    return day, Scanner(day, PUBLIC)


def details(person: Resident) -> tuple[str, str, str]:
    return person.name, person.phone, person.address


def lines_of(day: Day) -> list[str]:
    return [" | ".join(details(person)) for person in day.residents]


def found(data: bytes, name: str = "file") -> set[tuple[Kind, str]]:
    return {(one.kind, one.whose) for one in crowd()[1].scan(name, data) if one.leaks}


def everybody() -> set[tuple[Kind, str]]:
    kinds = (Kind.NAME, Kind.PHONE, Kind.ADDRESS)
    return {(kind, person.resident_id) for person in crowd()[0].residents for kind in kinds}


def utf_8(text: str) -> bytes:
    return text.encode()


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "as it stands": utf_8,
    "GB18030": lambda text: text.encode("gb18030"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-le"),
    "decimal entities": lambda text: "".join(f"&#{ord(one)};" for one in text).encode(),
    "hexadecimal entities": lambda text: "".join(f"&#x{ord(one):x};" for one in text).encode(),
    "JSON escapes": lambda text: json.dumps(text.split("\n"), indent=0).encode(),
    "percent signs": lambda text: quote(text, safe="\n|").encode(),
    "percent signs of GB18030": lambda text: quote(text, safe="\n|", encoding="gb18030").encode(),
    "percent in JSON": lambda text: json.dumps([quote(one) for one in text.split("\n")]).encode(),
    "bytes escaped": lambda text: repr(text.encode()).encode(),
    "base64 line by line": lambda text: b"\n".join(
        base64.b64encode(one.encode()) for one in text.split("\n")
    ),
    "base64 of all, in lines": lambda text: base64.encodebytes(text.encode()),
    "base64 of UTF-16": lambda text: b"x=" + base64.b64encode(text.encode("utf-16-le")),
    "base64 of GB18030": lambda text: b"x=" + base64.b64encode(text.encode("gb18030")),
    "base64 for URLs": lambda text: b"?d=" + base64.urlsafe_b64encode(text.encode()),
    "hexadecimal": lambda text: text.encode().hex().encode(),
    "in tags": lambda text: (
        "<p>" + html.escape(text).replace("路", "</b>路<b>").replace("\n", "</p>\n<p>") + "</p>"
    ).encode(),
    "full width": lambda text: text.translate(
        {code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)}
    ).encode(),
    "unseen signs": lambda text: "\u200b".join(text).encode(),
}


@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS.keys())
def test_five_hundred_people_are_found_in_every_encoding(encode: Callable[[str], bytes]) -> None:
    day, _scanner = crowd()
    assert everybody() - found(encode("\n".join(lines_of(day)))) == set()


def xlsx(lines: Iterable[str]) -> bytes:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line.split(" | "))
    book.active["A1"].comment = openpyxl.comments.Comment("x", "y")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def zipped(lines: Iterable[str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("deep/inner.zip", _zip_of("people.txt", "\n".join(lines).encode()))
    return file.getvalue()


def _zip_of(name: str, data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return file.getvalue()


def database(lines: Iterable[str], mode: str = "delete") -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.execute(f"pragma journal_mode = {mode}")
    connection.execute('create table "p""eople" (a, b, c)')
    rows = [line.split(" | ") for line in lines]
    connection.executemany('insert into "p""eople" values (?, ?, ?)', rows)
    connection.commit()
    data = connection.serialize()
    connection.close()
    return data


def png(lines: Iterable[str], kind: bytes = b"iTXt") -> bytes:
    text = "\n".join(lines).encode()
    body = {
        b"iTXt": b"Comment\0\0\0zh\0\0" + text,
        b"zTXt": b"Comment\0\0" + zlib.compress(text),
        b"eXIf": text,
    }[kind]
    chunks = ((b"IHDR", bytes(13)), (kind, body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I4s", len(data), name) + data + bytes(4) for name, data in chunks
    )


def calendar(lines: Iterable[str]) -> bytes:
    text = "BEGIN:VCALENDAR\r\n" + "".join(f"DESCRIPTION:{line}\r\n" for line in lines)
    folded = "\r\n".join(
        "\r\n ".join(line[at : at + 9] for at in range(0, len(line), 9) or (0,))
        for line in text.split("\r\n")
    )
    return folded.encode()


def card(lines: Iterable[str]) -> bytes:
    """Quoted-printable, as old address books write it."""
    return "\n".join(
        "N;ENCODING=QUOTED-PRINTABLE:" + "".join(f"={byte:02X}" for byte in line.encode())
        for line in lines
    ).encode()


def notebook(lines: Iterable[str]) -> bytes:
    cell = {"cell_type": "code", "outputs": [{"text": list(lines)}]}
    return json.dumps({"cells": [cell], "nbformat": 4}).encode()


def picture_in_notebook(lines: Iterable[str]) -> bytes:
    return json.dumps({"image/png": base64.encodebytes(png(lines)).decode()}).encode()


FORMATS: dict[str, Callable[[list[str]], bytes]] = {
    "xlsx": xlsx,
    "zip in zip": zipped,
    "gzip": lambda lines: gzip.compress("\n".join(lines).encode()),
    "sqlite": database,
    "png iTXt": png,
    "png zTXt": lambda lines: png(lines, b"zTXt"),
    "png eXIf": lambda lines: png(lines, b"eXIf"),
    "ics": calendar,
    "vcf": card,
    "ipynb": notebook,
    "picture in ipynb": picture_in_notebook,
    "csv": lambda lines: "\n".join(line.replace(" | ", ",") for line in lines).encode("utf-8-sig"),
    "md": lambda lines: "\n".join(f"| {line} |" for line in lines).encode(),
    "xml": lambda lines: "".join(f"<a b='{html.escape(one)}'/>" for one in lines).encode(),
    "unknown bytes": lambda lines: b"\0\xff\x01".join(one.encode() for one in lines) + b"\0\xff",
}


@pytest.mark.parametrize("write", FORMATS.values(), ids=FORMATS.keys())
def test_five_hundred_people_are_found_in_every_format(write: Callable[[list[str]], bytes]) -> None:
    day, _scanner = crowd()
    assert everybody() - found(write(lines_of(day))) == set()


def test_people_are_found_in_a_pdf_page_by_page() -> None:
    person = a_resident("R1", name="Aigul Serikova", phone="13912345678", address="12 Main Street")
    pdf = fpdf.FPDF()
    pdf.set_title("Aigul Serikova")
    pdf.add_page()
    pdf.set_font("helvetica")
    pdf.add_page()
    pdf.cell(text="Aigul Serikova, 139 1234 5678, 12 Main Street", link="tel:13912345678")
    told = scan_of(Day(residents=(person,)), bytes(pdf.output()))

    assert {(one.kind, one.where) for one in told} >= {
        (Kind.PHONE, ("links",)),
        (Kind.ADDRESS, ("page 2",)),
    }
    times = {one.kind: one.times for one in told}
    assert times == {Kind.NAME: 2, Kind.PHONE: 2, Kind.ADDRESS: 1}


@pytest.mark.parametrize(
    "lines",
    [
        ("Maria Magdalena", "von Hohenlohe"),
        ("Maria", "Magdalena von Hohenlohe"),
        ("Home of", "Maria Magdalena von", "Hohenlohe", "Floor 2"),
    ],
)
def test_a_name_that_a_page_breaks_over_two_lines_is_found(lines: tuple[str, ...]) -> None:
    person = a_resident("R1", name="Maria Magdalena von Hohenlohe")
    told = scan_of(Day(residents=(person,)), a_page(*lines))
    assert [(one.kind, one.form, one.times) for one in told] == [(Kind.NAME, "over two lines", 1)]


def test_a_note_that_a_page_breaks_over_two_lines_is_found() -> None:
    day = one_resident(name="", notes="the key lies under the third pot")
    told = scan_of(day, a_page("order: the key lies", "under the third pot"))
    assert [(one.kind, one.sureness) for one in told] == [(Kind.NOTES, Sureness.LIKELY)]


def test_two_lines_of_a_page_make_no_name_by_chance() -> None:
    people = (a_resident("R1", name="Lee"), a_resident("R2", name="Mary Stone"))
    assert (
        scan_of(Day(residents=people), a_page("Mary", "Floor 2", "Stone", "Mary-", "Stones")) == []
    )


def a_page(*lines: str) -> bytes:
    pdf = fpdf.FPDF()
    pdf.add_page()
    pdf.set_font("helvetica")
    for line in lines:
        pdf.cell(text=line, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def scan_of(day: Day, data: bytes, sight: Sight = PUBLIC, name: str = "file") -> list[Finding]:
    return Scanner(day, sight).scan(name, data)


def one_resident(**changes: Any) -> Day:
    values: dict[str, Any] = {"name": "王秀英", "diet": "halal"}
    return Day(residents=(a_resident("R0001", **values | changes),))


def test_a_finding_says_where_and_whose_but_not_the_name() -> None:
    (finding,) = scan_of(one_resident(), "a\nb 王秀英\n".encode())

    assert (finding.line, finding.whose, finding.kind) == (2, "R0001", Kind.NAME)
    assert finding.excerpt == "王**"
    assert "王秀英" not in repr(finding)


def test_a_workbook_tells_the_cell() -> None:
    (finding,) = scan_of(one_resident(), xlsx(["x | y", "x | 给王秀英奶奶"]))
    assert (finding.line, finding.column) == (2, 2)


def test_a_files_own_name_is_looked_at() -> None:
    (finding,) = scan_of(one_resident(), b"", name="photos/王秀英_门口.jpg")
    assert finding.where == ("file name",)


def test_a_name_of_two_signs_is_no_leak_inside_other_words_and_in_streets() -> None:
    day = one_resident(name="王芳")
    told = {
        text: [one.sureness for one in scan_of(day, text.encode())]
        for text in ("王芳", "王芳路12号", "霸王芳草", "王芳奶奶", "陈王芳")
    }
    assert told == {
        "王芳": [Sureness.LIKELY],
        "王芳路12号": [Sureness.POSSIBLE],
        "霸王芳草": [Sureness.POSSIBLE],
        "王芳奶奶": [Sureness.LIKELY],
        "陈王芳": [Sureness.POSSIBLE],
    }


def test_a_western_name_is_no_leak_inside_a_word() -> None:
    assert scan_of(one_resident(name="Hans"), b"thanks, chansons") == []


def test_telephones_are_found_however_they_are_written_and_nothing_longer() -> None:
    day = one_resident(phone="0906-2123456")
    hits = ["09062123456", "(0906) 212 3456", "+86 906 212 3456", "0906‑2123456", "tel:09062123456"]
    misses = ["109062123456", "090621234567", "0906.2123456", "3.09062123456"]
    assert [bool(scan_of(day, one.encode())) for one in hits] == [True] * 5
    assert [bool(scan_of(day, one.encode())) for one in misses] == [False] * 4


def test_the_street_with_its_number_gives_an_address_away_and_another_number_does_not() -> None:
    day = one_resident(address="阿勒泰市团结路12号1单元301室")
    assert [one.kind for one in scan_of(day, "去团结路 12 号".encode())] == [Kind.ADDRESS]
    assert scan_of(day, "去团结路112号, 团结路12".encode()) == []


def test_a_diet_beside_a_person_is_one_more_finding() -> None:
    kinds = [one.kind for one in scan_of(one_resident(), "王秀英: 清真".encode())]
    assert sorted(kinds) == [Kind.DIET, Kind.NAME]
    assert scan_of(one_resident(), "清真".encode()) == []


def test_short_ids_count_only_where_something_says_that_they_are_ids() -> None:
    day = Day(residents=(a_resident("R1", name="王秀英"), a_resident("17", name="李建国")))
    assert scan_of(day, b"R1 and 17 of R1") == []
    assert {one.whose for one in scan_of(day, b'{"resident_id": "R1"}')} == {"R1"}
    table = b"order_id,resident_id\nO1,17\n"
    assert {(one.whose, one.line) for one in scan_of(day, table)} == {("17", 2)}


def test_notes_and_contacts_are_found_but_not_what_three_people_share() -> None:
    people = tuple(
        a_resident(
            f"R100{n}", name=f"甲乙{n}", notes="敲门要响一些", emergency_contact="女儿 000-020002"
        )
        for n in range(3)
    )
    alone = one_resident(notes="心脏病, 请勿惊动", emergency_contact="女儿 000-020002")
    told = {one.kind: one.sureness for one in scan_of(alone, "心脏病请勿惊动 000020002".encode())}
    assert told == {Kind.NOTES: Sureness.LIKELY, Kind.EMERGENCY_CONTACT: Sureness.SURE}
    shared = scan_of(Day(residents=people), "敲门要响一些".encode())
    assert [one.sureness for one in shared] == [Sureness.POSSIBLE]


@pytest.mark.parametrize("datum", list(Datum))
@pytest.mark.parametrize(
    "shape",
    ["{0:.5f},{1:.5f}", '{{"lat": {0:.6f}, "lon": {1:.6f}}}', "[{1:.4f}, {0:.4f}]",
     '<wpt lat="{0:.5f}" lon="{1:.5f}"/>', "geo:{0:.6f},{1:.6f}?z=1"],
)  # fmt: skip
def test_a_fine_point_at_a_door_is_found_in_every_datum(datum: Datum, shape: str) -> None:
    day = one_resident(coordinates=at_m(300, 200))
    lat, lon = from_wgs84(*_degrees(at_m(310, 190)), datum)
    told = scan_of(day, shape.format(lat, lon).encode())
    assert [one.kind for one in told] == [Kind.LOCATION]


def test_a_coarse_point_and_one_farther_away_are_no_leak() -> None:
    day = one_resident(coordinates=at_m(300, 200))
    assert scan_of(day, "{:.3f}, {:.3f}".format(*_degrees(at_m(300, 200))).encode()) == []
    assert scan_of(day, "{:.5f}, {:.5f}".format(*_degrees(at_m(340, 200))).encode()) == []


def test_a_way_that_passes_a_door_is_no_leak_and_one_that_goes_there_is() -> None:
    day = one_resident(coordinates=at_m(300, 200))
    passing = [at_m(0, 0), at_m(290, 200), at_m(600, 200)]
    going = [at_m(0, 0), at_m(300, 200), at_m(600, 200)]
    for line, leaks in ((passing, False), (going, True)):
        text = json.dumps({"coordinates": [[p.lon, p.lat] for p in line]})
        track = "".join(f'<trkpt lat="{p.lat}" lon="{p.lon}"/>' for p in line)
        assert bool(scan_of(day, text.encode())) is leaks
        assert bool(scan_of(day, track.encode())) is leaks


def test_an_encoded_line_that_goes_to_a_door_is_found() -> None:
    day = one_resident(coordinates=at_m(300, 200))
    line = encode_line(_degrees(p) for p in (at_m(0, 0), at_m(300, 200), at_m(50, 50)))
    assert [one.kind for one in scan_of(day, script_json([line]).encode())] == [Kind.LOCATION]


def test_the_town_under_our_maps_is_no_leak() -> None:
    day = one_resident(coordinates=at_m(300, 200))
    point = list(_degrees(at_m(300, 200)))
    assert scan_of(day, json.dumps({"ground": {"names": [point]}}).encode()) == []
    assert scan_of(day, json.dumps({"grounds": {"names": [point]}}).encode()) != []


def test_the_town_under_our_maps_is_none_however_its_signs_are_escaped() -> None:
    day = one_resident(coordinates=at_m(300, 200))
    town = {"names": [[*_degrees(at_m(300, 200)), 'the "old" mill']], "lines": ["a\\b\\nc<"]}
    assert scan_of(day, script_json({"ground": town}).encode()) == []
    assert scan_of(day, script_json({"grounds": town}).encode()) != []


def test_what_stands_on_a_canteens_door_is_no_leak() -> None:
    canteen = a_canteen(name="王秀英", phone="13912345678", address="团结路12号")
    person = a_resident("R0001", name="王秀英", phone="13912345678", address="团结路12号",
                        coordinates=canteen.coordinates)  # fmt: skip
    day = Day(canteens=(canteen,), residents=(person,))
    lat, lon = _degrees(canteen.coordinates)
    assert scan_of(day, f"王秀英 13912345678 团结路12号 {lat:.5f},{lon:.5f}".encode()) == []


def test_an_own_resident_of_the_same_name_is_no_leak() -> None:
    people = (a_resident("R0001", name="王秀英"), a_resident("R0002", name="王秀英"))
    own = Sight(audience=Audience.VOLUNTEER, residents=frozenset({people[0].resident_id}))
    assert scan_of(Day(residents=people), "王秀英".encode(), own) == []


def test_a_canteen_may_see_names_and_notes_of_its_orders_but_no_telephone() -> None:
    day = Day(
        residents=(a_resident("R0001", name="王秀英", phone="13912345678"),),
        orders=(an_order("O1", "R0001", note="少放盐和油"),),
    )
    own = Sight(audience=Audience.CANTEEN, residents=frozenset({day.residents[0].resident_id}))
    told = scan_of(day, "王秀英 R0001 少放盐和油 13912345678".encode(), own)
    assert [one.kind for one in told] == [Kind.PHONE]
    assert len({one.kind for one in scan_of(day, "王秀英 R0001 少放盐和油".encode())}) == 3


def test_a_planner_may_see_which_volunteer_but_nobody_else() -> None:
    _plan, service, _shapes = a_lunch()
    day = Day(residents=(a_resident("R0001"),), volunteers=tuple(service.volunteers.values()))
    text = b"volunteer_id,resident_id\nV1,R0001\n"
    whose = {
        audience: {one.whose for one in scan_of(day, text, Sight(audience=audience))}
        for audience in (Audience.PLANNER, Audience.PUBLIC)
    }
    assert whose == {Audience.PLANNER: {"R0001"}, Audience.PUBLIC: {"R0001", "V1"}}


def _degrees(place: Coordinates) -> tuple[float, float]:
    return place.lat, place.lon
