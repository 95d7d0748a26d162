"""Every sentence that the bot says: English here, other languages in `languages`."""

from bot.phrases.sentences import Phrases, phrases_in

__all__ = ["Phrases", "phrases_in"]
