"""Opens an entry for whoever asks: `open_entry`, for lists, searches, memories and links.

In one's own chat the card of an own entry comes down (`diary.openings`). What is seen in a shared
diary is shown there too, but only to read: its picture, its words, and the way to its chat. In a
group, where everybody has the card, an answer to it leads there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from telegram import Bot, Chat, MessageId, ReplyParameters

from analysis.errors import AnalysisError
from bot import card_words, cards, delivery, messages, pages
from bot.buttons import Button, Link
from bot.callbacks import Callback
from bot.desk import Desk
from bot.errors import Gone, Refused
from bot.messages import Buttons
from bot.phrases import phrases_in
from bot.phrases import shares as share_phrases
from bot.phrases.openings import words_in
from diary import cards as diary_cards
from diary import openings
from diary.access import Sight
from diary.cards import Contents
from diary.errors import NotYours
from diary.openings import Opening
from storage import cards as card_rows
from storage import persons
from storage.cards import Card

#: Supergroups and channels count down from here; addresses leave it out.
_FIRST_LONG = -1_000_000_000_000

#: What leads to an entry in a link to the bot: "e_12".
PREFIX = "e"


def link_to(chat_id: int, message_id: int) -> str | None:
    """The address of a message for those who are in its chat; a small group's have none."""
    if chat_id >= _FIRST_LONG:
        return None
    return f"https://t.me/c/{_FIRST_LONG - chat_id}/{message_id}"


def link(bot: Bot, entry_id: int) -> str:
    """Leads to the private chat and opens the entry there, for whoever may see it."""
    return f"https://t.me/{bot.username}?start={PREFIX}_{entry_id}"


async def open_entry(desk: Desk, entry_id: int) -> None:
    """Show the entry to whoever has pressed or written; raises NotYours, as where there is none.

    Marks the update as handled and ends the spinner of a pressed button.
    """
    is_private = desk.chat.type == Chat.PRIVATE
    if is_private:
        await pages.ask_telegram(desk)
    async with desk.deciding() as connection:
        person = await desk.met(connection)
        found = await openings.find(connection, person, entry_id, desk.house.now(), desk.here)
        if is_private and found.card is None and found.is_own:
            await openings.begin(connection, entry_id, desk.here)
    await desk.answer()
    if not is_private:
        await _point(desk, found)
    elif found.card is not None:
        await _bring(desk, found.card, is_covered=person.discreet)
    elif found.is_own:
        desk.house.wake_cards()
    else:
        await show(desk, Shown(found.seen), is_new=True)


async def _bring(desk: Desk, card: Card, *, is_covered: bool) -> None:
    """A copy of the message becomes the card; one that is gone, or not yet there, is sent anew.

    Where nobody shall read along, what was shown openly is neither copied nor left standing.
    """
    copied = None if is_covered else await _copy(desk, card)
    house = desk.house
    async with house.database.writing() as connection:
        if is_covered:
            await openings.replace_card(connection, card, house.now())
        elif copied is None:
            await card_rows.send_anew(connection, card.id)
        else:
            await openings.come_down(connection, card, copied, house.now())
    if copied is not None and card.message_id is not None:
        await _strip(desk.house.bot, card.chat_id, card.message_id)
    house.wake_cards()
    house.wake_removals()


async def _copy(desk: Desk, card: Card) -> int | None:
    """The number of the copy, with the buttons that the card is going to have."""
    bot, message_id = desk.house.bot, card.message_id
    if message_id is None:
        return None
    async with desk.house.database.reading() as connection:
        now = desk.house.now()
        contents = await diary_cards.contents(connection, card.id, 1, bot.id, now)
    if contents is None:
        return None
    reply = None
    if card.reply_to is not None:
        reply = ReplyParameters(card.reply_to, allow_sending_without_reply=True)
    send = partial(
        bot.copy_message,
        card.chat_id,
        card.chat_id,
        message_id,
        reply_markup=messages.keyboard(cards.face(contents).buttons),
        reply_parameters=reply,
    )
    try:
        sent: MessageId | None = await delivery.insist(send)
    except (Gone, Refused):
        return None
    return None if sent is None else sent.message_id


async def _strip(bot: Bot, chat_id: int, message_id: int) -> None:
    """What the card was keeps its words; its buttons are the new one's. A courtesy."""
    try:
        await delivery.attempt(
            lambda: bot.edit_message_reply_markup(chat_id, message_id, reply_markup=None)
        )
    except (Gone, Refused):
        return


