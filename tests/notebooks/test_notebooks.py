"""Every notebook runs, without network and warnings, and its figures mean what its prose says."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from nbclient.exceptions import CellExecutionError

from mealroute.coverage.reach import measure_reach
from mealroute.files import read_day
from mealroute.travel import open_travel
from tests.notebooks.running import NOTEBOOKS, Ran, run, stored
from tests.notebooks.test_stored import people


@pytest.fixture
def ran(tmp_path: Path) -> Any:
    def notebook(name: str, *expressions: str) -> Ran:
        return run(stored(name), expressions, tmp_path)

    return notebook


def refuse_people(done: Ran) -> None:
    """Nothing that a notebook shows names a person of the sample."""
    shown = str(done.outputs)
    assert [one for one in people() if one in shown] == []


@pytest.mark.parametrize(
    "planted",
    ["import socket; socket.socket()", "import warnings; warnings.warn('old')", "assert 1 == 2"],
)
def test_a_notebook_that_calls_a_host_warns_or_fails_is_noticed(
    tmp_path: Path, planted: str
) -> None:
    with pytest.raises(CellExecutionError):
        run(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(planted)]), [], tmp_path)


def test_a_day_planned(ran: Any) -> None:
    done = ran(
        "01_a_day_planned",
        "len(judgement.violations)",
        "declined['reason'].tolist()",
        "left_out['order_id'].tolist()",
        "len(table)",
        "int(routes['orders'].sum())",
        "[plan.made.lower_bound, plan.made.cost, bill.total, bill.unassigned]",
        "by_hand.plan.made.cost",
    )

    figures = list(done.figures.values())
    assert figures[:5] == [
        0,
        ["outside_radius", "no_location", "duplicate", "past_cutoff"],
        ["O015", "O032"],
        138,
        138,
    ]
    bound, stated, judged, left_out = figures[5]
    assert left_out < bound < stated == judged < bound + 20_000
    assert figures[6] == 2083
    assert any("<iframe" in one for one in done.shown("text/html"))
    assert len(done.shown("image/png")) == 1
    refuse_people(done)


def test_comparing_engines(ran: Any) -> None:
    done = ran(
        "02_comparing_engines",
        "efforts.to_dict('records')",
        "best_known",
        "int(bound)",
        "int(known['cost'])",
        "{engine: mine.tolist() for engine, mine in seeds.items()}",
    )

    efforts, best_known, bound, known_cost, seeds = done.figures.values()
    assert {one["engine"] for one in efforts} == {"mealroute", "pyvrp", "ortools"}
    assert all(one["left out"] == one["broken rules"] == 0 for one in efforts)
    assert all(one["avoidable"] >= 0.99 * best_known for one in efforts)
    assert all(bound < known_cost <= 1.01 * one["cost"] for one in efforts)
    for engine in ("mealroute", "pyvrp", "ortools"):
        mine = [one["avoidable"] for one in efforts if one["engine"] == engine]
        assert mine[-1] < mine[0]  # more time, a cheaper plan
    (ours,) = [one for one in efforts if one["iterations"] == 30_000]
    assert seeds["mealroute"][0] == ours["avoidable"]  # the same seed, the same plan
    assert len(set(seeds["mealroute"])) > 1
    assert len(done.shown("image/png")) == 1


def test_coverage_and_the_next_canteen(ran: Any) -> None:
    done = ran(
        "03_coverage_and_the_next_canteen",
        "[covered(question, question.today), answer.value, answer.bound, counted]",
        "steps[['covered', 'bound', 'gained']].values.tolist()",
        "shares_of(today).loc['all', '10 min']",
        "shares_of(after).loc['all', '10 min']",
        "[one.proven for _name, one, _told in found]",
        "[ways.sites[one.sites[-1]].name for _name, one, _told in found[2:]]",
    )

    (today, best, bound, counted), steps, share, share_after, proven, opens = done.figures.values()
    assert today == near_today()
    assert best == bound == counted == steps[1][0]
    assert [step[0] for step in steps] == sorted({step[0] for step in steps})
    assert all(covered == bound for covered, bound, _gained in steps)
    assert share == pytest.approx(100 * today / 150)
    assert share_after == pytest.approx(100 * best / 150)
    assert all(proven)
    assert opens[0] == opens[1] != opens[2] == opens[3]  # the yardsticks disagree, as told
    assert any("<iframe" in one for one in done.shown("text/html"))
    assert len(done.shown("image/png")) == 2
    refuse_people(done)


def near_today() -> int:
    """Residents within ten minutes of a canteen that cooks for them, counted on another way."""
    files = read_day(NOTEBOOKS.parent / "data" / "guixi")
    reach = measure_reach(files.day, files.settings, open_travel(files.settings, files.streets))
    return int(np.count_nonzero((reach.within(600) & reach.cooks).any(axis=1)))


def test_volunteers_and_stress(ran: Any) -> None:
    done = ran(
        "04_volunteers_and_stress",
        "needs[['days', 'level', 'volunteers']].values.tolist()",
        "[point.brought.value for point in ordinary.points]",
        "[stress[n].outcome.brought.value for n in range(3)]",
        "air.values.tolist()",
        "[one.outcome.hot.value for one in snowed.values()]",
        "stress[0].outcome.hot.value",
    )

    needs, brought, reserves, air, snowed, hot = done.figures.values()
    ordinary, snow = ([one[2] for one in needs if one[0] == name] for name in ("ordinary", "snow"))
    assert ordinary == sorted(ordinary)
    assert all(1 <= few <= many <= 24 for few, many in zip(ordinary, snow, strict=True))
    assert max(brought) == pytest.approx(138 / 140, abs=0.01)
    assert reserves[0] + 0.01 < reserves[1] <= reserves[2] <= 1
    limits, volunteers, work_min, left_out, hotter, _error = zip(*air, strict=True)
    assert limits == (45, 40, 35, 30)
    assert list(hotter) == sorted(hotter)
    assert hotter[0] == 0
    assert 4 < hotter[1] < hotter[2] < hotter[1] + 1
    assert [more - volunteers[0] for more in volunteers[1:3]] == [1, 3]
    assert work_min[1] <= work_min[0]
    assert set(left_out) == {2}
    assert snowed[0] < hot
    assert snowed[0] < snowed[1]
    refuse_people(done)


def test_faces_balance_and_cost(ran: Any) -> None:
    done = ran(
        "05_faces_balance_and_cost",
        "front[['known face %', 'extra minutes a day']].values.tolist()",
        "fair[['longest min', 'extra minutes a day']].values.tolist()",
        "[None if one.point is None else one.point.share for one in faces.kept]",
        "[faces.reachable, faces.counted]",
        "[one.share for one in rotation.points]",
    )

    front, fair, kept, (reachable, counted), rotation = done.figures.values()
    assert front[0][1] == fair[0][1] == 0
    assert all(one[0] < more[0] and one[1] <= more[1] for one, more in pairwise(front))
    assert all(one[0] > less[0] and one[1] <= less[1] for one, less in pairwise(fair))
    assert kept[0] >= 0.5
    assert kept[1] >= 0.7
    assert kept[2] is None  # the prose says that this promise cannot be kept
    assert front[-1][0] <= 100 * reachable / counted
    assert rotation[-1] == 1
    assert len(done.shown("image/png")) == 2
    refuse_people(done)
