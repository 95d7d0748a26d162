"""Seals: what was sealed opens again, for its place, with its key, and not otherwise."""

import base64
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.sealed_types import SealedTerm, open_document, seal_document
from storage.sealing import (
    KEY_BYTES,
    BadRing,
    Key,
    Seals,
    UnknownKey,
    Unreadable,
    fresh,
    line,
    read_ring,
)

OLD, NEW = Key("old", bytes(KEY_BYTES)), Key("new", bytes(range(KEY_BYTES)))
SEALS, ROTATED = Seals([OLD]), Seals([NEW, OLD])

texts = st.text(st.characters(exclude_categories=["Cs"]))
documents = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
    max_leaves=12,
)


@settings(deadline=None)
@given(texts, texts)
def test_a_text_opens_again_where_it_belongs(text: str, place: str) -> None:
    assert SEALS.open(SEALS.seal(text, place), place) == text
    assert SEALS.open_word(SEALS.seal_word(text, place), place) == text


@settings(deadline=None)
@given(texts)
def test_a_text_is_sealed_anew_each_time_and_a_word_always_the_same(text: str) -> None:
    assert SEALS.seal(text, "a.b") != SEALS.seal(text, "a.b")
    assert SEALS.seal_word(text, "a.b") == SEALS.seal_word(text, "a.b")


@settings(deadline=None)
@given(texts.filter(bool))
def test_what_is_moved_to_another_place_does_not_open_there(text: str) -> None:
    with pytest.raises(Unreadable):
        SEALS.open(SEALS.seal(text, "entries.text"), "comments.text")
    with pytest.raises(Unreadable):
        SEALS.open_word(SEALS.seal_word(text, "tags.tag"), "terms.term")
    assert SEALS.seal_word(text, "tags.tag") != SEALS.seal_word(text, "terms.term")


@settings(deadline=None)
@given(texts.filter(bool), st.data())
def test_every_changed_bit_is_found(text: str, data: Any) -> None:
    for seal, open_ in ((SEALS.seal, SEALS.open), (SEALS.seal_word, SEALS.open_word)):
        head, sign, content = seal(text, "a.b").rpartition("~")
        raw = bytearray(base64.b64decode(content))
        bit = data.draw(st.integers(0, len(raw) * 8 - 1))
        raw[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Unreadable):
            open_(head + sign + base64.b64encode(raw).decode(), "a.b")


@settings(deadline=None)
@given(texts)
def test_what_nobody_has_sealed_is_not_taken_for_sealed(text: str) -> None:
    with pytest.raises((Unreadable, UnknownKey)):
        SEALS.open(text, "a.b")


@settings(deadline=None)
@given(texts)
def test_a_ring_opens_what_its_older_key_has_sealed_and_seals_with_the_first(text: str) -> None:
    assert ROTATED.open(SEALS.seal(text, "a.b"), "a.b") == text
    again = ROTATED.seal(text, "a.b")
    assert Seals([NEW]).open(again, "a.b") == text
    with pytest.raises(UnknownKey):
        SEALS.open(again, "a.b")


@settings(deadline=None)
@given(texts)
def test_another_key_of_the_same_name_opens_nothing(text: str) -> None:
    with pytest.raises(Unreadable):
        Seals([Key("old", bytes([1] * KEY_BYTES))]).open(SEALS.seal(text, "a.b"), "a.b")


@settings(deadline=None)
@given(documents, st.integers(0, 3))
def test_a_document_opens_again_whatever_pieces_it_is_sealed_in(value: Any, depth: int) -> None:
    assert open_document(seal_document(value, SEALS, "a.b", depth), SEALS, "a.b") == value


def test_a_piece_of_a_document_does_not_open_as_another() -> None:
    sealed = seal_document({"said": "one", "heard": "two"}, SEALS, "a.b", 1)
    sealed["said"], sealed["heard"] = sealed["heard"], sealed["said"]
    with pytest.raises(Unreadable):
        open_document(sealed, SEALS, "a.b")


@pytest.mark.parametrize(("term", "begins"), [("#엄마", "#~"), ("!has:words", "!~"), ("엄마", "~")])
def test_of_a_term_only_its_class_can_be_read(term: str, begins: str) -> None:
    kind = SealedTerm("terms.term")
    sealed = kind.sealed(term, SEALS)
    assert sealed.startswith(begins)
    assert kind.opened(sealed, SEALS) == term
    with pytest.raises(Unreadable):
        kind.opened("!" + sealed.lstrip("#!") if begins != "!~" else sealed[1:], SEALS)


@settings(deadline=None)
@given(st.lists(st.from_regex(r"[a-z0-9][a-z0-9-]{0,15}", fullmatch=True), min_size=1, unique=True))
def test_a_ring_is_read_as_it_was_written(names: list[str]) -> None:
    keys = tuple(fresh(name) for name in names)
    for between in ("\n", ",", "\n\n# a note\n"):
        assert read_ring(between.join(line(key) for key in keys)) == keys


@pytest.mark.parametrize(
    "text",
    [
        *("", "# nothing", "old", "old:", "old:%%%", "old:YQ=="),
        *("Old:" + line(OLD)[4:], ":" + line(OLD)[4:], "x" * 17 + line(OLD)[3:]),
        f"{line(OLD)}\n{line(OLD)}",
    ],
)
def test_a_ring_that_cannot_be_read_is_refused_and_shows_no_key(text: str) -> None:
    with pytest.raises(BadRing) as refused:
        read_ring(text)
    assert line(OLD)[4:] not in str(refused.value)


def test_a_key_does_not_show_itself_and_gives_another_for_each_use() -> None:
    assert repr(OLD.secret) not in repr(OLD)
    uses = [OLD.derived(use) for use in ("values", "words", "media", "file")]
    assert len({*uses, OLD.secret}) == 5
