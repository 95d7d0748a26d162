"""Notes, posts and /save in a shared diary, through the real framework, tables and stand-in."""

import pytest
from telegram import Bot

from bot.phrases import captures as captures_phrases
from bot.phrases import groups as group_phrases
from bot.phrases import phrases_in
from playground.server import Attachment, Chat, Person, World
from storage import cards, diaries, members, tags
from storage import entries as entry_rows
from storage import persons as person_rows
from storage.database import Database
from storage.members import Member
from tests.bot.office import Office, buttons, open_office, replies, texts
from tests.diary.given import EMMA, JIWOO, LIMITS

WORDS = captures_phrases.words_in("ko")

SAYS = phrases_in("ko")
ALL = [WORDS.always_button, WORDS.once_button, WORDS.never_button]


@pytest.fixture
async def office(bot: Bot, world: World, database: Database) -> Office:
    return await open_office(bot, world, database)


@pytest.fixture
def emma(world: World) -> Person:
    return world.person(EMMA, "Emma", "ko")


@pytest.fixture
def jiwoo(world: World) -> Person:
    return world.person(JIWOO, "지우", "ko")


@pytest.fixture
async def group(office: Office, emma: Person, jiwoo: Person) -> Chat:
    """Emma's group is a diary, and the bot reads along."""
    chat = office.world.group("가족", [emma, jiwoo], bot_is_admin=True)
    await office.diary(chat, emma)
    await office.handle()
    return chat


async def membership(office: Office, chat: Chat, person: Person) -> Member | None:
    async with office.database.reading() as connection:
        diary = await diaries.of_chat(connection, chat.id)
        found = await person_rows.find(connection, person.id)
        return await members.find(connection, diary.id, found.id) if diary and found else None


async def test_a_first_note_is_asked_about_under_it(
    office: Office, group: Chat, jiwoo: Person
) -> None:
    note = jiwoo.send_video_note(b"clip", duration=8, chat=group)
    await office.handle()
    [question] = replies(note)
    assert question.text == WORDS.asks
    assert buttons(question) == ALL
    assert note.reactions == {}
    assert await office.states(group) == ["consent"]


async def test_nobodys_press_counts_but_the_authors(
    office: Office, group: Chat, emma: Person, jiwoo: Person
) -> None:
    note = jiwoo.send_video_note(b"clip", duration=8, chat=group)
    await office.handle()
    [question] = replies(note)
    for choice in ALL:
        told = await office.press(emma, question, choice)
        assert (told["text"], told["show_alert"]) == (WORDS.sender_only, "true")
    assert await office.states(group) == ["consent"]
    told = await office.press(jiwoo, question, WORDS.always_button)
    assert told["text"] == SAYS.done
    assert question.text == SAYS.queued
    assert buttons(question) == [SAYS.cancel_button]
    found = await membership(office, group, jiwoo)
    assert found is not None
    assert (found.state, found.capture) == ("member", "always")
    second = jiwoo.send_video_note(b"second", duration=8, chat=group)
    await office.handle()
    assert await office.states(group) == ["waiting", "waiting"]
    assert not any(text == WORDS.asks for text in texts(second))


async def test_never_takes_the_question_away_and_is_said_to_one_alone(
    office: Office, group: Chat, jiwoo: Person
) -> None:
    note = jiwoo.send_video_note(b"clip", duration=8, chat=group)
    await office.handle()
    [question] = replies(note)
    told = await office.press(jiwoo, question, WORDS.never_button)
    assert (told["text"], told["show_alert"]) == (WORDS.left_alone, "true")
    assert question.deleted
    assert await office.entries(group) == []
    later = jiwoo.send_video_note(b"later", duration=8, chat=group)
    await office.handle()
    assert replies(later) == []
    assert await office.entries(group) == []
    assert office.world.calls_of("getFile") == []
    jiwoo.send_text("/save", reply_to=later)
    await office.handle()
    assert texts(later) == [WORDS.asks]


