"""Model files: pinned, verified, fetched and continued, against a server on this machine."""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web

from analysis import weights
from analysis.errors import ModelError
from analysis.weights import Model, WeightFile
from tests.analysis.conftest import SHARED_MODELS

CONTENT = bytes(range(256)) * 9000
MODEL = Model(
    "toy",
    "somewhere",
    (WeightFile("toy/model.bin", "a/b.bin", hashlib.sha256(CONTENT).hexdigest(), len(CONTENT)),),
)


@dataclass
class Source:
    """A file server: what it sends, and what it was asked."""

    url: str = ""
    content: bytes = CONTENT
    ranges: bool = True
    status: int = 200
    asked: list[str] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.headers.get("Range", ""))
        wanted = re.fullmatch(r"bytes=(\d+)-", self.asked[-1])
        if self.status != 200:
            return web.Response(status=self.status)
        if wanted and self.ranges:
            first = int(wanted[1])
            span = f"bytes {first}-{len(self.content) - 1}/{len(self.content)}"
            return web.Response(
                status=206, body=self.content[first:], headers={"Content-Range": span}
            )
        return web.Response(body=self.content)


@pytest.fixture
async def source(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Source]:
    monkeypatch.setattr(weights, "MODELS", (MODEL,))
    source = Source()
    app = web.Application()
    app.router.add_get("/a/b.bin", source.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    source.url = f"http://{host}:{port}"
    yield source
    await runner.cleanup()


Fetch = Callable[[], "asyncio.Future[list[Path]]"]


async def fetch(source: Source, folder: Path) -> list[Path]:
    return await asyncio.to_thread(
        weights.download, folder, ("toy",), {"somewhere": source.url}, None
    )


async def test_a_missing_file_is_fetched_verified_and_put_in_place(
    source: Source, tmp_path: Path
) -> None:
    assert await fetch(source, tmp_path) == [tmp_path / "toy/model.bin"]
    assert (tmp_path / "toy/model.bin").read_bytes() == CONTENT
    assert [path.name for path in (tmp_path / "toy").iterdir()] == ["model.bin"]


async def test_what_is_there_is_not_fetched_again(source: Source, tmp_path: Path) -> None:
    await fetch(source, tmp_path)
    assert await fetch(source, tmp_path) == []
    assert len(source.asked) == 1


async def test_an_interrupted_download_is_continued(source: Source, tmp_path: Path) -> None:
    (tmp_path / "toy").mkdir()
    (tmp_path / "toy/model.bin.part").write_bytes(CONTENT[:100_000])
    await fetch(source, tmp_path)
    assert source.asked == ["bytes=100000-"]
    assert (tmp_path / "toy/model.bin").read_bytes() == CONTENT


async def test_a_server_that_cannot_continue_sends_all(source: Source, tmp_path: Path) -> None:
    source.ranges = False
    (tmp_path / "toy").mkdir()
    (tmp_path / "toy/model.bin.part").write_bytes(CONTENT[:100_000])
    await fetch(source, tmp_path)
    assert (tmp_path / "toy/model.bin").read_bytes() == CONTENT


async def test_another_file_under_that_address_is_refused_and_not_kept(
    source: Source, tmp_path: Path
) -> None:
    source.content = CONTENT[::-1]
    with pytest.raises(ModelError, match="not the pinned file"):
        await fetch(source, tmp_path)
    assert list((tmp_path / "toy").iterdir()) == []


async def test_a_part_that_was_damaged_is_thrown_away(source: Source, tmp_path: Path) -> None:
    (tmp_path / "toy").mkdir()
    (tmp_path / "toy/model.bin.part").write_bytes(bytes(100_000))
    with pytest.raises(ModelError, match="not the pinned file"):
        await fetch(source, tmp_path)
    await fetch(source, tmp_path)
    assert (tmp_path / "toy/model.bin").read_bytes() == CONTENT


async def test_a_server_that_sends_too_much_is_stopped(source: Source, tmp_path: Path) -> None:
    source.content = CONTENT + b"more"
    with pytest.raises(ModelError, match="sends more"):
        await fetch(source, tmp_path)
    assert not (tmp_path / "toy/model.bin").exists()


@pytest.mark.parametrize("status", [404, 500])
async def test_a_refusal_is_a_clear_error(source: Source, tmp_path: Path, status: int) -> None:
    source.status = status
    with pytest.raises(ModelError, match=rf"toy/model.bin could not be downloaded.*{status}"):
        await fetch(source, tmp_path)


async def test_a_server_that_is_not_there_is_a_clear_error(tmp_path: Path, source: Source) -> None:
    source.url = "http://127.0.0.1:1"
    with pytest.raises(ModelError, match="could not be downloaded"):
        await fetch(source, tmp_path)


async def test_progress_is_told(source: Source, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    await asyncio.to_thread(
        weights.download,
        tmp_path,
        ("toy",),
        {"somewhere": source.url},
        lambda *step: told.append(step),
    )
    assert told[-1] == ("toy/model.bin", len(CONTENT), len(CONTENT))


def test_an_unknown_model_is_named_with_those_that_exist() -> None:
    with pytest.raises(ModelError, match="'large' to download; there are: face, small"):
        weights.model("large")


def test_a_damaged_file_counts_as_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "MODELS", (MODEL,))
    (tmp_path / "toy").mkdir()
    (tmp_path / "toy/model.bin").write_bytes(bytes(len(CONTENT)))
    assert weights.missing(tmp_path, MODEL) == MODEL.files


def test_models_in_a_closed_folder_count_as_missing(closed_folder: Path) -> None:
    models = closed_folder / "models"
    assert weights.face_finder(models) is None
    assert not weights.is_right(models, weights.FACE_FILE)
    assert weights.missing(models, weights.model("small")) == weights.model("small").files


@pytest.mark.parametrize("name", ["x" * 5_000, "a\0b"])
def test_a_folder_that_cannot_be_is_one_without_models(name: str) -> None:
    assert weights.face_finder(Path(name)) is None


def test_every_pin_is_a_sha256_and_every_source_has_an_address() -> None:
    for model in weights.MODELS:
        assert weights.ADDRESSES[model.source].startswith("https://")
        for file in model.files:
            assert re.fullmatch(r"[0-9a-f]{64}", file.sha256)
            assert file.size > 0


def test_the_pin_of_the_face_finder_is_the_file_beside_the_checkout() -> None:
    if not (SHARED_MODELS / weights.FACE_FILE.name).exists():
        pytest.skip("YuNet's file is not beside the checkout")
    assert weights.face_finder(SHARED_MODELS) is not None
