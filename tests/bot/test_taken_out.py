"""What was taken out of a group's diary: its author has it in private, and nobody else anywhere."""

import pytest
from telegram import Bot

from bot.notice_kinds import KINDS
from bot.notices import NoticeDelivery
from bot.phrases import shares as shares_phrases
from bot.phrases.switches import Switches
from playground.server import Message, Person, World
from storage import members, persons
from storage.database import Database
from tests.bot.office import buttons
from tests.bot.sharing import SAYS, Scene, finish, open_scene
from tests.diary.given import JIWOO

WORDS = shares_phrases.words_in("ko")

SWITCHES = Switches.of("ko")


@pytest.fixture
async def scene(bot: Bot, world: World, database: Database) -> Scene:
    return await open_scene(bot, world, database)


async def written(scene: Scene) -> tuple[int, Message]:
    """Jiwoo's entry of the group's own diary, and its card there."""
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
    return number, card


async def take_out(scene: Scene, by: Person, card: Message) -> str:
    for button in (WORDS.more_button, WORDS.take_out_button):
        await scene.office.press(by, card, button)
    told = await scene.office.press(by, card, WORDS.take_out_sure)
    await scene.office.show()
    assert card.deleted
    return str(told["text"])


async def test_what_a_leader_takes_out_its_author_finds_in_private(scene: Scene, bot: Bot) -> None:
    number, card = await written(scene)
    assert await take_out(scene, scene.emma, card) == WORDS.taken_out
    own = scene.jiwoo.chat.from_bot[-1]
    assert WORDS.taken_out_line("가족") in (own.caption or "")
    assert "지<b>우" not in (own.caption or "")
    assert not {f"thread:{number}", f"share:{number}"} & {b.data for b in own.buttons}
    office = scene.office
    notices = NoticeDelivery(office.database, bot, KINDS, "Asia/Seoul", office.clock)
    await notices.round()
    told = scene.jiwoo.chat.from_bot[-1].text or ""
    assert "‘가족’ 일기장에서 빠졌어요" in told
    assert "그 카드를 여기 개인 채팅에 두었고" in told
    assert (await scene.the_share()) is None


async def test_the_card_works_like_any_of_its_authors_wherever_they_are(
    scene: Scene, world: World
) -> None:
    number, card = await written(scene)
    await take_out(scene, scene.emma, card)
    own = scene.jiwoo.chat.from_bot[-1]
    world.leave(scene.group, scene.jiwoo)
    await scene.office.handle()
    await scene.office.press(scene.jiwoo, own, SAYS.bubbles_button)
    assert SAYS.curve_button in buttons(own)
    await scene.office.press(scene.jiwoo, own, WORDS.more_button)
    assert {SWITCHES.forget_button, SWITCHES.close_button} <= set(buttons(own))
    assert SWITCHES.private_button(is_on=False) not in buttons(own)
    await scene.office.press(scene.jiwoo, own, SWITCHES.forget_button)
    await scene.office.press(scene.jiwoo, own, SWITCHES.forget_sure)
    entry = await scene.office_entry(number)
    assert entry is not None
    assert not entry.keeps_video
    scene.emma.send_text("/start")
    await scene.office.handle()
    for data in (f"view:{number}:words", f"switch:{number}:forget", f"retry:{number}"):
        told = await scene.office.forge(scene.emma, scene.emma.chat.from_bot[-1], data)
        assert told["text"] == SAYS.not_yours


async def test_who_leads_the_diary_sees_no_switches_of_anothers_entry(scene: Scene) -> None:
    _, card = await written(scene)
    await scene.office.press(scene.emma, card, WORDS.more_button)
    assert buttons(card) == [WORDS.take_out_button, SWITCHES.close_button]
    await scene.office.press(scene.emma, card, SWITCHES.close_button)
    await scene.office.press(scene.jiwoo, card, WORDS.more_button)
    assert SWITCHES.forget_button in buttons(card)
    assert WORDS.take_out_button in buttons(card)


async def test_who_takes_out_their_own_is_told_where_it_is(scene: Scene) -> None:
    _, card = await written(scene)
    assert await take_out(scene, scene.jiwoo, card) == WORDS.taken_out_mine
    assert WORDS.taken_out_line("가족") in (scene.jiwoo.chat.from_bot[-1].caption or "")


async def test_a_share_that_is_taken_out_leaves_its_authors_card_where_it_was(
    scene: Scene,
) -> None:
    await scene.share("chart")
    before = len(scene.jiwoo.chat.from_bot)
    [card] = [m for m in scene.told if m.photo]
    assert await take_out(scene, scene.jiwoo, card) == WORDS.taken_out
    assert len(scene.jiwoo.chat.from_bot) == before
    assert WORDS.taken_out_line("가족") not in (scene.card.caption or "")
