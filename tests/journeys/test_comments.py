"""What a family says about an entry: under its card, in its thread, and privately."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.phrases import comments as phrases
from bot.phrases import shares
from bot.phrases.comments import Comments
from playground import clips
from playground.clips import Encoding
from playground.server import Chat, Message, Person, World, running
from tests.analysis import scripted_whisper
from tests.analysis.scripted_whisper import Script
from tests.journeys.bot_process import BotProcess
from tests.journeys.people import Town, answers_to, button_texts, says_to
from tests.journeys.test_group_writing import asked, card_of, made_a_diary, words_to

Shots = Callable[[], bytes]

BOTH = pytest.mark.parametrize("language", ["ko", "en"])

#: What the recogniser of these journeys hears in any voice.
HEARD = "I am so proud of you"

#: Long enough for a busy machine to handle a few updates, short enough to wait for.
NOTICE_WAIT_S = "6"


@dataclass
class Family:
    """`owner` made the diary, `author` wrote the entry of `card`, `guest` is in the chat only."""

    town: Town
    chat: Chat
    owner: Person
    author: Person
    guest: Person
    card: Message

    @property
    def words(self) -> Comments:
        return phrases.words_in(self.owner.language_code or "ko")

    async def counts(self, number: int) -> None:
        """The card tells so many comments."""
        button = shares.words_in(self.owner.language_code or "ko").talk_button(number)
        await self.town.sees(self.owner, lambda: button in button_texts(self.card))

    async def opens(self, person: Person) -> Message:
        """The thread, which is one message however often it is opened."""
        known = list(self.chat.from_bot)
        button = next(text for text in button_texts(self.card) if text.startswith("💬"))
        person.tap(self.card, button)
        return await self.town.sees(  # type: ignore[no-any-return]
            person, lambda: next((m for m in self.chat.from_bot if m not in known), None)
        )

    async def marked(self, message: Message, emoji: str) -> None:
        await self.town.sees(self.owner, lambda: [emoji] in message.reactions.values())

    async def told(self, message: Message, text: str) -> None:
        await self.town.sees(self.owner, lambda: text in [m.text for m in answers_to(message)])


async def at_rest(town: Town) -> None:
    """Every card shows what it has to show."""
    behind = "SELECT count(*) FROM cards WHERE shown < wanted OR message_id IS NULL"
    await town.bot.until(lambda: town.bot.value(behind) == 0)


async def family(
    town: Town, shots: Shots, chat: Chat, people: list[Person], **where: Any
) -> Family:
    """The second of these people has written an entry into the diary that the first has made."""
    owner, author, guest = people
    await made_a_diary(town, chat, owner)
    note = author.send_video_note(shots(), duration=6, chat=chat, **where)
    question = await asked(town, note, words_to(author))
    await author.press(question, words_to(author).always_button, 60)
    return Family(town, chat, owner, author, guest, await card_of(town, note))


async def says_always(home: Family, person: Person, clip: bytes) -> None:
    """Somebody writes in the diary too, and agrees to everything of theirs in it."""
    note = person.send_video_note(clip, duration=6, chat=home.chat)
    question = await asked(home.town, note, words_to(person))
    await person.press(question, words_to(person).always_button, 60)
    await card_of(home.town, note)


def newcomers(town: Town, language: str) -> list[Person]:
    return [town.newcomer(language, name) for name in ("Emma", "지우", "소라")]


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A small voice message as Telegram's apps record it."""
    path = tmp_path_factory.mktemp("voice") / "voice.ogg"
    opus = Encoding(video=None, audio="libopus", container="ogg")
    return clips.sound_only(path, seconds=3, encoding=opus).read_bytes()


@pytest_asyncio.fixture(loop_scope="session")
async def listening(own_world: World, tmp_path: Path) -> AsyncIterator[Town]:
    """A town of one's own, whose bot has a recogniser and does not collect notices for long."""
    async with running(own_world) as url:
        bot = BotProcess(url, own_world.token, tmp_path, NOTICE_WAIT_S=NOTICE_WAIT_S)
        said = Script(((0.0, HEARD, 3.0),), language="en")
        scripted_whisper.write(bot.data / "models" / "small", said)
        town = Town(own_world, bot)
        bot.start()
        yield town
        if bot.running():
            await bot.stop()


