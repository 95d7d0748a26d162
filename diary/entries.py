"""What a person may do with an entry, by button or command. Looked up, never trusted."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Sequence

from diary import access, limits, rights, search_terms
from diary.errors import NotYours, TooLate
from diary.rights import Act
from storage import cards, clips, diaries, entries, jobs, persons, shares, tags
from storage.cards import Card
from storage.database import Connection
from storage.entries import Entry
from storage.persons import Person

VIEWS = ("card", "bubbles", "words")

#: The part of an entry that a view shows.
_SHOWS = {"bubbles": "chart", "words": "words"}

#: Reasons that another try may remove. A clip that is too long stays too long.
RETRYABLE = frozenset(
    {
        "fetch_failed",
        "worker_died",
        "deadline",
        "model_error",
        "analysis_failed",
        "internal",
        "speech_failed",
        "words_failed",
        "clip_failed",
    }
)


async def of_author(
    connection: Connection,
    entry_id: int,
    telegram_id: int,
    now: dt.datetime,
    *,
    here: int | None = None,
) -> Entry:
    """The entry, for its author; raises NotYours for everybody else and where there is none.

    `here` is the chat in which the person has just written or pressed: in a shared diary an author
    must be in its chat. What was taken out of it is its author's, wherever they are.
    """
    entry = await entries.get(connection, entry_id)
    if entry is None or entry.state == "deleted":
        raise NotYours
    person = await persons.find(connection, telegram_id)
    diary = await diaries.get(connection, entry.diary_id)
    if entry.removed_at is not None and person is not None and person.id == entry.author_id:
        return entry
    found = await rights.roles(
        connection,
        person,
        diary,
        now,
        author_id=entry.author_id,
        is_here=diary.is_shared and here == diary.chat_id,
    )
    if not rights.allows(found, Act.EDIT_ENTRY):
        raise NotYours
    return entry


async def of_viewer(
    connection: Connection,
    entry_id: int,
    view: str,
    telegram_id: int,
    now: dt.datetime,
    *,
    here: int,
) -> Entry:
    """The entry, for its author and for whoever reads this view of it in the chat `here`.

    Raises NotYours for everybody else, also where the diary of that chat is not shown this part.
    """
    with contextlib.suppress(NotYours):
        return await of_author(connection, entry_id, telegram_id, now, here=here)
    person = await persons.find(connection, telegram_id)
    for sight in await access.sights(connection, person, entry_id, now, here=here):
        if sight.diary.chat_id == here and (view == "card" or _SHOWS.get(view) in sight.parts):
            return sight.entry
    raise NotYours


async def agree(connection: Connection, person: Person, now: dt.datetime) -> int:
    """The person consents: what waited for it is queued now. How many entries that were.

    It is about the person's own diary. In a shared one each note waits for a word of its own
    (`diary.captures`), which this is not.
    """
    await persons.consent(connection, person.id, now)
    waiting = await _own(connection, person, ("consent",))
    for entry in waiting:
        await release(connection, entry, now)
    return len(waiting)


async def _own(connection: Connection, person: Person, states: Sequence[str]) -> Sequence[Entry]:
    """What the person has in their own diary in one of these states."""
    diary = await diaries.of_chat(connection, person.telegram_id)
    if diary is None:
        return ()
    return await entries.of_author_in(connection, person.id, diary.id, states)


async def release(connection: Connection, entry: Entry, now: dt.datetime) -> None:
    """After the consent; the second copy of a file still waits for its own question."""
    state = "twin" if await _has_twin(connection, entry) else "waiting"
    await entries.change(connection, entry.id, was=("consent",), state=state)
    if state == "waiting":
        await jobs.change(connection, entry.id, was=("held",), state="queued", enqueued_at=now)
    await cards.want_now(connection, entry.id)


async def _has_twin(connection: Connection, entry: Entry) -> bool:
    """Whether the entry with the same file is still one: it may have been cancelled meanwhile.

    One that waits for its own consent may yet vanish.
    """
    twin = await entries.get(connection, entry.twin_id) if entry.twin_id else None
    if twin is None or twin.removed_at is not None:
        return False
    return twin.state not in (*entries.NO_TWINS, "consent")


async def add_anyway(connection: Connection, entry: Entry, now: dt.datetime) -> None:
    """The same file is to be a second entry; raises TooLate when that was decided before."""
    if not await entries.change(connection, entry.id, was=("twin",), state="waiting"):
        raise TooLate
    await jobs.change(connection, entry.id, was=("held",), state="queued", enqueued_at=now)
    await cards.want_now(connection, entry.id)


async def cancel(connection: Connection, entry: Entry) -> None:
    """Stop what is not done; raises TooLate afterwards.

    An entry that was never finished is emptied; its row stays so that its message can say what
    happened. One that was taken up again goes back to what it was.
    """
    if entry.report is not None:
        await _put_back(connection, entry)
        return
    was = ("consent", "twin", "waiting")
    if not await entries.change(
        connection,
        entry.id,
        was=was,
        state="cancelled",
        title=None,
        caption="",
        headings=None,
        report=None,
    ):
        raise TooLate
    await _give_up(connection, entry)
    await clips.remove(connection, entry.id)
    await tags.remove(connection, entry.id)
    await search_terms.reindex(connection, entry.id)
    await cards.want_now(connection, entry.id)


async def _give_up(connection: Connection, entry: Entry) -> None:
    """Its job is over. One that nobody had begun takes no place of its author's day."""
    job = await jobs.of_entry(connection, entry.id)
    if job is not None and job.state in {"held", "queued"} and not job.attempts:
        due_at = job.not_before or entry.recorded_at
        await limits.give_back(connection, job.person_id, due_at)
    was = ("held", "queued", "running")
    await jobs.change(connection, entry.id, was=was, state="cancelled", lease=None)


