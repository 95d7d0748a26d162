"""The sentences around an entry and its card, and those that belong to no noun alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from bot.phrases.about import About
from bot.phrases.troubles import Troubles
from charts import style
from languages import dates
from languages.catalogue import Line, Lines

#: Below it, seconds are clearer than minutes.
_SHORT_S = 55


def clock(seconds: float) -> str:
    """Seconds of a clip as `m:ss`."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02d}"


class Phrases(About, Troubles):
    """Texts with markup are HTML; what is put into them is escaped.

    Methods take what the sentence speaks of and give the whole sentence, so that plurals and
    particles are each language's own affair.
    """

    # Greeting and consent
    greeting = Line(
        "Hello, I am <b>mind-gitter</b> 🪶\n"
        "Send me a round video message, and I turn the look and the words of your day into one "
        "diary card."
    )
    what_happens = Line(
        "Your clips are analysed <b>only on the computer that this bot runs on</b>.\n\n"
        "• I read how the expression moved and what was said.\n"
        "• The clip is deleted afterwards; the curve, the words, the tags and Telegram's file "
        "number stay.\n"
        "• An expression is only how it looked. I do not measure how you feel.\n\n"
        "More in /privacy."
    )
    ask_consent = Line("May I analyse and keep it like this?")
    consent_button = Line("Agree and start")
    consent_thanks = Line(
        "Thank you. Now send me a round video message: your day in up to 60 seconds 🎥"
    )
    consent_already = Line("You have agreed already. Send a video message whenever you like 🎥")

    # Commands
    help = Line(
        "<b>How it works</b>\n\n"
        "🎥 Send a round video message (tap the microphone once to switch to the camera, then "
        "hold) or any video: it becomes an entry.\n"
        "📝 With a caption, the first line is the title, #words are tags, and the rest is part of "
        "the diary.\n"
        "🖼 Several videos sent together become one entry.\n"
        "👥 Add me to a group, and it can become a diary that you write together.\n\n"
        "/calendar – your days (/calendar 2026, /calendar Nov)\n"
        "/diaries – the diaries that you share · /invite – invite somebody\n"
        "/settings – language, time zone, start of the day, evening calendar\n"
        "/cancel – stop what is being analysed\n"
        "/privacy – what is kept, and how\n"
        "/about – who reads the expression, and how often it is right\n"
        "/help – this page"
    )

    cancelled = Line("Cancelled. Nothing was kept.")
    nothing_to_cancel = Line("There is nothing to cancel right now.")
    only_video = Line(
        "I cannot make an entry from that. Please send a round video message, a video, a voice "
        "message or a text 🎥"
    )
    description = Line(
        "A private diary of round video messages. The flow of expressions, the key sentence and "
        "tags become one card. Everything is analysed on the computer that runs this bot."
    )
    short_description = Line("A mind light as a feather: your video diary")

    # The card while it is being made
    waits_for_consent = Line(
        "I have it safe and have not opened it.\n\n"
        "If you agree, expression and words are read on the computer that this bot runs on; the "
        "clip is deleted afterwards, and the curve, the words and the tags stay. More in "
        "/privacy."
    )
    queued = Line("Got it. I will begin in a moment.")

    def queued_behind(self, ahead: int) -> str:
        return self.say("Got it · {ahead} ahead of you", ahead=ahead)

    def about_wait(self, seconds: float) -> str:
        if seconds < _SHORT_S:
            return self.say("about {number} s", number=max(5, round(seconds / 5) * 5))
        minutes = max(1, round(seconds / 60))
        return self.plural("about one minute", "about {number} minutes", minutes)

    stages = Lines(
        fetch=Line("Fetching the clip"),
        face=Line("Looking at the expression"),
        speech=Line("Writing down the words"),
        words=Line("Choosing the key sentence"),
    )

    def step(self, number: int, whole: int) -> str:
        return self.say("{number}/{whole}", number=number, whole=whole)

    def twin(self, when: str) -> str:
        return self.say(
            "You have this entry already: the same video came on {when}.\nMake another one anyway?",
            when=when,
        )

    twin_here = Line("The same video is in this diary already.\nMake another entry anyway?")
    card_cancelled = Line(
        "Cancelled. Nothing was kept. If you change your mind, send the video again."
    )

    def failed(self, reason: str) -> str:
        return self.say("I could not finish this entry.\n{reason}", reason=reason)

    # The card when it is done

    def moment(self, at: dt.datetime, *, has_year: bool = False) -> str:
        """`at` is a wall clock's time."""
        weekday, time = dates.weekday(at, self.language), dates.time(at, self.language)
        day = self.say("{weekday}, {day}", weekday=weekday, day=self._day(at, has_year=has_year))
        return self.say("{day}, {time}", day=day, time=time)

    def time(self, at: dt.datetime) -> str:
        return dates.time(at, self.language)

    def _day(self, at: dt.date, *, has_year: bool) -> str:
        return (dates.day if has_year else dates.day_and_month)(at, self.language)

    def time_of_day_title(self, at: dt.datetime, *, has_year: bool = False) -> str:
        """What an entry without a title is called."""
        hours = (5, 10, 12, 14, 17, 18, 22, 24)
        part = next(n for n, until in enumerate(hours) if at.hour < until)
        day, weekday = self._day(at, has_year=has_year), dates.weekday(at, self.language)
        return tuple(self._times.values())[part].format(weekday=weekday, day=day)

    #: Languages cut the day at other hours, so there are more parts than English has words for.
    _times = Lines(
        dawn=Line("{weekday} night, {day}", context="0 to 5 o'clock"),
        morning=Line("{weekday} morning, {day}", context="5 to 10 o'clock"),
        late_morning=Line("{weekday} late morning, {day}", context="10 to 12 o'clock"),
        noon=Line("{weekday} afternoon, {day}", context="12 to 14 o'clock"),
        afternoon=Line("{weekday} afternoon, {day}", context="14 to 17 o'clock"),
        late_afternoon=Line("{weekday} evening, {day}", context="17 to 18 o'clock"),
        evening=Line("{weekday} evening, {day}", context="18 to 22 o'clock"),
        night=Line("{weekday} night, {day}", context="22 to 24 o'clock"),
    )

    def day_note(self, day: dt.date) -> str:
        return self.say("Diary of {day}", day=dates.day_and_month(day, self.language))

    @property
    def looked(self) -> Mapping[str, str]:
        """By label, in the words that the pictures use too."""
        looks = style.words_in(self.language).looks
        return {label: self.say("Looked mostly {look}", look=x) for label, x in looks.items()}

    _turns = Lines(brighter=Line("brighter"), heavier=Line("heavier"))

    def looked_and_turned(self, label: str, turn: str, seconds: int) -> str:
        return self.plural(
            "Looked mostly {look}, {turn} in the last second",
            "Looked mostly {look}, {turn} in the last {number} seconds",
            seconds,
            look=style.words_in(self.language).looks[label],
            turn=self._turns[turn],
        )

    def at_second(self, seconds: float) -> str:
        return clock(seconds)

    def face_seen(self, face: float, whole: float) -> str:
        return self.say("Face seen {face} of {whole} s", face=round(face), whole=round(whole))

    no_claim = Line("No single expression stood out")
    unclear = Line("No expression was clear for most of it")
    words_title = Line("📝 All words")
    no_words = Line("There are no written words.")
    words_as_file = Line("It is long, so here it is as a file.")
    no_picture = Line("The picture could not be drawn.")

    # Buttons and short answers
    cancel_button = Line("Cancel")
    retry_button = Line("↻ Try again")
    words_button = Line("📝 All words")
    bubbles_button = Line("🫧 As bubbles")
    curve_button = Line("📈 As a curve")
    card_button = Line("↩︎ Back to the card")
    add_anyway_button = Line("Make another one")
    drop_button = Line("Never mind")

    def origin_button(self, day: dt.date) -> str:
        shown = dates.short_day(day, self.language)
        return self.say("📅 Date it {day}, when first sent", day=shown)

    not_yours = Line("Only whoever wrote this, or leads the diary, can do that.")
    too_late = Line("That is no longer possible: it has changed meanwhile.")
    done = Line("Thank you")

    # Refusals

    def too_big(self, size_mb: int, limit_mb: int) -> str:
        return self.say(
            "This video has {size_mb} MB; a bot can fetch {limit_mb} MB at most.\n"
            "Trim it, send it at a lower quality, or record a round video message (up to 60 "
            "seconds).",
            size_mb=size_mb,
            limit_mb=limit_mb,
        )

    def too_long(self, seconds: float, limit: float) -> str:
        return self.say(
            "This video lasts {seconds}; I can take up to {limit}.\n"
            "Please send it in shorter parts.",
            seconds=clock(seconds),
            limit=clock(limit),
        )

    def trouble(self, code: str) -> str:
        return self.say(
            "Something went wrong on my side. Please try once more. (No. {code})", code=code
        )

    def damaged(self, code: str) -> str:
        return self.say(
            "What you asked for was damaged on my disk, so I cannot read it. Everything else is "
            "still there; /export brings you all that can be read. (No. {code})",
            code=code,
        )


phrases_in = Phrases.of