@BOTH
async def test_a_family_talks_about_an_entry(town: Town, shots: Shots, language: str) -> None:
    people = newcomers(town, language)
    chat = town.world.group("Family", people, bot_is_admin=True, supergroup=True)
    home = await family(town, shots, chat, people)
    words, says = home.words, says_to(home.owner)
    first = home.guest.send_text("well don", reply_to=home.card)
    await home.counts(1)
    child = home.author.send_text("thank you", reply_to=first)
    await home.counts(2)
    await home.marked(first, "✍")
    await home.marked(child, "✍")
    before = len(chat.from_bot)
    thread = await home.opens(home.author)
    assert thread.reply_to is home.card
    assert "└ 지우" in (thread.text or "")
    home.guest.edit_text(first, "well done")
    await town.sees(home.guest, lambda: "well done" in (thread.text or ""))
    again = await home.opens(home.owner)
    await town.sees(home.owner, lambda: thread.deleted)
    assert len(chat.from_bot) == before + 1
    # Only one's own is deleted; whoever leads the diary may hide, and bring back.
    refused = home.author.send_text("/del", reply_to=first)
    await home.told(refused, words.not_yours)
    hides = home.owner.send_text("/del", reply_to=first)
    await home.told(hides, words.hidden)
    await home.counts(1)
    await town.sees(home.owner, lambda: words.hidden_place in (again.text or ""))
    assert "well done" not in (again.text or "")
    no = await home.author.press(again, words.hidden_button(1), 60)
    assert (no["text"], no["show_alert"]) == (says.not_yours, "true")
    await home.owner.press(again, words.hidden_button(1), 60)
    await town.sees(home.owner, lambda: "↩︎ 1" in button_texts(again))
    await home.owner.press(again, "↩︎ 1", 60)
    await home.counts(2)
    await town.sees(home.owner, lambda: "well done" in (again.text or ""))
    deletes = home.guest.send_text("/del", reply_to=first)
    await home.marked(deletes, "👌")
    await home.counts(1)
    await town.sees(home.owner, lambda: words.deleted_place in (again.text or ""))
    assert "well done" not in (again.text or "")
    assert "thank you" in (again.text or "")
    home.guest.edit_text(first, "once more")
    await home.author.press(again, words.mine_button, 60)
    await town.sees(home.author, lambda: "🗑 1" in button_texts(again))
    assert (await home.author.press(again, "🗑 1", 60))["text"] == words.deleted
    await home.counts(0)
    await town.sees(home.author, lambda: words.nothing in (again.text or ""))
    texts = town.bot.rows("SELECT text FROM comments WHERE chat_id = ?", chat.id)
    assert [row["text"] for row in texts] == [None, None]
    await town.sees(home.author, lambda: not any(child.reactions.values()))


@BOTH
async def test_voices_are_written_down_and_the_author_hears_once_of_all(
    listening: Town, shots: Shots, voice: bytes, language: str
) -> None:
    town, people = listening, newcomers(listening, language)
    for person in people[1:]:
        await town.agree(person)
    chat = town.world.group("Family", people, bot_is_admin=True, supergroup=True)
    home = await family(town, shots, chat, people)
    words = home.words
    await says_always(home, home.guest, shots())
    # The bot is away while they speak: what comes then is handled at once when it is back.
    await at_rest(town)
    await town.bot.stop()
    told_before = len(home.author.chat.from_bot)
    spoken = home.guest.send_voice(voice, duration=3, reply_to=home.card)
    note = home.guest.send_video_note(shots(), duration=6, reply_to=home.card)
    home.owner.send_text("wonderful", reply_to=spoken)
    town.bot.start()
    await home.counts(3)
    heard = "SELECT count(*) FROM comments WHERE text = ?"
    await town.bot.until(lambda: town.bot.value(heard, HEARD) == 2)
    thread = await home.opens(home.author)
    assert (thread.text or "").count(f"“{HEARD}”") == 2
    assert "▶ 0:03" in (thread.text or "")

    def new() -> list[Message]:
        return home.author.chat.from_bot[told_before:]

    [notice] = await town.sees(home.author, new)
    assert "3" in (notice.text or "")
    assert "Family" in (notice.text or "")
    assert (notice.text or "").endswith("Emma: wonderful")
    await home.author.press(notice, words.open_button, 60)
    [_, private] = await town.sees(home.author, lambda: len(new()) > 1 and new())
    assert "📒 Family" in (private.text or "")
    # Nobody was looked at, and the round one may become an entry of its author's.
    assert len(town.entries(home.guest)) == 1
    [offer] = answers_to(note)
    await home.guest.press(offer, words.entry_button, 60)
    await home.counts(2)
    await town.sees(home.guest, lambda: len(town.entries(home.guest)) == 2)


