"""Every sentence that the bot says, in Korean and English."""

from bot.phrases.en import ENGLISH
from bot.phrases.ko import KOREAN
from bot.phrases.sentences import Phrases

LANGUAGES = {"ko": KOREAN, "en": ENGLISH}


def phrases_in(language: str) -> Phrases:
    """The sentences of a language; English for one that is not spoken here."""
    return LANGUAGES.get(language, ENGLISH)


__all__ = ["LANGUAGES", "Phrases", "phrases_in"]