async def _put_back(connection: Connection, entry: Entry) -> None:
    if not await entries.change(connection, entry.id, was=("waiting",), state="done"):
        raise TooLate
    await jobs.change(connection, entry.id, was=("queued", "running"), state="done", lease=None)
    # An edit while it waited has taken it out of the index: what waits cannot be found.
    await search_terms.reindex(connection, entry.id)
    await cards.want_now(connection, entry.id)


async def cancel_last(connection: Connection, person: Person) -> Entry | None:
    """Cancel the newest entry of this person's own diary that is not done; None without one."""
    open_ones = await _own(connection, person, ("consent", "twin", "waiting"))
    if not open_ones:
        return None
    await cancel(connection, open_ones[-1])
    return open_ones[-1]


async def retry(connection: Connection, entry: Entry, now: dt.datetime) -> None:
    """Analyse again what failed; raises TooLate when nothing did, or its video is forgotten."""
    if (
        not entry.keeps_video
        or entry.reason not in RETRYABLE
        or not await jobs.change(
            connection,
            entry.id,
            was=("failed", "done"),
            state="queued",
            attempts=0,
            interruptions=0,
            fetches=0,
            enqueued_at=now,
            not_before=None,
            task=None,
        )
    ):
        raise TooLate
    # The reason stays until there is a new result: cancelled, the entry is what it was before.
    await entries.change(connection, entry.id, was=("failed", "done"), state="waiting")
    await cards.want_now(connection, entry.id)


async def set_view(
    connection: Connection, entry: Entry, view: str, card: Card | None = None
) -> None:
    """Turn a card to its chart, its bubbles or its words; raises TooLate before it is done.

    `card` is the one that was pressed, by default the entry's own. That of a share turns to nothing
    but the parts that it shows.
    """
    card = card or await cards.of_entry(connection, entry.id)
    if card is None or entry.state != "done" or view not in VIEWS:
        raise TooLate
    share = await shares.get(connection, card.share_id) if card.share_id else None
    if share is not None and view != "card" and _SHOWS[view] not in share.shown:
        raise TooLate
    await cards.want_one(connection, card.id, view=view)
