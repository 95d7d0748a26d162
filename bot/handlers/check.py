"""/check: what the bot can see in this chat, what that means for writing, and how to change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from telegram import Chat, ChatMemberAdministrator, ChatMemberRestricted, Update
from telegram.ext import BaseHandler, CommandHandler

from bot import delivery
from bot.desk import Desk, House, handled_by
from bot.errors import DeliveryError, Moved, Postponed
from bot.handlers.groups import HERE, linked_chat
from bot.lettering import escape
from bot.phrases.check import Check, Says, words_in
from bot.standings import status_of
from diary import groups
from diary.rights import ADMINS, PRESENT
from storage import diaries
from storage.diaries import Diary


@dataclass(frozen=True, slots=True)
class View:
    """What the bot is and may do in a chat. `reads_all`: its privacy mode is off."""

    is_here: bool
    is_admin: bool
    reads_all: bool
    can_write: bool
    can_post: bool
    can_invite: bool
    can_delete: bool

    @property
    def sees_all(self) -> bool:
        """Whether every message of the chat reaches it."""
        return self.is_here and (self.is_admin or self.reads_all)


async def look(desk: Desk, chat_id: int) -> View:
    """Ask Telegram, now; raises Postponed or Moved."""
    bot = desk.house.bot
    me = await delivery.attempt(bot.get_me)
    try:
        member = await delivery.attempt(lambda: bot.get_chat_member(chat_id, bot.id))
    except (Postponed, Moved):
        raise
    except DeliveryError:
        member = None
    status = "left" if member is None else status_of(member)
    rights = member if isinstance(member, ChatMemberAdministrator) else None
    bound = isinstance(member, ChatMemberRestricted) and not member.can_send_messages
    return View(
        is_here=status in PRESENT,
        is_admin=status in ADMINS,
        reads_all=bool(me and me.can_read_all_group_messages),
        can_write=not bound,
        can_post=bool(rights and rights.can_post_messages),
        can_invite=bool(rights and rights.can_invite_users),
        can_delete=bool(rights and rights.can_delete_messages),
    )


async def check(desk: Desk) -> None:
    """Say it where it was asked; in a channel that is a post, which can be deleted again."""
    words, is_channel = words_in(desk.chat_language), desk.chat.type == Chat.CHANNEL
    view = await look(desk, desk.here)
    if is_channel:
        text = await _of_channel(desk, words, view)
    else:
        async with desk.house.database.reading() as connection:
            own = await diaries.of_chat(connection, desk.here)
            channel = None if own else await diaries.of_discussion(connection, desk.here)
        text = _of_discussion(words, view, channel) if channel else _of_group(words, view)
    await desk.say(text, reply=not is_channel)


def _of_group(words: Check, view: View) -> str:
    lines = [
        _line(words.notes, works=view.sees_all),
        f"✅ {words.replies}",
        f"✅ {words.save}",
        _line(words.comments, works=view.sees_all),
        *_of_admin(words, view),
        _line(words.invites, works=view.can_invite),
    ]
    return _whole(words.title, words, view, lines, list(_steps(words, view)))


def _of_discussion(words: Check, view: View, channel: Diary) -> str:
    lines = [_line(words.under_posts, works=view.sees_all), *_of_admin(words, view)]
    title = words.title_discussion(escape(channel.title or ""))
    return _whole(title, words, view, lines, list(_steps(words, view)))


def _of_admin(words: Check, view: View) -> list[str]:
    return [
        _line(words.leaving, works=view.is_admin),
        _line(words.reactions, works=view.is_admin),
        _line(words.deletes, works=view.can_delete),
    ]


async def _of_channel(desk: Desk, words: Check, view: View) -> str:
    """A channel, and the group in which it is discussed; the diary learns of a new one."""
    group_id = await linked_chat(desk)
    async with desk.house.database.writing() as connection:
        await groups.link(connection, desk.here, group_id)
    lines = [
        _line(words.posts, works=view.can_post),
        _line(words.deletes, works=view.can_delete),
        "",
        words.discussion,
    ]
    missing = [
        name for name, there in (("post", view.can_post), ("delete", view.can_delete)) if not there
    ]
    steps = [words.give_rights([words.rights[name] for name in missing])] if missing else []
    if group_id is None:
        lines.append(f"➖ {words.no_discussion}")
        steps.append(words.link_discussion)
    else:
        there = await look(desk, group_id)
        is_seen = _line(words.under_posts, works=there.sees_all)
        lines.append(is_seen if there.is_here else f"➖ {words.discussion_unknown}")
        step = words.lead_discussion if there.is_here else words.add_to_discussion
        steps += [] if there.sees_all else [step]
    title = words.title_channel(escape(desk.chat.title or ""))
    return _whole(title, words, view, lines, steps)


def _line(line: Says, *, works: bool) -> str:
    return f"✅ {line[0]}" if works else f"➖ {line[1]}"


def _steps(words: Check, view: View) -> Iterator[str]:
    """What to do in Telegram, the smallest way to have everything."""
    if not view.can_write:
        yield words.let_write
    if not view.is_admin:
        yield words.make_admin
        return
    missing = [
        name
        for name, there in (("delete", view.can_delete), ("invite", view.can_invite))
        if not there
    ]
    if missing:
        yield words.give_rights([words.rights[name] for name in missing])


def _whole(title: str, words: Check, view: View, lines: list[str], steps: list[str]) -> str:
    head = [title, words.is_admin[0 if view.is_admin else 1]]
    if view.reads_all and not view.is_admin:
        head.append(words.reads_all)
    if not view.can_write:
        head.append(words.cannot_write)
    if not steps:
        return "\n".join((*head, "", *lines, "", words.all_is_well))
    todo = [f"{number}. {step}" for number, step in enumerate((*steps, words.again), 1)]
    return "\n".join((*head, "", *lines, "", words.to_change, *todo))


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    return [CommandHandler("check", handled_by(house, check), HERE)]
