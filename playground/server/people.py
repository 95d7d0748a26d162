"""What people do in a stand-in world.

They write, send clips, forward, press buttons, block the bot.
"""

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from playground.server import inline, links, places, senders, speaking
from playground.server.chats import Button, Chat, Message, Topic
from playground.server.entities import CAPTION_LIMIT, TEXT_LIMIT, complete, count
from playground.server.files import Source, read
from playground.server.inline import InlineAsk
from playground.server.media import Attachment, describe
from playground.server.stewards import Steward
from playground.server.watching import PATIENCE

if TYPE_CHECKING:
    from playground.server.world import World

Json = dict[str, Any]

ALBUM = 2, 10


@dataclass(slots=True, eq=False)
class Press:
    """A press of a button.

    Its callback query's identifier, the bot's answer when it has come, and whose press it is.
    """

    query_id: str
    time: float
    answer: "asyncio.Future[Json]"
    person: "Person | None" = None

    async def answered(self, seconds: float = PATIENCE) -> Json:
        """Return the parameters of answerCallbackQuery ("text", "show_alert"…).

        TimeoutError after `seconds`.
        """
        return await asyncio.wait_for(asyncio.shield(self.answer), seconds)


@dataclass(slots=True, eq=False)
class Person:
    """Somebody with a Telegram account.

    What they send goes to their chat with the bot, or to `chat`, or to where `reply_to` or `topic`
    is. `anonymous` hides an administrator behind the group's name.
    """

    world: "World"
    id: int
    first_name: str
    language_code: str | None = None
    username: str | None = None
    last_name: str | None = None
    deactivated: bool = False
    photos: list[list[Json]] = field(default_factory=list)

    @property
    def chat(self) -> Chat:
        """The private chat with the (first) bot."""
        return self.world.private_chat(self)

    @property
    def blocked(self) -> bool:
        """Whether this person blocked the bot."""
        return self.id in self.world.bot.blocked_by

    def json(self) -> Json:
        """Return the Bot API's User."""
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        given = {key: value for key, value in optional.items() if value is not None}
        return {"id": self.id, "is_bot": False, "first_name": self.first_name, **given}

    def send_text(
        self, text: str, *, chat: Chat | None = None, reply_to: Message | None = None, **extra: Any
    ) -> Message:
        """Send a text, command or not. `extra` is put into the message's JSON (forward_origin…)."""
        if not 0 < count(text) <= TEXT_LIMIT:
            raise ValueError("Telegram's apps send texts of 1 to 4096 UTF-16 units")
        entities = complete(text, [])
        content = {"text": text, **({"entities": entities} if entities else {})}
        return self.send_content(content, chat=chat, reply_to=reply_to, **extra)

    def send(
        self,
        attachment: Attachment,
        *,
        chat: Chat | None = None,
        reply_to: Message | None = None,
        **extra: Any,
    ) -> Message:
        """Send an attachment.

        `extra` is put into the message's JSON (media_group_id, forward_origin…).
        """
        if attachment.caption and attachment.kind in {"video_note", "sticker"}:
            raise ValueError(f"a {attachment.kind} has no caption")
        if count(attachment.caption) > CAPTION_LIMIT:
            raise ValueError("Telegram's apps send captions of at most 1024 UTF-16 units")
        content = describe(attachment, self.world.files)
        if attachment.caption:
            entities = complete(attachment.caption, [])
            content["caption"] = attachment.caption
            content |= {"caption_entities": entities} if entities else {}
        return self.send_content(content, chat=chat, reply_to=reply_to, **extra)

    def send_content(
        self,
        content: Json,
        *,
        chat: Chat | None = None,
        reply_to: Message | None = None,
        topic: Topic | None = None,
        anonymous: bool | None = None,
        as_channel: Chat | None = None,
        date: float | None = None,
        **extra: Any,
    ) -> Message:
        """Send whatever a message can carry, as its part of the JSON, like {"dice": …}.

        `date` (unix seconds) is when it is said to be sent. PermissionError where this person
        could not.
        """
        place = speaking.place(self, chat, reply_to, topic)
        if place.private and self.blocked:
            self.unblock_bot()
        sender, shown = speaking.sender(self, place, anonymous=anonymous, as_channel=as_channel)
        thread = speaking.thread(self, place, reply_to, topic, content)
        extra = {**thread, **shown, **extra}
        message = self.world.post(
            place, sender, content, reply_to=reply_to, extra=extra, author_id=self.id, date=date
        )
        self.world.tell_bots("message", message)
        places.forward_post(self.world, message)
        return message

    def send_video_note(
        self,
        source: Source,
        duration: int = 5,
        *,
        length: int = 384,
        file_size: int | None = None,
        **more: Any,
    ) -> Message:
        """Send a round video.

        `duration` in seconds, `length` its side in pixels, `file_size` as it is told.
        """
        note = Attachment(
            "video_note", read(source), duration=duration, width=length, file_size=file_size
        )
        return self.send(note, **more)

    def send_video(self, source: Source, duration: int = 5, **more: Any) -> Message:
        """Send a video.

        `more` are fields of Attachment (caption, file_name…) and arguments of send().
        """
        return self._send("video", source, more | {"duration": duration})

    def send_document(self, source: Source, mime_type: str, **more: Any) -> Message:
        """Send a file; `more` as for send_video."""
        return self._send("document", source, more | {"mime_type": mime_type})

    def send_photo(self, source: Source, **more: Any) -> Message:
        """Send a PNG or JPEG as a photo; `more` as for send_video."""
        return self._send("photo", source, more)

    def send_voice(self, source: Source, duration: int = 5, **more: Any) -> Message:
        """Send a voice message; `more` as for send_video."""
        return self._send("voice", source, more | {"duration": duration})

    def send_audio(self, source: Source, duration: int = 5, **more: Any) -> Message:
        """Send a piece of music or another sound file; `more` as for send_video."""
        return self._send("audio", source, more | {"duration": duration})

    def send_location(self, latitude: float, longitude: float, **more: Any) -> Message:
        """Send where one is, in degrees; ValueError for no place on earth."""
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004  degrees
            raise ValueError("no place on earth")
        return self.send_content(
            {"location": {"latitude": latitude, "longitude": longitude}}, **more
        )

    def send_sticker(self, source: Source, **more: Any) -> Message:
        """Send a sticker; `more` as for send_video."""
        return self._send("sticker", source, more)

    def album(self, attachments: list[Attachment], caption: str = "", **more: Any) -> list[Message]:
        """Send 2 to 10 attachments as one album; `caption` goes to the first, as the apps do it."""
        if not ALBUM[0] <= len(attachments) <= ALBUM[1]:
            raise ValueError("an album has 2 to 10 items")
        first = replace(attachments[0], caption=caption or attachments[0].caption)
        group = self.world.new_media_group_id()
        return [self.send(a, media_group_id=group, **more) for a in (first, *attachments[1:])]

    def forward(
        self, message: Message, *, chat: Chat | None = None, hidden: bool = False, **more: Any
    ) -> Message:
        """Forward a message.

        `hidden` where its sender does not let forwards link to the account.
        """
        origin = forwarded(message.sender["first_name"], message.date)
        origin = origin if hidden else senders.origin(message.json())
        return self.send_content(dict(message.content), chat=chat, forward_origin=origin, **more)

    def edit_text(self, message: Message, text: str) -> None:
        """Change one's own text or caption; the bot is told with edited_message.

        ValueError for the same words (MESSAGE_NOT_MODIFIED), and for what was forwarded.
        """
        name = "text" if "text" in message.content else "caption"
        if "forward_origin" in message.extra or text == message.content.get(name, ""):
            raise ValueError("what is forwarded, or stays as it is, is not edited")
        entities = complete(text, [])
        content = {**message.content, name: text}
        key = "entities" if name == "text" else "caption_entities"
        content.pop(key, None)
        self.world.change(message, content | ({key: entities} if entities else {}), message.markup)
        self.world.tell_bots("edited_message", message)

    def delete(self, message: Message) -> None:
        """Delete a message for both sides; bots are never told."""
        self.world.delete(message)

    def react(self, message: Message, emoji: str | None, *, anonymous: bool = False) -> None:
        """Set or (None) remove one's reaction; only a bot that is administrator may be told."""
        old = message.reactions.get(self.id, [])
        self.world.react(message, self.id, [emoji] if emoji else [])
        self.world.tell_of_reaction(self, message, old, anonymous=anonymous)

    def tap(self, message: Message, button: str) -> Press:
        """Press the button with this text or callback data.

        LookupError where there is none to press.
        """
        found = _find_button(message, button)
        return self.call(message, str(found.data))

    def call(self, message: Message, data: str, *, inaccessible: bool = False) -> Press:
        """Send a callback query with any data, as a changed app can.

        Also data that no button has. Of an `inaccessible` message the bot sees only where it was.
        """
        return self.world.press(
            self, message.chat, message.message_id, data, inaccessible=inaccessible
        )

    def call_at(self, chat: Chat, message_id: int, data: str) -> Press:
        """Send a callback query of a message that may be deleted or never have been."""
        gone = chat.find(message_id) is None
        return self.world.press(self, chat, message_id, data, inaccessible=gone)

    async def press(self, message: Message, button: str, seconds: float = PATIENCE) -> Json:
        """Press a button and return the bot's answer; TimeoutError after `seconds` without one."""
        return await self.tap(message, button).answered(seconds)

    def type_inline(self, query: str, chat: Chat | None = None, offset: str = "") -> InlineAsk:
        """Type the bot's name and `query` in a chat; PermissionError without inline mode."""
        return inline.ask(self, query, chat, offset)

    async def search_inline(
        self, query: str, chat: Chat | None = None, seconds: float = PATIENCE
    ) -> InlineAsk:
        """Type it, and return when the bot has answered; TimeoutError after `seconds`."""
        asked = inline.ask(self, query, chat, "")
        await asked.answered(seconds)
        return asked

    def choose_inline(self, asked: InlineAsk, title: str) -> Message:
        """Send the result with this title (or id) where it was asked for; LookupError."""
        return inline.choose(asked, title)

    def press_inline_button(self, asked: InlineAsk) -> Message:
        """Press the button above the results: it starts the bot in private."""
        return inline.press_button(asked)

    def steward(self, chat: Chat) -> Steward:
        """Return this person at work in a chat that they run: rename, pin, begin topics …."""
        return Steward(self, chat)

    def set_photo(self, content: bytes) -> None:
        """Show another photo (PNG or JPEG) in one's profile."""
        described = describe(Attachment("photo", content), self.world.files)
        self.photos.insert(0, described["photo"])

    def block_bot(self) -> None:
        """Stop the bot; it is told with my_chat_member."""
        self.world.set_blocked(self, blocked=True)

    def unblock_bot(self) -> None:
        """Restart the bot; it is told with my_chat_member."""
        self.world.set_blocked(self, blocked=False)

    def join_by_link(self, url: str) -> str:
        """Follow an invitation link: "joined", "requested" or "refused"."""
        return links.join(self.world, self, url)

    def open_link(self, url: str, chat: Chat | None = None) -> Message | str | None:
        """Follow a t.me link: start the bot, add it to `chat`, or join.

        Returns what was sent, or what join_by_link says. ValueError for any other link.
        """
        return links.follow(self.world, self, url, chat)

    def pick_users(self, message: Message, button: str, people: "list[Person]") -> Message:
        """Answer a button of a reply keyboard that asks for users; LookupError without one."""
        content = links.shared_users(message, button, [person.json() for person in people])
        return self.send_content(content, chat=message.chat)

    def keyboard(self, chat: Chat | None = None) -> list[str]:
        """Return the texts on the reply keyboard now shown."""
        return links.keyboard_texts(chat or self.chat)

    def _send(self, kind: str, source: Source, more: Json) -> Message:
        """Split fields of the attachment from arguments of send()."""
        names = Attachment.__dataclass_fields__
        fields = {key: value for key, value in more.items() if key in names}
        rest = {key: value for key, value in more.items() if key not in names}
        return self.send(Attachment(kind, read(source), **fields), **rest)


def forwarded(name: str, date: int) -> Json:
    """Return a forward_origin of somebody who hides the account.

    `date` (unix seconds) is the original's.
    """
    return {"type": "hidden_user", "date": date, "sender_user_name": name}


def _find_button(message: Message, wanted: str) -> Button:
    """Return the button to press."""
    for button in message.buttons:
        if wanted in {button.text, button.data} and button.data is not None:
            return button
    there = ", ".join(f"{button.text!r}" for button in message.buttons) or "no buttons"
    raise LookupError(f"no button {wanted!r} on message {message.message_id}: {there}")
