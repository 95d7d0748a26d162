"""The buttons under a finished card, and what its menus ask.

Which menu is open stands in the card's row, so it is there after a restart too. What a press does
is decided anew each time: a button that is drawn is no permission.
"""

from __future__ import annotations

from analysis.report import Report
from bot import card_kinds, card_reanalysis, card_words, edit_menus
from bot.buttons import Button, Menu, Rows, paired
from bot.callbacks import Callback
from bot.lettering import cut
from bot.phrases import Phrases
from bot.phrases import captures as capture_phrases
from bot.phrases import corrections as correction_phrases
from bot.phrases import moods as mood_phrases
from bot.phrases import own_questions as question_phrases
from bot.phrases import shares as share_phrases
from bot.phrases import switches as switch_phrases
from bot.phrases import voices as voice_phrases
from bot.phrases.voices import Voices
from diary import clock, shares, switches
from diary.captions import LONGEST_TITLE
from diary.cards import Contents, Target
from diary.entries import RETRYABLE
from diary.recordings import ANSWER
from storage.shares import PARTS

#: Take-back buttons on the card itself; all of them are in the list of diaries.
MOST_DIRECT = 3


def rows(contents: Contents, report: Report, says: Phrases) -> Rows:
    """The buttons of a finished card while no menu is open."""
    found = [
        _moods(contents),
        _views(contents, report, says),
        _corrections(contents),
        _talk(contents),
        *_take_backs(contents),
        _reactions(contents),
        *_repairs(contents, says),
    ]
    return tuple(row for row in found if row)


def _moods(contents: Contents) -> tuple[Button, ...]:
    """How it was, in one tap: on the card that nobody but its author sees."""
    if contents.is_shared or contents.share is not None or contents.person.kind == "chat":
        return ()
    entry = contents.entry
    return tuple(
        Button(f"✓ {face}" if entry.mood == mood else face, Callback("mood", entry.id, str(mood)))
        for mood, face in mood_phrases.FACES.items()
    )


def _views(contents: Contents, report: Report, says: Phrases) -> tuple[Button, ...]:
    entry, view, has = contents.entry.id, contents.card.view, contents.parts
    found: list[Button] = []
    whole = card_kinds.words_button(contents, says)
    if whole and card_words.plain_words(contents, says) and view != "words":
        found.append(Button(whole, Callback("view", entry, "words")))
    if report.emotions.mean is not None and "chart" in has and view != "bubbles":
        found.append(Button(says.bubbles_button, Callback("view", entry, "bubbles")))
    if view != "card":
        back = says.curve_button if view == "bubbles" else says.card_button
        found.append(Button(back, Callback("view", entry, "card")))
    return tuple(found)


def _corrections(contents: Contents) -> tuple[Button, ...]:
    """Below all words their author can say which were misheard."""
    transcript = contents.report.transcript if contents.report else None
    if contents.share is not None or contents.card.view != "words" or transcript is None:
        return ()
    text = correction_phrases.words_in(contents.language).button
    return (Button(text, Callback("fix", contents.entry.id)),)


def _talk(contents: Contents) -> tuple[Button, ...]:
    """Comments, where there can be some; sharing, where that is possible; the switches."""
    words, entry = share_phrases.words_in(contents.language), contents.entry.id
    found: list[Button] = []
    if contents.takes_comments and (contents.is_shared or contents.said):
        found.append(Button(words.talk_button(contents.said), Callback("thread", entry)))
    if contents.can_be_shared:
        found.append(Button(words.share_button, Callback("share", entry)))
    return (*found, Button(words.more_button, Callback("more", entry)))


def _take_backs(contents: Contents) -> Rows:
    words = share_phrases.words_in(contents.language)
    return tuple(
        (
            Button(
                words.take_back_button(target.diary.title or words.unnamed),
                Callback("takeback", contents.entry.id, str(target.diary.id)),
            ),
        )
        for target in contents.shown[:MOST_DIRECT]
    )


