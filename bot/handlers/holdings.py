"""/mydata: what is stored of a person, in numbers and sizes, and where."""

from __future__ import annotations

import math
from collections.abc import Mapping

from telegram.ext import CommandHandler

from bot.desk import NEW_PRIVATE, Desk, House, handled_by
from bot.phrases import erasure as erasure_phrases
from bot.phrases import holdings as phrases
from languages import dates
from storage import holdings, persons

_UNITS = ("B", "kB", "MB", "GB")


async def show(desk: Desk) -> None:
    """Nobody is put down as known for asking this."""
    async with desk.house.database.reading() as connection:
        person = await persons.find(connection, desk.user.id)
        if person is not None:
            counts = await holdings.counts(connection, person.id, person.telegram_id)
    words = phrases.words_in(desk.language)
    await desk.say(words.nothing if person is None else text(counts, desk.language))


def text(counts: Mapping[str, int], language: str) -> str:
    """The page, as HTML: what there is nothing of is left out."""
    words = phrases.words_in(language)
    kinds = erasure_phrases.words_in(language).kinds({**counts, "files": 0})
    minutes = math.ceil(counts["seconds"] / 60)
    more = [
        words.minutes(minutes) if minutes else "",
        words.terms(counts["terms"]) if counts["terms"] else "",
        words.text(size(counts["text_bytes"], language)) if counts["text_bytes"] else "",
    ]
    lines = [f"• {line}" for line in (*kinds, *more) if line]
    inside = "\n".join([f"<b>{words.headings['database']}</b>", *lines])
    elsewhere = [words.telegram, words.backups]
    if counts["files"]:
        elsewhere.insert(0, words.files(counts["files"], size(counts["media_bytes"], language)))
    outside = "\n".join(
        [f"<b>{words.headings['elsewhere']}</b>", *(f"• {line}" for line in elsewhere)]
    )
    return f"{words.head}\n\n{inside}\n\n{outside}\n\n{words.ways}"


def size(number: int, language: str) -> str:
    """Bytes as people say them, with one decimal from kB on."""
    value, unit = float(number), 0
    while value >= 1000 and unit < len(_UNITS) - 1:  # noqa: PLR2004 - decimal units
        value, unit = value / 1000, unit + 1
    return f"{dates.number(round(value, 1) if unit else number, language)} {_UNITS[unit]}"


def routes(house: House) -> list[CommandHandler]:  # type: ignore[type-arg]
    """What this file answers to."""
    return [CommandHandler("mydata", handled_by(house, show), NEW_PRIVATE)]
