"""What the card of an answer says: which question it answers, and when others will see it.

The question stands on the card in the group too; the rest is for the author alone.
"""

from __future__ import annotations

from bot.buttons import Button, Rows
from bot.callbacks import Callback
from bot.lettering import cut
from bot.phrases import questions as phrases
from bot.phrases import shares as share_phrases
from diary.cards import Contents
from diary.questions import Answering

#: Units of a diary's title on a button.
LONGEST_ON_BUTTON = 30


def line(contents: Contents) -> str:
    """The question, above what was said; empty where nothing was asked.

    What somebody was asked alone is for them alone.
    """
    answers = contents.answers
    if answers is None and contents.entry.question and not contents.is_shared:
        return phrases.words_in(contents.language).card_line(contents.entry.question)
    if answers is None or (contents.share is not None and not _is_asked_in(contents, answers)):
        return ""
    question, language = answers.question, contents.language
    text = phrases.question(question.diary_id, question.number, language)
    return phrases.words_in(language).card_line(text)


def _is_asked_in(contents: Contents, answers: Answering) -> bool:
    return contents.place is not None and contents.place.id == answers.diary.id


def note(contents: Contents) -> str:
    """When its author's answer will be seen, and by whom; empty once it is."""
    answers = contents.answers
    if answers is None or contents.share is not None or not answers.is_hidden:
        return ""
    words = phrases.words_in(contents.language)
    title = answers.diary.title or share_phrases.words_in(contents.language).unnamed
    if answers.state == "late":
        return words.late_asks(title)
    if answers.state == "due":
        return words.shown_soon(title)
    end = phrases.wall(answers.question.closes_at, answers.diary.time_zone)
    return words.shown_when(title, end)


def row(contents: Contents) -> Rows:
    """The button that makes it an entry like any other; of a late answer, one that shows it."""
    answers = contents.answers
    if answers is None or not note(contents):
        return ()
    words, entry = phrases.words_in(contents.language), contents.entry.id
    none = (Button(words.no_answer_button, Callback("noanswer", entry)),)
    if answers.state != "late":
        return (none,)
    title = answers.diary.title or share_phrases.words_in(contents.language).unnamed
    text = words.show_late_button(cut(title, LONGEST_ON_BUTTON))
    return ((Button(text, Callback("showanswer", entry)),), none)
