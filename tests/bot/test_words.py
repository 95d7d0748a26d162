"""Texts, corrections, own words and another analysis, through the real framework and tables."""

from __future__ import annotations

import pytest
from telegram import Bot

from bot.handlers.corrections import read
from bot.phrases import captures as capture_phrases
from bot.phrases import corrections, glossary, reanalysis, writings
from diary import glossary as own_words
from playground.server import Chat, Message, Person, World
from storage import entries as entry_rows
from storage import persons as person_rows
from storage.database import Database
from tests.bot.office import Office, open_office, texts
from tests.diary.given import EMMA, JIWOO, NOON, entry_of, finished, recording

WORDS = writings.words_in("ko")


@pytest.fixture
async def office(bot: Bot, world: World, database: Database) -> Office:
    return await open_office(bot, world, database)


@pytest.fixture
def jiwoo(world: World) -> Person:
    return world.person(JIWOO, "지우", "ko")


@pytest.fixture
def emma(world: World) -> Person:
    return world.person(EMMA, "Emma", "en")


def last(person: Person) -> Message:
    return person.chat.from_bot[-1]


async def kinds(office: Office) -> list[tuple[str, str | None]]:
    async with office.database.reading() as connection:
        found = [await entry_rows.get(connection, number) for number in range(1, 6)]
        return [(entry.kind, entry.text) for entry in found if entry]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("회사 -> 가게", ("회사", "가게")),
        ("회사→가게", ("회사", "가게")),
        ("고침: 회사 => 가게", ("회사", "가게")),
        ("fix:my brother ➡️ my sister", ("my brother", "my sister")),
        ("FIX: a > b", ("a", "b")),
        ("회사 가게", None),
        ("-> 가게", None),
        ("회사 ->", None),
        ("a -> b -> c", None),
        ("", None),
    ],
)
def test_a_correction_is_two_words_and_an_arrow(text: str, pair: tuple[str, str] | None) -> None:
    assert read(text) == pair


async def test_a_text_is_kept_after_a_tap_and_nowhere_before(office: Office, jiwoo: Person) -> None:
    text = jiwoo.send_text("비밀 이야기\n오늘은 비가 왔다.")
    await office.handle()
    assert texts(text) == [WORDS.offer]
    assert await kinds(office) == []
    async with office.database.reading() as connection:
        inbox = await connection.exec_driver_sql("SELECT raw FROM inbox WHERE raw IS NOT NULL")
        assert inbox.all() == []
    jiwoo.tap(last(jiwoo), WORDS.button)
    await office.handle()
    assert await kinds(office) == [("text", "비밀 이야기\n오늘은 비가 왔다.")]


async def test_a_text_that_is_gone_or_not_ones_own_is_not_kept(
    office: Office, jiwoo: Person
) -> None:
    text = jiwoo.send_text("하나")
    await office.handle()
    offered = last(jiwoo)
    jiwoo.call(offered, f"write:{text.message_id + 1}")
    jiwoo.call(offered, f"write:{text.message_id}", inaccessible=True)
    await office.handle()
    assert await kinds(office) == []


async def test_an_edited_caption_in_ones_own_chat_is_followed(
    office: Office, jiwoo: Person
) -> None:
    clip = jiwoo.send_video(b"clip", 8, caption="첫 제목\n글")
    await office.handle()
    jiwoo.edit_text(clip, "새 제목\n새 글 #태그")
    await office.handle()
    async with office.database.reading() as connection:
        entry = await entry_of(connection, 1)
    assert (entry.title, entry.caption) == ("새 제목", "새 글")


async def test_a_voice_in_a_group_is_talk_until_its_author_saves_it(
    office: Office, jiwoo: Person, emma: Person
) -> None:
    chat: Chat = office.world.group("가족", [emma, jiwoo], bot_is_admin=True)
    await office.diary(chat, emma)
    voice = jiwoo.send_voice(b"voice", 3, chat=chat)
    await office.handle()
    assert await office.entries(chat) == []
    refused = emma.send_text("/save", reply_to=voice)
    jiwoo.send_text("/save", reply_to=voice)
    await office.handle()
    assert len(texts(refused)) == 1
    assert await office.states(chat) == ["consent"]
    assert texts(voice) == [capture_phrases.words_in("ko").asks]
    assert await kinds(office) == [("voice", None)]


