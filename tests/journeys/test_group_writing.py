"""A group that is a diary: each author is asked, and what they say is what is done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from bot.phrases import captures as capture_phrases
from bot.phrases import groups as group_phrases
from bot.phrases.captures import Captures
from playground.server import Chat, Message, Person
from tests.journeys.people import Town, answers_to, button_texts, picture_card, says_to

Shots = Callable[[], bytes]

BOTH = pytest.mark.parametrize("language", ["ko", "en"])


def words_to(person: Person) -> Captures:
    """What the bot says about notes in this person's language."""
    return capture_phrases.words_in(person.language_code or "ko")


def choices(words: Captures) -> list[str]:
    return [words.always_button, words.once_button, words.never_button]


def fetched(town: Town, clip: Message) -> bool:
    """Whether the bot has asked for the file of a clip."""
    media = clip.content.get("video") or clip.content["video_note"]
    return any(
        call.params["file_id"] == media["file_id"] for call in town.world.calls_of("getFile")
    )


async def made_a_diary(town: Town, chat: Chat, owner: Person) -> None:
    """The owner presses the button of the greeting."""
    words = group_phrases.words_in(owner.language_code or "ko")
    texts = {words.make_button, words.make_channel_button}

    def offer() -> Message | None:
        found = (m for m in chat.from_bot if texts & set(button_texts(m)))
        return next(found, None)

    greeting = await town.sees(owner, offer)
    button = next(text for text in button_texts(greeting) if text in texts)
    assert (await owner.press(greeting, button, 60))["text"] == words.is_made


async def asked(town: Town, note: Message, words: Captures) -> Message:
    """The question under a note."""
    [question] = await town.sees(note_author(town, note), lambda: answers_to(note))
    assert question.text == words.asks
    assert button_texts(question) == choices(words)
    return question  # type: ignore[no-any-return]


def note_author(town: Town, note: Message) -> Person:
    return town.world.people[note.author_id]


async def card_of(town: Town, note: Message) -> Message:
    """The finished card of a note, which is its first and only answer."""
    card = await town.sees(note_author(town, note), lambda: picture_card(note))
    assert answers_to(note) == [card]
    return card  # type: ignore[no-any-return]


def rows_of(town: Town, note: Message) -> list[dict[str, object]]:
    """What the database holds of a note."""
    return town.bot.rows(
        "SELECT * FROM clips WHERE chat_id = ? AND message_id = ?", note.chat.id, note.message_id
    )


@BOTH
async def test_a_family_writes_together(town: Town, shots: Shots, language: str) -> None:
    owner, member = town.newcomer(language, "Emma"), town.newcomer(language, "지우")
    words = words_to(owner)
    family = town.world.group("Family", [owner, member], bot_is_admin=True)
    await made_a_diary(town, family, owner)
    note = member.send_video_note(shots(), duration=6, chat=family)
    question = await asked(town, note, words)
    for choice in choices(words):
        told = await owner.press(question, choice, 60)
        assert (told["text"], told["show_alert"]) == (words.sender_only, "true")
    assert town.entries(member)[0]["state"] == "consent"
    assert not fetched(town, note)
    await member.press(question, words.always_button, 60)
    assert await card_of(town, note) is question
    # The second note needs no word, and two people may write at the same moment.
    first = owner.send_video_note(shots(), duration=6, chat=family)
    second = member.send_video_note(shots(), duration=6, chat=family)
    asks = await asked(town, first, words)
    await owner.press(asks, words.once_button, 60)
    await asyncio.gather(card_of(town, first), card_of(town, second))
    states = [(row["state"], row["diary_id"]) for row in town.entries(member)]
    assert [state for state, _ in states] == ["done", "done"]
    assert {diary for _, diary in states} == {town.entries(owner)[0]["diary_id"]}
    # Neither has agreed to a diary of their own by that.
    consented = "SELECT consented_at FROM persons WHERE telegram_id = ?"
    assert town.bot.value(consented, member.id) is None


