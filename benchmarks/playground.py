"""The playground as a newcomer meets it: when the address is printed, when the page can be used.

    python benchmarks/playground.py [--times 5]

Each time the command starts anew in an empty folder, and a browser that has never been there opens
the page as soon as the address is printed. The page can be used when START is there and answers a
press. Needs Chromium; a browser that runs already is what people have, so its start is not counted.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.async_api import Browser, expect  # noqa: E402 - the project is not installed

from playground.web import phrases  # noqa: E402
from tests.browser import chromium  # noqa: E402
from tests.browser.site import open_site  # noqa: E402

#: What is promised, in seconds.
ADDRESS_S = 3.0
USABLE_S = 2.0


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds from the command to the address, from there to START, and to the bot's answer."""

    address: float
    usable: float
    answer: float


async def visit(browser: Browser, url: str) -> tuple[float, float]:
    """Open the page and press START; seconds until it can be pressed, and until the bot answers."""
    context = await browser.new_context(locale="en")
    page = await context.new_page()
    began = time.perf_counter()
    await page.goto(url, wait_until="commit")
    start = page.get_by_role("button", name=phrases.told("en")["start"], exact=True)
    await start.click()
    usable = time.perf_counter() - began
    await expect(page.locator("#chat .key").first).to_be_visible()
    answer = time.perf_counter() - began
    await context.close()
    return usable, answer


async def measure(browser: Browser, folder: Path) -> Start:
    """One start, from the command on."""
    began = time.perf_counter()
    with open_site(folder) as site:
        url = await asyncio.to_thread(lambda: site.url)
        address = time.perf_counter() - began
        return Start(address, *await visit(browser, url))


async def run(times: int) -> list[Start]:
    """All starts, one after the other."""
    found = chromium.find()
    assert found is not None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        camera = chromium.film(folder / "face.mjpeg")
        async with chromium.opened(found, camera) as browser:
            return [await measure(browser, folder / str(number)) for number in range(times)]


def tell(name: str, seconds: list[float]) -> float:
    """Print a row; the median."""
    middle = statistics.median(seconds)
    print(f"{name:44} median {middle:5.2f} s   slowest {max(seconds):5.2f} s")
    return middle


def main() -> int:
    """0 when what is promised holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="how often it is started (5)")
    times = parser.parse_args().times
    if chromium.find() is None:
        print("Not measured: there is no chromium here. On Debian: apt install chromium")
        return 0
    starts = asyncio.run(run(times))
    address = tell("from the command to the address", [one.address for one in starts])
    usable = tell("from the address to a page that can be used", [one.usable for one in starts])
    tell("from the address to the bot's first answer", [one.answer for one in starts])
    return int(address > ADDRESS_S or usable > USABLE_S)


if __name__ == "__main__":
    raise SystemExit(main())
