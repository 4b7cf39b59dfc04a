"""What the README shows works, word for word."""

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def test_the_python_of_the_readme_plans_the_sample_in_ten_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    assert len([line for line in code.splitlines() if line]) == 10
    monkeypatch.chdir(REPOSITORY)

    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 -- our own words

    assert "even a direct trip" in capsys.readouterr().out


def test_every_picture_and_page_that_the_readme_names_is_there() -> None:
    named = re.findall(r"\]\((?!http)([^)#]+)\)", README)
    assert "docs/pictures/guixi.png" in named
    assert [name for name in named if not (REPOSITORY / name).exists()] == []


def test_the_two_commands_are_targets_of_the_makefile() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    for target in ("demo", "test", "help"):
        assert f"make {target}" in README
        assert f"\n{target}: " in makefile
