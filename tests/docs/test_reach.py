"""The Python of docs/reach.md runs as it stands there."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


def test_the_question_is_answered_with_a_picture(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (PROJECT / "docs" / "reach.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    monkeypatch.chdir(PROJECT)
    names: dict[str, object] = {}
    exec(code, names)  # noqa: S102 -- our own document
    share, p90 = map(float, capsys.readouterr().out.split())
    assert 0.5 < share < 1
    assert 5 < p90 < 60
    curve = names["curve"]
    assert isinstance(curve, bytes)
    assert curve.startswith(b"%PDF")
