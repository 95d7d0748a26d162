"""The thread under a card, and what people hear privately of comments."""

import pytest
from telegram import Bot

from bot.lettering import LONGEST_TEXT, length
from bot.phrases import comments as comments_phrases
from bot.phrases import groups as groups_phrases
from bot.phrases import phrases_in
from playground.server import Person, World
from storage.database import Database
from tests.bot.office import Office, buttons, open_office
from tests.bot.talk import Talk, talk
from tests.diary.given import EMMA, JIWOO

WORDS = comments_phrases.words_in("ko")
GROUPS = groups_phrases.words_in("ko")

SAYS = phrases_in("ko")
LONGEST_BOX = 200


@pytest.fixture
async def office(bot: Bot, world: World, database: Database) -> Office:
    return await open_office(bot, world, database)


@pytest.fixture
def people(world: World) -> tuple[Person, Person, Person]:
    return (
        world.person(EMMA, "Emma", "ko"),
        world.person(JIWOO, "지우", "ko"),
        world.person(33, "소라", "ko"),
    )


@pytest.fixture
async def home(office: Office, people: tuple[Person, Person, Person]) -> Talk:
    """A group in which the bot is an administrator and reads along."""
    chat = office.world.group("가족", list(people), bot_is_admin=True, supergroup=True)
    return await talk(office, chat, people)


async def test_a_thread_shows_who_said_what_indented(home: Talk) -> None:
    first = await home.says(home.sora, "축하해!\n정말 <b>잘</b> 했어")
    await home.says(home.jiwoo, "고마워", first)
    await home.says(home.emma, "나도 축하")
    thread = await home.open(home.jiwoo)
    assert thread.reply_to is home.card
    assert (thread.text or "").split("\n\n") == [
        "💬 첫 <출근> · 댓글 3개",
        "소라 · 11월 20일 오후 9:00\n축하해! 정말 <b>잘</b> 했어",
        "└ 지우 · 11월 20일 오후 9:00\n\u2003고마워",
        "Emma · 11월 20일 오후 9:00\n나도 축하",
    ]
    assert buttons(thread) == [WORDS.mine_button]


async def test_a_thread_is_opened_in_one_message_only(home: Talk) -> None:
    await home.says(home.sora, "축하해!")
    first = await home.open(home.jiwoo)
    before = len(home.chat.from_bot)
    await home.office.forge(home.emma, home.card, f"thread:{home.entry_id}")
    assert first.deleted
    assert len(home.chat.from_bot) == before
    assert home.chat.from_bot[-1].text == first.text


async def test_a_reply_to_the_thread_belongs_to_the_entry(home: Talk) -> None:
    thread = await home.open(home.jiwoo)
    assert WORDS.nothing in (thread.text or "")
    said = await home.says(home.sora, "여기에", thread)
    kept = await home.kept(said)
    assert kept is not None
    assert (kept.entry_id, kept.parent_id) == (home.entry_id, None)


async def test_a_thread_has_pages(home: Talk) -> None:
    for number in range(23):
        home.sora.send_text(f"말 {number}", reply_to=home.card)
    await home.handle()
    thread = await home.open(home.jiwoo)
    assert "말 22" in (thread.text or "")
    assert WORDS.before_button in buttons(thread)
    await home.office.press(home.jiwoo, thread, WORDS.before_button)
    assert "말 10" in (thread.text or "")
    assert "말 20" not in (thread.text or "")
    await home.office.press(home.emma, thread, WORDS.before_button)
    assert "말 0" in (thread.text or "")
    assert WORDS.before_button not in buttons(thread)
    told = await home.office.press(home.sora, thread, WORDS.after_button)
    assert told["text"] == GROUPS.read_first  # in the chat, but no member


async def test_what_is_deleted_or_changed_disappears_from_an_open_thread(home: Talk) -> None:
    said = await home.says(home.sora, "비밀")
    await home.says(home.jiwoo, "응", said)
    thread = await home.open(home.jiwoo)
    home.sora.edit_text(said, "수수께끼")
    await home.handle()
    assert "수수께끼" in (thread.text or "")
    assert WORDS.edited in (thread.text or "")
    await home.says(home.sora, "/del", said)
    assert "수수께끼" not in (thread.text or "")
    assert WORDS.deleted_place in (thread.text or "")
    assert "응" in (thread.text or "")


async def test_the_author_deletes_in_the_thread_and_nobody_else(home: Talk) -> None:
    said = await home.says(home.jiwoo, "혼잣말")
    thread = await home.open(home.jiwoo)
    await home.office.press(home.jiwoo, thread, WORDS.mine_button)
    assert (thread.text or "").startswith(WORDS.mine_head("지우"))
    assert buttons(thread) == ["🗑 1", WORDS.back_button]
    told = await home.office.press(home.emma, thread, "🗑 1")
    assert told["text"] == SAYS.not_yours
    told = await home.office.press(home.jiwoo, thread, "🗑 1")
    assert told["text"] == WORDS.deleted
    kept = await home.kept(said)
    assert kept is not None
    assert kept.state == "deleted"
    assert "혼잣말" not in (thread.text or "")
    assert WORDS.nothing in (thread.text or "")


async def test_those_who_lead_bring_back_what_was_hidden(home: Talk) -> None:
    said = await home.says(home.jiwoo, "툭")
    await home.says(home.emma, "/del", said)
    thread = await home.open(home.jiwoo)
    assert "툭" not in (thread.text or "")
    told = await home.office.press(home.jiwoo, thread, WORDS.hidden_button(1))
    assert told["text"] == SAYS.not_yours
    await home.office.press(home.emma, thread, WORDS.hidden_button(1))
    assert "툭" not in (thread.text or "")
    assert buttons(thread) == ["↩︎ 1", WORDS.back_button]
    told = await home.office.press(home.jiwoo, thread, "↩︎ 1")
    assert told["text"] == SAYS.not_yours
    await home.office.press(home.emma, thread, "↩︎ 1")
    assert "툭" in (thread.text or "")


