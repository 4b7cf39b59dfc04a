"""Run every test, after installing the browser that some of them need where that can be done.

``python -m tests``, with pytest's own arguments behind it; with none it is the whole suite.
"""

import os
import shutil
import subprocess
import sys

import pytest

from tests.browser import find_chromium

PACKAGES = ("chromium", "fonts-noto-cjk")


def install_chromium() -> None:
    """Install Debian's Chromium and Chinese letters where root and apt are, else leave it."""
    apt = shutil.which("apt-get")
    if find_chromium() is not None or apt is None or os.geteuid() != 0:
        return
    sys.stderr.write(f"mealroute: installing {' and '.join(PACKAGES)} for the browser tests\n")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        [apt, "update", "--quiet=2"],
        [apt, "install", "--quiet=2", "--yes", "--no-install-recommends", *PACKAGES],
    ):
        done = subprocess.run(
            command,
            env=quiet,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            sys.stderr.write(done.stdout + done.stderr)


if __name__ == "__main__":
    if not sys.argv[1:]:
        install_chromium()
    sys.exit(pytest.main(sys.argv[1:]))
