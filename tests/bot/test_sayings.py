"""Every sentence of the bot in every language: whole, its own language's, and well marked up."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from bot.lettering import LONGEST_TEXT
from bot.phrases.commands import COMMANDS, line_of
from languages.catalogue import LANGUAGES, SOURCE, Words
from tests.bot.sayings import nouns, said

HANGUL = re.compile(r"[\uac00-\ud7a3]")

#: Korean particles go by the sound before them; a gap left in a sentence cannot know it.
BOTH_FORMS = re.compile(r"(을\(를\)|를\(을\)|이\(가\)|은\(는\)|와\(과\)|\(으\)로)")

NOUNS = pytest.mark.parametrize("noun", [*nouns()], ids=lambda noun: noun.__name__)


class Balanced(HTMLParser):
    """Fails at markup that Telegram does not know or that is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        assert tag in {"b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"}
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@NOUNS
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_whole_and_closes_its_markup(noun: type[Words], language: str) -> None:
    for name, text in said(noun, language):
        assert text, name
        assert len(text) <= LONGEST_TEXT, name
        assert not BOTH_FORMS.search(text), name
        parser = Balanced()
        parser.feed(text)
        parser.close()
        assert parser.open == [], name


@NOUNS
def test_english_is_said_in_english(noun: type[Words]) -> None:
    # Names of places may be typed in other scripts, and are shown as examples.
    assert [n for n, t in said(noun, SOURCE) if HANGUL.search(t.replace("서울", ""))] == []


@NOUNS
def test_what_is_said_in_english_letters_is_said_in_hangul(noun: type[Words]) -> None:
    """What holds more than signs, commands and what was put in is Korean in Korean."""
    for (name, english), (_, korean) in zip(said(noun, "en"), said(noun, "ko"), strict=True):
        if re.search(r"[a-z]{3}", re.sub(r"<[^>]+>|/\w+|https?://\S+|@\w+", "", english)):
            assert HANGUL.search(korean) or korean == "YuNet", (name, korean)


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_boxes_and_commands_fit_where_telegram_puts_them(language: str) -> None:
    for noun in nouns():
        for name, text in said(noun, language):
            if re.search(r"_(button|key)$", name):
                assert len(text) <= 40, (noun.__name__, name)
            if re.search(r"_(field|hint)$", name) and noun.__name__ != "Phrases":
                assert len(text) <= 64, (noun.__name__, name)
    for command in COMMANDS:
        assert re.fullmatch(r"[a-z0-9_]{1,32}", command.name)
        assert 1 <= len(line_of(command, language)) <= 256
