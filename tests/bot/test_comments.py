"""Replies, /c, /del and edits, through the real framework, tables and stand-in."""

import datetime as dt

import pytest
from telegram import Bot

from bot.phrases import phrases_in
from bot.phrases.comments import Comments, words_in
from diary import groups
from languages.catalogue import LANGUAGES
from playground.server import Person, World
from storage import comments as comment_rows
from storage import diaries, members, persons
from storage.database import Database
from tests.bot.office import Office, buttons, open_office, replies, texts
from tests.bot.talk import Talk, talk
from tests.diary.given import EMMA, JIWOO, NOON

WORDS = words_in("ko")

SAYS = phrases_in("ko")
LONGEST_BOX = 200


@pytest.fixture
async def office(bot: Bot, world: World, database: Database) -> Office:
    return await open_office(bot, world, database)


@pytest.fixture
def people(world: World) -> tuple[Person, Person, Person]:
    return (
        world.person(EMMA, "Emma", "ko"),
        world.person(JIWOO, "지우", "ko"),
        world.person(33, "소라", "ko"),
    )


@pytest.fixture
async def home(office: Office, people: tuple[Person, Person, Person]) -> Talk:
    """A group in which the bot is an administrator and reads along."""
    chat = office.world.group("가족", list(people), bot_is_admin=True, supergroup=True)
    return await talk(office, chat, people)


async def test_a_reply_to_the_card_is_a_comment_and_only_a_reaction_says_so(home: Talk) -> None:
    before = len(home.chat.from_bot)
    said = await home.says(home.sora, "축하해!")
    kept = await home.kept(said)
    assert kept is not None
    assert (kept.text, kept.kind, kept.state, kept.parent_id) == (
        "축하해!",
        "text",
        "visible",
        None,
    )
    assert list(said.reactions.values()) == [["✍"]]
    assert len(home.chat.from_bot) == before
    assert await home.count() == 1


async def test_a_reply_to_a_comment_is_its_child(home: Talk) -> None:
    said = await home.says(home.sora, "축하해!")
    answer = await home.says(home.emma, "나도", said)
    kept, parent = await home.kept(answer), await home.kept(said)
    assert kept is not None
    assert parent is not None
    assert kept.parent_id == parent.id


async def test_other_talk_is_nobodys_comment(home: Talk) -> None:
    alone = home.sora.send_text("점심 뭐 먹지", chat=home.chat)
    answer = home.emma.send_text("국수", reply_to=alone)
    await home.handle()
    for message in (alone, answer):
        assert await home.kept(message) is None
        assert message.reactions == {}
    assert await home.count() == 0


async def test_an_update_that_is_handled_again_is_no_second_comment(home: Talk) -> None:
    said = await home.says(home.sora, "축하해!")
    home.world.bot.updates.put("message", said.json())
    await home.handle()
    assert await home.count() == 1
    assert list(said.reactions.values()) == [["✍"]]


async def test_a_text_that_is_too_long_is_refused_with_its_length(home: Talk) -> None:
    said = await home.says(home.sora, "가" * 1001)
    assert texts(said) == [WORDS.too_long(1001, 1000)]
    assert await home.count() == 0


async def test_where_comments_are_off_it_is_said_once(home: Talk) -> None:
    await home.change(comments_on=False)
    first, second = await home.says(home.sora, "하나"), await home.says(home.sora, "둘")
    assert texts(first) == [WORDS.off]
    assert texts(second) == []
    for message in (first, second):
        assert list(message.reactions.values()) == [["🙈"]]
    other = await home.says(home.emma, "셋")
    assert texts(other) == [WORDS.off]


async def test_an_edited_message_changes_its_comment(home: Talk) -> None:
    said = await home.says(home.sora, "축하헤")
    home.sora.edit_text(said, "축하해")
    await home.handle()
    kept = await home.kept(said)
    assert kept is not None
    assert kept.text == "축하해"
    home.sora.edit_text(said, "가" * 1100)
    await home.handle()
    assert texts(said) == [WORDS.too_long(1100, 1000)]


async def test_who_was_put_out_of_the_chat_changes_nothing_they_said_but_can_delete_it(
    home: Talk,
) -> None:
    home.sora.send_text("/start")
    await home.handle()
    async with home.office.database.writing() as connection:
        known = await persons.find(connection, home.sora.id)
        assert known is not None
        await members.join(connection, home.diary.id, known.id, NOON)
    await home.office.forge(home.sora, home.sora.chat.from_bot[-1], f"thread:{home.entry_id}")
    said = await home.says(home.sora, "다정한 말", home.sora.chat.from_bot[-1])
    thread = await home.open(home.jiwoo)
    home.world.kick(home.chat, home.emma, home.sora)
    await home.handle()
    home.sora.edit_text(said, "쫓겨난 뒤의 말")
    await home.handle()
    assert "다정한 말" in (thread.text or "")
    assert home.sora.chat.from_bot[-1].text == SAYS.not_yours
    home.sora.send_text("/del", reply_to=said)
    await home.handle()
    kept = await home.kept(said)
    assert kept is not None
    assert (kept.state, kept.text) == ("deleted", None)
    assert "다정한 말" not in (thread.text or "")


