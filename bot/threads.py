"""The message that shows a thread: its text and buttons, how it is sent, turned and kept true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot import delivery, messages, standings
from bot.callbacks import Callback
from bot.cards import Button
from bot.desk import House
from bot.errors import DeliveryError, Gone, Postponed
from bot.lettering import cut, escape
from bot.phrases import erasure as erasure_phrases
from bot.phrases.comments import Comments, words_in
from diary import clock, comments, threads
from diary.comments import is_here
from diary.errors import NotYours
from diary.threads import Line, View
from storage import persons, removals
from storage import threads as thread_rows
from storage.comments import Comment
from storage.database import Connection
from storage.diaries import Diary
from storage.entries import Entry
from storage.erasure import SOMEONE_KIND
from storage.persons import Person
from storage.threads import Thread

#: Units of text on a page of ten comments: together they stay below Telegram's 4096.
LONGEST_WORDS = 300
LONGEST_HEARD = 200
LONGEST_NAME = 32
LONGEST_TITLE = 60

#: Buttons with numbers beside each other.
IN_A_ROW = 5

_STEP = "\u2003"

Rows = tuple[tuple[Button, ...], ...]


def entry_title(entry: Entry, words: Comments) -> str:
    """The person's own title, else the day: both are seen by whoever sees the entry at all."""
    return cut(entry.title, LONGEST_TITLE) if entry.title else words.day(entry.day)


def diary_title(diary: Diary, words: Comments) -> str:
    """The name of a diary in a sentence or on a button."""
    return cut(diary.title, LONGEST_TITLE) if diary.title else words.own_diary


def text(view: View, language: str, *, is_private: bool) -> str:
    """A page of comments. In private it says which diary they stand in."""
    words = words_in(language)
    title = f"💬 <b>{escape(entry_title(view.entry, words))}</b> · {words.head(view.count)}"
    parts = [title]
    if is_private and (view.diary.is_shared or view.elsewhere):
        parts[0] += f"\n📒 {escape(diary_title(view.diary, words))}"
    parts += [_line(line, view, words) for line in view.lines]
    if not view.lines:
        parts.append(words.nothing)
    return "\n\n".join(parts)


def _line(line: Line, view: View, words: Comments) -> str:
    comment = line.comment
    outer = _STEP * max(0, line.depth - 1) + ("└ " if line.depth else "")
    if comment.state != "visible":
        author = view.authors.get(comment.author_id)
        return f"{outer}<i>{_place(comment, author, words)}</i>"
    head = " · ".join(_head(comment, view.authors.get(comment.author_id), view.diary, words))
    return f"{outer}{head}\n{_STEP * line.depth}{escape(said(comment, words))}"


def _place(comment: Comment, author: Person | None, words: Comments) -> str:
    """What stands where nothing can be read any more."""
    if author is not None and author.kind == SOMEONE_KIND:
        return erasure_phrases.words_in(words.language).someone_who_left
    return words.deleted_place if comment.state == "deleted" else words.hidden_place


def _head(comment: Comment, author: Person | None, diary: Diary, words: Comments) -> Sequence[str]:
    name = cut(author.name, LONGEST_NAME) if author and author.name else words.nobody
    at = words.moment(clock.local(comment.created_at, diary.time_zone))
    edited = (words.edited,) if comment.edited_at else ()
    return (f"<b>{escape(name)}</b>", at, *edited)


def said(comment: Comment, words: Comments) -> str:
    """What a comment says on one line, not longer than a page has room for; plain text."""
    flat = " ".join((comment.text or "").split())
    if comment.kind == "text":
        return cut(flat, LONGEST_WORDS)
    mark = words.spoken(comment.duration_s or 0.0)
    if flat:
        return f"{mark} “{cut(flat, LONGEST_HEARD)}”"
    return f"{mark} · {words.listening}" if comment.hearing in {"waiting", "running"} else mark


