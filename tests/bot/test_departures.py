"""Members, leaving, handing over and the end of a diary, as people see them."""

import datetime as dt

import pytest
from telegram import Bot

from bot.phrases import departures as departure_phrases
from bot.phrases import invitations as invitation_phrases
from bot.phrases import members as member_phrases
from bot.phrases import phrases_in
from bot.phrases.exports import words_in as export_words
from bot.phrases.openings import words_in as opening_words
from diary import departures, diaries
from playground.server import Message, Person, World
from storage import cards
from storage import diaries as diary_rows
from storage import entries as entry_rows
from storage import persons as person_rows
from storage.database import Database
from storage.persons import Person as Known
from tests.bot.office import buttons
from tests.bot.parlour import Parlour, open_parlour
from tests.diary.given import finished, recording

KOREAN, ENGLISH = departure_phrases.words_in("ko"), departure_phrases.words_in("en")
MEMBERS = member_phrases.words_in("en")


@pytest.fixture
async def home(bot: Bot, world: World, database: Database) -> Parlour:
    return await open_parlour(bot, world, database)


def last(person: Person) -> Message:
    return person.chat.from_bot[-1]


def text(message: Message) -> str:
    return message.text or ""


async def known(home: Parlour, person: Person) -> Known:
    async with home.office.database.reading() as connection:
        found = await person_rows.find(connection, person.id)
        assert found is not None
        return found


async def written(home: Parlour, person: Person, number: int) -> tuple[int, Message]:
    """A finished entry of somebody in the diary, and its card in the group."""
    async with home.office.database.writing() as connection:
        clip = recording(number, person.id, language=person.language_code)
        entry_id = await finished(connection, clip)
        await entry_rows.change(connection, entry_id, diary_id=home.diary.id)
        card = await cards.of_entry(connection, entry_id)
        assert card is not None
        await cards.remove(connection, card.id)
        await cards.add(connection, entry_id, home.group.id, None)
    await home.handle()
    return entry_id, home.group.from_bot[-1]


async def place(home: Parlour, entry_id: int) -> int | None:
    """The diary that an entry is in now."""
    async with home.office.database.reading() as connection:
        entry = await entry_rows.get(connection, entry_id)
        return entry.diary_id if entry else None


async def test_a_group_sees_its_members_and_manages_them_in_private(home: Parlour) -> None:
    await written(home, home.emma, 1)
    shown = await home.say(home.emma, "/members", chat=home.group)
    lines = text(shown).splitlines()
    assert lines[0] == "👥 가족 · 2명"
    assert lines[2].startswith("👑 지우 · 2026. 11. 20.부터 · 일기 0편")
    assert lines[3].startswith("• Emma · 2026. 11. 20.부터 · 일기 1편")
    page = await home.follow(home.emma, shown, member_phrases.words_in("ko").manage_button)
    assert buttons(page) == [MEMBERS.back_button]
    page = await home.follow(home.mallory, shown, member_phrases.words_in("ko").manage_button)
    assert text(page) == invitation_phrases.words_in("en").no_access
    home.world.join(home.group, home.mallory)
    refused = await home.say(home.mallory, "/members", chat=home.group)
    assert text(refused) == invitation_phrases.words_in("ko").no_access


async def test_an_administrator_who_is_no_member_removes_one_and_reads_nothing(
    home: Parlour,
) -> None:
    await written(home, home.emma, 1)
    words = member_phrases.words_in("ko")
    home.world.join(home.group, home.seorin)
    home.world.set_status(home.group, home.jiwoo, home.seorin, "administrator")
    shown = await home.say(home.seorin, "/members", chat=home.group)
    assert "2명" in text(shown)
    assert "일기" not in text(shown)
    page = await home.follow(home.seorin, shown, words.manage_button)
    assert text(page) == text(shown)
    assert buttons(page) == [words.remove_button("Emma")]
    told = await home.forge(home.seorin, page, f"diary:{home.diary.id}")
    assert told["text"] == phrases_in("ko").not_yours
    await home.press(home.seorin, page, words.remove_button("Emma"))
    await home.press(home.seorin, page, words.yes_remove_button)
    assert await home.state(home.emma) == "removed"


