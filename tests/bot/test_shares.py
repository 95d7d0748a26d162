"""An entry of one's own goes to a shared diary, part by part, and comes back whole."""

import asyncio
from typing import Any

import pytest
from telegram import Bot

from analysis.report import KeySentence
from bot.phrases import shares as shares_phrases
from bot.phrases.switches import Switches
from diary import shares as rules
from diary.captions import parse
from playground.server import Chat, World
from storage import (
    card_messages,
    cards,
    comments,
    members,
    notices,
    persons,
    reactions,
    shares,
)
from storage import entries as entry_rows
from storage import jobs as job_rows
from storage.database import Connection, Database
from tests.bot.office import buttons
from tests.bot.sharing import SAYS, SECRET, TAG, Scene, finish, open_scene
from tests.diary.given import EMMA, JIWOO, report

WORDS = shares_phrases.words_in("ko")

SWITCHES = Switches.of("ko")


@pytest.fixture
async def scene(bot: Bot, world: World, database: Database) -> Scene:
    return await open_scene(bot, world, database)


def sent_to(world: World, chat: Chat) -> str:
    """Every word of every call to a chat."""
    return "\n".join(
        str(c.params) for c in world.calls if str(c.params.get("chat_id")) == str(chat.id)
    )


def methods(world: World, chat: Chat) -> list[str]:
    return [c.method for c in world.calls if str(c.params.get("chat_id")) == str(chat.id)]


async def test_by_default_the_video_and_the_key_sentences_are_shown_and_nothing_else(
    scene: Scene, world: World
) -> None:
    await scene.share()
    video, card = scene.told
    assert video.kind == "video"
    assert video.caption in (None, "")
    assert card.reply_to is video
    text = card.text or ""
    assert text.startswith("지<b>우 · ")
    assert "📒 가족" in text
    assert "한강에서 라면을 먹었다." in text
    assert card.photo is None
    everything = sent_to(world, scene.group)
    assert SECRET not in everything
    assert TAG not in everything
    assert not any(looked in everything for looked in SAYS.looked.values())
    assert {"sendPhoto", "editMessageMedia"}.isdisjoint(methods(world, scene.group))
    assert "↗ 가족" in (scene.card.caption or "")
    assert "📒 내 일기" in (scene.card.caption or "")


async def test_only_what_is_chosen_is_shown(scene: Scene, world: World) -> None:
    await scene.share("video", "key", "words")
    [card] = scene.told
    text = card.text or ""
    assert text.split("\n")[1:] == ["📒 가족", f"#{TAG}"]
    assert card.buttons[0].data == f"view:{scene.entry_id}:words"
    await scene.office.press(scene.jiwoo, card, SAYS.words_button)
    assert SECRET in (card.text or "")
    assert "한강" not in sent_to(world, scene.group)
    assert SAYS.words_title not in (scene.card.caption or "")


async def test_the_chart_comes_with_its_reading_and_no_words_in_it(
    scene: Scene, world: World
) -> None:
    await scene.share("video", "key", "chart")
    [card] = scene.told
    assert card.photo is not None
    assert SAYS.looked["happy"] in (card.caption or "")
    assert "한강" not in sent_to(world, scene.group)


async def test_the_menu_is_in_the_database_and_edited_in_place(scene: Scene) -> None:
    card = scene.card
    await scene.choose("chart")
    assert scene.card is card
    assert buttons(card)[:4] == ["✅ 영상", "✅ 표정 곡선", "▫️ 전체 글", "✅ 핵심 문장"]
    assert WORDS.which_parts("가족", "") in (card.caption or "")
    share = await scene.the_share()
    assert share is not None
    assert (share.state, share.parts) == ("draft", "video,chart,key")
    assert scene.told == []
    await scene.press(WORDS.back_button)
    assert buttons(card) == ["가족", WORDS.back_button]
    await scene.press(WORDS.back_button)
    assert WORDS.share_button in buttons(card)


