"""Lets the words worker read what was changed, so that search finds it by every dictionary form.

`diary.search_terms` has made terms by rules already, in the transaction of the change: nobody waits
for this loop. It takes one entry or comment at a time, those from before there was a search too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import structlog

from analysis.errors import AnalysisError
from diary import search_terms
from diary.attempt import Tools
from diary.rounds import Rounds
from diary.search_terms import Content
from storage import comments, terms, unread_words
from storage.comments import Comment
from storage.database import Connection, Damaged
from storage.unread_words import Unread

log = structlog.get_logger()

#: After these the terms that rules have made must do.
MOST_ATTEMPTS = 3
PAUSE = dt.timedelta(minutes=5)

#: For all texts of an entry: the worker may have to load its dictionary first.
DEADLINE_S = 60.0


class Indexing:
    """The loop beside the worker's; it shares its tools."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._rounds = Rounds(tools.database, tools.now, unread_words.next_time)

    async def run(self) -> None:
        """Read until cancelled."""
        await self._rounds.run(self.round, "index")

    async def round(self) -> None:
        """Read the next one, if there is one; asked again every few seconds."""
        async with self._tools.database.reading() as connection:
            unread = await unread_words.next_one(connection, self._tools.now())
        if unread is None:
            return
        try:
            was_read = await self._read(unread)
        except Damaged:
            # What was damaged on the disk has no words; what waits behind it has.
            log.warning("entry is damaged", action="index", entry=unread.entry_id)
            async with self._tools.database.writing() as connection:
                was_read = await unread_words.finish(connection, unread.id)
        if was_read:
            self._rounds.wake()

    async def _read(self, unread: Unread) -> bool:
        """Whether it was read; one that could not be waits for a while."""
        if unread.entry_id is not None:
            return await self._read_entry(unread, unread.entry_id)
        return await self._read_comment(unread, unread.comment_id or 0)

    async def _read_entry(self, unread: Unread, entry_id: int) -> bool:
        async with self._tools.database.reading() as connection:
            found = await search_terms.contents(connection, entry_id)
        texts = list(dict.fromkeys(text for content in found for text in content.texts))
        lemmas = await self._lemmas(texts)
        if lemmas is None:
            await self._put_off(unread)
            return False
        async with self._tools.database.writing() as connection:
            if await search_terms.contents(connection, entry_id) == found:
                known = dict(zip(texts, lemmas, strict=True))
                await _write(connection, found, entry_id, known)
                await unread_words.remove(connection, entry_id=entry_id)
        return True

    async def _read_comment(self, unread: Unread, comment_id: int) -> bool:
        async with self._tools.database.reading() as connection:
            comment = await comments.get(connection, comment_id)
        text = search_terms.readable_text(comment)
        lemmas = await self._lemmas([text])
        if lemmas is None:
            await self._put_off(unread)
            return False
        async with self._tools.database.writing() as connection:
            now = await comments.get(connection, comment_id)
            if now is not None and search_terms.readable_text(now) == text:
                await _write_comment(connection, now, lemmas[0])
                await unread_words.remove(connection, comment_id=comment_id)
        return True

    async def _lemmas(self, texts: Sequence[str]) -> list[tuple[str, ...]] | None:
        """What the worker says of these texts; None when it could not."""
        if not any(text.strip() for text in texts):
            return [() for _ in texts]
        try:
            found: list[tuple[str, ...]] = await self._tools.workshop.run(
                "words", "analysis.lemmas:of_texts", list(texts), deadline_s=DEADLINE_S
            )
        except AnalysisError as error:
            log.warning("words not read", action="index", error=type(error).__name__)
            return None
        return found

    async def _put_off(self, unread: Unread) -> None:
        """Later once more. Until then, and afterwards, it is found by what rules make of it."""
        async with self._tools.database.writing() as connection:
            await _write_by_rules(connection, unread)
            if unread.attempts + 1 >= MOST_ATTEMPTS:
                await unread_words.finish(connection, unread.id)
            else:
                await unread_words.postpone(connection, unread.id, self._tools.now() + PAUSE)


async def _write_by_rules(connection: Connection, unread: Unread) -> None:
    """Of what was kept before there was a search there are no terms yet at all."""
    if unread.entry_id is not None:
        await search_terms.make_terms(connection, unread.entry_id)
    elif unread.comment_id is not None:
        await search_terms.make_comment_terms(connection, unread.comment_id)


async def _write(
    connection: Connection,
    found: Sequence[Content],
    entry_id: int,
    known: dict[str, tuple[str, ...]],
) -> None:
    """The terms by rules and the worker's, instead of what there was."""
    await terms.clear(connection, entry_id)
    for content in found:
        lemmas = [lemma for text in content.texts for lemma in known[text]]
        await search_terms.add_lemmas(connection, content, entry_id, lemmas)


async def _write_comment(connection: Connection, comment: Comment, lemmas: Sequence[str]) -> None:
    await search_terms.make_comment_terms(connection, comment.id)
    words = [lemma.casefold() for lemma in lemmas if lemma[:1] not in {"#", "!"}]
    place = (comment.diary_id, comment.entry_id, comment.id)
    await terms.add_of_comment(connection, *place, words)
