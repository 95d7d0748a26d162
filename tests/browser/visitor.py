"""What a person does in front of the page, found by what it says, as people and readers find it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Locator, Page, expect

from playground.web import phrases

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

#: What the recorder's clock shows once there is enough of a face.
SOME_SECONDS = re.compile(r"0:(0[3-9]|[1-5]\d) /")

#: What nobody may find on the page.
GRAVE = ("serious", "critical")


@dataclass(slots=True)
class Visitor:
    """Somebody who looks at the page; `words` are its sentences in their language."""

    page: Page
    language: str
    words: dict[str, str] = field(init=False)
    #: What went wrong in the browser, and what it asked from elsewhere.
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.words = phrases.told(self.language)

    # What there is

    def button(self, name: str, where: Locator | None = None) -> Locator:
        """The newest button that is called so."""
        found = (where or self.page).get_by_role("button", name=name, exact=True)
        return found.last

    def key(self, text: str | re.Pattern[str]) -> Locator:
        """The newest button below a message that has this text."""
        return self.page.locator("#chat .key").filter(has_text=text).last

    @property
    def field(self) -> Locator:
        """Where one writes."""
        return self.page.locator("#chat textarea.input")

    @property
    def messages(self) -> Locator:
        """The messages of the open chat."""
        return self.page.locator("#chat .message")

    @property
    def pictures(self) -> Locator:
        """The messages that are photos, as finished cards are."""
        return self.page.locator("#chat .message.is-photo")

    @property
    def window(self) -> Locator:
        """The window that is on top."""
        return self.page.locator("dialog[open]").last

    def said(self, text: str | re.Pattern[str]) -> Locator:
        """The newest message that says this."""
        return self.messages.filter(has_text=text).last

    # What one does

    async def press(self, name: str) -> None:
        """Press a button of the page."""
        await self.button(name).click()

    async def tap(self, text: str | re.Pattern[str]) -> None:
        """Press a button below a message, once it is there; the bot's answer comes after."""
        await self.key(text).click()

    async def write(self, text: str) -> None:
        """Type into the chat and send it."""
        await self.field.fill(text)
        await self.field.press("Enter")

    async def reply(self, message: Locator, text: str) -> None:
        """Answer a message by its menu."""
        await message.focus()
        await message.press("Enter")
        await self.page.get_by_role("menuitem", name=self.words["reply"], exact=True).click()
        await self.write(text)

    async def become(self, name: str) -> None:
        """Be somebody else of those who are here, with everything told that they see."""
        await self.page.locator("button.people-one").filter(has_text=name).click()
        await self._is(name)

    async def _is(self, name: str) -> None:
        chosen = self.page.locator("button.people-one").filter(has_text=name)
        await expect(chosen).to_have_attribute("aria-pressed", "true")
        self.language = (await chosen.get_attribute("lang")) or self.language
        self.words = phrases.told(self.language)
        await expect(self.page.locator("html")).to_have_attribute("lang", self.language)

    async def add_person(self, name: str, language: str) -> None:
        """Let somebody more be here, and be them."""
        await self.press(self.words["add_person"])
        await self.window.get_by_label(self.words["person_name"]).fill(name)
        await self.window.get_by_label(self.words["person_language"]).select_option(language)
        await self.button(self.words["add"], self.window).click()
        await self._is(name)

    async def open(self, title: str) -> None:
        """Open a chat of the list."""
        await self.page.locator("#chats .row-title").get_by_text(title, exact=True).click()
        await expect(self.page.locator("#chat .head-title")).to_have_text(title)

    async def record(self) -> None:
        """Record a round note of some seconds with the camera, and send it."""
        await self.press(self.words["record_a_note"])
        await self.recording(self.window)

    async def recording(self, window: Locator) -> None:
        """From the camera's first picture to what is sent."""
        await self.button(self.words["record"], window).click()
        await expect(window.get_by_role("timer")).to_contain_text(SOME_SECONDS)
        await self.button(self.words["stop"], window).click()
        await self.button(self.words["send"], window).click()
        await expect(window).not_to_be_visible()

    async def upload(self, clip: str) -> None:
        """Send a clip of the disk as a round note."""
        await self.press(self.words["attach"])
        async with self.page.expect_file_chooser() as chooser:
            name = self.words["attach_note_file"]
            await self.page.get_by_role("menuitem", name=name, exact=True).click()
        await (await chooser.value).set_files(clip)
        await self.button(self.words["send"], self.window).click()
        await expect(self.window).to_have_count(0)

    # What one sees

    async def sees_picture(self, number: int = -1) -> Locator:
        """A photo whose picture has come; the newest, if no other is asked for."""
        shown = self.pictures.nth(number).locator("img").first
        await self.sees_whole(shown)
        return shown

    async def sees_whole(self, image: Locator) -> None:
        """The image has come and is a picture."""
        await expect(image).to_have_js_property("complete", value=True)
        await expect(image).not_to_have_js_property("naturalWidth", 0)

    async def finds_nothing_grave(self, view: str) -> None:
        """Axe has nothing serious to say of this view: on a desk in light, on a phone in dark."""
        for size, scheme in ((DESK, "light"), (PHONE, "dark")):
            await self._finds_nothing_grave(f"{view}, {scheme}", size, scheme)
        await self.page.set_viewport_size(DESK)
        await self.page.emulate_media(color_scheme="light")

    async def _finds_nothing_grave(self, view: str, size: Any, scheme: Any) -> None:
        await self.page.set_viewport_size(size)
        await self.page.emulate_media(color_scheme=scheme)
        await expect(self.page.locator("html")).to_have_attribute("data-theme", scheme)
        found = (await Axe().run(self.page)).response["violations"]
        grave = [_told(one) for one in found if one["impact"] in GRAVE]
        assert grave == [], f"{view}: {grave}"


def _told(violation: dict[str, Any]) -> str:
    places: Sequence[dict[str, Any]] = violation["nodes"]
    where = "; ".join(f"{node['target']} {node['failureSummary']}" for node in places[:5])
    return f"{violation['id']} ({violation['impact']}): {where}"
