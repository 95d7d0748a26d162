"""Zones by the names of cities."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from diary import zones


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("서울", "Asia/Seoul"),
        (" 부산 ", "Asia/Seoul"),
        ("Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("샌프란시스코", "America/Los_Angeles"),
        ("asia/seoul", "Asia/Seoul"),
        ("UTC+9", "Etc/GMT-9"),
        ("gmt -3", "Etc/GMT+3"),
        ("+5:00", "Etc/GMT-5"),
        ("UTC−5", "Etc/GMT+5"),
        ("UTC+5:30", "Asia/Kolkata"),
        ("+0545", "Asia/Kathmandu"),
        ("-3:30", "America/St_Johns"),
        ("Berlin, Germany", "Europe/Berlin"),
        ("서울특별시", "Asia/Seoul"),
        ("헬싱키", "Europe/Helsinki"),
        ("Kyiv", "Europe/Kyiv"),
        ("스웨덴", "Europe/Stockholm"),
        ("양곤", "Asia/Yangon"),
        ("랑군", "Asia/Yangon"),
        ("키예프", "Europe/Kyiv"),
        ("사이공", "Asia/Ho_Chi_Minh"),
    ],
)
def test_a_city_has_its_zone(text: str, zone: str) -> None:
    assert list(zones.find(text)) == [zone]


@pytest.mark.parametrize(
    "text", ["", " ", ",", "시", "Atlantis", "a", "UTC+15", "+25:30", "../../etc/passwd", "%s", "+"]
)
def test_what_is_no_place_has_none(text: str) -> None:
    assert list(zones.find(text)) == []


def test_a_beginning_may_fit_several() -> None:
    assert {"Europe/London", "Arctic/Longyearbyen"} == set(zones.find("lon"))


def test_a_large_country_is_asked_back_for_its_best_known_clocks() -> None:
    assert {"America/New_York", "America/Los_Angeles"} < set(zones.find("미국"))
    assert "Australia/Sydney" in zones.find("australia")
    assert len(zones.find("United States")) <= zones.MOST


def test_a_place_on_earth_has_the_clock_of_its_country() -> None:
    assert zones.at(37.56, 126.97) == "Asia/Seoul"
    assert zones.at(27.7, 85.3) == "Asia/Kathmandu"
    assert zones.at(-33.87, 151.2) == "Australia/Sydney"
    assert zones.is_zone(zones.at(0.0, -30.0) or "")


def test_every_zone_that_is_offered_is_there_and_has_a_button_of_its_own() -> None:
    every = zones._every()
    assert len({zones.code(name) for name in every}) == len(every)
    for names in (zones.likely("ko"), zones.likely("en"), zones.ROUND_THE_WORLD):
        assert [zones.decode(zones.code(name)) for name in names] == list(names)
    assert all(zones.is_zone(zone) for zone in zones._PARTS.values())
    assert all(zones.is_zone(zone) for zone in zones._CITIES.values())
    assert zones.decode("00000000") is None


@pytest.mark.parametrize(
    ("zone", "title"),
    [("Asia/Seoul", "Seoul"), ("America/New_York", "New York"), ("Etc/GMT-9", "UTC+9")],
)
def test_a_zone_is_called_as_people_call_it(zone: str, title: str) -> None:
    assert zones.title(zone) == title


def test_koreans_read_the_korean_names_of_places_that_have_one() -> None:
    said = [zones.title(zone, "ko") for zone in zones.likely("ko")]
    assert said[:5] == ["서울", "런던", "베를린", "뉴욕", "시카고"]
    assert zones.title("Africa/Lagos", "ko") == "라고스"
    assert zones.title("America/Argentina/Jujuy", "ko") == "후후이"
    assert zones.title("Etc/GMT-9", "ko") == "UTC+9"


@pytest.mark.parametrize(
    ("zone", "title"),
    [("Asia/Yangon", "양곤"), ("Asia/Rangoon", "양곤"), ("Europe/Kyiv", "키이우")],
)
def test_a_city_has_the_name_that_it_has_today(zone: str, title: str) -> None:
    assert zones.title(zone, "ko") == title


@pytest.mark.parametrize("name", ["포르투갈", "Portugal", "리스본", "Lisbon"])
def test_a_country_with_islands_has_the_clock_of_its_mainland(name: str) -> None:
    [found] = zones.find(name)
    assert dt.datetime(2026, 7, 1, tzinfo=ZoneInfo(found)).utcoffset() == dt.timedelta(hours=1)
