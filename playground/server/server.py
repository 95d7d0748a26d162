"""The stand-in over HTTP.

/bot<token>/<method> and /file/bot<token>/<path> on the loopback interface.
"""

import asyncio
import json
import socket
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web

from playground.server import courier, methods
from playground.server.access import Told
from playground.server.faults import NGINX_502, Fault
from playground.server.parameters import Parameters, Upload, collect
from playground.server.refusals import Refused, TooManyRequests, bad_request
from playground.server.watching import Call
from playground.server.world import World

Json = dict[str, Any]
Add = Callable[[web.Application], None]

LOOPBACK = "127.0.0.1"
BAD_GATEWAY = 502
BODY_LIMIT = 64 * 1024 * 1024
LOCAL_BODY_LIMIT = 2100 * 1024 * 1024
#: Weak: aiohttp remembers the last thousand applications (how their middlewares nest), and each
#: would keep its world.
WORLD = web.AppKey("world", weakref.ref[World])


@dataclass(frozen=True, slots=True)
class _Reply:
    """What goes back: a status and JSON, or (`answer` None) HTML or nothing at all."""

    status: int
    answer: Json | None
    outcome: str


def application(world: World, add: Add | None = None) -> web.Application:
    """Return the web application for a world; `add` puts the routes of a page beside the API's."""
    limit = BODY_LIMIT if world.files.local is None else LOCAL_BODY_LIMIT
    app = web.Application(client_max_size=limit, middlewares=[_note_crashes])
    app[WORLD] = weakref.ref(world)
    app.router.add_route("*", "/bot{token}/{method}", _answer_method)
    app.router.add_get("/file/bot{token}/{path:.+}", _answer_file)
    if add is not None:
        add(app)
    app.router.add_route("*", "/{rest:.*}", _answer_nothing)
    return app


@asynccontextmanager
async def running(
    world: World,
    *,
    port: int = 0,
    add: Add | None = None,
    listening: socket.socket | None = None,
) -> AsyncIterator[str]:
    """Serve a world on 127.0.0.1 while the context lasts; yields the base URL.

    Port 0 takes a free one; `listening` is a socket that is bound already. `add` as above.
    """
    runner = web.AppRunner(
        application(world, add), access_log=None, shutdown_timeout=0.1, handler_cancellation=True
    )
    # handler_cancellation: the long poll of a bot that died takes no updates from the next one.
    await runner.setup()
    try:
        if listening is None:
            await web.TCPSite(runner, LOOPBACK, port).start()
        else:
            await web.SockSite(runner, listening).start()
        async with _deliveries(world):
            yield f"http://{LOOPBACK}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _deliveries(world: World) -> AsyncIterator[None]:
    """Bring updates to webhooks while the context lasts."""
    carrying = asyncio.get_running_loop().create_task(courier.carry(world))
    try:
        yield
    finally:
        carrying.cancel()
        [ended] = await asyncio.gather(carrying, return_exceptions=True)
        if not isinstance(ended, asyncio.CancelledError):
            world.crashes.append(repr(ended))


def _world(request: web.Request) -> World:
    """The world that is served here, which `running` holds for as long as it is."""
    world = request.app[WORLD]()
    if world is None:
        raise LookupError("a world that is over is still served")
    return world


