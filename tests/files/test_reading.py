import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mealroute.domain import Coordinates, Day, EndsAt, Meal, Mode
from mealroute.errors import DataFileError, Fault
from mealroute.files import read_day
from mealroute.files.faults import MOST_FAULTS
from tests.files.folders import SHEETS, a_folder, faults_of, read_with, rows, told_of


def test_a_folder_with_only_what_is_required_is_a_day_of_defaults(tmp_path: Path) -> None:
    files = read_day(a_folder(tmp_path))
    resident, order, shift = files.day.residents[0], files.day.orders[0], files.day.shifts[0]
    assert files.day.canteens[0].diets == {"regular", "halal"}
    assert (resident.floor, resident.lift, resident.priority) == (1, False, 1)
    assert (order.meals, order.diet, order.canteen_id, order.placed_at) == (1, None, None, None)
    assert (shift.mode, shift.ends_at, shift.max_trips) == (Mode.FOOT, EndsAt.ANYWHERE, 1)
    assert files.streets is None
    assert files.skipped == files.notes == ()


def test_chinese_files_headers_and_words_say_the_same_as_english_ones(tmp_path: Path) -> None:
    english = read_day(a_folder(tmp_path / "english"))
    chinese = {
        "食堂.csv": rows(
            "食堂编号,名称,纬度,经度,服务半径（米）,饮食",
            "C1,团结食堂,47.8484,88.1396,1200,普通；halal",
        ),
        "厨房.csv": "食堂,餐次,供餐量,出餐时间\nC1,午餐,50,11：00\n",
        "居民.csv": rows(
            "老人编号,姓名,纬度,经度", "R1,罗玉梅,47.8494,88.1396", "R2,郭春生,47.8474,88.1396"
        ),
        "订单.csv": "订单号,居民编号,日期,餐次\nO1,R1,2026/11/24,午饭\nO2,R2,2026-11-24,午餐\n",
        "志愿者.csv": "志愿者编号,姓名\nV1,冯国华\n",
        "班次.csv": rows(
            "志愿者编号,餐次,食堂编号,出行方式,载量,开始,结束",
            "V1,午餐,C1,步行,１０,10:50,13:00",
        ),
    }
    folder = a_folder(tmp_path / "chinese", dict.fromkeys(SHEETS) | chinese)
    assert read_day(folder).day == english.day


def test_headers_are_known_whatever_their_case_width_and_order(tmp_path: Path) -> None:
    changes = {"volunteers.csv": " NAME ,Volunteer ID,ｐｈｏｎｅ\n冯国华,V1,0136\n"}
    volunteer = read_with(tmp_path, changes).day.volunteers[0]
    assert (volunteer.volunteer_id, volunteer.name, volunteer.phone) == ("V1", "冯国华", "0136")


def test_blank_rows_are_passed_over_and_short_rows_filled(tmp_path: Path) -> None:
    orders = (
        "\norder_id,resident_id,date,meal,meals,note\n,,,,,\nO1,R1,2026-11-24,lunch\n ,\t,,,,\n"
    )
    assert [o.order_id for o in read_with(tmp_path, {"orders.csv": orders}).day.orders] == ["O1"]


def test_a_day_without_orders_and_shifts_is_a_day(tmp_path: Path) -> None:
    changes = {name: SHEETS[name].partition("\n")[0] for name in ("orders.csv", "shifts.csv")}
    day = read_with(tmp_path, changes).day
    assert day.orders == day.shifts == ()


def test_html_and_formulas_in_names_are_kept_as_they_stand(tmp_path: Path) -> None:
    residents = 'resident_id,name,notes\nR1,<script>alert(1)</script>,"=1+1"\nR2,\'=1+1,@x\n'
    first, second = read_with(tmp_path, {"residents.csv": residents}).day.residents
    assert (first.name, first.notes) == ("<script>alert(1)</script>", "=1+1")
    assert (second.name, second.notes) == ("=1+1", "@x")


