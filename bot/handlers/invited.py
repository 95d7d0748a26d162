"""Whoever is invited: the link that they follow, and what they answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import structlog
from telegram import ChatInviteLink

from bot import delivery, pages
from bot.buttons import Button, Link
from bot.callbacks import Callback
from bot.desk import Desk, House, Press
from bot.errors import DeliveryError
from bot.lettering import escape
from bot.messages import Buttons
from bot.notices import Kind, Letter
from bot.phrases import invitations as phrases
from bot.phrases.invitations import Invitations
from diary import invitations, rights
from diary.errors import Closed, NoInvitation, NotYours
from diary.invitations import Offer
from storage import persons
from storage.database import Connection
from storage.diaries import Diary
from storage.notices import Notice

log = structlog.get_logger()

#: How long the personal link into the group works: it is for now.
JOIN_WITHIN = dt.timedelta(days=1)


def _words(desk: Desk) -> Invitations:
    return phrases.words_in(desk.language)


async def follow(desk: Desk, token: str) -> None:
    """Somebody has followed a link: show what they are invited to, and keep that they saw it.

    A newcomer needs no consent for this: nothing of theirs is analysed by being a member.
    """
    words = _words(desk)
    try:
        async with desk.house.database.writing() as connection:
            person = await desk.met(connection)
            offer = await invitations.open_link(connection, person, token, desk.house.now())
    except NoInvitation:
        await desk.say(words.unknown)
    except Closed as closed:
        await desk.say(words.closed[closed.reason])
    else:
        await _show(desk, offer)


async def _show(desk: Desk, offer: Offer) -> None:
    if offer.is_member:
        await _welcome(desk, offer)
        return
    text, buttons = _offer_page(offer, desk.language)
    await desk.say(text, buttons=buttons)


def _offer_page(offer: Offer, language: str) -> tuple[str, Buttons]:
    words, number = phrases.words_in(language), offer.invitation.id
    inviter = escape(offer.inviter.name or "?")
    about = escape(offer.diary.description or "")
    text = words.invitation(inviter, pages.title_of(offer.diary, language), about)
    yes = Button(words.accept_button, Callback("invyes", number))
    no = Button(words.decline_button, Callback("invno", number))
    return text, ((yes, no),)


async def _accept(desk: Desk, callback: Callback) -> None:
    try:
        async with desk.deciding() as connection:
            person = await desk.met(connection)
            now = desk.house.now()
            offer = await invitations.accept(connection, person, callback.entry_id, now)
    except Closed as closed:
        await pages.show(desk, _words(desk).closed[closed.reason])
        return
    desk.house.wake_notices()
    await _welcome(desk, offer)
    if not offer.is_member:
        await _tell_group(desk, offer.diary)


async def _welcome(desk: Desk, offer: Offer) -> None:
    """Where the bot may, with a personal way into the group for whoever is not in it."""
    words, diary = _words(desk), offer.diary
    title = pages.title_of(diary, desk.language)
    says = words.member_already if offer.is_member else words.accepted
    status = await pages.is_in_chat(desk.house, diary.chat_id, desk.user.id)
    if status in rights.PRESENT:
        await pages.show(desk, f"{says(title)}\n\n{words.here_already}")
        return
    link = await _join_link(desk.house, diary)
    if link is None:
        await pages.show(desk, f"{says(title)}\n\n{words.ask_for_it}")
        return
    text = f"{says(title)}\n\n{words.here_already}"
    await pages.show(desk, text, ((Link(words.join_button, link),),))


async def _join_link(house: House, diary: Diary) -> str | None:
    """A link for one person and one day; None where the bot may not make one."""
    expires = house.now() + JOIN_WITHIN

    async def make() -> ChatInviteLink:
        return await house.bot.create_chat_invite_link(
            diary.chat_id, expire_date=expires, member_limit=1
        )

    try:
        made = await delivery.attempt(make)
    except DeliveryError as error:
        log.info("no join link", action="invitation", reason=type(error).__name__)
        return None
    return made.invite_link if made else None


async def _tell_group(desk: Desk, diary: Diary) -> None:
    """A short line for the others. A channel is no place for it: strangers read there."""
    if diary.kind != "group":
        return
    words = phrases.words_in(diary.language or desk.language)
    line = words.came(escape(desk.user.full_name))
    bot, chat_id, topic_id = desk.house.bot, diary.chat_id, diary.topic_id
    try:
        await delivery.say(bot, chat_id, line, thread_id=topic_id)
    except DeliveryError as error:
        log.info("group not told", action="invitation", reason=type(error).__name__)


async def _decline(desk: Desk, callback: Callback) -> None:
    try:
        async with desk.deciding() as connection:
            person = await desk.met(connection)
            now = desk.house.now()
            offer = await invitations.decline(connection, person, callback.entry_id, now)
    except Closed as closed:
        await pages.show(desk, _words(desk).closed[closed.reason])
        return
    desk.house.wake_notices()
    await pages.show(desk, _words(desk).turned_down(pages.title_of(offer.diary, desk.language)))


async def _invited(connection: Connection, notice: Notice, now: dt.datetime) -> Letter | None:
    """The invitation itself, while it is open and its inviter still belongs to the diary."""
    person = await persons.get(connection, notice.person_id)
    try:
        offer = await invitations.offered(connection, person, notice.subject_id or 0)
    except NotYours:
        return None
    if offer.is_member or not invitations.is_open(offer, now):
        return None
    return Letter(*_offer_page(offer, person.language))


async def _answer(connection: Connection, notice: Notice, now: dt.datetime) -> Letter | None:
    """Who answered what, for an inviter who may still invite."""
    person = await persons.get(connection, notice.person_id)
    try:
        diary = await rights.require(
            connection, person, notice.diary_id or 0, rights.Act.INVITE, now
        )
    except NotYours:
        return None
    words, title = phrases.words_in(person.language), pages.title_of(diary, person.language)
    if notice.subject_id is None:
        return Letter(words.declined_link(title))
    who = await persons.several(connection, [notice.subject_id])
    if not who:
        return None
    says = words.joined if notice.kind == "joined" else words.declined
    return Letter(says(escape(who[notice.subject_id].name or "?"), title))


PRESSES: Mapping[str, Press] = {
    "invyes": pages.in_private(_accept),
    "invno": pages.in_private(_decline),
}

STARTS = {"inv": follow}

NOTICES: Mapping[str, Kind] = {
    "invited": Kind(_invited, of_diary=False),
    "joined": Kind(_answer),
    "declined": Kind(_answer),
}
