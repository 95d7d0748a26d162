"""Worker processes with deadlines: what looks at strangers' files never runs in the bot's process.

A worker is light or heavy by kind: `video` decodes and draws, `words` keeps the language models.
Each has one seat; a job that is over time, cancelled or deadly costs its seat's process and nothing
else. Targets are named ("analysis.pipeline:picture") and imported in the worker only, so the parent
stays small. What comes back is plain values or an `AnalysisError`.
"""

from __future__ import annotations

import asyncio
import errno
import importlib
import multiprocessing
import os
import pickle
import threading
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from pebble import ProcessExpired, ProcessPool

from analysis import cell
from analysis.cell import OUT_OF_MEMORY, Cell
from analysis.confinement import Bounds, Reach, confine
from analysis.errors import AnalysisError, DeadlineExceeded, Shortage, WorkerDied

# A worker that has not even taken the job by then is broken.
_START_S: Final = 60.0
_LOOK_S: Final = 0.25
_ATTEMPTS: Final = 2
#: What is the machine's fault and not the job's.
_SHORT: Final = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.EAGAIN}
)


@dataclass(frozen=True, slots=True)
class Kind:
    """Workers of one kind: how many, their bounds, and the modules that `warm` loads.

    A worker that does not stay gives its memory back after each job, and begins anew for the next.
    With a `reach` it opens nothing beside its code but that. With a `cell` each job has a process
    of its own that opens what the named function says of the job's arguments, and its answer has to
    pass `check` (see `analysis.cell`); the worker loads the modules for it. Without either, files
    are as open as to the parent.
    """

    workers: int
    bounds: Bounds
    modules: tuple[str, ...] = ()
    stays: bool = True
    reach: Reach | None = None
    cell: str | None = None
    check: str | None = None


def usual_kinds(video_workers: int = 1) -> dict[str, Kind]:
    """The two kinds of this program."""
    return {
        "video": video_kind(video_workers, Bounds(memory_mb=1024)),
        "words": Kind(1, Bounds(memory_mb=4096)),
    }


def video_kind(workers: int, bounds: Bounds) -> Kind:
    """The workers that decode: each clip in a cell."""
    modules = ("analysis.pictures", "analysis.voices")
    return Kind(
        workers, bounds, modules, cell="analysis.pipeline:reach", check="analysis.pipeline:own"
    )


class Pool:
    """Runs named functions in worker processes, one job per worker at a time, in order of asking.

    Use it from one event loop: `start`, any number of `run`, `close`.
    """

    def __init__(self, kinds: Mapping[str, Kind] | None = None) -> None:
        self._kinds = dict(kinds or usual_kinds())
        self._free: dict[str, asyncio.Queue[_Seat]] = {}
        self._seats: list[_Seat] = []

    async def start(self) -> None:
        """Makes the seats; their processes start with their first job or with `warm`."""
        for name, kind in self._kinds.items():
            queue: asyncio.Queue[_Seat] = asyncio.Queue()
            for _ in range(kind.workers):
                seat = _Seat(kind)
                self._seats.append(seat)
                queue.put_nowait(seat)
            self._free[name] = queue

    async def warm(self, *, deadline_s: float = 60.0) -> None:
        """Starts one worker of each kind that has modules to load, and loads them."""
        for name, kind in self._kinds.items():
            if kind.modules:
                await self.run(name, "analysis.pool:load", *kind.modules, deadline_s=deadline_s)

    async def run(self, kind: str, target: str, /, *args: Any, deadline_s: float) -> Any:
        """The result of `target` ("module:function") called with `args` in a worker of that kind.

        Waits for a free worker; the deadline counts from when the worker takes the job. Raises
        DeadlineExceeded, WorkerDied, or the AnalysisError that the target raised; any other
        exception of the target arrives as an AnalysisError that names its class. Cancelling this
        call kills the job.
        """
        seat = await self._free[kind].get()
        try:
            return await seat.run(target, args, deadline_s)
        finally:
            self._free[kind].put_nowait(seat)

    async def close(self) -> None:
        """Ends all workers, also at work, and waits until they are gone."""
        seats, self._seats = self._seats, []
        self._free = {}
        for seat in seats:
            await seat.close()