def test_shifted_datums_become_wgs84(tmp_path: Path) -> None:
    residents = (
        "resident_id,name,lat,lon,datum\nR1,罗玉梅,47.8497,88.14296,高德\nR2,郭,47.8484,88.1396,\n"
    )
    first, second = read_with(tmp_path, {"residents.csv": residents}).day.residents
    assert first.coordinates is not None
    assert second.coordinates == Coordinates(47.8484, 88.1396)
    assert first.coordinates.lat == pytest.approx(47.8484, abs=2e-5)
    assert first.coordinates.lon == pytest.approx(88.1396, abs=2e-5)


def test_visits_settings_and_streets_are_read_where_they_are(tmp_path: Path) -> None:
    changes = {
        "visits.csv": "resident_id,volunteer_id,visits\nR1,V1,8\nR2,V1,\n",
        "mealroute.toml": b"\xef\xbb\xbf[heat]\nmax_aboard_min = 30\n",
        "streets.osm.pbf": b"",
    }
    files = read_with(tmp_path, changes)
    assert files.day.visits == {("R1", "V1"): 8, ("R2", "V1"): 1}
    assert files.settings.heat.max_aboard_min == 30
    assert files.streets == tmp_path / "streets.osm.pbf"


def test_ten_planted_faults_are_told_at_once_with_file_line_column_and_value(
    tmp_path: Path,
) -> None:
    changes = {
        "canteens.csv": SHEETS["canteens.csv"] + "C2,解放食堂,91.5,47.8,far\n",
        "kitchens.csv": SHEETS["kitchens.csv"] + "C9,lunch,-5,11:00\n",
        "residents.csv": SHEETS["residents.csv"] + "R1,双,47.85,88.14\nR3,单,47.85,\n",
        "orders.csv": SHEETS["orders.csv"] + '"O3","R1",2026-11-24,brunch\n',
        "shifts.csv": SHEETS["shifts.csv"] + "V9,lunch,C1,foot,10,13:00,10:50\n",
        "volunteers.csv": "name\n冯国华\n",
        "mealroute.toml": "[heat]\nmax_aboard_min = 0\n",
    }
    told = told_of(a_folder(tmp_path, changes))
    assert told == [
        "mealroute.toml, [heat] max_aboard_min: '0', expected a number above 0",
        "volunteers.csv, line 1, volunteer_id: expected this column in the header row",
        "canteens.csv, line 3, service_radius_m: 'far', expected a number of 0 or more",
        "canteens.csv, line 3, lat: '91.5', expected a latitude; lat and lon look swapped",
        "kitchens.csv, line 3, capacity: '-5', expected a whole number from 0 to 1,000,000",
        "kitchens.csv, line 3, canteen_id: 'C9', expected an id of canteens.csv",
        "residents.csv, line 4, resident_id: 'R1', expected no second row, line 2 is the first",
        "residents.csv, line 5, lon: '', expected decimal degrees, as the row has lat",
        "orders.csv, line 4, meal: 'brunch', expected one of breakfast, lunch, dinner",
        "shifts.csv, line 3, until: '10:50', expected later than from, 13:00",
    ]


def test_a_fault_names_the_line_of_the_editor_and_the_header_of_the_file(tmp_path: Path) -> None:
    orders = (
        "订单号,居民编号,日期,餐次,份数,备注\r\n"
        'O1,R1,2026-11-24,lunch,1,"two\r\nlines"\r\n'
        "\r\n"
        "O2,R2,2026-11-24,lunch,two,\r\n"
    )
    assert faults_of(a_folder(tmp_path, {"orders.csv": orders})) == (
        Fault("orders.csv", 5, "份数", "two", "a whole number from 1 to 99"),
    )


