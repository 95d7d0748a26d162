"""What people say with the page, and what they are told where they cannot."""

from __future__ import annotations

import pytest

from playground.server import Attachment, Person
from playground.web.errors import ActRefused
from playground.web.page import Page
from playground.web.phrases import Refusals
from tests.playground.web.browsing import Browser


async def test_a_text_is_sent_with_what_it_answers(browser: Browser, jiwoo: Person) -> None:
    first = await browser.act(jiwoo, "send", chat=jiwoo.id, text="/start")
    assert first["message"]["mine"]
    reply = await browser.act(
        jiwoo, "send", chat=jiwoo.id, text=" 그래 ", reply_to=first["message"]["id"]
    )
    assert reply["message"]["text"] == "그래"
    assert reply["message"]["reply_to"] == {
        "id": 1,
        "from": "지우",
        "kind": "text",
        "text": "/start",
    }
    assert [m.text for m in jiwoo.chat.messages] == ["/start", "그래"]


async def test_in_a_forum_one_writes_in_a_topic_and_unseen_as_an_administrator(
    browser: Browser, page: Page, jiwoo: Person
) -> None:
    forum = page.world.group("가족", [jiwoo], forum=True)
    topic = await browser.act(jiwoo, "topic", chat=forum.id, name="여행")
    number = topic["topic"]["id"]
    told = await browser.act(jiwoo, "send", chat=forum.id, text="hi", topic=number, anonymous=True)
    assert told["message"]["topic"] == number
    assert told["message"]["from"]["name"] == "가족"
    assert told["message"]["mine"]


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ({"text": ""}, "text_empty"),
        ({"text": "가" * 4097}, "text_too_long"),
        ({"text": "\u200b\u3164"}, "text_empty"),
        ({"text": 5}, "not_understood"),
        ({"text": "half \ud83d"}, "not_understood"),
        ({"text": "a", "reply_to": 99}, "unknown_message"),
        ({"text": "a", "chat": 7002}, "unknown_chat"),
        ({"text": "a", "chat": "7001"}, "not_understood"),
    ],
)
async def test_what_cannot_be_sent_is_said_in_ones_language(
    browser: Browser, jiwoo: Person, body: dict[str, object], key: str
) -> None:
    says = ActRefused(key, limit=4096).sentence("ko")
    assert await browser.refused(jiwoo, "send", **({"chat": jiwoo.id} | body)) == says
    assert jiwoo.chat.messages == []


async def test_who_blocked_the_bot_has_to_unblock_it_first(browser: Browser, emma: Person) -> None:
    await browser.act(emma, "send", chat=emma.id, text="hi")
    await browser.act(emma, "block", blocked=True)
    says = await browser.refused(emma, "send", chat=emma.id, text="hi")
    assert says == "You blocked the bot. Unblock it to write again."
    start = "https://t.me/mindgitter_bot?start=x"
    assert await browser.refused(emma, "open", url=start) == says
    await browser.act(emma, "block", blocked=False)
    await browser.act(emma, "send", chat=emma.id, text="hi")


async def test_in_a_channel_only_administrators_post(
    browser: Browser, page: Page, jiwoo: Person, emma: Person
) -> None:
    channel = page.world.channel("News", jiwoo, bot_is_member=False)
    page.world.join(channel, emma)
    await browser.act(jiwoo, "send", chat=channel.id, text="a post")
    says = await browser.refused(emma, "send", chat=channel.id, text="no")
    assert says == "You cannot write in this chat."


async def test_one_changes_and_deletes_what_is_ones_own(
    browser: Browser, page: Page, jiwoo: Person, emma: Person
) -> None:
    group = page.world.group("가족", [jiwoo, emma])
    sent = emma.send_text("teh", chat=group)
    at = {"chat": group.id, "message": sent.message_id}
    assert await browser.refused(jiwoo, "edit", **at, text="x") == Refusals.of("ko").not_yours
    await browser.act(emma, "edit", **at, text="the")
    assert sent.text == "the"
    other = jiwoo.send_text("mine", chat=group)
    says = await browser.refused(emma, "delete", chat=group.id, message=other.message_id)
    assert says == "You may not delete this message."
    await browser.act(jiwoo, "delete", **at)  # the owner may delete what others wrote
    assert sent.deleted


async def test_a_caption_is_changed_and_a_note_has_none(browser: Browser, emma: Person) -> None:
    video = emma.send(Attachment("video", b"clip", caption="old"))
    note = emma.send(Attachment("video_note", b"clip"))
    await browser.act(emma, "edit", chat=emma.id, message=video.message_id, text="new")
    assert video.caption == "new"
    at = {"chat": emma.id, "message": note.message_id, "text": "no"}
    assert await browser.refused(emma, "edit", **at) == "Telegram would not allow that here."