async def test_a_voice_in_ones_own_chat_is_an_entry(office: Office, jiwoo: Person) -> None:
    jiwoo.send_voice(b"voice", 3)
    jiwoo.send_audio(b"sound", 3)
    jiwoo.send_document(b"more sound", "audio/mpeg")
    await office.handle()
    assert await kinds(office) == [("voice", None)] * 3


async def test_own_words_are_listed_on_pages_and_taken_out(office: Office, jiwoo: Person) -> None:
    words = glossary.words_in("ko")
    jiwoo.send_text("/glossary")
    await office.handle()
    assert words.empty.partition("<")[0] in (last(jiwoo).text or "")
    async with office.database.writing() as connection:
        person = await person_rows.find(connection, JIWOO)
        assert person is not None
        for number in range(12):
            await own_words.add(connection, person, f"틀림{number}", f"맞음{number}", NOON)
    jiwoo.send_text("/glossary")
    await office.handle()
    listed = last(jiwoo)
    assert words.count(12, 60) in (listed.text or "")
    jiwoo.tap(listed, words.later)
    await office.handle()
    assert [b.text for b in listed.buttons] == [
        "✕ 틀림10 → 맞음10",
        "✕ 틀림11 → 맞음11",
        words.earlier,
    ]
    jiwoo.tap(listed, "✕ 틀림11 → 맞음11")
    await office.handle()
    assert words.count(11, 60) in (listed.text or "")


async def test_a_word_is_put_in_by_typing_it_and_anything_else_gets_an_example(
    office: Office, jiwoo: Person
) -> None:
    words, fixes = glossary.words_in("ko"), corrections.words_in("ko")
    for said in ("add", "add 민지", "민지 -> 민지", "-> 민지"):
        jiwoo.send_text(f"/glossary {said}")
        await office.handle()
        assert "/glossary add 민쥐 -> 민지" in (last(jiwoo).text or ""), said
    for said in ("add 민쥐 -> 민지", "추가 지&누 → 진우", "팀쥐=>팀장"):
        jiwoo.send_text(f"/glossary {said}")
        await office.handle()
    assert last(jiwoo).text == fixes.kept("팀쥐", "팀장")
    jiwoo.send_text("/glossary add " + "가" * 80 + " -> 나")
    await office.handle()
    assert last(jiwoo).text == fixes.too_long(80, own_words.LONGEST)
    jiwoo.send_text("/glossary")
    await office.handle()
    assert words.count(3, 60) in (last(jiwoo).text or "")
    assert [b.text for b in last(jiwoo).buttons][:2] == ["✕ 민쥐 → 민지", "✕ 지&누 → 진우"]
    async with office.database.writing() as connection:
        person = await person_rows.find(connection, JIWOO)
        assert person is not None
        for number in range(own_words.MOST - 3):
            await own_words.add(connection, person, f"틀림{number}", f"맞음{number}", NOON)
    jiwoo.send_text("/glossary add 하나 -> 둘")
    await office.handle()
    assert last(jiwoo).text == fixes.no_room


async def test_nobody_keeps_words_of_anothers_correction(
    office: Office, jiwoo: Person, emma: Person
) -> None:
    for person in (jiwoo, emma):
        person.send_text("/start")
    await office.handle()
    for data in ("always:1", "always:99", "glossary:1:drop-0", "again:1", "fix:1"):
        emma.call(last(emma), data)
    await office.handle()
    async with office.database.reading() as connection:
        person = await person_rows.find(connection, EMMA)
        assert person is not None
        assert await own_words.of_person(connection, person) == []


async def test_an_old_diary_is_offered_to_be_analysed_again(office: Office, jiwoo: Person) -> None:
    words = reanalysis.words_in("ko")
    jiwoo.send_text("/reanalyze")
    await office.handle()
    assert last(jiwoo).text == words.none
    async with office.database.writing() as connection:
        entry_id = await finished(connection, recording(70))
        report = (await entry_of(connection, entry_id)).report
        assert report is not None
        old = report | {"models": {"expression": "mg-expr-0"}}
        await entry_rows.change(connection, entry_id, report=old)
    jiwoo.send_text("/reanalyze")
    await office.handle()
    asked = next(m for m in jiwoo.chat.from_bot if m.text == words.ask_all(1))
    jiwoo.tap(asked, words.all_button)
    await office.handle()
    assert asked.text == words.all_queued(1)
