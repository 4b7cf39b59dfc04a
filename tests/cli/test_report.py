"""``mealroute report`` on made-up lunches of Guixi: files, figures, refusals, nobody named."""

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from openpyxl import load_workbook

from mealroute.cli import main
from mealroute.files import read_day
from tests.delivery.guixi_month import write_month

DAYS = [dt.date(2026, 11, day) for day in (23, 24, 25)]
FIRST = "2026-11-23-lunch"


@pytest.fixture(scope="module")
def november(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("november")
    return write_month(folder, DAYS, seed=7, iterations=50, travel="straight")


def run(*words: object, lang: str = "en") -> int:
    with pytest.raises(SystemExit) as left:
        main(["--lang", lang, *(str(word) for word in words)])
    return int(left.value.code or 0)


def report_month(november: tuple[Path, Path], out: Path, *words: object, **options: Any) -> int:
    month, day = november
    return run(
        "report", "month", month, "--month", "2026-11", "--day", day, "--out", out, *words,
        **options,
    )  # fmt: skip


def a_day(november: tuple[Path, Path], folder: Path) -> tuple[Path, Path]:
    """One service with its own day folder, orders and all."""
    month, everybody = november
    day = Path(shutil.copytree(everybody, folder / "day"))
    plan = Path(shutil.copytree(month / FIRST, folder / "plan"))
    shutil.move(plan / "orders.csv", day / "orders.csv")
    return day, plan


def names_of(day: Path) -> set[str]:
    files = read_day(day)
    return {one.name for one in (*files.day.residents, *files.day.volunteers)}


def secrets_of(day: Path) -> set[str]:
    """Names, doors and telephones: what no page may show unasked."""
    files = read_day(day)
    texts = {one.phone for one in files.day.volunteers}
    for one in files.day.residents:
        texts |= {one.phone, one.address, one.emergency_contact, one.notes}
    return names_of(day) | texts - {""}


def text_of(pdf: Path) -> str:
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in opened)
    finally:
        opened.close()


def cells_of(workbook: Path) -> set[Any]:
    book = load_workbook(workbook)
    return {cell for page in book for row in page.iter_rows(values_only=True) for cell in row}