async def test_c_is_a_comment_and_is_edited_without_its_command(home: Talk) -> None:
    said = await home.says(home.sora, "/c 축하헤")
    kept = await home.kept(said)
    assert kept is not None
    assert kept.text == "축하헤"
    home.sora.edit_text(said, "/c 축하해\n정말")
    await home.handle()
    kept = await home.kept(said)
    assert kept is not None
    assert kept.text == "축하해\n정말"


async def test_what_follows_c_may_stand_on_the_next_line(home: Talk) -> None:
    said = await home.says(home.sora, "/c\n첫 줄 말\n둘째 줄")
    kept = await home.kept(said)
    assert kept is not None
    assert kept.text == "첫 줄 말\n둘째 줄"


async def test_c_that_is_used_wrongly_is_explained_shortly(home: Talk) -> None:
    alone = home.sora.send_text("/c 축하해", chat=home.chat)
    empty = await home.says(home.sora, "/c")
    beside = await home.says(home.emma, "/c 응", alone)
    for message in (alone, empty, beside):
        assert texts(message) == [WORDS.comment_how]
    assert await home.count() == 0


async def test_del_wipes_ones_own_comment(home: Talk) -> None:
    said = await home.says(home.sora, "축하해")
    command = await home.says(home.sora, "/del", said)
    kept = await home.kept(said)
    assert kept is not None
    assert (kept.state, kept.text) == ("deleted", None)
    assert said.reactions in ({}, {home.world.bot.id: []})
    assert list(command.reactions.values()) == [["👌"]]
    assert texts(command) == []
    home.sora.edit_text(said, "다시")
    await home.handle()
    kept = await home.kept(said)
    assert kept is not None
    assert kept.text is None


async def test_del_of_anothers_comment_does_nothing_but_for_those_who_lead(home: Talk) -> None:
    said = await home.says(home.sora, "축하해")
    refused = await home.says(home.jiwoo, "/del", said)
    assert texts(refused) == [WORDS.not_yours]
    kept = await home.kept(said)
    assert kept is not None
    assert kept.state == "visible"
    done = await home.says(home.emma, "/del", said)
    assert texts(done) == [WORDS.hidden]
    kept = await home.kept(said)
    assert kept is not None
    assert (kept.state, kept.text) == ("hidden", "축하해")


async def test_an_anonymous_administrator_may_hide_as_well(home: Talk) -> None:
    said = await home.says(home.sora, "축하해")
    command = home.emma.send_text("/del", reply_to=said, anonymous=True)
    await home.handle()
    assert texts(command) == [WORDS.hidden]


async def test_an_anonymous_administrators_comment_is_the_groups(home: Talk) -> None:
    said = home.emma.send_text("우리 모두의 축하", reply_to=home.card, anonymous=True)
    await home.handle()
    thread = await home.open(home.jiwoo)
    assert "우리 모두의 축하" in (thread.text or "")
    assert "가족" in (thread.text or "")
    refused = await home.says(home.jiwoo, "/del", said)
    assert texts(refused) == [WORDS.not_yours]
    home.emma.send_text("/del", reply_to=said, anonymous=True)
    await home.handle()
    kept = await home.kept(said)
    assert kept is not None
    assert kept.state == "deleted"


async def test_del_beside_a_comment_is_explained(home: Talk) -> None:
    alone = home.sora.send_text("/del", chat=home.chat)
    on_card = await home.says(home.sora, "/del")
    for message in (alone, on_card):
        assert texts(message) == [WORDS.delete_how]


async def test_a_round_comment_can_be_made_an_entry_by_its_author(home: Talk) -> None:
    note = home.sora.send_video_note(b"clip", duration=8, reply_to=home.card)
    await home.handle()
    [offer] = replies(note)
    assert (offer.text, buttons(offer)) == (WORDS.note_kept, [WORDS.entry_button])
    assert (await home.count(), len(await home.office.entries(home.chat))) == (1, 1)
    told = await home.office.press(home.emma, offer, WORDS.entry_button)
    assert told["text"] == SAYS.not_yours
    told = await home.office.press(home.sora, offer, WORDS.entry_button)
    assert told["text"] == WORDS.now_entry
    assert (await home.count(), len(await home.office.entries(home.chat))) == (0, 2)
    assert offer.deleted
    assert [question.text for question in replies(note) if not question.deleted]


async def test_the_offer_goes_away_by_itself(home: Talk) -> None:
    note = home.sora.send_video_note(b"clip", duration=8, reply_to=home.card)
    await home.handle()
    [offer] = replies(note)
    home.office.clock.pass_s(dt.timedelta(hours=1).total_seconds())
    await home.office.show()
    assert offer.deleted
    assert await home.count() == 1


