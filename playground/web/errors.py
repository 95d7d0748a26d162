"""Why an act on the page is not done."""

from __future__ import annotations

from typing import Any

from playground.web.phrases import Refusals

BAD_REQUEST = 400


class ActRefused(Exception):
    """A person cannot do this here; `key` names the sentence of `Refusals` that says why."""

    def __init__(self, key: str, status: int = BAD_REQUEST, **gaps: Any) -> None:
        super().__init__(key)
        self.key = key
        self.status = status
        self.gaps = gaps

    def sentence(self, language: str) -> str:
        """The reason, for a person."""
        text: str = getattr(Refusals.of(language), self.key)
        return text.format(**self.gaps)
