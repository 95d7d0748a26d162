"""The bot's English."""

from __future__ import annotations

import datetime as dt

from bot import readers
from bot.phrases.sentences import Phrases, clock
from bot.readers import Expression, Measured, Readers
from charts import style

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def _date(at: dt.date) -> str:
    return f"{_DAYS[at.weekday()]}, {at.day} {_MONTHS[at.month - 1]}"


def _moment(at: dt.datetime) -> str:
    return f"{_date(at)}, {at.hour}:{at.minute:02d}"


def _title(at: dt.datetime) -> str:
    parts = ((5, "night"), (12, "morning"), (17, "afternoon"), (22, "evening"), (24, "night"))
    part = next(name for until, name in parts if at.hour < until)
    return f"{_DAYS[at.weekday()]} {part}, {at.day} {_MONTHS[at.month - 1]}"


def _about_wait(seconds: float) -> str:
    if seconds < 55:  # noqa: PLR2004 - below it, seconds are clearer than minutes
        return f"about {max(5, round(seconds / 5) * 5)} s"
    minutes = max(1, round(seconds / 60))
    return f"about {minutes} minute" + ("" if minutes == 1 else "s")


#: The words that the pictures use too.
_LOOKS = style.ENGLISH.looks


def _privacy(expression: str) -> str:
    return (
        "<b>What is kept, where, and for how long</b>\n\n"
        "• Your clip is analysed only on the computer that this bot runs on. It goes to no "
        "analysis service.\n"
        "• Afterwards picture and sound are deleted. What stays: the expression curve (numbers), "
        "the written words, key sentences and tags, words for search, title and date, your name as your "
        "account shows it, and Telegram's numbers of your account and file.\n"
        "• In a group diary its members see what is written or shared there. Nobody sees your own "
        "diary unless you share an entry. Replies to a card are kept as comments.\n"
        "• These records stay until whoever runs the bot deletes them. The message that you sent is "
        "blanked as soon as it has been handled; its number is remembered for 7 days.\n"
        "• These records lie in the bot's own database. Whoever runs the bot could technically read "
        "them, and Telegram can see the clips in this chat. It is not end-to-end encrypted.\n"
        "• The clips in this chat are yours to delete. The bot is not told when you do.\n"
        f"• A small neural network ({expression}) reads the expression. It says how a face looked, "
        "never how you felt, and it is often wrong. How often: /about\n"
        "• /cancel stops and erases what is still being worked on."
    )


def _often(part: float | None) -> str:
    if part is None:
        return "not measured"
    tenths = readers.tenths(part)
    if tenths == 0:
        times = "less than 1 in 10"
    else:
        times = ("" if tenths > 5 else "only ") + f"{tenths} in 10"  # noqa: PLR2004 - half of them
    return f"{times} ({readers.hundredths(part)}%)"


def _line(measured: Measured, label: str) -> str:
    parts = [style.ENGLISH.names[label], _often(measured.recall[label])]
    if label in measured.precision:
        right = measured.precision[label]
        parts.append("never said" if right is None else f"{readers.hundredths(right)}% when said")
    if measured.is_thin(label):
        parts.append(f"from only {measured.support[label]} photos")
    return " · ".join(parts)


def _figures(measured: Measured | None) -> str:
    if measured is None:
        names = ", ".join(style.ENGLISH.names.values())
        return f"Nobody has measured how often this model is right.\n\nIt knows: {names}"
    lines = "\n".join(_line(measured, label) for label, _ in readers.from_best(measured.recall))
    said = "; then how often it was right when it said so" if measured.precision else ""
    return (
        f"Shown {measured.faces:,} photos of faces that several people had named before, it named "
        f"{readers.hundredths(measured.right)} in 100 as they had been named most often. Photos on "
        "which people were tied, or saw none of these seven, were left out.\n\n"
        f"How often it notices each expression{said}:\n"
        f"{lines}\n\n"
        "The lower it stands, the more often it is missed. These were photos; in a moving video it "
        "may be wrong more often."
    )


def _doubt(expression: Expression) -> str:
    unclear = expression.unclear
    if unclear is None:
        return ""
    return (
        f"\n\nWhen it is less than {readers.hundredths(unclear.threshold)}% sure, it names no "
        f"expression: so it was with {100 - readers.hundredths(unclear.named)} photos in 100. Of the "
        f"others it had {readers.hundredths(unclear.right)} in 100 right."
    )


