"""One file is all that a language takes: everything is said in it then."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from languages import extraction
from tests.house import tree

#: Has three forms for numbers, other names of months, and nothing of ours.
LANGUAGE = "cs"

#: Words of three letters and more; names of commands and addresses are the same everywhere.
WORDS = re.compile(r"[A-Za-z]{3}")
SAME = re.compile(r"<[^>]*>|https?://\S+|/\w+|@\w+|#\w+|UTC\S*")


def bracketed(path: Path) -> None:
    """A file in which every sentence says itself, so that it is seen where it comes from."""
    made = extraction.template(extraction.sentences(), LANGUAGE)
    for message in made:
        if isinstance(message.id, tuple):
            message.string = tuple(f"⟦{message.id[1]}⟧" for _ in range(made.num_plurals))
        elif message.id:
            message.string = f"⟦{message.id}⟧"
    extraction.write(made, path)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, str]]:
    folder = tmp_path_factory.mktemp("languages")
    bracketed(folder / f"{LANGUAGE}.po")
    run = tree.run(sys.executable, "-m", "tests.languages.third", str(folder), LANGUAGE)
    assert run.returncode == 0, run.stderr
    return [(where, one, other) for where, one, other in json.loads(run.stdout)]


def test_nothing_is_said_in_english_where_another_language_is_spoken(
    everything: list[tuple[str, str, str]],
) -> None:
    left = [
        (where, other)
        for where, one, other in everything
        if one == other and WORDS.search(SAME.sub("", other))
    ]
    assert left == []
    assert len(everything) > 1000


def test_every_word_of_a_sentence_comes_out_of_the_catalogue(
    everything: list[tuple[str, str, str]],
) -> None:
    """Outside the brackets there are only dates, names and what was put in."""
    for where, _, other in everything:
        outside = other
        while outside != (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "", outside)):
            outside = shorter
        english = re.findall(r"\b(?:the|you|your|is|are|of|and|this|that|with)\b", outside)
        assert english == [], (where, other)
