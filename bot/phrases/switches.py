"""What is said about the switches of an entry: comments, its video, only for me."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class Told(Protocol):
    """A sentence for each of two states."""

    def __call__(self, *, is_on: bool) -> str:
        """The one for this state."""


@dataclass(frozen=True, slots=True)
class Switches:
    """`titles` are the names of the diaries that an entry is shown in."""

    comments_button: Told
    private_button: Told
    forget_button: str
    close_button: str
    ask_forget: str
    forget_sure: str
    forgotten: str
    forgotten_toast: str
    no_more_tries: str
    ask_private: Callable[[str], str]
    private_sure: str
    keep_button: str
    comments_toast: Told
    private_toast: Told


KOREAN = Switches(
    comments_button=lambda *, is_on: f"💬 댓글: {'받음' if is_on else '받지 않음'}",
    private_button=lambda *, is_on: f"🔒 나만 보기: {'켜짐' if is_on else '꺼짐'}",
    forget_button="🎞 영상 잊기",
    close_button="↩︎ 닫기",
    ask_forget=(
        "이 영상을 잊을까요?\n파일 번호를 지워요. 그러면 다시 분석하거나 영상을 공유할 수 없고, "
        "공유한 일기장에 올린 영상도 거둬요.\n"
        "직접 보낸 영상 메시지는 텔레그램에 그대로 남아요. 원하면 직접 지워 주세요."
    ),
    forget_sure="잊기",
    forgotten="🎞 영상은 잊었어요.",
    forgotten_toast="영상을 잊었어요",
    no_more_tries="영상을 잊어서 다시 시도할 수 없어요.",
    ask_private=lambda titles: (
        f"나만 보기로 바꿀까요?\n공유한 일기장({titles})에서 거둬요. 그곳의 카드와 영상, 댓글이 사라져요."
    ),
    private_sure="나만 보기",
    keep_button="그대로 두기",
    comments_toast=lambda *, is_on: "댓글을 받아요" if is_on else "댓글을 받지 않아요",
    private_toast=lambda *, is_on: "이제 나만 볼 수 있어요" if is_on else "이제 공유할 수 있어요",
)

ENGLISH = Switches(
    comments_button=lambda *, is_on: f"💬 Comments: {'on' if is_on else 'off'}",
    private_button=lambda *, is_on: f"🔒 Only for me: {'on' if is_on else 'off'}",
    forget_button="🎞 Forget the video",
    close_button="↩︎ Close",
    ask_forget=(
        "Forget this video?\nIts file number is deleted. It cannot be analysed again or shared then, "
        "and videos that were sent to shared diaries are taken back.\n"
        "The message that you sent stays in Telegram. Delete it yourself if you like."
    ),
    forget_sure="Forget it",
    forgotten="🎞 The video is forgotten.",
    forgotten_toast="The video is forgotten",
    no_more_tries="The video is forgotten, so there is no other try.",
    ask_private=lambda titles: (
        f"Keep it only for you?\nIt is taken back from where you shared it ({titles}). Card, video "
        "and comments there will be gone."
    ),
    private_sure="Only for me",
    keep_button="Leave it",
    comments_toast=lambda *, is_on: "Comments are on" if is_on else "Comments are off",
    private_toast=lambda *, is_on: "Only you can see it now" if is_on else "You can share it now",
)

LANGUAGES = {"ko": KOREAN, "en": ENGLISH}


def words_in(language: str) -> Switches:
    """The sentences of a language; English for one that is not spoken here."""
    return LANGUAGES.get(language, ENGLISH)
