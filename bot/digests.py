"""What a look back at a week or a month looks like, and the one that comes by itself."""

from __future__ import annotations

import datetime as dt
import re

from bot import standings, streaks
from bot.buttons import Button
from bot.callbacks import Callback
from bot.lettering import cut, escape
from bot.messages import Buttons
from bot.phrases import moods as mood_phrases
from bot.phrases import phrases_in, question_list
from bot.phrases.digests import Digests, words_in
from bot.routines import Letter, Post
from diary import digests, own_questions
from diary.digests import Digest
from diary.own_questions import Choice
from languages import dates
from storage.database import Connection
from storage.diaries import Diary
from storage.persons import Person
from storage.routines import Routine

LONGEST_QUOTE = 160

#: Telegram ends a hashtag at the first character that is no letter, digit or underscore.
_NO_HASHTAG = re.compile(r"\W+")


async def letter(post: Post, _: Routine, diary: Diary, person: Person) -> Letter | None:
    """The digest of a diary's week, without a sound; None where there was nothing."""
    if diary.is_shared:
        return await _ours(post, diary)
    refresh = standings.refresh_all
    await refresh(post.bot, post.database, post.now, person.id, person.telegram_id)
    now = post.now()
    today = digests.today_of(diary, now)
    async with post.database.reading() as connection:
        days = digests.week(today)
        found = await digests.mine(connection, person, "week", days, today, now)
        choice = await question(connection, person)
    if found is None:
        return None
    if person.discreet:
        return Letter(*veiled(today, person.language))
    text, buttons = face(found, person.language, choice)
    return Letter(text, [*buttons, (_stop(person.language),)])


async def _ours(post: Post, diary: Diary) -> Letter | None:
    today = digests.today_of(diary, post.now())
    async with post.database.reading() as connection:
        found = await digests.of_diary(connection, diary, "week", digests.week(today))
    return None if found is None else Letter(*face(found, diary.language or post.language))


async def question(connection: Connection, person: Person) -> Choice:
    """What a person would be asked next."""
    listed = question_list.words_in(person.language).all
    return await own_questions.following_of(connection, person, listed)


def face(found: Digest, language: str, choice: Choice | None = None) -> tuple[str, Buttons]:
    """The digest as HTML, with a button for each entry that it quotes. `choice` is asked below."""
    words = words_in(language)
    title = words.title(found.kind, found.first, found.last)
    parts = [
        f"📖 <b>{escape(title)}</b>\n{escape(_counts(found, words))}",
        *(escape(line) for line in _moods(found, words)),
        "\n".join(_quote(found, number, language) for number in range(len(found.quotes))),
        escape(" ".join(filter(None, map(_hashtag, found.tags)))),
        # Days of the month and in a row: never what is missing.
        escape(streaks.line(found.streaks, language) if found.streaks else ""),
        f"💭 {escape(choice.text)}" if choice else "",
    ]
    opens = tuple(
        Button(words.open_entry(number), Callback("open", quote.entry_id))
        for number, quote in enumerate(found.quotes, start=1)
    )
    rows = [opens, (_answer(choice, words),) if choice else ()]
    return "\n\n".join(filter(None, parts)), [row for row in rows if row]


def covered(text: str) -> str:
    """All but the title waits for a tap, for whoever may be looked at."""
    title, _, rest = text.partition("\n")
    return f"{title}\n<tg-spoiler>{rest}</tg-spoiler>"


def _counts(found: Digest, words: Digests) -> str:
    parts = [words.count(found.entries)]
    if found.people > 1:
        parts.append(words.people(found.people))
    if round(found.spoken_s):
        parts.append(words.spoken(found.spoken_s))
    if found.words:
        parts.append(words.words(found.words))
    return " · ".join(parts)


def _moods(found: Digest, words: Digests) -> list[str]:
    """What the person said of it first; what a face showed stands beside it, as what it is."""
    lines = []
    if found.moods:
        faces = (
            f"{face} {found.moods[mood]}"
            for mood, face in reversed(mood_phrases.FACES.items())
            if found.moods.get(mood)
        )
        lines.append(words.moods(" · ".join(faces)))
    if found.look is not None:
        lines.append(phrases_in(words.language).looked[found.look])
    return ["\n".join(lines)] if lines else []


def _quote(found: Digest, number: int, language: str) -> str:
    quote = found.quotes[number]
    when = dates.weekday_and_day(quote.day, language)
    head = f"{quote.author} · {when}" if quote.author else when
    text = escape(cut(quote.text, LONGEST_QUOTE))
    return f"{number + 1}. <i>{escape(head)}</i>\n<blockquote>{text}</blockquote>"


def _hashtag(tag: str) -> str:
    name = _NO_HASHTAG.sub("_", tag).strip("_")
    return f"#{name}" if name else ""


def _answer(choice: Choice, words: Digests) -> Button:
    detail = "own" if choice.is_own else "ask"
    return Button(words.answer_button, Callback("prompt", choice.number, detail))


def _stop(language: str) -> Button:
    return Button(words_in(language).stop_button, Callback("digest", 0, "off"))


def veiled(today: dt.date, language: str) -> tuple[str, Buttons]:
    """That there is one, for whoever may be looked at: nothing of it is told."""
    words = words_in(language)
    show = Button(words.show_button, Callback("digest", 0, f"w{today:%Y%m%d}"))
    return f"📖 {escape(words.is_ready)}", ((show,), (_stop(language),))
