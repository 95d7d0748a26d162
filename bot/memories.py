"""What a memory looks like: the clip once more, and under it when that was and what was said."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot import pages, standings
from bot.buttons import Button
from bot.callbacks import Callback
from bot.lettering import cut, escape
from bot.messages import Buttons
from bot.phrases.memories import words_in
from bot.routines import Letter, Post
from diary import exclusions, memories
from diary.memories import Memory
from languages import dates
from storage.database import Connection
from storage.diaries import Diary
from storage.exclusions import Exclusion, Hidden
from storage.persons import Person
from storage.routines import Routine

LONGEST_QUOTE = 300


async def letter(post: Post, routine: Routine, diary: Diary, person: Person) -> Letter | None:
    """The memory of the day, without a sound; None without one. Discreet people see it on demand.

    Telegram is asked first in which shared chats the person is: what they wrote in one that they
    have left is not theirs to read.
    """
    refresh = standings.refresh_all
    await refresh(post.bot, post.database, post.now, person.id, person.telegram_id)
    now = post.now()
    async with post.database.reading() as connection:
        if routine.weekday is None:
            found = await memories.of_today(connection, person, diary, now, by_itself=True)
        else:
            found = await memories.of_week(connection, person, diary, now)
    if found is None:
        return None
    keep = partial(_keep, person, found, post)
    if person.discreet:
        text, buttons = veiled(found, person.language)
        return Letter(text, buttons, keep=keep)
    text, buttons = face(found, person.language)
    return Letter(text, buttons, clip=found.clip, keep=keep)


async def _keep(person: Person, found: Memory, post: Post, connection: Connection) -> None:
    await memories.note(connection, person, found, post.now())


def face(found: Memory, language: str, *, by_itself: bool = True) -> tuple[str, Buttons]:
    """When it was, its title and one key sentence; `by_itself`: it can come less often."""
    words, entry = words_in(language), found.entry
    ago = words.ago(found.ago, is_near=found.is_near)
    lines = [f"📆 <b>{escape(ago)}</b> · {escape(dates.day(entry.day, language))}"]
    if entry.title:
        lines.append(escape(entry.title))
    if quote := _quote(found):
        lines.append(f"<blockquote>{escape(cut(quote, LONGEST_QUOTE))}</blockquote>")
    number = entry.id
    hide = Button(words.hide_button, Callback("memory", number, "hide"))
    less = Button(words.less_button, Callback("memory", 0, "less"))
    open_it = Button(words.open_button, Callback("open", number))
    return "\n".join(lines), ((open_it,), (hide, less) if by_itself else (hide,))


def _quote(found: Memory) -> str:
    """The first key sentence; of what was only written, its words."""
    if found.report is not None and found.report.key_sentences:
        return found.report.key_sentences[0].text
    return found.entry.text or found.entry.caption


def veiled(found: Memory, language: str) -> tuple[str, Buttons]:
    """That there is one, for whoever may be looked at: nothing of it is told."""
    words = words_in(language)
    show = Button(words.show_button, Callback("memory", found.entry.id, "show"))
    return f"📆 {escape(words.has_one)}", ((show,),)


def hidden_face(entry_id: int, language: str) -> tuple[str, Buttons]:
    """One that was hidden, and the way back."""
    words = words_in(language)
    back = Button(words.back_button, Callback("memory", entry_id, "back"))
    return escape(words.hidden), ((back,),)


def skips_face(
    skips: Sequence[Exclusion], hidden: Sequence[Hidden], language: str
) -> tuple[str, Buttons]:
    """Everything that a person has left out, each a button that lets it come again."""
    words = words_in(language)
    found = [(said(one, language), Callback("memory", one.id, "drop")) for one in skips]
    found += [(_hidden(one, language), Callback("memory", one.entry_id, "again")) for one in hidden]
    rows = [(Button(pages.on_button(f"✕ {text}"), callback),) for text, callback in found]
    text = words.skips if rows else words.skips_nothing
    return escape(f"{text}\n\n{words.how_to_skip}"), rows


def said(one: Exclusion, language: str) -> str:
    """What is left out, as a person would name it."""
    if one.first is None or one.last is None:
        return {exclusions.TAG: "#", exclusions.NAME: "@"}.get(one.kind, "") + (one.value or "")
    first, last = (dates.short_day(day, language) for day in (one.first, one.last))
    years = dict.fromkeys((one.first.year, one.last.year))
    days = first if first == last and len(years) == 1 else f"{first} – {last}"
    return f"{days} ({'–'.join(str(year) for year in years)})"


def _hidden(one: Hidden, language: str) -> str:
    day = dates.day(one.day, language)
    return f"{day} {one.title}" if one.title else day
