"""A group, a forum and a channel become diaries, rest, come back and move, with the real bot."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from bot.phrases import captures, check, groups
from languages import dates
from playground.server import Chat, Message, Person
from tests.journeys.conftest import Clips
from tests.journeys.people import Town

LANGUAGES = pytest.mark.parametrize("language", ["ko", "en"])


def plain(text: str) -> str:
    """HTML as people see it."""
    seen: list[str] = []
    parser = HTMLParser()
    parser.handle_data = seen.append  # type: ignore[method-assign]
    parser.feed(text)
    parser.close()
    return "".join(seen)


def said(chat: Chat, text: str) -> Message | None:
    """The newest message of the bot that says this."""
    found = (m for m in reversed(chat.from_bot) if plain(text) == (m.text or ""))
    return next(found, None)


def offered(chat: Chat, button: str) -> Message | None:
    """The newest message of the bot with this button."""
    found = (m for m in reversed(chat.from_bot) if any(b.text == button for b in m.buttons))
    return next(found, None)


def pictures(chat: Chat) -> list[Message]:
    return [message for message in chat.from_bot if message.photo]


async def becomes_diary(town: Town, chat: Chat, owner: Person, language: str) -> Message:
    """An admin presses the greeting's button; the message that then explains."""
    words = groups.words_in(language)
    button = words.make_channel_button if chat.type == "channel" else words.make_button
    greeting: Message = await town.sees(owner, lambda: offered(chat, button))
    answer = await owner.press(greeting, button)
    assert answer["text"] == words.is_made
    return greeting


async def writes(
    town: Town, person: Person, clip: bytes, language: str, **where: object
) -> Message:
    """Somebody sends a first note and says that it may be kept; their message."""
    note = person.send_video_note(clip, duration=6, **where)  # type: ignore[arg-type]
    button = captures.words_in(language).always_button
    asked = await town.sees(person, lambda: offered(note.chat, button))
    await person.press(asked, button)
    return note


def diary_rows(town: Town, chat: Chat) -> list[dict[str, object]]:
    return town.bot.rows("SELECT * FROM diaries WHERE chat_id = ?", chat.id)


@LANGUAGES
async def test_a_group_is_asked_once_made_a_diary_by_an_admin_and_joined(
    town: Town, language: str
) -> None:
    owner, friend = town.newcomer(language), town.newcomer(language, "민지")
    words, sees = groups.words_in(language), check.words_in(language)
    group = town.world.group("Family", [owner, friend])
    greeting = await town.sees(owner, lambda: said(group, words.hello))
    refused = await friend.press(greeting, words.make_button)
    assert (refused["text"], refused["show_alert"]) == (words.admins_only, "true")
    assert diary_rows(town, group) == []
    await becomes_diary(town, group, owner, language)
    await town.sees(owner, lambda: "/save" in (greeting.text or ""))
    assert (await friend.press(greeting, words.join_button))["text"] == words.joined
    [diary] = diary_rows(town, group)
    assert (diary["title"], diary["language"]) == ("Family", language)
    members = town.bot.rows("SELECT * FROM members WHERE diary_id = ?", diary["id"])
    assert [row["state"] for row in members] == ["member", "member"]
    friend.send_text("just talking", chat=group)
    friend.send_text("/check", chat=group)
    told = await town.sees(friend, lambda: _checked(group, sees, works=False))
    assert plain(sees.make_admin) in told.text
    town.world.bot.reads_all_group_messages = True
    try:
        friend.send_text("/check", chat=group)
        told = await town.sees(friend, lambda: _checked(group, sees, works=True))
        assert f"➖ {sees.leaving[1]}" in told.text
    finally:
        town.world.bot.reads_all_group_messages = False
    town.world.set_bot_status(group, owner, "administrator")
    friend.send_text("/check", chat=group)
    await town.sees(friend, lambda: _ends(group, sees.all_is_well))
    assert len(group.from_bot) == 4


def _checked(group: Chat, words: check.Check, *, works: bool) -> Message | None:
    line = f"✅ {words.notes[0]}" if works else f"➖ {words.notes[1]}"
    return next((m for m in group.from_bot if line in (m.text or "")), None)


def _ends(group: Chat, text: str) -> bool:
    return (group.from_bot[-1].text or "").endswith(text)


@LANGUAGES
async def test_removed_and_added_again_nothing_is_lost_and_members_are_told_once(
    town: Town, shots: Callable[[], bytes], language: str
) -> None:
    owner = await town.resident(language)
    words = groups.words_in(language)
    group = town.world.group("Family", [owner], bot_is_admin=True)
    await becomes_diary(town, group, owner, language)
    await writes(town, owner, shots(), language, chat=group)
    [card] = await town.sees(owner, lambda: pictures(group))
    town.world.set_bot_status(group, owner, "kicked")
    told = plain(words.asleep("Family"))
    await town.sees(owner, lambda: [m.text for m in owner.chat.from_bot if m.text == told])
    [diary] = diary_rows(town, group)
    assert (diary["state"], diary["next_round_at"]) == ("frozen", None)
    town.world.set_bot_status(group, owner, "administrator")
    await town.sees(owner, lambda: said(group, words.back_with_diary("Family")))
    [diary] = diary_rows(town, group)
    assert diary["state"] == "open"
    assert diary["next_round_at"] is not None
    assert [m.text for m in owner.chat.from_bot].count(told) == 1
    assert len([m for m in group.from_bot if m.text == plain(words.hello)]) == 0
    assert pictures(group) == [card]
    assert [row["state"] for row in town.entries(owner)] == ["done"]


