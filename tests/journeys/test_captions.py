"""What is written under a clip: title, tags, words, and what hostile writers make of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.lettering import LONGEST_CAPTION, length
from bot.phrases import phrases_in
from playground.server import Message
from tests.journeys.people import Town, says_to

HOSTILE = {
    "markup": "<b>Bold</b> & <script>alert(1)</script>\n</blockquote><a href='x'>I was here.</a>",
    "right to left": "\u202eneddih\u2066 title\nIt rained \u202eall day\u202c in the garden.",
    "emoji": "😀" * 512,
    "long title": "a" * 1024,
    "only tags": "#one #two #three",
    "many tags": " ".join(f"#tag{number}" for number in range(120)),
    "lines": "\n" * 40 + "Title\n" + "\n\n\nA walk. \n" * 60,
    "zero": "Zero \u200b\u0000width\ufeff title\nAnd a word \u0007 of it.",
}

#: Our own markup, and what Telegram finds in any text by itself.
SHOWN = {"bold", "italic", "blockquote", "expandable_blockquote", "hashtag", "bot_command"}


async def test_the_first_line_is_the_title_and_hashtags_are_tags(
    town: Town, shots: Callable[[], bytes]
) -> None:
    person = await town.resident("en", "Emma")
    caption = "Rain at last\nThe garden smelled of earth #rain and we stayed outside.\n#garden"
    clip = person.send_video(shots(), 6, caption=caption)
    lines = ((await town.card(person, clip)).caption or "").split("\n")
    assert lines[0] == "Rain at last"
    assert "The garden smelled of earth rain and we stayed outside." in lines
    [tags] = [line for line in lines if line.startswith("#")]
    assert tags.split()[:2] == ["#rain", "#garden"]
    assert town.entries(person)[0]["caption"].startswith("The garden smelled")


@pytest.mark.parametrize("kind", HOSTILE)
async def test_a_hostile_caption_is_shown_as_words(
    town: Town, shots: Callable[[], bytes], kind: str
) -> None:
    person = await town.resident("en", "Emma")
    clip = person.send_video(shots(), 6, caption=HOSTILE[kind])
    card = await town.card(person, clip)
    assert length(card.caption or "") <= LONGEST_CAPTION
    assert {entity["type"] for entity in card.entities} <= SHOWN
    assert not set(card.caption or "") & set("\u202e\u2066\u202c\u0000\u200b\ufeff\u0007")
    await _words_open(town, card)


async def _words_open(town: Town, card: Message) -> None:
    """The button with all words, where there are any, brings them in a form that is accepted."""
    person = town.world.person(card.chat.id)
    says = says_to(person)
    if any(button.text == says.words_button for button in card.buttons):
        await person.press(card, says.words_button, 60)
        await town.sees(
            person, lambda: _turned(card) or person.chat.from_bot[-1].kind == "document"
        )
    assert town.bot.value("SELECT stopped FROM cards WHERE chat_id = ?", person.id) is None


def _turned(card: Message) -> bool:
    """Whether the card shows its words; those that are too long for it come as a file."""
    return any(button.text == phrases_in("en").card_button for button in card.buttons)


async def test_markup_in_a_caption_stays_visible(town: Town, shots: Callable[[], bytes]) -> None:
    person = await town.resident("en", "Emma")
    clip = person.send_video(shots(), 6, caption="<b>&amp; Bold</b>\nA <i>word</i> & more.")
    caption = (await town.card(person, clip)).caption or ""
    assert caption.startswith("<b>&amp; Bold</b>\n")
    assert "A <i>word</i> & more." in caption
