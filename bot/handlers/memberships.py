"""Who comes and who goes: the bot itself (also blocked), and the people of a diary's chat."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from telegram import Chat, ChatMember, ChatMemberAdministrator, Update, User
from telegram.ext import BaseHandler, ChatMemberHandler, MessageHandler, filters

from bot import delivery, moves
from bot.desk import Desk, House, handled_by
from bot.errors import DeliveryError, Postponed, Refused, Unreachable
from bot.handlers import groups as group_handlers
from bot.lettering import escape
from bot.notices import Kind, Letter
from bot.phrases.groups import words_in
from bot.standings import status_of
from diary import departures, groups, persons
from diary.groups import Coming
from diary.rights import PRESENT
from storage import cards, diaries, members, standings
from storage import persons as person_rows
from storage.database import Connection
from storage.diaries import Diary
from storage.notices import Notice

log = structlog.get_logger()

_AWAY = (ChatMember.LEFT, ChatMember.BANNED)

#: Telegram tells whole seconds: what happened in one is later than what was asked within it.
_END_OF_SECOND = dt.timedelta(milliseconds=999)


async def change_own(desk: Desk) -> None:
    """The bot itself: who cannot be reached, and which group it is in."""
    update = desk.update.my_chat_member
    if update is None:
        return
    if desk.chat.type == Chat.PRIVATE:
        await _private(desk, is_away=update.new_chat_member.status in _AWAY)
        return
    status = _own_status(desk.chat, update.new_chat_member)
    if status in PRESENT:
        await _come(desk, status, _when(desk, update.date))
    else:
        await _go(desk, status, _when(desk, update.date))
        if update.new_chat_member.status not in _AWAY:
            await _complain(desk)


def _own_status(chat: Chat, member: ChatMember) -> str:
    """In a channel the bot is there when it may post: otherwise nobody would ever hear of it."""
    may_post = isinstance(member, ChatMemberAdministrator) and member.can_post_messages
    return "left" if chat.type == Chat.CHANNEL and not may_post else status_of(member)


async def _private(desk: Desk, *, is_away: bool) -> None:
    async with desk.deciding() as connection:
        if is_away:
            await persons.block(connection, desk.chat.id, desk.house.now())
        else:
            await persons.come_back(connection, desk.chat.id, desk.house.now())
    desk.house.wake_cards()


async def _come(desk: Desk, status: str, at: dt.datetime) -> None:
    """Greet once per stay; a diary that slept wakes up.

    Said first and kept then: a crash in between costs a second greeting, never the only one.
    """
    house = desk.house
    linked = None
    if desk.chat.type == Chat.SUPERGROUP:
        await moves.hear_of_it(house.bot, house.database, desk.chat.id)
        linked = await group_handlers.linked_chat(desk)
    async with house.database.writing() as connection:
        coming = await groups.coming(connection, desk.chat.id, house.bot.id, at)
        channel = await groups.link(connection, linked, desk.chat.id) if linked else None
        if coming is Coming.SAME:
            # Its rights may be others now: what was refused for want of them is tried again.
            await cards.resume(connection, desk.chat.id)
        else:
            diary = await groups.wake(connection, desk.chat.id, house.now())
    house.wake_cards()
    house.wake_removals()
    if coming is not Coming.SAME:
        await _greet(desk, coming, diary, channel)
    async with desk.deciding() as connection:
        await groups.come(connection, desk.chat.id, house.bot.id, status, at)


async def _greet(desk: Desk, coming: Coming, diary: Diary | None, channel: Diary | None) -> None:
    words, is_channel = words_in(desk.chat_language), desk.chat.type == Chat.CHANNEL
    buttons = () if diary else group_handlers.make_button(words, is_channel=is_channel)
    if diary is not None:
        text = words.back_with_diary(escape(diary.title or ""))
    elif channel is not None:
        text, buttons = words.hello_discussion(escape(channel.title or "")), ()
    elif coming is Coming.BACK:
        text = words.back
    else:
        text = words.hello_channel if is_channel else words.hello
    try:
        await desk.say(text, buttons=buttons)
    except (Refused, Unreachable) as error:
        # It may be there without being allowed to write: whoever wants it will allow it.
        log.info("greeting refused", action="greet", reason=type(error).__name__)


async def _go(desk: Desk, status: str, at: dt.datetime) -> None:
    house = desk.house
    async with desk.deciding() as connection:
        chat_id, now = desk.chat.id, house.now()
        await groups.freeze(connection, chat_id, house.bot.id, status, at, now)
    house.wake_notices()


async def _complain(desk: Desk) -> None:
    """Tell who added the bot, privately, what it lacks; who never wrote to it cannot be told."""
    words = words_in(desk.language)
    text = words.cannot_post(escape(desk.chat.title or ""))
    try:
        await delivery.say(desk.house.bot, desk.user.id, text)
    except Postponed:
        raise
    except DeliveryError as error:
        log.info("complaint not delivered", action="greet", reason=type(error).__name__)


async def change_other(desk: Desk) -> None:
    """Somebody of a chat in which the bot is admin has come, gone, or got other rights."""
    update = desk.update.chat_member
    if update is not None:
        member = update.new_chat_member
        await _note(desk, [member.user], status_of(member), _when(desk, update.date))


async def come_or_go(desk: Desk) -> None:
    """What a group's own messages tell, where the bot is no admin."""
    message = desk.message
    at = _when(desk, message.date)
    if message.left_chat_member is not None:
        await _note(desk, [message.left_chat_member], "left", at)
    else:
        await _note(desk, message.new_chat_members, "member", at)


