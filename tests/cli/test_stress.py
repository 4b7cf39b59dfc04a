import json
from pathlib import Path
from typing import Any

import pytest

from mealroute.cli import main

VILLAGE = Path(__file__).parents[2] / "data" / "village"
PLAN = VILLAGE / "best_plan.json"


def run(*words: object) -> int:
    """Run a command and give its exit code."""
    with pytest.raises(SystemExit) as left:
        main(["--lang", "en", "stress", *(str(word) for word in words)])
    return int(left.value.code or 0)


def answer(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    assert run(*words, "--json") == 0
    return json.loads(capsys.readouterr().out)


def spoilt(file: Path, **changes: object) -> Path:
    """The village's plan with its first route changed."""
    plan = json.loads(PLAN.read_text(encoding="utf-8"))
    plan["routes"][0] |= changes
    file.write_text(json.dumps(plan), encoding="utf-8")
    return file


def test_on_calm_days_the_village_is_served_as_planned(capsys: pytest.CaptureFixture[str]) -> None:
    told = answer(capsys, VILLAGE, PLAN, "--days", 5, "--calm")

    everything = {"value": 1.0, "half_width": 0.0}
    outcome = told["outcome"]
    assert (told["days"], outcome["wanted_per_day"]) == (5, 3.0)
    assert (outcome["brought"], outcome["on_time"], outcome["hot"]) == (everything,) * 3
    assert outcome["late_mean_min"] == 0
    assert {stop["order_id"] for stop in told["stops"]} == {"O1", "O2", "O3"}


def test_each_option_switches_its_part_on(capsys: pytest.CaptureFixture[str]) -> None:
    told = answer(
        capsys, VILLAGE, PLAN, "--days", 2, "--calm", "--weather", 0.1, "--traffic", 0.2,
        "--handovers", 0.3, "--slow-doors", 0.4, "--late-canteen", 0.5, "--absence", 0.6,
        "--reserves", 7, "--churn", 0.8,
    )  # fmt: skip

    assert told["perturbation"] == {
        "weather_sigma": 0.1,
        "leg_sigma": 0.2,
        "handover_sigma": 0.3,
        "slow_door_share": 0.4,
        "slow_door_mean_min": 3.0,
        "late_canteen_share": 0.5,
        "late_canteen_mean_min": 10.0,
        "absence": 0.6,
        "reserves": 7,
        "reserve_delay_min": 15.0,
        "cancelled_share": 0.8,
        "added_share": 0.8,
    }


def test_the_same_seed_tells_the_same_and_another_seed_another(
    capsys: pytest.CaptureFixture[str],
) -> None:
    one, same, other = (answer(capsys, VILLAGE, PLAN, "--seed", seed) for seed in (1, 1, 2))

    assert one == same
    assert one["outcome"] != other["outcome"]


def test_people_get_tables_on_standard_output_and_messages_beside_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(VILLAGE, PLAN, "--days", 50, "--reserves", 1, "--against", PLAN) == 0

    out, err = capsys.readouterr()
    assert out.startswith("50 days of 3.")
    for words in ("without reserves", "difference", "+0.0% ± 0.0", "weakest of", "O3"):
        assert words in out
    assert "\x1b" not in out
    assert f"replaying {PLAN} on 50 days" in err


def test_two_plans_are_compared_on_the_same_days(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fewer = spoilt(tmp_path / "plan.json", trips=[])

    told = answer(capsys, VILLAGE, PLAN, "--days", 200, "--against", fewer)

    assert told["outcome"]["wanted_per_day"] == told["against"]["outcome"]["wanted_per_day"]
    for name in ("brought", "on_time", "hot"):
        share, other = told["outcome"][name]["value"], told["against"]["outcome"][name]["value"]
        assert told["difference"][name]["value"] == pytest.approx(share - other)
        assert told["difference"][name]["value"] > told["difference"][name]["half_width"]


def test_a_plan_that_does_not_fit_the_day_is_told_once_and_exits_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stranger = spoilt(tmp_path / "plan.json", volunteer_id="\x1b[31mX", canteen_id="C9")

    assert run(VILLAGE, stranger) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert "no shift of volunteer '\\x1b[31mX'" in err
    assert "canteen 'C9' is not open" in err
    assert "\x1b" not in err


@pytest.mark.parametrize(
    "words", [["--days", "1"], ["--absence", "1.1"], ["--weather", "-1"], ["--churn", "nan"]]
)
def test_an_option_out_of_its_range_exits_2(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(VILLAGE, PLAN, *words) == 2

    assert "Traceback" not in capsys.readouterr().err
