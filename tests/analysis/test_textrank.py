from __future__ import annotations

import math
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import textrank
from analysis.textrank import MOST_SENTENCES, Candidate, Weights, choose, scores

NOTHING = Weights(**{field.name: 0 for field in fields(Weights)} | {"longest": 25})


def candidates(*texts: str) -> list[Candidate]:
    return [Candidate(tuple(text.split()), len(text.split())) for text in texts]


def best(found: list[float]) -> int:
    return max(range(len(found)), key=found.__getitem__)


def test_the_sentence_that_the_others_are_like_ranks_first() -> None:
    found = candidates("dog park", "dog park ball rain", "ball game", "rain coat", "cheese")

    assert best(scores(found, Weights(rank=1, centre=0, length=0, tags=0, lead=0))) == 1


def test_likeness_goes_both_ways() -> None:
    documents = [("dog", "park"), ("cat", "dog", "park", "park"), ("tree",)]
    forward = {(i, j): w for i, j, w in textrank._edges(documents, [0, 1, 2])}
    backward = {(j, i): w for i, j, w in textrank._edges(documents[::-1], [0, 1, 2])}

    assert set(forward) == {(0, 1)}
    assert forward[0, 1] == pytest.approx(backward[2, 1])
    assert forward[0, 1] > 0


def test_ranks_are_those_of_pagerank_on_the_symmetric_graph() -> None:
    """Two sentences that share a word, and one alone: by hand, with damping 0.85."""
    ranks = textrank._ranks([("a", "b"), ("a", "c"), ("d",)], [1.0, 1.0, 1.0])
    alone = (0.15 / 3) / (1 - 0.85 / 3)

    assert math.fsum(ranks) == pytest.approx(1.0)
    assert ranks[2] == pytest.approx(alone, abs=1e-5)
    assert ranks[0] == pytest.approx(ranks[1]) == pytest.approx((1 - alone) / 2, abs=1e-5)


def test_length_counts_content_and_is_capped() -> None:
    found = [Candidate(("a",) * n, 99) for n in (1, 25, 50)]
    only_length = Weights(rank=0, centre=0, length=1, tags=0, lead=0)

    assert scores(found, only_length) == [pytest.approx(1 / 25), 1.0, 1.0]


def test_tags_and_place_count_as_weighted() -> None:
    found = [Candidate(("a",), 1, tags=0.5), Candidate(("b",), 1, tags=1.0)]

    assert scores(found, Weights(rank=0, centre=0, length=0, tags=1, lead=0)) == [0.5, 1.0]
    assert scores(found, Weights(rank=0, centre=0, length=0, tags=0, lead=1)) == [1.0, 0.5]
    assert scores(found, NOTHING) == [0.0, 0.0]


def test_no_common_word_and_no_word_at_all_do_not_fail() -> None:
    assert len(scores(candidates("a", "b", "c"), Weights())) == 3
    assert len(scores(candidates("", "", ""), Weights())) == 3
    assert scores([], Weights()) == []


def test_the_choice_keeps_to_count_budget_and_order() -> None:
    found = candidates("a b c d", "e f", "g h i", "j")

    assert choose(found, [0.9, 0.1, 0.8, 0.7], 2, 10, 0.5) == [0, 2]
    assert choose(found, [0.9, 0.1, 0.8, 0.7], 4, 5, 0.5) == [0, 3]


def test_the_best_sentence_is_given_even_when_all_are_over_the_budget() -> None:
    assert choose(candidates("a b c", "d e f"), [0.1, 0.9], 2, 2, 0.5) == [1]


def test_of_two_sentences_that_say_the_same_one_is_chosen() -> None:
    found = candidates("a b c", "a b c", "d e")

    assert choose(found, [1.0, 0.9, 0.2], 2, 50, 0.6) == [0, 2]


def test_repetition_costs_a_sentence_its_place() -> None:
    found = candidates("a b c d", "a b c x", "y z")

    assert choose(found, [1.0, 0.9, 0.6], 2, 50, 0.6) == [0, 2]
    assert choose(found, [1.0, 0.9, 0.6], 2, 50, 0.0) == [0, 1]


def test_ties_go_to_the_first() -> None:
    assert choose(candidates("a", "b", "c"), [1.0, 1.0, 1.0], 1, 5, 0.6) == [0]


def test_sentences_without_words_are_never_chosen() -> None:
    assert choose([Candidate((), 0), Candidate((), 0)], [1.0, 1.0], 2, 5, 0.6) == []


def test_a_long_text_has_a_bounded_graph() -> None:
    documents = [(f"w{i}", "same") for i in range(MOST_SENTENCES * 4)]
    ranks = textrank._ranks(documents, [1.0] * len(documents))

    assert sum(rank > 0 for rank in ranks) == MOST_SENTENCES


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=6), max_size=12), st.integers(1, 4))
def test_any_sentences_get_finite_scores_and_a_choice(texts: list[list[str]], count: int) -> None:
    found = candidates(*map(" ".join, texts))
    goodness = scores(found, Weights())
    chosen = choose(found, goodness, count, 10, 0.6)

    assert all(math.isfinite(value) for value in goodness)
    assert chosen == sorted(set(chosen))
    assert len(chosen) <= count
    assert bool(chosen) == any(texts)