@pytest.mark.parametrize(
    ("file", "row", "column"),
    [
        ("kitchens.csv", "C1,dinner,50,", "ready_from"),
        ("orders.csv", "O1,R1,2026-11-24,lunch", "order_id"),
        ("orders.csv", ",R1,2026-11-24,lunch", "order_id"),
        ("shifts.csv", "V1,lunch,C1;C9,foot,10,10:50,13:00", "canteen_id"),
        ("shifts.csv", "V1,lunch,C1,bus,10,10:50,13:00", "mode"),
        ("shifts.csv", "V1,lunch,C1,foot,0,10:50,13:00", "capacity"),
        ("shifts.csv", "V1,lunch,C1,foot,10,10:50,10:50", "until"),
        ("residents.csv", "R3,\x07,47.85,88.14", "name"),
        ("residents.csv", f"R3,{'x' * 2001},47.85,88.14", "name"),
        ("residents.csv", "R3,郭,47.85,188.14", "lon"),
        ("residents.csv", "R3,郭,-90.5,188.14", "lat"),
        ("residents.csv", "R3,郭,,88.14", "lat"),
        ("residents.csv", "R3,郭,north,88.14", "lat"),
    ],
)
def test_a_value_that_cannot_be_is_one_fault_of_its_line(
    tmp_path: Path, file: str, row: str, column: str
) -> None:
    (fault,) = faults_of(a_folder(tmp_path, {file: SHEETS[file] + row + "\n"}))
    assert (fault.file, fault.line, fault.column) == (file, SHEETS[file].count("\n") + 1, column)


def test_windows_and_hours_that_shut_before_they_open_are_faults(tmp_path: Path) -> None:
    changes = {
        "orders.csv": rows(
            "order_id,resident_id,date,meal,earliest,latest", "O1,R1,2026-11-24,lunch,12:00,11:59"
        ),
        "kitchens.csv": rows(
            "canteen_id,meal,capacity,ready_from,serve_until", "C1,lunch,5,11:00,10:59"
        ),
    }
    assert told_of(a_folder(tmp_path, changes)) == [
        "kitchens.csv, line 2, serve_until: '10:59', expected not before ready_from, 11:00",
        "orders.csv, line 2, latest: '11:59', expected not before earliest, 12:00",
    ]


def test_a_kitchen_may_have_a_row_for_every_day_and_one_for_a_date_but_not_two_alike(
    tmp_path: Path,
) -> None:
    kitchens = (
        "canteen_id,meal,date,capacity,ready_from\nC1,lunch,,5,11:00\nC1,lunch,2026-11-24,9,11:00\n"
    )
    assert len(read_with(tmp_path, {"kitchens.csv": kitchens}).day.kitchens) == 2
    (fault,) = faults_of(
        a_folder(tmp_path, {"kitchens.csv": kitchens + "C1,午餐,2026/11/24,7,11:00\n"})
    )
    assert (fault.line, fault.value) == (4, "C1 lunch 2026-11-24")


def test_a_row_with_more_cells_than_the_header_is_a_fault(tmp_path: Path) -> None:
    residents = SHEETS["residents.csv"] + "R3,Ma, the tall one,47.85,88.14\n"
    told = told_of(a_folder(tmp_path, {"residents.csv": residents}))
    assert "residents.csv, line 4: '5 cells', expected 4 cells, as in the header row" in told


def test_an_order_of_an_unknown_resident_is_no_fault(tmp_path: Path) -> None:
    orders = SHEETS["orders.csv"] + "O3,R9,2026-11-24,lunch\n"
    assert len(read_with(tmp_path, {"orders.csv": orders}).day.orders) == 3


@pytest.mark.parametrize("name", ["readings.csv", "Readings.CSV", "测温记录.csv"])
def test_a_file_of_readings_beside_a_day_is_nothing_to_tell_of(tmp_path: Path, name: str) -> None:
    day = read_with(tmp_path, {name: "date,container\n"})
    assert day.notes == ()


def test_unknown_people_who_do_no_harm_are_noted(tmp_path: Path) -> None:
    changes = {
        "residents.csv": "resident_id,name,usual_volunteer,avoid_volunteers\nR1,罗,V8,V7;V9\n",
        "visits.csv": "resident_id,volunteer_id\nR8,V1\n",
        "notes.csv": "anything\n",
        "orders.csv": "order_id,resident_id,date,meal,flor\nO1,R1,2026-11-24,lunch,3\n",
    }
    assert read_with(tmp_path, changes).notes == (
        f"{tmp_path}: 'notes.csv' is no sheet of a day and is ignored",
        "orders.csv: the columns 'flor' are not known and are ignored",
        "residents.csv, line 2, usual_volunteer: 'V8' is not in volunteers",
        "residents.csv, line 2, avoid_volunteers: 'V7' is not in volunteers (and 1 more like it)",
        "visits.csv, line 2, resident_id: 'R8' is not in residents",
    )


