"""Cards follow their entries: one message each, sent once, from then on edited."""

import asyncio

import pytest
from telegram import Bot

from analysis.report import Emotions
from bot import card_delivery
from bot import cards as faces
from bot.card_delivery import MOST_FAULTS
from bot.removals import blank
from diary import deletions, entries, persons
from diary.cards import Contents
from playground.server import Message, Person, World
from storage import cards, diaries
from storage import entries as entry_rows
from storage import persons as person_rows
from storage.database import Connection, Database
from tests.bot.given import png
from tests.bot.post import SAYS, Post
from tests.bot.sharing import open_scene
from tests.bot.wire import open_again
from tests.diary.given import (
    EMMA,
    JIWOO,
    entry_of,
    report,
)


@pytest.fixture
def post(database: Database, bot: Bot, jiwoo: Person) -> Post:
    return Post(database, bot, jiwoo)


async def test_a_clip_is_answered_with_a_reply_and_a_reaction(post: Post, world: World) -> None:
    note = await post.accept()
    await post.settle()
    [message] = post.messages
    assert message.text == SAYS.queued
    assert message.reply_to is note
    assert [button.data for button in message.buttons] == [f"cancel:{post.entry_id}"]
    assert note.reactions[world.bot.id] == ["👀"]


async def test_a_card_is_edited_at_most_once_in_its_interval(post: Post) -> None:
    await post.accept()
    await post.settle()
    for stage in ("fetch", "face"):
        await post.work(stage)
        assert await post.deliver() == 0
    post.clock.pass_s(2.9)
    assert await post.deliver() == 0
    post.clock.pass_s(0.2)
    await post.settle()
    [message] = post.messages
    assert len(message.versions) == 2
    assert SAYS.stages["face"] in (message.text or "")


async def test_a_done_card_becomes_a_picture_by_an_edit(post: Post, world: World) -> None:
    note = await post.accept()
    await post.settle()
    await post.finish()
    post.clock.pass_s(3)
    await post.settle()
    [message] = post.messages
    assert message.photo == png(40)
    assert SAYS.looked["happy"] in (message.caption or "")
    assert post.painter.drawn == ["curve"]
    assert note.reactions[world.bot.id] == ["👌"]
    assert world.calls_of("sendPhoto") == []
    assert len(world.calls_of("sendMessage")) == 1


async def test_a_result_that_was_never_announced_is_edited_in_all_the_same(
    post: Post, world: World
) -> None:
    await post.accept()
    await post.finish()
    await post.settle()
    [message] = post.messages
    assert message.versions[0].text == SAYS.queued
    assert message.photo is not None
    sent = [call.method for call in world.calls if call.method.startswith("send")]
    assert sent == ["sendMessage"]


@pytest.mark.parametrize("state", ["failed", "cancelled"])
async def test_a_bad_end_that_was_never_announced_is_edited_in_too(post: Post, state: str) -> None:
    await post.accept()
    await post.do(lambda c: entry_rows.change(c, post.entry_id, state=state, reason="unreadable"))
    await post.settle()
    [message] = post.messages
    assert message.versions[0].text == SAYS.queued
    assert len(message.versions) == 2


async def test_the_views_are_turned_at_once_and_drawn_only_when_the_picture_changes(
    post: Post,
) -> None:
    await post.accept(kind="video", caption="제목\n글")
    await post.finish()
    await post.settle()

    async def turn(view: str) -> Message:
        async def act(connection: Connection) -> None:
            entry = await entry_of(connection, post.entry_id)
            await entries.set_view(connection, entry, view)

        await post.do(act)
        await post.settle()
        [message] = post.messages
        return message

    assert (await turn("bubbles")).photo == png(50)
    assert SAYS.words_title in ((await turn("words")).caption or "")
    assert (await turn("card")).photo == png(40)
    assert post.painter.drawn == ["curve", "bubbles", "curve"]


