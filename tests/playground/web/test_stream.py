"""A stream tells everything at first, then what changed, and nothing of other people's chats."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import pytest

from playground.server import Attachment, Person
from playground.web import stream
from playground.web.page import Page, Story
from tests.playground.web.browsing import Browser, Look

Looking = Callable[[Person], Look]


def test_at_first_everything_is_told_in_order(looking: Looking, jiwoo: Person) -> None:
    jiwoo.send_text("/start")
    found = looking(jiwoo)()
    assert [*found] == ["hello", "people", "bot", "chats", "messages", "story", "unread"]
    assert found["hello"][0]["viewer"] == jiwoo.id
    assert found["hello"][0]["language"] == "ko"
    assert [person["id"] for person in found["people"][0]["people"]] == [7001, 7002, 7003]
    [chat] = found["chats"][0]["chats"]
    assert (chat["type"], chat["started"], chat["can_write"]) == ("private", True, True)
    assert found["messages"][0]["messages"][0]["text"] == "/start"


def test_then_only_what_changed(looking: Looking, page: Page, jiwoo: Person) -> None:
    first = jiwoo.send_text("one")
    look = looking(jiwoo)
    look()
    assert look() == {}
    second = jiwoo.send_text("two")
    assert [m["id"] for m in look()["messages"][0]["messages"]] == [second.message_id]
    page.world.change(first, {"text": "one, changed"}, None)
    assert [m["text"] for m in look()["messages"][0]["messages"]] == ["one, changed"]
    jiwoo.react(second, "👍")
    [[told]] = [event["messages"] for event in look()["messages"]]
    assert (told["id"], told["reactions"]) == (
        second.message_id,
        [{"emoji": "👍", "count": 1, "mine": True}],
    )


def test_what_was_deleted_is_gone(looking: Looking, jiwoo: Person) -> None:
    first, second = jiwoo.send_text("one"), jiwoo.send_text("two")
    look = looking(jiwoo)
    look()
    jiwoo.delete(first)
    assert look()["gone"] == [{"messages": [{"chat": jiwoo.id, "id": first.message_id}]}]
    jiwoo.delete(second)
    assert look()["chats"][0]["chats"][0]["last"] is None


def test_many_messages_come_in_portions(looking: Looking, jiwoo: Person) -> None:
    for number in range(450):
        jiwoo.send_text(str(number))
    assert [len(event["messages"]) for event in looking(jiwoo)()["messages"]] == [200, 200, 50]


def test_nobody_gets_a_chat_of_somebody_else(
    looking: Looking, page: Page, jiwoo: Person, emma: Person, doyun: Person
) -> None:
    jiwoo.send_text("a secret of 지우")
    group = page.world.group("가족", [jiwoo, emma])
    emma.send_text("among us two", chat=group)
    look = looking(doyun)
    seen = look()
    page.world.join(group, doyun, by=emma)
    assert "among us two" in json.dumps(look())
    page.world.kick(group, emma, doyun)
    after = look()
    emma.send_text("without 도윤", chat=group)
    told = json.dumps([seen, after, look()], ensure_ascii=False)
    assert "secret" not in told
    assert "among" not in told
    assert "without" not in told
    assert [chat["id"] for chat in after["chats"][0]["chats"]] == [doyun.id]
    gone = {(one["chat"], one["id"]) for one in after["gone"][0]["messages"]}
    assert gone == {(group.id, m.message_id) for m in group.messages[:-2]}


async def test_the_bot_tells_what_it_does_where_one_is(
    looking: Looking, browser: Browser, jiwoo: Person, emma: Person
) -> None:
    jiwoo.send_text("/start")
    mine, other = looking(jiwoo), looking(emma)
    mine(), other()
    await browser.bot("sendChatAction", chat_id=jiwoo.id, action="typing")
    found = mine()
    assert found["action"] == [{"chat": jiwoo.id, "action": "typing"}]
    assert "action" not in other()
    [call] = found["calls"][0]["calls"]
    assert (call["method"], call["chat"], call["outcome"]) == ("sendChatAction", jiwoo.id, "ok")
    assert call["told"] == f"chat_id: {jiwoo.id}, action: typing"
    assert "action" not in looking(jiwoo)()


async def test_calls_are_told_without_all_that_was_said(
    looking: Looking, browser: Browser, jiwoo: Person
) -> None:
    jiwoo.send_text("/start")
    await browser.bot("sendMessage", chat_id=jiwoo.id, text="가" * 3000)
    [call] = looking(jiwoo)()["calls"][0]["calls"]
    assert len(call["told"]) < 100
    assert call["told"].endswith("…")


async def test_what_the_bot_says_to_others_is_not_told(
    looking: Looking, browser: Browser, jiwoo: Person, emma: Person
) -> None:
    jiwoo.send_text("/start")
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a:1"}]]}
    sent = await browser.bot("sendMessage", chat_id=jiwoo.id, text="비밀", reply_markup=markup)
    press = jiwoo.call_at(jiwoo.chat, sent["message_id"], "a:1")
    await browser.bot("answerCallbackQuery", callback_query_id=press.query_id, text="비밀 답")
    await browser.bot("getMyName", language_code="ko")
    lines = {who: [c["told"] for c in looking(who)()["calls"][0]["calls"]] for who in (jiwoo, emma)}
    assert lines[emma][0] == f"chat_id: {jiwoo.id}, text: …, reply_markup: …"
    assert "비밀" in lines[jiwoo][0]
    assert [("비밀" in "".join(told)) for told in lines.values()] == [True, False]
    assert "비밀 답" in lines[jiwoo][1]
    assert lines[emma][2] == lines[jiwoo][2] == "language_code: ko"


def test_what_came_for_the_others_is_counted(
    looking: Looking, page: Page, jiwoo: Person, emma: Person, doyun: Person
) -> None:
    group = page.world.group("가족", [jiwoo, emma, doyun], bot_is_member=False)
    with page.looking(emma):
        jiwoo.send_text("one", chat=group)
        assert page.unread(jiwoo) == {emma.id: 0, doyun.id: 1}
    jiwoo.send_text("two", chat=group)
    doyun.send_text("three", chat=group)
    assert looking(jiwoo)()["unread"] == [{"people": {"7002": 2, "7003": 2}}]


def test_a_message_is_seen_once_the_bot_took_it(
    looking: Looking, page: Page, jiwoo: Person
) -> None:
    sent = jiwoo.send_text("hello")
    look = looking(jiwoo)
    assert not look()["messages"][0]["messages"][0]["seen"]
    page.world.bot.updates._confirm(page.world.next_update_id)
    [told] = look()["messages"][0]["messages"]
    assert (told["id"], told["seen"]) == (sent.message_id, True)


def test_the_story_and_the_bot_tell_how_far_they_are(
    looking: Looking, page: Page, jiwoo: Person
) -> None:
    look = looking(jiwoo)
    assert look()["story"] == [{"state": "none", "done": 0, "of": 0}]
    page.tell_story(Story("loading", 3, 9))
    assert look() == {"story": [{"state": "loading", "done": 3, "of": 9}]}


async def test_over_http_events_arrive_as_they_happen(browser: Browser, emma: Person) -> None:
    async with browser.session.get(f"{browser.url}/api/events?as={emma.id}") as response:
        assert response.headers["Content-Type"] == "text/event-stream"
        assert response.headers["Cache-Control"] == "no-store"
        while (await response.content.readline()) != b"event: unread\n":
            assert not response.content.at_eof()
        emma.send(Attachment("video_note", b"clip", duration=2))
        seen = b""
        async with asyncio.timeout(30):
            while b"video_note" not in seen:
                seen = await response.content.readline()
    assert json.loads(seen.removeprefix(b"data: "))


@pytest.mark.parametrize(("accepts", "viewer"), [("ko-KR,en;q=0.5", 7001), ("en-GB", 7002)])
async def test_who_is_nobody_here_becomes_somebody_of_their_language(
    browser: Browser, accepts: str, viewer: int
) -> None:
    address = f"{browser.url}/api/events?as=999"
    async with browser.session.get(address, headers={"Accept-Language": accepts}) as response:
        while not (line := await response.content.readline()).startswith(b"data: "):
            assert not response.content.at_eof()
    assert json.loads(line.removeprefix(b"data: "))["viewer"] == viewer


def test_what_cannot_be_written_in_utf_8_breaks_no_stream() -> None:
    assert stream.frame(("people", {"name": "A\ud800"})).endswith(b'{"name": "A?"}\n\n')
