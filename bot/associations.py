"""From counted days to the pages that tell what goes with which mood. No sending."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot.buttons import Button
from bot.callbacks import Callback
from bot.edit_menus import code
from bot.lettering import cut, escape
from bot.messages import Buttons
from bot.phrases import timeline as timeline_phrases
from bot.phrases.associations import Associations, words_in
from bot.phrases.moods import FACES
from diary.associations import FEWEST, Association, Details
from languages import dates

#: Units of a tag in a line and on a button: all pages also fit below a picture.
LONGEST_TAG, LONGEST_ON_BUTTON = 24, 14

#: Days on a page, and buttons in a row.
PAGE, IN_ROW = 9, 3


def overview(
    found: tuple[Association, Sequence[Association]] | None, language: str
) -> tuple[str, Buttons]:
    """All tags that are told of, as HTML: counts and a mean; a button leads to a tag's days."""
    words = words_in(language)
    back = (Button(words.back_button, Callback("me")),)
    if found is None:
        return words.too_few(FEWEST), (back,)
    everything, tags = found
    lines = [words.head, ""]
    for one in tags:
        tag = escape(cut(one.tag or "", LONGEST_TAG))
        lines.append(words.days_with(tag, one.days, one.good))
    if not tags:
        lines.append(words.no_tags(FEWEST))
    mean = words.mean(everything.mean)
    lines.append(words.all_days(everything.days, everything.good, mean))
    text = "\n".join([*lines, "", f"<i>{words.about}</i>"])
    made = [_tag_button(one.tag or "", words) for one in tags]
    return text, (*_rows(made), back)


def _tag_button(tag: str, words: Associations) -> Button:
    text = words.details_button(cut(tag, LONGEST_ON_BUTTON))
    return Button(text, Callback("goeswith", detail=code(tag)))


def details(found: Details, today: dt.date, page: int, language: str) -> tuple[str, Buttons]:
    """One tag, as HTML: what was counted, how sure that is, and the days themselves."""
    words, tag = words_in(language), found.tag
    between = tag.interval
    lines = [
        words.tag_head(escape(cut(tag.tag or "", LONGEST_TAG))),
        words.so_far(tag.days, tag.good),
        words.expected(round(10 * between.low), round(10 * between.high)),
    ]
    if found.others is not None:
        compared = words.apart if found.is_apart else words.not_apart
        lines += ["", f"{words.other_days(found.others.days, found.others.good)} {compared}"]
    text = "\n".join([*lines, "", f"<i>{words.open_a_day}</i>"])
    back = (Button(words.back_button, Callback("goeswith")),)
    return text, (*_days(found, today, page, language), back)


def _days(found: Details, today: dt.date, page: int, language: str) -> Buttons:
    """A page of the days with their faces, and the way to the other pages."""
    name = code(found.tag.tag or "")
    last = (len(found.days) - 1) // PAGE
    page = min(page, last)
    shown = found.days[page * PAGE : (page + 1) * PAGE]
    rows = _rows([_day(name, one, today, language) for one in shown])
    words = timeline_phrases.words_in(language)
    turns = [(words.newer_button, page - 1), (words.older_button, page + 1)]
    made = tuple(
        Button(sign, Callback("goeswith", detail=f"{name}-{number}"))
        for sign, number in turns
        if 0 <= number <= last
    )
    return (*rows, made) if made else rows


def _day(name: str, one: tuple[dt.date, float], today: dt.date, language: str) -> Button:
    """A mean between two faces has the lower one, as it counts."""
    day, mood = one
    told = dates.short_day if day.year == today.year else dates.short_day_and_year
    callback = Callback("goesday", detail=f"{name}-{day.isoformat()}")
    return Button(f"{FACES[int(mood)]} {told(day, language)}", callback)


def way_back(name: str, language: str) -> Button:
    """From a day to the tag that it was opened for."""
    return Button(words_in(language).back_button, Callback("goeswith", detail=name))


def _rows(buttons: Sequence[Button]) -> Buttons:
    return tuple(tuple(buttons[n : n + IN_ROW]) for n in range(0, len(buttons), IN_ROW))