def test_a_month_is_written_as_pdf_and_workbook_and_told(
    november: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report_month(november, tmp_path) == 0
    out = capsys.readouterr().out
    assert "Month report: 2026-11\n3 services; " in out
    assert "Days without a service: 1–22, 26–30" in out
    assert {path.name for path in tmp_path.iterdir()} == {"month-report.pdf", "month-report.xlsx"}
    assert "Subsidies by tier" in text_of(tmp_path / "month-report.pdf")
    assert "重度残疾" in cells_of(tmp_path / "month-report.xlsx")


def test_the_figures_of_a_month_agree_with_each_other(
    november: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report_month(november, tmp_path, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    money = told["subsidy"]
    assert money["total"]["meals"] == told["received"]["boxes"]
    for group in ("by_tier", "by_canteen", "by_resident"):
        for figure in ("price", "resident_pays", "fund_pays"):
            cents = sum(round(float(one[figure]) * 100) for one in money[group])
            assert cents == round(float(money["total"][figure]) * 100)
    for equation in told["reconciliation"]:
        here = [one for one in told["differences"] if one["equation"] == equation["equation"]]
        sides = [one["side"] for one in here]
        lacking = sides.count("missing") - sides.count("extra")
        assert equation["left"] - lacking == equation["right"]
        assert equation["differences"] == len(here)
    ended = sum(amount["orders"] for amount in told["endings"].values())
    assert ended == told["reconciliation"][0]["left"]


def test_nobody_is_named_unless_asked_for(
    november: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day, plan = a_day(november, tmp_path)
    names, secrets = names_of(day), secrets_of(day)
    for words, looked_for in (((), secrets), (("--names",), names)):
        out = tmp_path / f"out{len(words)}"
        assert run("report", "day", day, plan, "--out", out, *words) == 0
        assert report_month(november, out, *words) == 0
        texts = [text_of(path) for path in sorted(out.glob("*.pdf"))]
        texts += ["\n".join(map(str, cells_of(path))) for path in sorted(out.glob("*.xlsx"))]
        found = [any(one in text for one in looked_for) for text in texts]
        assert found == [bool(words)] * 5
    capsys.readouterr()
    assert run("report", "day", day, plan, "--out", tmp_path / "x", "--names", "--json") == 0
    told = capsys.readouterr().out
    assert not any(one in told for one in secrets)


def test_a_day_finds_its_outcomes_beside_the_plan_or_the_day_or_takes_those_given(
    november: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day, plan = a_day(november, tmp_path)

    def received(*words: object) -> Any:
        assert run("report", "day", day, plan, "--out", tmp_path / "out", "--json", *words) == 0
        told = json.loads(capsys.readouterr().out)
        return told["received"]["orders"] if told["has_outcomes"] else None

    all_of = received()
    assert all_of > 50
    (plan / "outcomes.csv").rename(day / "outcomes.csv")
    assert received() == all_of
    (day / "outcomes.csv").rename(tmp_path / "elsewhere.csv")
    assert received() is None
    assert (tmp_path / "out" / "outcomes-to-fill.xlsx").exists()
    assert received("--outcomes", tmp_path / "elsewhere.csv") == all_of


def test_orders_kept_beside_a_plan_are_stronger_than_those_of_the_day(
    november: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    month, everybody = november
    assert not read_day(everybody).day.orders
    plan = month / FIRST / "plan.json"
    assert run("report", "day", everybody, plan, "--out", tmp_path, "--json") == 0
    orders, *_others = json.loads(capsys.readouterr().out)["reconciliation"]
    assert orders["holds"]
    assert orders["left"] > 50


def test_reports_are_the_same_bytes_every_time(november: tuple[Path, Path], tmp_path: Path) -> None:
    day, plan = a_day(november, tmp_path)
    for out in ("one", "two"):
        assert run("report", "day", day, plan, "--out", tmp_path / out, lang="zh") == 0
    written = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert written == ["day-report.pdf", "day-report.xlsx", "lists.xlsx"]
    for name in written:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_plan_that_fits_its_day_no_more_is_reported_with_its_differences(
    november: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day, plan = a_day(november, tmp_path)
    lines = (day / "orders.csv").read_text(encoding="utf-8-sig").splitlines()
    lost = lines.pop(1).split(",")[0]
    (day / "orders.csv").write_text("\n".join(lines), encoding="utf-8")
    assert run("report", "day", day, plan, "--out", tmp_path / "out") == 0
    assert "no lists of kitchen and stops" in capsys.readouterr().err
    assert not (tmp_path / "out" / "lists.xlsx").exists()
    book = load_workbook(tmp_path / "out" / "day-report.xlsx")
    assert lost in {row[0] for row in book["Differences"].iter_rows(values_only=True)}


def test_bad_input_is_told_and_nothing_is_written(
    november: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    month, everybody = november
    bad = Path(shutil.copytree(month, tmp_path / "month"))
    shutil.copytree(bad / FIRST, bad / "again")
    (bad / FIRST / "outcomes.csv").write_text("order_id,outcome\nO1,lost\n", encoding="utf-8")
    assert report_month((bad, everybody), tmp_path / "out") == 2
    told = capsys.readouterr().err
    assert "2 faults, nothing was written" in told
    assert f"again/plan.json: '2026-11-23 lunch', expected each service once, {FIRST}" in told
    assert not (tmp_path / "out").exists()
    words = ("--month", "11/2026", "--day", everybody, "--out", tmp_path / "out")
    assert run("report", "month", month, *words) == 2


def test_a_tier_without_a_price_is_refused(
    november: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    month, everybody = november
    day = Path(shutil.copytree(everybody, tmp_path / "day"))
    text = (day / "mealroute.toml").read_text(encoding="utf-8")
    (day / "mealroute.toml").write_text(
        text.replace("tiers.over75", "tiers.over80"), encoding="utf-8"
    )
    assert report_month((month, day), tmp_path / "out") == 2
    told = capsys.readouterr().err
    assert "residents, tier: 'over75', expected the NAME of a table [subsidy.tiers.NAME]" in told
