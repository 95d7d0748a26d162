"""The buttons of a thread: open it, turn its pages, delete what is one's own, bring back."""

from __future__ import annotations

from collections.abc import Mapping

from telegram import Chat

from bot import delivery, messages, standings, threads
from bot.callbacks import Callback, number
from bot.cards import Button
from bot.desk import Desk, Press
from bot.phrases.comments import Comments, words_in
from diary import comments, rights
from diary import threads as diary_threads
from diary.comments import is_here
from diary.errors import TooLate
from diary.rights import Act
from diary.threads import View
from storage import comments as comment_rows
from storage import diaries, persons, removals
from storage import threads as thread_rows
from storage.comments import Comment
from storage.database import Connection
from storage.persons import Person
from storage.threads import Thread


async def _open(desk: Desk, callback: Callback) -> None:
    """Show the thread: anew under its card, or in place where another diary's is to be seen."""
    diary_id = number(callback.detail) or None
    await _ask_for_reader(desk)
    now, here = desk.house.now(), desk.chat.id
    async with desk.deciding() as connection:
        person = await desk.met(connection)
        entry_id = callback.entry_id
        view = await diary_threads.view(
            connection, person, entry_id, now, here=desk.here, diary_id=diary_id
        )
        former = await thread_rows.find(connection, entry_id, here)
        is_turned = former is not None and former.message_id == _message_id(desk)
        thread = _thread(desk, view, former.message_id if former and is_turned else 0)
        if is_turned:
            await thread_rows.put(connection, thread)
        elif former is not None:
            await thread_rows.remove(connection, entry_id, here)
            await removals.add(connection, here, former.message_id, now)
    desk.house.wake_removals()
    await desk.answer()
    await (_turn(desk, thread, view) if is_turned else _send(desk, thread, view))


def _thread(desk: Desk, view: View, message_id: int) -> Thread:
    return Thread(
        entry_id=view.entry.id,
        diary_id=view.diary.id,
        chat_id=desk.chat.id,
        message_id=message_id,
        page=view.page,
        language=desk.chat_language,
    )


def _message_id(desk: Desk) -> int:
    query = desk.update.callback_query
    return query.message.message_id if query and query.message else 0


async def _ask_for_reader(desk: Desk) -> None:
    """Whoever reads in private is asked about in all their diaries' chats."""
    if desk.chat.type != Chat.PRIVATE:
        return
    house = desk.house
    async with house.database.reading() as connection:
        person = await persons.find(connection, desk.user.id)
    if person is not None:
        await standings.refresh_all(
            house.bot, house.database, house.now, person.id, person.telegram_id
        )


async def _ask_lead(desk: Desk, diary_id: int) -> None:
    """What the person is in a diary's chat: who leads it has to be known afresh."""
    house = desk.house
    async with house.database.reading() as connection:
        diary = await diaries.find(connection, diary_id)
    if diary is not None and diary.is_shared:
        await standings.refresh(house.bot, house.database, house.now, diary.chat_id, desk.user.id)


async def _send(desk: Desk, thread: Thread, view: View) -> None:
    is_private = desk.chat.type == Chat.PRIVATE
    sent = await delivery.insist(
        lambda: messages.send_text(
            desk.house.bot,
            thread.chat_id,
            threads.text(view, thread.language, is_private=is_private),
            threads.buttons(view, thread.language),
            reply_to=_message_id(desk) or None,
            thread_id=desk.thread_id,
            silent=True,
        )
    )
    if sent is None:
        return
    async with desk.house.database.writing() as connection:
        await thread_rows.put(connection, _thread(desk, view, sent.message_id))


async def _turn(desk: Desk, thread: Thread, view: View) -> None:
    shows = threads.text(view, thread.language, is_private=desk.chat.type == Chat.PRIVATE)
    await threads.turn(desk.house, thread, shows, threads.buttons(view, thread.language))


async def _page(desk: Desk, callback: Callback) -> None:
    """Another page of the same message."""
    page = number(callback.detail)
    await _ask_for_reader(desk)
    async with desk.deciding() as connection:
        person = await desk.met(connection)
        thread, view = await _shown(desk, connection, person, callback.entry_id, page)
        await thread_rows.turn(connection, thread, view.page)
    await desk.answer()
    await _turn(desk, thread, view)


