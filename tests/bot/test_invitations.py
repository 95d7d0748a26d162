"""Inviting as people see it: links, the picker, names, answers, and forged buttons."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from telegram import Bot

from bot.phrases import invitations as phrases
from bot.phrases import phrases_in
from playground.server import Message, Person, World
from storage import diaries
from storage.database import Database
from tests.bot.office import buttons
from tests.bot.parlour import Parlour, open_parlour

KOREAN, ENGLISH = phrases.words_in("ko"), phrases.words_in("en")
LINK = re.compile(r"https://t\.me/\w+\?start=inv_[A-Za-z0-9_-]{32}")


@pytest.fixture
async def home(bot: Bot, world: World, database: Database) -> Parlour:
    return await open_parlour(bot, world, database)


def last(person: Person) -> Message:
    return person.chat.from_bot[-1]


async def menu(home: Parlour, person: Person) -> Message:
    return await home.say(person, "/invite")


async def link(home: Parlour, person: Person, button: str) -> str:
    """A link as the person reads it."""
    await home.press(person, await menu(home, person), button)
    found = LINK.search(last(person).text or "")
    assert found is not None
    return found[0]


async def test_a_group_is_led_to_the_private_chat_and_only_members_get_further(
    home: Parlour,
) -> None:
    lead = await home.say(home.emma, "/invite", chat=home.group)
    assert buttons(lead) == [KOREAN.lead_button]
    shown = await home.follow(home.emma, lead, KOREAN.lead_button)
    assert (shown.text or "").startswith("💌 가족")
    assert ENGLISH.one_button in buttons(shown)
    shown = await home.follow(home.mallory, lead, KOREAN.lead_button)
    assert shown.text == ENGLISH.no_access
    for payload in (f"invite_{home.diary.id + 1}", "invite_", "invite_x", "invite_-1"):
        shown = await home.say(home.mallory, f"/start {payload}")
        assert shown.text == ENGLISH.no_access


async def test_a_newcomer_sees_the_invitation_first_and_becomes_a_member(home: Parlour) -> None:
    url = await link(home, home.jiwoo, KOREAN.one_button)
    [send] = [b.url for b in last(home.jiwoo).buttons if b.text == KOREAN.send_button]
    assert parse_qs(urlsplit(send or "").query) == {
        "url": [url],
        "text": [KOREAN.passed_on("가족")],
    }
    home.mallory.open_link(url)
    await home.handle()
    offer = last(home.mallory)
    assert "지우 invites you" in (offer.text or "")
    assert "📒 가족" in (offer.text or "")
    assert buttons(offer) == [ENGLISH.accept_button, ENGLISH.decline_button]
    assert await home.state(home.mallory) is None
    await home.press(home.mallory, offer, ENGLISH.accept_button)
    assert await home.state(home.mallory) == "member"
    assert home.group.from_bot[-1].text == "🎉 Mallory 님이 일기장을 함께 쓰게 되었어요."
    assert last(home.jiwoo).text == "🎉 Mallory 님이 가족 초대를 받아들였어요."
    [join] = offer.links
    assert home.mallory.join_by_link(join) == "joined"
    assert home.seorin.join_by_link(join) == "refused"
    await home.handle()
    home.mallory.open_link(url)
    await home.handle()
    assert (last(home.mallory).text or "").startswith("You write in 가족 already.")


async def test_where_the_bot_may_not_invite_the_member_is_told_whom_to_ask(home: Parlour) -> None:
    home.world.set_bot_status(home.group, home.jiwoo, "administrator", can_invite_users=False)
    home.seorin.open_link(await link(home, home.jiwoo, KOREAN.one_button))
    await home.handle()
    await home.press(home.seorin, last(home.seorin), KOREAN.accept_button)
    assert KOREAN.ask_for_it in (last(home.seorin).text or "")
    assert last(home.seorin).buttons == []
    assert await home.state(home.seorin) == "member"


async def test_each_dead_link_gets_one_plain_sentence(home: Parlour) -> None:
    used = await link(home, home.jiwoo, KOREAN.one_button)
    revoked = await link(home, home.jiwoo, KOREAN.one_button)
    await home.press(home.jiwoo, last(home.jiwoo), KOREAN.revoke_button)
    assert last(home.jiwoo).text == KOREAN.revoked
    expired = await link(home, home.jiwoo, KOREAN.many_button(5))
    home.seorin.open_link(used)
    await home.handle()
    await home.press(home.seorin, last(home.seorin), KOREAN.accept_button)
    wrong = used[:-1] + ("A" if used[-1] != "A" else "B")
    for url, sentence in (
        (used, ENGLISH.closed["used"]),
        (revoked, ENGLISH.closed["revoked"]),
        (wrong, ENGLISH.unknown),
        ("https://t.me/mindgitter_bot?start=inv_", ENGLISH.unknown),
    ):
        home.mallory.open_link(url)
        await home.handle()
        assert last(home.mallory).text == sentence
    home.office.clock.pass_s(14 * 24 * 3600)
    home.mallory.open_link(expired)
    await home.handle()
    assert last(home.mallory).text == ENGLISH.closed["expired"]
    assert await home.state(home.mallory) is None


async def pick(home: Parlour, who: Person) -> str:
    """Jiwoo picks somebody; what the bot says about it."""
    await home.press(home.jiwoo, await menu(home, home.jiwoo), KOREAN.pick_button)
    asks = last(home.jiwoo)
    assert home.jiwoo.keyboard() == [KOREAN.pick_key, KOREAN.give_up_key]
    home.jiwoo.pick_users(asks, KOREAN.pick_key, [who])
    await home.office.handle()
    answer = last(home.jiwoo).text or ""
    assert home.jiwoo.keyboard() == []
    await home.handle()
    return answer


async def test_somebody_picked_is_asked_privately_and_the_inviter_hears_the_answer(
    home: Parlour,
) -> None:
    assert "서린 님에게 개인 메시지로" in await pick(home, home.seorin)
    offer = last(home.seorin)
    assert "지우 님이 함께 쓰는 일기장에 초대했어요" in (offer.text or "")
    before = len(home.seorin.chat.from_bot)
    assert "서린 님에게 개인 메시지로" in await pick(home, home.seorin)
    assert len(home.seorin.chat.from_bot) == before
    await home.press(home.seorin, offer, KOREAN.decline_button)
    assert "사양했어요" in (offer.text or "")
    assert "서린 님이 가족 초대를 정중히 사양했어요" in (last(home.jiwoo).text or "")
    refused = await pick(home, home.seorin)
    assert refused == (await pick(home, home.mallory)).replace("Mallory", "서린")
    assert "여쭤볼 수 없어요" in refused
    assert len(home.seorin.chat.from_bot) == before
    assert home.mallory.chat.from_bot == []
    assert await home.state(home.seorin) is None


async def test_the_keyboard_of_the_picker_can_be_put_away(home: Parlour) -> None:
    await home.press(home.jiwoo, await menu(home, home.jiwoo), KOREAN.pick_button)
    shown = await home.say(home.jiwoo, KOREAN.give_up_key)
    assert shown.text == KOREAN.given_up
    assert home.jiwoo.keyboard() == []


async def name(home: Parlour, text: str) -> str:
    """Emma answers the question for a user name."""
    await home.press(home.emma, await menu(home, home.emma), ENGLISH.name_button)
    asks = last(home.emma)
    home.emma.send_text(text, reply_to=asks)
    await home.office.handle()
    answer = last(home.emma).text or ""
    await home.handle()
    return answer


async def test_somebody_named_is_asked_whatever_the_letters_case(home: Parlour) -> None:
    assert await name(home, "@seorin") == "I will ask @seorin in private, and tell you the answer."
    await home.press(home.seorin, last(home.seorin), KOREAN.accept_button)
    assert await home.state(home.seorin) == "member"
    assert last(home.emma).text == "🎉 서린 has accepted your invitation to 가족."
    assert await name(home, "@SEORIN") == "@SEORIN writes in it already."
    assert await name(home, "emma_w") == ENGLISH.yourself
    for nobody in ("@mallory", "@nobody_at_all"):
        assert (
            await name(home, nobody)
            == f"I cannot ask {nobody} now." + (ENGLISH.unaskable("").partition("now.")[2])
        )
    assert await name(home, "my friend Ann") == ENGLISH.not_a_name


async def test_open_invitations_are_listed_and_taken_back_one_by_one(home: Parlour) -> None:
    await pick(home, home.seorin)
    await link(home, home.jiwoo, KOREAN.many_button(5))
    page = await menu(home, home.jiwoo)
    await home.press(home.jiwoo, page, KOREAN.open_button)
    assert "1. 🔗 링크 · 앞으로 5명" in (page.text or "")
    assert "2. 👤 서린" in (page.text or "")
    await home.press(home.jiwoo, page, KOREAN.take_back_button(2))
    assert "서린" not in (page.text or "")
    await home.press(home.seorin, last(home.seorin), KOREAN.accept_button)
    assert last(home.seorin).text == KOREAN.closed["revoked"]
    # Emma sees what she made herself, and the owner's invitations are not hers to see.
    page = await menu(home, home.emma)
    await home.press(home.emma, page, ENGLISH.open_button)
    assert "No invitation is open" in (page.text or "")
    await home.press(home.emma, page, ENGLISH.back_button)
    assert ENGLISH.pick_button in buttons(page)


async def test_forged_buttons_and_choices_disclose_and_change_nothing(home: Parlour) -> None:
    await link(home, home.jiwoo, KOREAN.many_button(5))
    await pick(home, home.seorin)
    mine = await home.say(home.mallory, "/help")
    says, text = phrases_in("en"), mine.text
    groups_own = await home.say(home.emma, "/members", chat=home.group)
    shown = groups_own.text
    for number in (0, 1, 2, 3, 77):
        for data in (
            f"invite:{number}", f"invite:{number}:one", f"invite:{number}:many",
            f"invite:{number}:open", f"invite:{number}:pick", f"invite:{number}:name",
            f"invite:{number}:x", f"invrevoke:{number}", f"invrevoke:{number}:list",
            f"invyes:{number}", f"invno:{number}",
        ):  # fmt: skip
            answer = await home.forge(home.mallory, mine, data)
            assert (answer["text"], answer["show_alert"]) == (says.not_yours, "true")
            answer = await home.forge(home.jiwoo, groups_own, data)
            assert answer["text"] == phrases_in("ko").not_yours
    assert mine.text == text
    assert groups_own.text == shown
    assert len(home.mallory.chat.from_bot) == 1
    shared = {"users": [{"user_id": home.seorin.id}]}
    for request_id in (home.diary.id, 77):
        content = {"users_shared": {"request_id": request_id, **shared}}
        home.mallory.send_content(content)
        await home.handle()
        assert last(home.mallory).text == ENGLISH.no_access
    assert await home.state(home.mallory) is None
    async with home.office.database.reading() as connection:
        rows = (await connection.exec_driver_sql("SELECT state FROM invitations")).all()
    assert [row.state for row in rows] == ["pending", "pending"]


async def test_who_has_left_the_group_invites_nobody_any_more(home: Parlour) -> None:
    page = await menu(home, home.emma)
    home.world.leave(home.group, home.emma)
    await home.handle()
    answer = await home.forge(home.emma, page, f"invite:{home.diary.id}:one")
    assert answer["text"] == phrases_in("en").not_yours
    assert (await menu(home, home.emma)).text == ENGLISH.none


async def test_an_answer_is_not_told_to_who_has_left_meanwhile(home: Parlour) -> None:
    url = await link(home, home.emma, ENGLISH.many_button(5))
    home.seorin.open_link(url)
    await home.handle()
    home.seorin.tap(last(home.seorin), KOREAN.accept_button)
    await home.office.handle()
    home.world.leave(home.group, home.emma)
    before = len(home.emma.chat.from_bot)
    for _ in range(3):
        await home.notices.round()
    assert len(home.emma.chat.from_bot) == before


async def test_hostile_names_and_titles_are_shown_as_they_are(home: Parlour) -> None:
    eve = home.world.person(77, "<b>Eve</b> & \u202eco", "en")
    async with home.office.database.writing() as connection:
        await diaries.change(
            connection, home.diary.id, title="</b><a href='x'>우리", description="<i> & </b>"
        )
    eve.open_link(await link(home, home.jiwoo, KOREAN.one_button))
    await home.handle()
    offer = last(eve)
    assert "📒 </b><a href='x'>우리\n<i> & </b>" in (offer.text or "")
    await home.press(eve, offer, ENGLISH.accept_button)
    assert (home.group.from_bot[-1].text or "").startswith("🎉 <b>Eve</b> & co 님이")
    assert "<b>Eve</b> & co 님이 </b><a href='x'>우리" in (last(home.jiwoo).text or "")
    shown = await home.say(home.jiwoo, "/members")
    assert "<b>Eve</b> & co · 2026. 11. 20.부터" in (shown.text or "")


async def test_a_group_without_a_diary_has_nobody_to_invite(home: Parlour) -> None:
    other = home.world.group("Others", [home.jiwoo], bot_is_admin=True)
    for command in ("/invite", "/members", "/leave", "/delete_diary"):
        assert (await home.say(home.jiwoo, command, chat=other)).text == KOREAN.no_diary
