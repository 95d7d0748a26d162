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
from playground.story import dates
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


async def agree(person: Person, date: float) -> None:
    """Start the bot and agree to what it does, unless that is done."""
    begin = said(person, person.chat, "/start") or person.send_text("/start", date=date)
    asks = await _answered(person, begin)
    if data(asks, "agree"):
        await press(person, asks, "agree")
        await sees(person.world, lambda: not data(asks, "agree"))


async def _answered(person: Person, message: Message) -> Message:
    """The bot's next message in the chat, which need not be a reply."""

    def find() -> Message | None:
        later = (m for m in message.chat.from_bot if m.message_id > message.message_id)
        return next(later, None)

    return await sees(person.world, find)


async def write(person: Person, text: str, date: float) -> Message:
    """Type a page and have it kept; the message that becomes its card."""
    message = said(person, person.chat, text) or person.send_text(text, date=date)
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


async def bring(person: Person, archive: Callable[[], bytes], date: float) -> None:
    """Bring an archive in by /import, unless it was."""
    sent = _brought(person)
    if sent is None:
        await _answered(person, person.send_text("/import", date=date))
        sent = person.send_document(archive(), "application/zip", file_name=FILE_NAME, date=date)
    page = await sees(person.world, lambda: answer_to(sent))
    # Where nothing is to be chosen it was brought in, or taken out again, at another time.
    await sees(person.world, lambda: page.edit_date is not None)
    if (data(page, "import:") or "").endswith(":bring"):
        await press(person, page, "import:")
        await sees(person.world, lambda: (data(page, "import:") or "").endswith(":undo"))


def _brought(person: Person) -> Message | None:
    """The message with the archive, if it was sent."""
    sent = (m for m in person.chat.messages if m.author_id == person.id)
    return next(
        (m for m in sent if m.content.get("document", {}).get("file_name") == FILE_NAME), None
    )


async def make_family(people: Sequence[Person], title: str, date: float) -> Chat:
    """A group with the bot, whose first one makes it a diary and whose second one joins it."""
    owner, second, *_ = people
    world = owner.world
    group = family_of(owner, title)
    if group is None:
        group = world.group(title, list(people), bot_is_admin=True, supergroup=True)
        dates.set_back(group.messages, date)
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


async def invite(owner: Person, guest: Person, group: Chat, date: float) -> None:
    """The owner makes a link for one in private; the guest, who is in the group, follows it."""
    if not any((m.text or "").startswith("/start inv_") for m in guest.chat.messages):
        link = await _link(owner, group, date)
        await _after(guest, lambda: guest.open_link(link), "invyes:", date)
    offer = offering(guest.chat, "invyes:")
    if offer is not None:
        await press(guest, offer, "invyes:")


async def _link(owner: Person, group: Chat, date: float) -> str:
    """An invitation of one person to the group's diary."""
    lead = await _answered(owner, owner.send_text("/invite", chat=group, date=date))
    page = await _after(owner, lambda: owner.open_link(lead.links[0]), "invite:", date)
    way = next(b.data for b in page.buttons if b.data and b.data.endswith(":one"))
    letter = await _after(owner, lambda: owner.tap(page, way), "invrevoke:", date)
    link: str = _INVITATION.findall(letter.text or "")[0]
    return link


async def _after(person: Person, act: Callable[[], object], start: str, date: float) -> Message:
    """Do something; the message of the bot that comes after it and has such a button.

    What is sent by it is of this date.
    """
    chat = person.chat
    before = len(chat.every_message)
    act()
    dates.set_back(chat.every_message[before:], date)

    def find() -> Message | None:
        later = (m for m in chat.every_message[before:] if m.from_bot)
        return next((m for m in later if data(m, start)), None)

    return await sees(person.world, find)


async def share(person: Person, card: Message, title: str) -> None:
    """Share a finished entry with the diary of this title, unless it is shared."""

    def step() -> str | None:
        return next((found for start, text in ways if (found := _way(card, start, text))), None)

    ways = (("takeback:", ""), ("sharenow:", ""), ("shareto:", title), ("share:", ""))
    while not (now := await sees(person.world, step)).startswith("takeback:"):
        await person.press(card, now, PATIENCE_S)
        await sees(person.world, lambda now=now: step() not in {None, now})  # type: ignore[misc]


def _way(card: Message, start: str, text: str) -> str | None:
    """The data of a button with such data, and this in its text."""
    fitting = (b for b in card.buttons if (b.data or "").startswith(start) and text in b.text)
    return next((b.data for b in fitting), None)
