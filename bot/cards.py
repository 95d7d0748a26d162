"""From what an entry is to what its card shows: text, picture, buttons, reaction. No sending."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from analysis.report import Report
from bot import card_answers, card_kinds, card_menus, card_words, edit_menus
from bot.buttons import Button, Link, Menu, Rows
from bot.callbacks import Callback
from bot.card_words import plain_words, title, whole_words, words_fit
from bot.lettering import cut, escape, length
from bot.phrases import Phrases, outages, phrases_in
from bot.phrases import deletions as deletion_phrases
from bot.phrases import limits as limit_phrases
from bot.phrases.captures import Captures, words_in
from charts.curve import Curve, Mark
from diary import clock, deletions
from diary.cards import Contents
from diary.deletions import MESSAGES_GONE

__all__ = [
    "Button",
    "Face",
    "Link",
    "curve",
    "face",
    "plain_words",
    "title",
    "whole_words",
    "words_fit",
]

#: The stages of a video's analysis; those of other entries are among them.
STAGES = card_kinds.STAGES["video"]

#: Reactions that Telegram allows to bots: received, done, in trouble.
RECEIVED, DONE, TROUBLE = "👀", "👌", "🤔"


@dataclass(frozen=True, slots=True)
class Face:
    """What the message must look like. `picture` names the chart that it carries, None for none."""

    text: str
    picture: str | None
    buttons: Rows
    reaction: str | None
    has_spoiler: bool = False


def face(contents: Contents) -> Face:
    """The card as it must look now, in the language of those who read it."""
    shows = _covered(contents, _face(contents))
    note = card_answers.note(contents)
    if not note or _menu(contents) is not None:
        return shows
    text = f"{shows.text}\n\n<i>{escape(note)}</i>"
    return replace(shows, text=text, buttons=(*shows.buttons, *card_answers.row(contents)))


def _covered(contents: Contents, shows: Face) -> Face:
    """In discreet mode words and picture wait for a tap; a question does not."""
    if not card_words.is_discreet(contents) or not _tells(contents):
        return shows
    if _asks_something(contents):
        return replace(shows, has_spoiler=True)
    text = f"{escape(card_words.neutral(contents))}\n<tg-spoiler>{shows.text}</tg-spoiler>"
    return replace(shows, text=text, has_spoiler=True)


def _tells(contents: Contents) -> bool:
    """Whether the card shows anything of what is in the entry."""
    return contents.entry.state in {"done", "failed"} or contents.share is not None


def _menu(contents: Contents) -> Menu | None:
    return card_menus.menu(contents) if contents.entry.state == "done" else None


def _asks_something(contents: Contents) -> bool:
    """A menu without a question only puts other buttons under the entry's own words."""
    menu = _menu(contents)
    return menu is not None and bool(menu.asks)


def _face(contents: Contents) -> Face:
    says = phrases_in(contents.language)
    state = contents.entry.state
    # What is shared shows what was found, also while it is looked at once more.
    if contents.report is not None and (state == "done" or contents.share is not None):
        return _done(contents, contents.report, says)
    draw = {
        "consent": _consent,
        "twin": _twin,
        "cancelled": _cancelled,
        "failed": _failed,
        "deleted": _deleted,
    }
    return draw.get(state, _progress)(contents, says)


def _consent(contents: Contents, says: Phrases) -> Face:
    entry = contents.entry.id
    if contents.is_shared:
        return _question(contents, words_in(contents.language))
    agree = Button(says.consent_button, Callback("agree", entry))
    drop = Button(says.drop_button, Callback("cancel", entry))
    return Face(says.waits_for_consent, None, ((agree,), (drop,)), RECEIVED)


def _question(contents: Contents, words: Captures) -> Face:
    """What a group reads under a note that waits for its author: it names nobody."""
    entry = contents.entry.id
    if contents.person.kind == "chat":
        mine = Button(words.mine_button, Callback("mine", entry))
        drop = Button(words.drop_button, Callback("capture", entry, "drop"))
        return Face(escape(words.asks_whose), None, ((mine, drop),), None)
    always, once, never = (
        Button(text, Callback("capture", entry, choice))
        for text, choice in (
            (words.always_button, "always"),
            (words.once_button, "once"),
            (words.never_button, "never"),
        )
    )
    return Face(escape(words.asks), None, ((always, once), (never,)), None)


def _twin(contents: Contents, says: Phrases) -> Face:
    twin = contents.twin
    if twin is None or not twin.is_own:
        text = says.twin_here  # who sent the other one, and when, is not told
    else:
        text = says.twin(says.moment(clock.local(twin.recorded_at, contents.diary.time_zone)))
    entry = contents.entry.id
    add = Button(says.add_anyway_button, Callback("anyway", entry))
    drop = Button(says.drop_button, Callback("drop", entry))
    return Face(escape(text), None, ((add, drop),), RECEIVED)


def _cancelled(_contents: Contents, says: Phrases) -> Face:
    return Face(says.card_cancelled, None, (), None)


