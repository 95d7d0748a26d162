"""A family's group with a diary, a finished entry in it, and its card in the chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.notice_kinds import KINDS
from bot.notices import NoticeDelivery
from diary import persons
from playground.server import Chat, Message, Person, World
from storage import cards, comments, diaries, entries, members
from storage.comments import Comment
from storage.diaries import Diary
from tests.bot.office import Office
from tests.diary.given import NOON, report


@dataclass
class Talk:
    """`emma` owns the group and its diary, `jiwoo` wrote the entry, `sora` is in the chat only."""

    office: Office
    chat: Chat
    diary: Diary
    emma: Person
    jiwoo: Person
    sora: Person
    entry_id: int
    card: Message

    @property
    def world(self) -> World:
        return self.office.world

    async def handle(self) -> None:
        await self.office.handle()

    async def says(self, person: Person, text: str, to: Message | None = None) -> Message:
        """Reply to the card, or to something else, and have it handled."""
        message = person.send_text(text, reply_to=to or self.card)
        await self.handle()
        return message

    async def kept(self, message: Message) -> Comment | None:
        async with self.office.database.reading() as connection:
            return await comments.of_message(connection, message.chat.id, message.message_id)

    async def count(self) -> int:
        async with self.office.database.reading() as connection:
            return await comments.count(connection, self.entry_id, self.diary.id)

    async def change(self, **values: Any) -> None:
        """Set columns of the entry."""
        async with self.office.database.writing() as connection:
            await entries.change(connection, self.entry_id, **values)

    async def open(self, person: Person, card: Message | None = None) -> Message:
        """The thread that a person opens under the card."""
        on = card or self.card
        before = len(on.chat.from_bot)
        await self.office.forge(person, on, f"thread:{self.entry_id}")
        assert len(on.chat.from_bot) == before + 1, [m.text for m in on.chat.from_bot]
        return on.chat.from_bot[-1]

    async def tell(self) -> None:
        """Deliver the private notices that are due in an hour."""
        self.office.clock.pass_s(3600)
        delivery = NoticeDelivery(
            self.office.database, self.office.house.bot, KINDS, "Asia/Seoul", self.office.clock
        )
        await delivery.round()


async def talk(
    office: Office, chat: Chat, people: tuple[Person, Person, Person], **more: Any
) -> Talk:
    """The diary of a chat whose first person owns it, with the second's entry; the third is by."""
    emma, jiwoo, sora = people
    diary = await office.diary(chat, emma, **more)
    async with office.database.writing() as connection:
        author = await persons.meet(connection, jiwoo.id, "ko", NOON, name="지우")
        await members.join(connection, diary.id, author.id, NOON)
        entry_id = await entries.add(
            connection,
            {
                "diary_id": diary.id,
                "author_id": author.id,
                "state": "done",
                "recorded_at": NOON,
                "day": NOON.date(),
                "title": "첫 <출근>",
                "caption": "",
                "report": report().to_json(),
                "created_at": NOON,
            },
        )
        await cards.add(connection, entry_id, chat.id, None)
    await office.handle()
    card = next(message for message in chat.from_bot if message.photo)
    async with office.database.reading() as connection:
        diary = await diaries.get(connection, diary.id)
    return Talk(office, chat, diary, emma, jiwoo, sora, entry_id, card)
