"""/search in both kinds of chats: pages, chips, opening, restarts, and 300 hostile searches."""

import datetime as dt
import re

import pytest
from telegram import Bot

from bot.phrases import timeline
from bot.phrases.search import words_in
from diary import comments, search_terms, shares
from playground.server import Message, Person, World
from storage import comments as rows
from storage import entries as entry_rows
from storage import persons
from storage.database import Database
from tests.bot.hostile_searches import HOSTILE
from tests.bot.office import buttons
from tests.bot.post import Painter
from tests.bot.sharing import SECRET, TAG, Scene, finish, open_scene

WORDS = words_in("ko")
LINES = timeline.words_in("ko")


@pytest.fixture
async def scene(bot: Bot, world: World, database: Database) -> Scene:
    return await open_scene(bot, world, database, draw=Painter().draw)


async def asked(scene: Scene, text: str, person: Person | None = None) -> Message:
    """The answer in the private chat."""
    who = person or scene.jiwoo
    who.send_text(f"/search {text}".strip())
    await scene.office.handle()
    return who.chat.from_bot[-1]


async def asked_in_group(scene: Scene, text: str, person: Person) -> Message:
    person.send_text(f"/search {text}", chat=scene.group)
    await scene.office.handle()
    return scene.group.from_bot[-1]


