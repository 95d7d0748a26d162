"""The machine has no room for the work: no disk, no process, no file that may be opened.

That is no fault of the clip. Nothing is begun while there is little room, what was begun goes back
to the queue and costs no attempt, and all of it goes on by itself when there is room again.
"""

from __future__ import annotations

import datetime as dt
import errno
import shutil
from pathlib import Path
from typing import Final

from storage import jobs
from storage.database import Connection
from storage.jobs import Job
from storage.outages import Outage

#: Work that found no room is taken up again after this time.
PAUSE = dt.timedelta(seconds=30)


class Short(Exception):
    """Something that the work needs is used up."""

    code = "short"
    remedy = ""


class DiskFull(Short):
    """The disk has no room."""

    code = "disk_full"
    remedy = "Make room on the disk of the data folder; clips wait and go on by themselves."


class NotWritable(Short):
    """The folder may not be written to."""

    code = "read_only"
    remedy = "Make the data folder and all in it writable for this user; see `mount` too."


class NoFiles(Short):
    """This process may open no more files."""

    code = "no_files_left"
    remedy = "Raise the limit of open files (`ulimit -n`, LimitNOFILE=) and start the bot anew."


class NoProcesses(Short):
    """No process can be started."""

    code = "no_processes_left"
    remedy = "Give the machine memory, or raise the limit of processes (`ulimit -u`, TasksMax=)."


_KINDS: Final[dict[int, type[Short]]] = {
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: DiskFull,
    errno.EROFS: NotWritable,
    errno.EACCES: NotWritable,
    errno.EPERM: NotWritable,
    errno.EMFILE: NoFiles,
    errno.ENFILE: NoFiles,
    errno.EAGAIN: NoProcesses,
    errno.ENOMEM: NoProcesses,
}


def named(error: BaseException) -> Short | None:
    """What is used up; None where the error speaks of something else."""
    if isinstance(error, Short):
        return error
    kind = _KINDS.get(error.errno or 0) if isinstance(error, OSError) else None
    return None if kind is None else kind(errno.errorcode[getattr(error, "errno", 0)])


class Room:
    """Whether there is room to begin something, in a folder that must keep so many bytes free."""

    def __init__(self, folder: Path, least_bytes: int) -> None:
        self._folder = folder
        self._least = least_bytes
        self.outage = Outage("room for the work")
        #: Whether there was none when it was last looked: what waits says so.
        self.is_short = False

    def is_there(self) -> bool:
        """Look; the operator is told once when there is none, and once when there is again."""
        try:
            free = shutil.disk_usage(_there(self._folder)).free
        except OSError as error:
            self.lacks(named(error) or NotWritable(error.strerror))
            return False
        if free < self._least:
            self.lacks(DiskFull(f"{free // 1_000_000} MB are free"))
            return False
        self.outage.end()
        self.is_short = False
        return True

    def lacks(self, short: Short) -> None:
        """Something was used up while it was being worked."""
        self.is_short = True
        self.outage.begin(short)


def _there(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there already."""
    return next((place for place in (folder, *folder.parents) if place.exists()), folder)


async def postpone(connection: Connection, job: Job, lease: str, now: dt.datetime) -> bool:
    """Back into the queue, with the attempt given back; False when the job is not ours any more."""
    values = {"state": "queued", "attempts": job.attempts - 1, "not_before": now + PAUSE}
    return await jobs.leave(connection, job.id, lease, **values)
