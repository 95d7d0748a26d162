"""What is said about invitations, members, departures and removals fits and counts well."""

import pytest

from bot.phrases import departures, invitations, members, removals
from languages.catalogue import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_end_of_an_invitation_has_its_sentence(language: str) -> None:
    words = invitations.words_in(language)
    assert {*words.closed} == {*words.over} == {"used", "declined", "expired", "revoked"}
    assert removals.words_in(language).line("nonsense") == removals.words_in(language).lines["gone"]


def test_english_numbers_have_their_plural() -> None:
    english = departures.words_in("en")
    assert english.saved(1) == "📦 One entry moved to your own diary."
    assert english.saved(3) == "📦 3 entries moved to your own diary."
    assert english.deleted("X", 3).endswith("3 entries of yours are gone.")
    line = members.words_in("en").diary("X", 1, 0)
    assert line.endswith("One member · 0 entries of yours")


@pytest.mark.parametrize("language", LANGUAGES)
def test_boxes_and_placeholders_fit(language: str) -> None:
    words = invitations.words_in(language)
    assert len(words.too_many) <= 200
    assert len(words.name_hint) <= 64
    assert len(departures.words_in(language).confirm_hint) <= 64
