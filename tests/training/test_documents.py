"""Every document that tells the model's figures tells those of the model that is carried."""

import json
from pathlib import Path
from typing import Any

import pytest

from analysis.expressions import model_path
from training import card, documents
from training.errors import DataError


@pytest.fixture
def description() -> dict[str, Any]:
    """That of the model which is carried."""
    found = json.loads(model_path().with_suffix(".json").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A repository with nothing in its documents but the marks."""
    for name in documents.PARTS:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"before\n{card.START}\nold\n{card.END}\nafter\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("name", documents.PARTS)
def test_a_document_tells_the_figures_of_the_model_that_is_carried(
    name: str, description: dict[str, Any]
) -> None:
    """Where this fails: `python -m training export` renews them, as does `documents.renew`."""
    text = (documents.ROOT / name).read_text("utf-8")
    assert text == card.between_marks(text, documents.PARTS[name](description))


def test_another_model_renews_every_document(papers: Path, description: dict[str, Any]) -> None:
    figures = {"accuracy": 0.1234, "ferplus_accuracy": 0.9876}
    [(split, before)] = description["metrics"].items()
    other = description | {"metrics": {split: before | figures}}
    renewed = documents.renew(other, papers)
    assert {path.relative_to(papers).as_posix() for path in renewed} == {*documents.PARTS}
    for path in renewed:
        text = path.read_text("utf-8")
        assert text.startswith("before\n")
        assert text.endswith("\nafter\n")
        assert "old" not in text.split("\n")
        assert "98.8 %" in text
        assert "12.3 %" in text


def test_nothing_is_written_when_one_document_has_lost_its_marks(
    papers: Path, description: dict[str, Any]
) -> None:
    *others, last = [papers / name for name in documents.PARTS]
    last.write_text("no marks", "utf-8")
    with pytest.raises(ValueError, match="lost the marks"):
        documents.renew(description, papers)
    assert all("old" in path.read_text("utf-8") for path in others)


def test_the_readme_names_the_labels_that_are_recognised_least(
    description: dict[str, Any],
) -> None:
    recall = {"angry": 0.5, "disgust": 0.2, "fear": None, "happy": 0.9, "sad": 0.104}
    [(split, before)] = description["metrics"].items()
    other = description | {"metrics": {split: before | {"ferplus_recall": recall}}}
    english = documents.PARTS["README.md"](other)
    assert "(sad .10, disgust .20, angry .50)" in english
    assert "(슬픔 .10, 찡그림 .20, 화남 .50)" in documents.PARTS["README.ko.md"](other)


def test_the_readme_of_a_model_without_votes_tells_the_label_alone(
    description: dict[str, Any],
) -> None:
    metrics = {"Own": {"accuracy": 0.5, "macro_f1": 0.4, "n": 9, "ferplus_n": 0}}
    for name in ("README.md", "README.ko.md"):
        rows = documents.PARTS[name](description | {"metrics": metrics}).splitlines()
        assert len(rows) == 3
        assert "50.0 %" in rows[-1]
        # The figure stands first there, so its command may not be "the same".
        assert "training evaluate" in rows[-1]


def test_a_document_without_marks_is_named_before_a_model_is_replaced(papers: Path) -> None:
    documents.check(papers)
    (papers / "README.ko.md").write_text("no marks", "utf-8")
    with pytest.raises(DataError, match=r"README\.ko\.md cannot be renewed"):
        documents.check(papers)