def test_visits_of_an_unknown_volunteer_are_a_fault(tmp_path: Path) -> None:
    (told,) = told_of(
        a_folder(tmp_path, {"visits.csv": "resident_id,volunteer_id,visits\nR1,V9,1\n"})
    )
    assert told == "visits.csv, line 2, volunteer_id: 'V9', expected an id of volunteers.csv"


def test_one_fault_of_a_canteen_does_not_bring_forth_faults_of_all_who_name_it(
    tmp_path: Path,
) -> None:
    canteens = "canteen_id,name,lat,lon,service_radius_m\nC1,团结食堂,47.8484,88.1396,-1\n"
    (fault,) = faults_of(a_folder(tmp_path, {"canteens.csv": canteens}))
    assert fault.column == "service_radius_m"


def test_shifts_need_a_known_container_and_a_home_to_end_at(tmp_path: Path) -> None:
    shifts = (
        "volunteer_id,meal,canteen_id,mode,capacity,from,until,ends_at,container\n"
        "V1,lunch,C1,foot,10,10:50,13:00,home,bag\n"
    )
    assert told_of(a_folder(tmp_path, {"shifts.csv": shifts})) == [
        "shifts.csv, line 2, container: 'bag', expected the NAME of a table [containers.NAME]",
        "shifts.csv, line 2, ends_at: 'home', expected lat and lon of V1 in volunteers",
    ]
    changes = {
        "shifts.csv": shifts,
        "volunteers.csv": "volunteer_id,name,lat,lon\nV1,冯国华,47.84,88.14\n",
        "mealroute.toml": "[containers.bag]\nfood_c = 75\nk_per_min = 0.011\n",
    }
    assert read_with(tmp_path, changes).day.shifts[0].container == "bag"


def test_bad_rows_are_skipped_with_all_that_refer_to_them(tmp_path: Path) -> None:
    changes = {
        "canteens.csv": SHEETS["canteens.csv"] + "C2,解放食堂,47.85,88.14,far\n",
        "kitchens.csv": SHEETS["kitchens.csv"] + "C2,lunch,5,11:00\n",
        "residents.csv": "resident_id,name,floor\nR1,罗玉梅,x\nR1,罗玉梅,3\nR2,郭春生,\n",
        "orders.csv": rows(
            "order_id,resident_id,date,meal,canteen_id",
            "O1,R1,2026-11-24,lunch,C2",
            "O2,R2,2026-11-24,lunch,",
        ),
    }
    files = read_day(a_folder(tmp_path, changes), skip_bad_rows=True)
    assert [str(fault) for fault in files.skipped] == [
        "canteens.csv, line 3, service_radius_m: 'far', expected a number of 0 or more",
        "kitchens.csv, line 3, canteen_id: 'C2', expected an id of canteens.csv",
        "residents.csv, line 2, floor: 'x', expected a whole number from -9 to 200",
        "orders.csv, line 2, canteen_id: 'C2', expected an id of canteens.csv",
    ]
    assert [resident.floor for resident in files.day.residents] == [3, 1]
    assert [order.order_id for order in files.day.orders] == ["O2"]


@pytest.mark.parametrize(
    "changes",
    [
        {"orders.csv": None},
        {"orders.csv": "order_id,meal\n"},
        {"orders.csv": b"\x00\x01\x02"},
        {"mealroute.toml": "[heat\n"},
        {"canteens.csv": "canteen_id,name,lat,lon,service_radius_m\nC1,x,47.8,88.1,far\n"},
    ],
)
def test_what_is_not_a_fault_of_a_row_cannot_be_skipped(
    tmp_path: Path, changes: dict[str, str | bytes | None]
) -> None:
    with pytest.raises(DataFileError):
        read_day(a_folder(tmp_path, changes), skip_bad_rows=True)