async def test_a_note_that_waits_for_a_word_is_not_counted(home: Parlour) -> None:
    home.emma.send_video_note(b"note", 5, chat=home.group)
    await home.handle()
    shown = await home.say(home.jiwoo, "/members", chat=home.group)
    assert text(shown).splitlines()[3].endswith("일기 0편")
    page = await home.say(home.emma, "/leave")
    assert text(page) == ENGLISH.ask_nothing("가족").replace("<b>", "").replace("</b>", "")
    await home.press(home.emma, page, ENGLISH.just_leave_button)
    assert text(page) == ENGLISH.left_nothing("가족").replace("<b>", "").replace("</b>", "")


@pytest.mark.parametrize("number", [1, 3])
def test_one_entry_is_not_spoken_of_as_several(number: int) -> None:
    until = dt.date(2026, 12, 6)
    said = (ENGLISH.ask_left("X", number), ENGLISH.ask_gone("X", number, until))
    sure, entries = ENGLISH.sure_delete("X", number), "entry" if number == 1 else "3 entries"
    verb = "is" if number == 1 else "are"
    assert f"of yours {verb} still there" in said[0]
    assert f"your {entries} there?" in said[1]
    assert f"{'it is' if number == 1 else 'they are'} left there" in said[1]
    assert sure.startswith(f"Really delete your {entries} in")


async def test_somebody_removed_reads_no_more_and_is_asked_about_their_entries(
    home: Parlour,
) -> None:
    entry_id, _ = await written(home, home.emma, 1)
    words = member_phrases.words_in("ko")
    page = await home.say(home.jiwoo, "/members")
    assert buttons(page) == [
        words.remove_button("Emma"), words.hand_button, words.back_button
    ]  # fmt: skip
    await home.press(home.jiwoo, page, words.remove_button("Emma"))
    await home.press(home.jiwoo, page, words.yes_remove_button)
    assert text(page) == "Emma 님을 내보냈어요."
    assert await home.state(home.emma) == "removed"
    asks = last(home.emma)
    assert text(asks).startswith("You no longer share 가족.")
    assert text(await home.say(home.emma, "/diaries")) == MEMBERS.no_diaries
    await home.press(home.emma, asks, ENGLISH.delete_button)
    assert await place(home, entry_id) == home.diary.id
    await home.press(home.emma, asks, ENGLISH.yes_delete_button(1))
    assert await place(home, entry_id) is None
    assert text(asks) == "🗑 You are out of 가족, and one entry of yours is gone."


async def test_entries_that_are_taken_along_come_as_cards_and_leave_the_group(
    home: Parlour,
) -> None:
    entry_id, card = await written(home, home.emma, 1)
    lead = await home.say(home.jiwoo, "/leave", chat=home.group)
    page = await home.follow(home.emma, lead, KOREAN.lead_button)
    assert "You have one entry in it" in text(page)
    assert buttons(page) == [
        ENGLISH.take_button,
        ENGLISH.leave_button,
        ENGLISH.delete_button,
        export_words("en").first_button,
        ENGLISH.stay_button,
    ]  # fmt: skip
    await home.press(home.emma, page, ENGLISH.take_button)
    assert text(page) == "📦 You are out of 가족, and one entry moved to your own diary."
    assert card.deleted
    coming = opening_words("en").coming  # the painter here draws Korean alone
    assert text(last(home.emma)) == coming
    assert await home.state(home.emma) == "left"
    async with home.office.database.reading() as connection:
        own = await diary_rows.of_chat(connection, home.emma.id)
    assert own is not None
    assert await place(home, entry_id) == own.id


@pytest.mark.parametrize(("number", "way"), [(1, "take"), (2, "really")])
async def test_what_was_said_about_entries_that_go_goes_too(
    home: Parlour, number: int, way: str
) -> None:
    entry_id, card = await written(home, home.emma, number)
    await home.say(home.jiwoo, "우리끼리 한 말", chat=home.group, reply_to=card)
    await home.forge(home.jiwoo, card, f"thread:{entry_id}")
    thread = home.group.from_bot[-1]
    assert "우리끼리 한 말" in text(thread)
    page = await home.say(home.emma, "/leave")
    await home.forge(home.emma, page, f"leave:{home.diary.id}:{way}")
    assert card.deleted
    assert thread.deleted


