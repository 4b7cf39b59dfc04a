"""What the benchmarks need is pinned like everything else, in the versions that people run."""

from tests.architecture.test_pins import _asked, _pinned, _unfit


def test_what_the_benchmarks_use_is_pinned_as_asked() -> None:
    assert _unfit(_asked("bench"), _pinned("requirements-bench.txt")) == []


def test_the_benchmarks_run_the_very_versions_that_people_run() -> None:
    ours = _pinned("requirements-bench.txt")
    theirs = _pinned("requirements.txt")
    assert {name: ours.get(name) for name in theirs} == theirs