@pytest.mark.parametrize("name", sorted(SHEETS))
def test_each_missing_file_is_told(tmp_path: Path, name: str) -> None:
    assert told_of(a_folder(tmp_path, {name: None})) == [f"{name}: expected a file that exists"]


def test_an_empty_folder_is_told_in_one_line(tmp_path: Path) -> None:
    (told,) = told_of(tmp_path)
    assert told.startswith(f"{tmp_path}: expected a folder with canteens.csv, kitchens.csv, ")


def test_zero_canteens_are_a_fault(tmp_path: Path) -> None:
    canteens = SHEETS["canteens.csv"].partition("\n")[0]
    told = told_of(a_folder(tmp_path, {"canteens.csv": canteens}))
    assert told[0] == "canteens.csv: expected at least one canteen"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("order_id;resident_id;date;meal", "a header row with the columns order_id, "),
        ("number,person\n1,2", "a header row with the columns order_id, "),
        ("", "a header row with the columns order_id, "),
        ("order_id,resident_id,date,meal,餐次", "the column meal only once"),
        ("order_id,resident_id,date", "this column in the header row"),
    ],
)
def test_a_header_that_is_not_of_its_sheet_is_told(
    tmp_path: Path, header: str, expected: str
) -> None:
    (fault,) = faults_of(a_folder(tmp_path, {"orders.csv": header}))
    assert fault.line == 1
    assert fault.expected.startswith(expected)


@pytest.mark.parametrize(
    "make", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to(path)], ids=["pipe", "dir", "loop"]
)
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, make: Callable[[Path], None]) -> None:
    a_folder(tmp_path, {"orders.csv": None})
    make(tmp_path / "orders.csv")
    (fault,) = faults_of(tmp_path)
    assert fault.file == "orders.csv"
    assert fault.expected.startswith("a file")


def test_a_file_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    folder = a_folder(tmp_path)
    monkeypatch.setattr(Path, "open", refuse)
    assert "orders.csv: expected a file that can be read (Permission denied)" in told_of(folder)


def test_a_path_that_is_no_day_is_told(tmp_path: Path) -> None:
    (tmp_path / "day.txt").write_text("a day")
    (tmp_path / "loop").symlink_to("loop")
    assert told_of(tmp_path / "day.txt")[0].endswith("expected a day folder or an .xlsx workbook")
    assert told_of(tmp_path / "nowhere")[0].endswith("workbook that exists")
    assert told_of(tmp_path / "loop")[0].endswith("workbook that exists")
    assert len(told_of(tmp_path / ("x" * 5000))) == 1


def test_the_same_sheet_twice_is_told(tmp_path: Path) -> None:
    a_folder(tmp_path, {"订单.csv": SHEETS["orders.csv"]})
    assert told_of(tmp_path) == [f"{tmp_path}: expected the sheet orders only once"]


def test_faults_beyond_a_limit_are_only_counted(tmp_path: Path) -> None:
    rows = (f"O{i},R1,2026-11-24,never" for i in range(MOST_FAULTS + 5))
    orders = "\n".join(["order_id,resident_id,date,meal", *rows])
    faults = faults_of(a_folder(tmp_path, {"orders.csv": orders}))
    assert len(faults) == MOST_FAULTS + 1
    assert str(faults[-1]) == f"{tmp_path}: expected fewer faults: 5 more are not listed"


def test_a_day_says_its_services(tmp_path: Path) -> None:
    day: Day = read_day(a_folder(tmp_path)).day
    assert day.services() == ((dt.date(2026, 11, 24), Meal.LUNCH),)


def test_a_name_that_would_write_on_the_screen_is_shown_harmless(tmp_path: Path) -> None:
    (tmp_path / "day\x1b[2J.xlsx").write_bytes(b"")
    assert told_of(tmp_path)[0].startswith("day?[2J.xlsx: expected")
