"""How good are key sentences and tags? Measured against public references.

    python benchmarks/words_quality.py [FOLDER]

Key sentences are compared at equal words: for each text, *lead* (the first sentences), *random* and
*longest* get as many words as ours took. ROUGE-1 and ROUGE-2 are F1 over words (English stems,
Korean words without their marks). Tags are compared with the keyword lists as F1 over whole
entries, stemmed. FOLDER holds *.jsonl with `text`, `lang` and `summaries` or `tags`; it is
../shared/data/text unless named.
"""

from __future__ import annotations

import json
import random
import re
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from analysis import sentences, tokens, words  # noqa: E402 - found only after the path is set

Choice = Callable[[Sequence[str]], Sequence[str]]


def main(folder: Path) -> int:
    """Print both tables; say so when there is nothing to measure with."""
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        print(f"no texts in {folder}: nothing measured")
        return 0
    for path in files:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        print(f"\n{path.name}: {len(rows)} texts")
        if any(row.get("summaries") for row in rows):
            _print_summaries([row for row in rows if row.get("summaries")])
        if any(row.get("tags") for row in rows):
            _print_tags([row for row in rows if row.get("tags")])
    return 0


def summary_scores(rows: Sequence[dict[str, Any]]) -> tuple[float, dict[str, tuple[float, float]]]:
    """Mean words that ours took, and for each way of choosing the mean ROUGE-1 and ROUGE-2 F1."""
    results: dict[str, list[tuple[float, float]]] = {}
    lengths = []
    for row in rows:
        chosen = " ".join(key.text for key in words.from_text(row["text"]).key_sentences)
        lengths.append(len(chosen.split()))
        parts = _split(row)
        others = {name: _cut(choice(parts), lengths[-1]) for name, choice in _baselines().items()}
        for name, taken in {"ours": chosen, **others}.items():
            results.setdefault(name, []).append(_rouge(taken, row))
    means = {name: (_mean(found, 0), _mean(found, 1)) for name, found in results.items()}
    return statistics.mean(lengths), means


def tag_scores(rows: Sequence[dict[str, Any]]) -> tuple[float, float, float]:
    """Mean precision, recall and F1 of the tags."""
    found = [_tag_scores(words.from_text(row["text"]).tags, row["tags"]) for row in rows]
    return _mean(found, 0), _mean(found, 1), _mean(found, 2)


def _print_summaries(rows: Sequence[dict[str, Any]]) -> None:
    length, means = summary_scores(rows)
    print(f"  key sentences, {length:.0f} words each   ROUGE-1  ROUGE-2")
    for name, (first, second) in means.items():
        print(f"    {name:<30} {100 * first:7.1f}  {100 * second:7.1f}")


def _print_tags(rows: Sequence[dict[str, Any]]) -> None:
    precision, recall, f1 = (100 * value for value in tag_scores(rows))
    print(f"  tags   precision {precision:.1f}  recall {recall:.1f}  F1 {f1:.1f}")


def _mean(rows: Sequence[tuple[float, ...]], column: int) -> float:
    return statistics.mean(row[column] for row in rows)


def _split(row: dict[str, Any]) -> list[str]:
    given: list[str] = row.get("sentences") or []
    return given or [s.text for s in sentences.read(row["text"], row["lang"])]


def _baselines() -> dict[str, Choice]:
    def at_random(parts: Sequence[str]) -> Sequence[str]:
        return random.Random(len(parts)).sample(parts, len(parts))  # noqa: S311 - no secret

    def longest(parts: Sequence[str]) -> Sequence[str]:
        return sorted(parts, key=lambda part: -len(part.split()))

    return {"lead": list, "random": at_random, "longest": longest}


def _cut(parts: Sequence[str], length: int) -> str:
    return " ".join(" ".join(parts).split()[:length])


def _rouge(taken: str, row: dict[str, Any]) -> tuple[float, float]:
    references = [" ".join(r) if isinstance(r, list) else r for r in row["summaries"]]
    pairs = [
        (_overlap(taken, r, row["lang"], 1), _overlap(taken, r, row["lang"], 2)) for r in references
    ]
    return max(pairs)


def _overlap(a: str, b: str, language: str, size: int) -> float:
    left, right = (_grams(text, language, size) for text in (a, b))
    shared = (left & right).total()
    return 2 * shared / ((left.total() + right.total()) or 1)


def _grams(text: str, language: str, size: int) -> Counter[tuple[str, ...]]:
    found = [tokens.stem(word, language) for word in re.findall(r"\w+", text)]
    return Counter(zip(*(found[i:] for i in range(size)), strict=False))


def _tag_scores(ours: Sequence[str], gold: Sequence[str]) -> tuple[float, float, float]:
    found, wanted = ({_stemmed(tag) for tag in group} for group in (ours, gold))
    hits = len(found & wanted)
    precision, recall = hits / (len(found) or 1), hits / (len(wanted) or 1)
    return precision, recall, 2 * precision * recall / ((precision + recall) or 1)


def _stemmed(tag: str) -> str:
    return " ".join(tokens.stem(word, "en") for word in re.findall(r"\w+", tag))


if __name__ == "__main__":
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "../shared/data/text"
    sys.exit(main(given))
