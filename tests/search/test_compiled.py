from pathlib import Path

from mealroute.search import compiled


def test_every_file_with_compiled_functions_counts_for_what_is_kept() -> None:
    folder = Path(compiled.__file__).parent
    using = {path for path in folder.glob("*.py") if "\n@compiled" in path.read_text()}

    # And the constants that the compiled functions take in.
    assert set(compiled._SOURCES) == using | {folder / "problem.py"}


def test_what_is_compiled_is_kept_in_a_folder_named_by_its_sources() -> None:
    assert compiled.CACHE_DIR.name.startswith("compiled-")
    assert compiled._cache_dir() == compiled.CACHE_DIR