@pytest.mark.parametrize("failures", [0, 1])
async def test_the_picture_of_a_deleted_entry_goes_even_where_nothing_can_be_drawn(
    post: Post, failures: int
) -> None:
    await post.accept()
    await post.finish()
    await post.settle()

    async def delete(connection: Connection) -> None:
        person = await person_rows.find(connection, JIWOO)
        assert person is not None
        entry = await entry_of(connection, post.entry_id)
        await deletions.delete(connection, person, entry, post.clock())

    await post.do(delete)
    post.painter.failures = failures
    await post.settle()
    [message] = post.messages
    assert message.photo == (blank() if failures else png(50))
    assert post.painter.drawn == ["curve", "deleted_entry"]


async def test_a_retry_turns_the_picture_back_into_progress_by_its_caption(post: Post) -> None:
    await post.accept()
    await post.finish(reason="speech_failed")
    await post.settle()

    async def retry(connection: Connection) -> None:
        await entries.retry(connection, await entry_of(connection, post.entry_id), post.clock())

    await post.do(retry)
    await post.settle()
    [message] = post.messages
    assert message.photo is not None
    assert message.caption == SAYS.queued
    await post.finish()
    post.clock.pass_s(3)
    await post.settle()
    assert SAYS.looked["happy"] in (message.caption or "")
    assert post.painter.drawn == ["curve"]


async def test_a_long_caption_of_a_retry_that_fails_still_fits_under_the_picture(
    post: Post,
) -> None:
    await post.accept(kind="video", caption="제목\n" + "아주 긴 글 " * 300)
    await post.finish()
    await post.settle()
    await post.do(lambda c: entry_rows.change(c, post.entry_id, state="failed", reason="file_gone"))
    await post.do(lambda c: cards.want_now(c, post.entry_id))
    await post.settle()
    assert (await post.card()).stopped is None
    [message] = post.messages
    assert SAYS.reasons["file_gone"] in (message.caption or "")


async def test_without_a_face_the_card_stays_a_text(post: Post) -> None:
    await post.accept()
    await post.finish(report(emotions=Emotions(), warnings=("no_face",), face_s=0.0))
    await post.settle()
    [message] = post.messages
    assert message.photo is None
    assert SAYS.warnings["no_face"] in (message.text or "")
    assert post.painter.drawn == []


async def test_a_message_that_the_person_deleted_is_left_alone(post: Post, world: World) -> None:
    await post.accept()
    await post.settle()
    world.delete(post.messages[0])
    await post.finish()
    post.clock.pass_s(3)
    await post.settle()
    assert (await post.card()).stopped == "gone"
    assert post.messages == []


async def test_who_blocks_the_bot_gets_the_card_when_they_come_back(post: Post) -> None:
    await post.accept()
    await post.settle()
    post.person.block_bot()
    await post.finish()
    post.clock.pass_s(3)
    await post.settle()
    assert (await post.card()).stopped == "blocked"
    async with post.database.reading() as connection:
        person = await person_rows.find(connection, JIWOO)
    assert person is not None
    assert person.blocked_at == post.clock()
    post.person.unblock_bot()
    await post.do(lambda c: persons.come_back(c, JIWOO, post.clock()))
    await post.settle()
    [message] = post.messages
    assert message.photo is not None


async def test_429_is_waited_out(post: Post, world: World) -> None:
    await post.accept()
    world.faults.add("too_many_requests", "sendMessage", retry_after=5)
    await post.settle()
    assert post.messages == []
    post.clock.pass_s(4.9)
    assert await post.deliver() == 0
    world.faults.clear()
    open_again(post.bot)
    post.clock.pass_s(2)
    await post.settle()
    assert len(post.messages) == 1


