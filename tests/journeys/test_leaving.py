"""People leave a shared diary, hand it over and end it; reading ends with being there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.phrases import captures as capture_phrases
from bot.phrases import departures as phrases
from bot.phrases import invitations as invitation_phrases
from bot.phrases import members as member_phrases
from playground.server import Chat, Message, Person
from tests.journeys.households import asks, household, offered, said, state_of, told, turned
from tests.journeys.people import Town, answers_to, picture_card, picture_cards

Shots = Callable[[], bytes]

BOTH = pytest.mark.parametrize("language", ["ko", "en"])


async def written(town: Town, person: Person, group: Chat, shot: bytes) -> Message:
    """Somebody's note in the group, once its card is done; the card."""
    words = capture_phrases.words_in(person.language_code or "ko")
    note = person.send_video_note(shot, duration=6, chat=group)
    [question] = await town.sees(person, lambda: answers_to(note))
    if any(button.text == words.always_button for button in question.buttons):
        await person.press(question, words.always_button, 60)
    card: Message = await town.sees(person, lambda: picture_card(note))
    # Its last edit is written down, so that nothing more will change.
    await town.bot.until(
        lambda: town.bot.value(
            "SELECT shown = wanted FROM cards WHERE chat_id = ? AND message_id = ?",
            group.id,
            card.message_id,
        )
    )
    return card


def diaries_of(town: Town, person: Person) -> list[object]:
    """The chats of the diaries in which somebody's entries are."""
    rows = town.bot.rows(
        "SELECT diaries.chat_id FROM entries JOIN persons ON persons.id = author_id"
        " JOIN diaries ON diaries.id = entries.diary_id WHERE persons.telegram_id = ?",
        person.id,
    )
    return [row["chat_id"] for row in rows]


@BOTH
async def test_each_goes_as_they_like(town: Town, shots: Shots, language: str) -> None:
    group, owner, taker = await household(town, language)
    words = phrases.words_in(language)
    taken = await written(town, taker, group, shots())
    page = await asks(town, taker, "/leave", words.take_button)
    await taker.press(page, words.take_button, 60)
    await turned(town, page, words.taken("Family", 1))
    await told(town, lambda: taken.deleted and picture_cards(taker))
    assert diaries_of(town, taker) == [taker.id]
    kept = await written(town, owner, group, shots())
    deleter = await _guest(town, owner, group, language)
    gone = await written(town, deleter, group, shots())
    page = await asks(town, deleter, "/leave", words.delete_button)
    await deleter.press(page, words.delete_button, 60)
    await turned(town, page, words.sure_delete("Family", 1))
    await deleter.press(page, words.yes_delete_button(1), 60)
    await turned(town, page, words.deleted("Family", 1))
    await told(town, lambda: gone.deleted)
    assert town.entries(deleter) == []
    leaver = await _guest(town, owner, group, language)
    stays = await written(town, leaver, group, shots())
    page = await asks(town, leaver, "/leave", words.leave_button)
    await leaver.press(page, words.leave_button, 60)
    await turned(town, page, words.left("Family"))
    assert diaries_of(town, leaver) == [group.id]
    assert not stays.deleted
    assert not kept.deleted
    leaver.send_text("/diaries")
    await said(town, leaver, member_phrases.words_in(language).no_diaries)


async def _guest(town: Town, owner: Person, group: Chat, language: str) -> Person:
    """Somebody who comes by a link and joins the group."""
    words = invitation_phrases.words_in(language)
    guest = town.newcomer(language, "Mina")
    page = await asks(town, owner, "/invite", words.one_button)
    before = len(owner.chat.from_bot)
    await owner.press(page, words.one_button, 60)
    await told(town, lambda: len(owner.chat.from_bot) > before)
    text = owner.chat.from_bot[-1].text or ""
    guest.open_link(next(line for line in text.splitlines() if line.startswith("https://")))
    offer = await offered(town, guest.chat, words.accept_button)
    await guest.press(offer, words.accept_button, 60)
    await told(town, lambda: offer.links)
    assert guest.join_by_link(offer.links[0]) == "joined"
    await town.bot.until(lambda: state_of(town, guest, group) == "member")
    return guest


@BOTH
@pytest.mark.parametrize("bot_is_admin", [True, False])
async def test_who_leaves_the_group_reads_nothing_from_that_moment(
    town: Town, language: str, *, bot_is_admin: bool
) -> None:
    group, _, member = await household(town, language, bot_is_admin=bot_is_admin)
    words, members = phrases.words_in(language), member_phrases.words_in(language)
    page = await asks(town, member, "/diaries", "Family")
    await member.press(page, "Family", 60)
    await turned(town, page, members.diary("Family", 2, 0))
    # An admin is told by Telegram; else the group's own message says it.
    town.world.leave(group, member)
    number = town.bot.value("SELECT id FROM diaries WHERE chat_id = ?", group.id)
    await town.bot.until(lambda: state_of(town, member, group) == "left")
    for data in (f"members:{number}", f"diary:{number}", f"invite:{number}:one"):
        answer = await member.call(page, data).answered(60)
        assert answer["show_alert"] == "true"
    await said(town, member, words.gone_nothing("Family"))
    town.world.join(group, member)
    await town.bot.until(lambda: state_of(town, member, group) == "member")
    again = await asks(town, member, "/members", members.back_button)
    assert "Family" in (again.text or "")


@BOTH
async def test_a_diary_changes_hands_and_its_new_owner_ends_and_restores_it(
    town: Town, shots: Shots, language: str
) -> None:
    group, owner, heir = await household(town, language)
    words, members = phrases.words_in(language), member_phrases.words_in(language)
    await written(town, owner, group, shots())
    page = await asks(town, owner, "/members", members.hand_button)
    await owner.press(page, members.hand_button, 60)
    await told(town, lambda: page.buttons[0].text == members.hand_to_button("Emma"))
    await owner.press(page, members.hand_to_button("Emma"), 60)
    offer = await offered(town, heir.chat, members.take_button)
    await heir.press(offer, members.take_button, 60)
    await said(town, owner, members.heir_yes("Emma", "Family"))
    # The former owner can no longer end it, the new one can.
    owner.send_text("/delete_diary")
    await said(town, owner, words.end_none)
    page = await asks(town, heir, "/delete_diary", "Family")
    await heir.press(page, "Family", 60)
    question = await said(town, heir, words.confirm("Family"))
    heir.send_text("Family", reply_to=question)
    ending = await offered(town, heir.chat, words.restore_button)
    warned = await offered(town, owner.chat, words.save_button(1))
    state = "SELECT state FROM diaries WHERE chat_id = ?"
    assert town.bot.value(state, group.id) == "leaving"
    await owner.press(warned, words.save_button(1), 60)
    await turned(town, warned, words.saved(1))
    assert diaries_of(town, owner) == [owner.id]
    await heir.press(ending, words.restore_button, 60)
    await turned(town, ending, words.restored("Family"))
    assert town.bot.value(state, group.id) == "open"
    await said(town, owner, words.restored("Family"))
