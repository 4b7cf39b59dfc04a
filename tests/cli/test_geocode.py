"""``mealroute geocode``: a day of addresses becomes a day that can be planned."""

import csv
import io
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from mealroute.cli import geocoding, geocoding_online, main
from mealroute.domain import Coordinates, GeocodeLevel, GeocodeMatch
from mealroute.errors import TravelError
from mealroute.files import read_day, write_day
from mealroute.settings import GeocodingSettings
from mealroute.travel import great_circle_m
from mealroute.travel.geocode.chain import Chain
from mealroute.travel.geocode.online import OnlineService, RefusedQueryError

HELSINKI = Path(__file__).parents[2] / "data" / "helsinki"
EXTRACT = HELSINKI / "streets.osm.pbf"


@pytest.fixture
def day(tmp_path: Path) -> Path:
    """A copy of the Helsinki day that a test may spoil."""
    files = shutil.ignore_patterns("*.sqlite", "*.npz")
    return Path(shutil.copytree(HELSINKI, tmp_path / "day", ignore=files))


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as left:
        main(["--lang", "en", *(str(word) for word in words)])
    return int(left.value.code or 0)


def answer(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def table(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))


def in_the_books(told: Mapping[str, int]) -> bool:
    parts = ("filled", "doubtful", "unmatched", "agreeing", "unchecked")
    return told["asked"] == sum(told[part] for part in parts)


def write_services(day: Path, services: str) -> None:
    with (day / "mealroute.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[geocoding]\nservices = {services}\ntown = 'Helsinki'\n")