@web.middleware
async def _note_crashes(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Let tests see a mistake of the stand-in, which to a bot looks like any 500."""
    try:
        return await handler(request)
    except web.HTTPRequestEntityTooLarge:
        return _json_response(413, Refused(413).answer())
    except Exception as crash:
        _world(request).crashes.append(repr(crash))
        raise


async def _answer_nothing(_request: web.Request) -> web.Response:
    """Answer what is no path of the Bot API."""
    return _json_response(404, Refused(404).answer())


async def _answer_method(request: web.Request) -> web.StreamResponse:
    """Do a method of the Bot API, with the faults that are planned for it."""
    world, method = _world(request), request.match_info["method"]
    try:
        parameters = await _read(request)
    except (ValueError, LookupError):
        refused = bad_request("failed to parse HTTP request")
        return _json_response(refused.code, refused.answer())
    fault = world.faults.next(method)
    reply = await _reply(world, method, request.match_info["token"], parameters, fault)
    values = {**parameters.values, **parameters.attached}
    world.log(Call(world.clock(), method, values, reply.outcome, reply.status, reply.answer))
    # A client that gives up meanwhile has the work done all the same, as with the real server.
    await asyncio.sleep(fault.seconds if fault else 0)
    return _send(request, reply)


async def _reply(
    world: World, method: str, token: str, parameters: Parameters, fault: Fault | None
) -> _Reply:
    """Do the method or what the fault does instead."""
    kind = fault.kind if fault else ""
    if kind == "drop_before":
        return _Reply(0, None, "dropped")
    if fault is not None and kind == "server_error":
        return _Reply(fault.status, None, "broken")
    try:
        _check_pace(world, method, parameters, fault)
        result = await methods.perform(world, token, method, parameters)
    except Refused as refused:
        outcome = "unanswered" if kind == "drop_after" else "refused"
        return _Reply(refused.code, refused.answer(), outcome)
    return _Reply(200, _success(result), "unanswered" if kind == "drop_after" else "ok")


def _success(result: Any) -> Json:
    """Return the answer with a result, and with a sentence where the method tells one."""
    if isinstance(result, Told):
        return {"ok": True, "result": result.result, "description": result.description}
    return {"ok": True, "result": result}


def _check_pace(world: World, method: str, parameters: Parameters, fault: Fault | None) -> None:
    """Raise TooManyRequests where a fault says so, or where an earlier one is not over."""
    left = world.faults.wait_left(method, parameters.values)
    if world.floods is not None and not left:
        left = world.floods.wait(method, parameters, world.clock(), world.early_calls)
    if left:
        raise TooManyRequests(left)
    if fault is not None and fault.kind == "too_many_requests":
        world.faults.close(method, parameters.values, fault.retry_after)
        raise TooManyRequests(fault.retry_after)


async def _answer_file(request: web.Request) -> web.StreamResponse:
    """Send a file's bytes."""
    world, path = _world(request), request.match_info["path"]
    # In local mode a bot finds its files in the folder.
    stored = world.files.at(path) if world.files.local is None else None
    fault = world.faults.next("file")
    reply = _file_reply(fault, known=stored is not None)
    if request.match_info["token"] not in world.bots:
        reply = _Reply(401, Refused(401).answer(), "refused")
    world.log(Call(world.clock(), "file", {"path": path}, reply.outcome, reply.status, None))
    await asyncio.sleep(fault.seconds if fault else 0)
    if stored is None or reply.outcome != "ok":
        return _send(request, reply)
    return web.Response(body=stored.content, content_type="application/octet-stream")


def _file_reply(fault: Fault | None, *, known: bool) -> _Reply:
    """Return how a download ends."""
    kind = fault.kind if fault else ""
    if fault is not None and kind == "server_error":
        return _Reply(fault.status, None, "broken")
    if fault is not None and kind == "too_many_requests":
        return _Reply(429, TooManyRequests(fault.retry_after).answer(), "refused")
    if kind.startswith("drop"):
        return _Reply(0, None, "dropped")
    return _Reply(200, None, "ok") if known else _Reply(404, Refused(404).answer(), "refused")


async def _read(request: web.Request) -> Parameters:
    """Return the parameters from query, form, multipart or JSON body.

    Raises ValueError or LookupError for a body that cannot be read.
    """
    values: Json = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        values |= await _read_json(request)
    elif request.content_type.startswith("multipart/"):
        await _read_parts(request, values, uploads)
    elif request.method == "POST":
        values |= {name: str(value) for name, value in (await request.post()).items()}
    return collect(values, uploads)


async def _read_parts(request: web.Request, values: Json, uploads: dict[str, Upload]) -> None:
    """Add the parts of a multipart body to `values` and `uploads`.

    They stay in memory: request.post() would leave a file open when the client goes away.
    """
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise ValueError("a part without a name")
        content = bytes(await part.read())
        if part.filename is None:
            values[part.name] = content.decode()
        else:
            kind = part.headers.get("Content-Type", "application/octet-stream")
            uploads[part.name] = Upload(part.filename, kind, content)


async def _read_json(request: web.Request) -> Json:
    """Return the object of a JSON body; ValueError where it is none."""
    body = await request.text()
    values = json.loads(body) if body.strip() else {}
    if not isinstance(values, dict):
        raise ValueError("no object")  # noqa: TRY004  as json.loads says it
    return values


def _send(request: web.Request, reply: _Reply) -> web.StreamResponse:
    """Send a reply, or break the connection where it is to be lost."""
    if reply.outcome in {"dropped", "unanswered"}:
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)
    if reply.outcome == "broken" and reply.status == BAD_GATEWAY:
        return web.Response(status=502, text=NGINX_502, content_type="text/html")
    return _json_response(reply.status, reply.answer or Refused(500).answer())


def _json_response(status: int, answer: Json) -> web.Response:
    """Return an answer as the real server sends it."""
    headers = {}
    if "retry_after" in answer.get("parameters", {}):
        headers["Retry-After"] = str(answer["parameters"]["retry_after"])
    return web.json_response(answer, status=status, headers=headers)
