"""The gate before the handlers: who may come in. What stays out is not handed to the framework.

It looks at what the inbox knows of an update (`bot.senders`) and lets it pass, or finishes it
together with everything else of its sender that has to stay out too, in one transaction. It is
said once, however many updates there are, and after the decision: a bot that dies in between says
nothing, and never twice.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Awaitable, Callable, Collection, Mapping
from functools import partial
from typing import Any, Final

import structlog
from telegram import Chat, Update
from telegram.error import TelegramError

from bot import callbacks, delivery, languages, moves
from bot.desk import Desk, House
from bot.errors import DeliveryError
from bot.lettering import escape
from bot.phrases import admissions as door_phrases
from bot.phrases import limits as limit_phrases
from bot.senders import REFUSABLE
from bot.turnstile import ANSWERED, TOO_FAST
from diary import admissions
from diary.admissions import Standing
from storage import diaries, inbox, persons, prompts
from storage.database import Connection
from storage.inbox import Letter

log = structlog.get_logger()

#: What everybody keeps who has something here, also when they may not come in: it is theirs.
COMMANDS: Final = frozenset({"/export", "/mydata", "/forgetme", "/privacy"})
ACTIONS: Final = frozenset({"export", "exportof", "forget"})
STARTS: Final = frozenset({"export", "forgetme"})
PROMPTS: Final = frozenset({"forgetme"})

#: What somebody who is invited needs for becoming a member, where members may use the bot.
INVITED: Final = frozenset({"invyes", "invno"})
INVITATION: Final = "inv"

#: For so long it is not said again; the inbox knows its finished updates a little longer.
SAID_FOR: Final = dt.timedelta(hours=48)

_IN_CHAT: Final = frozenset({"member", "administrator", "restricted"})

#: So much news of chats is looked through for one that has moved.
NEWS: Final = 200

#: A group that nobody knows may be a diary's that has just moved; with a webhook the news of it may
#: come a moment later. So long its first update waits for that.
MOVING: Final = dt.timedelta(seconds=5)

Raw = Mapping[str, Any]
Say = Callable[[Desk], Awaitable[None]]


class Gate:
    """Decides for each update whether the handlers see it."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._door = house.door

    async def passes(self, letter: Letter, raw: Raw) -> bool:
        """Whether the update goes on; else it is finished. Raises Unavailable."""
        sender = letter.sender_key
        if sender is None:
            return True
        async with self._house.database.reading() as connection:
            here = letter.chat_key
            standing = await admissions.standing(connection, sender, self._door, here=here)
            is_in = standing is Standing.WELCOME
            is_in = is_in or await self._is_owed(connection, letter, raw, standing)
        if is_in and letter.kind == TOO_FAST:
            await self._slow_down(letter, raw)
        elif not is_in and _may_have_moved(letter, raw):
            await self._wait_for_news(letter)
        elif not is_in:
            await self._stay_out(letter, raw, standing)
        return is_in and letter.kind != TOO_FAST

    # Who

    async def _is_owed(
        self, connection: Connection, letter: Letter, raw: Raw, standing: Standing
    ) -> bool:
        """Whether it is handled though its sender may not come in.

        News of who is where keep the rights of others true, and what is somebody's is theirs.
        """
        if letter.kind == "state":
            if not _brings_us(raw):
                return True
            chat_id = letter.chat_key or 0
            is_ours = await diaries.of_chat(connection, chat_id) is not None
            return is_ours or await _has_moved_here(connection, chat_id)
        if letter.chat_key != letter.sender_key:
            return False
        is_invited = standing is Standing.STRANGER and self._door.open_to == "invited"
        if is_invited and _is_about_invitation(raw):
            return True
        if await persons.find(connection, letter.sender_key or 0) is None:
            return False
        return _is_about_own(raw) or await self._answers_own(connection, letter, raw)

    async def _answers_own(self, connection: Connection, letter: Letter, raw: Raw) -> bool:
        """Whether it is the typed word that deletes everything."""
        replied = _of(_message(raw), "reply_to_message").get("message_id")
        if type(replied) is not int or letter.chat_key is None:
            return False
        found = await prompts.find(connection, letter.chat_key, replied, self._house.now())
        return found is not None and found.kind in PROMPTS

    async def _wait_for_news(self, letter: Letter) -> None:
        """Look at it again when what belongs to it must be here."""
        until = self._house.now() + MOVING
        async with self._house.database.writing() as connection:
            await inbox.postpone(connection, letter.id, until, "moved?")

    async def _stay_out(self, letter: Letter, raw: Raw, standing: Standing) -> None:
        """Somebody who may not come in. A group that they bring the bot into is left."""
        if _brings_us(raw):
            await self._finish(letter, "strange group", ())
            await self._with_desk(letter, raw, self._leave)
        elif standing is Standing.BLOCKED:
            await self._turn_away(letter, raw, standing, "blocked", self._tell_blocked)
        else:
            async with self._house.database.reading() as connection:
                known = await persons.find(connection, letter.sender_key or 0)
            outcome = "stranger" if known is None else "stranger, from before"
            await self._turn_away(letter, raw, standing, outcome, self._tell_stranger)

    async def _turn_away(
        self, letter: Letter, raw: Raw, standing: Standing, outcome: str, tell: Say
    ) -> None:
        """Finish all that waits of them, and say why to whoever expects an answer, once.

        A press has its box each time, which tells less: it does not count as said. What is said
        where others read is less too, so it is said once more in private.
        """
        now = self._house.now()
        kinds = REFUSABLE | {"clip"}
        is_heard = letter.kind in ANSWERED - {"press"}
        is_heard = is_heard or (letter.kind == "clip" and _is_private(letter))
        outcome = outcome if _is_private(letter) else f"{outcome}, among others"
        async with self._house.database.reading() as connection:
            sender = letter.sender_key or 0
            is_told = await inbox.has_outcome(connection, sender, outcome, now - SAID_FOR)
        said = outcome if is_heard else f"{outcome}, unheard"
        # Rights are told apart one by one, so only what is none goes with it.
        await self._finish(letter, said, kinds - ANSWERED)
        if letter.kind == "press":
            await self._with_desk(letter, raw, partial(self._end_spinner, standing))
        elif is_heard and not is_told:
            await self._with_desk(letter, raw, tell)

    async def _end_spinner(self, standing: Standing, desk: Desk) -> None:
        words = door_phrases.words_in(desk.language)
        text = words.blocked_box if standing is Standing.BLOCKED else words.not_in_box
        await desk.answer(text, alert=True)

    async def _tell_blocked(self, desk: Desk) -> None:
        """In private alone: it is nobody else's business."""
        if desk.chat.type == Chat.PRIVATE:
            await desk.say(door_phrases.words_in(desk.language).blocked)

    async def _tell_stranger(self, desk: Desk) -> None:
        """Among others neither their number, nor whether they have been here before."""
        words, contact = door_phrases.words_in(desk.language), escape(self._door.contact)
        user = desk.update.effective_user
        if desk.chat.type != Chat.PRIVATE:
            words = door_phrases.words_in(desk.chat_language)
            await desk.say(words.stranger_among_others(contact), reply=True)
            return
        async with self._house.database.reading() as connection:
            known = user is not None and await persons.find(connection, user.id) is not None
        if known or user is None:
            await desk.say(words.former(contact))
        else:
            await desk.say(words.stranger(user.id, contact))

    async def _leave(self, desk: Desk) -> None:
        """Say why, where the bot may speak, and go."""
        words, chat_id = door_phrases.words_in(desk.chat_language), desk.chat.id
        if desk.chat.type != Chat.CHANNEL:
            try:
                await desk.say(words.strange_group(escape(self._door.contact)))
            except DeliveryError as error:
                log.info("farewell refused", action="leave", reason=type(error).__name__)
        await delivery.insist(lambda: desk.house.bot.leave_chat(chat_id))

    # How fast

    async def _slow_down(self, letter: Letter, raw: Raw) -> None:
        """The one update by which somebody hears that they are not read for a while."""
        await self._finish(letter, TOO_FAST, ())
        log.info("too fast", action="limit", update=letter.update_id)
        await self._with_desk(letter, raw, self._tell_pause)

    async def _tell_pause(self, desk: Desk) -> None:
        now = self._house.now()
        left_s = self._house.turnstile.left_s(_sender(desk), now)
        if desk.update.callback_query is not None:
            words = limit_phrases.words_in(desk.language)
            await desk.answer(words.too_fast_press(left_s), alert=True)
            return
        words = limit_phrases.words_in(desk.chat_language)
        await desk.say(words.too_fast(left_s), reply=True)

    # What both need

    async def _finish(
        self,
        letter: Letter,
        outcome: str,
        kinds: Collection[str],
        until: dt.datetime | None = None,
    ) -> int:
        """Finish this one and, of these kinds, all else of its sender; how many these are."""
        until = until or self._house.now()
        async with self._house.database.writing() as connection:
            await inbox.finish(connection, letter.id, "handled", outcome)
            if not kinds or letter.sender_key is None:
                return 0
            unheard = f"{outcome}, unread"
            return await inbox.refuse(connection, letter.sender_key, kinds, until, unheard)

    async def _with_desk(self, letter: Letter, raw: Raw, say: Say) -> None:
        """Say it, if it can be; nothing that is refused is tried again."""
        house = self._house
        try:
            update = Update.de_json(dict(raw), house.bot)
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody can be told
            log.info("refused unread", action="gate", error=type(error).__name__)
            return
        speech = await languages.speech(house.database, update, house.language)
        moved_to = await moves.today(house.database, update.effective_chat)
        try:
            await say(Desk(house, update, letter.id, speech, moved_to))
        except (DeliveryError, TelegramError) as error:
            log.info("refusal not told", action="gate", reason=type(error).__name__)


