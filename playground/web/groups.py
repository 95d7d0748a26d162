"""Whom one meets: more people, groups, channels, topics, and who is what in them."""

from __future__ import annotations

import re
from typing import Any

from languages.catalogue import LANGUAGES
from playground.server import Chat, Person
from playground.server.members import GONE, KNOWN_RIGHTS, may_change, status
from playground.web import chats, sight
from playground.web.asked import TITLE_LIMIT, Asked
from playground.web.errors import ActRefused
from playground.web.phrases import Services

Json = dict[str, Any]

USERNAME = re.compile(r"[A-Za-z]\w{4,31}", re.ASCII)
STATUSES = frozenset({"member", "administrator", "left", "kicked"})


async def people(asked: Asked) -> Json:
    """Bring somebody new."""
    username = asked.word("username").removeprefix("@") or None
    taken = {(p.username or "").lower() for p in asked.world.people.values()}
    taken.add(asked.world.bot.username.lower())
    if username is not None and not USERNAME.fullmatch(username):
        raise ActRefused("bad_username")
    if username is not None and username.lower() in taken:
        raise ActRefused("name_taken")
    language = asked.word("language", LANGUAGES[0])
    if language not in LANGUAGES:
        raise ActRefused("not_understood")
    number = max(asked.world.people, default=7000) + 1
    made = asked.world.person(number, asked.name("first_name"), language, username=username)
    asked.page.changed()
    return {"person": {"id": made.id, "name": made.first_name}}


async def group(asked: Asked) -> Json:
    """Make a group of oneself and others, with or without the bot."""
    made = asked.world.group(
        asked.name("title", TITLE_LIMIT),
        _with_oneself(asked),
        supergroup=asked.flag("supergroup"),
        forum=asked.flag("forum"),
        bot_is_member=asked.flag("with_bot"),
    )
    return _chat(asked, made)


async def channel(asked: Asked) -> Json:
    """Make a channel, with a group beside it where it is `discussed`."""
    title, with_bot = asked.name("title", TITLE_LIMIT), asked.flag("with_bot")
    everybody = _with_oneself(asked)
    beside = None
    if asked.flag("discussed"):
        name = _discussion(asked.person, title)
        beside = asked.world.group(name, everybody, supergroup=True, bot_is_admin=with_bot)
        if not with_bot:
            asked.world.set_bot_status(beside, asked.person, "left")
    made = asked.world.channel(title, asked.person, discussion=beside, bot_is_member=with_bot)
    for person in everybody[1:]:
        asked.world.join(made, person, by=asked.person)
    return _chat(asked, made)


async def member(asked: Asked) -> Json:
    """Add, promote, demote or remove somebody or the bot, or go away oneself."""
    chat, wanted = asked.open_chat(), asked.word("status")
    who, rights = asked.number("person"), _rights(asked)
    if wanted not in STATUSES or chat.private:
        raise ActRefused("not_understood")
    if who == asked.world.bot.id:
        _check_may_change(asked, chat, who, wanted)
        if chat.type == "channel" and wanted == "member":
            raise ActRefused("not_possible")  # in channels a bot is administrator or not there
        asked.world.set_bot_status(chat, asked.person, wanted, **rights)
        return {}
    person = asked.world.people.get(who)
    if person is None:
        raise ActRefused("unknown_people")
    _change(asked, chat, person, wanted, rights)
    return {}


async def topic(asked: Asked) -> Json:
    """Begin a topic of a forum."""
    chat = asked.writable_chat()
    if not chat.forum:
        raise ActRefused("no_forum")
    made = asked.world.topic(chat, asked.name("name", TITLE_LIMIT), by=asked.person)
    return {"topic": {"id": made.thread_id, "name": made.name}}


async def migrate(asked: Asked) -> Json:
    """Make a basic group a supergroup."""
    chat = asked.chat()
    if status(chat, asked.person.id) != "creator":
        raise ActRefused("only_owner")
    if chat.type != "group" or chat.migrated_to is not None:
        raise ActRefused("not_possible")
    return _chat(asked, asked.world.migrate(chat))


async def block(asked: Asked) -> Json:
    """Stop the bot, or let it write again."""
    asked.world.set_blocked(asked.person, blocked=asked.flag("blocked"))
    return {}


def _discussion(person: Person, title: str) -> str:
    """What the group beside a channel is called, so that the two are told apart in a list."""
    pattern = Services.of(sight.language(person)).discussion
    room = TITLE_LIMIT - len(pattern.format(title=""))
    return pattern.format(title=title[:room].rstrip())


def _with_oneself(asked: Asked) -> list[Person]:
    others = [person for person in asked.people() if person is not asked.person]
    return [asked.person, *others]


def _chat(asked: Asked, made: Chat) -> Json:
    asked.page.changed()
    return {"chat": chats.view(asked.world, asked.person, made)}


def _rights(asked: Asked) -> Json:
    rights = asked.values.get("rights") or {}
    fit = isinstance(rights, dict) and rights.keys() <= KNOWN_RIGHTS
    if not fit or not all(isinstance(given, bool) for given in rights.values()):
        raise ActRefused("not_understood")
    return rights


def _change(asked: Asked, chat: Chat, person: Person, wanted: str, rights: Json) -> None:
    """Do what is wanted, as the apps do it."""
    world, me = asked.world, asked.person
    if person is me and wanted == "left":
        world.leave(chat, me)
        return
    _check_may_change(asked, chat, person.id, wanted)
    if wanted == "member" and status(chat, person.id) in GONE:
        world.join(chat, person, by=me)
    elif wanted in GONE:
        world.kick(chat, me, person)
    else:
        world.set_status(chat, me, person, wanted, **rights)


def _check_may_change(asked: Asked, chat: Chat, who: int, wanted: str) -> None:
    """ActRefused where this person may not make `who` what is wanted."""
    me = asked.person.id
    if status(chat, who) == "creator" or who == me:
        raise ActRefused("not_possible")
    if not may_change(chat, me, who, wanted):
        raise ActRefused("not_admin")
