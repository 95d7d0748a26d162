"""Numbers are offered to who says it in so many words, once, and for no way of speaking."""

import datetime as dt

import pytest

from analysis.report import Transcript
from diary import care, persons
from storage import entries as entry_rows
from storage import notices
from storage import persons as person_rows
from storage.database import Connection, Database
from tests.diary.given import JIWOO, NOON, accepted, entry_of, finished, recording, report

SAYS_SO = (
    "요즘은 정말 죽고 싶어.",
    "그냥 죽고싶다",
    "오늘도 죽고 싶다는 생각이 계속 들었어",
    "더는 살고 싶지 않아",
    "살기 싫다 진짜",
    "나는 살 이유가 없어",
    "자살하고 싶다는 마음이 들어요",
    "자살 생각이 자꾸 나",
    "스스로 목숨을 끊을까 했다",
    "밥은 먹었다. 그런데 죽고 싶다. 내일은 월요일이다.",
    "또 자해했어",
    "I want to die.",
    "Honestly, I just want to die",
    "i wanna die",
    "I keep thinking about killing myself",
    "I’m suicidal again",
    "I do not want to live anymore",
    "I don't want to be alive",
    "Sometimes I wish I was dead.",
    "I'd be better off dead",
    "I thought about ending my life",
)

MEANS_SOMETHING_ELSE = (
    "죽겠다 배고파",
    "배고파 죽겠다",
    "힘들어 죽을 것 같아",
    "오늘 옷 완전 죽인다",
    "웃겨 죽는 줄 알았어",
    "보고 싶어 죽겠어",
    "그 집 라면은 죽여준다",
    "죽었다 깨어나도 못 해",
    "쪽팔려서 죽고 싶었어",
    "창피해 죽고 싶었다니까",
    "죽고 싶지 않아",
    "죽고 싶은 건 아니야",
    "자살 생각은 전혀 없어",
    "자살하고 싶지 않아요",
    "친구가 죽고 싶다고 했어",
    '친구가 그랬어 "죽고 싶다" 라고',
    "드라마에서 주인공이 죽고 싶다고 울었다",
    "예전에는 죽고 싶었는데 지금은 괜찮아",
    "죽을 먹고 싶다",
    "죽 먹고 싶어",
    "You are killing it!",
    "I nearly killed myself laughing",
    "I am dying to see you",
    "That cake is to die for",
    "I don't want to die",
    "I would never kill myself",
    "I'm not suicidal",
    "I wanted to die of embarrassment",
    "She said I want to die",
    'He wrote "I want to die"',
    "In that movie I want to die is the last line",
    "I used to want to kill myself",
    "I killed an hour by myself",
    "I want to diet",
    "I cut myself shaving",
    "",
)


@pytest.mark.parametrize("text", SAYS_SO)
def test_explicit_words_are_heard(text: str) -> None:
    assert care.says_so([text])


@pytest.mark.parametrize("text", MEANS_SOMETHING_ELSE)
def test_false_friends_are_left_alone(text: str) -> None:
    assert not care.says_so([text])


async def analysed(
    connection: Connection, number: int, text: str, now: dt.datetime = NOON, **entry: object
) -> int:
    """An entry of Jiwoo in whose video this was said."""
    entry_id = await accepted(connection, recording(number), now)
    if entry:
        await entry_rows.change(connection, entry_id, **entry)
    before = await entry_of(connection, entry_id)
    heard = report(transcript=Transcript("ko", text, ()))
    await care.consider(connection, before, heard, now)
    return entry_id


async def offers(connection: Connection) -> int:
    person = await person_rows.find(connection, JIWOO)
    assert person is not None
    told = await notices.of_person(connection, person.id)
    return sum(notice.kind == care.OFFERS for notice in told)


async def test_who_says_it_is_offered_numbers_once_in_a_day(database: Database) -> None:
    async with database.writing() as connection:
        await analysed(connection, 1, "오늘은 죽고 싶다.")
        assert await offers(connection) == 1
        await analysed(connection, 2, "아직도 죽고 싶다.", NOON + dt.timedelta(hours=23))
        assert await offers(connection) == 1
        await analysed(connection, 3, "또 죽고 싶다.", NOON + dt.timedelta(hours=24))
        assert await offers(connection) == 2


async def test_a_sad_face_alone_offers_nothing(database: Database) -> None:
    async with database.writing() as connection:
        await analysed(connection, 1, "오늘은 비가 왔다.")
        assert await offers(connection) == 0


async def test_who_has_said_no_is_not_asked_again(database: Database) -> None:
    async with database.writing() as connection:
        person = await persons.meet(connection, JIWOO, "ko", NOON)
        await person_rows.change(connection, person.id, offers_help=False)
        await analysed(connection, 1, "죽고 싶다.")
        assert await offers(connection) == 0


async def test_what_was_written_counts_as_what_was_said(database: Database) -> None:
    async with database.writing() as connection:
        await analysed(connection, 1, "", caption="살고 싶지 않아")
        assert await offers(connection) == 1


async def test_nothing_tells_which_entry_it_was(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await analysed(connection, 1, "죽고 싶다.")
        person = await person_rows.find(connection, JIWOO)
        assert person is not None
        [told] = [
            notice
            for notice in await notices.of_person(connection, person.id)
            if notice.kind == care.OFFERS
        ]
        assert (told.diary_id, told.subject_id) == (None, None)
    assert entry_id


async def test_the_worker_asks_when_an_entry_is_done_and_not_when_it_is_done_anew(
    database: Database,
) -> None:
    heard = report(transcript=Transcript("ko", "죽고 싶다.", ()))
    async with database.writing() as connection:
        entry_id = await finished(connection, recording(1), heard)
        assert await offers(connection) == 1
        again = await entry_of(connection, entry_id)
        assert not await care.consider(connection, again, heard, NOON + dt.timedelta(days=9))
