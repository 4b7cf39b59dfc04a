"""Find the Chromium that the browser tests drive."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without a sandbox as root needs it, and without the calls home that a test must not make.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def find_chromium() -> Path | None:
    """Look at ``MEALROUTE_CHROMIUM``, then on the path, then among Playwright's own downloads."""
    named = os.environ.get("MEALROUTE_CHROMIUM")
    if named:
        return Path(named) if Path(named).is_file() else None
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is not None:
        return Path(found)
    home = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "~/.cache/ms-playwright")
    downloads = Path(home).expanduser().glob("chromium-*/chrome-linux*/chrome")
    return max(downloads, default=None)
