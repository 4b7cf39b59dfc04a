"""What is published gives nobody away, and still says what it says inside."""

import csv
import io
import json
import re

import pytest

from mealroute.atlas import CoverageJob, coverage_files, for_publication
from mealroute.atlas.gaps import gap_values
from mealroute.atlas.hexagon_values import hexagon_values
from mealroute.atlas.sentences import sentences
from mealroute.atlas.told import told_percent
from mealroute.coverage.reach import Share
from mealroute.domain import Coordinates, Day
from mealroute.maps.frame import Box, Frame
from mealroute.privacy.audience import Audience, sight_of
from mealroute.privacy.scan import Scanner
from mealroute.travel import great_circle_m
from tests.atlas.jobs import A_SITE, a_job, a_town
from tests.builders import a_canteen, at_m
from tests.privacy.people import a_day

SALT = b"0123456789abcdef"


@pytest.fixture(scope="module")
def day() -> Day:
    """Five hundred people on a grid of 80 m, half of them outside both radii."""
    made = a_day()
    canteens = (
        a_canteen("C1", service_radius_m=700.0),
        a_canteen("C2", coordinates=at_m(1700.0, 1900.0), service_radius_m=500.0),
    )
    return Day(
        canteens=canteens, kitchens=made.kitchens, residents=made.residents, orders=made.orders,
        volunteers=made.volunteers, shifts=made.shifts,
    )  # fmt: skip


@pytest.fixture(scope="module")
def job(day: Day) -> CoverageJob:
    return a_job(day, sites=[A_SITE], publication=for_publication(day, SALT))


def leaks(day: Day, files: dict[str, str | bytes]) -> list[str]:
    scanner = Scanner(day, sight_of(Audience.PUBLIC, day))
    return [
        f"{name}: {finding.kind} of {finding.whose}"
        for name, data in files.items()
        for finding in scanner.scan(name, data if isinstance(data, bytes) else data.encode())
        if finding.leaks
    ]


def test_nothing_that_is_published_gives_anybody_away(day: Day, job: CoverageJob) -> None:
    assert leaks(day, coverage_files(job)) == []


def test_the_same_files_for_planners_would(day: Day) -> None:
    assert leaks(day, coverage_files(a_job(day)))


def test_there_is_no_list_of_residents(job: CoverageJob) -> None:
    files = coverage_files(job)
    assert "coverage-outside.csv" not in files
    for data in files.values():
        assert "resident_id" not in (data if isinstance(data, str) else data.decode("latin-1"))


def test_hexagons_of_few_are_left_out_and_counted(job: CoverageJob) -> None:
    cells, left_out = hexagon_values(job)
    assert min(one.hexagon.people for one in cells) >= 5
    assert left_out > 0
    assert sum(one.hexagon.people for one in cells) + left_out == 500
    page = coverage_files(job)["coverage.html"]
    assert isinstance(page, str)
    assert f"{left_out} residents live in hexagons with fewer than 5" in page


def test_points_are_moved_and_stay_outside(day: Day, job: CoverageJob) -> None:
    found = gap_values(job, Frame(Box(-1, -1, 1, 1)))
    inside = job.assessment.reach.inside.any(axis=1)
    assert 0 < len(found) <= int((~inside).sum())
    page = coverage_files(job)["coverage.html"]
    assert isinstance(page, str)
    assert f"Of {int((~inside).sum())} residents outside every radius {len(found)} are" in page
    doors = [one.coordinates for one in day.residents if one.coordinates is not None]
    points = [Coordinates(lat, lon) for lat, lon, _label, _words in found]
    assert great_circle_m(points, doors).min() > 30
    for canteen in day.canteens:
        assert great_circle_m(points, [canteen.coordinates]).min() > canteen.service_radius_m