async def test_one_may_also_stay(home: Parlour) -> None:
    page = await home.say(home.emma, "/leave")
    assert buttons(page) == [ENGLISH.just_leave_button, ENGLISH.stay_button]
    await home.press(home.emma, page, ENGLISH.stay_button)
    assert text(page) == ENGLISH.stayed
    assert await home.state(home.emma) == "member"


async def test_who_left_the_group_is_asked_and_comes_back_as_before(home: Parlour) -> None:
    entry_id, _ = await written(home, home.emma, 1)
    home.world.leave(home.group, home.emma)
    await home.handle()
    asks = last(home.emma)
    assert "left there on December 20" in text(asks)
    assert text(await home.say(home.emma, "/members")) == MEMBERS.no_diaries
    home.world.join(home.group, home.emma)
    await home.handle()
    assert await home.state(home.emma) == "member"
    # The old question still works for who is a member, as /leave does; it was not pressed.
    assert await place(home, entry_id) == home.diary.id
    assert text(await home.say(home.emma, "/diaries")) == MEMBERS.diaries


async def test_who_slips_out_unseen_is_denied_by_telegrams_own_answer(home: Parlour) -> None:
    """The bot is no admin and hears nothing: what it knew counts for a minute at most."""
    home.world.set_bot_status(home.group, home.jiwoo, "member")
    page = await home.say(home.emma, "/members")
    assert text(page).startswith("👥 가족")
    home.world.leave(home.group, home.emma, announced=False)
    home.office.clock.pass_s(61)
    answer = await home.forge(home.emma, page, f"members:{home.diary.id}")
    assert answer["text"] == phrases_in("en").not_yours
    assert text(await home.say(home.emma, "/members")) == MEMBERS.no_diaries
    # Where Telegram does not answer, nobody is let in either.
    home.world.join(home.group, home.emma, announced=False)
    home.office.clock.pass_s(61)
    home.world.faults.add("server_error", "getChatMember", count=None)
    assert text(await home.say(home.emma, "/members")) == MEMBERS.no_diaries


async def test_the_owner_who_leaves_is_followed_by_the_oldest_member(home: Parlour) -> None:
    home.world.leave(home.group, home.jiwoo)
    await home.handle()
    assert text(last(home.emma)).startswith("👑 The owner of 가족 has left.")
    async with home.office.database.reading() as connection:
        diary = await diary_rows.get(connection, home.diary.id)
    assert diary.owner_id == (await known(home, home.emma)).id


@pytest.mark.parametrize("accepts", [True, False])
async def test_a_diary_is_handed_over_to_who_accepts(home: Parlour, *, accepts: bool) -> None:
    words = member_phrases.words_in("ko")
    page = await home.say(home.jiwoo, "/members")
    await home.press(home.jiwoo, page, words.hand_button)
    await home.press(home.jiwoo, page, words.hand_to_button("Emma"))
    assert text(page) == "Emma 님에게 여쭤볼게요. 받아들이면 알려 드릴게요."
    offer = last(home.emma)
    assert text(offer).startswith("👑 지우 asks you to take over 가족.")
    for forger in (home.mallory, home.seorin):
        mine = await home.say(forger, "/help")
        answer = await home.forge(forger, mine, f"heir:{home.diary.id}:yes")
        assert answer["text"] == phrases_in(forger.language_code or "").not_yours
    button = MEMBERS.take_button if accepts else MEMBERS.refuse_button
    await home.press(home.emma, offer, button)
    heard = words.heir_yes if accepts else words.heir_no
    assert text(last(home.jiwoo)) == heard("Emma", "가족").replace("<b>", "").replace("</b>", "")
    async with home.office.database.reading() as connection:
        diary = await diary_rows.get(connection, home.diary.id)
    owner = home.emma if accepts else home.jiwoo
    assert diary.owner_id == (await known(home, owner)).id


