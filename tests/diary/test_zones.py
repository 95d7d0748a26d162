"""Zones by the names of cities."""

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
    ],
)
def test_a_city_has_its_zone(text: str, zone: str) -> None:
    assert list(zones.find(text)) == [zone]


@pytest.mark.parametrize(
    "text", ["", " ", "Atlantis", "a", "UTC+15", "../../etc/passwd", "%s", "+"]
)
def test_what_is_no_place_has_none(text: str) -> None:
    assert list(zones.find(text)) == []


def test_a_beginning_may_fit_several() -> None:
    assert {"Europe/London", "Arctic/Longyearbyen"} == set(zones.find("lon"))


def test_every_zone_that_is_offered_is_there_and_has_a_button_of_its_own() -> None:
    every = zones._every()
    assert len({zones.code(name) for name in every}) == len(every)
    for names in zones.LIKELY.values():
        assert [zones.decode(zones.code(name)) for name in names] == list(names)
    assert all(zones.is_zone(zone) for zone in zones._CITIES.values())
    assert zones.decode("00000000") is None


@pytest.mark.parametrize(
    ("zone", "title"),
    [("Asia/Seoul", "Seoul"), ("America/New_York", "New York"), ("Etc/GMT-9", "UTC+9")],
)
def test_a_zone_is_called_as_people_call_it(zone: str, title: str) -> None:
    assert zones.title(zone) == title


def test_koreans_read_the_korean_names_of_places_that_have_one() -> None:
    said = [zones.title(zone, "ko") for zone in (*zones.LIKELY["ko"], "Asia/Shanghai")]
    assert said == ["서울", "도쿄", "로스앤젤레스", "뉴욕", "베를린", "상하이"]
    assert zones.title("Africa/Lagos", "ko") == "Lagos"
    assert zones.title("Etc/GMT-9", "ko") == "UTC+9"