def bold(message: Message) -> list[str]:
    """What stands in bold; offsets are UTF-16 units, which are characters in these texts."""
    raw = (message.text or "").encode("utf-16-le")
    return [
        raw[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
        for e in message.content.get("entities", [])
        if e["type"] == "bold"
    ]


async def pressed(scene: Scene, message: Message, button: str) -> str:
    await scene.office.press(scene.jiwoo, message, button)
    return message.text or ""


async def write_many(scene: Scene, count: int) -> None:
    """So many more entries in Jiwoo's diary, one a day."""
    for number in range(count):
        scene.jiwoo.send_video(f"clip{number}".encode(), 8, caption=f"날 {number} #하루")
        await scene.office.handle()
        entry_id = await finish(scene.office)
        async with scene.office.database.writing() as connection:
            day = dt.date(2026, 10, 1) + dt.timedelta(days=number)
            await entry_rows.change(connection, entry_id, day=day)
            await search_terms.reindex(connection, entry_id)


async def test_a_word_is_found_in_another_form_and_marked_with_its_second(scene: Scene) -> None:
    answer = await asked(scene, "좋다")
    assert "일기 1편" in (answer.text or "")
    assert "좋았다" in bold(answer)
    assert re.search(r"\(\d:\d\d\)", answer.text or "")
    assert "1" in buttons(answer)


async def test_a_word_that_is_a_tag_is_found_and_the_tags_are_shown_with_it_marked(
    scene: Scene,
) -> None:
    answer = await asked(scene, TAG)
    assert TAG in bold(answer)
    lines = (answer.text or "").splitlines()
    assert any(line.startswith("#") and f"#{TAG}" in line for line in lines)
    assert "1" in buttons(answer)


async def test_the_button_of_a_hit_opens_its_card(scene: Scene) -> None:
    answer = await asked(scene, f"#{TAG}")
    before = len(scene.jiwoo.chat.from_bot)
    await scene.office.press(scene.jiwoo, answer, "1")
    assert len(scene.jiwoo.chat.from_bot) == before + 1
    assert scene.jiwoo.chat.from_bot[-1].photo


async def test_pages_turn_in_the_same_message_also_after_a_restart(scene: Scene) -> None:
    await write_many(scene, 11)
    answer = await asked(scene, "#하루")
    assert "일기 11편" in (answer.text or "")
    assert (answer.text or "").endswith("1–10 / 11편")
    count = len(scene.jiwoo.chat.from_bot)
    turned = await pressed(scene, answer, LINES.older_button)
    assert turned.splitlines()[2].startswith("11. ")
    assert turned.endswith("11/11")
    back = await pressed(scene, answer, LINES.newer_button)
    assert back.splitlines()[2].startswith("1. ")
    assert len(scene.jiwoo.chat.from_bot) == count


async def test_a_chip_leaves_a_part_out_and_a_day_widens_to_all_before(scene: Scene) -> None:
    await write_many(scene, 3)
    answer = await asked(scene, "2026-10-02 #하루")
    assert "일기 1편" in (answer.text or "")
    wider = await pressed(scene, answer, WORDS.until_button)
    assert "일기 2편" in wider
    without = await pressed(scene, answer, "✕ ..2026-10-02")
    assert "일기 3편" in without
    assert not [b for b in buttons(answer) if b.startswith("✕")]


async def test_nothing_found_offers_the_nearest_tags(scene: Scene) -> None:
    answer = await asked(scene, "#비밀태")
    assert "일기 1편" in (answer.text or "")  # the beginning of a tag is enough
    answer = await asked(scene, "#밀태그")
    assert WORDS.nothing in (answer.text or "")
    assert f"#{TAG}" in buttons(answer)
    assert "일기 1편" in await pressed(scene, answer, f"#{TAG}")


async def test_odd_syntax_gets_an_example_and_a_bare_command_an_explanation(scene: Scene) -> None:
    odd = await asked(scene, "2026-13-45")
    assert "2026-13-45" in (odd.text or "")
    assert "/search 2026-11-22" in (odd.text or "")
    bare = await asked(scene, "")
    assert (bare.text or "").startswith("🔎")
    assert [WORDS.month_button, WORDS.video_button] == buttons(bare)[:2]
    assert "일기 1편" in await pressed(scene, bare, WORDS.video_button)


async def test_a_search_is_its_askers_alone_in_private(scene: Scene) -> None:
    answer = await asked(scene, f"#{TAG} 이야기")
    data = next(b.data or "" for b in answer.buttons if (b.data or "").startswith("search:"))
    other = await asked(scene, "아무것", scene.emma)
    before = other.text
    await scene.office.forge(scene.emma, other, data)
    assert other.text == before
    assert SECRET not in (other.text or "")


async def test_a_share_is_found_by_what_it_shows_alone(scene: Scene) -> None:
    await scene.share()  # the video and the key sentences
    found = await asked_in_group(scene, "라면", scene.emma)
    assert "일기 1편" in (found.text or "")
    for hidden in (f"#{TAG}", "비밀", "has:words", "😊"):
        answer = await asked_in_group(scene, hidden, scene.emma)
        assert WORDS.nothing in (answer.text or ""), hidden
        assert TAG not in "".join(buttons(answer)), hidden
    private = await asked(scene, "라면", scene.emma)
    assert "📒 가족" in (private.text or "")


async def test_what_was_taken_back_is_found_no_more(scene: Scene) -> None:
    await scene.share()
    async with scene.office.database.writing() as connection:
        assert await shares.take_back_all(connection, scene.entry_id, scene.office.clock()) == 1
    answer = await asked_in_group(scene, "라면", scene.emma)
    assert WORDS.newcomers in (answer.text or "")


async def test_a_stranger_in_the_group_finds_nothing_and_nor_does_who_left(
    scene: Scene, world: World
) -> None:
    await scene.share()
    mallory = world.person(66, "Mallory", "ko")
    world.join(scene.group, mallory)
    answer = await asked_in_group(scene, "라면", mallory)
    assert "일기 1편" not in (answer.text or "")
    world.leave(scene.group, scene.emma)
    scene.office.clock.pass_s(120)
    await scene.office.handle()
    answer = await asked(scene, "라면", scene.emma)
    assert WORDS.newcomer in (answer.text or "")


async def test_a_comment_is_found_where_it_is_read_until_it_is_hidden(scene: Scene) -> None:
    await scene.share()
    card = next(m for m in scene.told if m.buttons)
    scene.emma.send_text("강아지가 귀엽다", reply_to=card, chat=scene.group)
    await scene.office.handle()
    answer = await asked_in_group(scene, "강아지", scene.emma)
    assert "💬 Emma" in (answer.text or "")
    async with scene.office.database.writing() as connection:
        target = await comments.target(connection, scene.group.id, card.message_id)
        assert target is not None
        said = (await rows.of_entry(connection, scene.entry_id, scene.diary_id))[0]
        emma = await persons.find(connection, scene.emma.id)
        assert emma is not None
        await comments.hide(connection, emma, said.id, scene.office.clock(), here=scene.group.id)
    answer = await asked_in_group(scene, "강아지", scene.emma)
    assert WORDS.nothing in (answer.text or "")


async def test_hostile_searches_in_the_chat_get_one_answer_each(scene: Scene) -> None:
    """The stand-in refuses what Telegram does. All of them: tests/bot/test_search_pages.py."""
    for text in HOSTILE[::20]:
        before = len(scene.jiwoo.chat.from_bot)
        answer = await asked(scene, text)
        assert len(scene.jiwoo.chat.from_bot) == before + 1, text
        assert answer.text, text