def _reactions(contents: Contents) -> tuple[Button, ...]:
    """Where Telegram does not tell the bot of reactions, buttons take their place."""
    if not contents.is_shared or contents.counts_reactions:
        return ()
    texts = share_phrases.words_in(contents.language).reaction_buttons
    return tuple(
        Button(text, Callback("react", contents.entry.id, name)) for name, text in texts.items()
    )


def _repairs(contents: Contents, says: Phrases) -> Rows:
    """What only the entry's own card offers: another date, another kind, another try."""
    if contents.share is not None:
        return ()
    found: list[tuple[Button, ...]] = []
    if contents.entry.origin_at is not None:
        origin = clock.local(contents.entry.origin_at, contents.diary.time_zone)
        text = says.origin_button(origin.date())
        found.append((Button(text, Callback("origin", contents.entry.id)),))
    return (*found, *comment_row(contents), *retry_row(contents, says))


def comment_row(contents: Contents) -> Rows:
    """For a note that came as an answer: it may have been meant as a comment."""
    if contents.card.menu != ANSWER:
        return ()
    text = capture_phrases.words_in(contents.language).comment_button
    return ((Button(text, Callback("tocomment", contents.entry.id)),),)


def retry_row(contents: Contents, says: Phrases) -> Rows:
    """A row with the button, where another try may help and there is something to try it with."""
    if contents.entry.reason not in RETRYABLE or not contents.entry.keeps_video:
        return ()
    return ((Button(says.retry_button, Callback("retry", contents.entry.id)),),)


def menu(contents: Contents) -> Menu | None:
    """What is open under the card; None for nothing, also where it is out of date."""
    name, _, number = (contents.card.menu or "").partition(":")
    if name in (shares.CHOOSING, shares.TAKING_BACK):
        target = contents.target(int(number))
        draw = {shares.CHOOSING: _parts, shares.TAKING_BACK: _take_back}[name]
        return None if target is None else draw(contents, target)
    if found := edit_menus.menu(contents):
        return found
    asks = {
        shares.LISTING: _list,
        shares.TAKING_OUT: _take_out,
        switches.OPEN: _switches,
        switches.LEADING: _leading,
        switches.FORGETTING: _forget,
        switches.CLOSING: _private,
    }.get(name)
    return None if asks is None else asks(contents)


def _list(contents: Contents) -> Menu:
    words, entry = share_phrases.words_in(contents.language), contents.entry.id
    found: list[tuple[Button, ...]] = []
    for target in contents.targets:
        name, number = target.diary.title or words.unnamed, str(target.diary.id)
        if target.is_shown:
            found.append((Button(words.listed_shown(name), Callback("takeback", entry, number)),))
        elif target.is_open:
            found.append((Button(name, Callback("shareto", entry, number)),))
    asks = words.which_diary if found else words.no_diary
    return Menu(asks, (*found, (Button(words.back_button, Callback("more", entry, "close")),)))


def _parts(contents: Contents, target: Target) -> Menu | None:
    if target.share is None or target.share.state != "draft":
        return None
    words, entry = share_phrases.words_in(contents.language), contents.entry.id
    chosen = target.share.shown
    names = dict(words.parts)
    if contents.entry.kind == "voice":
        names["video"] = _voice(contents).voice_part
    toggles = [
        Button(
            (words.chosen if part in chosen else words.left_out)(names[part]),
            Callback("part", entry, part),
        )
        for part in PARTS
        if part in contents.offered
    ]
    pairs = tuple(tuple(toggles[n : n + 2]) for n in range(0, len(toggles), 2))
    send = ((Button(words.send_button, Callback("sharenow", entry)),),) if chosen else ()
    own = cut(contents.entry.title or "", LONGEST_TITLE)
    asks = words.which_parts(target.diary.title or words.unnamed, own)
    asks = asks if chosen else f"{asks}\n{words.nothing_chosen}"
    rows = (*pairs, *send, (Button(words.back_button, Callback("share", entry)),))
    return Menu(asks, rows, tells=bool(own))


