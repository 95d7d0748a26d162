"""What is said about showing an entry of one's own in a shared diary, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shares:
    """`title` is always a diary's name, `name` a person's: plain text, escaped where it is put in."""

    # On every card that several people see
    unnamed: str
    own_diary: str
    diary_line: Callable[[str], str]
    taken_out_line: Callable[[str], str]
    talk_button: Callable[[int], str]
    more_button: str
    reaction_buttons: Mapping[str, str]

    # On one's own card
    share_button: str
    shown_in: Callable[[str], str]
    shown_without_video: Callable[[str], str]
    take_back_button: Callable[[str], str]

    # While choosing
    which_diary: str
    no_diary: str
    listed_shown: Callable[[str], str]
    which_parts: Callable[[str, str], str]  # the diary's title, and the entry's or nothing
    nothing_chosen: str
    parts: Mapping[str, str]
    chosen: Callable[[str], str]
    left_out: Callable[[str], str]
    send_button: str
    back_button: str
    shared: str

    # Taking back and taking out
    ask_take_back: Callable[[str], str]
    old_video: str
    take_back_sure: str
    keep_button: str
    taken_back: str
    take_out_button: str
    ask_take_out: str
    take_out_sure: str
    taken_out: str
    taken_out_mine: str
    removed_entry: Callable[[str, str], str]
    removed_note: Callable[[str, str], str]

    # In the group
    begins: Callable[[str], str]
    words_are_below: str


_REACTIONS = {"heart": "❤️", "thumb": "👍", "laugh": "😂", "wow": "😮", "cry": "😢"}

KOREAN = Shares(
    unnamed="이름 없는 일기장",
    own_diary="📔 내 일기",
    diary_line=lambda title: f"📖 {title}",
    taken_out_line=lambda title: f"🔒 ‘{title}’에서 빠진 기록 · 나만 봐요",
    talk_button=lambda count: f"💬 {count}" if count else "💬 댓글",
    more_button="⋯ 더보기",
    reaction_buttons=_REACTIONS,
    share_button="↗ 공유하기",
    shown_in=lambda title: f"↗ {title}",
    shown_without_video=lambda title: f"↗ {title} (영상은 빠졌을 수 있어요)",
    take_back_button=lambda title: f"↩ ‘{title}’에서 거두기",
    which_diary="어느 일기장에 공유할까요?",
    no_diary="지금 공유할 수 있는 일기장이 없어요. 함께 쓰는 그룹에 계신지 확인해 주세요.",
    listed_shown=lambda title: f"✓ {title} · 거두기",
    which_parts=lambda title, own: (
        f"‘{title}’에 무엇을 보여 줄까요?\n"
        + (
            f"이름과 날짜, 제목 ‘{own}’, 이 세 가지는 늘 보여요. "
            if own
            else "이름과 날짜는 늘 보여요. "
        )
        + "고르지 않은 것은 올리지 않아요."
    ),
    nothing_chosen="보여 줄 것을 하나 이상 골라 주세요.",
    parts={"video": "영상", "chart": "표정 곡선", "words": "전체 글", "key": "핵심 문장", "mood": "내 기분"},
    chosen=lambda part: f"✅ {part}",
    left_out=lambda part: f"▫️ {part}",
    send_button="공유하기",
    back_button="↩︎ 돌아가기",
    shared="공유했어요",
    ask_take_back=lambda title: (
        f"‘{title}’에서 거둘까요?\n그곳에 올린 카드와 영상, 달린 댓글이 모두 사라져요."
    ),
    old_video="올린 지 이틀이 지난 영상은 제가 그 그룹의 관리자일 때만 지울 수 있어요.",
    take_back_sure="거두기",
    keep_button="그대로 두기",
    taken_back="거뒀어요",
    take_out_button="🗑 이 일기장에서 빼기",
    ask_take_out=(
        "이 일기장에서 뺄까요?\n여기 있는 카드와 댓글이 사라져요. 쓴 사람의 기록은 지워지지 않아요."
    ),
    take_out_sure="빼기",
    taken_out="뺐어요",
    taken_out_mine="뺐어요. 카드는 저와의 1:1 대화로 옮겨요.",
    removed_entry=lambda title, day: (
        f"{day}가 ‘{title}’ 일기장에서 빠졌어요. 그 일기장을 이끄는 분이 뺐어요.\n"
        "지워지지는 않았고, 내 기록에는 그대로 있어요."
    ),
    removed_note=lambda title, day: (
        f"{day}가 ‘{title}’ 일기장에서 빠졌어요. 그 일기장을 이끄는 분이 뺐어요.\n"
        "지워지지는 않았어요. 그 카드를 여기 1:1 대화에 두었고, 이제 나만 봐요."
    ),
    begins=lambda name: f"{name}님이 일기를 공유했어요.",
    words_are_below="전체 글은 이미 파일로 올려 두었어요.",
)

ENGLISH = Shares(
    unnamed="A diary without a name",
    own_diary="📔 My diary",
    diary_line=lambda title: f"📖 {title}",
    taken_out_line=lambda title: f"🔒 Taken out of “{title}” · only you see it",
    talk_button=lambda count: f"💬 {count}" if count else "💬 Comments",
    more_button="⋯ More",
    reaction_buttons=_REACTIONS,
    share_button="↗ Share to…",
    shown_in=lambda title: f"↗ {title}",
    shown_without_video=lambda title: f"↗ {title} (the video may be missing)",
    take_back_button=lambda title: f"↩ Take back from “{title}”",
    which_diary="Which diary shall see it?",
    no_diary="There is no diary that you can share to now. Are you still in its group?",
    listed_shown=lambda title: f"✓ {title} · take back",
    which_parts=lambda title, own: (
        f"What shall “{title}” see?\n"
        + (
            f"Your name, the date and the title “{own}” always show. "
            if own
            else "Your name and the date always show. "
        )
        + "What you leave out is not sent there."
    ),
    nothing_chosen="Choose at least one thing to show.",
    parts={"video": "Video", "chart": "Chart", "words": "All words", "key": "Key sentence", "mood": "My mood"},
    chosen=lambda part: f"✅ {part}",
    left_out=lambda part: f"▫️ {part}",
    send_button="Share",
    back_button="↩︎ Back",
    shared="Shared",
    ask_take_back=lambda title: (
        f"Take it back from “{title}”?\nThe card, the video and all comments there will be gone."
    ),
    old_video="A video older than two days goes only where I am an admin of the group.",
    take_back_sure="Take it back",
    keep_button="Leave it",
    taken_back="Taken back",
    take_out_button="🗑 Take out of this diary",
    ask_take_out=(
        "Take it out of this diary?\nThe card and the comments here will be gone. Its author keeps "
        "the entry."
    ),
    take_out_sure="Take it out",
    taken_out="Taken out",
    taken_out_mine="Taken out. Its card moves to your private chat with me.",
    removed_entry=lambda title, day: (
        f"{day} was taken out of “{title}” by somebody who leads it.\n"
        "It is not deleted: you still have it."
    ),
    removed_note=lambda title, day: (
        f"{day} was taken out of “{title}” by somebody who leads it.\n"
        "It is not deleted: its card is here in our private chat now, and only you see it."
    ),
    begins=lambda name: f"{name} has shared an entry.",
    words_are_below="All words are here already, as a file.",
)

LANGUAGES = {"ko": KOREAN, "en": ENGLISH}


def words_in(language: str) -> Shares:
    """The sentences of a language; English for one that is not spoken here."""
    return LANGUAGES.get(language, ENGLISH)
