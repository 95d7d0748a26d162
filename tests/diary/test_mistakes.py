"""A right that is given by mistake is found by the stories of who reaches what."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from diary import access, rights, search, search_terms, threads
from diary.rights import Act, Role
from storage import diaries, entries, members, shares
from storage.database import Connection
from storage.shares import Share
from tests.diary.life import live


def reads_without_membership(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {**rights.TABLE, Act.READ: rights.TABLE[Act.READ] | {Role.HERE, Role.ADMIN}}
    monkeypatch.setattr(rights, "TABLE", table)


def stays_a_member_outside_the_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rights, "PRESENT", rights.PRESENT | {"left"})
    monkeypatch.setattr(rights, "GONE", rights.GONE - {"left"})


def believes_telegram_for_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rights, "FRESH", dt.timedelta(days=1))


def reads_what_waits_for_consent(monkeypatch: pytest.MonkeyPatch) -> None:
    async def reads(
        connection: Connection, person: Any, _entry: Any, home: Any, now: Any, here: Any
    ) -> bool:
        return await access._reads(connection, person, home, now, here)

    monkeypatch.setattr(access, "_reads_at_home", reads)


def forgets_who_was_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    find = members.find

    async def found(*args: Any) -> Any:
        member = await find(*args)
        return None if member is None else replace(member, state="member")

    monkeypatch.setattr(rights.members, "find", found)


def shows_every_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Share, "shown", access.ALL_PARTS)


def goes_on_showing_what_was_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    async def of_entry(connection: Connection, entry_id: int) -> list[Share]:
        # The diaries of the three groups: five people have moved in before.
        found = [await shares.find(connection, entry_id, number) for number in (6, 7, 8)]
        return [share for share in found if share is not None]

    monkeypatch.setattr(access.shares, "of_entry", of_entry)


def lets_everybody_hear_the_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    async def sights(connection: Connection, *_: Any) -> Any:
        entry = await entries.get(connection, _[1])
        assert entry is not None
        return [
            access.Sight(entry, diary, access.ALL_PARTS)
            for number in range(1, 20)
            if (diary := await diaries.find(connection, number)) is not None and diary.is_shared
        ]

    monkeypatch.setattr(threads, "sights", sights)


def finds_by_words_that_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = search_terms._texts

    def all_of_them(entry: Any, report: Any, _parts: Any, *names: Any) -> Any:
        return texts(entry, report, access.ALL_PARTS, *names)

    monkeypatch.setattr(search_terms, "_texts", all_of_them)


def searches_in_diaries_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    async def places(connection: Connection, *_: Any) -> Any:
        found = [await diaries.find(connection, number) for number in (6, 7, 8)]
        return [diary for diary in found if diary is not None]

    monkeypatch.setattr(search, "places", places)


#: What may happen in the stories that find it soon, and the first that does.
TRIALS: dict[Callable[[pytest.MonkeyPatch], None], tuple[str, int]] = {
    finds_by_words_that_are_not_shown: ("writes shares", 1),
    searches_in_diaries_of_others: ("writes shares", 11),
    shows_every_part: ("writes shares", 0),
    goes_on_showing_what_was_taken_back: ("writes shares takes_back", 1),
    lets_everybody_hear_the_talk: ("writes_in answers is_finished says_something", 0),
    reads_without_membership: ("writes_in answers is_finished leaves_the_diary", 5),
    stays_a_member_outside_the_chat: ("writes_in answers is_finished leaves_the_chat", 0),
    believes_telegram_for_a_day: ("writes_in answers is_finished telegram_turns time_passes", 0),
    reads_what_waits_for_consent: ("writes_in answers", 1),
    forgets_who_was_sent_away: ("writes_in answers is_finished sends_away", 3),
}

#: Where rules of the house change, that story may become another: so many are tried then.
STORIES = 16


@pytest.mark.slow
@pytest.mark.parametrize("mistake", TRIALS)
def test_a_right_that_is_given_by_mistake_is_found(
    migrated_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    mistake: Callable[[pytest.MonkeyPatch], None],
) -> None:
    mistake(monkeypatch)
    happens, first = TRIALS[mistake]
    only, by_talk = frozenset(happens.split()), "talk" in mistake.__name__
    assert any(
        is_found(migrated_file, seed, only, by_talk=by_talk) for seed in [first, *range(STORIES)]
    )


def is_found(template: Path, seed: int, happens: frozenset[str], *, by_talk: bool) -> bool:
    try:
        live(template, seed, talk=1.0 if by_talk else 0.1, only=happens)
    except AssertionError:
        return True
    return False
