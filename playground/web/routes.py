"""The page's addresses: the page itself, its files, its events and its acts."""

from __future__ import annotations

import tempfile
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

from aiohttp import web

from playground.server import Person
from playground.web import acts, files, household, sight, stream, uploads
from playground.web.asked import Asked
from playground.web.errors import ActRefused
from playground.web.guard import add_headers, guard
from playground.web.page import Page

Json = dict[str, Any]
Handler = Callable[[Page, web.Request], Awaitable[web.StreamResponse]]

STATIC = Path(__file__).parent / "static"
NOT_FOUND = 404
#: How soon a browser comes again after the stream broke, in milliseconds.
AGAIN_MS = 500
ID_DIGITS = 16


def add(page: Page, app: web.Application) -> None:
    """Put the page beside what the application answers already."""
    app.middlewares.append(guard)
    app.on_response_prepare.append(add_headers)
    app.router.add_get("/", _index)
    app.router.add_static("/static", STATIC)
    _get(app, page, "/media/sample", _sample)
    _get(app, page, "/media/{file_id}", _media)
    _get(app, page, "/api/events", _events)
    app.router.add_post("/api/media", partial(_upload, page))
    app.router.add_post("/api/{act}", partial(_act, page))


def _get(app: web.Application, page: Page, path: str, handler: Handler) -> None:
    app.router.add_get(path, partial(handler, page))


async def _index(_request: web.Request) -> web.StreamResponse:
    return web.FileResponse(STATIC / "index.html")


async def _media(page: Page, request: web.Request) -> web.StreamResponse:
    return files.answer(page.world, request, request.match_info["file_id"])


async def _sample(page: Page, request: web.Request) -> web.StreamResponse:
    try:
        content = await uploads.sample(page)
    except ActRefused as refused:
        return _refusal(refused, household.whose(page.world, _languages(request)))
    return files.part(request, content, "video/mp4")


async def _events(page: Page, request: web.Request) -> web.StreamResponse:
    """Tell everything, then what changes, until the browser goes away."""
    person = _viewer(page, request)
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    told = stream.Told()
    with page.looking(person):
        try:
            await response.write(f"retry: {AGAIN_MS}\n\n".encode())
            while True:
                await _tell(page, person, told, response)
                await stream.wait(page, told)
        except ConnectionResetError:
            return response


async def _tell(
    page: Page, person: Person, told: stream.Told, response: web.StreamResponse
) -> None:
    """Write what is new, or a comment that says: still here."""
    frames = [stream.frame(event) for event in stream.news(page, person, told)]
    for piece in frames or [b": \n\n"]:
        await response.write(piece)


async def _act(page: Page, request: web.Request) -> web.StreamResponse:
    async def do(person: Person) -> Json:
        asked = Asked(page, person, await _values(request))
        return await acts.do(request.match_info["act"], asked)

    return await _answered(page, request, do)


async def _upload(page: Page, request: web.Request) -> web.StreamResponse:
    async def do(person: Person) -> Json:
        with uploads.storing(), tempfile.TemporaryDirectory(dir=page.folder) as folder:
            received = await _received(request, Path(folder))
            send = partial(uploads.send, path=received.path)
            return await acts.refusing(send, Asked(page, person, received.meta))

    return await _answered(page, request, do)


async def _answered(
    page: Page, request: web.Request, do: Callable[[Person], Awaitable[Json]]
) -> web.StreamResponse:
    """Do something as who is named; a refusal is a sentence in their language."""
    person = page.world.people.get(_number(request))
    if person is None:
        unknown = ActRefused("unknown_person", NOT_FOUND)
        return _refusal(unknown, household.whose(page.world, _languages(request)))
    try:
        return web.json_response(await do(person))
    except ActRefused as refused:
        return _refusal(refused, person)


async def _received(request: web.Request, folder: Path) -> uploads.Received:
    if not request.content_type.startswith("multipart/"):
        raise ActRefused("not_understood")
    try:
        return await uploads.receive(request, folder)
    except ValueError:
        raise ActRefused("not_understood") from None


async def _values(request: web.Request) -> Json:
    """The JSON of an act; a type that a form cannot have, so that no page from elsewhere acts."""
    if request.content_type != "application/json":
        raise ActRefused("not_understood")
    content = b""
    while chunk := await request.content.readany():
        content += chunk
        if len(content) > uploads.JSON_BYTES:
            raise ActRefused("not_understood")
    return uploads.values(content or b"{}")


def _refusal(refused: ActRefused, person: Person) -> web.Response:
    sentence = refused.sentence(sight.language(person))
    return web.json_response({"error": sentence}, status=refused.status)


def _viewer(page: Page, request: web.Request) -> Person:
    """Who looks; where nobody here is named, somebody who speaks the browser's language."""
    named = page.world.people.get(_number(request))
    return named or household.whose(page.world, _languages(request))


def _languages(request: web.Request) -> str:
    return request.headers.get("Accept-Language", "")


def _number(request: web.Request) -> int:
    text = request.query.get("as", "")
    return int(text) if text.isdecimal() and len(text) < ID_DIGITS else 0
