"""/stats, for admins: how the bot is doing. Numbers alone; for everybody else it does not exist."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import structlog
from telegram import Update
from telegram.ext import BaseHandler, CommandHandler, filters

from bot.desk import NEW_PRIVATE, Desk, House, handled_by
from bot.handlers.admissions import show_menu
from bot.machine import Machine
from bot.phrases import stats as phrases
from diary import stats
from diary.stats import Spread, Stats
from languages import dates

log = structlog.get_logger()

_GIGABYTE = 1_000_000_000


async def show(desk: Desk) -> None:
    """One message that fits on a phone."""
    house = desk.house
    await show_menu(desk)
    async with house.database.reading() as connection:
        found = await stats.look(connection, house.now(), desk.letter_id)
    log.info("stats shown", action="admin", admin=desk.user.id)
    told, unread = _telegram(house), house.turnstile.unread
    await desk.say(page(found, house.machine(), house.now(), desk.language, told, unread))


def _telegram(house: House) -> tuple[int, int] | None:
    """Messages sent since the start, and how often Telegram told us to slow down."""
    counts: Any = getattr(house.bot.request, "counts", None)
    return None if counts is None else (counts.sent, counts.refused)


def page(
    found: Stats,
    machine: Machine,
    now: dt.datetime,
    language: str,
    telegram: tuple[int, int] | None = None,
    unread: int = 0,
) -> str:
    """The message, a line a subject. `unread` updates were refused without being kept."""
    words = phrases.words_in(language)
    lines = [words.head, "", _queue(words, found, now), *_times(words, found.whole, found.pace)]
    lines += [_failures(words, found), "", words.undelivered(**_undelivered(found))]
    if telegram is not None:
        lines.append(words.telegram(*telegram))
    crowd = found.crowd
    lines += [_updates(words, found, unread), ""]
    lines += [words.crowd(crowd.people, crowd.active, crowd.gone)]
    lines += [words.diaries(crowd.own, crowd.shared), *_machine(words, machine, now)]
    return "\n".join(lines)


def _updates(words: phrases.Stats, found: Stats, unread: int) -> str:
    number = found.updates
    fast, strange, blocked = (number[name] for name in ("too fast", "stranger", "blocked"))
    return words.updates(number["waiting"], number["failed"], fast + unread, strange, blocked)


def _undelivered(found: Stats) -> dict[str, int]:
    return {name: found.undelivered[name] for name in ("cards", "notices", "stopped")}


def _queue(words: phrases.Stats, found: Stats, now: dt.datetime) -> str:
    queue, parts = found.queue, [words.queue_empty]
    if queue.waiting and queue.oldest is not None:
        waits_s = max(0.0, (now - queue.oldest).total_seconds())
        parts = [words.queue(queue.waiting, words.span(queue.clip_s), words.span(waits_s))]
    if queue.running:
        parts.append(words.running(queue.running))
    if queue.put_off:
        parts.append(words.put_off(queue.put_off))
    return " · ".join(parts)


def _times(words: phrases.Stats, whole: Spread, pace: Spread) -> Iterator[str]:
    if whole.p50 is None or whole.p95 is None:
        yield words.no_results
    else:
        yield words.whole(words.span(whole.p50), words.span(whole.p95), whole.number)
    if pace.p50 is not None and pace.p95 is not None:
        yield words.pace(pace.p50, pace.p95)


def _failures(words: phrases.Stats, found: Stats) -> str:
    if not found.failures:
        return words.no_failures
    kinds = ", ".join(f"<code>{kind}</code> {number}" for kind, number in found.failures.items())
    return words.failures(sum(found.failures.values()), kinds)


def _machine(words: phrases.Stats, machine: Machine, now: dt.datetime) -> Iterator[str]:
    ago = words.no_backup
    if machine.backup_at is not None:
        ago = words.backup(words.span(max(0.0, (now - machine.backup_at).total_seconds())))
    parts = [ago]
    if machine.free_bytes is not None and machine.whole_bytes is not None:
        sizes = (machine.free_bytes, machine.whole_bytes)
        free, whole = (dates.number(round(size / _GIGABYTE, 1), words.language) for size in sizes)
        parts.insert(0, words.disk(free, whole))
    yield " · ".join(parts)
    if machine.version:
        yield f"🪶 mind-gitter {machine.version}"


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to: admins alone."""
    admins = NEW_PRIVATE & filters.User(list(house.door.admins))
    return [CommandHandler("stats", handled_by(house, show), admins)]
