"""A search that finds nothing says why, and leads on."""

import pytest
from telegram import Bot

from bot.phrases.search import words_in
from playground.server import Person, World
from storage.database import Database
from tests.bot.office import buttons
from tests.bot.post import Painter
from tests.bot.sharing import TAG, Scene, open_scene
from tests.bot.test_search import asked, asked_in_group, pressed

WORDS = words_in("ko")


@pytest.fixture
async def scene(bot: Bot, world: World, database: Database) -> Scene:
    return await open_scene(bot, world, database, draw=Painter().draw)


async def test_a_newcomer_is_told_how_to_begin_in_their_language(
    scene: Scene, world: World
) -> None:
    for number, language in ((71, "ko"), (72, "en")):
        answer = await asked(scene, "행복", world.person(number, "민지", language))
        assert (answer.text or "").endswith(words_in(language).newcomer)
        assert buttons(answer) == []
    answer = await asked_in_group(scene, "토마토", scene.emma)
    assert (answer.text or "").endswith(WORDS.newcomers)


async def test_one_word_that_nobody_said_gets_the_tags_that_are_used_and_the_month(
    scene: Scene,
) -> None:
    answer = await asked(scene, "토마토")
    assert WORDS.nothing in (answer.text or "")
    assert (answer.text or "").endswith(WORDS.common)
    assert buttons(answer) == [f"#{TAG}", WORDS.month_button]
    assert "일기 1편" in await pressed(scene, answer, WORDS.month_button)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("내일", WORDS.future),
        ("2020년", "2026년"),
        ("2025-11 지난주", WORDS.apart("“2025-11”, “지난주”")),
    ],
)
async def test_days_that_can_have_no_entry_are_told(scene: Scene, text: str, told: str) -> None:
    answer = await asked(scene, text)
    assert told in (answer.text or "")
    assert WORDS.nothing not in (answer.text or "")


async def test_oneself_is_known_by_name_before_there_is_a_group(scene: Scene, world: World) -> None:
    minji = world.person(73, "김민지", "ko", username="minji_k")
    for name in ("@민지", "@김민", "@Minji_K", "@나", "@me"):
        answer = await asked(scene, name, minji)
        assert f"{name} 님이 없어요" not in (answer.text or ""), name
    answer = await asked(scene, "@지수", minji)
    assert WORDS.stranger("지수") in (answer.text or "")


async def test_a_name_that_nobody_has_offers_the_tag(scene: Scene) -> None:
    answer = await asked(scene, f"@{TAG}")
    assert WORDS.stranger(TAG) in (answer.text or "")
    assert buttons(answer)[0] == f"#{TAG}"


async def test_a_word_can_be_taken_for_a_mood_in_the_same_message(scene: Scene) -> None:
    answer = await asked(scene, "행복")
    assert WORDS.nothing in (answer.text or "")
    found = await pressed(scene, answer, WORDS.mood_button("🙂", "행복"))
    assert "기분:행복" in found
    assert "얼굴: 웃는 표정" in found
    assert not any("기분으로" in button for button in buttons(answer))


async def test_others_entries_have_their_authors_name_in_private(scene: Scene) -> None:
    await scene.share()
    answer = await asked(scene, "라면", scene.emma)
    assert f"{jiwoo(scene)} · 📒 가족" in (answer.text or "")
    own = await asked(scene, "라면")
    assert jiwoo(scene) not in (own.text or "")


def jiwoo(scene: Scene) -> str:
    person: Person = scene.jiwoo
    return person.first_name
