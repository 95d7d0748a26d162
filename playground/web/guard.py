"""Who may ask: this machine's browser, from this page; and what every answer says to a browser.

The stand-in listens on loopback only. What is left are pages from elsewhere that the same browser
shows: a name of theirs that resolves to 127.0.0.1 (DNS rebinding) has another Host, and what they
post or embed has another Origin or says so in Sec-Fetch-Site.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
OWN = frozenset({"same-origin", "none"})
HTTP_PORT = "80"
NOT_HERE = 421
FORBIDDEN = 403

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "media-src 'self' blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(self)",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what comes from elsewhere, before anything is read of it."""
    if not _is_ours(request):
        return web.Response(status=NOT_HERE, text="This page is at 127.0.0.1 only.\n")
    if _is_cross_site(request):
        return web.Response(status=FORBIDDEN, text="Another page asked for this.\n")
    try:
        return await handler(request)
    except web.HTTPException as ended:
        return web.Response(status=ended.status, text=f"{ended.reason}\n")


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Say to the browser what this page may load, and that nothing of it is kept."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


def _is_ours(request: web.Request) -> bool:
    """Whether the Host is a name of this machine, with the port that is listened on."""
    own = request.transport.get_extra_info("sockname") if request.transport else None
    return own is not None and is_name(request.host, own[1])


def is_name(told: str, port: int) -> bool:
    """Whether a Host is a name of this machine with this port; browsers leave out port 80."""
    name, _, number = told.rpartition(":")
    if not number.isdecimal():
        name, number = told, HTTP_PORT
    return name in HOSTS and number == str(port)


def _is_cross_site(request: web.Request) -> bool:
    """Whether a browser says that another page asks; following a link to the page is no harm."""
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        return True
    from_elsewhere = request.headers.get("Sec-Fetch-Site", "none") not in OWN
    follows_link = request.path == "/" and request.headers.get("Sec-Fetch-Mode") == "navigate"
    return from_elsewhere and not follows_link
