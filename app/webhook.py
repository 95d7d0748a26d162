"""What doctor says of the way in which updates come."""

from __future__ import annotations

import datetime as dt
import stat
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from app import receiving
from bot import webhook
from bot.application import make_bot
from bot.webhook import State
from config.loading import SettingsError
from config.settings import Settings

#: State (ok, note or bad), subject, what there is, and what to do about it.
Found = tuple[str, str, str, str]

#: What went wrong longer ago than this is history.
RECENT: Final = dt.timedelta(hours=1)

#: A word of what Telegram says went wrong -> what to do. The first that fits counts.
REMEDIES: Final = (
    (
        "404",
        "Either the proxy changes the path of MINDGITTER_WEBHOOK_URL, or Telegram has another "  # noqa: ISC004
        "secret: start the bot anew, it tells Telegram.",
    ),
    ("413", "The proxy refuses bodies: let it pass 1 MB."),
    ("502", "The proxy does not find the bot: is it running, at MINDGITTER_WEBHOOK_LISTEN?"),
    ("503", "The database was away: the log says why. Telegram brings everything again."),
    ("refused", "Nobody listens: are the proxy and the bot running?"),
    ("timed out", "Nobody answers in time: is the machine reachable from outside?"),
    ("timeout", "Nobody answers in time: is the machine reachable from outside?"),
    (
        "certificate",
        "Telegram does not trust the certificate: the proxy must send the whole chain.",
    ),
    ("ssl", "The proxy's TLS does not suit Telegram: it needs TLS 1.2 and a valid certificate."),
    ("resolve", "The name in MINDGITTER_WEBHOOK_URL is not known in the DNS."),
)
OTHERWISE: Final = "The log of the proxy, and then of the bot, says more."


async def health(settings: Settings, now: dt.datetime) -> list[Found]:
    """How updates come, and whether others can read along."""
    found = await _updates(settings, now)
    return [*_line(settings), *([found] if found else [])]


async def _updates(settings: Settings, now: dt.datetime) -> Found | None:
    """None where Telegram cannot be asked, which is told elsewhere."""
    try:
        hook = receiving.hook(settings)
    except SettingsError as error:
        return "bad", "webhook", error.problems[0], "`run` does not start before that is mended."
    if not settings.telegram_token:
        return None
    state = await webhook.look(make_bot(settings.telegram_token, settings.telegram_api))
    if state is None:
        return None
    return _polls(state) if hook is None else _is_brought(state, hook[0], now)


def _polls(state: State) -> Found:
    if not state.url:
        return "ok", "updates", "the bot asks for them", ""
    says = f"Telegram brings them to {_host(state.url)}, and this bot asks for them"
    remedy = "`run` takes that webhook away; set MINDGITTER_WEBHOOK_URL if it is meant."
    return "note", "updates", says, remedy


def _is_brought(state: State, url: str, now: dt.datetime) -> Found:
    waits = f"{state.waiting} wait"
    if state.url != url:
        where = f"to {_host(state.url)}" if state.url else "nowhere yet"
        remedy = "`run` tells it; where another bot has this token, one of them must go."
        return "note", "webhook", f"Telegram brings updates {where}; {waits}", remedy
    if state.error is None or state.failed_at is None:
        return "ok", "webhook", f"Telegram brings updates to {_host(url)}; {waits}", ""
    says = f"{waits}; at {state.failed_at:%Y-%m-%d %H:%M} UTC Telegram met: {state.error}"
    if now - state.failed_at > RECENT:
        return "ok", "webhook", says, ""
    said = state.error.lower()
    remedy = next((remedy for word, remedy in REMEDIES if word in said), OTHERWISE)
    return "bad" if state.waiting else "note", "webhook", says, remedy


def _host(url: str) -> str:
    return urlsplit(url).hostname or "?"


def _line(settings: Settings) -> Iterator[Found]:
    if receiving.tells_the_token(settings):
        remedy = "Use https://, or have the server on this machine or in a network of your own."
        yield "note", "line", receiving.OPEN_LINE, remedy
    path = settings.webhook_secret_file
    if path is not None and path.is_file() and path.stat().st_mode & stat.S_IROTH:
        says = f"everybody on this machine can read the webhook's secret in {path}"
        yield "note", "webhook's secret", says, f"chmod o-r {path}"