async def test_save_keeps_ones_own_note_alone(office: Office, emma: Person, jiwoo: Person) -> None:
    chat = office.world.group("가족", [emma, jiwoo])
    await office.diary(chat, emma)
    note = jiwoo.send_video_note(b"clip", duration=8, chat=chat)
    words = jiwoo.send_text("그냥 글", chat=chat)
    await office.handle()
    assert await office.entries(chat) == []
    refused = emma.send_text("/save", reply_to=note)
    how = jiwoo.send_text("/save", reply_to=words)
    bare = jiwoo.send_text("/save", chat=chat)
    await office.handle()
    assert texts(refused) == [WORDS.save_not_yours]
    assert texts(how) == texts(bare) == [WORDS.save_how]
    assert await office.entries(chat) == []
    saved = jiwoo.send_text("/save", reply_to=note)
    await office.handle()
    assert texts(note) == [WORDS.asks]
    assert texts(saved) == []
    again = jiwoo.send_text("/save", reply_to=note)
    await office.handle()
    assert texts(again) == [WORDS.here]
    assert await office.states(chat) == ["consent"]


async def test_save_in_a_group_that_is_no_diary_says_so(office: Office, emma: Person) -> None:
    chat = office.world.group("가족", [emma])
    note = emma.send_video_note(b"clip", duration=8, chat=chat)
    saved = emma.send_text("/save", reply_to=note)
    await office.handle()
    assert texts(saved) == [group_phrases.words_in("ko").asks]
    assert texts(note) == []


async def test_a_note_that_replies_to_the_bot_is_kept_in_privacy_mode(
    office: Office, emma: Person, jiwoo: Person
) -> None:
    chat = office.world.group("가족", [emma, jiwoo])
    await office.diary(chat, emma)
    jiwoo.send_text("/save", chat=chat)
    await office.handle()
    hint = chat.from_bot[-1]
    note = jiwoo.send_video_note(b"clip", duration=8, reply_to=hint)
    await office.handle()
    assert texts(note) == [WORDS.asks]


async def test_a_round_reply_to_a_card_is_no_entry(
    office: Office, group: Chat, emma: Person, jiwoo: Person
) -> None:
    note = jiwoo.send_video_note(b"clip", duration=8, chat=group)
    await office.handle()
    [card] = replies(note)
    await office.press(jiwoo, card, WORDS.once_button)
    emma.send_video_note(b"answer", duration=8, reply_to=card)
    await office.handle()
    assert len(await office.entries(group)) == 1


async def test_a_reply_offers_to_be_a_comment_and_becomes_one(
    office: Office, group: Chat, emma: Person, jiwoo: Person
) -> None:
    for person in (emma, jiwoo):
        note = person.send_video_note(person.first_name.encode(), duration=8, chat=group)
        await office.handle()
        await office.press(person, replies(note)[0], WORDS.always_button)
    jiwoo.send_text("/save", chat=group)
    await office.handle()
    answer = jiwoo.send_video_note(b"answer", duration=8, reply_to=group.from_bot[-1])
    await office.handle()
    [card] = replies(answer)
    assert buttons(card) == [SAYS.cancel_button, WORDS.comment_button]
    told = await office.press(emma, card, WORDS.comment_button)
    assert told["text"] == SAYS.not_yours
    told = await office.press(jiwoo, card, WORDS.comment_button)
    assert told["text"] == WORDS.now_comment
    assert card.deleted
    assert len(await office.entries(group)) == 2
    assert len(office.stopped) == 1


async def test_an_anonymous_note_asks_whose_it_is_and_only_administrators_answer(
    office: Office, group: Chat, emma: Person, jiwoo: Person
) -> None:
    note = emma.send_video_note(b"clip", duration=8, chat=group, anonymous=True)
    await office.handle()
    [question] = replies(note)
    assert question.text == WORDS.asks_whose
    assert buttons(question) == [WORDS.mine_button, WORDS.drop_button]
    told = await office.press(jiwoo, question, WORDS.mine_button)
    assert (told["text"], told["show_alert"]) == (WORDS.admins_only, "true")
    told = await office.press(jiwoo, question, WORDS.drop_button)
    assert told["show_alert"]
    await office.press(emma, question, WORDS.mine_button)
    assert question.text == WORDS.asks
    assert buttons(question) == ALL
    await office.press(emma, question, WORDS.once_button)
    assert await office.states(group) == ["waiting"]
    other = emma.send_video_note(b"other", duration=8, chat=group, anonymous=True)
    await office.handle()
    [question] = replies(other)
    await office.press(emma, question, WORDS.drop_button)
    assert question.deleted
    assert await office.states(group) == ["waiting"]


