"""No place where somebody can stand is forgotten by the erasure."""

import pytest
from sqlalchemy import BigInteger, Column, ForeignKey, MetaData, Table, Text

from bot.notice_kinds import KINDS
from storage import personal_tables, shared_tables, tables
from storage.erasure import SUBJECTLESS, SUBJECTS
from storage.erasure_coverage import COVERAGE, telling
from storage.metadata import metadata

TABLES = sorted(metadata.tables)


def test_every_table_is_covered_and_no_other() -> None:
    assert {tables, shared_tables, personal_tables}, "their import fills the metadata"
    assert sorted(COVERAGE) == TABLES


@pytest.mark.parametrize("name", TABLES)
def test_every_column_that_tells_of_a_person_is_covered(name: str) -> None:
    """A new one fails here: say in `COVERAGE` what becomes of it, and see to it."""
    assert sorted(COVERAGE[name].columns) == sorted(telling(metadata.tables[name]))


def test_a_new_column_that_points_to_a_person_is_noticed() -> None:
    found = MetaData()
    Table("persons", found, Column("id", BigInteger, primary_key=True))
    table = Table(
        "tags",
        found,
        Column("edited_by", ForeignKey("persons.id")),
        Column("reader", BigInteger),
        Column("note", Text),
    )
    # Where rows stay, also what is written in them would stay.
    assert telling(table) == ("edited_by", "reader")
    table.name = "comments"
    assert telling(table) == ("edited_by", "reader", "note")


def test_of_every_kind_of_notice_it_is_known_whom_it_is_about() -> None:
    known = {*SUBJECTLESS, *(kind for kinds in SUBJECTS.values() for kind in kinds)}
    assert set(KINDS) == known