async def test_a_message_is_forwarded_unless_it_is_protected(
    browser: Browser, page: Page, jiwoo: Person, emma: Person
) -> None:
    group = page.world.group("가족", [jiwoo, emma])
    sent = jiwoo.send_text("look", chat=group)
    at = {"chat": group.id, "message": sent.message_id, "to": emma.id}
    told = await browser.act(emma, "forward", **at)
    assert (told["message"]["text"], told["message"]["forwarded"]) == ("look", "지우")
    sent.extra["has_protected_content"] = True
    says = await browser.refused(emma, "forward", **at)
    assert says == "This message is protected: it cannot be forwarded."


async def test_what_happened_is_not_forwarded_and_a_forward_not_edited(
    browser: Browser, page: Page, emma: Person, jiwoo: Person
) -> None:
    group = page.world.group("Family", [emma, jiwoo])
    happened = group.messages[0]
    at = {"chat": group.id, "message": happened.message_id, "to": emma.id}
    assert await browser.refused(emma, "forward", **at) == Refusals.of("en").not_possible
    own = emma.send_text("look", chat=group)
    told = await browser.act(emma, "forward", **at | {"message": own.message_id})
    forward = {"chat": emma.id, "message": told["message"]["id"], "text": "other"}
    assert await browser.refused(emma, "edit", **forward) == Refusals.of("en").not_yours
    await browser.act(emma, "edit", chat=group.id, message=own.message_id, text="look")
    assert own.edit_date is None


async def test_in_a_group_that_became_a_supergroup_nothing_is_done(
    browser: Browser, page: Page, emma: Person, jiwoo: Person, doyun: Person
) -> None:
    group = page.world.group("Family", [emma, jiwoo])
    at = {"chat": group.id, "message": emma.send_text("hi", chat=group).message_id}
    page.world.migrate(group)
    says = Refusals.of("en").moved_away
    assert await browser.refused(emma, "edit", **at, text="x") == says
    assert await browser.refused(emma, "react", **at, emoji="👍") == says
    assert await browser.refused(emma, "delete", **at) == says
    new = {"chat": group.id, "person": doyun.id, "status": "member"}
    assert await browser.refused(emma, "member", **new) == says
    link = f"https://t.me/{page.world.bot.username}?startgroup=x"
    assert await browser.refused(emma, "open", url=link, chat=group.id) == says


async def test_who_may_not_write_does_not_react(
    browser: Browser, page: Page, emma: Person, jiwoo: Person
) -> None:
    group = page.world.group("Family", [jiwoo, emma], supergroup=True)
    at = {"chat": group.id, "message": jiwoo.send_text("hi", chat=group).message_id}
    page.world.set_status(group, jiwoo, emma, "restricted", can_send_messages=False)
    says = await browser.refused(emma, "react", **at, emoji="👍")
    assert says == Refusals.of("en").not_possible
    page.world.set_status(group, jiwoo, emma, "restricted", can_send_messages=True)
    await browser.act(emma, "react", **at, emoji="👍")
    page.world.set_status(group, jiwoo, emma, "restricted", can_react_to_messages=False)
    assert await browser.refused(emma, "react", **at, emoji="👎") == says


async def test_one_reacts_and_takes_it_back(browser: Browser, jiwoo: Person) -> None:
    at = {"chat": jiwoo.id, "message": jiwoo.send_text("x").message_id}
    await browser.act(jiwoo, "react", **at, emoji="❤️")
    assert jiwoo.chat.messages[0].reactions == {jiwoo.id: ["❤"]}
    await browser.act(jiwoo, "react", **at, emoji=None)
    assert jiwoo.chat.messages[0].reactions == {jiwoo.id: []}
    assert await browser.refused(jiwoo, "react", **at, emoji="abc")


async def test_one_tells_where_one_is(browser: Browser, emma: Person) -> None:
    place = {"latitude": 37.5, "longitude": 127}
    told = await browser.act(emma, "location", chat=emma.id, **place)
    assert told["message"]["location"] == place
    assert told["message"]["media"] is None
    assert await browser.refused(emma, "location", chat=emma.id, latitude=99, longitude=0)


async def test_nobody_acts_as_who_is_not_here(browser: Browser) -> None:
    says = await browser.refused(4711, "send", chat=4711, text="hi")
    assert says in {Refusals.of(language).unknown_person for language in ("ko", "en")}


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"[" * 100_000, "application/json", 400),
        (b"{" * 300_000, "application/json", 400),
        (b"\xff\xfe{}", "application/json", 400),
        (b'{"chat": 7002, "text": "hi"}', "application/json; charset=nonsense", 200),
    ],
)
async def test_whatever_is_posted_is_answered_in_json(
    browser: Browser, emma: Person, body: bytes, kind: str, status: int
) -> None:
    address, headers = f"{browser.url}/api/send?as={emma.id}", {"Content-Type": kind}
    async with browser.session.post(address, data=body, headers=headers) as response:
        assert response.status == status
        assert (await response.json()).keys() <= {"error", "message"}


async def test_an_act_that_is_none_is_refused(browser: Browser, emma: Person) -> None:
    says = await browser.refused(emma, "fly")
    assert says == "The page asked for something that makes no sense. Reload it."
