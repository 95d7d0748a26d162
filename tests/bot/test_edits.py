"""Title, tags, day and expression, through the real framework, tables and stand-in."""

import datetime as dt
import html
import importlib
import pkgutil
import re

import pytest
from telegram import Bot

from bot import handlers
from bot.handlers import card_replies, presses, replies
from bot.phrases.corrections import words_in as corrections
from bot.phrases.edits import Edits
from bot.phrases.shares import words_in as share_words
from bot.phrases.undo import Undo
from diary import tags
from diary.captions import LONGEST_TITLE, MOST_TAGS
from playground.server import Message, World
from storage import comments, entries
from storage.database import Database
from tests.bot.office import buttons, texts
from tests.bot.sharing import TAG, Scene, open_scene

WORDS, UNDO, MORE = Edits.of("ko"), Undo.of("ko"), share_words("ko").more_button


@pytest.fixture
async def scene(bot: Bot, world: World, database: Database) -> Scene:
    """The entry lies on a day that has come by the clock of the test."""
    made = await open_scene(bot, world, database)
    async with database.writing() as connection:
        await entries.change(connection, made.entry_id, day=dt.date(2026, 11, 20))
    return made


async def write(scene: Scene, text: str, to: Message | None = None) -> Message:
    """Jiwoo replies to their card, or to another message."""
    sent = scene.jiwoo.send_text(text, reply_to=to or scene.card)
    await scene.office.handle()
    return sent


def plain(text: str) -> str:
    """What is read of it."""
    return html.unescape(re.sub(r"<[^>]+>", "", text))


async def tags_of(scene: Scene) -> tuple[tuple[str, ...], tuple[str, ...]]:
    async with scene.office.database.reading() as connection:
        has = await tags.of_entry(connection, scene.entry_id)
    return has.manual, has.automatic


async def test_a_title_is_given_by_a_reply_to_the_card_and_undone_by_its_button(
    scene: Scene,
) -> None:
    sent = await write(scene, "제목:  한강 <산책>")
    assert (await scene.entry()).title == "한강 <산책>"
    assert "한강 &lt;산책&gt;" not in (scene.card.caption or "")
    assert (scene.card.caption or "").startswith("한강 <산책>")
    [told] = [m for m in scene.jiwoo.chat.from_bot if m.reply_to is sent]
    assert told.text == WORDS.title_is("한강 <산책>")
    await scene.office.press(scene.jiwoo, told, UNDO.button)
    assert (await scene.entry()).title is None
    assert told.text == UNDO.undone("title")
    assert buttons(told) == []


async def test_the_button_asks_for_a_title_and_a_dash_brings_the_automatic_one_back(
    scene: Scene,
) -> None:
    for text, title in (("라면의 밤", "라면의 밤"), ("-", None)):
        await scene.press(MORE)
        await scene.press(WORDS.title_button)
        question = scene.jiwoo.chat.from_bot[-1]
        assert question.text == WORDS.ask_title
        await write(scene, text, question)
        assert (await scene.entry()).title == title
    [told] = texts(await write(scene, "제목: " + "가" * (LONGEST_TITLE + 1)))
    assert told == WORDS.title_long(LONGEST_TITLE + 1, LONGEST_TITLE)
    [told] = texts(await write(scene, "제목:"))
    assert told == WORDS.title_same


async def test_what_is_no_edit_stays_a_comment_and_somebody_elses_reply_too(scene: Scene) -> None:
    await scene.share("words")
    card = next(message for message in scene.told if message.buttons)
    scene.emma.send_text("제목: 내 마음대로", chat=scene.group, reply_to=card)
    await scene.office.handle()
    assert (await scene.entry()).title is None
    await write(scene, "오늘: 참 좋았다 #행복")
    assert await tags_of(scene) == ((TAG,), ())
    async with scene.office.database.reading() as connection:
        entry = await scene.entry()
        assert await comments.count(connection, entry.id, scene.diary_id) == 1
        assert await comments.count(connection, entry.id, entry.diary_id) == 1


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("고침 회사", corrections("ko").how),
        ("fix nothing", corrections("ko").how),
        ("제목 없음", WORDS.title_how),
        ("Date, 3 May", WORDS.day_how),
    ],
)
async def test_a_slip_in_an_edit_is_told_and_no_comment_of_ones_own(
    scene: Scene, text: str, how: str
) -> None:
    assert texts(await write(scene, text)) == [plain(f"{how}\n\n{WORDS.no_comment}")]
    async with scene.office.database.reading() as connection:
        entry = await scene.entry()
        assert await comments.count(connection, entry.id, entry.diary_id) == 0


async def test_among_people_the_same_words_are_talk(scene: Scene) -> None:
    await scene.share("words")
    card = next(message for message in scene.told if message.buttons)
    scene.jiwoo.send_text("제목 없음", chat=scene.group, reply_to=card)
    await scene.office.handle()
    await write(scene, "제목이 참 좋다")
    async with scene.office.database.reading() as connection:
        entry = await scene.entry()
        assert await comments.count(connection, entry.id, scene.diary_id) == 1
        assert await comments.count(connection, entry.id, entry.diary_id) == 1