async def test_the_menu_shows_the_title_that_will_be_seen(scene: Scene) -> None:
    """A caption of one line is a title: nobody shares it without having read that."""
    said = "<남편>이 바람을 피우는 것 같다"
    async with scene.office.database.writing() as connection:
        found = parse(said)
        await entry_rows.change(connection, scene.entry_id, title=found.title, caption=found.words)
    await scene.choose()
    assert f"제목 ‘{said}’" in (scene.card.caption or "")
    await scene.press(WORDS.send_button)
    card = scene.told[-1]
    assert said in f"{card.text}{card.caption}"


async def test_with_nothing_chosen_there_is_nothing_to_press(scene: Scene) -> None:
    await scene.choose("video", "key")
    assert WORDS.send_button not in buttons(scene.card)
    assert WORDS.nothing_chosen in (scene.card.caption or "")
    told = await scene.office.forge(scene.jiwoo, scene.card, f"sharenow:{scene.entry_id}")
    assert told["text"] == SAYS.too_late
    assert scene.told == []


async def test_taking_back_takes_card_video_and_comments_and_sharing_again_works(
    scene: Scene,
) -> None:
    await scene.share()
    _, card = scene.told
    scene.emma.send_text("좋다!", reply_to=card)
    await scene.office.handle()
    async with scene.office.database.reading() as connection:
        assert await comments.count(connection, scene.entry_id, scene.diary_id) == 1
    await scene.press(WORDS.take_back_button("가족"))
    assert WORDS.ask_take_back("가족") in (scene.card.caption or "")
    assert len(scene.told) >= 2
    await scene.press(WORDS.take_back_sure)
    await scene.office.show()
    assert card.deleted
    assert not [m for m in scene.told if m.kind != "text" or m.reply_to is card]
    async with scene.office.database.reading() as connection:
        assert await comments.of_entry(connection, scene.entry_id, scene.diary_id) == []
        assert await cards.at(connection, scene.entry_id, scene.group.id) is None
    assert WORDS.shown_in("가족") not in (scene.card.caption or "")
    before = len(scene.told)
    await scene.share("chart")
    assert [m.kind for m in scene.told][before:] == ["video", "photo"]


async def test_nobody_else_presses_these_buttons(scene: Scene) -> None:
    await scene.choose()
    before = (await scene.entry(), await scene.the_share())
    greeting = scene.emma.send_text("/help")
    await scene.office.handle()
    [message] = [m for m in greeting.chat.from_bot if not m.deleted]
    number = scene.entry_id
    for data in (
        f"share:{number}", f"shareto:{number}:{scene.diary_id}", f"part:{number}:chart",
        f"sharenow:{number}", f"takeback:{number}:{scene.diary_id}-sure", f"more:{number}",
        f"switch:{number}:comments", f"switch:{number}:forget-sure", f"takeout:{number}:sure",
        f"switch:{number}:private-sure", f"view:{number}:words",
    ):  # fmt: skip
        for forged in (data, data.replace(f":{number}", ":99", 1)):
            told = await scene.office.forge(scene.emma, message, forged)
            assert told["text"] == SAYS.not_yours
    assert (await scene.entry(), await scene.the_share()) == before
    assert scene.told == []


@pytest.mark.parametrize(
    "data",
    ["shareto:{}:99", "shareto:{}", "shareto:{}:x", "part:{}:secret", "takeback:{}:99",
     "takeback:{}:-sure", "switch:{}:all", "takeout:{}:sure", "view:{}:all"],
)  # fmt: skip
async def test_a_forged_press_of_ones_own_changes_nothing(scene: Scene, data: str) -> None:
    await scene.choose()
    before = (await scene.entry(), await scene.the_share())
    told = await scene.office.forge(scene.jiwoo, scene.card, data.format(scene.entry_id))
    assert told["text"] in {SAYS.not_yours, SAYS.too_late}
    assert (await scene.entry(), await scene.the_share()) == before
    assert scene.told == []


