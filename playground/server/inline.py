"""Inline mode: a person types @bot and words in any chat, picks a result, and sends it there.

Rules: https://core.telegram.org/bots/inline.
"""

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playground.server import links, speaking
from playground.server.chats import Chat, Message
from playground.server.entities import TEXT_LIMIT, check_length, format_text
from playground.server.refusals import bad_request

if TYPE_CHECKING:
    from playground.server.people import Person

Json = dict[str, Any]

QUERY_LIMIT = 256


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """What the app shows: `results` are InlineQueryResult, `button` an InlineQueryResultsButton.

    `cache_time` in seconds; not `is_personal`, it would be shown to everybody who asks the same.
    """

    results: list[Json]
    button: Json | None
    cache_time: int
    is_personal: bool
    next_offset: str

    @property
    def titles(self) -> list[str]:
        """What stands in the list."""
        return [str(result.get("title", "")) for result in self.results]


@dataclass(slots=True, eq=False)
class InlineAsk:
    """Words that were typed behind the bot's name, and what the bot answers."""

    query_id: str
    person: "Person"
    query: str
    chat: Chat
    time: float
    answer: "asyncio.Future[InlineAnswer]" = field(repr=False)

    async def answered(self, seconds: float) -> InlineAnswer:
        """Return the bot's answer; TimeoutError after `seconds`."""
        return await asyncio.wait_for(asyncio.shield(self.answer), seconds)


def ask(person: "Person", query: str, chat: Chat | None, offset: str) -> InlineAsk:
    """Type `query` behind the bot's name; PermissionError where the bot knows no inline mode."""
    world, bot = person.world, person.world.bot
    if not bot.supports_inline_queries:
        raise PermissionError("this bot has no inline mode: the app just writes the words")
    if len(query) > QUERY_LIMIT:
        raise ValueError("the apps pass on at most 256 characters")
    there = chat or person.chat
    number = world.new_media_group_id()
    future: asyncio.Future[InlineAnswer] = asyncio.get_running_loop().create_future()
    made = bot.inline_asks[number] = InlineAsk(number, person, query, there, world.clock(), future)
    kind = "sender" if there is person.chat else there.type
    told = {"id": number, "from": person.json(), "query": query, "offset": offset}
    bot.updates.put("inline_query", told | {"chat_type": kind})
    world.changed()
    return made


def choose(asked: InlineAsk, title: str) -> Message:
    """Send the result with this title to the chat in which it was asked for."""
    person, world = asked.person, asked.person.world
    answer = asked.answer.result()
    found = next((r for r in answer.results if title in {r["id"], r.get("title")}), None)
    if found is None:
        raise LookupError(f"no result {title!r}: {answer.titles}")
    place = speaking.place(person, asked.chat, None, None)
    message = world.post(
        place,
        person.json(),
        text_content(found["input_message_content"]),
        markup=found.get("reply_markup"),
        extra={"via_bot": world.bot.json()},
        author_id=person.id,
    )
    world.tell_bots("message", message)
    if world.bot.hears_of_chosen_results:
        told = {"result_id": found["id"], "from": person.json(), "query": asked.query}
        world.bot.updates.put("chosen_inline_result", told)
    return message


def press_button(asked: InlineAsk) -> Message:
    """Press the button above the results, which leads to the bot's private chat."""
    button = asked.answer.result().button
    if button is None or "start_parameter" not in button:
        raise LookupError("no button above the results")
    world = asked.person.world
    url = f"https://t.me/{world.bot.username}?start={button['start_parameter']}"
    sent = links.follow(world, asked.person, url, None)
    assert isinstance(sent, Message)  # noqa: S101  what such a link does
    return sent


def text_content(given: Json) -> Json:
    """Return the content of the text message that a result becomes."""
    text, entities = format_text(
        str(given.get("message_text", "")), given.get("parse_mode"), given.get("entities")
    )
    if not text:
        raise bad_request("message text is empty")
    check_length(text, TEXT_LIMIT, "message")
    preview = given.get("link_preview_options")
    content: Json = {"text": text, **({"entities": entities} if entities else {})}
    return content | ({"link_preview_options": preview} if preview else {})
