"""People, chats and diaries twice: in a real database by the rules of the house, and as a model."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from diary import (
    access,
    captures,
    comments,
    departures,
    entries,
    groups,
    persons,
    recordings,
    rights,
    search,
    search_syntax,
    search_terms,
    shares,
    threads,
)
from diary.errors import DiaryError, NotYours, TooLate
from diary.recordings import Recording
from storage import cards as card_rows
from storage import commit_calendar as calendar_rows
from storage import diaries as diary_rows
from storage import entries as entry_rows
from storage import persons as person_rows
from storage import standings
from storage.cards import Card
from storage.database import Connection
from storage.persons import Person
from tests.diary.given import LIMITS, NOON, recording, report
from tests.diary.truth import PEOPLE, Group, Item, Model, Said, Seen


class Circle:
    """The same in a database. Every act is done by the rules of the house, then told the model."""

    def __init__(self) -> None:
        self.model = Model()
        self.now = NOON
        self.numbers = itertools.count(1)

    def pass_time(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)

    # Acts

    async def move_in(self, connection: Connection, person: int) -> None:
        """Somebody agrees to a diary of their own."""
        found = await persons.meet(connection, person, "ko", self.now, name=f"P{person}")
        await entries.agree(connection, found, self.now)
        own = await persons.own_diary(connection, found, "Asia/Seoul", 4, self.now)
        self.model.own_ids[person] = own.id

    async def begin(self, connection: Connection, number: int, owner: int) -> None:
        """A chat becomes a diary; its creator is an admin of it."""
        chat_id = -100 - number
        place = groups.Place(chat_id, "group", f"G{number}")
        found = await persons.meet(connection, owner, "ko", self.now)
        diary, is_new = await groups.make(connection, place, found, LIMITS, self.now)
        assert is_new
        self.model.diary_ids[number] = diary.id
        self.model.groups[number] = Group(chat_id, {owner}, {owner}, {owner})

    async def join(self, connection: Connection, number: int, person: int) -> None:
        """Somebody in the chat presses "join"."""
        group = self.model.groups[number]
        found = await persons.meet(connection, person, "ko", self.now)
        diary_id = self.model.diary_ids[number]
        try:
            await groups.join(connection, diary_id, found, self.now)
        except DiaryError:
            assert person in group.sent_away
        else:
            assert person not in group.sent_away
            if person not in group.members:
                group.always.discard(person)  # whoever comes back is asked anew
            group.members.add(person)
            group.left.discard(person)

    async def send_away(self, connection: Connection, number: int, by: int, person: int) -> None:
        """Somebody tries to put a member out of the diary."""
        group = self.model.groups[number]
        who, whom = await self.met(connection, by), await self.met(connection, person)
        diary = await diary_rows.get(connection, self.model.diary_ids[number])
        try:
            await departures.remove(connection, who, diary.id, whom.id, self.now)
        except DiaryError:
            return
        assert by in group.members or by in group.admins
        assert person != by
        group.members.discard(person)
        group.sent_away.add(person)

    async def leave_diary(
        self, connection: Connection, number: int, person: int, choice: str
    ) -> None:
        """Somebody leaves the diary and says what becomes of their entries."""
        group = self.model.groups[number]
        found = await self.met(connection, person)
        diary_id = self.model.diary_ids[number]
        try:
            await departures.settle(connection, found, diary_id, choice, LIMITS, self.now)
        except DiaryError:
            assert person not in group.members
            return
        if person in group.members:
            group.members.discard(person)
            group.left.add(person)
        self._settled(number, person, choice)

    def _settled(self, number: int, person: int, choice: str) -> None:
        items = self.model.items
        own = [n for n, item in items.items() if item.author == person and item.home == number]
        for entry_id in own:
            if choice == "delete" or (choice == "take" and not items[entry_id].is_kept):
                del items[entry_id]
            elif choice == "take":
                items[entry_id].home = None
        if choice == "delete":
            said = self.model.said
            self.model.said = [s for s in said if (s.author, s.number) != (person, number)]
        for item in items.values():
            if item.author == person and choice in {"take", "delete"}:
                item.shares.pop(number, None)

    async def notice_coming(self, connection: Connection, number: int, person: int) -> None:
        """Telegram tells the bot that somebody is in the chat from now on."""
        group = self.model.groups[number]
        group.present.add(person)
        status = group.status(person)
        await standings.put(connection, group.chat_id, person, status, self.now)
        group.told[person] = (status, self.now)

    async def notice_leaving(self, connection: Connection, number: int, person: int) -> None:
        """Telegram tells the bot that somebody has left the chat."""
        group = self.model.groups[number]
        found = await self.met(connection, person)
        diary = await diary_rows.get(connection, self.model.diary_ids[number])
        await standings.put(connection, group.chat_id, person, "left", self.now)
        group.told[person] = ("left", self.now)
        if await departures.left(connection, diary, found, self.now):
            assert person in group.members
            group.members.discard(person)
            group.left.add(person)

    # Shares

    async def finish(self, connection: Connection, entry_id: int) -> None:
        """The analysis of an entry ends."""
        if self.model.items[entry_id].is_kept:
            made = report().to_json()
            await entry_rows.change(connection, entry_id, state="done", report=made)
            await search_terms.reindex(connection, entry_id)
            self.model.items[entry_id].is_done = True

    async def share(
        self, connection: Connection, person: int, entry_id: int, number: int, parts: frozenset[str]
    ) -> None:
        """Somebody presses through the menu that shares an entry with a group."""
        item, group = self.model.items[entry_id], self.model.groups[number]
        who = await self.met(connection, person)
        try:
            entry = await entries.of_author(connection, entry_id, person, self.now)
            card = await self.card(connection, entry_id)
            diary_id = self.model.diary_ids[number]
            draft = await shares.choose(connection, who, entry, card, diary_id, self.now)
            card = await self.card(connection, entry_id)
            for part in sorted(parts ^ draft.shown):
                await shares.toggle(connection, entry, card, part)
            share = await shares.show(connection, who, entry, card, self.now)
        except DiaryError:
            return
        assert item.author == person
        assert item.home is None
        assert group.lets_in(person, self.now, is_here=False)
        assert share.shown <= parts
        item.shares[number] = share.shown

    async def take_back(
        self, connection: Connection, person: int, entry_id: int, number: int
    ) -> None:
        """Somebody takes a share back, from their own card."""
        item = self.model.items[entry_id]
        try:
            entry = await entries.of_author(connection, entry_id, person, self.now)
            share = await shares.shown_in(connection, entry, self.model.diary_ids[number])
            await shares.take_back(connection, share, self.now)
        except DiaryError:
            assert item.author != person or item.home is not None or number not in item.shares
            return
        assert item.author == person
        item.shares.pop(number)
        self.model.said = [
            said for said in self.model.said if (said.entry_id, said.number) != (entry_id, number)
        ]

    async def take_out(
        self, connection: Connection, person: int, entry_id: int, number: int
    ) -> None:
        """Somebody takes an entry out of the diary of the group where they press."""
        item, group = self.model.items[entry_id], self.model.groups[number]
        who = await self.met(connection, person)
        diary = await diary_rows.get(connection, self.model.diary_ids[number])
        try:
            await shares.take_out(connection, who, entry_id, diary, self.now)
        except DiaryError:
            return
        assert person in group.members | group.admins
        if number in item.shares:
            item.shares.pop(number)
        else:
            assert item.home == number
            item.is_removed = True

    async def card(self, connection: Connection, entry_id: int) -> Card:
        found = await card_rows.of_entry(connection, entry_id)
        if found is None:
            raise TooLate
        return found

    async def met(self, connection: Connection, person: int) -> Person:
        return await persons.meet(connection, person, "ko", self.now)

    async def write(self, connection: Connection, person: int) -> int:
        """A note in one's own diary."""
        entry_id = await recordings.accept(connection, self._note(person), LIMITS, self.now)
        assert entry_id is not None
        self.model.items[entry_id] = Item(person, None)
        return entry_id

    async def write_in(self, connection: Connection, person: int, number: int) -> None:
        """A note in a group; it waits for its author's word unless they have given it for all."""
        group = self.model.groups[number]
        diary = await diary_rows.get(connection, self.model.diary_ids[number])
        note = self._note(person, chat_id=group.chat_id)
        taken = await captures.accept(connection, note, diary, LIMITS, self.now, way="reply")
        if person in group.sent_away | group.left:
            assert taken.entry_id is None
            return
        assert taken.entry_id is not None
        is_kept = person in group.always
        self.model.items[taken.entry_id] = Item(person, number, is_kept=is_kept)

    async def answer(self, connection: Connection, person: int, entry_id: int, choice: str) -> None:
        """Anybody presses a button under the question about a note."""
        item = self.model.items[entry_id]
        assert item.home is not None
        group = self.model.groups[item.home]
        is_author = person == item.author and not item.is_kept
        is_out = person in group.sent_away | group.left
        is_refused = choice in {"drop", "x"} or (is_out and choice != "never")
        try:
            entry = await captures.asked(connection, entry_id, person, self.now, here=group.chat_id)
            await captures.answer(connection, entry, choice, self.now)
        except DiaryError:
            assert not is_author or is_refused
            return
        assert is_author
        assert not is_refused
        self._answered(group, item, choice)

    def _answered(self, group: Group, item: Item, choice: str) -> None:
        waiting = {
            number: one
            for number, one in self.model.items.items()
            if one.home == item.home and one.author == item.author and not one.is_kept
        }
        if choice == "never":
            self.model.items = {
                number: one for number, one in self.model.items.items() if number not in waiting
            }
            group.always.discard(item.author)
            return
        group.members.add(item.author)
        item.is_kept = True
        if choice == "always":
            group.always.add(item.author)
            for one in waiting.values():
                one.is_kept = True

    async def comment(
        self, connection: Connection, person: int, entry_id: int, number: int
    ) -> None:
        """Somebody in a group says something about an entry that stands there."""
        group = self.model.groups[number]
        item = self.model.items[entry_id]
        diary_id = self.model.diary_ids[number]
        found = await persons.meet(connection, person, "ko", self.now)
        target = await comments.about(connection, entry_id, diary_id)
        stands = item.home == number or number in item.shares
        if not stands or not item.is_kept or target is None:
            return
        message_id = next(self.numbers)
        remark = comments.Remark(group.chat_id, message_id, "text", f"said-{message_id}")
        answer = await comments.add(connection, target, found, remark, self.now)
        if answer.outcome == "kept":
            self.model.said.append(Said(entry_id, number, person, f"said-{message_id}"))

    def _note(self, person: int, **more: Any) -> Recording:
        return recording(next(self.numbers), person, recorded_at=self.now, **more)

    # What the code lets people see

    async def ask_telegram(self, connection: Connection) -> None:
        """What the bot does before somebody reads from outside: see `bot.standings`."""
        for group in self.model.groups.values():
            for person in PEOPLE:
                if person not in group.unknown:
                    status = group.status(person)
                    await standings.put(connection, group.chat_id, person, status, self.now)
                    group.told[person] = (status, self.now)

    async def sees(
        self, connection: Connection, person: int, entry_id: int, here: int | None = None
    ) -> Seen:
        """What this person can see of this entry, in a private chat or in a group."""
        found = await person_rows.find(connection, person)
        chat = None if here is None else self.model.groups[here].chat_id
        sights = await access.sights(connection, found, entry_id, self.now, here=chat)
        return {sight.diary.id: sight.parts for sight in sights}

    async def overhears(
        self, connection: Connection, person: int, entry_id: int, here: int | None = None
    ) -> set[tuple[int, str]]:
        """What of others' talk about an entry this person can read, with its diary."""
        found = await person_rows.find(connection, person)
        chat = person if here is None else self.model.groups[here].chat_id
        heard: set[tuple[int, str]] = set()
        for diary_id in self.model.diary_ids.values():
            try:
                view = await threads.view(
                    connection, found, entry_id, self.now, here=chat, diary_id=diary_id
                )
            except NotYours:
                continue
            assert view.diary.id == diary_id
            heard |= {(diary_id, line.comment.text or "") for line in view.lines}
        return heard

    async def finds(
        self, connection: Connection, person: int, text: str, here: int | None = None
    ) -> dict[tuple[int, int], frozenset[str]]:
        """What this person finds: the parts that they see, by entry and diary."""
        found = await person_rows.find(connection, person)
        places = await search.places(connection, found, self.now)
        if here is not None:
            diary = await diary_rows.get(connection, self.model.diary_ids[here])
            roles = await rights.roles(connection, found, diary, self.now, is_here=True)
            places = [diary] if rights.allows(roles, rights.Act.READ) else []
        query = search_syntax.read(text, self.now.date())
        results = await search.search(connection, query, places)
        assert results.total == len(results.hits), "a total tells of what is not shown"
        return {(hit.sight.entry.id, hit.sight.diary.id): hit.sight.parts for hit in results.hits}

    async def counts(self, connection: Connection, number: int) -> int:
        """How many entries the calendar of a group counts."""
        diary_id = self.model.diary_ids[number]
        return (await calendar_rows.total_of_diary(connection, diary_id)).number

    async def reads(self, connection: Connection, person: int) -> set[int]:
        found = await person_rows.find(connection, person)
        if found is None:
            return set()
        return {diary.id for diary in await access.readable(connection, found, self.now)}
