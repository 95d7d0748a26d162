"""/invite: links, a person picked or named, and what is still open. In private chats alone.

A group is led here: Telegram's picker works in private only, and a link is nobody else's business.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote

from telegram import Chat, Update
from telegram.ext import BaseHandler, CommandHandler, MessageHandler, filters

from bot import callbacks, pages, pickers, prompts
from bot.buttons import Button, Link
from bot.callbacks import Callback
from bot.desk import NEW_PRIVATE, Desk, House, Press, handled_by
from bot.lettering import escape
from bot.phrases import invitations as phrases
from bot.phrases.invitations import Invitations
from diary import access, clock, invitations, rights
from diary.errors import AlreadyMember, Closed, NotYours, TooLate, TooMany, Unaskable
from languages.catalogue import LANGUAGES
from storage import diaries, persons
from storage.database import Connection
from storage.diaries import Diary
from storage.invitations import Invitation
from storage.persons import Person
from storage.prompts import Prompt

_USERNAME = re.compile(r"@?([A-Za-z0-9_]{4,32})")

#: What `storage.prompts` keeps of the question for a user name.
ASKS_NAME = "invite"


def _words(desk: Desk) -> Invitations:
    return phrases.words_in(desk.language)


async def invite(desk: Desk) -> None:
    """In a group, the way to the private chat; there, the diaries to invite to."""
    if desk.chat.type != Chat.PRIVATE:
        await _lead(desk)
        return
    await pages.ask_telegram(desk)
    async with desk.house.database.writing() as connection:
        person = await desk.met(connection)
        found = [
            diary
            for diary in await access.readable(connection, person, desk.house.now())
            if diary.is_shared and diary.state == "open"
        ]
    if not found:
        await desk.say(_words(desk).none)
    elif len(found) == 1:
        await _menu(desk, found[0])
    else:
        buttons = pages.choices(found, "invite", desk.language)
        await desk.say(_words(desk).choose, buttons=buttons)


async def _lead(desk: Desk) -> None:
    words, diary = phrases.words_in(desk.chat_language), await pages.here(desk)
    if diary is None:
        await desk.say(words.no_diary, reply=True)
        return
    link = pages.deep_link(desk, words.lead_button, f"invite_{diary.id}")
    await desk.say(words.lead, buttons=((link,),), reply=True)


async def begin(desk: Desk, payload: str) -> None:
    """Somebody has come from a group, or says so."""
    try:
        diary = await _inviting(desk, callbacks.number(payload))
    except NotYours:
        await desk.say(_words(desk).no_access)
        return
    await _menu(desk, diary)


async def _inviting(desk: Desk, diary_id: int) -> Diary:
    """The diary, if the person may invite to it now; raises NotYours."""
    await pages.ask_telegram(desk, diary_id)
    async with desk.house.database.writing() as connection:
        person, now = await desk.met(connection), desk.house.now()
        diary = await rights.require(connection, person, diary_id, rights.Act.INVITE, now)
    if not diary.is_shared or diary.state != "open":
        raise NotYours
    return diary


async def _menu(desk: Desk, diary: Diary) -> None:
    words = _words(desk)
    ways = (
        (words.one_button, "one"),
        (words.many_button(invitations.SEVERAL), "many"),
        (words.pick_button, "pick"),
        (words.name_button, "name"),
        (words.open_button, "open"),
    )
    buttons = [(Button(text, Callback("invite", diary.id, way)),) for text, way in ways]
    await pages.show(desk, words.menu(pages.title_of(diary, desk.language)), buttons)


async def _press(desk: Desk, callback: Callback) -> None:
    diary = await _inviting(desk, callback.entry_id)
    way = _WAYS.get(callback.detail)
    if way is None:
        raise NotYours
    try:
        await way(desk, diary)
    except TooMany:
        await desk.answer(_words(desk).too_many, alert=True)


async def _link(desk: Desk, diary: Diary, uses: int) -> None:
    async with desk.deciding() as connection:
        person, now = await desk.met(connection), desk.house.now()
        number, token = await invitations.make_link(connection, person, diary.id, uses, now)
    words = _words(desk)
    url = f"https://t.me/{desk.house.bot.username}?start=inv_{token}"
    until = clock.local(now + invitations.LASTS, diary.time_zone).date()
    revoke = Button(words.revoke_button, Callback("invrevoke", number))
    text = words.link(pages.title_of(diary, desk.language), url, uses, until)
    await desk.answer()
    # A new message: this one is to be passed on, and stays when the menu is turned.
    said = words.passed_on(pages.plain_title(diary, desk.language))
    parts = f"url={quote(url, safe='')}&text={quote(said, safe='')}"
    send = Link(words.send_button, f"https://t.me/share/url?{parts}")
    await desk.say(text, buttons=((send,), (revoke,)))


async def _one(desk: Desk, diary: Diary) -> None:
    await _link(desk, diary, 1)


async def _many(desk: Desk, diary: Diary) -> None:
    await _link(desk, diary, invitations.SEVERAL)


async def _pick(desk: Desk, diary: Diary) -> None:
    words = _words(desk)
    await desk.answer()
    text = words.pick(pages.title_of(diary, desk.language))
    await pickers.offer(desk, text, words.pick_key, words.give_up_key, diary.id)


async def _name(desk: Desk, diary: Diary) -> None:
    words = _words(desk)
    await desk.answer()
    text = words.name(pages.title_of(diary, desk.language))
    await prompts.ask(desk, ASKS_NAME, diary.id, text, words.name_hint)


async def _open(desk: Desk, diary: Diary) -> None:
    words, now = _words(desk), desk.house.now()
    async with desk.house.database.writing() as connection:
        person = await desk.met(connection)
        found = await invitations.open_ones(connection, person, diary.id, now)
        lines = [await _line(connection, words, diary, one) for one in found]
    title = pages.title_of(diary, desk.language)
    numbered = [f"{number}. {line}" for number, line in enumerate(lines, 1)]
    text = "\n".join([words.open_ones(title), "", *numbered]) if lines else words.none_open(title)
    buttons = [
        (Button(words.take_back_button(number), Callback("invrevoke", one.id, "list")),)
        for number, one in enumerate(found, 1)
    ]
    back = (Button(words.back_button, Callback("invite", diary.id, "menu")),)
    await pages.show(desk, text, [*buttons, back])


async def _line(connection: Connection, words: Invitations, diary: Diary, one: Invitation) -> str:
    until = clock.local(one.expires_at, diary.time_zone).date()
    if one.invitee_id is None:
        return words.open_link(one.uses_left, until)
    invitee = await persons.get(connection, one.invitee_id)
    return words.open_name(escape(invitee.name or "?"), until)


_WAYS: Mapping[str, Callable[[Desk, Diary], Awaitable[None]]] = {
    "": _menu,
    "menu": _menu,
    "one": _one,
    "many": _many,
    "pick": _pick,
    "name": _name,
    "open": _open,
}


async def _revoke(desk: Desk, callback: Callback) -> None:
    async with desk.house.database.reading() as connection:
        diary_id = await invitations.diary_of(connection, callback.entry_id)
    await pages.ask_telegram(desk, diary_id)
    try:
        async with desk.deciding() as connection:
            person, now = await desk.met(connection), desk.house.now()
            revoked = await invitations.revoke(connection, person, callback.entry_id, now)
            diary = await diaries.get(connection, revoked.diary_id)
    except Closed as closed:
        await pages.show(desk, _words(desk).over[closed.reason])
        return
    if callback.detail == "list":
        await _open(desk, diary)
    else:
        await pages.show(desk, _words(desk).revoked)


async def _shared(desk: Desk) -> None:
    """Somebody was picked. What comes back is what the client says: it is looked up."""
    shared = desk.message.users_shared
    if shared is None or not shared.users:
        return
    picked = shared.users[0]
    name = " ".join(part for part in (picked.first_name, picked.last_name) if part)
    async with desk.house.database.reading() as connection:
        invitee = await persons.find(connection, picked.user_id)
    shown = name or (f"@{picked.username}" if picked.username else "?")
    await pickers.put_away(desk, await _ask(desk, shared.request_id, invitee, shown))


async def _named(desk: Desk, prompt: Prompt) -> None:
    """The reply to the question for a user name."""
    match = _USERNAME.fullmatch((desk.message.text or "").strip())
    if match is None:
        await desk.say(_words(desk).not_a_name)
        return
    async with desk.house.database.reading() as connection:
        invitee = await persons.of_username(connection, match[1])
    text = await _ask(desk, prompt.subject_id or 0, invitee, f"@{match[1]}")
    await desk.say(text)


async def _ask(desk: Desk, diary_id: int, invitee: Person | None, name: str) -> str:
    """Invite this person by name; what is to be said about it.

    The name is the one that the inviter has given or picked, never the one that we know.
    """
    words, shown = _words(desk), escape(name)
    await pages.ask_telegram(desk, diary_id)
    try:
        async with desk.deciding() as connection:
            person = await desk.met(connection)
            if invitee is not None and invitee.id == person.id:
                return words.yourself
            await invitations.ask(connection, person, diary_id, invitee, desk.house.now())
    except Unaskable:
        return words.unaskable(shown)
    except AlreadyMember:
        return words.already(shown)
    except TooMany:
        return words.too_many
    except (NotYours, TooLate):
        return words.no_access
    desk.house.wake_notices()
    return words.asked(shown)


async def _give_up(desk: Desk) -> None:
    await pickers.put_away(desk, _words(desk).given_up)


PRESSES: Mapping[str, Press] = {
    "invite": pages.in_private(_press),
    "invrevoke": pages.in_private(_revoke),
}

STARTS = {"invite": begin}

REPLIES = {ASKS_NAME: _named}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    anywhere = NEW_PRIVATE | (filters.ChatType.GROUPS & filters.UpdateType.MESSAGE)
    keys = [phrases.words_in(language).give_up_key for language in LANGUAGES]
    return [
        CommandHandler("invite", handled_by(house, invite), anywhere),
        MessageHandler(NEW_PRIVATE & filters.StatusUpdate.USERS_SHARED, handled_by(house, _shared)),
        MessageHandler(NEW_PRIVATE & filters.Text(keys), handled_by(house, _give_up)),
    ]
