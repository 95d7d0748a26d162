"""What people hear privately about comments: on what is theirs, and in answer to what they said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from bot.callbacks import Callback
from bot.cards import Button
from bot.lettering import cut, escape
from bot.notices import Kind, Letter
from bot.phrases.comments import Comments, words_in
from bot.threads import diary_title, entry_title, said
from diary import access
from diary.access import Sight
from storage import comments, persons
from storage.comments import Comment
from storage.database import Connection
from storage.notices import Notice
from storage.persons import Person

#: Units of the newest comment that a notice quotes.
LONGEST_QUOTE = 100

#: Those comments of a thread that a notice of its kind is about.
Chosen = Callable[[Sequence[Comment], Person], Sequence[Comment]]


async def commented(connection: Connection, notice: Notice, now: dt.datetime) -> Letter | None:
    """New comments on an entry of the person's own."""
    return await _letter(connection, notice, now, _of_others, "commented")


async def replied(connection: Connection, notice: Notice, now: dt.datetime) -> Letter | None:
    """New answers to comments of the person's own."""
    return await _letter(connection, notice, now, _answers_to, "replied")


def _of_others(found: Sequence[Comment], person: Person) -> Sequence[Comment]:
    return [c for c in found if c.state == "visible" and c.author_id != person.id]


def _answers_to(found: Sequence[Comment], person: Person) -> Sequence[Comment]:
    own = {comment.id for comment in found if comment.author_id == person.id}
    return [comment for comment in _of_others(found, person) if comment.parent_id in own]


async def _letter(
    connection: Connection, notice: Notice, now: dt.datetime, chosen: Chosen, sentence: str
) -> Letter | None:
    """None where the person may no longer read it, or nothing new of it is to be seen any more.

    Counted is what can be seen now: of what was said since, some may be deleted or hidden again.
    """
    person = await persons.get(connection, notice.person_id)
    sight = await _sight(connection, person, notice, now)
    if sight is None:
        return None
    found = await comments.of_entry(connection, sight.entry.id, sight.diary.id)
    new = [c for c in chosen(found, person) if c.created_at >= notice.created_at]
    if not new:
        return None
    words = words_in(person.language)
    tells = getattr(words, sentence)
    title = escape(diary_title(sight.diary, words))
    head = tells(title, escape(entry_title(sight.entry, words)), len(new))
    quote = await _quote(connection, new[-1], words)
    there = Callback("thread", sight.entry.id, str(sight.diary.id))
    return Letter(f"{head}\n\n{quote}", ((Button(words.open_button, there),),))


async def _sight(
    connection: Connection, person: Person, notice: Notice, now: dt.datetime
) -> Sight | None:
    found = await access.sights(connection, person, notice.subject_id or 0, now)
    return next((sight for sight in found if sight.diary.id == notice.diary_id), None)


async def _quote(connection: Connection, comment: Comment, words: Comments) -> str:
    author = await persons.get(connection, comment.author_id)
    text = escape(cut(said(comment, words), LONGEST_QUOTE))
    return f"<b>{escape(author.name or words.nobody)}</b>: {text}"


KINDS: Mapping[str, Kind] = {
    "comment": Kind(commented, is_optional=True, is_bundled=True),
    "reply": Kind(replied, is_optional=True, is_bundled=True),
}