async def test_a_channel_that_writes_in_the_group_is_no_author(
    office: Office, emma: Person
) -> None:
    chat = office.world.group("이야기", [emma], bot_is_admin=True, supergroup=True)
    await office.diary(chat, emma)
    channel = office.world.channel("소식", emma, discussion=chat)
    post = emma.send_video(b"clip", 8, chat=channel)
    await office.handle()
    forwarded = office.world.automatic_forward(post)
    assert forwarded.chat is chat
    assert replies(forwarded) == []
    assert await office.entries(chat) == []


async def test_a_post_is_an_entry_and_its_caption_follows(
    office: Office, emma: Person, jiwoo: Person
) -> None:
    channel = office.world.channel("소식", emma)
    await office.diary(channel, emma, "channel")
    post = emma.send_video(b"clip", 8, caption="첫 글 #봄", chat=channel)
    await office.handle()
    [card] = replies(post)
    assert (card.text, card.chat) == (SAYS.queued, channel)
    [entry] = await office.entries(channel)
    assert (entry.state, entry.title) == ("waiting", "첫 글")
    emma.edit_text(post, "고친 글\n더 #가을")
    await office.handle()
    [entry] = await office.entries(channel)
    assert (entry.title, entry.caption) == ("고친 글", "더")
    async with office.database.reading() as connection:
        assert await tags.of_entry(connection, entry.id, manual=True) == ["가을"]
    assert (await office.press(jiwoo, card, SAYS.cancel_button))["text"] == SAYS.not_yours
    await office.press(emma, card, SAYS.cancel_button)
    assert await office.states(channel) == ["cancelled"]


async def test_an_edited_caption_in_a_group_changes_the_title(
    office: Office, group: Chat, jiwoo: Person
) -> None:
    video = jiwoo.send_video(b"clip", 8, caption="하나", chat=group)
    await office.handle()
    jiwoo.edit_text(video, "둘")
    await office.handle()
    [entry] = await office.entries(group)
    assert (entry.title, entry.state) == ("둘", "consent")


async def test_the_card_stays_in_the_topic_of_its_note(
    office: Office, emma: Person, jiwoo: Person
) -> None:
    forum = office.world.group("가족", [emma, jiwoo], bot_is_admin=True, forum=True)
    await office.diary(forum, emma)
    topic = office.world.topic(forum, "일기")
    note = jiwoo.send_video_note(b"clip", duration=8, topic=topic)
    await office.handle()
    [question] = replies(note)
    assert question.thread_id == topic.thread_id
    saved = jiwoo.send_text("/save", topic=topic)
    await office.handle()
    [how] = replies(saved)
    assert (how.text, how.thread_id) == (WORDS.save_how, topic.thread_id)


async def test_the_same_file_again_is_its_authors_question(
    office: Office, group: Chat, emma: Person, jiwoo: Person
) -> None:
    note = jiwoo.send_video_note(b"clip", duration=8, chat=group)
    await office.handle()
    await office.press(jiwoo, replies(note)[0], WORDS.always_button)
    copy = jiwoo.send_video_note(b"clip", duration=8, chat=group)
    await office.handle()
    question = next(m for m in group.from_bot if SAYS.add_anyway_button in buttons(m))
    assert question.reply_to is not copy
    told = await office.press(emma, question, SAYS.add_anyway_button)
    assert told["text"] == SAYS.not_yours
    await office.press(jiwoo, question, SAYS.add_anyway_button)
    assert await office.states(group) == ["waiting", "waiting"]


