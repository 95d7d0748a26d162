"""A language's file is made from the sources, and brought up to date with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from languages import extraction
from languages.extraction import NotLiteral, Sentence

CODE = """
from languages.catalogue import Line, Words

class Birds(Words):
    hello = Line("Hello, {bird}")
    back = Line("Back", context="nest")

    def seen(self, number):
        return self.plural("One bird", "{number} birds", number)
"""


def written(root: Path, code: str) -> list[Sentence]:
    (root / "bot").mkdir()
    (root / "bot" / "birds.py").write_text(code, "utf-8")
    return list(extraction.sentences(root, ["bot"]))


def test_every_way_of_saying_something_is_found(tmp_path: Path) -> None:
    assert set(written(tmp_path, CODE)) == {
        Sentence(None, "Hello, {bird}", None, "bot/birds.py"),
        Sentence("nest", "Back", None, "bot/birds.py"),
        Sentence(None, "One bird", "{number} birds", "bot/birds.py"),
    }


def test_what_nobody_can_translate_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotLiteral, match=r"bot/birds\.py:9"):
        written(tmp_path, CODE.replace('"One bird", ', '"One " + "bird", '))


def test_a_file_keeps_what_was_translated_and_drops_what_is_said_no_more(tmp_path: Path) -> None:
    said = written(tmp_path, CODE)
    made = extraction.updated(said, "cs", tmp_path)
    assert made.num_plurals == 3
    made.get("Hello, {bird}").string = "Ahoj, {bird}"
    made.get("Back", "nest").string = "Zpět"
    extraction.write(made, tmp_path / "cs.po")
    later = [one for one in said if one.context is None]
    again = extraction.updated(later, "cs", tmp_path)
    assert again.get("Hello, {bird}").string == "Ahoj, {bird}"
    assert again.get("Back", "nest") is None
    assert [m.id for m in again if m.id and extraction.is_open(m)] == [
        ("One bird", "{number} birds")
    ]


def test_no_language_is_told_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert extraction.main(["xx-nonsense-xx"]) == 2
    assert "no language" in capsys.readouterr().err
