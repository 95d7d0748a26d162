"""The numbers to call are whole: each with where and when it was read, and found by country."""

import datetime as dt
import json
import re

import pytest

from diary import helplines

CODES = helplines.codes()


def test_the_countries_are_those_that_were_looked_up() -> None:
    assert list(CODES) == ["KR", "JP", "US", "CA", "GB", "IE", "DE", "FR", "AU", "NZ", "TW"]


@pytest.mark.parametrize("code", CODES)
def test_every_number_names_its_source_and_the_day_of_looking(code: str) -> None:
    country = helplines.of(code)
    assert country.lines
    assert country.emergency
    for one in country.lines:
        assert re.fullmatch(r"[0-9][0-9 -]{2,}", one.number)
        assert one.source.startswith("https://")
        assert dt.date(2026, 1, 1) <= dt.date.fromisoformat(one.checked)
        assert one.hours in {"24/7", ""}
        assert one.note in {"", "text", "area_code", "by_region"}
        assert one.languages
        assert one.name
        assert one.english


def test_emergency_numbers_have_sources_too() -> None:
    content = json.loads(helplines.FILE.read_text(encoding="utf-8"))
    for country in (*content["countries"].values(),):
        assert country["emergency_source"].startswith("https://")
        assert dt.date.fromisoformat(country["emergency_checked"])


def test_the_country_is_the_chosen_one_else_that_of_the_clock() -> None:
    assert helplines.country_of(None, "Asia/Seoul") == "KR"
    assert helplines.country_of(None, "America/Chicago") == "US"
    assert helplines.country_of(None, "Europe/London") == "GB"
    assert helplines.country_of(None, "Asia/Calcutta") == "IN"
    assert helplines.country_of("JP", "Asia/Seoul") == "JP"
    assert helplines.country_of("XX", "Asia/Seoul") == "XX"
    for unclear in (None, "UTC", "Etc/GMT+5", "Nowhere/City"):
        assert helplines.country_of(None, unclear) == ""


def test_elsewhere_there_is_the_number_of_most_networks_and_a_directory() -> None:
    for code in ("XX", "", "BR"):
        country = helplines.of(code)
        assert (country.code, country.emergency, list(country.lines)) == ("", ("112",), [])
    assert helplines.directory() == "findahelpline.com"


def test_a_line_is_called_so_that_its_reader_understands_it() -> None:
    korean = helplines.of("KR").lines[0]
    assert korean.called("ko") == "자살예방 상담전화"
    assert korean.called("en") == "Suicide prevention line (자살예방 상담전화)"
    assert helplines.of("FR").lines[0].called("ko").startswith("자살 예방 전화 (")
    assert helplines.of("GB").lines[0].called("ko") == "Samaritans"