async def test_pages_of_the_longest_comments_fit_into_a_message(home: Talk) -> None:
    await home.change(title="🙂" * 100)
    above = home.card
    for _ in range(12):
        above = home.sora.send_text("🙂" * 990, reply_to=above)
        await home.handle()
        home.sora.edit_text(above, "😀" * 999)
    home.sora.first_name = "👩‍👩‍👧‍👧" * 8
    await home.handle()
    thread = await home.open(home.jiwoo)
    await home.office.press(home.jiwoo, thread, WORDS.before_button)
    assert (thread.text or "").count("…") >= 10
    assert length(thread.text or "") <= LONGEST_TEXT


async def test_forged_presses_on_threads_disclose_nothing(home: Talk) -> None:
    said = await home.says(home.jiwoo, "비밀")
    kept = await home.kept(said)
    assert kept is not None
    stranger = home.world.person(99, "남", "ko")
    other = home.world.group("다른 방", [stranger], bot_is_admin=True)
    greeting = stranger.send_text("/start")
    await home.handle()
    place = other.from_bot[-1]
    for data in (
        f"thread:{home.entry_id}",
        f"thread:{home.entry_id}:{home.diary.id}",
        f"threadp:{home.entry_id}:0",
        f"threadmine:{home.entry_id}",
        f"threadhid:{home.entry_id}",
        f"cdel:{kept.id}",
        f"cshow:{kept.id}",
        f"toentry:{kept.id}",
        "thread:999",
        "cdel:999",
    ):
        for message in (place, greeting):
            told = await home.office.forge(stranger, message, data)
            assert told["text"] in {SAYS.not_yours, SAYS.too_late, GROUPS.read_first}
    assert await home.count() == 1
    assert not any("비밀" in (m.text or "") for m in (*other.from_bot, *stranger.chat.from_bot))


async def test_the_author_is_told_once_for_all_comments(home: Talk) -> None:
    home.jiwoo.send_text("/start")
    first = await home.says(home.sora, "축하해!")
    await home.says(home.emma, "나도 " + "좋아" * 100, first)
    await home.tell()
    notice = home.jiwoo.chat.from_bot[-1]
    assert (notice.text or "").startswith(
        "💬 가족에 있는 내 일기 ‘첫 <출근>’에 새 댓글이 2개 달렸어요."
    )
    quote = (notice.text or "").split("\n\n")[1]
    assert quote.startswith("Emma: 나도 좋아좋아")
    assert length(quote) <= 100 + len("Emma: ")
    before = len(home.jiwoo.chat.from_bot)
    await home.tell()
    assert len(home.jiwoo.chat.from_bot) == before
    await home.office.press(home.jiwoo, notice, WORDS.open_button)
    thread = home.jiwoo.chat.from_bot[-1]
    assert "📒 가족" in (thread.text or "")
    assert "축하해!" in (thread.text or "")


async def test_from_the_private_thread_one_answers_into_the_diary(home: Talk) -> None:
    home.jiwoo.send_text("/start")
    await home.says(home.sora, "축하해!")
    await home.tell()
    await home.office.press(home.jiwoo, home.jiwoo.chat.from_bot[-1], WORDS.open_button)
    said = await home.says(home.jiwoo, "고마워요 모두", home.jiwoo.chat.from_bot[-1])
    kept = await home.kept(said)
    assert kept is not None
    assert (kept.diary_id, await home.count()) == (home.diary.id, 2)


async def test_whoever_has_left_hears_nothing_and_reads_nothing(home: Talk) -> None:
    home.jiwoo.send_text("/start")
    said = await home.says(home.sora, "축하해!")
    await home.tell()
    notice = home.jiwoo.chat.from_bot[-1]
    await home.office.press(home.jiwoo, notice, WORDS.open_button)
    thread = home.jiwoo.chat.from_bot[-1]
    home.world.leave(home.chat, home.jiwoo)
    await home.handle()
    home.office.clock.pass_s(120)
    told = await home.office.press(home.jiwoo, notice, WORDS.open_button)
    assert told["text"] == SAYS.not_yours
    home.sora.edit_text(said, "떠난 뒤의 말")
    await home.handle()
    assert thread.deleted
    assert "떠난 뒤의 말" not in (thread.text or "")
    told_before = list(home.jiwoo.chat.from_bot)
    await home.says(home.sora, "또 하나")
    await home.tell()
    new = [message for message in home.jiwoo.chat.from_bot if message not in told_before]
    assert not any("또 하나" in (m.text or "") or "💬" in (m.text or "") for m in new)


async def test_a_notice_of_what_was_deleted_meanwhile_is_not_sent(home: Talk) -> None:
    home.jiwoo.send_text("/start")
    said = await home.says(home.sora, "실수")
    await home.says(home.sora, "/del", said)
    before = len(home.jiwoo.chat.from_bot)
    await home.tell()
    assert len(home.jiwoo.chat.from_bot) == before


async def test_whoever_was_answered_is_told(home: Talk) -> None:
    home.emma.send_text("/start")
    said = await home.says(home.emma, "축하해!")
    await home.says(home.jiwoo, "고마워", said)
    await home.tell()
    text = home.emma.chat.from_bot[-1].text or ""
    assert text.startswith("↩︎ 가족의 ‘첫 <출근>’에 남긴 내 댓글에 답글이 1개 달렸어요.")
    assert text.endswith("지우: 고마워")
