"""The same file twice: a question first."""

from __future__ import annotations

from collections.abc import Callable

from playground.server import Message, Person
from tests.journeys.people import (
    Town,
    answers_to,
    button_texts,
    picture_cards,
    says_to,
)


async def test_the_same_file_again_asks_and_points_to_the_earlier_card(
    town: Town, shots: Callable[[], bytes]
) -> None:
    person = await town.resident("en", "Emma")
    says, content = says_to(person), shots()
    card = await town.card(person, person.send_video_note(content, duration=6))
    question = await _question(town, person, person.send_video_note(content, duration=6))
    assert question.reply_to is card
    assert button_texts(question) == [says.add_anyway_button, says.drop_button]
    await person.press(question, says.add_anyway_button, 60)
    await town.sees(person, lambda: question.photo)
    assert len(picture_cards(person)) == 2
    assert [entry["state"] for entry in town.entries(person)] == ["done", "done"]


async def test_never_mind_keeps_nothing_of_the_second_copy(
    town: Town, shots: Callable[[], bytes]
) -> None:
    person = await town.resident("ko")
    says, content = says_to(person), shots()
    first = person.send_video(content, 6, caption="하나")
    card = await town.card(person, first)
    question = await _question(town, person, person.send_video(content, 6, caption="비밀 #둘"))
    await person.press(question, says.drop_button, 60)
    await town.sees(person, lambda: question.text == says.card_cancelled)
    assert button_texts(question) == []
    kept, dropped = town.entries(person)
    assert kept["state"] == "done"
    assert (dropped["state"], dropped["title"], dropped["caption"]) == ("cancelled", None, "")
    assert town.bot.rows("SELECT * FROM clips WHERE entry_id = ?", dropped["id"]) == []
    assert town.bot.rows("SELECT * FROM tags WHERE entry_id = ?", dropped["id"]) == []
    assert picture_cards(person) == [card]
    assert answers_to(first) == [card]


async def test_another_person_may_have_the_same_file(
    town: Town, shots: Callable[[], bytes]
) -> None:
    one, other = await town.resident("en", "Emma"), await town.resident("en", "Tom")
    content = shots()
    await town.card(one, one.send_video_note(content, duration=6))
    await town.card(other, other.send_video_note(content, duration=6))


async def _question(town: Town, person: Person, _clip: Message) -> Message:
    """What the bot asks about a second copy."""
    says = says_to(person)

    def asked() -> Message | None:
        last = person.chat.from_bot[-1]
        return last if says.add_anyway_button in button_texts(last) else None

    question: Message = await town.sees(person, asked)
    return question