def test_a_day_of_addresses_is_planned_without_a_network(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--extract", EXTRACT, "--seed", 7, "--residents", 40]
    assert run("sample", *options, "--out", tmp_path / "true") == 0
    assert run("sample", *options, "--out", tmp_path / "day", "--addresses-only") == 0
    capsys.readouterr()
    true = {one.resident_id: one for one in read_day(tmp_path / "true").day.residents}
    blank = read_day(tmp_path / "day").day.residents
    assert all(one.address and one.coordinates is None for one in blank)

    assert run("geocode", tmp_path / "day", "--out", tmp_path / "found", "--json") == 0
    told = answer(capsys)
    assert in_the_books(told)
    assert (told["asked"], told["filled"], told["doubtful"]) == (40, 38, 2)

    for one in read_day(tmp_path / "found").day.residents:
        if one.coordinates is not None:
            place = true[one.resident_id].coordinates
            assert place is not None
            assert great_circle_m([place], [one.coordinates])[0, 0] < 60
    plan = tmp_path / "plan"
    assert run("plan", tmp_path / "found", "--out", plan, "--iterations", 200, "--json") == 0
    assert answer(capsys)["violations"] == 0
    assert run("check", tmp_path / "found", plan / "plan.json") == 0


def test_everything_else_of_the_day_is_kept(day: Path, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in day.iterdir()}
    assert run("geocode", day, "--out", tmp_path / "found") == 0
    for path in day.iterdir():
        if path.name in before:
            assert path.read_bytes() == before[path.name]
    for name, content in before.items():
        if name.endswith((".csv", ".toml", ".pbf")) and name != "residents.csv":
            assert (tmp_path / "found" / name).read_bytes() == content
    old, new = table(day / "residents.csv"), table(tmp_path / "found" / "residents.csv")
    for one, other in zip(old, new, strict=True):
        written = {"lat", "lon", *(["notes"] if other["geocode_source"] == "gazetteer" else [])}
        assert {key: other[key] for key in one if key not in written} == {
            key: value for key, value in one.items() if key not in written
        }


def test_what_the_gazetteer_knows_of_a_door_reaches_the_notes_once(
    day: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at_door = {
        row["resident_id"] for row in table(day / "residents.csv")
        if row["address"].startswith("Paasivuorenkatu 5, stair 1")
    }  # fmt: skip
    assert at_door
    before = {row["resident_id"]: row["notes"] for row in table(day / "residents.csv")}
    assert run("geocode", day, "--in-place", "--json") == 0
    told = answer(capsys)
    assert told["noted"] == told["by_source"]["gazetteer"] > len(at_door)
    page = (HELSINKI / "README.md").read_text(encoding="utf-8")
    figures = (
        f"{told['filled']} of 60 addresses are found, {told['by_source']['gazetteer']} of them"
    )
    assert figures in page
    for row in table(day / "residents.csv"):
        told = "first door from the corner; ice; no light"
        old = before[row["resident_id"]]
        expected = f"{old}; {told}" if old else told
        assert (row["notes"] == expected) == (row["resident_id"] in at_door)
    once = (day / "residents.csv").read_bytes()
    for words in ((), ("--again",)):
        assert run("geocode", day, "--in-place", "--json", *words) == 0
        assert answer(capsys)["noted"] == 0
        assert (day / "residents.csv").read_bytes() == once
    known = (day / "gazetteer.csv").read_bytes()
    (day / "gazetteer.csv").write_bytes(known.replace(b",no light;ice,", b",no light;ice;dog,"))
    assert run("geocode", day, "--in-place", "--again", "--json") == 0
    assert answer(capsys)["noted"] == len(at_door)
    notes = {row["notes"] for row in table(day / "residents.csv") if row["resident_id"] in at_door}
    assert all(one.endswith("first door from the corner; ice; no light; dog") for one in notes)


def test_a_doubtful_row_gets_no_notes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = tmp_path / "people.csv"
    people.write_text("地址\n老粮库3号楼1单元\n", encoding="utf-8")
    (tmp_path / "gazetteer.csv").write_text(
        "别名,楼栋,单元,纬度,经度,入口说明,危险\n老粮库,3号楼,2单元,47.85,88.14,北门,狗\n",
        encoding="utf-8",
    )
    assert run("geocode", people, "--in-place", "--json") == 0
    told = answer(capsys)
    assert (told["doubtful"], told["noted"]) == (1, 0)
    assert "notes" not in table(people)[0]


def test_the_gazetteer_answers_before_the_map(day: Path, tmp_path: Path) -> None:
    assert run("geocode", day, "--out", tmp_path / "found") == 0
    found = {row["resident_id"]: row for row in table(tmp_path / "found" / "residents.csv")}
    sources = {row["geocode_source"] for row in found.values()}
    assert sources == {"gazetteer", "extract"}
    stair = [row for row in found.values() if row["geocode_level"] == "entrance"
             and row["geocode_source"] == "gazetteer"]  # fmt: skip
    assert stair
    assert {row["datum"] for row in stair} == {"wgs84"}


def test_a_repair_that_the_coordinator_answers_vanishes(
    day: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("geocode", day, "--out", tmp_path / "found") == 0
    before = table(tmp_path / "found" / "repairs.csv")
    assert {one["resident_id"]: one["level"] for one in before} == {
        "R059": "street",
        "R060": "street",
    }
    with (day / "gazetteer.csv").open("a", encoding="utf-8") as file:
        file.write(f',,,,,,"{before[0]["address"].split(",")[0]}",60.1665,24.9372,,,,\n')
    capsys.readouterr()
    assert run("geocode", day, "--out", tmp_path / "found", "--json") == 0
    told = answer(capsys)
    assert (told["filled"], told["doubtful"]) == (59, 1)
    after = table(tmp_path / "found" / "repairs.csv")
    assert [one["resident_id"] for one in after] == [before[1]["resident_id"]]


def test_what_is_already_known_is_not_asked_for_unless_again(
    day: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("geocode", day, "--in-place", "--json") == 0
    assert answer(capsys)["filled"] == 58
    filled = (day / "residents.csv").read_bytes()
    assert run("geocode", day, "--in-place", "--json") == 0
    told = answer(capsys)
    assert (told["asked"], told["had_coordinates"]) == (2, 58)
    assert (day / "residents.csv").read_bytes() == filled
    first = table(day / "residents.csv")[0]
    north = f"{float(first['lat']) + 0.01:.6f}"  # 1.1 km beside the true door
    moved = filled.decode("utf-8-sig").replace(first["lat"], north, 1)
    (day / "residents.csv").write_text(moved, encoding="utf-8", newline="")
    assert run("geocode", day, "--in-place", "--again", "--json") == 0
    told = answer(capsys)
    assert in_the_books(told)
    assert (told["asked"], told["agreeing"]) == (60, 57)
    assert [one["resident_id"] for one in told["to_mend"]] == ["R001", "R060", "R059"]
    assert read_day(day).day.residents[0].coordinates == Coordinates(
        float(north), float(first["lon"])
    )


def test_a_single_csv_file_is_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = tmp_path / "people.csv"
    people.write_text(
        "who,address\na,Bulevardi 3\nb,Nowhere street 1\nc,\nd,Bulevardii 3\n", encoding="utf-8"
    )
    out = tmp_path / "out.csv"
    assert run("geocode", people, "--streets", EXTRACT, "--out", out, "--json") == 0
    told = answer(capsys)
    assert in_the_books(told)
    assert (told["filled"], told["doubtful"], told["unmatched"]) == (2, 0, 2)
    assert [bool(row["lat"]) for row in table(out)] == [True, False, False, True]
    assert [row["line"] for row in table(tmp_path / "repairs.csv")] == ["3", "4"]


def test_a_workbook_comes_back_as_a_workbook(
    day: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "book" / "day.xlsx"
    write_day(read_day(day), book)
    shutil.copy(EXTRACT, book.parent / "streets.osm.pbf")
    assert run("geocode", book, "--out", tmp_path / "found", "--json") == 0
    assert answer(capsys)["filled"] == 58
    found = read_day(tmp_path / "found" / "day.xlsx")
    assert sum(one.coordinates is not None for one in found.day.residents) == 58
    assert found.day.orders == read_day(day).day.orders
    assert found.notes == ()


def test_a_chinese_register_is_found_in_the_gazetteer_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = tmp_path / "people.csv"
    people.write_text(
        "姓名,地址\n甲,阿勒泰市解放路１２号院三#楼二单元301室\n乙,老粮库3栋\n丙,解放路12院\n丁,解放路14号\n",
        encoding="gb18030",
    )
    (tmp_path / "gazetteer.csv").write_text(
        "院,路,门牌号,楼栋,单元,别名,纬度,经度,坐标系\n"
        "12号院,解放路,12,,,老粮库,47.8497,88.1430,高德\n"
        ",解放路,12,3号楼,2单元,,47.8499,88.1432,高德\n",
        encoding="gb18030",
    )
    assert run("geocode", people, "--in-place", "--json") == 0
    told = answer(capsys)
    assert (told["filled"], told["unmatched"]) == (3, 1)
    first, second, third, fourth = table(people)
    assert [row["geocode_level"] for row in (first, second, third)] == [
        "entrance",
        "compound",
        "compound",
    ]
    assert float(first["lat"]) == pytest.approx(47.8486, abs=2e-4)  # no longer shifted
    assert (first["姓名"], fourth["姓名"]) == ("甲", "丁")


def test_a_higher_bar_leaves_more_to_a_person(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = tmp_path / "people.csv"
    people.write_text("address\nBulevardii 3\n", encoding="utf-8")
    options = ["--streets", EXTRACT, "--out", tmp_path / "out", "--json", "--min-score"]
    assert run("geocode", people, *options, 0.99) == 0
    told = answer(capsys)
    assert (told["filled"], told["doubtful"]) == (0, 1)
    (row,) = table(tmp_path / "out" / "people.csv")
    assert (row["lat"], row["geocode_level"]) == ("", "number")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "expected either --out PATH or --in-place"),
        (["--out", "x", "--in-place"], "expected either --out PATH or --in-place"),
        (["--out", "people.csv"], "is the input itself"),
        (["--out", "x"], "no source of coordinates"),
        (["--out", "x", "--online"], "no service to ask"),
        (["--out", "x", "--gazetteer", "none.csv"], "none.csv: expected a file that exists"),
        (["--out", "x", "--streets", "none.pbf"], "none.pbf: expected a file that exists"),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("people.csv").write_text("address\nBulevardi 3\n", encoding="utf-8")
    assert run("geocode", "people.csv", *words) == 2
    assert told in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]


def test_an_empty_file_is_told_which_columns_it_needs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "people.csv").write_bytes(b"")
    assert run("geocode", tmp_path / "people.csv", "--streets", EXTRACT, "--out", tmp_path) == 2
    assert "columns resident_id, address, lat" in capsys.readouterr().err


def test_row_faults_are_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = tmp_path / "people.csv"
    people.write_text("address,lat,lon\na,x,\nb,1,\n", encoding="utf-8")
    assert run("geocode", people, "--streets", EXTRACT, "--out", tmp_path / "out") == 2
    told = capsys.readouterr().err
    assert "2 faults, nothing was written" in told
    assert "line 2, lat" in told
    assert "line 3, lon" in told


def test_a_day_says_how_many_addresses_wait(
    day: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("receive", day) == 0
    told = f"60 residents have an address and no coordinates; find them by: mealroute geocode {day}"
    assert told in capsys.readouterr().err


def test_no_address_is_on_the_screen(day: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("geocode", day, "--in-place") == 0
    said = capsys.readouterr()
    assert "60 of 60 rows looked up = 58 filled + 2 doubtful + 0 unmatched" in said.out
    assert "R060" in said.out
    assert "Fredrikinkatu" not in said.out + said.err


class Service:
    """A service that answers everything, and can break down."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.breaks_at = 10**9
        self.refuses = ""

    def ask(self, text: str) -> tuple[GeocodeMatch, ...]:
        if len(self.asked) >= self.breaks_at:
            raise TravelError("amap (restapi.amap.com): the quota of the key is used up")
        if text == self.refuses:
            raise RefusedQueryError("not taken")
        self.asked.append(text)
        return (
            GeocodeMatch(
                coordinates=Coordinates(60.17, 24.94), score=0.95, level=GeocodeLevel.NUMBER,
                source="amap", matched=text,
            ),
        )  # fmt: skip


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    made = Service()

    def opened(settings: GeocodingSettings, keys: object) -> tuple[OnlineService, ...]:
        assert settings.services == ("amap",)
        return (OnlineService("amap", "restapi.amap.com", made.ask),)

    monkeypatch.setattr(geocoding_online, "open_services", opened)
    return made


def test_online_asks_only_what_the_others_do_not_know_and_never_twice(
    day: Path, tmp_path: Path, service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    write_services(day, '["amap"]')
    assert run("geocode", day, "--online", "--out", tmp_path / "found", "--json") == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["filled"] == 60
    assert said.err.count("addresses leave this machine now") == 1
    assert "restapi.amap.com" in said.err
    assert len(service.asked) == 2
    assert run("geocode", day, "--online", "--out", tmp_path / "found", "--json") == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["filled"] == 60
    assert "addresses leave" not in said.err
    assert len(service.asked) == 2


def test_a_refusal_keeps_what_there_is_and_the_next_run_goes_on(
    tmp_path: Path, service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    people = tmp_path / "people.csv"
    people.write_text("address\na 1\nb 2\nc 3\n", encoding="utf-8")
    write_services(tmp_path, '["amap"]')
    service.breaks_at = 2
    options = ["--online", "--out", tmp_path / "out", "--json"]
    assert run("geocode", people, *options) == 3
    told = answer(capsys)
    assert (told["filled"], told["unmatched"]) == (2, 1)
    assert told["to_mend"][0]["why"] == "a service could not be asked, and nobody else is sure"
    assert told["refusals"] == ["amap (restapi.amap.com): the quota of the key is used up"]
    service.breaks_at = 10**9
    assert run("geocode", people, *options) == 0
    assert answer(capsys)["filled"] == 3
    assert len(service.asked) == 3


def test_an_address_that_a_service_does_not_take_does_not_end_the_asking(
    tmp_path: Path, service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    people = tmp_path / "people.csv"
    people.write_text("address\na 1\nb 2\nc 3\n", encoding="utf-8")
    write_services(tmp_path, '["amap"]')
    service.refuses = "b 2, Helsinki"
    assert run("geocode", people, "--online", "--out", tmp_path / "out", "--json") == 3
    told = answer(capsys)
    assert (told["filled"], told["unmatched"], told["refusals"]) == (2, 1, ["not taken"])


def test_a_key_stands_in_the_environment_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    people = tmp_path / "people.csv"
    people.write_text("address\na 1\n", encoding="utf-8")
    write_services(tmp_path, '["amap"]')
    monkeypatch.delenv("MEALROUTE_AMAP_KEY", raising=False)
    assert run("geocode", people, "--online", "--out", tmp_path / "out") == 2
    assert "MEALROUTE_AMAP_KEY" in capsys.readouterr().err


def test_an_interruption_keeps_what_there_is(
    day: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    locate = Chain.locate
    count = 0

    def interrupted(self: Chain, text: str) -> object:
        nonlocal count
        count += 1
        if count > 5:
            raise KeyboardInterrupt
        return locate(self, text)

    monkeypatch.setattr(geocoding.Chain, "locate", interrupted)
    assert run("geocode", day, "--out", tmp_path / "found", "--json") == 0
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert in_the_books(told)
    assert told["asked"] + told["not_reached"] == 60
    assert told["filled"] == told["asked"] >= 5
    assert "stopped" in said.err
