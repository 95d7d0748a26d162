"""Replies to questions of the bot (`bot.prompts`): they go to the noun that asked, and to no other.

This looks at every reply before all other files do. What nobody was asked for goes on to them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from telegram import Update
from telegram.ext import ApplicationHandlerStop, BaseHandler, MessageHandler, filters

from bot.desk import Desk, House, handled_by
from bot.handlers import (
    answers,
    book,
    corrections,
    diaries,
    edits,
    erasure,
    invitations,
    own_questions,
    zones,
)
from diary.errors import DiaryError, Enough, NotYours
from storage import persons, prompts
from storage.prompts import Prompt

#: Before the files that answer to everything.
GROUP = -1

#: Takes the reply to a prompt: looks everything up, raises NotYours or TooLate, or answers.
Reply = Callable[[Desk, Prompt], Awaitable[None]]

#: Every kind of prompt, with what takes its reply. Each file answers for its own noun.
REPLIES: Mapping[str, Reply] = {
    **answers.REPLIES,
    **own_questions.REPLIES,
    **book.REPLIES,
    **edits.REPLIES,
    **corrections.REPLIES,
    **zones.REPLIES,
    **invitations.REPLIES,
    **diaries.REPLIES,
    **erasure.REPLIES,
}


async def take(desk: Desk) -> None:
    """Hand the reply to whoever asked; only the person who was asked is heard."""
    prompt = await _prompt(desk)
    act = REPLIES.get(prompt.kind) if prompt else None
    if prompt is None or act is None:
        return
    try:
        await act(desk, prompt)
    except Enough as error:
        await desk.refuse(error)
    except NotYours:
        await desk.say(desk.says.not_yours, reply=True)
    except DiaryError:
        await desk.say(desk.says.too_late, reply=True)
    raise ApplicationHandlerStop


async def _prompt(desk: Desk) -> Prompt | None:
    replied = desk.message.reply_to_message
    if replied is None or desk.update.effective_user is None:
        return None
    async with desk.house.database.reading() as connection:
        found = await prompts.find(connection, desk.chat.id, replied.message_id, desk.house.now())
        person = await persons.find(connection, desk.user.id)
    return found if found and person and found.person_id == person.id else None


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to: every new reply."""
    replied = filters.REPLY & filters.UpdateType.MESSAGE
    return [MessageHandler(replied, handled_by(house, take))]