async def _has_moved_here(connection: Connection, chat_id: int) -> bool:
    """Whether a diary's group is on its way to this chat: of itself Telegram tells the bot first.

    Whoever makes a group a supergroup is not who has brought the bot into it.
    """
    for text in await inbox.waiting_raws(connection, "state", NEWS):
        message = _message(json.loads(text))
        here = _of(message, "chat").get("id")
        old, new = message.get("migrate_from_chat_id"), message.get("migrate_to_chat_id")
        source = here if new == chat_id else old if here == chat_id else None
        if type(source) is int and await diaries.of_chat(connection, source) is not None:
            return True
    return False


def _may_have_moved(letter: Letter, raw: Raw) -> bool:
    """Whether a bot is in a group of the kind that others become, and it is not yet looked into."""
    is_super = _of(_of(raw, "my_chat_member"), "chat").get("type") == Chat.SUPERGROUP
    return is_super and letter.attempts == 0 and _brings_us(raw)


def _is_private(letter: Letter) -> bool:
    return letter.chat_key is not None and letter.chat_key == letter.sender_key


def _sender(desk: Desk) -> int:
    """Whom the pace is counted for, as `bot.senders` tells it."""
    message, user = desk.update.effective_message, desk.update.effective_user
    if desk.update.callback_query is None and message is not None and message.sender_chat:
        return message.sender_chat.id
    return user.id if user is not None else desk.chat.id


