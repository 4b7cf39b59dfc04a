"""What every test may rely on: a browser or a counted skip, and the same examples every time."""

import os
from collections import Counter
from importlib.util import find_spec
from typing import Any

import hypothesis
import pytest

from tests.browser import FLAGS, find_chromium

BROWSER_FIXTURES = {"browser_type", "browser", "new_context", "context", "page"}
NO_BROWSER = "no Chromium: install one, or name it in MEALROUTE_CHROMIUM"
NO_ROUTERS = "no OSRM and Valhalla: pip install mealroute[osrm,valhalla], Python 3.12 or newer"
_lacking = pytest.StashKey[Counter[str]]()

# Same examples in every run and no clock: a test that fails here fails everywhere.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None, database=None)
# For hunting on purpose: `pytest --hypothesis-profile=hunt`.
hypothesis.settings.register_profile("hunt", deadline=None, max_examples=2000)
hypothesis.settings.load_profile("same")


def pytest_configure(config: pytest.Config) -> None:
    """Count what is skipped, and speak English whatever the machine speaks."""
    config.stash[_lacking] = Counter()
    os.environ["LC_ALL"] = "C.UTF-8"
    os.environ.pop("MEALROUTE_LANG", None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a browser where there is none; where one is promised, fail instead.

    Other people's routers bring no wheel for every Python, so nobody can promise them.
    """
    if _needs_browser(item) and find_chromium() is None:
        if _is_promised():
            pytest.fail(NO_BROWSER, pytrace=False)
        _skip(item, NO_BROWSER)
    if item.get_closest_marker("routers") is not None and not _has_routers():
        _skip(item, NO_ROUTERS)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    lacking = config.stash[_lacking]
    if lacking:
        terminalreporter.section("not everything was tested", sep="!", red=True, bold=True)
    for reason, count in lacking.items():
        what = "A BROWSER" if reason == NO_BROWSER else "OTHER ROUTERS"
        tests = "test" if count == 1 else "tests"
        terminalreporter.line(f"SKIPPED FOR LACK OF {what}: {count} {tests}", red=True)
        terminalreporter.line(reason)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the Chromium that was found, headless."""
    ours = {"executable_path": str(find_chromium()), "args": list(FLAGS), "headless": True}
    return browser_type_launch_args | ours


def _skip(item: pytest.Item, reason: str) -> None:
    item.config.stash[_lacking][reason] += 1
    pytest.skip(reason)


def _has_routers() -> bool:
    return all(find_spec(name) for name in ("osrm", "valhalla"))


def _needs_browser(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("browser") is not None or bool(fixtures & BROWSER_FIXTURES)


def _is_promised() -> bool:
    required = os.environ.get("MEALROUTE_REQUIRE", "").split(",")
    return os.environ.get("CI") == "true" or "browser" in required
