"""The index is kept beside the extract, and trusted only where it is of this very extract."""

from pathlib import Path

import pytest

from mealroute.errors import DataFileError
from mealroute.travel.geocode import index
from mealroute.travel.geocode.index import index_of, open_index
from mealroute.travel.geocode.survey import Survey
from tests.travel.geocode.towns import write_town


def doors(extract: Path) -> int:
    connection = open_index(extract)
    (count,) = connection.execute("SELECT COUNT(DISTINCT label) FROM door").fetchone()
    connection.close()
    return int(count)


def refuse_to_read(extract: Path) -> Survey:
    raise AssertionError("the index was there")


def test_the_index_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extract = write_town(tmp_path)
    first = doors(extract)
    assert index_of(extract).is_file()
    monkeypatch.setattr(index, "read_survey", refuse_to_read)
    assert doors(extract) == first > 0


@pytest.mark.parametrize("content", [b"", b"nonsense", b"SQLite format 3\0" + b"\0" * 200])
def test_a_broken_index_is_made_anew(tmp_path: Path, content: bytes) -> None:
    extract = write_town(tmp_path)
    first = doors(extract)
    index_of(extract).write_bytes(content)
    assert doors(extract) == first
    assert index_of(extract).read_bytes() != content


def test_the_index_of_another_extract_is_made_anew(tmp_path: Path) -> None:
    extract = write_town(tmp_path)
    doors(extract)
    before = index_of(extract).read_bytes()
    extract.write_text(
        extract.read_text(encoding="utf-8").replace("团结路", "和平路"), encoding="utf-8"
    )
    doors(extract)
    assert index_of(extract).read_bytes() != before


def test_where_nothing_can_be_written_the_index_is_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract = write_town(tmp_path)

    def full(*_args: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(index, "_store", full)
    assert doors(extract) > 0
    assert not index_of(extract).exists()


def test_a_missing_or_broken_extract_is_one_clear_fault(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"none\.osm\.pbf: expected a file that exists"):
        open_index(tmp_path / "none.osm.pbf")
    (tmp_path / "bad.osm.pbf").write_bytes(b"nonsense")
    with pytest.raises(DataFileError, match=r"bad\.osm\.pbf: expected an OpenStreetMap extract"):
        open_index(tmp_path / "bad.osm.pbf")
