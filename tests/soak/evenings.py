"""What comes by itself: each becomes due while the bot is dead, and must then come once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from bot.phrases import captures, digests, groups, questions, reminders
from playground.server import Chat, Message, Person
from tests.journeys.people import button_texts, picture_card, says_to
from tests.soak import flows
from tests.soak.flows import SECONDS, of
from tests.soak.life import Life

#: Rows of today; those of earlier rounds of this run are set back by a hundred days and more.
_TODAY = "day > date('now', '-3 days')"


#: Instead of words.
PICTURE = ["a picture"]


def _now() -> str:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _said_since(life: Life, chat: Chat, texts: list[str], since: int) -> list[Message]:
    """What a chat got in new messages after so many calls, with one of these in it."""
    found = []
    for call in life.town.world.calls[since:]:
        said = str(call.params.get("text") or call.params.get("caption") or "")
        is_here = str(call.params.get("chat_id")) == str(chat.id) and call.status == 200
        # A picture that is sent, not edited into a message, is that of an evening.
        is_it = call.method == "sendPhoto" if texts == PICTURE else _says(call.method, said, texts)
        if is_here and is_it:
            result = call.answer["result"] if call.answer else {}
            found.append(chat.sent(result["message_id"]))
    return [message for message in found if message is not None]


def _says(method: str, said: str, texts: list[str]) -> bool:
    return method == "sendMessage" and any(text in said for text in texts)


async def _comes(
    life: Life, chat: Chat, texts: list[str], due: Callable[[], None], is_over: Callable[[], bool]
) -> list[Message]:
    """Let something become due while the bot is dead; what the chat got when it is dealt with.

    Counted is from where the time before ended, so that what comes too late is seen too.
    """
    key = (chat.id, texts[0])
    since = life.counted.get(key, len(life.town.world.calls))
    await life.at_death(due)
    await life.sees(lambda: is_over() or None, f"the end of what was due: {texts[0]}")
    life.counted[key] = len(life.town.world.calls)
    return _said_since(life, chat, texts, since)


async def _claimed(
    life: Life, group: Chat, table: str, column: str, texts: list[str], name: str
) -> None:
    """A round or a question: at most one a day, which a row of `table` stands for."""
    bot, older = life.town.bot, f"-{100 + next(life.numbers)} day"
    query = "SELECT id FROM diaries WHERE chat_id = ?"
    diary = await life.known(lambda: bot.value(query, group.id))
    row = f"SELECT id, state FROM {table} WHERE diary_id = ? AND {_TODAY}"  # noqa: S608

    def due() -> None:
        bot.change(
            f"UPDATE {table} SET day = date(day, '{older}') WHERE diary_id = ? AND {_TODAY}",  # noqa: S608
            diary,
        )
        bot.change(f"UPDATE diaries SET {column} = ? WHERE id = ?", _now(), diary)  # noqa: S608

    def was_cut() -> bool:
        return any((f"{name} is being sent", found[0]) in life.killer.sending for found in rows())

    def rows() -> list[tuple[Any, ...]]:
        return life.rows(row, diary)

    def is_over() -> bool:
        states = {found[1] for found in rows()}
        return bool(states) and (states <= {"sent", "open", "skipped", "failed"} or was_cut())

    found = await _comes(life, group, texts, due, is_over)
    cut, states = await life.known(lambda: (was_cut(), [one[1] for one in rows()]))
    life.once(f"{name}: {group.id} {states}", lambda: found, lambda: cut)
    life.ledger.done[name] += 1


async def evening(life: Life, group: Chat, language: str) -> None:
    """The calendar of an evening."""
    del language
    await _claimed(life, group, "rounds", "next_round_at", PICTURE, "evening")


async def question(life: Life, group: Chat, language: str) -> None:
    """The question of the day; the one before closes."""
    title = questions.words_in(language).title
    await _claimed(life, group, "questions", "next_question_at", [title], "question")


async def routine(life: Life, person: Person, kind: str) -> None:
    """A reminder or a digest of somebody's own diary."""
    bot, language = life.town.bot, of(person)
    texts = {
        "reminder": [str(text) for text in reminders.words_in(language).asks.values()],
        "digest": [digests.words_in(language).week],
    }[kind]
    query = "SELECT id FROM diaries WHERE chat_id = ?"
    diary = await life.known(lambda: bot.value(query, person.id))
    mine = f"diary_id = {diary} AND kind = '{kind}'"

    def due() -> None:
        # What was cut off before, perhaps by this very kill, says nothing of what is due now.
        life.killer.sending.discard((f"{kind} is being sent", diary))
        bot.change(
            "UPDATE routines SET next_at = ?, due_at = ?, last_at = NULL, ignored = 0,"  # noqa: S608
            f" paused_at = NULL WHERE {mine}",
            _now(),
            _now(),
        )

    def is_over() -> bool:
        later = f"SELECT 1 FROM routines WHERE {mine} AND next_at > datetime('now', '+1 hour')"  # noqa: S608
        heard = f"SELECT 1 FROM routines WHERE {mine} AND last_message_id IS NOT NULL"  # noqa: S608
        return bool(life.rows(later)) and (bool(life.rows(heard)) or was_cut())

    def was_cut() -> bool:
        return (f"{kind} is being sent", diary) in life.killer.sending

    found = await _comes(life, person.chat, texts, due, is_over)
    cut = was_cut()
    life.once(f"{kind}: {person.id}", lambda: found, lambda: cut)
    life.ledger.done[kind] += 1


async def _card_in(life: Life, owner: Person, note: Message, moved: Chat) -> None:
    """The card of a note, wherever it came; tried again where three workers died."""
    retry = says_to(owner).retry_button

    def ended() -> Message | None:
        tried = (m for m in moved.from_bot if retry in button_texts(m))
        photos = (m for m in moved.from_bot if m.photo)
        return picture_card(note) or next(photos, None) or next(tried, None)

    while not (found := await life.sees(ended, "the card of a group that moved")).photo:
        life.ledger.costs["an analysis whose worker died three times"] += 1
        await life.presses(
            owner, found, retry, lambda found=found: retry not in button_texts(found) or None
        )


async def migration(life: Life, language: str) -> None:
    """A group becomes a diary, somebody sends a clip, and the group moves meanwhile."""
    owner = life.town.newcomer(language, life.name("Owner"))
    group = life.town.world.group(life.name("Group"), [owner], bot_is_admin=True)
    words, asks = groups.words_in(language), captures.words_in(language)
    greeting = await life.sees(
        lambda: next((m for m in group.from_bot if words.make_button in button_texts(m)), None),
        "a greeting",
    )
    await life.presses(
        owner, greeting, words.make_button,
        lambda: words.make_button not in button_texts(greeting) or None,
    )  # fmt: skip
    note = owner.send_video_note(life.shot(), duration=SECONDS, chat=group)
    asked = await flows.asked(life, note, asks.once_button)
    await life.presses(
        owner,
        asked,
        asks.once_button,
        lambda: asked.deleted or asks.once_button not in button_texts(asked) or None,
    )
    moved = life.town.world.migrate(group)
    await _card_in(life, owner, note, moved)
    life.once(
        f"card of a moved group: {moved.id}",
        lambda: [m for chat in (group, moved) for m in chat.from_bot if m.photo],
    )
    query = "SELECT id FROM diaries WHERE chat_id IN (?, ?)"
    life.once(f"moved diary: {moved.id}", lambda: life.rows(query, group.id, moved.id))
    life.ledger.done["group migration"] += 1
