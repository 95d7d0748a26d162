"""Chats and the messages in them, as people see them, and as the Bot API's JSON."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playground.server.files import FileStore
from playground.server.invitations import InviteLink
from playground.server.senders import MASKS

Json = dict[str, Any]

ACTION_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Version:
    """A message as it stood from `time` (unix seconds) on.

    `content` is the part of its JSON that edits change.
    """

    time: float
    content: Json
    markup: Json | None

    @property
    def text(self) -> str:
        """The text, or the caption where there is a media."""
        return str(self.content.get("text") or self.content.get("caption") or "")


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button."""

    text: str
    data: str | None
    url: str | None


@dataclass(slots=True, eq=False)
class Message:
    """One message with its whole history.

    `versions[0]` is what was sent, `versions[-1]` what is seen. `sender` is the account that bots
    see (or would see: a channel's posts have none), `author_id` who really wrote it.
    """

    chat: "Chat"
    message_id: int
    sender: Json
    date: int
    versions: list[Version]
    reply_to: "Message | None" = None
    extra: Json = field(default_factory=dict)
    edit_date: int | None = None
    reactions: dict[int, list[str]] = field(default_factory=dict)
    deleted: bool = False
    author_id: int = 0
    reply_keyboard: Json | None = None

    @property
    def thread_id(self) -> int | None:
        """The topic or reply thread that it belongs to."""
        return self.extra.get("message_thread_id")

    @property
    def content(self) -> Json:
        """The present content as JSON."""
        return self.versions[-1].content

    @property
    def markup(self) -> Json | None:
        """The present inline keyboard as JSON, or None."""
        return self.versions[-1].markup

    @property
    def text(self) -> str | None:
        """The text of a text message."""
        return self.content.get("text")

    @property
    def caption(self) -> str | None:
        """The caption of a media."""
        return self.content.get("caption")

    @property
    def entities(self) -> list[Json]:
        """The entities of the text or the caption."""
        return self.content.get("entities") or self.content.get("caption_entities") or []

    @property
    def photo(self) -> bytes | None:
        """The bytes of the photo as they were uploaded."""
        sizes = self.content.get("photo")
        return self.chat.files.again(sizes[-1]["file_id"]).content if sizes else None

    @property
    def kind(self) -> str:
        """Which media it is (photo, video, video_note, animation…), else "text" or "other"."""
        kinds = (
            "photo",
            "video_note",
            "video",
            "animation",
            "document",
            "voice",
            "audio",
            "sticker",
            "location",
            "text",
        )
        return next((kind for kind in kinds if kind in self.content), "other")

    @property
    def from_bot(self) -> bool:
        """Whether a bot sent it."""
        return bool(self.sender["is_bot"]) and self.sender["id"] not in MASKS

    @property
    def links(self) -> list[str]:
        """The addresses of its buttons and of its linked words."""
        linked = [entity["url"] for entity in self.entities if "url" in entity]
        return [button.url for button in self.buttons if button.url] + linked

    @property
    def buttons(self) -> list[Button]:
        """The inline buttons, row after row."""
        return [
            Button(button["text"], button.get("callback_data"), button.get("url"))
            for row in (self.markup or {}).get("inline_keyboard", [])
            for button in row
        ]

    def json(self, *, nested: bool = False) -> Json:
        """Return the Bot API's Message.

        A `nested` one stands in another and names no reply itself.
        """
        sender = {} if self.chat.type == "channel" else {"from": self.sender}
        place = {"chat": self.chat.json(), "date": self.date}
        result: Json = {"message_id": self.message_id, **sender, **place}
        result |= {**self.extra, **self.content}
        if self.edit_date is not None:
            result["edit_date"] = self.edit_date
        reply = self._shown_reply()
        if reply is not None and not reply.deleted and not nested:
            result["reply_to_message"] = reply.json(nested=True)
        if self.markup is not None:
            result["reply_markup"] = self.markup
        return result

    def _shown_reply(self) -> "Message | None":
        """Return what it replies to; in a topic that is at least the topic's beginning."""
        if self.reply_to is not None or "is_topic_message" not in self.extra:
            return self.reply_to
        return self.chat.find(self.thread_id or 0) if self.thread_id != self.message_id else None


