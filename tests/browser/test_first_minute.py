"""The first minute with the page, as somebody has it who knows nothing of it."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.async_api import Locator, expect

from bot.phrases import phrases_in, writings
from tests.browser.conftest import Arrive
from tests.browser.visitor import SOME_SECONDS, Visitor

PAGE = "오늘 드디어 발표가 끝났다. 민지가 회사 앞까지 와서 같이 연습해 줬다. #발표"
BUBBLES = re.compile("🫧")
MOODS = re.compile("🙂|😊|😄")


async def has_begun(visitor: Visitor) -> None:
    """START was pressed and the bot may analyse."""
    says = phrases_in(visitor.language)
    await visitor.press(visitor.words["start"])
    await visitor.tap(says.consent_button)
    await expect(visitor.said(says.consent_thanks)).to_be_visible()


async def test_a_newcomer_records_a_page_and_finds_everything_again(
    arrive: Arrive, clip: Path
) -> None:
    visitor = await arrive("ko")
    await _begins(visitor)
    await _records(visitor)
    await _writes_and_searches(visitor)
    await _looks_at_the_calendar(visitor)
    await _reloads(visitor)
    await _kills_the_bot(visitor, clip)


async def _begins(visitor: Visitor) -> None:
    await expect(visitor.page.locator("html")).to_have_attribute("lang", "ko")
    await expect(visitor.button(visitor.words["start"])).to_be_visible()
    await visitor.finds_nothing_grave("an empty chat")
    await has_begun(visitor)


async def _records(visitor: Visitor) -> None:
    await visitor.press(visitor.words["record_a_note"])
    await expect(visitor.button(visitor.words["record"], visitor.window)).to_be_visible()
    await visitor.finds_nothing_grave("the recorder")
    await visitor.recording(visitor.window)
    picture = await visitor.sees_picture()
    await visitor.finds_nothing_grave("a chat with a card")
    await _turns(visitor, picture)
    await visitor.tap(MOODS)
    await expect(visitor.key(re.compile("^✓"))).to_be_visible()


async def _turns(visitor: Visitor, picture: Locator) -> None:
    """The card shows another picture in the same message."""
    curve = await picture.get_attribute("src")
    assert curve
    await visitor.tap(BUBBLES)
    await expect(picture).not_to_have_attribute("src", curve)
    await expect(visitor.pictures).to_have_count(1)


async def _writes_and_searches(visitor: Visitor) -> None:
    await visitor.write(PAGE)
    await visitor.tap(writings.words_in("ko").button)
    await expect(visitor.said("#발표 · #민지")).to_be_visible()
    await visitor.write("/search 발표")
    # What is typed before the bot has answered goes out after it.
    await visitor.write("/search 겨울")
    await expect(visitor.said("🔎 겨울")).to_be_visible()
    found = visitor.said("🔎 발표")
    await expect(found).to_contain_text("연습해")
    await visitor.button("1", found).click()
    await expect(visitor.messages.filter(has_text="#발표 · #민지")).to_have_count(2)


async def _looks_at_the_calendar(visitor: Visitor) -> None:
    await visitor.write("/calendar")
    await expect(visitor.pictures).to_have_count(2)
    await (await visitor.sees_picture()).click()
    large = visitor.window.locator("img.viewer-image")
    await visitor.sees_whole(large)
    assert await large.evaluate("image => image.naturalWidth") > 500
    await visitor.finds_nothing_grave("a photo in large")
    await visitor.page.keyboard.press("Escape")
    await expect(large).to_have_count(0)


async def _reloads(visitor: Visitor) -> None:
    """The chat says the same, message by message."""
    words = visitor.page.locator("#chat .message .words")
    before = await words.all_inner_texts()
    await visitor.page.reload()
    await expect(words).to_have_text(before, use_inner_text=True)
    await expect(visitor.pictures).to_have_count(2)


async def _kills_the_bot(visitor: Visitor, clip: Path) -> None:
    """The bot dies over a clip and comes back; the page stays, and nothing is lost or doubled."""
    page, words = visitor.page, visitor.words
    await visitor.press(words["developers"])
    await visitor.finds_nothing_grave("the developers' panel")
    known = await visitor.messages.count()
    await visitor.upload(str(clip))
    await expect(visitor.messages).to_have_count(known + 2)
    await visitor.press(words["bot_kill"])
    await expect(page.locator(".panel-light")).to_have_text(words["bot_is_stopped"])
    await expect(page.locator("#chat .head-line")).to_have_text(words["bot_is_stopped"])
    await visitor.write("/calendar")
    await page.locator("#panel").get_by_role("button", name=words["bot_start"], exact=True).click()
    await expect(visitor.pictures).to_have_count(4)
    await visitor.sees_picture(2)
    await expect(page.locator(".panel-light")).to_have_text(words["bot_is_running"])
    await expect(visitor.messages.nth(known + 3)).to_be_attached()
    # One short line more stands there where it died before it heard that its line was sent.
    assert await visitor.messages.count() - known in {4, 5}
    await expect(visitor.pictures).to_have_count(4)
    await visitor.press(words["developers"])


async def test_the_first_entry_needs_no_mouse(arrive: Arrive) -> None:
    visitor = await arrive("en")
    says = phrases_in("en")
    await expect(visitor.button(visitor.words["start"])).to_be_visible()
    await _reaches(visitor, visitor.button(visitor.words["start"]))
    await expect(visitor.key(says.consent_button)).to_be_visible()
    await _reaches(visitor, visitor.key(says.consent_button), backwards=True)
    await expect(visitor.said(says.consent_thanks)).to_be_visible()
    await _reaches(visitor, visitor.button(visitor.words["record_a_note"]))
    for name in ("record", "stop", "send"):
        button = visitor.button(visitor.words[name], visitor.window)
        await expect(button).to_be_focused()
        if name == "stop":
            await expect(visitor.window.get_by_role("timer")).to_contain_text(SOME_SECONDS)
        await visitor.page.keyboard.press("Enter")
    await expect(visitor.window).to_have_count(0)
    picture = await visitor.sees_picture()
    curve = await picture.get_attribute("src")
    assert curve
    await _reaches(visitor, visitor.key(BUBBLES), backwards=True)
    await expect(picture).not_to_have_attribute("src", curve)


async def _reaches(visitor: Visitor, button: Locator, *, backwards: bool = False) -> None:
    """Go to a button with Tab, see that it has the focus, and press it."""
    await expect(button).to_be_visible()
    node = await button.element_handle()
    assert node
    for _ in range(60):
        if await node.evaluate("node => node === document.activeElement"):
            break
        await visitor.page.keyboard.press("Shift+Tab" if backwards else "Tab")
    seen = "node => node.matches(':focus-visible') && getComputedStyle(node).outlineStyle"
    assert await node.evaluate(seen) not in {False, "none"}
    await visitor.page.keyboard.press("Enter")