async def test_who_left_the_group_can_share_there_no_more_but_take_back(
    scene: Scene, world: World
) -> None:
    await scene.share()
    world.leave(scene.group, scene.jiwoo)
    await scene.office.handle()
    scene.office.clock.pass_s(120)
    await scene.press(WORDS.share_button)
    assert buttons(scene.card) in ([WORDS.back_button], ["✓ 가족 · 거두기", WORDS.back_button])
    share = await scene.the_share()
    assert share is not None
    if share.state == "shown":
        await scene.office.forge(
            scene.jiwoo, scene.card, f"takeback:{scene.entry_id}:{scene.diary_id}-sure"
        )
    told = await scene.office.forge(
        scene.jiwoo, scene.card, f"shareto:{scene.entry_id}:{scene.diary_id}"
    )
    assert told["text"] == SAYS.not_yours
    await scene.office.show()
    assert [m for m in scene.told if m.kind == "video"] == []


async def test_leaving_between_choosing_and_sharing_counts(scene: Scene, world: World) -> None:
    await scene.choose()
    scene.office.clock.pass_s(120)
    world.leave(scene.group, scene.jiwoo, announced=False)
    told = await scene.office.press(scene.jiwoo, scene.card, WORDS.send_button)
    assert told["text"] == SAYS.not_yours
    assert scene.told == []


async def test_whoever_leads_the_diary_takes_a_share_out_and_its_author_hears_of_it(
    scene: Scene,
) -> None:
    await scene.share()
    video, card = scene.told
    told = await scene.office.press(scene.emma, card, WORDS.more_button)
    assert buttons(card) == [WORDS.take_out_button, SWITCHES.close_button]
    await scene.office.press(scene.emma, card, WORDS.take_out_button)
    assert (card.text or "").endswith(WORDS.ask_take_out)
    told = await scene.office.press(scene.emma, card, WORDS.take_out_sure)
    assert told["text"] == WORDS.taken_out
    await scene.office.show()
    assert card.deleted
    assert video.deleted
    async with scene.office.database.reading() as connection:
        [notice] = await notices.due(connection, scene.office.clock(), 9)
    assert (notice.kind, notice.subject_id) == ("removed_entry", scene.entry_id)
    assert (await scene.entry()).state == "done"


async def test_a_member_who_leads_nothing_opens_no_menu_of_anothers_card(
    scene: Scene, world: World
) -> None:
    tom = world.person(55, "Tom", "ko")
    world.join(scene.group, tom)
    await scene.share()
    _, card = scene.told
    for data in (f"more:{scene.entry_id}", f"takeout:{scene.entry_id}:sure"):
        told = await scene.office.forge(tom, card, data)
        assert told["text"] == SAYS.not_yours
    assert await scene.office.press(tom, card, WORDS.more_button)
    assert WORDS.take_out_button not in buttons(card)


async def test_what_was_shared_follows_its_entry(scene: Scene) -> None:
    await scene.share("video")
    [card] = scene.told
    async with scene.office.database.writing() as connection:
        await job_rows.change(connection, scene.entry_id, was=("done",), state="queued")
        await entry_rows.change(connection, scene.entry_id, state="waiting")
        await cards.want(connection, scene.entry_id)
    await scene.office.show()
    assert "한강" in (card.text or "")
    await finish(scene.office, report(key_sentences=(KeySentence("새 문장이다.", 1.0),)))
    assert "새 문장이다." in (card.text or "")


async def test_a_video_whose_answer_is_lost_is_not_sent_twice(scene: Scene, world: World) -> None:
    world.faults.add("drop_after", "sendVideo")
    await scene.share()
    scene.office.clock.pass_s(60)
    await scene.office.show()
    assert [m.kind for m in scene.told] == ["video", "text"]
    assert WORDS.shown_without_video("가족") in (scene.card.caption or "")


async def test_a_video_that_was_surely_not_sent_is_sent_later(scene: Scene, world: World) -> None:
    world.faults.add("too_many_requests", "sendVideo", retry_after=1)
    await scene.share()
    assert scene.told == []
    world.faults.clear()
    await asyncio.sleep(1.5)  # what Telegram asks for is kept by the real clock
    scene.office.clock.pass_s(60)
    await scene.office.show()
    assert [m.kind for m in scene.told] == ["video", "text"]
    assert WORDS.shown_in("가족") in (scene.card.caption or "")