@dataclass(slots=True, eq=False)
class Topic:
    """A topic of a forum; `root` is the service message that began it.

    `colour` is its icon's (RGB), `emoji` the custom emoji that stands for it, "" for none.
    """

    chat: "Chat"
    name: str
    root: Message
    colour: int
    emoji: str = ""
    closed: bool = False

    def json(self) -> Json:
        """Return the Bot API's ForumTopic."""
        icon = {"icon_custom_emoji_id": self.emoji} if self.emoji else {}
        shown = {"name": self.name, "icon_color": self.colour}
        return {"message_thread_id": self.thread_id, **shown, **icon}

    @property
    def thread_id(self) -> int:
        """Its message_thread_id."""
        return self.root.message_id

    @property
    def messages(self) -> list[Message]:
        """What stands in it, the oldest first, without its beginning."""
        there = [m for m in self.chat.messages if m.thread_id == self.thread_id]
        return [message for message in there if message is not self.root]


@dataclass(slots=True, eq=False)
class General:
    """The topic that every forum has, which is none: its messages carry no number."""

    name: str = "General"
    closed: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ChatAction:
    """What a bot said that it does: when (unix seconds), what, and in which topic (0: none)."""

    time: float
    action: str
    thread_id: int


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat (its id is the person's), group, supergroup or channel (-100…).

    `profile` is its Chat JSON; `bot_id` says whose private chat it is; `members` maps user id to
    status (member, administrator…), `rights` to what was given besides. `linked` is a channel's
    discussion group and the other way round, `forwards` a channel's posts there by message_id.
    `permissions` are those of every member where they are not True, `photo` PhotoSizes, `actions`
    what the bot said that it does.
    """

    profile: Json
    files: FileStore
    bot_id: int | None = None
    members: dict[int, str] = field(default_factory=dict)
    every_message: list[Message] = field(default_factory=list)
    started: bool = False
    rights: dict[int, Json] = field(default_factory=dict)
    topics: list[Topic] = field(default_factory=list)
    pinned: list[Message] = field(default_factory=list)
    invite_links: dict[str, InviteLink] = field(default_factory=dict)
    linked: "Chat | None" = None
    forwards: dict[int, Message] = field(default_factory=dict)
    migrated_to: "Chat | None" = None
    signed: bool = False
    hides_members: bool = False
    permissions: dict[str, bool] = field(default_factory=dict)
    description: str = ""
    photo: list[Json] | None = None
    general: General = field(default_factory=General)
    actions: list[ChatAction] = field(default_factory=list)

    @property
    def type(self) -> str:
        """Which chat it is: private, group, supergroup or channel."""
        return str(self.profile["type"])

    @property
    def forum(self) -> bool:
        """Whether it has topics."""
        return bool(self.profile.get("is_forum"))

    @property
    def id(self) -> int:
        """The chat's identifier."""
        return int(self.profile["id"])

    @property
    def username(self) -> str | None:
        """The public name of a supergroup or channel."""
        return None if self.private else self.profile.get("username")

    @property
    def private(self) -> bool:
        """Whether it is a chat of one person with the bot."""
        return self.type == "private"

    @property
    def messages(self) -> list[Message]:
        """What stands in the chat, the oldest first, without what was deleted."""
        return [message for message in self.every_message if not message.deleted]

    @property
    def from_bot(self) -> list[Message]:
        """What bots said."""
        return [message for message in self.messages if message.from_bot]

    def json(self) -> Json:
        """Return the Bot API's Chat."""
        return dict(self.profile)

    def action(self, now: float) -> str | None:
        """Return what the bot does at the moment, such as "typing": until it writes, or for 5 s."""
        last = self.actions[-1] if self.actions else None
        if last is None or now - last.time >= ACTION_SECONDS:
            return None
        newer = (m.versions[0].time >= last.time for m in self.every_message if m.from_bot)
        return None if any(newer) else last.action

    def find(self, message_id: int) -> Message | None:
        """Return the message with this identifier where it still stands."""
        message = self.sent(message_id)
        return None if message is None or message.deleted else message

    def sent(self, message_id: int) -> Message | None:
        """Return the message with this identifier, also where it is deleted."""
        # A chat counts its messages, so that a place in the list is a number less one.
        known = 0 < message_id <= len(self.every_message)
        return self.every_message[message_id - 1] if known else None

    def lines(self) -> Iterator[str]:
        """Yield the chat as lines to read, in the order of sending."""
        for message in self.messages:
            edits = f" (edited {len(message.versions) - 1}x)" if len(message.versions) > 1 else ""
            what = "" if message.kind == "text" else f"[{message.kind}] "
            text = message.versions[-1].text
            marks = "".join(emoji for given in message.reactions.values() for emoji in given)
            who = f"{message.message_id:4d} {message.sender['first_name']}{edits}"
            yield f"{who}: {what}{text} {marks}".rstrip()
            if message.buttons:
                yield "       " + " ".join(f"[{button.text}]" for button in message.buttons)
