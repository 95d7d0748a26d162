"""How this bot gets updates and files: asked for or brought, downloaded or out of a shared folder.

Only the settings are looked at here, so that `run` can say what is wrong before it loads anything.
"""

from __future__ import annotations

import errno
import ipaddress
import socket
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from config import reading
from config.loading import SettingsError
from config.settings import Settings

TELEGRAMS = "api.telegram.org"

UNGUARDED = (
    "MINDGITTER_WEBHOOK_URL is set, but MINDGITTER_WEBHOOK_SECRET is not. Without a secret anybody "
    "could write into every diary: put MINDGITTER_WEBHOOK_SECRET=… into .env, with what `openssl "
    "rand -hex 32` prints."
)
READABLE = (
    "MINDGITTER_WEBHOOK_URL must begin with https://: what people send would be read on the way. "
    "http:// will do on this machine, and for a Bot API server of your own "
    "(MINDGITTER_TELEGRAM_LOCAL)."
)
SHOWN = (
    "MINDGITTER_WEBHOOK_URL holds the bot's token or the webhook's secret. Proxies write addresses "
    "into their logs: choose another path."
)
OPEN_LINE = (
    "MINDGITTER_TELEGRAM_API is http:// on another machine: the bot's token and all that people "
    "send cross the network readable for others"
)
NOT_SHARED = (
    "MINDGITTER_TELEGRAM_LOCAL is set, but MINDGITTER_TELEGRAM_API is Telegram's own server, which "
    "shares no folder. Set MINDGITTER_TELEGRAM_API to your own server, or remove "
    "MINDGITTER_TELEGRAM_LOCAL."
)
TWICE = (
    "MINDGITTER_WEBHOOK_SECRET and MINDGITTER_WEBHOOK_SECRET_FILE are both set. Remove one of them."
)


def hook(settings: Settings) -> tuple[str, str] | None:
    """Address and secret of the webhook, None where the bot polls; raises SettingsError."""
    url = settings.webhook_url
    if not url:
        return None
    secret = _secret(settings)
    if not secret:
        raise SettingsError((UNGUARDED,))
    if urlsplit(url).scheme != "https" and not (settings.telegram_local or is_here(url)):
        raise SettingsError((READABLE,))
    if secret in url or (settings.telegram_token and settings.telegram_token in url):
        raise SettingsError((SHOWN,))
    return url, secret


def _secret(settings: Settings) -> str:
    """The secret out of the environment or its file; raises SettingsError."""
    path = settings.webhook_secret_file
    if path is None:
        return settings.webhook_secret
    if settings.webhook_secret:
        raise SettingsError((TWICE,))
    try:
        return reading.webhook_secret(path.read_text("ascii").strip())
    except OSError as error:
        problem = f"cannot be read ({error.strerror}). Check the path and its rights."
    except ValueError:
        problem = "must hold 8 to 256 characters, of A-Z, a-z, 0-9, _ and - alone."
    raise SettingsError((f"MINDGITTER_WEBHOOK_SECRET_FILE: {path} {problem}",))


def listening(settings: Settings) -> socket.socket:
    """The socket at which the webhook listens; raises SettingsError where that is not possible."""
    place = settings.webhook_listen
    try:
        if place.startswith("unix:"):
            return _unix(Path(place.removeprefix("unix:")))
        host, _, port = place.rpartition(":")
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host.strip("[]"), int(port)), family=family)
    except OSError as error:
        why = (error.strerror or str(error)).partition(" (while")[0]
        sentence = f"MINDGITTER_WEBHOOK_LISTEN: cannot listen at {place} ({why}). "
        raise SettingsError((sentence + "Choose another place, or end what listens there.",)) from (
            error
        )


def _unix(path: Path) -> socket.socket:
    """A socket that its group may use too: the proxy is somebody else.

    What an earlier bot left there is in the way. Where somebody still listens, as another folder's
    bot, it is theirs.
    """
    if path.is_socket() and not _is_listened_at(path):
        path.unlink()
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listening.bind(str(path))
        path.chmod(0o660)
        listening.listen()
    except OSError:
        listening.close()
        raise
    return listening


def _is_listened_at(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        # One whose queue is full is at work, too.
        asking.settimeout(0)
        return asking.connect_ex(str(path)) != errno.ECONNREFUSED


def shared(settings: Settings) -> tuple[Path, PurePosixPath] | None:
    """Where files of a Bot API server in local mode are here, and what it calls the folder.

    Raises SettingsError where the server is Telegram's own, which shares none.
    """
    here = settings.telegram_local
    if here is None:
        return None
    if urlsplit(settings.telegram_api).hostname == TELEGRAMS:
        raise SettingsError((NOT_SHARED,))
    return here, PurePosixPath(settings.telegram_local_dir or here)


def is_here(url: str) -> bool:
    """Whether an address is on this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def tells_the_token(settings: Settings) -> bool:
    """Whether the token goes over a network where others can read it."""
    url = settings.telegram_api
    return urlsplit(url).scheme == "http" and not is_here(url)
