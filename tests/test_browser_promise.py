"""A missing browser is never passed over in silence, and where one is promised it is a failure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests import browser

PROJECT = Path(__file__).parents[1]
SUITE = """
import pytest
def test_of_a_page(page): page.goto("about:blank")
@pytest.mark.browser
def test_by_name(): pass
def test_without(): pass
"""


def run(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_suite.py").write_text(SUITE, encoding="utf-8")
    inherited = {name: value for name, value in os.environ.items() if name != "CI"}
    options = ["-c", PROJECT / "pyproject.toml", "-p", "tests.conftest", "-p", "no:cacheprovider"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, "--rootdir", folder, folder],
        cwd=PROJECT,
        env=inherited | {"MEALROUTE_CHROMIUM": str(folder / "nothing here"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_on_a_users_machine_the_skipped_are_counted_aloud(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 0, done.stdout
    assert "SKIPPED FOR LACK OF A BROWSER: 2 tests" in done.stdout
    assert "1 passed, 2 skipped" in done.stdout


@pytest.mark.parametrize("promise", [{"CI": "true"}, {"MEALROUTE_REQUIRE": "pg,browser"}])
def test_where_a_browser_is_promised_they_fail(tmp_path: Path, promise: dict[str, str]) -> None:
    done = run(tmp_path, **promise)
    assert done.returncode == 1
    assert "1 passed, 2 errors" in done.stdout


def test_a_named_browser_that_is_not_there_is_not_replaced(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MEALROUTE_CHROMIUM", str(tmp_path / "gone"))
    assert browser.find_chromium() is None


def test_playwrights_own_download_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    chrome = tmp_path / "chromium-1200" / "chrome-linux" / "chrome"
    chrome.parent.mkdir(parents=True)
    chrome.touch()
    monkeypatch.delenv("MEALROUTE_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    assert browser.find_chromium() == chrome


def test_the_browser_starts_and_shows_a_page(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "页.html"
    file.write_text("<meta charset=utf-8><title>今天的路线</title>", encoding="utf-8")
    page.goto(file.as_uri())
    assert page.title() == "今天的路线"