@pytest.mark.parametrize(
    ("kind", "methods"),
    [
        ("server_error", "editMessageMedia"),
        ("drop_before", "editMessageMedia"),
        ("drop_after", "editMessageMedia"),
        ("drop_after", "setMessageReaction"),
    ],
)
async def test_an_edit_whose_answer_was_lost_is_repeated_without_a_second_card(
    post: Post, world: World, kind: str, methods: str
) -> None:
    await post.accept()
    await post.settle()
    await post.finish()
    world.faults.add(kind, methods, count=3)
    for _ in range(6):
        post.clock.pass_s(60)
        await post.settle()
    [message] = post.messages
    assert message.photo is not None
    assert SAYS.looked["happy"] in (message.caption or "")
    assert str((await post.card()).picture).startswith("curve")


async def test_a_first_line_whose_answer_was_lost_leaves_at_most_one_more(
    post: Post, world: World
) -> None:
    await post.accept()
    world.faults.add("drop_after", "sendMessage")
    await post.settle()
    post.clock.pass_s(5)
    await post.finish()
    await post.settle()
    orphan, card = post.messages
    assert orphan.text == SAYS.queued
    assert orphan.photo is None
    assert card.photo is not None


async def test_a_picture_that_cannot_be_drawn_is_tried_again(post: Post) -> None:
    post.painter.failures = 2
    await post.accept()
    await post.finish()
    for _ in range(4):
        await post.settle()
        post.clock.pass_s(60)
    [message] = post.messages
    assert message.photo is not None
    assert post.painter.drawn == ["curve"] * 3


async def test_a_picture_that_can_never_be_drawn_leaves_the_words_and_says_so(post: Post) -> None:
    post.painter.failures = 100
    await post.accept()
    await post.finish()
    for _ in range(6):
        await post.settle()
        post.clock.pass_s(60)
    [message] = post.messages
    assert message.photo is None
    assert SAYS.no_picture in (message.text or "")
    assert SAYS.looked["happy"] in (message.text or "")
    assert post.painter.drawn == ["curve"] * 3
    assert await post.deliver() == 0


async def test_a_card_that_telegram_never_takes_is_left_alone(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = faces.Face("<b>", None, (), None)
    monkeypatch.setattr("bot.card_delivery.face", lambda _: broken)
    await post.accept()
    for _ in range(MOST_FAULTS + 2):
        await post.settle()
        post.clock.pass_s(120)
    card = await post.card()
    assert (card.stopped, post.messages) == ("refused", [])


async def test_a_fault_of_ours_with_one_card_does_not_hold_up_the_next(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post.accept()
    broken = post.entry_id
    await post.accept()
    real = faces.face

    def one_broken(contents: Contents) -> faces.Face:
        if contents.entry.id == broken:
            raise ZeroDivisionError
        return real(contents)

    monkeypatch.setattr(card_delivery, "face", one_broken)
    await post.settle()
    assert len(post.messages) == 1


async def test_the_loop_delivers_when_it_is_woken(post: Post, world: World) -> None:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(post.delivery.run())
        await post.accept()
        post.delivery.wake()
        await world.wait_for(lambda: post.messages)
        await post.finish()
        await post.do(lambda c: cards.want_now(c, post.entry_id))
        post.delivery.wake()
        await world.wait_for(lambda: post.messages[0].photo)
        task.cancel()
    assert len(post.messages) == 1


async def test_a_card_that_got_into_a_strangers_chat_shows_nothing_there(
    post: Post, world: World
) -> None:
    await post.accept()
    await post.finish()
    emma = world.person(EMMA, "Emma", "en")
    emma.send_text("/start")
    await post.do(lambda c: cards.change(c, post.entry_id, chat_id=emma.id))
    await post.settle()
    assert emma.chat.from_bot == []
    assert (await post.card()).stopped == "misplaced"


async def test_what_a_protected_diary_shows_is_sent_so_that_nobody_passes_it_on(
    bot: Bot, world: World, database: Database
) -> None:
    scene = await open_scene(bot, world, database)
    async with database.writing() as connection:
        await diaries.change(connection, scene.diary_id, is_protected=True)
    await scene.share("chart")
    assert [message.kind for message in scene.told] == ["video", "photo"]
    assert all("has_protected_content" in message.extra for message in scene.told)
    assert "has_protected_content" not in scene.card.extra
