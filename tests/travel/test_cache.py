import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mealroute.errors import DataFileError
from mealroute.travel import cache
from mealroute.travel.cache import cache_of, open_streets
from mealroute.travel.extract import read_streets
from mealroute.travel.streets import ARRAYS, Streets
from tests.travel.osm import GUIXI, SQUARE, STREET, write_osm


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    return Path(shutil.copy(GUIXI, tmp_path / "streets.osm.pbf"))


def equal(one: Streets, other: Streets) -> bool:
    return one.source == other.source and all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in Streets.__slots__
        if name != "source"
    )


def refuse_to_parse(extract: Path) -> Streets:
    raise AssertionError("the cache was there")


def one_array(file: Path) -> None:
    with file.open("wb") as opened:
        np.save(opened, np.zeros(3))


def rewrite(file: Path, **changes: object) -> None:
    with np.load(file) as stored:
        arrays = dict(stored) | changes
    np.savez(file, **{name: value for name, value in arrays.items() if value is not None})


def test_the_second_time_the_extract_is_not_parsed(
    extract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_streets(extract)
    assert equal(first, read_streets(extract))
    monkeypatch.setattr(cache, "read_streets", refuse_to_parse)
    assert equal(open_streets(extract), first)


def test_another_extract_under_the_same_name_is_read_anew(tmp_path: Path) -> None:
    extract = write_osm(tmp_path / "town.osm", SQUARE, [("ab", STREET)])
    assert open_streets(extract).start.size == 1
    write_osm(extract, SQUARE, [("ab", STREET), ("cd", STREET)])
    assert open_streets(extract).start.size == 2


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda file: file.write_bytes(b""), id="empty"),
        pytest.param(lambda file: file.write_bytes(b"PK\x03\x04 nonsense"), id="nonsense"),
        pytest.param(lambda file: file.write_bytes(file.read_bytes()[:5000]), id="half"),
        pytest.param(lambda file: file.write_bytes(file.read_bytes()[:-400]), id="no directory"),
        pytest.param(one_array, id="one array"),
        pytest.param(lambda file: rewrite(file, key=np.array("another")), id="another file's"),
        pytest.param(lambda file: rewrite(file, key=np.zeros(2)), id="a key of another form"),
        pytest.param(lambda file: rewrite(file, stop=None), id="an array missing"),
        pytest.param(lambda file: rewrite(file, tail=np.zeros(3)), id="another type"),
        pytest.param(lambda file: rewrite(file, tail=np.zeros(3, "<i4")), id="another length"),
        pytest.param(lambda file: rewrite(file, lat_e7=np.zeros(3, "<i4")), id="points missing"),
        pytest.param(
            lambda file: rewrite(file, kind=np.array([None], dtype=object)), id="pickled objects"
        ),
    ],
)
def test_a_cache_that_is_not_good_is_made_anew_without_a_word(
    extract: Path, spoil: Callable[[Path], object]
) -> None:
    good = open_streets(extract)
    whole = cache_of(extract).read_bytes()
    spoil(cache_of(extract))
    assert equal(open_streets(extract), good)
    assert cache_of(extract).read_bytes() == whole


def test_a_point_number_beyond_the_points_is_noticed(extract: Path) -> None:
    good = open_streets(extract)
    rewrite(cache_of(extract), stop=(good.stop + good.lat.size).astype(ARRAYS["stop"]))
    assert equal(open_streets(extract), good)


def test_where_nothing_can_be_written_there_is_no_cache_and_no_failure(
    extract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_arguments: object, **_names: object) -> None:
        raise PermissionError("read-only file system")

    monkeypatch.setattr(cache.tempfile, "mkstemp", read_only)
    assert open_streets(extract).start.size
    assert [file.name for file in extract.parent.iterdir()] == ["streets.osm.pbf"]


def test_writing_that_fails_half_way_leaves_nothing_behind(
    extract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disk_full(*_arguments: object, **_names: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache.np, "savez", disk_full)
    assert open_streets(extract).start.size
    assert [file.name for file in extract.parent.iterdir()] == ["streets.osm.pbf"]


def test_a_broken_extract_is_told_even_beside_a_good_cache(extract: Path) -> None:
    open_streets(extract)
    extract.write_bytes(extract.read_bytes()[:1000])
    with pytest.raises(DataFileError, match=r"streets\.osm\.pbf"):
        open_streets(extract)
