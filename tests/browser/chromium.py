"""Debian's Chromium, with a camera and a microphone that are ours."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright, expect

from playground import clips
from playground.clips import Encoding
from tests.browser.site import PATIENCE_S

PATIENCE_MS = PATIENCE_S * 1000


def find() -> str | None:
    """Where it is on this machine."""
    return shutil.which("chromium")


def film(path: Path) -> Path:
    """What it takes for a camera: a face that talks, as pictures one after another."""
    pictures = Encoding("mjpeg", None, "mjpeg", pixels="yuvj420p", fps=30)
    return clips.talking_face(path, seconds=4, size=320, encoding=pictures)


@asynccontextmanager
async def opened(chromium: str, camera: Path) -> AsyncIterator[Browser]:
    """A browser that waits as long as a busy machine needs."""
    expect.set_options(timeout=PATIENCE_MS)
    arguments = [
        "--no-sandbox",  # tests run as root in containers
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={camera}",
    ]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield browser
        await browser.close()
