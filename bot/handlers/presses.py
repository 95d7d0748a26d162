"""Buttons. What they carry is chosen by the client: everything is looked up, nothing believed."""

from __future__ import annotations

from collections.abc import Mapping

from telegram import Chat
from telegram.ext import CallbackQueryHandler

from bot import callbacks
from bot.callbacks import Callback
from bot.desk import Desk, House, Press, handled_by
from bot.handlers import (
    admissions,
    answers,
    associations,
    book,
    care,
    comments,
    commit_calendar,
    corrections,
    deletions,
    departures,
    diaries,
    digests,
    edits,
    entries,
    erasure,
    exports,
    glossary,
    group_recordings,
    groups,
    imports,
    inline,
    invitations,
    invited,
    members,
    memories,
    moods,
    openings,
    others,
    own_questions,
    profile,
    reactions,
    reanalysis,
    reminders,
    search,
    settings,
    shares,
    switches,
    therapist_report,
    threads,
    timeline,
    undo,
    writings,
    zones,
)
from bot.handlers.groups import read_first
from bot.phrases import captures
from diary.errors import DiaryError, Enough, NotYours

#: Every action that a button can ask for, with what does it. Each file answers for its own noun.
PRESSES: Mapping[str, Press] = {
    **entries.PRESSES,
    **edits.PRESSES,
    **moods.PRESSES,
    **deletions.PRESSES,
    **undo.PRESSES,
    **corrections.PRESSES,
    **glossary.PRESSES,
    **reanalysis.PRESSES,
    **writings.PRESSES,
    **answers.PRESSES,
    **commit_calendar.PRESSES,
    **search.PRESSES,
    **settings.PRESSES,
    **own_questions.PRESSES,
    **reminders.PRESSES,
    **memories.PRESSES,
    **digests.PRESSES,
    **zones.PRESSES,
    **group_recordings.PRESSES,
    **comments.PRESSES,
    **threads.PRESSES,
    **reactions.PRESSES,
    **groups.PRESSES,
    **book.PRESSES,
    **shares.PRESSES,
    **switches.PRESSES,
    **invitations.PRESSES,
    **invited.PRESSES,
    **members.PRESSES,
    **departures.PRESSES,
    **exports.PRESSES,
    **imports.PRESSES,
    **diaries.PRESSES,
    **care.PRESSES,
    **erasure.PRESSES,
    **therapist_report.PRESSES,
    **others.PRESSES,
    **openings.PRESSES,
    **timeline.PRESSES,
    **inline.PRESSES,
    **profile.PRESSES,
    **associations.PRESSES,
    **admissions.PRESSES,
}

#: What only reads: in a shared diary's chat anybody who wants to may become one of its readers.
READING = frozenset(
    {
        "view",
        "thread",
        "threadp",
        "threadmine",
        "calendar",
        "search",
        "open",
        "lines",
        "months",
        "day",
    }
)


async def press(desk: Desk) -> None:
    """Do what the button says, if the person may; every press is answered."""
    query = desk.update.callback_query
    callback = callbacks.read(query.data if query else None)
    act = PRESSES.get(callback.action) if callback else None
    if callback is None or act is None:
        await desk.answer(desk.says.too_late)
        return
    try:
        await act(desk, callback)
    except Enough as error:
        await desk.refuse(error)
    except NotYours:
        await desk.answer(_refusal(desk, callback), alert=True)
    except DiaryError:
        # Most often TooLate, the second of two quick taps: a word in passing, no box.
        await desk.answer(desk.says.too_late)


def _refusal(desk: Desk, callback: Callback) -> str:
    """What it takes to do this; the same whether there is such a thing or not."""
    if callback.action == "capture":
        words = captures.words_in(desk.language)
        return words.admins_only if callback.detail == "drop" else words.sender_only
    if callback.action in READING and desk.chat.type != Chat.PRIVATE:
        return read_first(desk, desk.language)
    return desk.says.not_yours


def routes(house: House) -> list[CallbackQueryHandler]:  # type: ignore[type-arg]
    """What this file answers to: every button."""
    return [CallbackQueryHandler(handled_by(house, press))]
