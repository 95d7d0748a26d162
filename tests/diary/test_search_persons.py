"""Whom a name behind @ means."""

import datetime as dt

import pytest

from diary.search_persons import meant
from storage.persons import Person

KNOWN = [(1, "김민지", "minji_k"), (2, "Emma van Dyk", None), (3, None, None)]
ASKER = Person(4, 44, "ko", dt.datetime(2026, 11, 22, tzinfo=dt.UTC), None, "박지수", "jisu")


@pytest.mark.parametrize(
    ("name", "whom"),
    [
        ("김민지", [1]),
        ("민지", [1]),
        ("김", [1]),
        ("지", []),
        ("MINJI_K", [1]),
        ("emma", [2]),
        ("dyk", [2]),
        ("mma", []),
        ("m", []),
        ("지수", [4]),
        ("jisu", [4]),
        ("나", [4]),
        ("me", [4]),
        ("수진", []),
    ],
)
def test_people_are_found_by_what_they_are_called_and_so_is_who_asks(
    name: str, whom: list[int]
) -> None:
    assert meant([name], KNOWN, ASKER) == {name: whom}
    assert meant([name], KNOWN, None) == {name: [one for one in whom if one != ASKER.id]}
