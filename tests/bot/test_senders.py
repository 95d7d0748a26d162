"""Whose an update is, of what kind, and when it was sent: read from whatever comes."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.receiving import chat_key
from bot.senders import REFUSABLE, arrival, written

PRIVATE = {"id": 7, "type": "private"}
GROUP = {"id": -5, "type": "supergroup"}
MINJI = {"id": 7, "is_bot": False}


def seen(**update: Any) -> tuple[int | None, int | None, str]:
    found = arrival({"update_id": 1, **update}, chat_key(update))
    return found.chat_key, found.sender_key, found.kind


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ({"chat": PRIVATE, "text": "/help"}, "text"),
        ({"chat": PRIVATE, "text": "/search sea"}, "search"),
        ({"chat": PRIVATE, "sticker": {}}, "text"),
        ({"chat": PRIVATE, "video_note": {}}, "clip"),
        ({"chat": GROUP, "voice": {}}, "clip"),
        ({"chat": GROUP, "text": "hello you two"}, "talk"),
        ({"chat": GROUP, "text": "/help"}, "text"),
        ({"chat": GROUP, "text": "yes", "reply_to_message": {"from": {"is_bot": True}}}, "text"),
        ({"chat": GROUP, "text": "yes", "reply_to_message": {"from": MINJI}}, "talk"),
        ({"chat": GROUP, "new_chat_members": [MINJI]}, "state"),
        ({"chat": GROUP, "migrate_to_chat_id": -9}, "state"),
    ],
)
def test_a_message_is_of_the_kind_of_what_it_carries(message: dict[str, Any], kind: str) -> None:
    chat = message["chat"]["id"]
    assert seen(message={**message, "from": MINJI}) == (chat, 7, kind)


def test_what_is_written_under_a_chats_name_is_the_chats() -> None:
    anonymous = {"chat": GROUP, "from": {"id": 1087968824}, "sender_chat": {"id": -5}, "text": "/x"}
    assert seen(message=anonymous) == (-5, -5, "text")
    assert seen(channel_post={"chat": {"id": -8}, "sender_chat": {"id": -8}, "video": {}}) == (
        *(-8, -8, "clip"),
    )


def test_presses_searches_reactions_and_news_are_those_of_who_caused_them() -> None:
    assert seen(callback_query={"from": MINJI, "message": {"chat": GROUP}}) == (-5, 7, "press")
    assert seen(inline_query={"from": MINJI, "query": "x"}) == (None, 7, "inline")
    assert seen(message_reaction={"chat": GROUP, "user": MINJI}) == (-5, 7, "reaction")
    assert seen(my_chat_member={"chat": GROUP, "from": MINJI}) == (-5, 7, "state")
    assert seen(edited_message={"chat": PRIVATE, "from": MINJI, "video": {}}) == (7, 7, "edit")


def test_clips_and_news_of_who_is_where_are_never_refused_for_haste() -> None:
    assert {"clip", "state"}.isdisjoint(REFUSABLE)


def test_the_time_is_telegrams_own_where_it_tells_one() -> None:
    at = arrival({"update_id": 1, "message": {"date": 1_700_000_000}}, None).sent_at
    assert at == dt.datetime(2023, 11, 14, 22, 13, 20, tzinfo=dt.UTC)
    edited = {"date": 1_700_000_000, "edit_date": 1_700_000_060}
    assert arrival({"update_id": 1, "edited_message": edited}, None).sent_at == (
        at + dt.timedelta(seconds=60)
    )
    for odd in (None, "now", -1, 0, True, 1 << 39, 1 << 70):
        assert arrival({"update_id": 1, "message": {"date": odd}}, None).sent_at is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["chat", "id", "from", "message", "text", "date", "type", "user"]),
            inner,
        )
    ),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from(["message", "callback_query", "inline_query", "x"]), JSON))
def test_whatever_comes_can_be_kept(update: dict[str, Any]) -> None:
    raw = {"update_id": 1, **update}
    found = written(arrival(raw, chat_key(raw)), raw)
    assert found.sender_key is None or -(2**63) <= found.sender_key < 2**63
    assert len(found.kind) <= 16
    assert found.raw.isascii()