def _take_back(contents: Contents, target: Target) -> Menu | None:
    if not target.is_shown or target.share is None:
        return None
    words, entry = share_phrases.words_in(contents.language), contents.entry.id
    asks = words.ask_take_back(target.diary.title or words.unnamed)
    if "video" in target.share.shown:
        asks = f"{asks}\n{words.old_video}"
    sure = Callback("takeback", entry, f"{target.diary.id}-sure")
    keep = Callback("more", entry, "close")
    return Menu(asks, ((Button(words.take_back_sure, sure), Button(words.keep_button, keep)),))


def _take_out(contents: Contents) -> Menu:
    words, entry = share_phrases.words_in(contents.language), contents.entry.id
    sure, keep = Callback("takeout", entry, "sure"), Callback("more", entry, "close")
    buttons = (Button(words.take_out_sure, sure), Button(words.keep_button, keep))
    return Menu(words.ask_take_out, (buttons,))


def _switches(contents: Contents) -> Menu:
    """An own card has its author's switches; in a group its leaders may take it out too."""
    words, entry = switch_phrases.words_in(contents.language), contents.entry
    found: list[Button] = []
    if contents.share is None:
        if not contents.is_taken_out:
            text = words.comments_button(is_on=entry.comments_on)
            found.append(Button(text, Callback("switch", entry.id, "comments")))
        if not contents.diary.is_shared:
            text = words.private_button(is_on=entry.is_private)
            found.append(Button(text, Callback("switch", entry.id, "private")))
        found += card_reanalysis.buttons(contents)
        if entry.keeps_video and entry.kind != "text":
            text = _voice(contents).forget_button if entry.kind == "voice" else words.forget_button
            found.append(Button(text, Callback("switch", entry.id, "forget")))
        if entry.question and not contents.is_shared:
            text = question_phrases.words_in(contents.language).no_answer_button
            found.append(Button(text, Callback("prompt", entry.id, "none")))
        found.append(edit_menus.delete_button(contents))
    edits = edit_menus.buttons(contents) if contents.share is None else ()
    *out, close = _lead(contents)
    return Menu("", paired((*edits, *found, *out), close))


def _leading(contents: Contents) -> Menu:
    """What whoever leads the diary can do with an entry of somebody else's."""
    return Menu("", tuple((button,) for button in _lead(contents)))


def _lead(contents: Contents) -> tuple[Button, ...]:
    words, entry = switch_phrases.words_in(contents.language), contents.entry
    found: list[Button] = []
    if contents.is_shared:
        text = share_phrases.words_in(contents.language).take_out_button
        found.append(Button(text, Callback("takeout", entry.id)))
    return (*found, Button(words.close_button, Callback("more", entry.id, "close")))


def _forget(contents: Contents) -> Menu | None:
    words, entry = switch_phrases.words_in(contents.language), contents.entry
    if not entry.keeps_video:
        return None
    sure, keep = Callback("switch", entry.id, "forget-sure"), Callback("more", entry.id, "close")
    asks = _voice(contents).ask_forget if entry.kind == "voice" else words.ask_forget
    return Menu(asks, ((Button(words.forget_sure, sure), Button(words.keep_button, keep)),))


def _voice(contents: Contents) -> Voices:
    return voice_phrases.words_in(contents.language)


def _private(contents: Contents) -> Menu | None:
    words, entry = switch_phrases.words_in(contents.language), contents.entry
    if entry.is_private or not contents.shown:
        return None
    unnamed = share_phrases.words_in(contents.language).unnamed
    titles = ", ".join(target.diary.title or unnamed for target in contents.shown)
    sure, keep = Callback("switch", entry.id, "private-sure"), Callback("more", entry.id, "close")
    buttons = (Button(words.private_sure, sure), Button(words.keep_button, keep))
    return Menu(words.ask_private(titles), (buttons,))
