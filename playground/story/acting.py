"""What the people of the story do in their chats, found and pressed as on a phone.

Everything can be asked for twice: what stands in the chat already is found and not done again, so
that a story that was stopped goes on where it was. Buttons are known by their data, whatever their
language. Every wait raises TimeoutError when the bot stays silent.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeVar

from playground.server import Chat, Message, Person, World
from playground.story.archives import FILE_NAME
from playground.story.films import SECONDS

#: How long the bot may take for one thing on a slow machine, in seconds.
PATIENCE_S: Final = 240.0

_INVITATION = re.compile(r"https://t\.me/\S+\?start=inv_[A-Za-z0-9_-]+")

T = TypeVar("T")
Send = Callable[..., Message]
Film = Callable[[], Awaitable[bytes]]


async def sees(world: World, find: Callable[[], T | None]) -> T:
    """Wait until something is to be seen in the chats."""
    return await world.wait_for(find, PATIENCE_S)


def data(message: Message, start: str) -> str | None:
    """The data of the first button of a message that begins so."""
    found = (button.data for button in message.buttons if button.data)
    return next((one for one in found if one.startswith(start)), None)


def offering(chat: Chat, start: str) -> Message | None:
    """The bot's newest message with such a button."""
    return next((m for m in reversed(chat.from_bot) if data(m, start)), None)


def answer_to(message: Message) -> Message | None:
    """What the bot has answered to a message."""
    return next((m for m in message.chat.from_bot if m.reply_to is message), None)


async def press(person: Person, message: Message, start: str) -> None:
    """Press a button and wait for the bot's answer; nothing where there is no such button."""
    wanted = data(message, start)
    if wanted is not None:
        await person.press(message, wanted, PATIENCE_S)


def said(person: Person, chat: Chat, text: str) -> Message | None:
    """A person's message with this text or caption, if it is there."""
    own = (m for m in chat.messages if m.author_id == person.id and not m.from_bot)
    return next((m for m in own if text in {m.text, m.caption}), None)


async def agree(person: Person) -> None:
    """Start the bot and agree to what it does, unless that is done."""
    if said(person, person.chat, "/start") and not offering(person.chat, "agree"):
        return
    asks = await _answered(person, person.send_text("/start"))
    if data(asks, "agree"):
        await press(person, asks, "agree")
        await sees(person.world, lambda: not data(asks, "agree"))


async def _answered(person: Person, message: Message) -> Message:
    """The bot's next message in the chat, which need not be a reply."""

    def find() -> Message | None:
        later = (m for m in message.chat.from_bot if m.message_id > message.message_id)
        return next(later, None)

    return await sees(person.world, find)


async def write(person: Person, text: str) -> Message:
    """Type a page and have it kept; the message that becomes its card."""
    message = said(person, person.chat, text) or person.send_text(text)
    card = await sees(person.world, lambda: answer_to(message))
    await press(person, card, "write:")
    return card


async def record(person: Person, send: Send, film: Film, caption: str, chat: Chat) -> Message:
    """Send a clip with a caption, as `send` does it; the message that becomes its card."""
    message = said(person, chat, caption)
    if message is None:
        message = send(await film(), SECONDS, caption=caption, chat=chat)
    card = await sees(person.world, lambda: answer_to(message))
    asks = next((b.data for b in card.buttons if (b.data or "").endswith(":always")), None)
    if asks is not None:
        await person.press(card, asks, PATIENCE_S)
    return card


async def feel(person: Person, card: Message, mood: int) -> None:
    """Tap one of the five faces, once the card has them; a face that is chosen stays."""
    ending = f":{mood}"

    def faces() -> list[str]:
        return [b.text for b in card.buttons if (b.data or "").startswith("mood:")]

    await sees(person.world, faces)
    if any(text.startswith("✓") for text in faces()):
        return
    found = next(b.data for b in card.buttons if b.data and b.data.endswith(ending))
    await person.press(card, found, PATIENCE_S)


async def finished(person: Person, card: Message) -> None:
    """Wait until an entry of a clip shows what was found."""
    await sees(person.world, lambda: card.photo)


async def bring(person: Person, archive: Callable[[], bytes]) -> None:
    """Bring an archive in by /import, unless it was."""
    if any(
        m.content.get("document", {}).get("file_name") == FILE_NAME for m in person.chat.messages
    ):
        return
    await _answered(person, person.send_text("/import"))
    sent = person.send_document(archive(), "application/zip", file_name=FILE_NAME)
    page = await sees(person.world, lambda: answer_to(sent))
    await sees(person.world, lambda: data(page, "import:"))
    await press(person, page, "import:")
    await sees(person.world, lambda: (data(page, "import:") or "").endswith(":undo"))


async def make_family(people: Sequence[Person], title: str) -> Chat:
    """A group with the bot, whose first one makes it a diary and whose second one joins it."""
    owner, second, *_ = people
    world = owner.world
    group = family_of(owner, title)
    if group is None:
        group = world.group(title, list(people), bot_is_admin=True, supergroup=True)
    joins = await sees(world, lambda: offering(group, "makediary") or offering(group, "joindiary"))
    if data(joins, "makediary"):
        await press(owner, joins, "makediary")
        joins = await sees(world, lambda: offering(group, "joindiary"))
    await press(second, joins, "joindiary")
    return group


def family_of(owner: Person, title: str) -> Chat | None:
    """The group of this name that the owner is in, if there is one."""
    groups = (c for c in owner.world.chats.values() if c.profile.get("title") == title)
    return next((chat for chat in groups if owner.id in chat.members), None)


async def invite(owner: Person, guest: Person, group: Chat) -> None:
    """The owner makes a link for one in private; the guest, who is in the group, follows it.

    Somebody who came into the group by it would have come at a time of the story, and the bot has
    asked for them now: it believes what is newer, that they are not there.
    """
    if any((m.text or "").startswith("/start inv_") for m in guest.chat.messages):
        return
    lead = await _answered(owner, owner.send_text("/invite", chat=group))
    page = await _after(owner, lambda: owner.open_link(lead.links[0]), "invite:")
    way = next(b.data for b in page.buttons if b.data and b.data.endswith(":one"))
    letter = await _after(owner, lambda: owner.tap(page, way), "invrevoke:")
    link = _INVITATION.findall(letter.text or "")[0]
    offer = await _after(guest, lambda: guest.open_link(link), "invyes:")
    await press(guest, offer, "invyes:")


async def _after(person: Person, act: Callable[[], object], start: str) -> Message:
    """Do something; the message of the bot that comes after it and has such a button."""
    chat = person.chat
    before = len(chat.every_message)
    act()

    def find() -> Message | None:
        later = (m for m in chat.every_message[before:] if m.from_bot)
        return next((m for m in later if data(m, start)), None)

    return await sees(person.world, find)


async def share(person: Person, card: Message, title: str) -> None:
    """Share a finished entry with the diary of this title, unless it is shared."""
    if data(card, "takeback:"):
        return
    await _press_when_there(person, card, "share:")
    await _press_when_there(person, card, "shareto:", title)
    await _press_when_there(person, card, "sharenow:")
    await sees(person.world, lambda: data(card, "takeback:"))


async def _press_when_there(person: Person, card: Message, start: str, text: str = "") -> None:
    """Wait for a button with such data, and this in its text, and press it."""

    def find() -> str | None:
        fitting = (b for b in card.buttons if (b.data or "").startswith(start) and text in b.text)
        return next((b.data for b in fitting), None)

    await person.press(card, await sees(person.world, find), PATIENCE_S)