async def test_a_voice_message_is_a_comment(home: Talk) -> None:
    voice = home.sora.send_voice(b"voice", duration=12, reply_to=home.card)
    await home.handle()
    kept = await home.kept(voice)
    assert kept is not None
    assert (kept.kind, kept.duration_s, kept.hearing) == ("voice", 12.0, None)
    assert replies(voice) == []
    assert "▶ 0:12" in ((await home.open(home.jiwoo)).text or "")


async def test_in_private_a_reply_to_ones_own_card_is_a_note_of_ones_own(home: Talk) -> None:
    home.jiwoo.send_text("/start")
    own = await talk(home.office, home.jiwoo.chat, (home.jiwoo,) * 3, kind="private")
    said = await own.says(home.jiwoo, "다시 봐도 좋다")
    assert await own.kept(said) is not None
    assert list(said.reactions.values()) == [["✍"]]
    thread = await own.open(home.jiwoo)
    assert "다시 봐도 좋다" in (thread.text or "")
    assert "📒" not in (thread.text or "")


async def test_with_privacy_mode_only_replies_to_the_bot_and_commands_count(
    office: Office, people: tuple[Person, Person, Person]
) -> None:
    chat = office.world.group("가족", list(people), supergroup=True)
    home = await talk(office, chat, people)
    said = await home.says(home.sora, "축하해")
    assert await home.kept(said) is not None
    unseen = await home.says(home.emma, "나도", said)
    assert await home.kept(unseen) is None
    child = await home.says(home.emma, "/c 나도", said)
    kept, parent = await home.kept(child), await home.kept(said)
    assert kept is not None
    assert parent is not None
    assert (kept.text, kept.parent_id) == ("나도", parent.id)
    command = await home.says(home.emma, "/del", child)
    kept = await home.kept(child)
    assert kept is not None
    assert kept.state == "deleted"
    assert texts(command) in ([], [WORDS.deleted])


async def test_in_a_topic_everything_stays_in_the_topic(
    office: Office, people: tuple[Person, Person, Person]
) -> None:
    chat = office.world.group("가족", list(people), bot_is_admin=True, supergroup=True, forum=True)
    home = await talk(office, chat, people)
    topic = office.world.topic(chat, "일기")
    alone = people[2].send_text("/c", topic=topic)
    await home.handle()
    assert [answer.thread_id for answer in replies(alone)] == [topic.thread_id]


async def test_a_channel_is_commented_on_in_its_discussion_group(
    office: Office, people: tuple[Person, Person, Person]
) -> None:
    world, emma, sora = office.world, people[0], people[2]
    group = world.group("수다", list(people), bot_is_admin=True, supergroup=True)
    channel = world.channel("우리 소식", emma, discussion=group)
    home = await talk(office, channel, people, kind="channel")
    async with office.database.writing() as connection:
        await diaries.change(connection, home.diary.id, discussion_chat_id=group.id)
    forward = world.automatic_forward(home.card)
    said = sora.send_text("구독 중이에요", reply_to=forward)
    child = emma.send_text("고마워요", reply_to=said)
    await home.handle()
    for message in (said, child):
        kept = await home.kept(message)
        assert kept is not None
        assert (kept.entry_id, kept.diary_id) == (home.entry_id, home.diary.id)
    note = sora.send_video_note(b"clip", duration=5, reply_to=forward)
    await home.handle()
    assert replies(note) == []
    assert await home.count() == 3


async def test_a_diary_that_sleeps_takes_none(home: Talk) -> None:
    async with home.office.database.writing() as connection:
        await diaries.change(connection, home.diary.id, state="frozen")
    said = await home.says(home.sora, "여보세요")
    assert list(said.reactions.values()) == [["🙈"]]
    assert await home.count() == 0


async def test_after_a_move_the_thread_is_still_there(
    office: Office, people: tuple[Person, Person, Person]
) -> None:
    chat = office.world.group("가족", list(people), bot_is_admin=True)
    home = await talk(office, chat, people)
    await home.says(people[2], "옮기기 전")
    async with office.database.writing() as connection:
        await groups.move(connection, chat.id, -1_009_999, NOON)
        found = await comment_rows.of_entry(connection, home.entry_id, home.diary.id)
    assert [comment.text for comment in found] == ["옮기기 전"]


@pytest.mark.parametrize("words", [*map(words_in, LANGUAGES)], ids=LANGUAGES)
def test_what_is_told_in_a_box_fits_into_one(words: Comments) -> None:
    for text in (words.now_entry, words.no_entry, words.deleted):
        assert 0 < len(text) <= LONGEST_BOX


def test_numbers_are_told_in_good_english() -> None:
    words = words_in("en")
    assert words.head(1) == "1 comment"
    assert words.head(1200) == "1,200 comments"
    assert (
        words.commented("Us", "Work", 1) == "💬 One new comment on your entry “Work” in <b>Us</b>."
    )
    assert words.replied("Us", "Work", 3) == "↩︎ 3 replies to your comment on “Work” in <b>Us</b>."
    assert words.moment(dt.datetime(2026, 11, 2, 9, 5, tzinfo=dt.UTC)) == "Nov 2, 9:05 AM"
