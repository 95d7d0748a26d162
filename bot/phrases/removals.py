"""Lines that take the place of a message which Telegram does not let the bot delete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Removals:
    """`lines` are by the name that `storage.removals` keeps."""

    lines: Mapping[str, str]

    def line(self, name: str) -> str:
        """The line of this name; of an unknown one, that the message is gone."""
        return self.lines.get(name, self.lines["gone"])


KOREAN = Removals(
    {
        "opened_again": "이 일기는 아래에 다시 열었어요.",
        "newer_below": "더 새로운 달력이 아래에 있어요.",
        "taken_back": "쓴 사람이 다시 거두어들인 일기예요.",
        "taken_along": "쓴 사람이 자기 일기장으로 옮긴 일기예요.",
        "deleted": "쓴 사람이 지운 일기예요.",
        "removed": "이 일기장에서 뺀 일기예요.",
        "gone": "지운 메시지예요.",
    }
)

ENGLISH = Removals(
    {
        "opened_again": "This entry was opened again below.",
        "newer_below": "A newer calendar stands below.",
        "taken_back": "The author has taken this entry back.",
        "taken_along": "The author has moved this entry to their own diary.",
        "deleted": "The author has deleted this entry.",
        "removed": "This entry was taken out of the diary.",
        "gone": "This message was deleted.",
    }
)

LANGUAGES = {"ko": KOREAN, "en": ENGLISH}


def words_in(language: str) -> Removals:
    """The lines of a language; English for one that is not spoken here."""
    return LANGUAGES.get(language, ENGLISH)
