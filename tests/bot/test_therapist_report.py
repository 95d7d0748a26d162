"""/report: nothing gets onto the page but what was ticked, and nobody else can make it."""

import datetime as dt
from functools import partial

import pytest
from telegram import Bot

from analysis.report import KeySentence
from bot.phrases import phrases_in
from bot.phrases import therapist_report as phrases
from bot.phrases.misplaced import words_in as misplaced_words
from charts.therapist_page import Page
from charts.therapist_report import draw
from diary import therapist_report as reports
from playground.server import Message, World
from storage import entries as entry_rows
from storage import persons
from storage.database import Database
from tests.bot import parlour
from tests.bot.office import buttons, open_office
from tests.bot.parlour import Parlour, open_parlour
from tests.diary.given import finished, recording, report

#: What was drawn in a test.
PAGES: list[Page] = []

SAID = ("처음 한 말이에요", "둘째로 한 말이에요", "셋째로 한 말이에요")


@pytest.fixture
async def home(
    bot: Bot, world: World, database: Database, monkeypatch: pytest.MonkeyPatch
) -> Parlour:
    async def paint(view: str, value: Page, language: str) -> bytes:
        assert view == "therapist_report"
        PAGES.append(value)
        return draw(value, language)

    PAGES.clear()
    monkeypatch.setattr(parlour, "open_office", partial(open_office, draw=paint))
    return await open_parlour(bot, world, database)


async def written(home: Parlour, texts: tuple[str, ...] = SAID) -> list[int]:
    """An entry of Jiwoo for each sentence, with a mood."""
    made = []
    async with home.office.database.writing() as connection:
        for number, text in enumerate(texts, start=1):
            keys = (KeySentence(text, 1.0),)
            clip = recording(number, home.jiwoo.id)
            entry_id = await finished(connection, clip, report(key_sentences=keys))
            await entry_rows.change(connection, entry_id, mood=number % 5 + 1)
            made.append(entry_id)
    await home.handle()
    return made


async def asked(home: Parlour, text: str = "/report 4w") -> Message:
    return await home.say(home.jiwoo, text)


async def test_only_what_was_ticked_is_offered_to_the_page(home: Parlour) -> None:
    made = await written(home)
    said = await asked(home)
    text = said.text or ""
    assert all(sentence in text for sentence in SAID)
    assert buttons(said) == ["☐ 1", "☐ 2", "☐ 3", phrases.words_in("ko").make_button]
    await home.press(home.jiwoo, said, "☐ 2")
    assert buttons(said)[:3] == ["☐ 1", "☑ 2", "☐ 3"]
    await home.press(home.jiwoo, said, "☐ 3")
    await home.press(home.jiwoo, said, "☑ 3")
    assert buttons(said)[:3] == ["☐ 1", "☑ 2", "☐ 3"]
    async with home.office.database.writing() as connection:
        person = await persons.find(connection, home.jiwoo.id)
        assert person is not None
        now = home.office.clock()
        found = await reports.account(connection, person, 4, "Asia/Seoul", 4, now)
        ticks = {(made[1], reports.mark(SAID[1]))}
        assert [one.text for one in reports.chosen(found, ticks)] == [SAID[1]]
        assert reports.chosen(found, ()) == []
        # A tick for words that were changed since counts for nothing.
        assert reports.chosen(found, {(made[1], reports.mark("was anderes"))}) == []
        assert [day.mood for day in found.days] == [3.0]


async def test_the_page_is_sent_with_the_ticked_sentence_and_no_other(home: Parlour) -> None:
    await written(home)
    said = await asked(home)
    await home.press(home.jiwoo, said, "☐ 2")
    await home.press(home.jiwoo, said, phrases.words_in("ko").make_button)
    [page] = PAGES
    assert [text for _, text in page.quotes] == [SAID[1]]
    assert (page.entries, page.model, page.right) == (3, "v1", 77)
    sent = home.jiwoo.chat.from_bot[-1]
    assert sent.kind == "document"
    assert sent.caption == phrases.words_in("ko").caption


async def test_six_are_too_many_for_a_page(home: Parlour) -> None:
    await written(home, tuple(f"문장 {number}" for number in range(8)))
    said = await asked(home)
    for number in range(1, 6):
        await home.press(home.jiwoo, said, f"☐ {number}")
    answer = await home.press(home.jiwoo, said, "☐ 6")
    assert answer["text"] == phrases.words_in("ko").enough
    assert buttons(said)[5] == "☐ 6"


async def test_forged_ticks_and_pages_are_refused(home: Parlour) -> None:
    made = await written(home)
    said = await asked(home)
    mark = reports.mark(SAID[0])
    too_late = {"ko": phrases_in("ko").too_late, "en": phrases_in("en").too_late}
    for data in (f"tick:{made[0]}:4-{mark}-1", "tick:99:4-abc-0", "report:9", "report:0"):
        answer = await home.forge(home.jiwoo, said, data)
        assert answer["text"] == too_late["ko"]
    mine = await home.say(home.emma, "/help")
    for data in (f"tick:{made[0]}:4-{mark}-0", "report:4"):
        answer = await home.forge(home.emma, mine, data)
        assert answer["text"] == too_late["en"]
    assert buttons(said)[:3] == ["☐ 1", "☐ 2", "☐ 3"]


@pytest.mark.parametrize(
    ("typed", "weeks"),
    [("", 4), ("4w", 4), ("1", 1), ("12주", 12), (" 2 weeks ", 2), ("0w", None), ("13w", None),
     ("viele", None), ("-1", None)],
)  # fmt: skip
def test_weeks_are_read_as_people_write_them(typed: str, weeks: int | None) -> None:
    assert reports.weeks_of(typed) == weeks


async def test_without_entries_or_in_a_group_there_is_no_page(home: Parlour) -> None:
    words = phrases.words_in("en")
    assert (await home.say(home.emma, "/report")).text == words.nothing
    assert (await home.say(home.emma, "/report 99w")).text == words.usage
    said = await home.say(home.emma, "/report", chat=home.group)
    assert said.text == misplaced_words("ko").only_private


async def test_what_its_author_does_not_want_to_see_again_is_not_offered(home: Parlour) -> None:
    made = await written(home)
    async with home.office.database.writing() as connection:
        await entry_rows.change(connection, made[0], is_hidden=True)
        await entry_rows.change(
            connection, made[1], day=home.office.clock().date() - dt.timedelta(days=40)
        )
    said = await asked(home)
    assert SAID[2] in (said.text or "")
    assert SAID[0] not in (said.text or "")
    assert SAID[1] not in (said.text or "")


async def test_a_sentence_is_offered_once_and_a_title_is_none(home: Parlour) -> None:
    made = await written(home, ("밤에 걸었다.", "밤에 걸었다", "산책"))
    async with home.office.database.writing() as connection:
        await entry_rows.change(connection, made[2], title="산책!")
    said = await asked(home)
    assert buttons(said) == ["☐ 1", phrases.words_in("ko").make_button]
    assert "산책" not in (said.text or "")
