"""Fixtures that several rooms share."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import hypothesis
import pytest
import sqlalchemy

from playground.server import World, running
from playground.server.specification import Specification, load
from storage import migration
from storage.database import Database
from storage.sealing import Seals, fresh

# As app.setup does it: without, python-telegram-bot warns, and warnings are errors here.
os.environ.setdefault("PTB_TIMEDELTA", "1")
# As the workers do it: without, onnxruntime writes to the home and looks for its maker's host.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

# A machine that others work on, too, makes no test wrong: none asks for speed.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

SPECIFICATION = Path(__file__).parents[1] / "../shared/data/telegram-bot-api.json"


#: What takes longest begins first, so that no process is left with it alone at the end.
LONG = ("tests/journeys", "tests/browser", "test_playground", "test_forgery", "test_reach")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long files first; `make test` lets pytest-xdist keep this order."""
    items.sort(key=lambda item: not any(name in item.path.as_posix() for name in LONG))


@pytest.fixture(autouse=True)
def _place() -> Iterator[None]:
    """Every test ends where it began: programs that later ones start find our rooms there."""
    before = Path.cwd()
    yield
    assert Path.cwd() == before


@pytest.fixture(scope="session")
def specification() -> Specification | None:
    """The machine-readable Bot API, None where ../shared is absent: then requests go unchecked."""
    return load(SPECIFICATION)


@pytest.fixture
def world(specification: Specification | None) -> Iterator[World]:
    """A stand-in world with one bot; afterwards every request must have been the Bot API's."""
    world = World(specification=specification)
    yield world
    assert world.violations == []
    assert world.crashes == []


@pytest.fixture
async def telegram(world: World) -> AsyncIterator[str]:
    """The base URL of the stand-in that serves `world`."""
    async with running(world) as base_url:
        yield base_url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the newest schema and no rows; tests get copies of it."""
    path = tmp_path_factory.mktemp("migrated") / "diary.sqlite3"
    engine = sqlalchemy.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        migration._upgrade(connection)
    engine.dispose()
    return path


@pytest.fixture
def seals() -> Seals | None:
    """What `database` is sealed with: nothing, unless a file of tests says otherwise."""
    return Seals([fresh("test")]) if os.environ.get("MINDGITTER_TEST_SEALED") else None


@pytest.fixture
async def database(
    migrated_file: Path, tmp_path: Path, seals: Seals | None
) -> AsyncIterator[Database]:
    """A real database of one's own, with the newest schema."""
    path = tmp_path / "data" / "diary.sqlite3"
    path.parent.mkdir()
    shutil.copyfile(migrated_file, path)
    database = Database(f"sqlite+aiosqlite:///{path}")
    database.use(seals)
    yield database
    await database.close()