async def test_the_author_edits_by_a_reply_in_a_group_too_and_it_takes_a_reaction(
    scene: Scene,
) -> None:
    await scene.share("words")
    card = next(message for message in scene.told if message.buttons)
    before = len(scene.group.from_bot)
    sent = scene.jiwoo.send_text("#바다 #여름", chat=scene.group, reply_to=card)
    await scene.office.handle()
    assert (await tags_of(scene))[0] == (TAG, "바다", "여름")
    assert len(scene.group.from_bot) == before
    assert sent.reactions


async def test_tags_are_added_by_chips_and_dropped_by_a_tap(scene: Scene) -> None:
    await write(scene, "#바다")
    await scene.press(MORE)
    await scene.press(WORDS.tags_button)
    assert WORDS.ask_tags in (scene.card.caption or "")
    told = await scene.press("✕ 바다")
    assert told["text"] == WORDS.tag_gone("바다")
    assert await tags_of(scene) == ((TAG,), ())
    gone = await scene.press(f"✕ {TAG}")
    assert gone["text"] == WORDS.tag_gone(TAG)
    await scene.press(WORDS.new_tag_button)
    question = scene.jiwoo.chat.from_bot[-1]
    assert question.text == WORDS.type_tags
    [told] = texts(await write(scene, "산책, 엄마", question))
    assert told == WORDS.tags_are("#산책 #엄마")
    [told] = texts(await write(scene, "2026", question))
    assert told == WORDS.no_tag
    [told] = texts(await write(scene, " ".join(f"#t{n}" for n in range(MOST_TAGS))))
    assert told == WORDS.tags_full(MOST_TAGS)


async def test_the_month_of_days_moves_the_entry_and_shows_old_and_new(scene: Scene) -> None:
    old = (await scene.entry()).day
    await scene.press(MORE)
    await scene.press(WORDS.day_button)
    assert WORDS.ask_day(old) in (scene.card.caption or "")
    assert f"[{old.day}]" in buttons(scene.card)
    assert "›" not in buttons(scene.card)
    await scene.press("‹")
    assert "›" in buttons(scene.card)
    told = await scene.press("28")
    new = dt.date(2026, 10, 28)
    assert told["text"] == WORDS.day_moved(old, new)
    moved = scene.jiwoo.chat.from_bot[-1]
    assert moved.text == WORDS.day_moved(old, new)
    assert (await scene.entry()).day == new
    assert "28" in (scene.card.caption or "")
    await scene.office.press(scene.jiwoo, moved, UNDO.button)
    assert (await scene.entry()).day == old


async def test_a_day_that_has_not_come_is_refused_however_it_is_asked_for(scene: Scene) -> None:
    tomorrow = (await scene.entry()).day + dt.timedelta(days=1)
    for data in (f"date:{scene.entry_id}:{tomorrow}", f"date:{scene.entry_id}:future"):
        told = await scene.office.forge(scene.jiwoo, scene.card, data)
        assert told["text"] == WORDS.day_future
    [told] = texts(await write(scene, f"날짜: {tomorrow}"))
    assert told == WORDS.day_future
    [told] = texts(await write(scene, "날짜: 언젠가"))
    assert "2026-11-20" in told
    await write(scene, "date: 어제")
    assert (await scene.entry()).day == tomorrow - dt.timedelta(days=2)


async def test_what_the_machine_read_is_confirmed_or_corrected(scene: Scene) -> None:
    await scene.press(MORE)
    await scene.press(WORDS.look_button)
    await scene.press(WORDS.right_button)
    assert "👍" in (scene.card.caption or "")
    await scene.press(MORE)
    await scene.press(WORDS.look_button)
    await scene.press(WORDS.wrong_button)
    assert WORDS.ask_wrong in (scene.card.caption or "")
    told = await scene.press(WORDS.looks("sad"))
    assert told["text"] == WORDS.look_kept("sad")
    assert WORDS.look_kept("sad") in (scene.card.caption or "")
    entry = await scene.entry()
    assert entry.look == "sad"
    assert entry.report is not None
    assert entry.report["emotions"]["dominant"] == "happy"


async def test_nobody_else_edits_whatever_they_send(scene: Scene) -> None:
    await scene.share("words", "chart")
    card, before = next(m for m in scene.told if m.buttons), await scene.entry()
    number = scene.entry_id
    for data in (
        f"title:{number}", f"tags:{number}", f"tags:{number}:new", f"date:{number}:2026-11-01",
        f"look:{number}:sad", f"mood:{number}:5", f"delete:{number}", f"delete:{number}:sure",
        f"delete:{number}:back", f"delete:{number}:messages", "undo:1",
    ):  # fmt: skip
        await scene.office.forge(scene.emma, card, data)
    assert await scene.entry() == before


def test_no_two_nouns_answer_to_the_same_button_or_first_word() -> None:
    rooms = [
        importlib.import_module(f"bot.handlers.{found.name}")
        for found in pkgutil.iter_modules(handlers.__path__)
    ]
    for registry in ("PRESSES", "REPLIES", "CARD_REPLIES"):
        merged = {"PRESSES": presses, "REPLIES": replies, "CARD_REPLIES": card_replies}[registry]
        names = [
            name for room in rooms if room is not merged for name in getattr(room, registry, ())
        ]
        assert len(names) == len(set(names)), registry
        assert set(names) == set(getattr(merged, registry))
