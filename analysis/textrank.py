"""Which sentences stand for the whole: a graph of likeness, its PageRank, a choice under a budget.

Likeness is BM25 (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75) in both directions added up, so
that the graph is symmetric; the rank is PageRank on it (Mihalcea and Tarau 2004). The rank is
joined with how much of the whole a sentence touches (the centroid), its length up to a cap, the
tags it holds and a little with its place: the first sentence often says what it is about.
Repetition is avoided as in maximal marginal relevance (Carbonell and Goldstein 1998).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

#: A graph has at most so many sentences; of a longer text the ones nearest to its centre.
MOST_SENTENCES: Final = 300

_K1: Final = 1.2
_B: Final = 0.75
#: A sentence this like a chosen one (cosine of content words) says the same again.
_SAME: Final = 0.95


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts; each is scaled so that the best sentence has 1.

    Found on the development texts of `benchmarks/words_quality.py`. Length is counted in content
    words, at most `longest`: counting all words preferred spoken padding.
    """

    rank: float = 1.0
    centre: float = 1.0
    length: float = 2.0
    tags: float = 0.5
    lead: float = 0.25
    repetition: float = 0.6
    longest: int = 25


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence: its content words, its length in all words, the share of the tags it holds."""

    stems: tuple[str, ...]
    words: int
    tags: float = 0.0


def scores(candidates: Sequence[Candidate], weights: Weights) -> list[float]:
    """How well each sentence stands for all of them, 0 to the sum of the weights."""
    centre = _centre(candidates)
    signs = (
        (weights.rank, _ranks([c.stems for c in candidates], centre)),
        (weights.centre, centre),
        (weights.length, [min(len(c.stems), weights.longest) for c in candidates]),
        (weights.tags, [c.tags for c in candidates]),
        (weights.lead, [1 / (1 + i) for i in range(len(candidates))]),
    )
    scaled = [(weight, _scaled(values)) for weight, values in signs if weight]
    return [math.fsum(w * values[i] for w, values in scaled) for i in range(len(candidates))]


def choose(
    candidates: Sequence[Candidate],
    goodness: Sequence[float],
    count: int,
    budget: int,
    repetition: float,
) -> list[int]:
    """Up to `count` sentences of together at most `budget` words, in order; the best one always."""
    chosen: list[int] = []
    bags = [Counter(c.stems) for c in candidates]
    likeness = [0.0] * len(candidates)
    left = [i for i in range(len(candidates)) if candidates[i].words]
    while left and len(chosen) < count:
        fitting = [i for i in left if candidates[i].words <= budget] or ([] if chosen else left)
        if not fitting:
            break
        best = max(fitting, key=lambda i: (goodness[i] * (1 - repetition * likeness[i]), -i))
        chosen.append(best)
        budget -= candidates[best].words
        likeness = [max(likeness[i], _likeness(bags[i], bags[best])) for i in range(len(bags))]
        left = [i for i in left if i != best and likeness[i] < _SAME]
    return sorted(chosen)


def _ranks(documents: Sequence[tuple[str, ...]], centre: Sequence[float]) -> list[float]:
    """PageRank of each sentence; sentences beyond `MOST_SENTENCES` get 0."""
    import networkx as nx  # noqa: PLC0415 - slow to import, and not needed by who only reads

    order = sorted(range(len(documents)), key=lambda i: (-centre[i], i))[:MOST_SENTENCES]
    graph = nx.Graph()
    graph.add_nodes_from(order)
    graph.add_weighted_edges_from(_edges(documents, sorted(order)))
    ranks = nx.pagerank(graph, weight="weight") if graph.number_of_edges() else {}
    return [float(ranks.get(i, 0.0)) for i in range(len(documents))]


def _edges(
    documents: Sequence[tuple[str, ...]], order: Sequence[int]
) -> Iterable[tuple[int, int, float]]:
    """Pairs of sentences that share a content word, with BM25 of either way added up."""
    bags = {i: Counter(documents[i]) for i in order}
    rarity = _rarity(bags.values())
    mean = math.fsum(len(documents[i]) for i in order) / max(1, len(order)) or 1.0
    norms = {i: _K1 * (1 - _B + _B * len(documents[i]) / mean) for i in order}
    for place, i in enumerate(order):
        for j in order[place + 1 :]:
            shared = bags[i].keys() & bags[j].keys()
            if shared:
                yield (
                    i,
                    j,
                    math.fsum(
                        rarity[s]
                        * (_saturated(bags[i][s], norms[i]) + _saturated(bags[j][s], norms[j]))
                        for s in sorted(shared)
                    ),
                )


def _saturated(count: int, norm: float) -> float:
    return count * (_K1 + 1) / (count + norm)


def _rarity(bags: Iterable[Counter[str]]) -> dict[str, float]:
    """log(1 + (N − n + ½) / (n + ½)), which is never negative."""
    documents = list(bags)
    spread = Counter(stem for bag in documents for stem in bag)
    total = len(documents)
    return {s: math.log(1 + (total - n + 0.5) / (n + 0.5)) for s, n in spread.items()}


def _centre(candidates: Sequence[Candidate]) -> list[float]:
    """How much of the whole a sentence touches: of each of its words, in how many sentences it is.

    Not divided by length: a cosine here preferred fragments, and was worse on every text measured.
    """
    spread = Counter(stem for c in candidates for stem in set(c.stems))
    return [float(sum(spread[stem] for stem in set(c.stems))) for c in candidates]


def _likeness(a: Counter[str], b: Counter[str]) -> float:
    """Cosine; sentences without content words are all alike."""
    return _cosine(a, b) if a or b else 1.0


def _cosine(a: Counter[str], b: Counter[str]) -> float:
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    dot = math.fsum(n * large[s] for s, n in small.items() if s in large)
    return dot / (_norm(a) * _norm(b)) if dot else 0.0


def _norm(bag: Counter[str]) -> float:
    return math.sqrt(math.fsum(n * n for n in bag.values()))


def _scaled(values: Sequence[float]) -> list[float]:
    top = max(values, default=0.0)
    return [value / top if top else 0.0 for value in values]
