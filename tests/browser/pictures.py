"""The pictures of the page that the documents show: `make screenshots` makes them anew.

    python -m tests.browser.pictures docs/pictures

It opens the playground, loads the sample diary (some minutes), and looks at it as people would.
Needs Chromium, and fonts with Korean and emoji (on Debian: fonts-noto-cjk, fonts-noto-color-emoji).
"""

from __future__ import annotations

import asyncio
import io
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Browser, Locator, expect

from playground.conversation import ROLES
from playground.story import family
from tests.browser import chromium
from tests.browser.site import open_site
from tests.browser.visitor import PHONE, SOME_SECONDS, Visitor

#: How long the sample may take, in milliseconds.
STORY_MS = 1_800_000.0
#: No picture is larger, in bytes.
LIMIT = 150_000
DESK = {"width": 1200, "height": 760}
#: High enough for a whole card.
HIGH = {"width": 1200, "height": 1040}

#: Send the sample clip with a caption, as the attach menu does.
SEND = """async ([viewer, caption]) => {
  const told = { chat: viewer, kind: "video", duration: 18, caption, file_name: "day.mp4" };
  const form = new FormData();
  form.append("meta", JSON.stringify(told));
  form.append("file", await (await fetch("/media/sample")).blob(), "day.mp4");
  return (await fetch(`/api/media?as=${viewer}`, { method: "POST", body: form })).ok;
}"""

Scene = Callable[[Visitor], Awaitable[None]]


async def _card(visitor: Visitor) -> None:
    """The card of the day that is told in `playground.conversation`."""
    role = next(role for role in ROLES if role.language == visitor.language)
    card = visitor.pictures.filter(has_text=role.caption.split("\n")[0]).last
    if await card.count() == 0:
        assert await visitor.page.evaluate(SEND, [role.id, role.caption])
    await expect(card.locator(".key").first).to_be_visible()
    await _shows(visitor, card)


async def _group(visitor: Visitor) -> None:
    """A card of the family, and what is said about it."""
    await visitor.open(family.TITLE)
    card = visitor.pictures.filter(has=visitor.page.locator(".key", has_text="💬 ")).last
    await card.locator(".key", has_text="💬 ").click()
    await expect(visitor.messages.last.locator(".key", has_text="🗑")).to_be_visible()
    await _shows(visitor, visitor.messages.last)


async def _calendar(visitor: Visitor) -> None:
    await visitor.write("/calendar")
    await expect(visitor.pictures.last.locator(".key", has_text="🎨")).to_be_visible()
    await visitor.sees_picture()
    await _shows(visitor, visitor.pictures.last)


async def _search(visitor: Visitor) -> None:
    await visitor.write("/search garden")
    await expect(visitor.said("🔎 garden")).to_be_visible()
    await _shows(visitor, visitor.said("🔎 garden"), "start")


async def _panel(visitor: Visitor) -> None:
    await visitor.press(visitor.words["developers"])
    await expect(visitor.page.locator("#panel tbody tr").first).to_be_visible()
    await _card(visitor)


async def _recorder(visitor: Visitor) -> None:
    words = visitor.words
    await visitor.press(words["record_a_note"])
    await visitor.button(words["record"], visitor.window).click()
    await expect(visitor.window.get_by_role("timer")).to_contain_text(SOME_SECONDS)


#: name, language, what the browser is like, what is done there.
SCENES: tuple[tuple[str, str, dict[str, Any], Scene], ...] = (
    ("chat-ko", "ko", {"viewport": HIGH}, _card),
    ("chat-en", "en", {"viewport": HIGH}, _card),
    ("group", "ko", {"viewport": DESK}, _group),
    ("phone", "ko", {"viewport": PHONE, "has_touch": True}, _card),
    ("recorder", "en", {"viewport": PHONE, "has_touch": True}, _recorder),
    ("developers", "en", {"viewport": DESK}, _panel),
    ("calendar", "ko", {"viewport": DESK}, _calendar),
    ("dark", "en", {"viewport": DESK, "color_scheme": "dark"}, _search),
)


async def _shows(visitor: Visitor, message: Locator, place: str = "center") -> None:
    """Bring a message there, with its picture, and wait until the day above it is gone."""
    page, way = visitor.page, f"node => node.scrollIntoView({{block: '{place}'}})"
    await message.evaluate(way)
    await page.wait_for_function("[...document.images].every((image) => image.complete)")
    await message.evaluate(way)
    await expect(page.locator("#chat .log")).not_to_have_class(re.compile("scrolling"))


async def shoot(browser: Browser, url: str, folder: Path) -> None:
    """Take all of them."""
    for name, language, look, scene in SCENES:
        async with _visitor(browser, url, language, look) as visitor:
            await expect(visitor.pictures.last).to_be_visible()
            await scene(visitor)
            taken = await visitor.page.screenshot()
        await asyncio.to_thread(_save, taken, folder / f"{name}.webp")


@asynccontextmanager
async def _visitor(
    browser: Browser, url: str, language: str, look: dict[str, Any]
) -> AsyncIterator[Visitor]:
    context = await browser.new_context(
        locale=language,
        timezone_id="Asia/Seoul",
        reduced_motion="reduce",
        device_scale_factor=1.5,
        **look,
    )
    context.set_default_timeout(chromium.PATIENCE_MS)
    visitor = Visitor(await context.new_page(), language)
    await visitor.page.goto(url)
    yield visitor
    await context.close()


def _save(taken: bytes, path: Path) -> None:
    """As good as the limit allows."""
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    for quality in range(90, 30, -10):
        picture.save(path, quality=quality, method=6)
        if path.stat().st_size <= LIMIT:
            return
    raise ValueError(f"{path} is larger than {LIMIT} bytes")


async def _load(browser: Browser, url: str) -> None:
    """Load the sample diary, and wait until all of it is there."""
    async with _visitor(browser, url, "ko", {"viewport": DESK}) as visitor:
        story = visitor.page.locator("#chats .story")
        await (
            visitor.page.locator("#chat")
            .get_by_role("button", name=visitor.words["story_load"])
            .click()
        )
        await expect(story.locator("progress")).to_be_visible()
        await expect(story.locator("progress")).not_to_be_visible(timeout=STORY_MS)
        await expect(story).to_be_hidden()


async def _make(url: str, camera: Path, folder: Path) -> None:
    found = chromium.find()
    if found is None:
        raise SystemExit("There is no chromium here. On Debian: apt install chromium")
    async with chromium.opened(found, chromium.film(camera)) as browser:
        await _load(browser, url)
        await shoot(browser, url, folder)


def main(folder: Path) -> None:
    """Make all of them anew."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, open_site(Path(place) / "site") as site:
        asyncio.run(_make(site.url, Path(place) / "face.mjpeg", folder))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