@BOTH
async def test_where_comments_are_off_everybody_hears_it_once(
    own_town: Town, shots: Shots, language: str
) -> None:
    town, people = own_town, newcomers(own_town, language)
    chat = town.world.group("Family", people, bot_is_admin=True, supergroup=True)
    home = await family(town, shots, chat, people)
    await at_rest(town)
    await town.bot.stop()
    town.bot.change("UPDATE entries SET comments_on = 0")
    town.bot.start()
    first = home.guest.send_text("hello", reply_to=home.card)
    await home.told(first, home.words.off)
    second = home.guest.send_text("anyone?", reply_to=home.card)
    await home.marked(second, "🙈")
    assert answers_to(second) == []
    kept = town.bot.rows("SELECT state, text FROM comments")
    assert kept == [{"state": "refused", "text": None}] * 2


@BOTH
async def test_in_privacy_mode_a_command_answers_a_comment(
    town: Town, shots: Shots, language: str
) -> None:
    people = newcomers(town, language)
    chat = town.world.group("Friends", people, supergroup=True)
    owner, author, guest = people
    await made_a_diary(town, chat, owner)
    note = author.send_video_note(shots(), duration=6, reply_to=chat.from_bot[0])
    question = await asked(town, note, words_to(author))
    await author.press(question, words_to(author).always_button, 60)
    home = Family(town, chat, owner, author, guest, await card_of(town, note))
    said = guest.send_text("nice", reply_to=home.card)
    await home.counts(1)
    owner.send_text("nobody sees this", reply_to=said)
    owner.send_text("/c so nice", reply_to=said)
    await home.counts(2)
    wrong = owner.send_text("/c so nice", chat=chat)
    await home.told(wrong, home.words.comment_how)
    thread = await home.opens(author)
    assert "└ Emma" in (thread.text or "")
    assert "nobody sees this" not in (thread.text or "")
    # Without being an administrator the bot hears of no reactions: there are buttons.
    await guest.press(home.card, "❤️", 60)
    await town.sees(guest, lambda: "❤️ 1" in (home.card.caption or ""))


@BOTH
async def test_a_topic_keeps_what_is_said_in_it(town: Town, shots: Shots, language: str) -> None:
    people = newcomers(town, language)
    chat = town.world.group("Forum", people, bot_is_admin=True, supergroup=True, forum=True)
    topic = town.world.topic(chat, "Diary")
    home = await family(town, shots, chat, people, topic=topic)
    home.guest.send_text("from the topic", reply_to=home.card)
    await home.counts(1)
    thread = await home.opens(home.author)
    assert thread.thread_id == home.card.thread_id == topic.thread_id
    home.author.react(home.card, "🔥")
    await town.sees(home.author, lambda: "🔥 1" in (home.card.caption or ""))


@BOTH
async def test_a_channel_is_talked_about_in_its_group(
    town: Town, shots: Shots, language: str
) -> None:
    people = newcomers(town, language)
    owner, friend, guest = people
    room = town.world.group("Room", people, bot_is_admin=True, supergroup=True)
    channel = town.world.channel("News", owner, discussion=room)
    await made_a_diary(town, channel, owner)
    post = owner.send_video(shots(), 6, caption="First\nMy dog ran home.", chat=channel)
    home = Family(town, channel, owner, friend, guest, await card_of(town, post))
    below = guest.send_text("good dog", reply_to=town.world.automatic_forward(post))
    await home.counts(1)
    owner.send_text("he is", reply_to=below)
    await home.counts(2)
    thread = await home.opens(owner)
    assert "good dog" in (thread.text or "")
    assert "└ Emma" in (thread.text or "")
