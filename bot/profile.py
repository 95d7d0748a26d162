"""From a person's numbers to the message that shows them. No sending."""

from __future__ import annotations

from bot import commit_calendar as calendars
from bot import streaks
from bot.buttons import Button
from bot.callbacks import Callback
from bot.lettering import cut, escape
from bot.messages import Buttons
from bot.phrases.commit_calendar import words_in as calendar_words_in
from bot.phrases.profile import words_in
from charts.days import Days
from diary.profile import Profile
from diary.timeline import MINE

#: Units of a tag and of a name: a caption has room for 1024.
LONGEST_TAG, LONGEST_NAME = 24, 40

#: Buttons with tags in a row.
IN_ROW = 3


def picture(found: Profile, language: str) -> Days:
    """The thirty days as `charts.profile_picture` draws them."""
    name = found.name or words_in(language).nameless
    return Days(
        title=words_in(language).title(name),
        first=found.first,
        last=found.today,
        today=found.today,
        week_starts=0,
        counts=found.counts,
        moods=found.looks,
    )


def caption(found: Profile, language: str) -> str:
    """All that the picture shows, and the numbers, as HTML."""
    words = words_in(language)
    if found.since is None:
        return words.nothing
    name = escape(cut(found.name or words.nameless, LONGEST_NAME))
    lines = [f"<b>{name}</b>", words.entries(found.entries, found.since)]
    if found.diaries:
        lines.append(words.diaries(found.diaries))
    lines.append(words.spoken(round(found.seconds / 60), found.words))
    if found.streaks is not None:
        told = streaks.line(found.streaks, language, longest=True)
        lines += [told] if told else []
    if found.tags:
        tags = (f"#{cut(tag, LONGEST_TAG)} {number}" for tag, number in found.tags)
        lines.append(words.tags(escape(", ".join(tags))))
    if found.answers.number:
        lines.append(words.agreed(found.answers.right, found.answers.number))
    looks = calendars.looks_text(found.looks, calendar_words_in(language))
    return "\n".join([*lines, "", words.head, looks])


def buttons(found: Profile, language: str) -> Buttons:
    """Each number leads to what is behind it."""
    if found.since is None:
        return ()
    words = words_in(language)
    tags = [
        Button(f"#{cut(tag, LONGEST_TAG)} {number}", Callback("metag", n))
        for n, (tag, number) in enumerate(found.tags)
    ]
    shared = Button(words.diaries(found.diaries), Callback("places", MINE))
    return [
        (Button(words.entries_button(found.entries), Callback("lines", MINE, "0")),),
        *([(shared,)] if found.diaries else []),
        *(tags[n : n + IN_ROW] for n in range(0, len(tags), IN_ROW)),
        (
            Button(words.moods_button, Callback("calendar", MINE, "looks_five")),
            Button(words.with_what_button, Callback("goeswith")),
        ),
    ]
