"""Buttons, keyboards, links and the list of inline mode, with a bot that answers over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest

from playground.server import Person
from playground.web import buttons, chats
from playground.web.page import Page
from playground.web.phrases import Refusals
from tests.playground.web.browsing import Browser, Json


async def answering(
    browser: Browser, kind: str, act: Awaitable[Any], method: str, **more: Any
) -> Any:
    """Let a person act and the bot answer the update of this kind."""
    async with asyncio.TaskGroup() as both:
        acting = both.create_task(act)  # type: ignore[arg-type]
        query: Json = {}
        while kind not in query:
            updates = await browser.bot(
                "getUpdates", timeout=20, offset=query.get("update_id", -1) + 1
            )
            query = updates[-1]
        name = f"{kind}_id" if kind == "inline_query" else "callback_query_id"
        await browser.bot(method, **{name: query[kind]["id"]}, **more)
    return acting.result()


async def said(browser: Browser, person: Person, **more: Any) -> int:
    """A message of the bot: its number."""
    if not person.chat.started:
        person.send_text("/start")
    sent = await browser.bot("sendMessage", chat_id=person.id, text="Choose", **more)
    return int(sent["message_id"])


async def test_a_pressed_button_shows_what_the_bot_answers(browser: Browser, emma: Person) -> None:
    row = [
        {"text": "A", "callback_data": "a:1"},
        {"text": "B", "url": "https://example.org/"},
        {"text": "C", "switch_inline_query_current_chat": "rain"},
        {"text": "D", "copy_text": {"text": "copied"}},
    ]
    number = await said(browser, emma, reply_markup={"inline_keyboard": [row]})
    press = browser.act(emma, "press", chat=emma.id, message=number, data="a:1")
    answer = {"text": "Done", "show_alert": True}
    told = await answering(browser, "callback_query", press, "answerCallbackQuery", **answer)
    assert told == {"text": "Done", "alert": True, "url": None}
    says = await browser.refused(emma, "press", chat=emma.id, message=number, data="forged:1")
    assert says == "This button is no longer there."


async def test_a_bot_that_stays_silent_leaves_the_press_without_an_answer(
    browser: Browser, emma: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buttons, "PATIENCE_S", 0.01)
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a:1"}]]}
    number = await said(browser, emma, reply_markup=markup)
    assert await browser.act(emma, "press", chat=emma.id, message=number, data="a:1") == {}
    told = await browser.act(emma, "inline", chat=emma.id, query="rain")
    assert told["results"] == []


async def test_a_keyboard_asks_for_people(
    browser: Browser, page: Page, emma: Person, jiwoo: Person, doyun: Person
) -> None:
    asks = {"text": "Who?", "request_users": {"request_id": 1, "max_quantity": 1}}
    place = {"text": "Where?", "request_location": True}
    markup = {"keyboard": [[asks, place, {"text": "No"}]], "one_time_keyboard": True}
    number = await said(browser, emma, reply_markup=markup)
    keyboard = chats.view(page.world, emma, emma.chat)["keyboard"]
    assert keyboard["message"] == number
    assert [key["request"] for key in keyboard["rows"][0]] == ["users", "location", None]
    at = {"chat": emma.id, "message": number, "button": "Who?"}
    says = await browser.refused(emma, "pick", **at, people=[jiwoo.id, doyun.id])
    assert says == "Choose from 1 to 1 people."
    assert await browser.refused(emma, "pick", **at, people=[55]) == "Choose people who are here."
    told = await browser.act(emma, "pick", **at, people=[jiwoo.id])
    assert told["message"]["kind"] == "service"
    assert told["message"]["text"] == "Emma chose 지우"
    assert chats.view(page.world, emma, emma.chat)["keyboard"] is None


async def test_a_forced_reply_is_there_until_one_wrote(
    browser: Browser, page: Page, emma: Person
) -> None:
    markup = {"force_reply": True, "input_field_placeholder": "A word"}
    number = await said(browser, emma, reply_markup=markup)
    shown = chats.view(page.world, emma, emma.chat)["keyboard"]
    assert shown == {"message": number, "placeholder": "A word", "rows": []}
    emma.send_text("word")
    assert chats.view(page.world, emma, emma.chat)["keyboard"] is None


async def test_what_inline_mode_finds_is_sent(
    browser: Browser, emma: Person, jiwoo: Person
) -> None:
    found = {
        "type": "article",
        "id": "1",
        "title": "Rain",
        "description": "a day",
        "input_message_content": {"message_text": "It rained"},
    }
    typed = browser.act(emma, "inline", chat=emma.id, query="rain")
    answer = {"results": [found], "button": {"text": "More", "start_parameter": "more"}}
    told = await answering(browser, "inline_query", typed, "answerInlineQuery", **answer)
    assert told["results"] == [{"id": "1", "title": "Rain", "description": "a day"}]
    assert told["button"] == "More"
    ask = told["ask"]
    says = await browser.refused(jiwoo, "inline_choose", ask=ask, result="1")
    assert says == Refusals.of("ko").no_inline
    assert await browser.refused(emma, "inline_choose", ask=ask, result="2")
    sent = await browser.act(emma, "inline_choose", ask=ask, result="1")
    assert (sent["message"]["text"], sent["message"]["via"]) == ("It rained", "mindgitter_bot")
    started = await browser.act(emma, "inline_button", ask=ask)
    # As in the apps, what the bot is told by START is not shown.
    assert started["message"]["text"] == "/start"
    assert emma.chat.messages[-1].text == "/start more"


async def test_links_start_the_bot_add_it_and_lead_into_chats(
    browser: Browser, page: Page, emma: Person, jiwoo: Person
) -> None:
    bot = f"https://t.me/{page.world.bot.username}"
    assert await browser.act(emma, "open", url=f"{bot}?start=abc") == {
        "did": "sent",
        "chat": emma.id,
    }
    assert emma.chat.messages[-1].text == "/start abc"
    group = page.world.group("가족", [jiwoo], bot_is_member=False, supergroup=True)
    add = f"{bot}?startgroup=x&admin=invite_users"
    told = await browser.act(jiwoo, "open", url=add, chat=group.id)
    assert told == {"did": "added", "chat": group.id}
    link = await browser.bot("createChatInviteLink", chat_id=group.id, member_limit=1)
    url = link["invite_link"]
    assert await browser.act(emma, "open", url=url) == {"did": "joined", "chat": group.id}
    await browser.act(emma, "member", chat=group.id, person=emma.id, status="left")
    assert await browser.act(emma, "open", url=url) == {"did": "refused", "chat": None}


async def test_a_link_gives_the_bot_no_more_than_who_follows_it_may(
    browser: Browser, page: Page, emma: Person, jiwoo: Person
) -> None:
    bot = f"https://t.me/{page.world.bot.username}"
    channel = page.world.channel("News", jiwoo, bot_is_member=False)
    page.world.join(channel, emma)
    says = await browser.refused(emma, "open", url=f"{bot}?startchannel=x", chat=channel.id)
    assert says == "Only an administrator with this right can do that."
    assert page.world.bot.id not in channel.members
    says = await browser.refused(emma, "open", url=f"{bot}?startgroup=x", chat=emma.id)
    assert says == "Telegram would not allow that here."


@pytest.mark.parametrize("url", ["https://example.org", "https://t.me/somebody_else?start=1"])
async def test_a_link_that_leads_elsewhere_is_not_followed(
    browser: Browser, emma: Person, url: str
) -> None:
    says = await browser.refused(emma, "open", url=url)
    assert says == "This link leads out of the playground."
