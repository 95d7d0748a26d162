"""Hostile files of every kind, and damaged copies of good ones, through the real workers."""

from __future__ import annotations

import logging
import os
import socket
import sys
from pathlib import Path

import pytest

from bot.phrases import phrases_in
from languages.catalogue import LANGUAGES
from tests.hostile.bench import Bench, bench
from tests.hostile.corpus import corpus
from tests.hostile.kind import Larder
from tests.hostile.mutations import mutation, mutations
from tests.hostile.watch import Eye, can_see, traps

log = logging.getLogger(__name__)

MOST_S = 60
MOST_MB = 1024
#: The long form makes the bombs as large as Telegram would hand them over.
SCALE = int(os.environ.get("MINDGITTER_TEST_BOMBS", "1"))
#: The short form tries a third of the kinds, the long one all.
EVERY = 1 if SCALE > 1 else 3
MUTATIONS = int(os.environ.get("MINDGITTER_TEST_MUTATIONS", "30"))


def test_there_are_at_least_eighty_kinds_and_each_has_a_name_of_its_own(tmp_path: Path) -> None:
    names = [kind.name for kind in corpus(Larder(9, 9, tmp_path / "canary", tmp_path / "other"))]
    assert len(names) >= 80
    assert len(set(names)) == len(names)


async def test_the_kinds_are_answered_in_bounds_and_reach_nothing(tmp_path: Path) -> None:
    wrong, worst_s = {}, 0.0
    async with bench(tmp_path, scale=SCALE) as table:
        for kind in [*corpus(table.larder)][::EVERY]:
            content = kind.make()
            if content is None:
                continue
            found = await table.try_(content)
            worst_s = max(worst_s, found.seconds)
            if found.answer not in kind.expected or found.trouble or found.seconds > MOST_S:
                wrong[kind.name] = found
        log.info("worst: %.1f s, %.0f MB", worst_s, table.scale.worst_mb)
        assert wrong == {}
        assert table.scale.worst_mb < MOST_MB
        assert await _still_reads(table)


async def test_damaged_copies_of_good_clips_are_answered_in_bounds(tmp_path: Path) -> None:
    wrong, worst_s, read = {}, 0.0, 0
    async with bench(tmp_path) as table:
        for copy in mutations(table.larder, MUTATIONS):
            found = await table.try_(copy.content)
            worst_s = max(worst_s, found.seconds)
            read += found.answer.startswith("read")
            if found.trouble or found.seconds > MOST_S:
                wrong[copy.number, copy.container, copy.ways] = found
        log.info("%d read; worst: %.1f s, %.0f MB", read, worst_s, table.scale.worst_mb)
        assert wrong == {}
        assert table.scale.worst_mb < MOST_MB
        assert await _still_reads(table)
    assert 0 < read < MUTATIONS


async def _still_reads(table: Bench) -> bool:
    return (await table.try_(table.larder.good())).answer == "read"


def test_every_refusal_that_is_expected_has_its_sentence_in_every_language(tmp_path: Path) -> None:
    larder = Larder(9, 9, tmp_path / "canary", tmp_path / "other")
    answers = {answer for kind in corpus(larder) for answer in kind.expected}
    refusals = {answer for answer in answers if not answer.startswith("read")}
    warned = {code for answer in answers - refusals for code in answer.split()[1:]}
    for language in LANGUAGES:
        says = phrases_in(language)
        assert refusals <= {*says.reasons}
        assert warned <= {*says.warnings}


def test_the_eye_sees_who_opens_a_file(tmp_path: Path) -> None:
    if not can_see(tmp_path):
        pytest.skip("no inotify on this machine")
    (tmp_path / "canary").write_text("x")
    eye = Eye(tmp_path)
    try:
        assert eye.seen() == set()
        (tmp_path / "canary").read_text()
        assert eye.seen() == {"canary"}
    finally:
        eye.close()


@pytest.mark.skipif(sys.platform != "linux", reason="loopback of other systems may differ")
def test_the_traps_notice_a_visitor() -> None:
    with traps() as set_, socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
        assert set_.visitors() == 0
        tcp.connect(set_.tcp.getsockname())
        udp.sendto(b"x", set_.udp.getsockname())
        assert set_.visitors() == 2


@pytest.mark.parametrize("number", [131, 972])
async def test_a_stream_that_breaks_its_resampler_loses_its_last_samples_and_no_more(
    tmp_path: Path, number: int
) -> None:
    async with bench(tmp_path) as table:
        copy = mutation(table.larder, number)
        found = await table.try_(copy.content)
    assert found.trouble == ()
    assert found.answer.startswith("read")
