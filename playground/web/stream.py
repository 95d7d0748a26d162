"""Server-sent events: everything there is at first, then only what changed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playground.server import Person
from playground.server.watching import Call
from playground.web import calls, chats, messages, phrases, sight
from playground.web.messages import Key
from playground.web.page import Page

Json = dict[str, Any]
Event = tuple[str, Json]

MESSAGES_AN_EVENT = 200
CALLS_AT_FIRST = 200
#: Changes within this time go out together, in seconds.
TOGETHER_S = 0.02
#: A sign of life for whatever sits between, in seconds.
ALIVE_S = 15.0


@dataclass(slots=True, eq=False)
class Told:
    """What one stream has told: events as they were, prints of messages, how many calls.

    `seen` is how many changes the world had at the last look.
    """

    events: dict[str, Json] = field(default_factory=dict)
    prints: dict[Key, tuple[Any, ...]] = field(default_factory=dict)
    calls: int | None = None
    seen: int = 0


def frame(event: Event) -> bytes:
    """An event as it goes over the line; what UTF-8 cannot write is a question mark."""
    name, content = event
    told = json.dumps(content, ensure_ascii=False)
    return f"event: {name}\ndata: {told}\n\n".encode(errors="replace")


def news(page: Page, person: Person, told: Told) -> Iterator[Event]:
    """What this person's stream has not been told yet."""
    told.seen = page.world.watchers.changes
    if not told.events:
        told.events["hello"] = hello(page, person)
        yield "hello", told.events["hello"]
    yield from _changed(told, "people", {"people": _people(page)})
    yield from _changed(told, "bot", _bot(page, person))
    yield from _changed(told, "chats", _chats(page, person))
    yield from _messages(page, person, told)
    yield from _calls(page, person, told)
    yield from _changed(told, "story", _story(page))
    yield from _changed(told, "unread", {"people": page.unread(person)})


async def wait(page: Page, told: Told) -> None:
    """Wait until something may have changed since the last look, at most for a sign of life."""
    await page.world.watchers.after(told.seen, ALIVE_S)
    await asyncio.sleep(TOGETHER_S)


def hello(page: Page, person: Person) -> Json:
    """Who looks, and every sentence that the page says."""
    language = sight.language(person)
    return {
        "viewer": person.id,
        "language": language,
        "words": phrases.told(language),
        "now": page.world.clock(),
        "sample": "/media/sample",
        "kept": page.kept,
    }


def _changed(told: Told, name: str, content: Json) -> Iterator[Event]:
    if told.events.get(name) != content:
        told.events[name] = content
        yield name, content


def _people(page: Page) -> list[Json]:
    return [
        {
            "id": person.id,
            "name": messages.full_name(person.json()),
            "first_name": person.first_name,
            "last_name": person.last_name,
            "username": person.username,
            "language": sight.language(person),
        }
        for person in page.world.people.values()
    ]


def _bot(page: Page, person: Person) -> Json:
    bot = page.world.bot
    told = bot.descriptions
    return {
        "id": bot.id,
        "name": bot.first_name,
        "username": bot.username,
        "description": told.get(sight.language(person)) or told.get("", ""),
        "state": page.bot_state,
    }


def _chats(page: Page, person: Person) -> Json:
    found = sight.chats(page.world, person)
    return {"chats": [chats.view(page.world, person, chat) for chat in found]}


def _messages(page: Page, person: Person, told: Told) -> Iterator[Event]:
    """New and changed messages, and those that went or may no longer be read."""
    waiting = messages.unseen(page.world)
    there: dict[Key, tuple[Any, ...]] = {}
    fresh = []
    for message in sight.messages(page.world, person):
        key, now = messages.key(message), messages.print_of(message, waiting)
        there[key] = now
        if told.prints.get(key) != now:
            fresh.append(message)
    gone = [
        {"chat": chat, "id": number} for chat, number in told.prints if (chat, number) not in there
    ]
    told.prints = there
    if gone:
        yield "gone", {"messages": gone}
    for first in range(0, len(fresh), MESSAGES_AN_EVENT):
        some = fresh[first : first + MESSAGES_AN_EVENT]
        shown = [messages.view(page.world, person, message, waiting) for message in some]
        yield "messages", {"messages": shown}


def _calls(page: Page, person: Person, told: Told) -> Iterator[Event]:
    """Requests of the bot since the last look, and what it said it is doing in this one's chats."""
    every = page.world.calls
    is_first = told.calls is None
    first = max(0, len(every) - CALLS_AT_FIRST) if told.calls is None else told.calls
    told.calls = len(every)
    new = list(enumerate(every[first:], first))
    mine = {chat.id for chat in sight.chats(page.world, person)}
    if new:
        yield "calls", {"calls": [_call(page, person, one, mine) for one in new]}
    if is_first:
        return
    for _, call in new:
        found = calls.action(call)
        if found is not None and found[0] in mine:
            yield "action", {"chat": found[0], "action": found[1]}


def _call(page: Page, person: Person, one: tuple[int, Call], mine: set[int]) -> Json:
    number, call = one
    readable = calls.is_readable(page.world, person, call, mine)
    return calls.view(number, call, readable=readable)


def _story(page: Page) -> Json:
    return {"state": page.story.state, "done": page.story.done, "of": page.story.of}
