"""What is installed without the repository is whole."""

import subprocess
import sys
import zipfile
from pathlib import Path

from tests.architecture.repository import PROJECT, repository_files


def test_the_wheel_holds_every_file_of_the_package(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    subprocess.run([*build, str(tmp_path)], cwd=PROJECT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    ours = {path.relative_to(PROJECT).as_posix() for path in repository_files()}
    assert {name for name in ours if name.startswith("mealroute/")} - packed == set()
    assert any(name.endswith("licenses/LICENSE") for name in packed)
    # `mealroute demo` works from the package alone.
    sample = {path.name for path in (PROJECT / "data" / "guixi").iterdir()}
    carried = {name.split("/")[-1] for name in packed if name.startswith("mealroute/sample/guixi/")}
    assert carried == {name for name in sample if not name.endswith((".npz", ".sqlite"))}