_FINDERS = {
    "yunet": "YuNet",
    "haar": "the one of OpenCV (Haar). It misses turned heads more often than YuNet.",
}


def _about(found: Readers) -> str:
    speech = (
        "no model yet, so none are written."
        if found.speech is None
        else f"speech model {found.speech}"
    )
    return (
        "<b>Who reads the expression</b>\n"
        f"A small neural network ({found.expression.version}). It picks which of seven words "
        "people would use for a face, and never knows a feeling.\n\n"
        "<b>How often it is right</b>\n"
        f"{_figures(found.expression.measured)}{_doubt(found.expression)}\n\n"
        "<b>What works beside it</b>\n"
        f"• Finding the face: {_FINDERS[found.finder]}\n"
        f"• Writing down words: {speech}\n\n"
        "All of it works on the computer that this bot runs on."
    )


ENGLISH = Phrases(
    greeting=(
        "Hello, I am <b>mind-gitter</b> 🪶\n"
        "Send me a round video message, and I turn the look and the words of your day into one "
        "diary card."
    ),
    what_happens=(
        "Your clips are analysed <b>only on the computer that this bot runs on</b>.\n\n"
        "• I read how the expression moved and what was said.\n"
        "• The clip is deleted afterwards; the curve, the words, the tags and Telegram's file "
        "number stay.\n"
        "• An expression is only how it looked. I do not measure how you feel.\n\n"
        "More in /privacy."
    ),
    ask_consent="May I analyse and keep it like this?",
    consent_button="Agree and start",
    consent_thanks=(
        "Thank you. Now send me a round video message: your day in up to 60 seconds 🎥"
    ),
    consent_already="You have agreed already. Send a video message whenever you like 🎥",
    help=(
        "<b>How it works</b>\n\n"
        "🎥 Send a round video message (tap the microphone once to switch to the camera, then hold) "
        "or any video: it becomes an entry.\n"
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
    ),
    privacy=_privacy,
    about=_about,
    cancelled="Cancelled. Nothing was kept.",
    nothing_to_cancel="There is nothing to cancel right now.",
    only_video=(
        "I cannot make an entry of that yet. Please send a round video message or a video file 🎥"
    ),
    text_hint=(
        "I cannot make an entry of words alone yet. Send me a round video message, and I will keep "
        "the look and the words together 🎥"
    ),
    description=(
        "A private diary of round video messages. The flow of expressions, the key sentence and "
        "tags become one card. Everything is analysed on the computer that runs this bot."
    ),
    short_description="A mind as light as a feather: your diary in video",
    waits_for_consent=(
        "I have it safe and have not opened it.\n\n"
        "If you agree, expression and words are read on the computer that this bot runs on; the "
        "clip is deleted afterwards, and the curve, the words and the tags stay. More in /privacy."
    ),
    queued="Got it. I will begin in a moment.",
    queued_behind=lambda ahead: f"Got it · {ahead} ahead of you",
    about_wait=_about_wait,
    stages={
        "fetch": "Fetching the clip",
        "face": "Looking at the expression",
        "speech": "Writing down the words",
        "words": "Choosing the key sentence",
    },
    step=lambda number, whole: f"{number}/{whole}",
    twin=lambda when: (
        f"You have this entry already: the same video came on {when}.\nMake another one anyway?"
    ),
    twin_here="The same video is in this diary already.\nMake another entry anyway?",
    card_cancelled="Cancelled. Nothing was kept. If you change your mind, send the video again.",
    failed=lambda reason: f"I could not finish this entry.\n{reason}",
    moment=_moment,
    time_of_day_title=_title,
    day_note=lambda day: f"Diary of {day.day} {_MONTHS[day.month - 1]}",
    looked={label: f"Looked mostly {look}" for label, look in _LOOKS.items()},
    looked_and_turned=lambda label, turn, seconds: (
        f"Looked mostly {_LOOKS[label]}, {turn} in the last {seconds} seconds"
    ),
    at_second=clock,
    face_seen=lambda face, whole: f"Face seen {round(face)} of {round(whole)} s",
    no_claim="No single expression stood out",
    unclear="No expression was clear for most of it",
    hindrances={
        "cut": "The face was partly outside the picture. Keep all of it in view next time.",
        "small": "The face was too small to read. Come a little closer next time.",
        "dark": "It was too dark to find a face. A brighter place helps.",
        "bright": "The light was too strong to read the face. Turn a little away from it.",
        "blurred": "The face was blurred. Wipe the lens and keep the phone still.",
        "turned": "The face was turned away. Look at the screen now and then.",
    },
    partly_hindered={
        "cut": "The face was partly outside the picture much of the time. Keep all of it in view next time.",
        "small": "The face was too small to read much of the time. Come a little closer next time.",
        "dark": "It was too dark to read the face much of the time. A brighter place helps.",
        "bright": "The light was too strong to read the face much of the time. Turn a little away from it.",
        "blurred": "The face was blurred much of the time. Wipe the lens and keep the phone still.",
        "turned": "The face was turned away much of the time. Look at the screen now and then.",
    },
    warnings={
        "no_face": "I found no face, so there is no curve. A bright place and a larger face help.",
        "little_face": "The face was visible too briefly to name an expression.",
        "several_faces": "I saw several faces and followed the largest and longest one.",
        "no_picture": "There was sound but no picture.",
        "no_audio": "The clip has no sound.",
        "no_speech": "I heard no speech.",
        "speech_model_missing": (
            "There is no speech model yet, so the words were not written down. I will add them "
            "once there is."
        ),
        "speech_failed": "The words could not be written down.",
        "words_failed": "Key sentences and tags could not be chosen.",
        "damaged": "Parts of the file are damaged; I skipped those.",
        "truncated": "The file ends early; I looked at what was there.",
        "unsupported_stream": "One stream is in a format that I cannot read; it is left out.",
    },
    reasons={
        "not_a_video": "This is no video, or in a format that I cannot read. Please send an mp4.",
        "no_moving_picture": "It has neither a moving picture nor sound. Please send a video.",
        "unreadable": "The file is damaged and would not open. Please send the original again.",
        "too_long": "The clip is too long. Please send it in shorter parts.",
        "too_large": "The picture is too large. Please lower the resolution.",
        "too_big": "The file is too big to fetch. Please shorten or compress it.",
        "rejected": "I could not read this clip. Please send it in another format.",
        "file_gone": "Telegram no longer has the file. Please send the clip again.",
        "fetch_failed": "I could not fetch the file from Telegram. Please try again in a while.",
        "worker_died": (
            "The analysis stopped several times at this clip. Try again, or record it anew."
        ),
        "deadline": "The analysis took too long and was stopped. Try a shorter clip, or try again.",
        "model_error": "A model of the analysis is broken. Try again once it has been repaired.",
        "analysis_failed": "The analysis did not work. Please try again.",
        "internal": "Something went wrong on my side. Please try again.",
        "speech_failed": "The words could not be written down. You can try again.",
        "words_failed": "Key sentences and tags could not be chosen. You can try again.",
        "clip_failed": "One of the videos could not be analysed. You can try again.",
        "clip_rejected": "One of the videos could not be read.",
    },
    words_title="📝 All words",
    no_words="There are no written words.",
    no_picture="The picture could not be drawn.",
    words_as_file="It is long, so here it is as a file.",
    cancel_button="Cancel",
    retry_button="↻ Try again",
    words_button="📝 All words",
    bubbles_button="🫧 As bubbles",
    card_button="↩︎ Back to the card",
    curve_button="📈 As a curve",
    add_anyway_button="Make another one",
    drop_button="Never mind",
    origin_button=lambda day: f"📅 Date it {day.day} {_MONTHS[day.month - 1]}, when first sent",
    not_yours="Only whoever wrote this, or leads the diary, can do that.",
    too_late="That is no longer possible: it has changed meanwhile.",
    done="Thank you",
    too_big=lambda size_mb, limit_mb: (
        f"This video has {size_mb} MB; a bot can fetch {limit_mb} MB at most.\n"
        "Trim it, send it at a lower quality, or record a round video message (up to 60 seconds)."
    ),
    too_long=lambda seconds, limit: (
        f"This video lasts {clock(seconds)}; I can take up to {clock(limit)}.\n"
        "Please send it in shorter parts."
    ),
    trouble=lambda code: f"Something went wrong on my side. Please try once more. (No. {code})",
)