def _when(desk: Desk, at: dt.datetime) -> dt.datetime:
    """By our clock not later than now: else one that is slow would believe it for too long."""
    return min(at, desk.house.now())


async def _note(desk: Desk, users: Sequence[User], status: str, at: dt.datetime) -> None:
    """Keep where people stand in the chat of a diary: who has left reads no more, from now on."""
    async with desk.deciding() as connection:
        diary = await diaries.of_chat(connection, desk.here)
        if diary is None:
            return
        for user in users:
            if not user.is_bot:
                await _put(desk, connection, diary, user, status, at)
    desk.house.wake_notices()


async def _put(
    desk: Desk, connection: Connection, diary: Diary, user: User, status: str, at: dt.datetime
) -> None:
    """What is known afterwards counts: something later may have been asked for meanwhile."""
    await standings.put(connection, diary.chat_id, user.id, status, at + _END_OF_SECOND)
    known = await standings.find(connection, diary.chat_id, user.id)
    person = await person_rows.find(connection, user.id)
    if known is None or person is None:
        return
    follow = departures.returned if known.status in PRESENT else departures.left
    await follow(connection, diary, person, desk.house.now())


async def _asleep(connection: Connection, notice: Notice, _now: dt.datetime) -> Letter | None:
    """To a member of a diary from whose chat the bot was removed, while that is so."""
    diary = None if notice.diary_id is None else await diaries.find(connection, notice.diary_id)
    if diary is None or diary.state != "frozen":
        return None
    member = await members.find(connection, diary.id, notice.person_id)
    if member is None or member.state != "member":
        return None
    person = await person_rows.get(connection, notice.person_id)
    return Letter(words_in(person.language).asleep(escape(diary.title or "")))


#: Telegram tells nothing of a chat in which the bot is not.
NOTICES: Mapping[str, Kind] = {"frozen": Kind(_asleep, of_diary=False)}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    service = filters.StatusUpdate.LEFT_CHAT_MEMBER | filters.StatusUpdate.NEW_CHAT_MEMBERS
    return [
        ChatMemberHandler(handled_by(house, change_own), ChatMemberHandler.MY_CHAT_MEMBER),
        ChatMemberHandler(handled_by(house, change_other), ChatMemberHandler.CHAT_MEMBER),
        MessageHandler(filters.ChatType.GROUPS & service, handled_by(house, come_or_go)),
    ]