@BOTH
async def test_a_group_in_privacy_mode_keeps_what_it_is_handed(
    town: Town, shots: Shots, language: str
) -> None:
    owner, member = town.newcomer(language, "Emma"), town.newcomer(language, "지우")
    words = words_to(owner)
    friends = town.world.group("Friends", [owner, member])
    await made_a_diary(town, friends, owner)
    greeting = friends.from_bot[0]
    unseen = member.send_video_note(shots(), duration=6, chat=friends)
    handed = member.send_video_note(shots(), duration=6, reply_to=greeting)
    question = await asked(town, handed, words)
    assert answers_to(unseen) == []
    refused = owner.send_text("/save", reply_to=unseen)
    await town.sees(owner, lambda: [m.text for m in answers_to(refused)] == [words.save_not_yours])
    # Never: the question goes, and nothing of the note was ever looked at.
    told = await member.press(question, words.never_button, 60)
    assert told["text"] == words.left_alone
    await town.sees(member, lambda: question.deleted)
    assert town.entries(member) == []
    assert rows_of(town, handed) == []
    assert not fetched(town, handed)
    # Who asks for it by themselves is asked again.
    member.send_text("/save", reply_to=unseen)
    await member.press(await asked(town, unseen, words), words.once_button, 60)
    await card_of(town, unseen)
    assert [row["state"] for row in town.entries(member)] == ["done"]
    again = member.send_text("/save", reply_to=unseen)
    await town.sees(member, lambda: [m.text for m in answers_to(again)] == [words.here])


@BOTH
async def test_an_anonymous_administrator_says_whose_note_it_is(
    town: Town, shots: Shots, language: str
) -> None:
    owner, member = town.newcomer(language, "Emma"), town.newcomer(language, "지우")
    words = words_to(owner)
    forum = town.world.group("Forum", [owner, member], bot_is_admin=True, forum=True)
    await made_a_diary(town, forum, owner)
    topic = town.world.topic(forum, "Diary")
    note = owner.send_video_note(shots(), duration=6, topic=topic, anonymous=True)
    [question] = await town.sees(owner, lambda: answers_to(note))
    assert (question.text, question.thread_id) == (words.asks_whose, topic.thread_id)
    told = await member.press(question, words.mine_button, 60)
    assert (told["text"], told["show_alert"]) == (words.admins_only, "true")
    await owner.press(question, words.mine_button, 60)
    await town.sees(owner, lambda: question.text == words.asks)
    assert not fetched(town, note)
    await owner.press(question, words.once_button, 60)
    card = await town.sees(owner, lambda: picture_card(note))
    assert card is question
    assert card.thread_id == topic.thread_id
    assert [row["state"] for row in town.entries(owner)] == ["done"]


@BOTH
async def test_a_channel_writes_its_diary(town: Town, shots: Shots, language: str) -> None:
    owner, friend = town.newcomer(language, "Emma"), town.newcomer(language, "Friend")
    says = says_to(owner)
    room = town.world.group("Room", [owner, friend], bot_is_admin=True, supergroup=True)
    channel = town.world.channel("News", owner, discussion=room)
    await made_a_diary(town, channel, owner)
    post = owner.send_video(shots(), 6, caption="First\nMy dog ran home. #walk", chat=channel)
    card = await card_of(town, post)
    assert "First" in (card.caption or "")
    owner.edit_text(post, "Second\nMy dog ran home. #cat")
    await town.sees(owner, lambda: "Second" in (card.caption or ""))
    assert "#cat" in (card.caption or "")
    assert "#walk" not in (card.caption or "")
    first = group_phrases.words_in(friend.language_code or "ko").read_first_channel
    assert (await friend.press(card, says.bubbles_button, 60))["text"] == first
    await owner.press(card, says.bubbles_button, 60)
    await town.sees(owner, lambda: says.curve_button in button_texts(card))
    # What Telegram brings into the discussion is no second entry.
    assert answers_to(town.world.automatic_forward(post)) == []
    assert len(town.bot.rows("SELECT * FROM clips WHERE chat_id = ?", channel.id)) == 1
    assert town.bot.rows("SELECT * FROM clips WHERE chat_id = ?", room.id) == []


@BOTH
async def test_a_question_outlives_the_bot(own_town: Town, shots: Shots, language: str) -> None:
    town = own_town
    owner, member = town.newcomer(language, "Emma"), town.newcomer(language, "지우")
    words = words_to(owner)
    family = town.world.group("Family", [owner, member], bot_is_admin=True)
    await made_a_diary(town, family, owner)
    note = member.send_video_note(shots(), duration=6, chat=family)
    question = await asked(town, note, words)
    await town.bot.until(lambda: town.bot.value("SELECT message_id FROM cards"))
    await town.bot.kill()
    missed = member.tap(question, words.always_button)
    later = member.send_video_note(shots(), duration=6, chat=family)
    town.bot.start()
    assert await missed.answered(60)
    assert await card_of(town, note) is question
    await card_of(town, later)
    assert [row["state"] for row in town.entries(member)] == ["done", "done"]
