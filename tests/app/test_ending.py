"""The first signal ends a playground, and what it puts away then is put away."""

from __future__ import annotations

import os
import signal

import pytest

from app.ending import SIGNALS, Ended, Ending, say


@pytest.mark.parametrize("number", SIGNALS)
def test_the_first_signal_ends_and_others_disturb_nothing(number: signal.Signals) -> None:
    before = [signal.getsignal(one) for one in SIGNALS]
    with Ending() as ending:
        with pytest.raises(Ended):
            os.kill(os.getpid(), number)
        for again in SIGNALS:
            os.kill(os.getpid(), again)
        assert ending.wanted
    assert [signal.getsignal(one) for one in SIGNALS] == before


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
