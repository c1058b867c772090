"""A good pack answers every question about its city, and three files are enough for one."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipelines.city import City, Limit, PackError, check_city, find_city, load_city
from tests.pipelines.packs import CITY, MINIMAL, WHOLE, write_pack


@pytest.fixture
def millbrook(tmp_path: Path) -> City:
    return load_city(write_pack(tmp_path, WHOLE))


def test_a_whole_pack_has_nothing_to_find(millbrook: City) -> None:
    assert check_city(millbrook.path) == []


def test_a_city_is_named_by_its_folder(millbrook: City) -> None:
    assert (millbrook.name, millbrook.title, millbrook.title_en) == (
        "millbrook",
        "Millbrook",
        "Millbrook",
    )


def test_three_files_are_a_city(tmp_path: Path) -> None:
    city = load_city(write_pack(tmp_path, MINIMAL))
    assert [zone.id for zone in city.zones] == ["north", "south"]
    assert (city.departments, city.channels, city.workers, city.calendar) == ((), (), (), {})
    assert check_city(city.path) == []


def test_tables_with_only_a_header_are_empty(tmp_path: Path) -> None:
    files = {
        **MINIMAL,
        "zones.geojson": '{"type": "FeatureCollection", "features": []}',
        "departments.csv": "code,name,kind,parent\n",
        "channels.csv": "code,name\n",
        "workers.csv": "id,name,cell\n",
        "calendar.csv": "date,workday\n",
    }
    assert load_city(write_pack(tmp_path, files)).workers == ()


def test_promises_that_are_not_named_have_the_usual_limits(millbrook: City) -> None:
    one_day = Limit(amount=1, unit="working_days")
    assert (millbrook.filing_limit, millbrook.check_limit) == (one_day, one_day)
    assert millbrook.acceptance == {
        "danger": Limit(amount=0.25, unit="urgent_hours"),
        "utilities": Limit(amount=0.5, unit="urgent_hours"),
        "other": one_day,
    }
    assert millbrook.promises["first_response_minutes"] == 15
    assert millbrook.promises["dispatch_seconds"] == 30


def test_a_named_promise_counts(tmp_path: Path) -> None:
    named = '[promises]\nfiling = { limit = 4, unit = "working_hours" }\ndispatch_seconds = 60\n'
    city = load_city(write_pack(tmp_path, {**WHOLE, "city.toml": CITY + named}))
    assert city.filing_limit == Limit(amount=4, unit="working_hours")
    assert city.promises["dispatch_seconds"] == 60


def test_columns_and_keys_that_nobody_knows_are_passed_over(tmp_path: Path) -> None:
    files = {
        **WHOLE,
        "channels.csv": "code,name,colour\nphone,电话,blue\n",
        "city.toml": CITY + "mayor = 'Ann'\n",
    }
    assert load_city(write_pack(tmp_path, files)).settings["mayor"] == "Ann"


def test_a_table_saved_by_a_spreadsheet_reads_the_same(tmp_path: Path) -> None:
    channels = "\ufeffcode,name\r\nphone,电话\r\n,\r\n"
    city = load_city(write_pack(tmp_path, {**WHOLE, "channels.csv": channels}))
    assert [(channel.code, channel.name) for channel in city.channels] == [("phone", "电话")]


def test_a_place_lies_in_its_cell(millbrook: City) -> None:
    assert millbrook.locate(39.005, 117.015) == "b"


def test_a_place_on_a_shared_border_lies_in_the_smaller_id(millbrook: City) -> None:
    assert millbrook.locate(39.005, 117.01) == "a"


def test_a_place_outside_and_a_place_unknown_lie_in_no_cell(millbrook: City) -> None:
    found = millbrook.locate_many([39.005, 40.0, None], [117.035, 117.0, 117.0])
    assert found == ["d", None, None]


def test_no_places_lie_nowhere(millbrook: City) -> None:
    assert millbrook.locate_many([], []) == []


def test_a_cell_measures_itself_where_the_pack_does_not(millbrook: City) -> None:
    cell = millbrook.cells[0]
    assert cell.centre == (39.005, 117.005)
    assert cell.area_km2 == pytest.approx(0.963, abs=0.001)
    assert cell.weight == 1
    assert millbrook.bounds == (39.0, 117.0, 39.01, 117.04)


def test_a_day_of_the_city_begins_at_its_own_hour(tmp_path: Path) -> None:
    noon = write_pack(tmp_path, {**WHOLE, "city.toml": CITY + 'day_start = "12:00"\n'})
    begin, end = load_city(noon).day_bounds(date(2026, 7, 15))
    assert begin == datetime(2026, 7, 15, 4, tzinfo=UTC)
    assert end == datetime(2026, 7, 16, 4, tzinfo=UTC)


def test_a_day_on_which_the_clocks_change_is_as_long_as_it_is(tmp_path: Path) -> None:
    boston = {**WHOLE, "city.toml": 'timezone = "America/New_York"\n'}
    begin, end = load_city(write_pack(tmp_path, boston)).day_bounds(date(2026, 3, 8))
    assert (end - begin).total_seconds() == 23 * 3600


def test_local_and_instant_are_each_others_way_back(millbrook: City) -> None:
    noon = datetime.fromisoformat("2026-07-15T12:00")
    instant = millbrook.instant(noon)
    assert instant == datetime(2026, 7, 15, 4, tzinfo=UTC)
    assert millbrook.local(instant).replace(tzinfo=None) == noon


def test_the_second_of_a_repeated_hour_is_an_hour_later(tmp_path: Path) -> None:
    boston = load_city(
        write_pack(tmp_path, {**WHOLE, "city.toml": 'timezone = "America/New_York"\n'})
    )
    half_past_one = datetime.fromisoformat("2026-11-01T01:30")
    later = boston.instant(half_past_one, fold=1) - boston.instant(half_past_one)
    assert later.total_seconds() == 3600


def test_workdays_follow_the_calendar_and_else_the_week(millbrook: City) -> None:
    holiday, made_up, friday, saturday = (
        date(2026, 10, 1),
        date(2026, 10, 10),
        date(2026, 10, 16),
        date(2026, 10, 17),
    )
    assert not millbrook.is_workday(holiday)
    assert millbrook.is_workday(made_up)
    assert millbrook.is_workday(friday)
    assert not millbrook.is_workday(saturday)


@pytest.mark.parametrize(
    ("dimension", "code", "lang", "name"),
    [
        ("zone", "north", "zh", "北街"),
        ("zone", "north", "en", "North Street"),
        ("cell", "a", "zh", "A"),
        ("department", "works", "zh", "Works"),
        ("department", "works", "en", "Public Works"),
        ("channel", "phone", "zh-CN", "电话"),
        ("channel", "phone", "en", "Telephone"),
        ("category", "flood", "zh", "Flooded road"),
        ("class", "water", "zh", "Water"),
        ("worker", "2", "zh", "Ben"),
        ("worker", "9", "zh", "9"),
        ("weather", "rain", "zh", "rain"),
    ],
)
def test_a_code_has_the_name_its_pack_gives_it(
    millbrook: City, dimension: str, code: str, lang: str, name: str
) -> None:
    assert millbrook.label(dimension, code, lang) == name


def test_the_digest_follows_what_decides_numbers(tmp_path: Path) -> None:
    def digest(name: str, **changed: str) -> str:
        folder = tmp_path / name
        folder.mkdir()
        given = {key.replace("_", "."): text for key, text in changed.items()}
        files = {**WHOLE, **given}
        return load_city(write_pack(folder, files)).digest

    as_it_is = digest("one")
    assert digest("same") == as_it_is
    assert digest("renamed", channels_csv="code,name\nphone,Ring\n") == as_it_is
    assert digest("holiday", calendar_csv="date,workday\n2026-10-02,0\n") != as_it_is
    assert digest("hours", city_toml=CITY + 'working_hours = ["09:00", "17:00"]\n') != as_it_is


def test_a_city_that_is_not_there_says_which_are(tmp_path: Path) -> None:
    write_pack(tmp_path, MINIMAL)
    with pytest.raises(PackError, match=r"atlantis: there is no such city pack; .* millbrook"):
        find_city("atlantis", tmp_path)
