"""The hot-food clock on the command line: what it says, what readings change, what it refuses."""

import json
import random
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from mealroute.cli import main
from mealroute.domain import Cooling
from mealroute.settings import Settings

DATA = Path(__file__).parents[2] / "data"
HEADER = "date,container,left_at,read_at,food_c,outside_c,food_at_leaving_c"
COLD = """\
[heat]
outside_c = -30.0
container = "bag"

[containers.bag]
food_c = 75.0
k_per_min = 0.011

["containers"."大箱"]
food_c = 85.0
k_per_min = 0.006
"""


@pytest.fixture
def day(tmp_path: Path) -> Path:
    """The village at -30 degrees, with a bag and a big box."""
    folder = Path(shutil.copytree(DATA / "village", tmp_path / "day"))
    (folder / "mealroute.toml").write_text(COLD, encoding="utf-8")
    return folder


@pytest.fixture
def readings(tmp_path: Path) -> Path:
    """Twenty readings of the bag, which cools faster than its setting says; two of another."""
    drawn = random.Random(1)  # noqa: S311 -- made-up readings, no secret
    lines = [HEADER]
    for number in range(20):
        minutes = drawn.randint(6, 40)
        outside_c = drawn.randint(-30, 5)
        bag = Cooling(food_c=drawn.gauss(74, 1), outside_c=outside_c, k_per_min=0.014)
        read_c = bag.temperature_c(minutes * 60) + drawn.gauss(0, 0.5)
        spoilt_c = 25 if number == 7 else 0
        lines.append(
            f"2026-11-{number + 1:02},bag,11:00,11:{minutes:02},{read_c - spoilt_c:.1f},"
            f"{outside_c},{bag.food_c:.1f}"
        )
    lines += ["2026-11-20,thermos,11:00,11:20,70,-3,"] * 2
    file = tmp_path / "readings.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as left:
        main(["--lang", "en", *(str(word) for word in words)])
    return int(left.value.code or 0)


def answer(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_safe_minutes_are_told_for_each_container_and_temperature(
    day: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("heat", day) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        "minutes until food cools to 60 °C, by the temperature outside",
        "container  °C  k per min  -30  -20  -10   0  10  20",
        "bag        75      0.011   14   15   17  20  23  28",
        "大箱       85      0.006   40   45   50  58  67  80",
    ]
    assert "outside now: -30 °C" in lines
    assert "2 shifts with bag: at most 14.0 min aboard" in lines


def test_the_answer_in_json_has_the_seconds_and_the_shifts_limits(
    day: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("heat", day, "--json") == 0

    told = answer(capsys)
    assert told["containers"]["bag"]["safe_s"]["-30"] == 840
    assert told["limits"] == [{"container": "bag", "limit_s": 840, "shifts": 2}]
    assert told["estimates"] == []


def test_without_containers_the_fixed_limit_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("heat", DATA / "village") == 0

    out = capsys.readouterr().out
    assert "the hot-food clock does not run" in out
    assert "2 shifts with no container: at most 45.0 min aboard" in out


def test_a_day_hotter_than_safe_food_needs_no_clock(
    day: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = COLD.replace("outside_c = -30.0", "outside_c = 65.0")
    (day / "mealroute.toml").write_text(text, encoding="utf-8")

    assert run("heat", day) == 0
    assert capsys.readouterr().out.splitlines()[2].endswith("28   -")
    assert run("heat", day, "--json") == 0
    assert answer(capsys)["containers"]["bag"]["safe_s"]["65"] is None


def test_readings_are_compared_with_the_setting_in_force(
    day: Path, readings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("heat", day, "--readings", readings) == 0

    out = capsys.readouterr().out
    assert "bag: 20 readings, each against its own temperature at leaving; scatter 0." in out
    assert "doubtful, looks wrong: 2026-11-08" in out
    rows = {
        line.split("  ")[1]: line.split()[-6:] for line in out.splitlines() if " safe m" in line
    }
    assert rows["safe minutes in force"] == ["14", "15", "17", "20", "23", "28"]
    now, then = (int(row[0]) for row in rows.values())
    assert then < now
    assert "thermos: no estimate from 2 readings; needed: 5 readings" in out


def test_what_is_to_be_pasted_is_a_setting_on_the_careful_side(
    day: Path, readings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "containers.toml"
    before = (day / "mealroute.toml").read_bytes()

    assert run("heat", day, "--readings", readings, "--out", out) == 0

    printed = capsys.readouterr().out
    written = out.read_text(encoding="utf-8")
    assert written.rstrip() in printed
    bag = Settings.from_mapping(tomllib.loads(written)).containers["bag"]
    assert 0.014 < bag.k_per_min < 0.016
    assert 71 < bag.food_c < 74
    assert (day / "mealroute.toml").read_bytes() == before


def test_estimates_in_json_say_how_sure_they_are(
    day: Path, readings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("heat", day, "--readings", readings, "--json") == 0

    bag, thermos = answer(capsys)["estimates"]
    assert (bag["container"], bag["readings"], bag["doubtful"]) == ("bag", 20, 1)
    assert abs(bag["k_per_min"] - 0.014) < 4 * bag["k_se_per_min"] < 0.004
    assert bag["careful"]["k_per_min"] > bag["k_per_min"]
    assert bag["careful"]["safe_s"]["-30"] < 840
    assert (thermos["estimated"], thermos["readings"]) == (False, 2)


@pytest.mark.parametrize("name", ["mealroute.toml", "canteens.csv"])
def test_a_file_that_is_there_is_never_overwritten(
    name: str, day: Path, readings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (day / name).read_bytes()

    assert run("heat", day, "--readings", readings, "--out", day / name) == 2

    assert "is there already, expected a new file" in capsys.readouterr().err
    assert (day / name).read_bytes() == before


def test_out_without_anything_to_write_is_refused(
    day: Path, readings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new.toml"
    assert run("heat", day, "--out", out) == 2
    assert "--out: expected --readings with it" in capsys.readouterr().err

    few = [HEADER, *readings.read_text(encoding="utf-8").splitlines()[-2:]]
    readings.write_text("\n".join(few), encoding="utf-8")
    assert run("heat", day, "--readings", readings, "--out", out) == 2
    assert "no container could be estimated" in capsys.readouterr().err
    assert not out.exists()


def test_faulty_readings_exit_2_with_all_faults(
    day: Path, readings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    readings.write_text(HEADER + "\n1,bag,2,3,40,5,60\n", encoding="utf-8")

    assert run("heat", day, "--readings", readings) == 2

    told = capsys.readouterr().err
    for column in ("date", "left_at", "read_at"):
        assert f"readings.csv, line 2, {column}:" in told


def test_a_plan_tells_its_coldest_handover(
    day: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("plan", day, "--out", tmp_path / "plan", "--iterations", 100) == 0
    summary = capsys.readouterr().out
    plan = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))

    coldest_c = plan["indicators"]["coldest_c"]
    assert 60 <= coldest_c < 75
    assert f"coldest handover: {int(coldest_c)} °C after " in summary
    assert f"; {plan['indicators']['coldest_spare_s'] // 60} min to spare" in summary


def test_a_plan_without_the_clock_says_nothing_of_temperatures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("plan", DATA / "village", "--out", tmp_path, "--iterations", 100) == 0
    assert "°C" not in capsys.readouterr().out
    plan = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert "coldest_c" not in plan["indicators"]
