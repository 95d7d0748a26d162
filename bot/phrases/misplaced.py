"""What is said to a command that does not work where it was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Misplaced:
    """The words of one language, HTML."""

    in_groups: str
    not_in_channels: str
    in_private: str


KOREAN = Misplaced(
    in_groups="이 명령은 함께 쓰는 그룹에서 쓸 수 있어요.",
    not_in_channels="채널에서는 쓸 수 없는 명령이에요.",
    in_private="채널에서는 쓸 수 없는 명령이에요. 저와의 개인 채팅에서 써 주세요.",
)

ENGLISH = Misplaced(
    in_groups="This works in a group that is a diary.",
    not_in_channels="This does not work in a channel.",
    in_private="This does not work in a channel, but in the private chat with me.",
)

LANGUAGES: Mapping[str, Misplaced] = {"ko": KOREAN, "en": ENGLISH}


def words_in(language: str) -> Misplaced:
    """The sentences of a language; English for one that is not spoken here."""
    return LANGUAGES.get(language, ENGLISH)
