"""What is said about comments: the thread, what became of a reply, and who hears of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from bot.phrases.sentences import clock


@dataclass(frozen=True, slots=True)
class Comments:
    """Functions give plain text but for the notices, which are HTML with what is put in escaped.

    A notice takes the title of the diary, that of the entry, and how many comments there are.
    """

    # Below a reply
    too_long: Callable[[int, int], str]
    off: str
    note_kept: str
    entry_button: str
    now_entry: str
    no_entry: str
    comment_how: str
    delete_how: str
    deleted: str
    hidden: str
    not_yours: str

    # The thread
    head: Callable[[int], str]
    nothing: str
    deleted_place: str
    hidden_place: str
    nobody: str
    edited: str
    listening: str
    spoken: Callable[[float], str]
    moment: Callable[[dt.datetime], str]
    day: Callable[[dt.date], str]
    own_diary: str
    mine_head: Callable[[str], str]
    mine_nothing: str
    hidden_head: str
    before_button: str
    after_button: str
    mine_button: str
    hidden_button: Callable[[int], str]
    back_button: str

    # Private notices
    commented: Callable[[str, str, int], str]
    replied: Callable[[str, str, int], str]
    open_button: str


KOREAN = Comments(
    too_long=lambda length, most: (
        f"댓글은 {most:,}자까지 담을 수 있어요. 지금은 {length:,}자예요. 조금만 줄여서 다시 보내 주세요."
    ),
    off="이 일기는 지금 댓글을 받지 않아요.",
    note_kept="💬 댓글로 담았어요.",
    entry_button="📔 일기로 바꾸기",
    now_entry="이제 일기예요",
    no_entry="지금은 일기로 바꿀 수 없어요",
    comment_how="카드나 댓글에 답장하면서 /c 뒤에 할 말을 적어 주세요.\n예: /c 오늘 정말 고생했어",
    delete_how="지우고 싶은 내 댓글에 답장으로 /del 을 보내 주세요.",
    deleted="댓글을 지웠어요.",
    hidden="댓글을 가렸어요. 💬 를 열면 되돌릴 수 있어요.",
    not_yours="내가 쓴 댓글만 지울 수 있어요.",
    head=lambda count: f"댓글 {count:,}개",
    nothing="아직 댓글이 없어요. 카드에 답장하면 댓글이 돼요.",
    deleted_place="지운 댓글이에요",
    hidden_place="가린 댓글이에요",
    nobody="누군가",
    edited="고침",
    listening="받아 적는 중",
    spoken=lambda seconds: f"▶ {clock(seconds)}",
    moment=lambda at: f"{at.month}월 {at.day}일 {at:%H:%M}",
    day=lambda day: f"{day.month}월 {day.day}일 일기",
    own_diary="내 일기장",
    mine_head=lambda name: f"{name} 님의 댓글",
    mine_nothing="지울 수 있는 댓글이 없어요.",
    hidden_head="가린 댓글",
    before_button="◀ 이전",
    after_button="다음 ▶",
    mine_button="🗑 내 댓글",
    hidden_button=lambda count: f"🙈 가린 댓글 {count}",
    back_button="↩︎ 댓글 보기",
    commented=lambda diary, entry, count: (
        f"💬 <b>{diary}</b>에 있는 내 일기 ‘{entry}’에 새 댓글이 {count:,}개 달렸어요."
    ),
    replied=lambda diary, entry, count: (
        f"↩︎ <b>{diary}</b>의 ‘{entry}’에 남긴 내 댓글에 답글이 {count:,}개 달렸어요."
    ),
    open_button="💬 댓글 보기",
)

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


ENGLISH = Comments(
    too_long=lambda length, most: (
        f"A comment can have {most:,} characters; this one has {length:,}. "
        "Please make it a little shorter and send it again."
    ),
    off="This entry takes no comments now.",
    note_kept="💬 Kept as a comment.",
    entry_button="📔 Make it an entry",
    now_entry="It is an entry now",
    no_entry="It cannot become an entry now",
    comment_how=(
        "Reply to a card or a comment with /c and what you want to say.\n"
        "For example: /c You did so well today"
    ),
    delete_how="Reply with /del to the comment of yours that you want to delete.",
    deleted="The comment is deleted.",
    hidden="The comment is hidden. Open 💬 to bring it back.",
    not_yours="You can only delete comments of your own.",
    head=lambda count: f"{count:,} comment" if count == 1 else f"{count:,} comments",
    nothing="No comments yet. A reply to the card becomes one.",
    deleted_place="Deleted comment",
    hidden_place="Hidden comment",
    nobody="Somebody",
    edited="edited",
    listening="being written down",
    spoken=lambda seconds: f"▶ {clock(seconds)}",
    moment=lambda at: f"{at.day} {_MONTHS[at.month - 1]}, {at:%H:%M}",
    day=lambda day: f"Entry of {day.day} {_MONTHS[day.month - 1]}",
    own_diary="My diary",
    mine_head=lambda name: f"Comments of {name}",
    mine_nothing="There is no comment to delete.",
    hidden_head="Hidden comments",
    before_button="◀ Before",
    after_button="Next ▶",
    mine_button="🗑 My comments",
    hidden_button=lambda count: f"🙈 Hidden {count}",
    back_button="↩︎ All comments",
    commented=lambda diary, entry, count: (
        f"💬 {'One new comment' if count == 1 else f'{count:,} new comments'} on your entry "
        f"“{entry}” in <b>{diary}</b>."
    ),
    replied=lambda diary, entry, count: (
        f"↩︎ {'One reply' if count == 1 else f'{count:,} replies'} to your comment on "
        f"“{entry}” in <b>{diary}</b>."
    ),
    open_button="💬 Open the comments",
)

LANGUAGES = {"ko": KOREAN, "en": ENGLISH}


def words_in(language: str) -> Comments:
    """The sentences of a language; English for one that is not spoken here."""
    return LANGUAGES.get(language, ENGLISH)
