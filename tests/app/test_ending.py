"""The first signal ends a playground, and what it puts away then is put away."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest

from app.ending import SIGNALS, Ended, Ending, say


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = {one: signal.getsignal(one) for one in SIGNALS}
    yield
    for one, handler in before.items():
        signal.signal(one, handler)


def test_where_nobody_wanted_the_end_signals_do_what_they_did() -> None:
    before = [signal.getsignal(one) for one in SIGNALS]
    with Ending() as ending:
        assert not ending.wanted
    assert [signal.getsignal(one) for one in SIGNALS] == before


@pytest.mark.parametrize("number", SIGNALS)
def test_the_first_signal_ends_and_others_disturb_nothing(number: signal.Signals) -> None:
    with Ending() as ending:
        with pytest.raises(Ended):
            os.kill(os.getpid(), number)
        for again in SIGNALS:
            os.kill(os.getpid(), again)
        assert ending.wanted
    for again in SIGNALS:  # also in the moment before the process has ended
        os.kill(os.getpid(), again)


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_while_the_event_loop_closes_disturbs_nothing(number: signal.Signals) -> None:
    heard = []

    async def work(ending: Ending) -> None:
        loop = asyncio.get_running_loop()
        for one in SIGNALS:
            loop.add_signal_handler(one, heard.append, one)
        os.kill(os.getpid(), number)
        await asyncio.sleep(0)
        ending.outlive(loop)
        os.kill(os.getpid(), number)

    with Ending() as ending:
        asyncio.run(work(ending))
        os.kill(os.getpid(), number)
    assert heard in ([], [number])


def test_a_wish_that_was_lost_on_its_way_is_known() -> None:
    with Ending() as ending:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        except BaseException:  # noqa: BLE001 - as code of others does it
            assert ending.wanted


def test_a_closed_terminal_does_not_hold_up_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", buffering=1) as closed:
        monkeypatch.setattr("sys.stdout", closed)
        say("Ended.")
        monkeypatch.undo()
        with pytest.raises(BrokenPipeError):
            closed.write("Ended.\n")
        os.dup2(os.open(os.devnull, os.O_WRONLY), writing)
