"""A page of the real playground, and people in front of it with a camera that shows our face."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from playground import clips
from playground.clips import Encoding
from tests.browser import chromium as chromiums
from tests.browser.chromium import PATIENCE_MS
from tests.browser.site import Site, open_site
from tests.browser.visitor import DESK, Visitor

HERE = Path(__file__).parent

Arrive = Callable[[str], Awaitable[Visitor]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All run in one event loop, so that they can share a browser."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Debian's Chromium is."""
    found = chromiums.find()
    if found is None:
        pytest.skip("no chromium on this machine (on Debian: apt install chromium)")
    return found


@pytest.fixture(scope="session")
def camera(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the browser takes for a camera: a face that talks, as pictures one after another."""
    return chromiums.film(tmp_path_factory.mktemp("camera") / "face.mjpeg")


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small clip of a face, as a file of one's own."""
    path = tmp_path_factory.mktemp("clip") / "face.mp4"
    return clips.talking_face(path, seconds=4, size=192, encoding=Encoding(fps=12))


@pytest.fixture(scope="session")
def site(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The page, which all tests of a process share: each of them is somebody else."""
    assert chromium
    with open_site(tmp_path_factory.mktemp("site")) as opened:
        yield opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str, camera: Path) -> AsyncIterator[Browser]:
    """A browser whose camera and microphone are ours."""
    async with chromiums.opened(chromium, camera) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def arrive(site: Site, browser: Browser) -> AsyncIterator[Arrive]:
    """Come to the page with a browser of this language, which has never been there."""
    came: list[Visitor] = []

    async def one(language: str) -> Visitor:
        context = await browser.new_context(
            locale=language,
            timezone_id="Asia/Seoul",
            viewport=DESK,  # type: ignore[arg-type]
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(PATIENCE_MS)
        visitor = Visitor(await context.new_page(), language)
        came.append(visitor)
        _listen(visitor, site.url)
        await visitor.page.goto(site.url)
        return visitor

    yield one
    for visitor in came:
        sys.stdout.write(await visitor.page.locator("body").inner_text())  # where a test fails
        await visitor.page.context.close()
        assert visitor.complaints == []


def _listen(visitor: Visitor, url: str) -> None:
    """Note errors, and whatever is asked from elsewhere."""
    page, complaints = visitor.page, visitor.complaints
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    ours = (url, "data:", f"blob:{url}")
    page.on("request", lambda one: one.url.startswith(ours) or complaints.append(one.url))
