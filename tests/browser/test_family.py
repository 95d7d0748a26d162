"""One who plays a family in the page: a group that is a diary, an invitation, a comment."""

from __future__ import annotations

import re

from playwright.async_api import Locator, expect

from bot.phrases import captures, groups, invitations, phrases_in
from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor

GROUP = "우리 집"
SECRET = "아무한테도 말하지 않은 이야기"
COMMENT = "What a day! So proud of you"
LINK = re.compile(r"t\.me/.+start=inv_")


async def test_a_family_writes_together_and_nobody_sees_anothers_own_chat(arrive: Arrive) -> None:
    visitor = await arrive("ko")
    await visitor.add_person("Mina", "en")
    await visitor.add_person("서연", "ko")
    await _keeps_a_secret(visitor)
    await _makes_a_group(visitor)
    await _makes_it_a_diary(visitor)
    await _passes_an_invitation_on(visitor)
    await _records_for_all(visitor)
    await visitor.become("Mina")
    await _accepts(visitor)
    await _comments(visitor)
    await _looks_for_what_is_not_hers(visitor)


async def _keeps_a_secret(visitor: Visitor) -> None:
    says = phrases_in("ko")
    await visitor.press(visitor.words["start"])
    await visitor.tap(says.consent_button)
    await expect(visitor.said(says.consent_thanks)).to_be_visible()
    await visitor.write(SECRET)
    await expect(visitor.said(SECRET)).to_be_visible()


async def _makes_a_group(visitor: Visitor) -> None:
    """Without the bot at first, which is added and made administrator by hand."""
    words = visitor.words
    await visitor.press(words["new_chat"])
    await visitor.page.get_by_role("menuitem", name=words["new_group"], exact=True).click()
    window = visitor.window
    await window.get_by_label(words["group_title"]).fill(GROUP)
    await window.get_by_label(words["kind_supergroup"]).first.check()
    await window.get_by_label(words["group_with_bot"].format(bot="mind-gitter")).uncheck()
    await visitor.finds_nothing_grave("a new group")
    await visitor.button(words["create"], window).click()
    await visitor.page.locator("#chat .head-about").click()
    await _adds_and_promotes(visitor)
    await visitor.press(words["close"])
    await expect(visitor.window).to_have_count(0)


async def _adds_and_promotes(visitor: Visitor) -> None:
    words, window = visitor.words, visitor.window
    await window.get_by_role("button", name=words["add_whom"].format(name="mind-gitter")).click()
    await visitor.button(words["promote_whom"].format(name="mind-gitter"), window).click()
    await visitor.button(words["promote"], visitor.window).click()
    demote = words["demote_whom"].format(name="mind-gitter")
    await expect(visitor.button(demote, visitor.window)).to_be_visible()
    await visitor.finds_nothing_grave("a group's members")


async def _makes_it_a_diary(visitor: Visitor) -> None:
    words = groups.words_in("ko")
    await visitor.tap(words.make_button)
    await expect(visitor.key(words.join_button)).to_be_visible()


async def _passes_an_invitation_on(visitor: Visitor) -> None:
    """The link comes in private; it goes to the group as a forwarded message."""
    words = invitations.words_in("ko")
    await visitor.write("/invite")
    await visitor.tap(words.lead_button)
    await visitor.tap(words.one_button)
    letter = visitor.said(LINK)
    await expect(letter).to_be_visible()
    await letter.focus()
    await letter.press("Enter")
    name = visitor.words["forward"]
    await visitor.page.get_by_role("menuitem", name=name, exact=True).click()
    await visitor.window.get_by_role("button", name=GROUP).click()
    await visitor.open(GROUP)
    await expect(visitor.said(LINK)).to_be_visible()


async def _records_for_all(visitor: Visitor) -> None:
    await visitor.record()
    await visitor.tap(captures.words_in("ko").always_button)
    await visitor.sees_picture()
    await expect(visitor.key("💬")).to_be_visible()


async def _accepts(visitor: Visitor) -> None:
    await visitor.open(GROUP)
    await visitor.said(LINK).get_by_role("link").filter(has_text="inv_").click()
    words = invitations.words_in("en")
    await visitor.tap(words.accept_button)
    accepted = re.sub("<[^>]+>", "", words.accepted(GROUP)).split("\n")[0]
    await expect(visitor.said(accepted)).to_be_visible()


async def _comments(visitor: Visitor) -> None:
    await visitor.open(GROUP)
    await visitor.sees_picture()
    card: Locator = visitor.pictures.last
    await visitor.reply(card, COMMENT)
    await expect(card.locator(".key").filter(has_text="💬 1")).to_be_visible()
    known = await visitor.messages.count()
    await card.locator(".key").filter(has_text="💬 1").click()
    await expect(visitor.messages).to_have_count(known + 1)
    await expect(visitor.messages.last).to_contain_text(COMMENT)
    await expect(visitor.messages.last).to_contain_text("Mina")
    await visitor.finds_nothing_grave("a group with a thread")


async def _looks_for_what_is_not_hers(visitor: Visitor) -> None:
    """By its address, after a reload, and while everything is told anew."""
    page = visitor.page
    await visitor.become("서연")
    await visitor.open("mind-gitter")
    await expect(visitor.said(SECRET)).to_be_visible()
    hers = page.url
    await visitor.become("Mina")
    await expect(page.locator("#chats .row")).to_have_count(2)
    await page.goto(hers)
    await page.reload()
    await expect(page.locator("#chats .row")).to_have_count(2)
    await expect(visitor.said(SECRET)).to_have_count(0)
    assert SECRET not in await page.content()
