import os
from pathlib import Path

import pytest

from mealroute.errors import ArgumentError
from mealroute.files import write_files


def test_files_are_written_into_a_folder_made_for_them(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    write_files(folder, {"plan.json": "计划\n", "map.bin": b"\0\1"})
    assert (folder / "plan.json").read_bytes() == "计划\n".encode()
    assert (folder / "map.bin").read_bytes() == b"\0\1"
    assert {path.name for path in folder.iterdir()} == {"map.bin", "plan.json"}


def test_files_of_the_same_name_are_replaced_and_others_stay(tmp_path: Path) -> None:
    write_files(tmp_path, {"a": "old", "b": "stays"})
    write_files(tmp_path, {"a": "new"})
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "a": "new",
        "b": "stays",
    }


def test_a_failure_on_the_way_leaves_the_folder_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(_descriptor: int) -> None:
        if len(list(tmp_path.glob("*/*"))) > 1:
            raise OSError(28, "No space left on device")

    write_files(tmp_path, {"a": "old"})
    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(ArgumentError, match="No space left on device"):
        write_files(tmp_path, {"a": "new", "b": "new"})
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "old"}


def test_a_folder_made_in_vain_is_taken_away_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(ArgumentError, match="cannot be written"):
        write_files(tmp_path / "a" / "b", {"a": "new"})
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_place_of_a_file_leaves_all_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with pytest.raises(ArgumentError, match="b is a folder"):
        write_files(tmp_path, {"a": "new", "b": "new"})
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_a_file_may_go_into_a_folder_of_its_own(tmp_path: Path) -> None:
    write_files(tmp_path, {"map.html": "all", "volunteers/V1.html": "one"})
    assert (tmp_path / "volunteers" / "V1.html").read_text() == "one"


def test_what_the_new_files_make_obsolete_is_removed(tmp_path: Path) -> None:
    write_files(tmp_path, {"volunteers/V1.html": "old", "volunteers/V2.html": "old"})
    write_files(tmp_path, {"volunteers/V1.html": "new"}, remove=["volunteers/V2.html", "gone"])
    assert [path.name for path in (tmp_path / "volunteers").iterdir()] == ["V1.html"]


@pytest.mark.parametrize("name", ["", ".", "..", "a/../b", "a//b", "../a", "/a", "a\0b"])
def test_a_name_that_leaves_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArgumentError, match="not a plain file name"):
        write_files(tmp_path / "new", {"fine": "", name: ""})
    assert not (tmp_path / "new").exists()


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match="too long"):
        write_files(tmp_path, {"x" * 300: ""})
