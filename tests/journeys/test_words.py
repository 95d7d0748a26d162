"""A voice and a text become entries; a word that was misheard is put right, here and for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.phrases import corrections, glossary, shares, undo, voices, writings
from playground import clips
from playground.clips import Encoding
from playground.server import Message, Person
from tests.analysis import scripted_whisper
from tests.analysis.scripted_whisper import Script
from tests.journeys.people import Town, answers_to, says_to, with_button

OPUS = Encoding(video=None, audio="libopus", container="ogg")
SAID = {
    "ko": "오늘은 회사에서 민지와 빵을 구웠다",
    "en": "My brother baked bread for grandma",
}
PAIR = {"ko": ("회사", "가게"), "en": ("brother", "sister")}
RIGHT = {"ko": "오늘은 가게에서 민지와 빵을 구웠다", "en": "My sister baked bread for grandma"}
FIX = {"ko": "고침: 회사 → 가게", "en": "fix: brother -> sister"}
TEXT = {
    "ko": "빵 냄새\n오늘은 하루 종일 빵을 구웠다. 손에서 아직도 냄새가 난다. #빵",
    "en": "The smell of bread\nI baked all day long. My hands still smell of it. #bread",
}


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_a_voice_and_a_text_become_entries_and_a_word_is_put_right(
    own_town: Town, tmp_path: Path, language: str
) -> None:
    town = own_town
    script = Script(((0.0, SAID[language], 3.0),), language=language)
    scripted_whisper.write(tmp_path / "data" / "models" / "small", script)
    person = await town.resident(language)
    card = await _speaks(town, person, tmp_path)
    await _is_put_right(town, person, card)
    await _always(town, person, card)
    await _writes(town, person)


async def _speaks(town: Town, person: Person, folder: Path) -> Message:
    language = person.language_code or ""
    voice = clips.sound_only(folder / "voice.ogg", seconds=4, encoding=OPUS)
    sent = person.send_voice(voice.read_bytes(), 4)
    card = await town.card(person, sent)
    await town.settled(person, sent)
    assert card.photo
    assert SAID[language] in (card.caption or "")
    assert voices.words_in(language).spoken_briefly(3, 4) in (card.caption or "")
    assert not any(look in (card.caption or "") for look in says_to(person).looked.values())
    assert says_to(person).bubbles_button not in [button.text for button in card.buttons]
    [entry] = town.entries(person)
    assert (entry["kind"], entry["state"]) == ("voice", "done")
    return card


async def _is_put_right(town: Town, person: Person, card: Message) -> None:
    language = person.language_code or ""
    words, right = corrections.words_in(language), RIGHT[language]
    person.send_text(FIX[language], reply_to=card)
    said = await town.sees(person, lambda: with_button(person, words.always_button))
    assert words.done(*PAIR[language]) in (said.text or "")
    await town.sees(person, lambda: right in (card.caption or ""))
    await town.bot.until(lambda: town.job(person)["state"] == "done" or None)
    await person.press(said, undo.words_in(language).button)
    await town.sees(person, lambda: SAID[language] in (card.caption or ""))

    await person.press(card, says_to(person).words_button)
    await town.sees(person, lambda: f"0:00 {SAID[language]}" in (card.caption or ""))
    await person.press(card, words.button)
    asked = await town.sees(
        person, lambda: next((m for m in person.chat.from_bot if m.text and "->" in m.text), None)
    )
    person.send_text(" -> ".join(PAIR[language]), reply_to=asked)
    await town.sees(person, lambda: f"0:00 {right}" in (card.caption or ""))


async def _always(town: Town, person: Person, card: Message) -> None:
    language = person.language_code or ""
    words, mine = corrections.words_in(language), glossary.words_in(language)
    said = await town.sees(person, lambda: with_button(person, words.always_button))
    await person.press(said, words.always_button)
    await town.sees(person, lambda: said.text == words.kept(*PAIR[language]))
    person.send_text("/glossary")
    heard, meant = PAIR[language]
    listed = await town.sees(person, lambda: with_button(person, f"✕ {heard} → {meant}"))
    assert mine.count(1, 60) in (listed.text or "")
    await person.press(listed, f"✕ {heard} → {meant}")
    await town.sees(person, lambda: listed.buttons == [])
    assert shares.words_in(language).more_button in [button.text for button in card.buttons]


async def _writes(town: Town, person: Person) -> None:
    language = person.language_code or ""
    words = writings.words_in(language)
    text = person.send_text(TEXT[language])
    offered = await town.sees(person, lambda: next(iter(answers_to(text)), None))
    assert (offered.text, len(town.entries(person))) == (words.offer, 1)
    await person.press(offered, words.button)
    title, body = TEXT[language].split("\n")
    await town.settled(person, text)
    assert answers_to(text) == [offered]
    assert (offered.text or "").startswith(title)
    assert body.rpartition(" #")[0] in (offered.text or "")
    assert town.entries(person)[1]["kind"] == "text"
    # The message is written anew: the entry follows.
    person.edit_text(text, f"{title}!\n{body}")
    await town.sees(person, lambda: (offered.text or "").startswith(f"{title}!"))
    told = await person.call(offered, f"write:{text.message_id}").answered(60)
    assert told["text"] in {words.gone, words.known}
    assert len(town.entries(person)) == 2
