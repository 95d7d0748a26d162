"""A group that is a diary, for journeys about who is in it."""

from __future__ import annotations

from bot.phrases import groups as group_phrases
from playground.server import Chat, Message, Person
from tests.journeys.people import Town, button_texts


async def household(
    town: Town, language: str, *, bot_is_admin: bool = True
) -> tuple[Chat, Person, Person]:
    """A group whose owner has made it a diary, and somebody who has joined."""
    owner, member = town.newcomer(language, "지우"), town.newcomer(language, "Emma")
    group = town.world.group("Family", [owner, member], bot_is_admin=bot_is_admin, supergroup=True)
    words = group_phrases.words_in(language)
    greeting = await offered(town, group, words.make_button)
    await owner.press(greeting, words.make_button, 60)
    joins = await offered(town, group, words.join_button)
    await member.press(joins, words.join_button, 60)
    for person in (owner, member):
        await town.agree(person)
    return group, owner, member


async def offered(town: Town, chat: Chat, button: str) -> Message:
    """The newest message of the bot that has this button."""

    def find() -> Message | None:
        found = (m for m in reversed(chat.from_bot) if button in button_texts(m))
        return next(found, None)

    return await told(town, find)


async def told(town: Town, predicate: object) -> Message:
    """The first true result of a look into the chats."""
    return await town.sees(None, predicate)  # type: ignore[arg-type, no-any-return]


async def said(town: Town, person: Person, text: str) -> Message:
    """The bot's message to a person that contains this, markup aside."""
    plain = text.replace("<b>", "").replace("</b>", "")
    return await told(
        town,
        lambda: next((m for m in person.chat.from_bot if plain in (m.text or "")), None),
    )


async def turned(town: Town, page: Message, text: str) -> None:
    """A page has become another that contains this, markup aside."""
    plain = text.replace("<b>", "").replace("</b>", "")
    await town.sees(None, lambda: plain in (page.text or ""))  # type: ignore[arg-type]


async def asks(town: Town, person: Person, command: str, button: str) -> Message:
    """Send a command in private; the answer that has this button."""
    sent = person.send_text(command)

    def find() -> Message | None:
        later = (m for m in person.chat.from_bot if m.message_id > sent.message_id)
        return next((m for m in later if button in button_texts(m)), None)

    return await told(town, find)


def state_of(town: Town, person: Person, group: Chat) -> object:
    """What somebody is in a group's diary."""
    return town.bot.value(
        "SELECT members.state FROM members JOIN persons ON persons.id = person_id"
        " JOIN diaries ON diaries.id = diary_id"
        " WHERE persons.telegram_id = ? AND diaries.chat_id = ?",
        person.id,
        group.id,
    )
