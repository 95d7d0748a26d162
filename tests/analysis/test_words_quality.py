"""Key sentences and tags against public references, where they are at hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import words_quality

TEXTS = Path(__file__).parents[2] / "../shared/data/text"


def rows(name: str) -> list[dict[str, Any]]:
    path = TEXTS / name
    if not path.is_file():
        pytest.skip(f"{name} is not at hand")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", ["en_qmsum_spans.dev.jsonl", "ko_scinews50.dev.jsonl"])
def test_key_sentences_are_better_than_first_random_and_longest_ones(name: str) -> None:
    _, means = words_quality.summary_scores(rows(name))

    assert means["ours"] > max(means["lead"], means["random"], means["longest"])


@pytest.mark.parametrize(
    ("name", "least"), [("en_kw_inspec.dev.jsonl", 0.12), ("en_kw_kpcrowd.dev.jsonl", 0.14)]
)
def test_tags_agree_with_keywords_that_people_chose(name: str, least: float) -> None:
    assert words_quality.tag_scores(rows(name))[2] > least


def test_without_texts_the_benchmark_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert words_quality.main(tmp_path) == 0
    assert "nothing measured" in capsys.readouterr().out


def test_overlap_is_f1_over_stems() -> None:
    assert words_quality._overlap("the dogs ran", "a dog ran fast", "en", 1) == pytest.approx(4 / 7)
    assert words_quality._overlap("the dog ran", "the dog ran", "en", 2) == 1.0
    assert words_quality._overlap("", "", "en", 1) == 0.0


def test_tags_are_compared_as_whole_stemmed_entries() -> None:
    found = words_quality._tag_scores(("dogs", "green tea"), ("dog", "tea", "park", "lake"))

    assert found == pytest.approx((0.5, 0.25, 1 / 3))
