"""Every sentence of the page is there for its modules, in every language."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from languages.catalogue import LANGUAGES, Line
from playground.web import acts, happenings, phrases
from playground.web.phrases import Refusals

WEB = Path(phrases.__file__).parent


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_that_the_page_says_is_told(language: str) -> None:
    told = phrases.told(language)
    said = set()
    for path in (WEB / "static").rglob("*.js"):
        said |= set(re.findall(r'\bsay\(\s*"(\w+)"', path.read_text("utf-8")))
    assert said - told.keys() == set()


def test_no_key_is_two_sentences() -> None:
    keys = [name for part in phrases.PARTS for name, one in vars(part).items() if _is_line(one)]
    assert sorted(set(keys)) == sorted(keys)


def test_every_reason_of_the_code_is_a_sentence() -> None:
    known = {name for name, one in vars(Refusals).items() if _is_line(one)}
    given = set()
    for path in WEB.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"ActRefused", "Unfit"}:
                given |= {one.value for one in ast.walk(node.args[0]) if _is_word(one)}
    assert given - known == set()
    assert len(given) > len(acts.ACTS)


def test_every_service_message_has_its_sentence() -> None:
    known = {name for name, one in vars(phrases.Services).items() if _is_line(one)}
    assert set(happenings.PLAIN.values()) <= known


def _is_line(one: object) -> bool:
    return isinstance(one, Line)


def _is_word(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and "_" in node.value
