"""What goes with which mood, in the message of /me: counts, how sure they are, and no reason."""

from __future__ import annotations

import datetime as dt

import pytest
from telegram import Bot

from bot import associations as pages
from bot.phrases.associations import words_in
from bot.phrases.profile import words_in as profile_words_in
from diary.associations import Felt, of_tag
from playground.server import Message, Person, World
from storage import persons
from storage.database import Database
from tests.bot.library import draw, lay_down, own_diary, told
from tests.bot.office import Office, buttons, open_office
from tests.diary.given import JIWOO

TODAY = dt.date(2026, 11, 20)
LANGUAGES = ("ko", "en")
#: Words that would say why.
CAUSAL = ("because", "makes", "thanks to", "leads to", "덕분", "때문에 ", "하면 좋아")


@pytest.fixture
async def office(bot: Bot, world: World, database: Database) -> Office:
    return await open_office(bot, world, database, draw=draw)


async def fill(office: Office, language: str, walks: int) -> None:
    """As many days with a walk, and five without; on two of the walks the mood was not good."""
    async with office.database.writing() as connection:
        diary_id = await own_diary(connection, JIWOO, language)
        who = await persons.find(connection, JIWOO)
        assert who is not None
        await persons.change(connection, who.id, language_chosen=True)
        for n in range(walks + 5):
            is_walk = n < walks
            await lay_down(
                connection,
                diary_id,
                who.id,
                TODAY - dt.timedelta(days=n),
                made=told("오늘 산책을 했다."),
                names=("산책",) if is_walk else ("야근",),
                mood=4 if n < walks - 2 else 2,
            )


async def opened(office: Office, world: World, language: str) -> tuple[Person, Message]:
    """The page in place of the /me that it was opened from."""
    jiwoo = world.person(JIWOO, "지우", language)
    jiwoo.send_text("/me")
    await office.handle()
    message = jiwoo.chat.from_bot[-1]
    await office.press(jiwoo, message, profile_words_in(language).with_what_button)
    assert jiwoo.chat.from_bot[-1] is message
    return jiwoo, message


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_tells_counts_and_no_reason(office: Office, world: World, language: str) -> None:
    await fill(office, language, 8)
    _, message = await opened(office, world, language)
    text = message.caption or ""
    line = {
        "ko": "#산책: 8일 중 6일이 🙂 이상",
        "en": "#산책: 🙂 or better on 6 of 8 days",
    }
    assert line[language] in text.splitlines()
    assert "%" not in text
    assert not any(word in text for word in CAUSAL)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_tag_tells_how_sure_its_count_is_and_opens_the_days(
    office: Office, world: World, language: str
) -> None:
    """Of 8 days 6 were good: Wilson's interval is 0.41 to 0.93."""
    await fill(office, language, 8)
    words = words_in(language)
    jiwoo, message = await opened(office, world, language)
    overview = message.caption
    await office.press(jiwoo, message, words.details_button("산책"))
    text = message.caption or ""
    expected = {
        "ko": ("8일 중 6일", "10일 중 4일부터 10일 중 9일까지", "다른 5일 중에는 0일", "꽤 달라요"),
        "en": ("6 of 8 days", "from 4 in 10 to 9 in 10", "5 other days", "differ"),
    }
    for part in expected[language]:
        assert part in text
    assert not any(word in text for word in CAUSAL)
    details = text
    day = next(label for label in buttons(message) if label.startswith("🙂") and "20" in label)
    await office.press(jiwoo, message, day)
    assert "20" in (message.caption or "")
    assert "#산책" in (message.caption or "")
    before = next(label for label in buttons(message) if label.startswith("‹"))
    await office.press(jiwoo, message, before)
    await office.press(jiwoo, message, words.back_button)
    assert message.caption == details
    await office.press(jiwoo, message, words.back_button)
    assert message.caption == overview
    await office.press(jiwoo, message, words.back_button)
    assert profile_words_in(language).with_what_button in buttons(message)
    assert jiwoo.chat.from_bot[-1] is message


async def test_many_days_are_shown_a_page_at_a_time(office: Office, world: World) -> None:
    await fill(office, "ko", 2 * pages.PAGE + 1)
    jiwoo, message = await opened(office, world, "ko")
    await office.press(jiwoo, message, words_in("ko").details_button("산책"))
    shown: list[str] = []
    for _ in range(3):
        shown += [label for label in buttons(message) if label[:1] in "😞😕😐🙂😄"]
        if older := [label for label in buttons(message) if "›" in label]:
            await office.press(jiwoo, message, older[0])
    assert len(shown) == len(set(shown)) == 2 * pages.PAGE + 1


async def test_from_too_few_days_nothing_is_told(office: Office, world: World) -> None:
    await fill(office, "ko", 4)
    _, message = await opened(office, world, "ko")
    assert "#산책" not in (message.caption or "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("good", "days", "english"),
    [
        (4, 5, "from 4 in 10 to nearly all"),
        (0, 5, "from fewer than 1 in 10 to 4 in 10"),
        (60, 100, "between 5 in 10 and 7 in 10"),
        (500, 1000, "be 5 in 10"),
        (5000, 5000, "be nearly all"),
    ],
)
def test_how_sure_a_count_is_stands_in_plain_words(
    language: str, good: int, days: int, english: str
) -> None:
    first = dt.date(2010, 1, 1)
    felt = [Felt(first + dt.timedelta(n), 5 if n < good else 1, ("걷기",)) for n in range(days)]
    found = of_tag(felt, "걷기")
    assert found is not None
    text, _ = pages.details(found, TODAY, 0, language)
    if language == "en":
        assert english in text
    assert "{" not in text
