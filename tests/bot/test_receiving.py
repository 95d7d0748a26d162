"""What comes in is kept raw, once, and all of it or nothing."""

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot import receiving
from bot.receiving import chat_key, is_update
from storage.database import Database
from tests.diary.given import NOON
from tests.sealed import PLAIN


async def kept(database: Database) -> list[tuple[int, dict[str, Any]]]:
    """Number and content of all that is in the inbox."""
    async with database.reading() as connection:
        rows = await connection.execute(text("SELECT update_id, raw FROM inbox ORDER BY id"))
        return [(row.update_id, json.loads(row.raw)) for row in rows]


@pytest.mark.parametrize("number", [0, 1, 2**63 - 1])
def test_what_has_a_number_is_an_update(number: int) -> None:
    assert is_update({"update_id": number})


@pytest.mark.parametrize(
    "raw",
    [
        None,
        7,
        [],
        "update",
        {},
        {"update_id": None},
        {"update_id": "7"},
        {"update_id": True},
        {"update_id": 7.0},
        {"update_id": -1},
        {"update_id": 2**63},
        {"update_id": 10**400},
    ],
)
def test_what_has_no_number_that_the_table_takes_is_none(raw: object) -> None:
    assert not is_update(raw)


@PLAIN
async def test_updates_are_kept_as_they_came_and_once(database: Database) -> None:
    first = {"update_id": 1, "message": {"text": "마음\ud83e\u0000", "chat": {"id": 7}}}
    second = {"update_id": 2, "odd": [None, 2**80, {"x": 1e300}]}
    await receiving.keep(database, [first, second], NOON)
    await receiving.keep(database, [second, first], NOON + dt.timedelta(hours=1))
    assert await kept(database) == [(1, first), (2, second)]


async def test_of_updates_that_come_together_all_are_kept_or_none(database: Database) -> None:
    with pytest.raises(KeyError):
        await receiving.keep(database, [{"update_id": 1}, {"nothing": 2}], NOON)
    assert await kept(database) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["chat", "id", "message", "callback_query"]), inner)
    ),
    max_leaves=8,
)


# The first draws are slow where the machine is busy.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from(["message", "callback_query", "my_chat_member"]), JSON))
def test_the_chat_of_any_update_is_a_number_that_the_table_takes_or_nothing(
    raw: dict[str, Any],
) -> None:
    key = chat_key(raw)
    assert key is None or (type(key) is int and -(2**63) <= key < 2**63)


@pytest.mark.parametrize("kind", ["message", "edited_message", "my_chat_member"])
def test_the_order_of_a_chat_is_kept_for_every_kind_of_update(kind: str) -> None:
    assert chat_key({kind: {"chat": {"id": 7}}}) == 7
    assert chat_key({"callback_query": {"message": {"chat": {"id": 7}}}}) == 7
    assert chat_key({"callback_query": {"id": "1"}}) is None
