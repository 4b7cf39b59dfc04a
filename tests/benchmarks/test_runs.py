import doctest
import os
import pkgutil
from importlib import import_module
from pathlib import Path

import pytest

import benchmarks
from benchmarks.__main__ import BEGIN, DOCS, END, RESULTS, main, publish
from benchmarks.child import CURVE_POINTS, Job, thinned
from benchmarks.interleaved import Asked, RunError, chosen_cores, run_all, run_once
from benchmarks.methods import METHODS, OURS, PEERS
from benchmarks.opened import DAYS
from benchmarks.picture import COLOURS
from benchmarks.result import write_json
from tests.benchmarks.results import a_result

MODULES = [
    module.name
    for module in pkgutil.walk_packages(benchmarks.__path__, "benchmarks.")
    if not module.name.endswith("__main__")
]
JOB = Job(
    method="mealroute",
    folder=str(DAYS / "n60-s0"),
    began_s=0.0,
    seconds=1.5,
    beside_s=0.5,
    seed=0,
    cores=(max(os.sched_getaffinity(0)),),
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true_and_it_needs_no_peer_to_load(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0


def test_a_run_in_a_process_of_its_own_says_what_it_gave_and_took() -> None:
    result = run_once(JOB)

    assert result.violations == 0
    assert result.first_s is not None
    assert 0 < result.read_s < result.first_s <= result.wall_s + 0.01
    assert result.curve[-1][1] == result.avoidable_cost
    assert result.cpu_s > 0
    assert result.peak_mb > 50


def test_a_run_that_fails_says_why() -> None:
    asked = Asked(days=[Path("nowhere")], methods=["pyvrp"], seconds=[1.0], seeds=[0], cores=[1])

    (error,) = run_all(asked)

    assert isinstance(error, RunError)
    assert "pyvrp on nowhere" in str(error)


def test_more_cores_than_there_are_are_refused() -> None:
    with pytest.raises(RunError, match="cores: 9999 asked for"):
        chosen_cores(9999)


def test_a_curve_never_rises_and_ends_where_the_run_ended() -> None:
    points = [(0.01 * step, 10_000 - step + 40 * (step % 3)) for step in range(5_000)]

    curve = thinned(points)

    costs = [cost for _seconds, cost in curve]
    assert costs == sorted(costs, reverse=True)
    assert curve[-1][0] == 49.99
    assert costs[-1] == min(cost for _seconds, cost in points)
    assert len(curve) <= 2 * CURVE_POINTS


def test_every_method_has_a_colour_and_one_home() -> None:
    assert len(COLOURS) == len(METHODS) == len({*OURS, *PEERS})


def test_kept_results_are_written_anew_without_running_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("benchmarks.__main__.RESULTS", tmp_path)
    results = [a_result(), a_result(method="pyvrp", avoidable_cost=10_000)]
    write_json(tmp_path / "kept.json", results, "a machine")

    assert main(["--again", "--name", "kept"]) == 0

    assert "0.800" in capsys.readouterr().out
    assert {path.suffix for path in tmp_path.iterdir()} == {".csv", ".json", ".md", ".svg"}
    picture = (tmp_path / "kept.svg").read_text(encoding="utf-8")
    assert "<svg" in picture
    assert tmp_path != RESULTS


def test_published_tables_stand_between_their_marks_and_nothing_else_changes(
    tmp_path: Path,
) -> None:
    (tmp_path / "pictures").mkdir()
    page = tmp_path / "benchmarks.md"
    page.write_text(f"# Head\n\n{BEGIN}\n\nold\n\n{END}\n\n## Foot\n", encoding="utf-8")

    publish("| new |\n", [a_result()], tmp_path)

    head, _begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    shown, _end, foot = rest.partition(END)
    assert (head, foot) == ("# Head\n\n", "\n\n## Foot\n")
    assert shown.endswith(")\n\n| new |\n\n")
    assert "old" not in shown
    assert (tmp_path / "pictures" / "benchmarks.svg").is_file()


def test_the_page_of_the_project_has_the_marks() -> None:
    text = (DOCS / "benchmarks.md").read_text(encoding="utf-8")

    assert text.index(BEGIN) < text.index(END)