def test_the_page_to_try_things_knows_hexagons_and_no_diet(job: CoverageJob) -> None:
    page = coverage_files(job)["what-if.html"]
    assert isinstance(page, str)
    (text,) = re.findall(r'id="mealroute-data">(.*?)</script>', page, re.DOTALL)
    rows = json.loads(text)["rows"]
    assert min(people for _place, _diet, _priority, people, _boxes in rows) >= 5
    assert {(diet, priority) for _place, diet, priority, _people, _boxes in rows} == {(0, 1)}
    assert "halal" not in page


def test_small_groups_and_canteens_of_few_are_not_told(day: Day) -> None:
    lonely = a_canteen("C9", coordinates=at_m(-60.0, -60.0), service_radius_m=90.0)
    few = Day(
        canteens=(*day.canteens, lonely), kitchens=day.kitchens, residents=day.residents[:200],
        orders=day.orders[:200],
    )  # fmt: skip
    found = a_job(few, publication=for_publication(few, SALT))
    inside = {one.canteen_id: one.inside for one in found.assessment.loads}
    assert 0 < inside["C9"] < 5
    data = coverage_files(found)["coverage-canteens.csv"]
    assert isinstance(data, bytes)
    rows = {one["canteen_id"]: one for one in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))}
    assert rows["C9"]["inside"] == ""
    assert rows["C1"]["inside"] == str(inside["C1"])


def _table(found: CoverageJob, name: str) -> list[dict[str, str]]:
    data = coverage_files(found)[name]
    assert isinstance(data, bytes)
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_no_share_counts_a_few_and_none_is_found_by_taking_one_from_another() -> None:
    town = a_town()
    found = a_job(town, publication=for_publication(town, SALT))
    few = [one for one in found.assessment.shares
           if 0 < one.covered < 5 or 0 < one.whole - one.covered < 5]  # fmt: skip
    assert few  # or nothing is tested here
    rows = _table(found, "coverage.csv")
    told = {(one["group"], one["minutes"], one["with_diet"]): one for one in rows}
    for one in few:
        row = told[one.group, str(one.minutes or ""), "yes" if one.with_diet else "no"]
        assert (row["covered"], row["share"]) == ("", "")
    for (group, minutes, with_diet), one in told.items():
        other = told[group, minutes, "yes"]
        if with_diet == "no" and one["covered"] and other["covered"]:
            assert not 0 < int(one["covered"]) - int(other["covered"]) < 5
    inside = found.assessment.share("all", None)
    assert inside.whole - inside.covered >= 5
    assert any(f"{inside.covered} of 40" in one for one in sentences(found))


def test_a_share_of_a_few_is_told_by_the_side_it_lies_on() -> None:
    town = a_town()
    found = a_job(town, publication=for_publication(town, SALT))

    def word(covered: int) -> str:
        share = Share(group="all", minutes=5, with_diet=True, covered=covered, whole=200)
        return told_percent(found, found.assessment, share).replace("\xa0", " ")

    assert [word(n) for n in (0, 1, 4, 5, 195, 196, 200)] == [
        "0 %", "< 2 %", "< 2 %", "2 %", "98 %", "> 98 %", "100 %",
    ]  # fmt: skip


def test_planners_are_told_the_same_shares_in_full() -> None:
    assert all(one["covered"] for one in _table(a_job(a_town()), "coverage.csv"))


def test_the_longest_ways_of_a_small_community_are_one_persons_and_not_told() -> None:
    town = a_town()
    told = _table(a_job(town, publication=for_publication(town, SALT)), "coverage-equity.csv")
    assert [one["people"] for one in told] == ["40", "20", "20"]
    assert {(one["p90_min"], one["worst_tenth_min"]) for one in told} == {("", "")}
    assert all(one["median_min"] for one in told)


def test_corners_of_outlines_step_aside_from_doors(day: Day, job: CoverageJob) -> None:
    door = day.residents[7].coordinates
    assert door is not None
    assert job.publication is not None
    (moved,) = job.publication.clear((door,))
    assert 2 < great_circle_m([moved], [door])[0, 0] < 10
    away = at_m(40.0, 40.0)
    assert job.publication.clear((away,)) == (away,)