class _Seat:
    """One worker process, and its successor when it has to be replaced."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._places: tuple[object, ...] = ()
        self._process: ProcessPool | None = None
        self._retiring: set[asyncio.Future[None]] = set()

    async def run(self, target: str, args: tuple[Any, ...], deadline_s: float) -> Any:
        for _ in range(_ATTEMPTS):
            try:
                found = await self._once(target, args, deadline_s)
            except _Broken:
                self._replace()  # an idle worker was killed; the job did not start
                continue
            except AnalysisError:
                self._rest()
                raise
            self._rest()
            return found
        raise _short_of_processes() or WorkerDied()

    def _rest(self) -> None:
        """The job is done."""
        if not self._kind.stays:
            self._replace()

    async def close(self) -> None:
        self._replace()
        await asyncio.gather(*self._retiring)

    async def _once(self, target: str, args: tuple[Any, ...], deadline_s: float) -> Any:
        try:
            job = self._scheduled(target, args, deadline_s)
            return await self._answer(job)
        except (AnalysisError, _Broken):
            raise
        except BrokenExecutor as error:
            raise _Broken from error
        except TimeoutError as error:
            self._replace()
            raise DeadlineExceeded from error
        except ProcessExpired as error:
            self._replace()
            raise WorkerDied from error
        except BaseException:  # above all a cancellation: the worker is at work for nobody
            self._replace()
            raise

    async def _answer(self, job: Future[Any]) -> Any:
        """The job's result. A pool that broke just before it got the job never answers: so look."""
        clock, answer = asyncio.get_running_loop(), asyncio.wrap_future(job)
        latest = clock.time() + _START_S
        try:
            while not (await asyncio.wait({answer}, timeout=_LOOK_S))[0]:
                idle = not job.running() and clock.time() > latest
                if idle or self._process is None or not self._process.active:
                    raise _Broken
            return answer.result()
        finally:
            answer.cancel()

    def _scheduled(self, target: str, args: tuple[Any, ...], deadline_s: float) -> Future[Any]:
        self._look_at_places()
        if self._process is None:
            self._process = ProcessPool(
                max_workers=1,
                initializer=begin,
                initargs=(self._kind, os.getpid()),
                context=multiprocessing.get_context("spawn"),
            )
        order = Order(target, args, self._cell(deadline_s))
        try:
            job: Future[Any] = self._process.schedule(call, (order,), timeout=deadline_s)
        except RuntimeError as error:  # the pool found its worker dead
            raise _Broken from error
        return job

    def _look_at_places(self) -> None:
        """A worker's reach holds for folders, not for names: if they were made anew, so is it."""
        if self._kind.reach is None:
            return
        places = self._kind.reach.places()
        if places != self._places:
            self._replace()
        self._places = places

    def _cell(self, deadline_s: float) -> Cell | None:
        kind = self._kind
        return None if kind.cell is None else Cell(kind.cell, deadline_s, kind.check)

    def _replace(self) -> None:
        """Lets the process go, in a thread because that waits, and starts over at the next job."""
        old, self._process = self._process, None
        if old is None:
            return
        retired = asyncio.get_running_loop().run_in_executor(None, _retire, old)
        self._retiring.add(retired)
        retired.add_done_callback(self._retiring.discard)


class _Broken(Exception):
    """The worker was dead before it took the job."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the worker is told of a job."""

    target: str
    args: tuple[Any, ...]
    cell: Cell | None = None


def begin(kind: Kind, parent: int) -> None:
    """In the worker, first of all: its confinement."""
    in_cells = kind.cell is not None and cell.is_possible()
    confine(kind.bounds, parent, kind.reach, forks=in_cells)
    if in_cells:
        load(*kind.modules)


def call(order: Order) -> Any:
    """In the worker: the named function's result, or an exception that the parent can read."""
    try:
        job = told(cell.named, order.target)
        if order.cell is None or job is load or not cell.is_possible():
            return told(job, *order.args)
        reach = told(cell.named(order.cell.reach), *order.args)
        told(reach.make)
        try:
            found = cell.answer(partial(told, job), order.args, reach, order.cell.seconds)
        except Shortage as error:
            # All others would wait for it: so it has to be true of this process as well.
            told(reach.try_)
            raise (_short_of_processes() or WorkerDied()) from error
        check = order.cell.check
        return found if check is None else told(cell.named(check), found, *order.args)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def told(job: Callable[..., Any], *args: Any) -> Any:
    """The job's result, or an exception that another process can read."""
    try:
        return job(*args)
    except MemoryError:
        raise
    except AnalysisError as error:
        raise _portable(error) from None
    except OSError as error:
        raise _short(error) or _named(error) from None
    except Exception as error:  # noqa: BLE001 - its class may not exist in the parent
        raise _named(error) from None


def load(*modules: str) -> None:
    """In the worker: imports modules, so that the first job need not."""
    for module in modules:
        importlib.import_module(module)


def _portable(error: AnalysisError) -> AnalysisError:
    """The error itself if it survives the way to the parent."""
    bare = type(error)(*error.args)
    try:
        pickle.dumps(bare)
    except (pickle.PicklingError, TypeError, AttributeError):
        return _named(error)
    return bare


def _named(error: BaseException) -> AnalysisError:
    """The class of an unexpected error, and where it arose (never its message: it may quote)."""
    named = AnalysisError(f"{type(error).__name__} in the worker")
    lines = traceback.extract_tb(error.__traceback__)
    named.add_note("".join(traceback.format_list(lines)))
    return named


def _short(error: OSError) -> Shortage | None:
    """Whether it speaks of the machine: a full disk, a folder that may not be written to.

    The decoder has the same numbers for what is wrong with a clip ("try again" for a packet that is
    not whole), which would then wait for room for ever.
    """
    is_decoder = type(error).__module__.partition(".")[0] == "av"
    if error.errno not in _SHORT or is_decoder:
        return None
    return Shortage(errno.errorcode[error.errno])


def _short_of_processes() -> Shortage | None:
    """A worker did not even begin: whether the machine lets nobody begin, by trying."""
    try:
        for end in os.pipe():
            os.close(end)
        threading.Thread(target=int).start()
    except OSError as error:
        return _short(error)
    except RuntimeError:  # "can't start new thread"
        return Shortage("EAGAIN")
    return None


def _retire(process: ProcessPool) -> None:
    process.stop()
    process.join()
