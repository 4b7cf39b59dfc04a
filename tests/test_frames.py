"""Tables of pandas say what the domain says, and back."""

import builtins
import subprocess
import sys
from typing import Any

import pandas as pd
import pytest

from mealroute import frames
from mealroute.coverage.reach import measure_reach
from mealroute.domain import Day
from mealroute.errors import ArgumentError
from tests.atlas.jobs import SETTINGS, TRAVEL, a_town
from tests.builders import a_resident, an_order
from tests.maps.lunch import a_lunch


def test_a_plan_is_a_row_for_each_handover() -> None:
    plan, _service, _shapes = a_lunch()
    frame = plan.to_frame()
    assert frame["order_id"].tolist() == [stop.order_id for _route, stop in plan.stops()]
    assert frame["starts"].tolist() == [stop.starts for _route, stop in plan.stops()]
    sums = frame.groupby("volunteer_id")["leg_m"].sum()
    for route in plan.routes:
        assert sums[route.volunteer_id] == sum(stop.leg_m for stop in route.stops)


def test_the_domain_needs_no_pandas_until_a_table_is_asked_for() -> None:
    code = "import sys, mealroute.domain; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_receipts_keep_what_is_missing_missing() -> None:
    plan, _service, _shapes = a_lunch()
    frame = frames.receipts_frame(plan.receipts)
    accepted = frame["status"] == "accepted"
    assert frame.loc[accepted, "reason"].isna().all()
    assert frame.loc[~accepted, "canteen_id"].isna().all()
    assert len(frame) == len(plan.receipts)


def test_residents_carry_no_names_and_the_boxes_they_ordered() -> None:
    day = a_town()
    frame = frames.residents_frame(day)
    assert frame["boxes"].sum() == sum(one.meals for one in day.orders)
    assert not frame.map(lambda cell: isinstance(cell, str) and "王秀" in cell).any(axis=None)
    assert frame["lat"].tolist() == [one.coordinates.lat for one in day.residents]  # type: ignore[union-attr]


def test_the_reach_is_a_row_for_each_pair() -> None:
    reach = measure_reach(a_town(), SETTINGS, TRAVEL)
    frame = frames.reach_frame(reach)
    wide = frame.pivot_table(index="resident_id", columns="canteen_id", values="minutes")
    assert (wide.to_numpy() * 60).round().astype(int).tolist() == reach.seconds.tolist()
    assert frame["inside"].sum() == reach.inside.sum()


def test_orders_go_there_and_back() -> None:
    orders = (
        an_order("O1", "R1", meals=2, diet="halal"),
        an_order("O2", "R2", canteen_id="C1"),
    )
    assert frames.orders_from_frame(frames.orders_frame(Day(orders=orders))) == orders


def test_every_row_that_is_no_order_is_named() -> None:
    frame = frames.orders_frame(Day(orders=(an_order("O1"), an_order("O2"), an_order("O3"))))
    frame.loc[0, "meals"] = 0
    frame.loc[2, "meal"] = "tea"
    with pytest.raises(ArgumentError, match=r"row 0: .*meals is 0.*row 2: .*tea"):
        frames.orders_from_frame(frame)
    with pytest.raises(ArgumentError, match="no column date, meal"):
        frames.orders_from_frame(frame.drop(columns=["date", "meal"]))


def test_a_table_of_places_becomes_points_and_goes_back() -> None:
    day = Day(residents=(a_resident("R1"), a_resident("R2", coordinates=None)))
    frame = frames.residents_frame(day)
    table = frames.to_geodataframe(frame)
    assert table.crs == frames.WGS84
    assert table.geometry.isna().tolist() == [False, True]
    back = frames.from_geodataframe(table.to_crs("EPSG:3857"))
    assert back["lat"].tolist() == pytest.approx(frame["lat"].tolist(), nan_ok=True)
    assert back["lon"].tolist() == pytest.approx(frame["lon"].tolist(), nan_ok=True)
    with pytest.raises(ArgumentError, match="no coordinate reference system"):
        frames.from_geodataframe(table.set_crs(None, allow_override=True))
    areas = table[:1].set_geometry(table[:1].to_crs("EPSG:3857").buffer(10))
    with pytest.raises(ArgumentError, match="holds Polygon, expected points"):
        frames.from_geodataframe(areas)


def test_without_geopandas_the_way_to_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "geopandas":
            raise ImportError
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ArgumentError, match=r"pip install 'mealroute\[analysis\]'"):
        frames.to_geodataframe(pd.DataFrame({"lat": [1.0], "lon": [2.0]}))
