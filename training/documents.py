"""The documents that tell the model's figures: each is renewed between two marks at every export.

So none of them can say other numbers than the model that is carried.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from training import card, readme
from training.errors import DataError

ROOT: Final = Path(__file__).parents[1]

Part = Callable[[Mapping[str, Any]], str]

#: What stands between the marks of each document, by its place in the repository.
PARTS: Final[Mapping[str, Part]] = {
    "docs/expression-model.md": card.measured,
    "README.md": readme.english,
    "README.ko.md": readme.korean,
}


def check(root: Path = ROOT) -> None:
    """Whether every document can be renewed. Raises DataError where one has lost its marks."""
    for name in PARTS:
        try:
            card.between_marks((root / name).read_text("utf-8"), "")
        except (OSError, ValueError) as error:
            raise DataError(f"{name} cannot be renewed: {error}") from error


def renew(description: Mapping[str, Any], root: Path = ROOT) -> Sequence[Path]:
    """Write the model's figures into every document below `root`, all of them or none.

    Gives the documents. Raises ValueError where one has lost its marks.
    """
    new = {
        root / name: card.between_marks((root / name).read_text("utf-8"), part(description))
        for name, part in PARTS.items()
    }
    for path, text in new.items():
        path.write_text(text, "utf-8")
    return tuple(new)
