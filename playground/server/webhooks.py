"""Webhooks: the methods that set them, and what is known of how they do.

Behaviour: https://core.telegram.org/bots/api#setwebhook; texts: tdlib/telegram-bot-api. Addresses
on loopback may be plain http here, as on a Bot API server of one's own.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from playground.server.access import Request, Told
from playground.server.asking import remember_allowed
from playground.server.bots import Webhook
from playground.server.refusals import Refused, bad_request

Json = dict[str, Any]

CONNECTIONS = 40
MOST_CONNECTIONS = 100
SECRET = re.compile(r"[A-Za-z0-9_-]*$")
SECRET_LIMIT = 256
PORTS = frozenset({None, 443, 80, 88, 8443})
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a request asks for: an address and what goes with it."""

    url: str
    secret: str
    max_connections: int
    certificate: bool
    ip_address: str


async def set_webhook(request: Request) -> Told:
    """Set where updates go; an empty address deletes the webhook. A poll that waits is ended."""
    wish = _wish(request)
    _check(request, wish)
    remember_allowed(request)
    _drop_pending(request)
    if not wish.url:
        return _forget(request)
    request.bot.updates.terminate("terminated by setWebhook request")
    hook = Webhook(wish.url, wish.secret, wish.max_connections, wish.certificate, wish.ip_address)
    same = request.bot.webhook is not None and request.bot.webhook.settings == hook.settings
    if not same:
        request.bot.webhook = hook
        request.world.changed()
    return Told(result=True, description=f"Webhook {'is already' if same else 'was'} set")


async def delete_webhook(request: Request) -> Told:
    """Forget the webhook; updates wait for polls again."""
    _drop_pending(request)
    return _forget(request)


async def get_webhook_info(request: Request) -> Json:
    """Return the webhook as it was set, and what went wrong last."""
    updates, hook = request.bot.updates, request.bot.webhook
    nothing = {"url": "", "has_custom_certificate": False}
    info = {**nothing, **(hook.json() if hook else {}), "pending_update_count": updates.pending}
    return info | ({"allowed_updates": updates.allowed} if updates.allowed else {})


def is_loopback(url: str) -> bool:
    """Say whether an address is on this machine; the stand-in delivers to no other."""
    return urlsplit(url).hostname in LOOPBACK


def _wish(request: Request) -> _Wish:
    """Read the request; the number of connections is brought between 1 and 100."""
    values = request.parameters
    connections = values.integer("max_connections", CONNECTIONS)
    return _Wish(
        values.text("url"),
        values.text("secret_token"),
        min(max(1, connections), MOST_CONNECTIONS),
        "certificate" in values.values,
        values.text("ip_address"),
    )


def _check(request: Request, wish: _Wish) -> None:
    """Refuse an address or a secret that the real server refuses."""
    if len(wish.secret) > SECRET_LIMIT:
        raise bad_request("secret token is too long")
    if not SECRET.match(wish.secret):
        raise bad_request("secret token contains unallowed characters")
    if not wish.url:
        return
    try:
        parts = urlsplit(wish.url)
        _check_address(parts, local=_local(request, parts))
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None


def _local(request: Request, parts: SplitResult) -> bool:
    """Say whether any port and plain http will do."""
    return request.world.files.local is not None or parts.hostname in LOOPBACK


def _check_address(parts: SplitResult, *, local: bool) -> None:
    """Refuse what is no https on one of four ports, unless the server is `local`."""
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    if local:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if parts.port not in PORTS:
        reason = "Webhook can be set up only on ports 80, 88, 443 or 8443"
        raise Refused(400, f"bad webhook: {reason}")


def _forget(request: Request) -> Told:
    """Delete the webhook where there is one."""
    there, request.bot.webhook = request.bot.webhook, None
    return Told(result=True, description=f"Webhook {'was' if there else 'is already'} deleted")


def _drop_pending(request: Request) -> None:
    """Forget updates where that is asked for."""
    if request.parameters.flag("drop_pending_updates"):
        request.bot.updates.clear()