async def _shown(
    desk: Desk, connection: Connection, person: Person, entry_id: int, page: int = 0
) -> tuple[Thread, View]:
    """The thread that this message shows, if the person may see it still."""
    now = desk.house.now()
    thread = await thread_rows.of_message(connection, desk.chat.id, _message_id(desk))
    if thread is None or thread.entry_id != entry_id:
        raise TooLate
    diary_id = thread.diary_id
    view = await diary_threads.view(
        connection, person, entry_id, now, here=desk.here, diary_id=diary_id, page=page
    )
    return thread, view


async def _mine(desk: Desk, callback: Callback) -> None:
    """One's own comments, each with a button to delete it."""
    await _ask_for_reader(desk)
    async with desk.deciding() as connection:
        person = await desk.met(connection)
        thread, view = await _shown(desk, connection, person, callback.entry_id)
        found = await diary_threads.mine(connection, person, view.entry.id, view.diary.id)
    await desk.answer()
    words = words_in(thread.language)
    head = words.mine_head(person.name or words.nobody)
    shows = threads.numbered(head, found, words.mine_nothing, view.diary, words)
    rows = threads.number_rows("🗑", "cdel", found, _back(thread, words))
    await threads.turn(desk.house, thread, shows, rows)


async def _hidden(desk: Desk, callback: Callback) -> None:
    """For those who lead the diary: what was hidden, each with a button to bring it back."""
    await _ask_for_reader(desk)
    async with desk.house.database.reading() as connection:
        open_here = await thread_rows.of_message(connection, desk.chat.id, _message_id(desk))
    await _ask_lead(desk, open_here.diary_id if open_here else 0)
    async with desk.deciding() as connection:
        person = await desk.met(connection)
        thread, view = await _shown(desk, connection, person, callback.entry_id)
        await rights.require(
            connection,
            person,
            thread.diary_id,
            Act.HIDE_COMMENT,
            desk.house.now(),
            is_here=is_here(view.diary, desk.here),
        )
        found = await diary_threads.hidden(connection, thread.entry_id, thread.diary_id)
    await desk.answer()
    words = words_in(thread.language)
    shows = threads.numbered(words.hidden_head, found, "", view.diary, words)
    rows = threads.number_rows("↩︎", "cshow", found, _back(thread, words))
    await threads.turn(desk.house, thread, shows, rows)


def _back(thread: Thread, words: Comments) -> Button:
    return Button(words.back_button, Callback("threadp", thread.entry_id, str(thread.page)))


async def _delete_one(desk: Desk, callback: Callback) -> None:
    """The 🗑 beside one's own comment."""
    await _ask_for_reader(desk)
    async with desk.deciding() as connection:
        person = await desk.met(connection)
        done = await comments.delete(
            connection, person, callback.entry_id, desk.house.now(), here=desk.here
        )
    await _follow(desk, done, words_in(desk.language).deleted)
    # The mark that it was kept: it is not any more.
    await delivery.react(desk.house.bot, done.chat_id, done.message_id, None)


async def _restore(desk: Desk, callback: Callback) -> None:
    """The ↩︎ beside a hidden comment."""
    async with desk.house.database.reading() as connection:
        found = await comment_rows.get(connection, callback.entry_id)
    await _ask_lead(desk, found.diary_id if found else 0)
    async with desk.deciding() as connection:
        person = await desk.met(connection)
        done = await comments.restore(
            connection, person, callback.entry_id, desk.house.now(), here=desk.here
        )
    await _follow(desk, done, desk.says.done)


async def _follow(desk: Desk, done: Comment, text: str) -> None:
    desk.house.wake_cards()
    await desk.answer(text)
    await threads.keep_true(desk.house, done.entry_id, done.diary_id)


PRESSES: Mapping[str, Press] = {
    "thread": _open,
    "threadp": _page,
    "threadmine": _mine,
    "threadhid": _hidden,
    "cdel": _delete_one,
    "cshow": _restore,
}
