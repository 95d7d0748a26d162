"""The same stories on a sealed diary: a file of tests that imports `seals` runs them on both."""

import pytest

from storage.sealing import Seals, fresh


@pytest.fixture(params=["plain", "sealed"])
def seals(request: pytest.FixtureRequest) -> Seals | None:
    """What `database` is sealed with."""
    return Seals([fresh("test")]) if request.param == "sealed" else None


#: For a test that looks at the raw rows or their sizes: it tells something of a plain diary alone,
#: also where MINDGITTER_TEST_SEALED seals that of every other one.
PLAIN = pytest.mark.parametrize("seals", [None], ids=["plain"])
