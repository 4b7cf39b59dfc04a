import csv
from pathlib import Path

import pytest

from benchmarks.result import from_json, read_json, to_json, write_csv, write_json
from tests.benchmarks.results import a_result


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    results = [a_result(), a_result(method="vroom", first_s=None, curve=())]

    write_json(tmp_path / "runs.json", results, "a machine")

    assert read_json(tmp_path / "runs.json") == results


def test_a_row_of_the_csv_is_a_run_without_its_curve(tmp_path: Path) -> None:
    write_csv(tmp_path / "runs.csv", [a_result(first_s=None)])

    with (tmp_path / "runs.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["avoidable_cost"] == "8000"
    assert row["first_s"] == ""
    assert "curve" not in row


def test_a_run_of_another_make_is_refused() -> None:
    with pytest.raises(TypeError, match="a run has no mood"):
        from_json({**to_json(a_result()), "mood": "good"})
