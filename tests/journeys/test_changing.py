"""An author changes an entry, deletes it and brings it back, with the real bot."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.phrases import shares as share_phrases
from bot.phrases.deletions import words_in as deletions_in
from bot.phrases.edits import words_in as edits_in
from bot.phrases.moods import FACES
from bot.phrases.moods import words_in as moods_in
from bot.phrases.undo import words_in as undo_in
from playground.server import Message, Person
from tests.journeys.households import household, said
from tests.journeys.people import Town, button_texts
from tests.journeys.test_sharing import WRITTEN, share

BOTH = pytest.mark.parametrize("language", ["ko", "en"])

TITLES = {"ko": ("제목: 라면의 날", "라면의 날"), "en": ("title: Noodle day", "Noodle day")}
DAYS = {"ko": "날짜: 2026-11-01", "en": "date: 2026-11-01"}


async def tap(town: Town, person: Person, card: Message, *buttons: str) -> None:
    """Press one button after the other, each as soon as it is there."""
    for button in buttons:
        await town.sees(person, lambda button=button: button in button_texts(card))
        await person.press(card, button, 60)


@BOTH
async def test_an_entry_is_changed_deleted_and_brought_back(
    town: Town, shots: Callable[[], bytes], language: str
) -> None:
    words, edits, undo = share_phrases.words_in(language), edits_in(language), undo_in(language)
    deletions, (typed, title) = deletions_in(language), TITLES[language]
    group, minji, jiwoo = await household(town, language)
    note = jiwoo.send_video(shots(), 6, caption=WRITTEN[language])
    own = await town.card(jiwoo, note)
    await share(town, jiwoo, own, words)
    card = await town.sees(minji, lambda: next((m for m in group.from_bot if m.reply_to), None))

    # What its author writes as a reply is an edit, and everybody's card follows.
    jiwoo.send_text(typed, reply_to=own)
    await said(town, jiwoo, edits.title_is(title))
    jiwoo.send_text("#noodles", reply_to=own)
    await said(town, jiwoo, edits.tags_are("#noodles"))
    jiwoo.send_text(DAYS[language], reply_to=own)
    await town.sees(jiwoo, lambda: (own.caption or "").startswith(title))
    await town.sees(jiwoo, lambda: "#noodles" in (own.caption or ""))
    await town.sees(minji, lambda: title in (card.text or ""))
    [entry] = town.entries(jiwoo)
    report = entry["report"]
    await town.bot.until(lambda: str(town.entries(jiwoo)[0]["day"]) == "2026-11-01")

    # A mood is one tap, and nobody else's business.
    await tap(town, jiwoo, own, FACES[4])
    await town.sees(jiwoo, lambda: moods_in(language).own(4) in (own.caption or ""))
    await tap(town, jiwoo, own, words.more_button, edits.look_button, edits.wrong_button)
    await tap(town, jiwoo, own, edits.looks("surprise"))
    await town.sees(jiwoo, lambda: edits.look_kept("surprise") in (own.caption or ""))
    assert FACES[4] not in (card.text or "")

    # Deleted it is gone for everybody; undone it is back, and the last edits go one by one.
    await tap(town, jiwoo, own, words.more_button, deletions.delete_button, deletions.sure_button)
    await town.sees(minji, lambda: card.deleted)
    await town.sees(jiwoo, lambda: deletions.back_button in button_texts(own))
    assert title not in (own.caption or "")
    print(f"{own.caption}\n{button_texts(own)}")  # noqa: T201 - to be read
    for kind in ("delete", "look", "mood", "day"):
        sent = jiwoo.send_text("/undo")
        answer = await town.sees(
            jiwoo,
            lambda sent=sent: next((m for m in jiwoo.chat.from_bot if m.reply_to is sent), None),
        )
        assert answer.text == undo.undone(kind)
    await town.sees(
        minji, lambda: any(title in (m.text or "") for m in group.from_bot if not m.deleted)
    )
    await town.sees(jiwoo, lambda: (own.caption or "").startswith(title))
    [entry] = town.entries(jiwoo)
    assert (entry["mood"], entry["look"], entry["title"]) == (None, None, title)
    assert entry["report"] == report
    assert str(entry["day"]) != "2026-11-01"