@LANGUAGES
@pytest.mark.parametrize("silent", [False, True], ids=["told", "only-refused"])
async def test_a_group_that_moves_while_a_clip_is_in_work_loses_nothing(
    town: Town, reel: Clips, shots: Callable[[], bytes], language: str, *, silent: bool
) -> None:
    owner = town.newcomer(language)
    words = groups.words_in(language)
    group = town.world.group("Family", [owner], bot_is_admin=True)
    await becomes_diary(town, group, owner, language)
    await writes(
        town, owner, reel.long.read_bytes() + _mark(language, silent), language, chat=group
    )
    await town.bot.until(lambda: town.job(owner)["state"] == "running")
    moved = town.world.migrate(group, silent=silent)
    [card] = await town.sees(owner, lambda: pictures(moved))
    [diary] = diary_rows(town, moved)
    assert diary_rows(town, group) == []
    assert said(moved, words.hello) is None
    second = owner.send_video_note(shots(), duration=6, chat=moved)
    await town.sees(owner, lambda: len(pictures(moved)) == 2)
    assert pictures(moved)[1].reply_to is second
    rows = town.entries(owner)
    assert {row["diary_id"] for row in rows} == {diary["id"]}
    assert [row["state"] for row in rows] == ["done", "done"]
    assert card is pictures(moved)[0]


@LANGUAGES
async def test_a_group_without_a_diary_that_moves_is_not_greeted_again(
    town: Town, language: str
) -> None:
    owner = town.newcomer(language)
    words = groups.words_in(language)
    group = town.world.group("Family", [owner])
    await town.sees(owner, lambda: said(group, words.hello))
    moved = town.world.migrate(group)
    asked = owner.send_text("/help", chat=moved)
    answer = await town.sees(owner, lambda: said(moved, words.asks))
    assert answer.reply_to is asked
    assert moved.from_bot == [answer]


def _mark(language: str, silent: bool) -> bytes:  # noqa: FBT001
    """A box at the end of the file that players skip: another file for each journey."""
    mark = f"{language}{silent}".encode()
    return (8 + len(mark)).to_bytes(4, "big") + b"free" + mark


@LANGUAGES
async def test_a_channel_becomes_a_diary_by_the_admin_who_agrees_for_it(
    town: Town, shots: Callable[[], bytes], language: str
) -> None:
    owner = town.newcomer(language)
    words = groups.words_in(language)
    discussion = town.world.group("Talk", [owner], supergroup=True, bot_is_member=False)
    channel = town.world.channel("News", owner, discussion=discussion)
    greeting = await town.sees(owner, lambda: said(channel, words.hello_channel))
    await owner.press(greeting, words.make_channel_button)
    text = plain(words.how_channel("News", dates.minute(21 * 60 + 30, language), True))  # noqa: FBT003
    await town.sees(owner, lambda: greeting.text == text)
    post = owner.send_video_note(shots(), duration=6, chat=channel)
    [card] = await town.sees(owner, lambda: pictures(channel))
    assert card.reply_to is post
    [author] = town.bot.rows("SELECT * FROM persons WHERE telegram_id = ?", channel.id)
    assert author["kind"] == "chat"
    town.world.set_bot_status(discussion, owner, "administrator")
    await town.sees(owner, lambda: said(discussion, words.hello_discussion("News")))
    assert diary_rows(town, discussion) == []


@LANGUAGES
async def test_in_a_forum_every_answer_stays_in_its_topic(
    town: Town, shots: Callable[[], bytes], language: str
) -> None:
    owner = town.newcomer(language)
    words = groups.words_in(language)
    forum = town.world.group("Family", [owner], forum=True, bot_is_admin=True)
    topic = town.world.topic(forum, "Diary")
    asked = owner.send_text("/start", topic=topic)
    answer = await town.sees(owner, lambda: said(forum, words.asks))
    assert (answer.reply_to, answer.thread_id) == (asked, topic.thread_id)
    await owner.press(answer, words.make_button)
    await writes(town, owner, shots(), language, topic=topic)
    [card] = await town.sees(owner, lambda: pictures(forum))
    owner.send_text("/check", topic=topic)
    sees = check.words_in(language)
    await town.sees(owner, lambda: _ends(forum, sees.all_is_well))
    greeting = forum.from_bot[0]
    answers = [message for message in forum.from_bot if message is not greeting]
    assert {message.thread_id for message in answers} == {topic.thread_id}
    assert card in answers
    [diary] = diary_rows(town, forum)
    assert diary["topic_id"] == topic.thread_id
