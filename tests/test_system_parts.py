"""What the tests need of the system is installed where that can be done, and only there."""

from pathlib import Path

import pytest

from tests.__main__ import install_chromium

FAKE_APT = '#!/bin/sh\necho "$DEBIAN_FRONTEND $*" >> "$(dirname "$0")/asked"\n'


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine of root's with apt and without a browser; what apt is asked is written here."""
    (tmp_path / "apt-get").write_text(FAKE_APT, encoding="utf-8")
    (tmp_path / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    monkeypatch.setenv("MEALROUTE_CHROMIUM", str(tmp_path / "none"))
    monkeypatch.setattr("os.geteuid", lambda: 0)
    return tmp_path / "asked"


def test_root_gets_a_browser_with_chinese_letters(
    asked: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    install_chromium()
    update, install = asked.read_text(encoding="utf-8").splitlines()
    assert update == "noninteractive update --quiet=2"
    assert install.endswith("--no-install-recommends chromium fonts-noto-cjk")
    assert "installing chromium and fonts-noto-cjk" in capfd.readouterr().err


def test_others_are_left_alone(asked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    install_chromium()
    assert not asked.exists()


def test_a_machine_without_apt_is_left_alone(asked: Path, tmp_path: Path) -> None:
    (tmp_path / "apt-get").unlink()
    install_chromium()
    assert not asked.exists()


def test_a_browser_that_is_there_is_enough(asked: Path, tmp_path: Path) -> None:
    (tmp_path / "none").touch()
    install_chromium()
    assert not asked.exists()
