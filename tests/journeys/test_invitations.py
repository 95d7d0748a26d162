"""People are invited into a diary by link, picker and name, and say yes or no."""

from __future__ import annotations

import re

import pytest

from bot.phrases import invitations as phrases
from playground.server import Person
from tests.journeys.households import asks, household, offered, said, state_of, told, turned
from tests.journeys.people import Town, button_texts

BOTH = pytest.mark.parametrize("language", ["ko", "en"])
LINK = re.compile(r"https://t\.me/\S+\?start=inv_[A-Za-z0-9_-]+")


async def new_link(town: Town, person: Person, button: str) -> str:
    """A fresh link, as the one who invites reads it."""
    words = phrases.words_in(person.language_code or "ko")
    before = len(person.chat.from_bot)
    page = await asks(town, person, "/invite", button)
    await person.press(page, button, 60)
    made = await told(
        town,
        lambda: next(
            (m for m in person.chat.from_bot[before:] if words.revoke_button in button_texts(m)),
            None,
        ),
    )
    found = LINK.search(made.text or "")
    assert found is not None
    return found[0]


@BOTH
async def test_a_newcomer_follows_a_link_from_the_first_word_into_the_group(
    town: Town, language: str
) -> None:
    group, owner, _ = await household(town, language)
    words = phrases.words_in(language)
    owner.send_text("/invite", chat=group)
    lead = await offered(town, group, words.lead_button)
    url = next(button.url for button in lead.buttons if button.text == words.lead_button)
    assert url is not None
    owner.open_link(url)
    await offered(town, owner.chat, words.pick_button)
    link = await new_link(town, owner, words.one_button)
    newcomer = town.newcomer(language, "Mina")
    newcomer.open_link(link)
    offer = await offered(town, newcomer.chat, words.accept_button)
    assert newcomer.chat.from_bot == [offer]
    assert "Family" in (offer.text or "")
    assert state_of(town, newcomer, group) is None
    await newcomer.press(offer, words.accept_button, 60)
    await turned(town, offer, words.accepted("Family"))
    await told(town, lambda: group.from_bot[-1].text == _plain(words.came("Mina")))
    await said(town, owner, words.joined("Mina", "Family"))
    # Being a member opens nothing before Telegram says that one is in the chat.
    newcomer.send_text("/members")
    await told(town, lambda: len(newcomer.chat.from_bot) == 2)
    assert "Family" not in (newcomer.chat.from_bot[-1].text or "")
    [join] = offer.links
    assert newcomer.join_by_link(join) == "joined"
    await town.bot.until(lambda: _standing(town, group.id, newcomer.id) == "member")
    newcomer.send_text("/members")
    await said(town, newcomer, "Family")
    # The link was for one, and so was the way into the group.
    late = town.newcomer(language, "Late")
    late.open_link(link)
    await said(town, late, words.closed["used"])
    assert late.join_by_link(join) == "refused"
    assert state_of(town, late, group) is None


@BOTH
async def test_who_says_no_is_left_in_peace(town: Town, language: str) -> None:
    group, owner, member = await household(town, language)
    words = phrases.words_in(language)
    guest = await town.resident(language, "Seorin")
    await _pick(town, owner, guest)
    await said(town, owner, words.asked("Seorin"))
    offer = await offered(town, guest.chat, words.decline_button)
    await guest.press(offer, words.decline_button, 60)
    await turned(town, offer, words.turned_down("Family"))
    await said(town, owner, words.declined("Seorin", "Family"))
    before = len(guest.chat.from_bot)
    stranger = town.newcomer(language, "Nobody")
    for asker, asked in ((owner, guest), (member, guest), (member, stranger)):
        await _pick(town, asker, asked)
        await said(town, asker, words.unaskable(asked.first_name))
    assert len(guest.chat.from_bot) == before
    assert stranger.chat.from_bot == []
    assert state_of(town, guest, group) is None
    # A link is another matter: it is a person who hands it over.
    guest.open_link(await new_link(town, member, words.many_button(5)))
    again = await offered(town, guest.chat, words.accept_button)
    await guest.press(again, words.accept_button, 60)
    await town.bot.until(lambda: state_of(town, guest, group) == "member")


@BOTH
async def test_dead_and_guessed_links_say_one_plain_sentence(town: Town, language: str) -> None:
    group, owner, _ = await household(town, language)
    words = phrases.words_in(language)
    link = await new_link(town, owner, words.one_button)
    revoke = await offered(town, owner.chat, words.revoke_button)
    await owner.press(revoke, words.revoke_button, 60)
    await turned(town, revoke, words.revoked)
    stranger = town.newcomer(language, "Mallory")
    stranger.open_link(link)
    await said(town, stranger, words.closed["revoked"])
    stranger.open_link(link[:-1] + ("A" if link[-1] != "A" else "B"))
    await said(town, stranger, words.unknown)
    number = town.bot.value("SELECT max(id) FROM invitations")
    for data in (f"invyes:{number}", f"invrevoke:{number}", "invite:1:one", "members:1"):
        answer = await stranger.call(stranger.chat.from_bot[-1], data).answered(60)
        assert answer["show_alert"] == "true"
    assert state_of(town, stranger, group) is None


async def _pick(town: Town, asker: Person, asked: Person) -> None:
    words = phrases.words_in(asker.language_code or "ko")
    page = await asks(town, asker, "/invite", words.pick_button)
    before = len(asker.chat.from_bot)
    await asker.press(page, words.pick_button, 60)
    await told(
        town,
        lambda: len(asker.chat.from_bot) > before and words.pick_key in asker.keyboard(),
    )
    asker.pick_users(asker.chat.from_bot[-1], words.pick_key, [asked])
    await told(town, lambda: asker.keyboard() == [])


def _standing(town: Town, chat_id: int, telegram_id: int) -> object:
    return town.bot.value(
        "SELECT status FROM standings WHERE chat_id = ? AND telegram_id = ?", chat_id, telegram_id
    )


def _plain(text: str) -> str:
    return text.replace("<b>", "").replace("</b>", "")
