"""/diaries and /members: who writes in a shared diary, who is put out, who takes it over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from telegram import Chat, Update
from telegram.ext import BaseHandler, CommandHandler, filters

from bot import callbacks, pages
from bot.buttons import Button
from bot.callbacks import Callback
from bot.desk import NEW_PRIVATE, Desk, House, Press, handled_by
from bot.lettering import escape
from bot.messages import Buttons
from bot.notices import Kind, Letter
from bot.phrases import invitations as invitation_phrases
from bot.phrases import members as phrases
from bot.phrases.members import Members
from diary import access, clock, departures, members
from diary.errors import NotYours, TooLate
from diary.members import Listed, Listing
from storage import diaries as diary_rows
from storage import persons
from storage.database import Connection
from storage.diaries import Diary
from storage.notices import Notice


def _words(desk: Desk) -> Members:
    return phrases.words_in(desk.language)


async def _shared(desk: Desk) -> list[Diary]:
    """The shared diaries that the person may read now."""
    await pages.ask_telegram(desk)
    async with desk.house.database.writing() as connection:
        person = await desk.met(connection)
        found = await access.readable(connection, person, desk.house.now())
    return [diary for diary in found if diary.is_shared]


async def show_diaries(desk: Desk) -> None:
    """The shared diaries of a person, as buttons."""
    found = await _shared(desk)
    if not found:
        await pages.show(desk, _words(desk).no_diaries)
        return
    await pages.show(desk, _words(desk).diaries, pages.choices(found, "diary", desk.language))


async def show_members(desk: Desk) -> None:
    """In a group its members; in private, those of the diary that is chosen."""
    if desk.chat.type != Chat.PRIVATE:
        await _in_group(desk)
        return
    found = await _shared(desk)
    if not found:
        await desk.say(_words(desk).no_diaries)
    elif len(found) == 1:
        await _list(desk, found[0].id)
    else:
        await desk.say(_words(desk).choose, buttons=pages.choices(found, "members", desk.language))


async def _in_group(desk: Desk) -> None:
    words, diary = phrases.words_in(desk.chat_language), await pages.here(desk)
    if diary is None:
        says = invitation_phrases.words_in(desk.chat_language)
        await desk.say(says.no_diary, reply=True)
        return
    await pages.is_in_chat(desk.house, diary.chat_id, desk.user.id)
    try:
        async with desk.house.database.writing() as connection:
            person, now = await desk.met(connection), desk.house.now()
            listing = await members.listing(connection, person, diary.id, now, is_here=True)
    except NotYours:
        says = invitation_phrases.words_in(desk.chat_language)
        await desk.say(says.no_access, reply=True)
        return
    link = pages.deep_link(desk, words.manage_button, f"members_{diary.id}")
    await desk.say(_text(listing, desk.chat_language), buttons=((link,),), reply=True)


def _text(listing: Listing, language: str) -> str:
    words = phrases.words_in(language)
    title = pages.title_of(listing.diary, language)
    lines = [_line(words, listing.diary, one) for one in listing.members]
    return "\n".join([words.head(title, len(lines)), "", *lines])


def _line(words: Members, diary: Diary, one: Listed) -> str:
    since = clock.local(one.since, diary.time_zone).date()
    line = words.line(escape(one.person.name or "?"), since, one.entries)
    return f"{words.owner} {line}" if one.is_owner else f"• {line}"


async def begin(desk: Desk, payload: str) -> None:
    """Somebody has come from a group to see its members, or says so."""
    try:
        await _list(desk, callbacks.number(payload))
    except NotYours:
        await desk.say(invitation_phrases.words_in(desk.language).no_access)


async def _listing(desk: Desk, diary_id: int) -> Listing:
    """The members, looked up afresh for this person; raises NotYours."""
    await pages.ask_telegram(desk, diary_id)
    async with desk.house.database.writing() as connection:
        person, now = await desk.met(connection), desk.house.now()
        return await members.listing(connection, person, diary_id, now)


async def _list(desk: Desk, diary_id: int) -> None:
    listing, words = await _listing(desk, diary_id), _words(desk)
    buttons: list[tuple[Button, ...]] = []
    if listing.may_remove:
        buttons += [
            (Button(words.remove_button(_short(one)), _of(diary_id, "out", one.person.id)),)
            for one in listing.members
            if not one.is_owner and one.person.telegram_id != desk.user.id
        ]
    if listing.may_hand_over:
        buttons += [(Button(words.hand_button, Callback("members", diary_id, "hand")),)]
    if listing.may_read:
        buttons += [(Button(words.back_button, Callback("diary", diary_id)),)]
    await pages.show(desk, _text(listing, desk.language), buttons)


def _short(one: Listed) -> str:
    return pages.on_button(one.person.name or "?")


def _of(diary_id: int, what: str, person_id: int) -> Callback:
    return Callback("members", diary_id, f"{what}-{person_id}")


async def _press(desk: Desk, callback: Callback) -> None:
    what, _, number = callback.detail.partition("-")
    act = _ACTS.get(what)
    if act is None:
        raise NotYours
    await act(desk, callback.entry_id, callbacks.number(number))


async def _show(desk: Desk, diary_id: int, _person_id: int) -> None:
    await _list(desk, diary_id)


async def _one(desk: Desk, diary_id: int, person_id: int) -> tuple[Listing, Listed]:
    """A member of whom something is to be done; raises NotYours."""
    listing = await _listing(desk, diary_id)
    for one in listing.members:
        if one.person.id == person_id:
            return listing, one
    raise NotYours


async def _sure(desk: Desk, diary_id: int, person_id: int) -> None:
    """Ask once more before somebody is put out."""
    listing, one = await _one(desk, diary_id, person_id)
    if not listing.may_remove or one.is_owner:
        raise NotYours
    words, title = _words(desk), pages.title_of(listing.diary, desk.language)
    yes = Button(words.yes_remove_button, _of(diary_id, "gone", person_id))
    back = Button(words.back_button, Callback("members", diary_id))
    text = words.sure_remove(escape(one.person.name or "?"), title)
    await pages.show(desk, text, ((yes, back),))


async def _remove(desk: Desk, diary_id: int, person_id: int) -> None:
    await pages.ask_telegram(desk, diary_id)
    async with desk.deciding() as connection:
        by, now = await desk.met(connection), desk.house.now()
        gone = await departures.remove(connection, by, diary_id, person_id, now)
    desk.house.wake_notices()
    await pages.show(desk, _words(desk).removed(escape(gone.name or "?")))


async def _hand(desk: Desk, diary_id: int, _person_id: int) -> None:
    """To whom the diary can be handed over."""
    listing, words = await _listing(desk, diary_id), _words(desk)
    if not listing.may_hand_over:
        raise NotYours
    title = pages.title_of(listing.diary, desk.language)
    others = [one for one in listing.members if not one.is_owner and one.person.kind == "person"]
    buttons = [
        (Button(words.hand_to_button(_short(one)), _of(diary_id, "to", one.person.id)),)
        for one in others
    ]
    back = (Button(words.back_button, Callback("members", diary_id)),)
    text = words.hand(title) if others else words.nobody(title)
    await pages.show(desk, text, [*buttons, back])


async def _offer(desk: Desk, diary_id: int, person_id: int) -> None:
    await pages.ask_telegram(desk, diary_id)
    async with desk.deciding() as connection:
        owner, now = await desk.met(connection), desk.house.now()
        heir = await members.offer(connection, owner, diary_id, person_id, now)
    desk.house.wake_notices()
    await pages.show(desk, _words(desk).offered(escape(heir.name or "?")))


_ACTS: Mapping[str, Callable[[Desk, int, int], Awaitable[None]]] = {
    "": _show,
    "out": _sure,
    "gone": _remove,
    "hand": _hand,
    "to": _offer,
}


async def _heir(desk: Desk, callback: Callback) -> None:
    """The heir takes the diary, or does not."""
    await pages.ask_telegram(desk, callback.entry_id)
    takes = callback.detail == "yes"
    act = members.take_over if takes else members.refuse
    async with desk.deciding() as connection:
        person, now = await desk.met(connection), desk.house.now()
        diary = await act(connection, person, callback.entry_id, now)
    desk.house.wake_notices()
    words, title = _words(desk), pages.title_of(diary, desk.language)
    await pages.show(desk, words.taken(title) if takes else words.refused(title))


async def _diary(desk: Desk, callback: Callback) -> None:
    """One shared diary, with what can be done with it; without a number, all of them."""
    if not callback.entry_id:
        await show_diaries(desk)
        return
    listing, words = await _listing(desk, callback.entry_id), _words(desk)
    if not listing.may_read:
        raise NotYours
    own = [one for one in listing.members if one.person.telegram_id == desk.user.id]
    mine = [one.entries or 0 for one in own]
    title = pages.title_of(listing.diary, desk.language)
    text = words.diary(title, len(listing.members), sum(mine))
    await pages.show(desk, text, _diary_buttons(words, listing))


def _diary_buttons(words: Members, listing: Listing) -> Buttons:
    number = listing.diary.id
    rows = [
        (Button(words.members_button, Callback("members", number)),),
        (Button(words.invite_button, Callback("invite", number)),),
        (Button(words.leave_button, Callback("leave", number)),),
    ]
    if listing.may_hand_over:
        rows.append((Button(words.delete_button, Callback("deldiary", number)),))
    return [*rows, (Button(words.back_button, Callback("diary")),)]


async def _offered(connection: Connection, notice: Notice, now: dt.datetime) -> Letter | None:
    """The offer to take over, while it stands."""
    person = await persons.get(connection, notice.person_id)
    try:
        diary, owner = await members.offered(connection, person, notice.diary_id or 0, now)
    except (NotYours, TooLate):
        return None
    words, title = phrases.words_in(person.language), pages.title_of(diary, person.language)
    take = Button(words.take_button, Callback("heir", diary.id, "yes"))
    refuse = Button(words.refuse_button, Callback("heir", diary.id, "no"))
    return Letter(words.offer(escape(owner.name or "?"), title), ((take, refuse),))


async def _heir_said(connection: Connection, notice: Notice, _now: dt.datetime) -> Letter | None:
    """What the heir answered, to whoever asked them."""
    person = await persons.get(connection, notice.person_id)
    diary = await diary_rows.find(connection, notice.diary_id or 0)
    heirs = await persons.several(connection, [notice.subject_id or 0])
    if diary is None or not heirs:
        return None
    words, title = phrases.words_in(person.language), pages.title_of(diary, person.language)
    [heir] = heirs.values()
    says = words.heir_yes if notice.kind == "heir_yes" else words.heir_no
    return Letter(says(escape(heir.name or "?"), title))


async def _inherited(connection: Connection, notice: Notice, _now: dt.datetime) -> Letter | None:
    """To whom the diary has passed, while it is still theirs."""
    person = await persons.get(connection, notice.person_id)
    diary = await diary_rows.find(connection, notice.diary_id or 0)
    if diary is None or diary.owner_id != person.id:
        return None
    title = pages.title_of(diary, person.language)
    return Letter(phrases.words_in(person.language).inherited(title))


PRESSES: Mapping[str, Press] = {
    "diary": pages.in_private(_diary),
    "members": pages.in_private(_press),
    "heir": pages.in_private(_heir),
}

STARTS = {"members": begin}

NOTICES: Mapping[str, Kind] = {
    members.OFFER: Kind(_offered),
    "heir_yes": Kind(_heir_said),
    "heir_no": Kind(_heir_said),
    "owner": Kind(_inherited),
}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    anywhere = NEW_PRIVATE | (filters.ChatType.GROUPS & filters.UpdateType.MESSAGE)
    return [
        CommandHandler("members", handled_by(house, show_members), anywhere),
        CommandHandler("diaries", handled_by(house, show_diaries), NEW_PRIVATE),
    ]
