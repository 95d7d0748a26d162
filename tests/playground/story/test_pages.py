"""What the family says: read from its blocks, and fit for what a diary is to show of it."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from playground.story import family
from playground.story.pages import LOOKS, Page, Script, clip, pages, years
from playground.story.plan import SCRIPTS

HANGUL = re.compile(r"[가-힣]")
EVERYBODY = pytest.mark.parametrize("script", SCRIPTS, ids=["first", "second", "third"])
TITLE_LIMIT, CAPTION_LIMIT = 40, 1024


def test_a_block_is_a_mood_a_title_tags_and_words() -> None:
    [first, second] = pages("""
4 By the river #river #walk
One line.
And another.

- Nothing to feel
Words.
""")
    assert first == Page(4, "By the river", "One line. And another.", "river walk")
    assert first.text == "By the river\nOne line. And another.\n#river #walk"
    assert second == Page(None, "Nothing to feel", "Words.", "")
    assert second.text == "Nothing to feel\nWords."


def test_a_clip_has_a_day_and_a_look_and_a_voice_message_has_none() -> None:
    found = clip("12 glad 5 A parcel #Tom\nFour jars!")
    assert (found.days_ago, found.look, found.page.mood) == (12, "glad", 5)
    assert clip("3 voice - Spoken\nWords.").look is None


def test_a_page_of_years_ago_says_how_many() -> None:
    [(ago, page)] = years("2 4 A move #home\nBoxes.")
    assert (ago, page.mood, page.title) == (2, 4, "A move")


def everything(script: Script) -> list[Page]:
    return [*script.pages, *(one.page for one in script.clips), *(p for _, p in script.years)]


@EVERYBODY
def test_every_page_can_be_typed_and_its_first_line_is_a_title(script: Script) -> None:
    for page in everything(script):
        assert 0 < len(page.title) <= TITLE_LIMIT
        assert len(page.text) <= CAPTION_LIMIT
        assert page.body.endswith((".", "!", "?"))
        assert page.tags
        assert page.mood in {None, 1, 2, 3, 4, 5}


def test_everybody_writes_in_their_own_language() -> None:
    first, second, third = (everything(script) for script in SCRIPTS)
    assert all(HANGUL.search(page.body) for page in [*first, *third])
    assert not any(HANGUL.search(page.text) for page in second)


def test_nothing_is_said_twice() -> None:
    """What stands in a chat is known by its text."""
    said = [page.text for script in SCRIPTS for page in everything(script)]
    said += [scene.clip.page.text for scene in family.SCENES]
    said += [remark.text for scene in family.SCENES for remark in scene.remarks]
    assert [text for text, times in Counter(said).items() if times > 1] == []


@EVERYBODY
def test_tags_come_back_with_other_moods(script: Script) -> None:
    """So that a search finds several, and what goes with which mood has days to count."""
    assert all(page.mood is not None for page in script.pages)
    moods: dict[str, list[int]] = {}
    for page in script.pages:
        for tag in page.tags.split():
            moods.setdefault(tag, []).append(page.mood or 0)
    often = [own for own in moods.values() if len(own) >= 3]
    assert len(often) >= 4
    means = [sum(own) / len(own) for own in often]
    assert max(means) - min(means) >= 1.0


def test_scenes_are_of_looks_that_there_are_and_remarks_answer_earlier_ones() -> None:
    for scene in family.SCENES:
        assert scene.clip.look in LOOKS
        for number, remark in enumerate(scene.remarks):
            assert remark.of is None or 0 <= remark.of < number
    assert {scene.who for scene in family.SCENES} == {0, 1, 2}