def _deleted(contents: Contents, _says: Phrases) -> Face:
    """For its author, in their own chat: what was in it is not shown any more."""
    entry, person = contents.entry, contents.person
    words = deletion_phrases.words_in(person.language)
    until = entry.delete_at or entry.recorded_at  # a deleted one always has the first
    lines = [words.deleted(clock.local(until, contents.diary.time_zone))]
    rows = [(Button(words.back_button, Callback("delete", entry.id, "back")),)]
    if contents.card.menu == MESSAGES_GONE:
        lines.append(words.messages_were_deleted)
    elif contents.messages and not deletions.is_young(entry):
        lines.append(words.messages_old)
    elif contents.messages:
        rows.append((Button(words.messages_button, Callback("delete", entry.id, "messages")),))
    return Face("\n\n".join(lines), None, tuple(rows), None)


def _failed(contents: Contents, says: Phrases) -> Face:
    if (menu := edit_menus.menu(contents)) is not None:
        return Face(escape(menu.asks), None, menu.rows, TROUBLE)
    reason = says.reasons.get(contents.entry.reason or "", says.reasons["analysis_failed"])
    lines = [says.failed(reason)]
    if kept := "\n".join(filter(None, (contents.entry.title, *card_kinds.written(contents)))):
        longest = card_words.room(contents, None) // 2
        lines.append(f"<blockquote expandable>{escape(cut(kept, longest))}</blockquote>")
    rows = (*card_menus.retry_row(contents, says), (edit_menus.delete_button(contents),))
    return Face("\n\n".join(lines), None, rows, TROUBLE)


def _progress(contents: Contents, says: Phrases) -> Face:
    cancel = Button(says.cancel_button, Callback("cancel", contents.entry.id))
    rows = ((cancel,), *card_menus.comment_row(contents))
    return Face(escape(_progress_line(contents, says)), None, rows, RECEIVED)


def _progress_line(contents: Contents, says: Phrases) -> str:
    stage, queue = contents.stage, contents.queue
    steps = card_kinds.STAGES[contents.entry.kind]
    if stage in steps:
        step = says.step(steps.index(stage) + 1, len(steps))
        return f"{says.stages[stage]} · {step}\n{_bar(steps.index(stage), len(steps))}"
    if contents.put_off is not None:
        zone = contents.diary.time_zone
        return limit_phrases.words_in(contents.language).put_off(
            clock.local(contents.put_off, zone), _today(contents)
        )
    if contents.waits_for_room:
        return outages.words_in(contents.language).waits_for_room
    if queue is None or not queue.ahead:
        return says.queued
    wait = f" · {says.about_wait(queue.wait_s)}" if queue.wait_s else ""
    return says.queued_behind(queue.ahead) + wait


def _today(contents: Contents) -> dt.date:
    return contents.today or contents.entry.day


def _bar(done: int, steps: int) -> str:
    return "●" * (done + 1) + "○" * (steps - done - 1)


def _done(contents: Contents, report: Report, says: Phrases) -> Face:
    picture = card_words.picture(contents, report)
    menu = card_menus.menu(contents)
    rows = card_menus.rows(contents, report, says) if menu is None else menu.rows
    text = _asks(contents, report, says, menu) if menu and menu.asks else None
    room = card_words.room(contents, picture) - length(f"\n\n{card_answers.note(contents)}")
    text = text or _says(contents, report, says, room)
    return Face(text, picture, rows, _reaction(contents))


def _says(contents: Contents, report: Report, says: Phrases, longest: int) -> str:
    """The card's words: all of them where they were asked for and fit, else the caption."""
    whole = None
    if contents.card.view == "words" and "words" in contents.parts:
        whole = whole_words(contents, says, longest)
    return whole or card_words.fitted(contents, report, says, longest)


def _asks(contents: Contents, report: Report, says: Phrases, menu: Menu) -> str:
    """A question stands alone under the title: whoever decides shall not have to search for it."""
    name = cut(title(contents, report, says), card_words.LONGEST_AUTOMATIC_TITLE)
    question = escape(menu.asks)
    if card_words.is_discreet(contents):
        name = card_words.neutral(contents)
        question = f"<tg-spoiler>{question}</tg-spoiler>" if menu.tells else question
    return f"<b>{escape(name)}</b>\n\n{question}"


def _reaction(contents: Contents) -> str | None:
    """On the message that the entry came from: a share answers to none."""
    if contents.share is not None:
        return None
    return TROUBLE if contents.entry.reason else DONE


def curve(contents: Contents, report: Report) -> Curve:
    """What the chart of this entry is drawn of. No word stands in it that is not to be seen."""
    says = phrases_in(contents.language)
    keys = report.key_sentences if "key" in contents.parts else ()
    return Curve(
        duration_s=report.duration_s,
        times=tuple(moment.t_s for moment in report.emotions.timeline),
        scores=tuple(moment.scores for moment in report.emotions.timeline),
        marks=tuple(Mark(k.start_s, k.text) for k in keys if k.start_s is not None),
        title=title(contents, report, says),
        date_line=card_words.moment(contents, report, says),
        face_s=report.face_s,
        dominant=card_words.dominant(contents, report),
        boundaries=contents.boundaries,
        voiced=report.voiced if contents.entry.kind == "voice" else (),
    )