async def test_what_is_taken_back_while_it_is_being_sent_goes_too(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    await scene.choose()
    bot = scene.office.house.bot
    real = type(bot).send_message

    async def slow(self: Bot, chat_id: int, *args: Any, **more: Any) -> Any:
        sent = await real(self, chat_id, *args, **more)
        if chat_id == scene.group.id:
            async with scene.office.database.writing() as connection:
                await scene_take_back(scene, connection)
        return sent

    monkeypatch.setattr(type(bot), "send_message", slow)
    await scene.press(WORDS.send_button)
    await scene.office.show()
    assert scene.told == []


async def scene_take_back(scene: Scene, connection: Connection) -> None:
    share = await shares.find(connection, scene.entry_id, scene.diary_id)
    assert share is not None
    await rules.take_back(connection, share, scene.office.clock())


async def test_a_group_that_shut_the_bot_out_blocks_nobody(scene: Scene, world: World) -> None:
    await scene.choose()
    world.set_bot_status(scene.group, scene.emma, "kicked")
    scene.office.seen.update(world.updates)  # the bot has not heard of it yet
    await scene.press(WORDS.send_button)
    async with scene.office.database.reading() as connection:
        card = await cards.at(connection, scene.entry_id, scene.group.id)
        assert card is not None
        assert card.stopped == "blocked"
        assert await card_messages.of_card(connection, card.id) == []
        jiwoo = await persons.find(connection, JIWOO)
    assert jiwoo is not None
    assert jiwoo.blocked_at is None


async def test_where_the_bot_leads_reactions_need_no_buttons(scene: Scene, world: World) -> None:
    await scene.share()
    _, card = scene.told
    assert buttons(card)[-5:] == ["❤️", "👍", "😂", "😮", "😢"]
    world.set_bot_status(scene.group, scene.emma, "administrator")
    await scene.office.handle()
    async with scene.office.database.writing() as connection:
        await cards.want(connection, scene.entry_id)
    await scene.office.show()
    assert "❤️" not in buttons(card)
    async with scene.office.database.writing() as connection:
        row = await cards.at(connection, scene.entry_id, scene.group.id)
        assert row is not None
        await reactions.replace(connection, row.id, EMMA, [("❤", 1)])
        await cards.want(connection, scene.entry_id)
    await scene.office.show()
    assert (card.text or "").endswith("❤️ 1")


async def test_long_words_come_once_as_a_file_and_go_with_the_card(
    scene: Scene,
) -> None:
    async with scene.office.database.writing() as connection:
        await entry_rows.change(connection, scene.entry_id, caption="긴 글이에요 " * 900)
    await scene.share("words", "video")
    [card] = scene.told
    for person in (scene.emma, scene.jiwoo):
        await scene.office.press(person, card, SAYS.words_button)
    assert [m.kind for m in scene.told] == ["text", "document"]
    await scene.press(WORDS.take_back_button("가족"))
    await scene.press(WORDS.take_back_sure)
    await scene.office.show()
    assert scene.told == []


async def test_a_note_of_the_groups_own_is_taken_out_and_kept_for_its_author(
    scene: Scene,
) -> None:
    async with scene.office.database.writing() as connection:
        jiwoo = await persons.find(connection, JIWOO)
        assert jiwoo is not None
        await members.change(connection, scene.diary_id, jiwoo.id, capture="always")
    scene.jiwoo.send_text(
        "/save", reply_to=scene.jiwoo.send_video_note(b"ours", 8, chat=scene.group)
    )
    await scene.office.handle()
    number = await finish(scene.office)
    [card] = [m for m in scene.told if m.photo]
    assert (card.caption or "").startswith("지<b>우 · ")
    assert {f"more:{number}", f"thread:{number}"} <= {b.data for b in card.buttons}
    await scene.office.press(scene.emma, card, WORDS.more_button)
    told = await scene.office.forge(scene.emma, card, f"switch:{number}:comments")
    assert told["text"] == SAYS.not_yours
    await scene.office.press(scene.emma, card, WORDS.take_out_button)
    await scene.office.press(scene.emma, card, WORDS.take_out_sure)
    await scene.office.show()
    assert card.deleted
    entry = await scene.office_entry(number)
    assert entry is not None
    assert entry.removed_at is not None
    assert entry.state == "done"
