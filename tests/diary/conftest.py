"""Log lines are caught: nobody reads them here, and tracebacks in colour take seconds."""

from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[EventDict]]:
    """The events of the test."""
    with capture_logs() as events:
        yield events