async def announced(home: Parlour) -> Message:
    """Jiwoo has typed the title; the answer."""
    page = await home.say(home.jiwoo, "/delete_diary")
    await home.press(home.jiwoo, page, "가족")
    return await home.say(home.jiwoo, "가족", reply_to=last(home.jiwoo))


async def test_a_diary_is_deleted_by_its_title_alone_and_can_be_restored(home: Parlour) -> None:
    page = await home.say(home.jiwoo, "/delete_diary")
    await home.press(home.jiwoo, page, "가족")
    wrong = await home.say(home.jiwoo, "가죽", reply_to=last(home.jiwoo))
    assert text(wrong) == KOREAN.wrong_title
    told = await announced(home)
    assert text(told) == "가족 일기장은 11월 27일에 사라져요. 모두에게 알릴게요."
    assert text(home.group.from_bot[-1]).startswith("🗑 이 일기장은 11월 27일에 사라져요.")
    assert text(last(home.emma)).startswith("🗑 The owner of 가족 has decided")
    await home.press(home.jiwoo, told, KOREAN.restore_button)
    assert text(told) == "되돌렸어요. 가족 일기장은 그대로 있어요."
    assert text(home.group.from_bot[-1]) == KOREAN.group_restored
    assert text(last(home.emma)) == "Restored: 가족 stays."
    answer = await home.forge(home.jiwoo, told, f"deldiary:{home.diary.id}:restore")
    assert answer["text"] == phrases_in("ko").too_late


async def test_before_a_diary_goes_its_members_take_what_is_theirs(home: Parlour) -> None:
    emmas, _ = await written(home, home.emma, 1)
    jiwoos, card = await written(home, home.jiwoo, 2)
    await announced(home)
    told = last(home.emma)
    await home.press(home.emma, told, ENGLISH.save_button(1))
    assert text(told) == "📦 One entry moved to your own diary."
    home.office.clock.pass_s(diaries.GRACE.total_seconds())
    async with home.office.database.writing() as connection:
        await diaries.delete_due(connection, home.office.clock())
    await home.handle()
    assert await place(home, jiwoos) is None
    assert await place(home, emmas) is not None
    assert card.deleted or card.caption == "이 일기장에서 뺀 일기예요."
    assert text(await home.say(home.jiwoo, "/diaries")) == member_phrases.words_in("ko").no_diaries


async def test_forged_buttons_of_strangers_and_members_change_nothing(home: Parlour) -> None:
    entry_id, _ = await written(home, home.jiwoo, 1)
    emma = (await known(home, home.emma)).id
    jiwoo = (await known(home, home.jiwoo)).id
    mine = await home.say(home.mallory, "/help")
    members_own = await home.say(home.emma, "/help")
    before, members_before = text(mine), text(members_own)
    for number in (home.diary.id, 0, 99):
        for action, details in (
            ("diary", ("",)),
            ("members", ("", f"out-{emma}", f"gone-{emma}", "hand", f"to-{emma}", "x", "gone-x")),
            ("heir", ("yes", "no", "")),
            ("leave", ("", "take", "leave", "delete", "really", "stay", "x")),
            ("deldiary", ("", "restore")),
            ("savemine", ("",)),
        ):
            for detail in details:
                if (action, number) == ("diary", 0):
                    continue
                data = f"{action}:{number}:{detail}".rstrip(":")
                answer = await home.forge(home.mallory, mine, data)
                assert (data, answer["text"]) == (data, phrases_in("en").not_yours)
    assert text(mine) == before
    number = home.diary.id
    for data in (
        f"members:{number}:out-{jiwoo}", f"members:{number}:gone-{jiwoo}",
        f"members:{number}:gone-{emma}", f"members:{number}:hand", f"members:{number}:to-{emma}",
        f"heir:{number}:yes", f"deldiary:{number}", f"deldiary:{number}:restore",
    ):  # fmt: skip
        answer = await home.forge(home.emma, members_own, data)
        assert (data, answer["text"]) == (data, phrases_in("en").not_yours)
    assert text(members_own) == members_before
    assert [await home.state(p) for p in (home.jiwoo, home.emma)] == ["member", "member"]
    assert await place(home, entry_id) == number
    assert departures.GRACE > diaries.GRACE