async def _point(desk: Desk, found: Opening) -> None:
    """Lead to the card in a chat that has it; where it was deleted there, it comes again."""
    house, card = desk.house, found.card
    if card is None:
        raise NotYours
    message_id = card.message_id
    text = words_in(desk.chat_language).stands_here
    if card.chat_id != desk.here:
        # The group that discusses a channel: the card is the channel's.
        there = link_to(card.chat_id, message_id) if message_id else None
        button = Link(words_in(desk.chat_language).to_card_button, there) if there else None
        await desk.say(text, buttons=((button,),) if button else ())
        return
    if message_id is not None and await _answer_to(desk, message_id, text):
        return
    async with house.database.writing() as connection:
        await card_rows.send_anew(connection, card.id)
    house.wake_cards()


async def _answer_to(desk: Desk, message_id: int, text: str) -> bool:
    """An answer to the message, which Telegram shows as a way to it; False where it is gone."""
    send = partial(
        desk.house.bot.send_message,
        desk.here,
        text,
        disable_notification=True,
        message_thread_id=desk.thread_id,
        reply_parameters=ReplyParameters(message_id),
    )
    try:
        await delivery.insist(send)
    except (Gone, Refused):
        return False
    return True


@dataclass(frozen=True, slots=True)
class Shown:
    """What a message shows of an entry that is only read here; `view` as of a card."""

    seen: Sight
    view: str = "card"


async def show(desk: Desk, shown: Shown, *, is_new: bool = False) -> None:
    """Send the view, or turn the message with the pressed button to it."""
    house, language = desk.house, desk.language
    async with house.database.reading() as connection:
        reader = await persons.find(connection, desk.user.id)
        if reader is None:
            raise NotYours
        # What they read it in is what the app says that they speak now.
        reader = replace(reader, language=language)
        now, me = house.now(), house.bot.id
        contents = await openings.view(connection, shown.seen, reader, now, me, shown.view)
    if contents is None:
        raise NotYours
    shows, buttons = cards.face(contents), _buttons(contents, shown)
    png, text = await _drawn(desk, contents, shows.picture), shows.text
    if shows.picture is not None and png is None:
        text = f"{text}\n<i>{phrases_in(contents.language).no_picture}</i>"
    put = partial(_put, desk, png, text, buttons, is_new=is_new, has_spoiler=shows.has_spoiler)
    await delivery.insist(put)


async def _drawn(desk: Desk, contents: Contents, picture: str | None) -> bytes | None:
    if picture is None or contents.report is None:
        return None
    try:
        value = cards.curve(contents, contents.report)
        return await desk.house.draw(picture, value, contents.language)
    except AnalysisError:
        return None


async def _put(
    desk: Desk,
    png: bytes | None,
    text: str,
    buttons: Buttons,
    *,
    is_new: bool,
    has_spoiler: bool,
) -> object:
    bot, here, number = desk.house.bot, desk.here, desk.message.message_id
    if is_new and png is not None:
        return await messages.send_photo(bot, here, png, text, buttons, has_spoiler=has_spoiler)
    if is_new:
        return await messages.send_text(bot, here, text, buttons)
    if png is not None:
        change = partial(messages.edit_photo, bot, here, number, png, text, buttons)
        return await change(has_spoiler=has_spoiler)
    if desk.message.photo:
        return await messages.edit_caption(bot, here, number, text, buttons)
    return await messages.edit_text(bot, here, number, text, buttons)


def _buttons(contents: Contents, shown: Shown) -> Buttons:
    """The views of the parts that are shown, what was said about them, and the way to the chat."""
    views = tuple(
        Button(text, Callback("seen", contents.entry.id, f"{shown.seen.diary.id}-{view}"))
        for text, view in _views(contents)
        if view != shown.view
    )
    rows: list[tuple[Button | Link, ...]] = [views] if views else []
    entry, diary = contents.entry.id, shown.seen.diary
    if contents.takes_comments and contents.said:
        text = share_phrases.words_in(contents.language).talk_button(contents.said)
        rows.append((Button(text, Callback("thread", entry, str(diary.id))),))
    number = contents.card.message_id
    there = link_to(diary.chat_id, number) if number else None
    if there:
        rows.append((Link(words_in(contents.language).to_card_button, there),))
    return rows


def _views(contents: Contents) -> list[tuple[str, str]]:
    """The text of each button, and the view that it leads to."""
    says, report = phrases_in(contents.language), contents.report
    found = [(says.card_button, "card")]
    if report is not None and report.emotions.mean is not None and "chart" in contents.parts:
        found = [(says.curve_button, "card"), (says.bubbles_button, "bubbles")]
    if card_words.plain_words(contents, says):
        found.append((says.words_button, "words"))
    return found if len(found) > 1 else []
