"""From the settings to who may use the bot, how much one person may do, and what admins see."""

from __future__ import annotations

import shutil
from importlib import metadata

from bot.machine import Machine
from config.settings import Settings
from diary.admissions import Door
from diary.limits import Quotas
from storage import backups


def door(settings: Settings) -> Door:
    """Who may use the bot."""
    return Door(settings.open_to, frozenset(settings.admins), settings.contact)


def quotas(settings: Settings) -> Quotas:
    """How much one person may do."""
    return Quotas(
        clips_a_day=settings.clips_a_day,
        waiting_minutes=settings.waiting_minutes,
        messages_a_minute=settings.messages_a_minute,
        searches_a_minute=settings.searches_a_minute,
        comments_a_day=settings.comments_a_day,
        exports_a_day=settings.exports_a_day,
        groups_a_day=settings.groups_a_day,
    )


def machine(settings: Settings) -> Machine:
    """How the machine is doing; where a folder cannot be looked at now, it is left out."""
    try:
        usage = shutil.disk_usage(settings.data)
    except OSError:
        usage = None
    try:
        made = backups.found(settings.backup_folder)
    except OSError:
        made = []
    return Machine(
        free_bytes=usage.free if usage else None,
        whole_bytes=usage.total if usage else None,
        backup_at=made[-1].made_at if made else None,
        version=version(),
    )


def version() -> str:
    """What is running; the project is not installed as a package everywhere."""
    try:
        return metadata.version("mind-gitter")
    except metadata.PackageNotFoundError:
        return ""
