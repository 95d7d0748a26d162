"""Of what Telegram says in refusing a call only its own words are told, never a quotation."""

import pytest

from bot.errors import Gone, Refused, Unreachable
from bot.refusals import KNOWN, own_words


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            'Bad Request: can\'t parse entities: Unsupported start tag "첫눈" at byte offset 3',
            "can't parse entities",
        ),
        ("Bad Request: message to edit not found", "message to edit not found"),
        ("Bad Request: MESSAGE_ID_INVALID", "MESSAGE_ID_INVALID"),
        ("Bad Request: my MESSAGE_ID_INVALID secret", "other"),
        ("Bad Request: invalid file HTTP URL specified: first snow", "other"),
        ("Forbidden: bot was blocked by the user", "bot was blocked by the user"),
        ("첫눈", "other"),
    ],
)
def test_a_quotation_is_not_told(said: str, told: str) -> None:
    assert own_words(said) == told
    assert Refused(said).told == told


def test_an_error_without_words_of_telegram_tells_its_own() -> None:
    assert Gone().told == (Gone.__doc__ or "").strip()
    assert Unreachable("Forbidden: user is deactivated").told == "user is deactivated"


def test_what_is_known_is_written_as_it_is_looked_for() -> None:
    assert [words for words in KNOWN if words != words.lower()] == []