def buttons(view: View, language: str) -> Rows:
    """Pages, one's own comments, the hidden ones, and the other diaries of a private viewer."""
    words, entry_id = words_in(language), view.entry.id
    turns = []
    if view.page > 0:
        turns.append(Button(words.before_button, Callback("threadp", entry_id, f"{view.page - 1}")))
    if view.page + 1 < view.pages:
        turns.append(Button(words.after_button, Callback("threadp", entry_id, f"{view.page + 1}")))
    more = []
    if view.count:
        more.append(Button(words.mine_button, Callback("threadmine", entry_id)))
    if view.hidden:
        hidden = words.hidden_button(view.hidden)
        more.append(Button(hidden, Callback("threadhid", entry_id)))
    rows = [tuple(turns), tuple(more)]
    for diary, count in view.elsewhere:
        name = cut(diary_title(diary, words), LONGEST_NAME)
        there = Callback("thread", entry_id, str(diary.id))
        rows.append((Button(f"📒 {name} · 💬 {count}", there),))
    return tuple(row for row in rows if row)


def numbered(
    head: str, found: Sequence[Comment], nothing: str, diary: Diary, words: Comments
) -> str:
    """A list to choose from by number. Of a hidden one only when it was said: all can read this."""
    lines = [f"<b>{escape(head)}</b>"]
    for number, comment in enumerate(found, start=1):
        at = words.moment(clock.local(comment.created_at, diary.time_zone))
        short = words.hidden_place if comment.state == "hidden" else said(comment, words)
        lines.append(f"{number}. {at}\n{escape(short)}")
    return "\n\n".join(lines if found else [*lines, nothing])


def number_rows(mark: str, action: str, found: Sequence[Comment], back: Button) -> Rows:
    """A button for each of the list, and the way back."""
    marks = [
        Button(f"{mark} {number}", Callback(action, comment.id))
        for number, comment in enumerate(found, start=1)
    ]
    rows = [tuple(marks[i : i + IN_A_ROW]) for i in range(0, len(marks), IN_A_ROW)]
    return (*rows, (back,))


async def keep_true(house: House, entry_id: int, diary_id: int) -> None:
    """After a change: every message that shows this thread shows it as it is now.

    What was deleted or hidden must not go on standing there. Raises Postponed.
    """
    async with house.database.reading() as connection:
        found = await thread_rows.showing(connection, entry_id, diary_id)
    for thread in found:
        await _renew(house, thread)


async def _renew(house: House, thread: Thread) -> None:
    view = await _now(house, thread)
    if view is None:
        await forget(house, thread)
        return
    is_private = not is_here(view.diary, thread.chat_id)
    shows = text(view, thread.language, is_private=is_private)
    await turn(house, thread, shows, buttons(view, thread.language))


async def _now(house: House, thread: Thread) -> View | None:
    """What the message may show; None where nobody there may see it any more."""
    async with house.database.reading() as connection:
        target = await comments.about(connection, thread.entry_id, thread.diary_id)
        person = await persons.find(connection, thread.chat_id)
    if target is None:
        return None
    if is_here(target.diary, thread.chat_id):
        async with house.database.reading() as connection:
            return await threads.shown(connection, target.entry, target.diary, thread.page)
    if person is None:
        return None
    if target.diary.is_shared:
        await standings.refresh(
            house.bot, house.database, house.now, target.diary.chat_id, person.telegram_id
        )
    async with house.database.reading() as connection:
        return await _for_reader(connection, person, thread, house.now())


async def _for_reader(
    connection: Connection, person: Person, thread: Thread, now: dt.datetime
) -> View | None:
    try:
        return await threads.view(
            connection,
            person,
            thread.entry_id,
            now,
            here=thread.chat_id,
            diary_id=thread.diary_id,
            page=thread.page,
        )
    except NotYours:
        return None


async def turn(house: House, thread: Thread, shows: str, rows: Rows) -> None:
    """Let the message show this; where there is none any more, forget it. Raises Postponed."""
    chat_id, message_id = thread.chat_id, thread.message_id
    try:
        await delivery.insist(
            lambda: messages.edit_text(house.bot, chat_id, message_id, shows, rows)
        )
    except Postponed:
        raise
    except Gone:
        async with house.database.writing() as connection:
            await thread_rows.remove(connection, thread.entry_id, chat_id)
    except DeliveryError:
        return  # the chat is closed to us: nobody is shown anything anew


async def forget(house: House, thread: Thread) -> None:
    """Take the message away."""
    async with house.database.writing() as connection:
        await thread_rows.remove(connection, thread.entry_id, thread.chat_id)
        await removals.add(connection, thread.chat_id, thread.message_id, house.now(), "gone")
    house.wake_removals()