def _of(part: Any, name: str) -> Raw:
    found = part.get(name) if isinstance(part, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _message(raw: Raw) -> Raw:
    return _of(raw, "message")


def _text(raw: Raw) -> str:
    text = _message(raw).get("text")
    return text if isinstance(text, str) else ""


def _command(raw: Raw) -> tuple[str, str]:
    """A command without the bot's name, and what stands behind it.

    As the handlers know one: marked by Telegram. A reply goes to whatever has asked for it.
    """
    message = _message(raw)
    if "reply_to_message" in message or not _is_marked(message.get("entities")):
        return "", ""
    first, _, rest = _text(raw).partition(" ")
    return first.partition("@")[0].lower(), rest.strip()


def _is_marked(entities: Any) -> bool:
    """Whether a text begins with what Telegram has marked as a command."""
    found = entities[0] if isinstance(entities, list) and entities else None
    if not isinstance(found, Mapping):
        return False
    return found.get("type") == "bot_command" and found.get("offset") == 0


def _action(raw: Raw) -> str:
    found = callbacks.read(_of(raw, "callback_query").get("data"))
    return "" if found is None else found.action


def _is_about_own(raw: Raw) -> bool:
    """Whether somebody looks after what is theirs, whoever they are at the door."""
    command, rest = _command(raw)
    is_start = command == "/start" and rest.partition("_")[0] in STARTS
    return command in COMMANDS or is_start or _action(raw) in ACTIONS


def _is_about_invitation(raw: Raw) -> bool:
    command, rest = _command(raw)
    is_start = command == "/start" and rest.partition("_")[0] == INVITATION
    return is_start or _action(raw) in INVITED


def _brings_us(raw: Raw) -> bool:
    """Whether somebody has just brought the bot into a group or channel.

    Not who makes it an admin there, or none: it was in before, and somebody else's guest.
    """
    change = _of(raw, "my_chat_member")
    is_private = _of(change, "chat").get("type") == "private"
    is_new = _is_in(_of(change, "new_chat_member")) and not _is_in(_of(change, "old_chat_member"))
    return is_new and not is_private


def _is_in(member: Raw) -> bool:
    """Somebody who is restricted may be so from outside."""
    status = member.get("status")
    return status in _IN_CHAT and (status != "restricted" or member.get("is_member") is not False)
