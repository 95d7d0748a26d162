"""Every column that can hold words is sealed, or says why not."""

import pytest
from sqlalchemy import JSON, Column, Integer, MetaData, String, Table, Text, select

from storage.metadata import metadata
from storage.sealed_types import Incomparable, part
from storage.sealing_coverage import OPEN, sealed, sealed_tables, wordy
from storage.tables import diaries, entries, persons, tags
from storage.types import Document, Word

TABLES = sorted(metadata.tables)


@pytest.mark.parametrize("name", TABLES)
def test_every_column_that_can_hold_words_is_sealed_or_named_with_a_reason(name: str) -> None:
    table = metadata.tables[name]
    assert set(wordy(table)) == set(OPEN.get(name, {}))


def test_no_reason_is_left_of_a_table_that_is_gone() -> None:
    assert set(OPEN) <= set(TABLES)


def test_the_list_would_see_a_new_column_of_any_kind_of_text() -> None:
    kinds = {"text": Text, "name": String(9), "report": JSON, "document": Document, "word": Word()}
    strange = Table("strange", MetaData(), Column("number", Integer))
    for name, kind in kinds.items():
        strange.append_column(Column(name, kind))
    assert set(wordy(strange)) == set(kinds)


def test_what_is_sealed_is_bound_to_the_column_in_which_it_stands() -> None:
    for table in sealed_tables():
        for column in sealed(table):
            assert column.type.place == f"{table.name}.{column.name}"  # type: ignore[attr-defined]


def test_a_query_that_would_find_nothing_among_seals_cannot_be_written() -> None:
    for wrong in (
        lambda: entries.c.title.contains("word"),
        lambda: entries.c.caption == "word",
        lambda: persons.c.name.in_(["word"]),
        lambda: entries.c.mood > 2,
        lambda: tags.c.tag.startswith("w"),
        lambda: tags.c.tag > "w",
        lambda: entries.c.report["transcript"],
        lambda: part(entries.c.words, "transcript"),
        lambda: part(entries.c.report, "emotions", "timeline", "0"),
    ):
        with pytest.raises(Incomparable):
            wrong()
    select(tags).where(tags.c.tag == "word", tags.c.tag.in_(["word"]), entries.c.caption != "")
    select(diaries).where(diaries.c.title == "word", diaries.c.title.is_(None))