async def test_an_album_is_asked_about_once(office: Office, group: Chat, jiwoo: Person) -> None:
    parts = jiwoo.album(
        [Attachment("video", b"one"), Attachment("video", b"two")], "산책", chat=group
    )
    await office.handle()
    assert texts(parts[0]) == [WORDS.asks]
    assert texts(parts[1]) == []
    assert await office.states(group) == ["consent"]


async def test_a_film_between_friends_is_not_commented_on(
    office: Office, group: Chat, jiwoo: Person
) -> None:
    film = jiwoo.send_video(b"clip", 8, file_size=LIMITS.max_file_bytes + 1, chat=group)
    await office.handle()
    assert replies(film) == []
    jiwoo.send_text("/save", reply_to=film)
    await office.handle()
    [refusal] = texts(film) or [group.from_bot[-1].text or ""]
    assert "MB" in refusal
    assert await office.entries(group) == []


async def test_everything_handled_twice_is_done_once(
    office: Office, group: Chat, jiwoo: Person
) -> None:
    note = jiwoo.send_video_note(b"clip", duration=8, chat=group)
    await office.handle()
    [question] = replies(note)
    first, second = (jiwoo.tap(question, WORDS.once_button) for _ in range(2))
    await office.handle()
    assert (await first.answered())["text"] == SAYS.done
    assert (await second.answered())["text"] == SAYS.too_late
    assert await office.states(group) == ["waiting"]
    assert len(replies(note)) == 1


@pytest.mark.parametrize("choice", [WORDS.always_button, WORDS.never_button])
async def test_a_question_that_was_sent_twice_goes_when_it_is_answered(
    office: Office, group: Chat, emma: Person, jiwoo: Person, choice: str
) -> None:
    note = jiwoo.send_video_note(b"clip", duration=8, chat=group)
    await office.handle()
    async with office.database.writing() as connection:
        card = await cards.of_entry(connection, 1)
        assert card is not None
        # The bot died before it had written down that the question was sent.
        await cards.change(connection, card.id, message_id=None, shown=0)
    await office.show()
    first, second = replies(note)
    await office.press(emma, first, choice)
    assert not first.deleted
    await office.press(jiwoo, first, choice)
    assert first.deleted
    assert second.deleted == (choice == WORDS.never_button)


async def test_a_question_goes_along_when_the_group_becomes_a_supergroup(
    office: Office, group: Chat, jiwoo: Person
) -> None:
    note = jiwoo.send_video_note(b"clip", duration=8, chat=group)
    await office.handle()
    assert texts(note) == [WORDS.asks]
    new = office.world.migrate(group)
    await office.handle()
    [question] = [message for message in new.from_bot if message.text == WORDS.asks]
    await office.press(jiwoo, question, WORDS.always_button)
    assert await office.states(new) == ["waiting"]
    later = jiwoo.send_video_note(b"later", duration=8, chat=new)
    await office.handle()
    assert await office.states(new) == ["waiting", "waiting"]
    assert texts(later) != [WORDS.asks]


@pytest.mark.parametrize(
    "data",
    ["capture:1", "capture:1:all", "capture:999:always", "mine:1", "mine:999", "tocomment:1"],
)
async def test_forged_presses_change_nothing(
    office: Office, group: Chat, emma: Person, jiwoo: Person, data: str
) -> None:
    note = jiwoo.send_video_note(b"clip", duration=8, chat=group)
    await office.handle()
    [question] = replies(note)
    before = await office.entries(group)
    for person in (emma, jiwoo):
        assert (await office.forge(person, question, data))["text"]
    assert not question.deleted
    assert await office.entries(group) == before
    assert await membership(office, group, jiwoo) is None


async def test_an_animation_and_a_note_in_another_group_are_nobodys_diary(
    office: Office, group: Chat, jiwoo: Person
) -> None:
    other = office.world.group("친구", [jiwoo], bot_is_admin=True)
    note = jiwoo.send_video_note(b"clip", duration=8, chat=other)
    picture = jiwoo.send(Attachment("animation", b"gif"), chat=group)
    await office.handle()
    assert replies(note) == []
    assert replies(picture) == []
    async with office.database.reading() as connection:
        assert await entry_rows.get(connection, 1) is None
