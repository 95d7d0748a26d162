"""Only this machine's browser, from this page."""

from __future__ import annotations

import asyncio
import http.client
from contextlib import closing
from pathlib import Path

import pytest

from playground.server import Person
from playground.web import guard, routes
from tests.playground.web.browsing import Browser

ELSEWHERE = "https://evil.example"


@pytest.mark.parametrize(
    "path", ["/", "/api/events", "/media/x", "/static/store.js", "/bot1/getMe"]
)
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:1", "127.0.0.1", "127.0.0.1.evil:80"])
async def test_a_name_of_elsewhere_is_not_answered(browser: Browser, path: str, host: str) -> None:
    status, _, _ = await browser.get(path, Host=host)
    assert status == 421


async def test_localhost_is_this_machine_too(browser: Browser) -> None:
    port = browser.url.rpartition(":")[2]
    status, _, _ = await browser.get("/static/store.js", Host=f"localhost:{port}")
    assert status == 200


def test_browsers_leave_out_the_port_of_http() -> None:
    for host in ("127.0.0.1", "localhost", "[::1]", "127.0.0.1:80", "[::1]:80"):
        assert guard.is_name(host, 80)
        assert not guard.is_name(host, 8010)
    for host in ("evil.example", "evil.example:80", "127.0.0.1:", ":80", "", "127.0.0.1:8010"):
        assert not guard.is_name(host, 80)


@pytest.mark.parametrize("origin", [ELSEWHERE, "null", "http://127.0.0.1:1"])
@pytest.mark.parametrize("path", ["/api/send?as=7002", "/api/media?as=7002", "/bot1/sendMessage"])
async def test_other_pages_cannot_post(
    browser: Browser, emma: Person, path: str, origin: str
) -> None:
    body = '{"chat": 7002, "text": "hi"}'
    headers = {"Origin": origin, "Content-Type": "application/json"}
    async with browser.session.post(browser.url + path, data=body, headers=headers) as response:
        assert response.status == 403
    assert emma.chat.messages == []


async def test_the_page_itself_can(browser: Browser, emma: Person) -> None:
    headers = {"Origin": browser.url, "Sec-Fetch-Site": "same-origin"}
    body = {"chat": emma.id, "text": "hi"}
    address = f"{browser.url}/api/send?as={emma.id}"
    async with browser.session.post(address, json=body, headers=headers) as response:
        assert response.status == 200


async def test_a_form_cannot_act_even_without_an_origin(browser: Browser, emma: Person) -> None:
    address = f"{browser.url}/api/send?as={emma.id}"
    body = '{"chat": 7002, "text": "hi"}'
    plain = {"Content-Type": "text/plain"}
    async with browser.session.post(address, data=body, headers=plain) as response:
        assert response.status == 400
    assert emma.chat.messages == []


async def test_other_pages_cannot_embed_anything(browser: Browser) -> None:
    for site in ("cross-site", "same-site"):
        headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"}
        assert (await browser.get("/static/store.js", **headers))[0] == 403
        assert (await browser.get("/api/events", **headers))[0] == 403
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert (await browser.get("/", **followed))[0] == 200


async def test_every_answer_says_what_the_page_may_load(browser: Browser) -> None:
    for path in ("/", "/static/store.js", "/static/none.js", "/media/none", "/nowhere"):
        _, headers, _ = await browser.get(path)
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../routes.py",
        "/static/%2e%2e/routes.py",
        "/static/..%2froutes.py",
        "/static//../routes.py",
        "/static/style/../../routes.py",
        "/../routes.py",
        "/static/",
        f"/static/{Path(routes.__file__)}",
    ],
)
async def test_nothing_but_the_pages_files_is_served(browser: Browser, path: str) -> None:
    status, content = await asyncio.to_thread(as_it_is, browser.url, path)
    assert status in {400, 403, 404}
    assert b"import" not in content


async def test_a_path_is_asked_for_as_it_is(browser: Browser) -> None:
    """Else the test above would try nothing: most clients tidy a path up before they send it."""
    status, content = await asyncio.to_thread(as_it_is, browser.url, "/static/style/../store.js")
    assert status == 200
    assert b"export" in content


def as_it_is(url: str, path: str) -> tuple[int, bytes]:
    """Ask for a path without anything done to it."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
    with closing(connection):
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
