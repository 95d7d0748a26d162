"""What is said about the members of a diary, and about who owns it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Members:
    """The words of one language, HTML; names and titles that are put in are escaped before."""

    untitled: str
    diaries: str
    no_diaries: str
    diary: Callable[[str, int, int], str]
    members_button: str
    invite_button: str
    leave_button: str
    delete_button: str
    back_button: str
    choose: str
    head: Callable[[str, int], str]
    line: Callable[[str, dt.date, int | None], str]
    owner: str
    manage_button: str
    remove_button: Callable[[str], str]
    sure_remove: Callable[[str, str], str]
    yes_remove_button: str
    removed: Callable[[str], str]
    hand_button: str
    hand: Callable[[str], str]
    hand_to_button: Callable[[str], str]
    nobody: Callable[[str], str]
    offered: Callable[[str], str]
    offer: Callable[[str, str], str]
    take_button: str
    refuse_button: str
    taken: Callable[[str], str]
    refused: Callable[[str], str]
    heir_yes: Callable[[str, str], str]
    heir_no: Callable[[str, str], str]
    inherited: Callable[[str], str]


def _s(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


KOREAN = Members(
    untitled="함께 쓰는 일기장",
    diaries="📚 함께 쓰는 일기장",
    no_diaries=("함께 쓰는 일기장이 아직 없어요. 저를 그룹에 넣거나, 초대받은 링크를 눌러 보세요."),
    diary=lambda title, people, mine: (
        f"📖 <b>{title}</b>\n함께 쓰는 사람 {people}명 · 내 일기 {mine}편"
    ),
    members_button="👥 함께 쓰는 사람",
    invite_button="💌 초대하기",
    leave_button="🚪 나가기",
    delete_button="🗑 일기장 없애기",
    back_button="↩︎ 뒤로",
    choose="어느 일기장을 볼까요?",
    head=lambda title, number: f"👥 <b>{title}</b> · {number}명",
    line=lambda name, since, entries: (
        f"{name} · {since.year}.{since.month}.{since.day}부터"
        + ("" if entries is None else f" · 일기 {entries}편")
    ),
    owner="👑",
    manage_button="⚙️ 개인 채팅에서 관리하기",
    remove_button=lambda name: f"✕ {name} 님 내보내기",
    sure_remove=lambda name, title: (
        f"<b>{name}</b> 님을 <b>{title}</b>에서 내보낼까요?\n\n바로 일기장을 볼 수 없게 돼요. 쓴 일기는 "
        "어떻게 할지 본인에게 물어볼게요. 텔레그램 그룹에서는 내보내지 않아요."
    ),
    yes_remove_button="내보내기",
    removed=lambda name: f"<b>{name}</b> 님을 내보냈어요.",
    hand_button="👑 다른 사람에게 넘기기",
    hand=lambda title: (
        f"<b>{title}</b> 일기장의 주인을 누구에게 넘길까요? 받는 분이 받아들여야 바뀌어요."
    ),
    hand_to_button=lambda name: f"👑 {name} 님에게",
    nobody=lambda title: f"<b>{title}</b>에는 넘겨받을 다른 사람이 아직 없어요.",
    offered=lambda name: f"<b>{name}</b> 님에게 여쭤볼게요. 받아들이면 알려 드릴게요.",
    offer=lambda name, title: (
        f"👑 <b>{name}</b> 님이 <b>{title}</b> 일기장을 맡아 달라고 해요.\n주인은 일기장을 꾸미고, 사람을 "
        "내보내거나 일기장을 없앨 수 있어요."
    ),
    take_button="맡을게요",
    refuse_button="사양하기",
    taken=lambda title: f"👑 이제 <b>{title}</b> 일기장의 주인이에요.",
    refused=lambda title: f"<b>{title}</b> 일기장을 맡지 않기로 했어요.",
    heir_yes=lambda name, title: f"👑 <b>{name}</b> 님이 <b>{title}</b> 일기장을 맡았어요.",
    heir_no=lambda name, title: f"<b>{name}</b> 님이 <b>{title}</b> 일기장을 맡는 것을 사양했어요.",
    inherited=lambda title: (
        f"👑 <b>{title}</b> 일기장의 주인이 나가서, 가장 오래 함께 쓴 당신이 새 주인이 되었어요."
    ),
)

ENGLISH = Members(
    untitled="Our diary",
    diaries="📚 The diaries that you share",
    no_diaries="You share no diary yet. Add me to a group, or follow a link that you were given.",
    diary=lambda title, people, mine: (
        f"📖 <b>{title}</b>\n{_s(people, 'member', 'members')} · "
        f"{_s(mine, 'entry', 'entries')} of yours"
    ),
    members_button="👥 Members",
    invite_button="💌 Invite",
    leave_button="🚪 Leave",
    delete_button="🗑 Delete the diary",
    back_button="↩︎ Back",
    choose="Which diary?",
    head=lambda title, number: f"👥 <b>{title}</b> · {_s(number, 'member', 'members')}",
    line=lambda name, since, entries: (
        f"{name} · since {since.day} {_MONTHS[since.month - 1]} {since.year}"
        + ("" if entries is None else f" · {_s(entries, 'entry', 'entries')}")
    ),
    owner="👑",
    manage_button="⚙️ Manage in private",
    remove_button=lambda name: f"✕ Remove {name}",
    sure_remove=lambda name, title: (
        f"Remove <b>{name}</b> from <b>{title}</b>?\n\nThey stop seeing the diary at once, and I ask "
        "them what shall become of their entries. They are not removed from the Telegram group."
    ),
    yes_remove_button="Remove",
    removed=lambda name: f"<b>{name}</b> was removed.",
    hand_button="👑 Hand over",
    hand=lambda title: f"Who shall own <b>{title}</b>? Nothing changes until they accept.",
    hand_to_button=lambda name: f"👑 To {name}",
    nobody=lambda title: f"There is nobody else in <b>{title}</b> yet.",
    offered=lambda name: f"I will ask <b>{name}</b>, and tell you when they accept.",
    offer=lambda name, title: (
        f"👑 <b>{name}</b> asks you to take over <b>{title}</b>.\nThe owner can change the diary, "
        "remove members and delete it."
    ),
    take_button="I take it",
    refuse_button="No, thanks",
    taken=lambda title: f"👑 You now own <b>{title}</b>.",
    refused=lambda title: f"You did not take over <b>{title}</b>.",
    heir_yes=lambda name, title: f"👑 <b>{name}</b> has taken over <b>{title}</b>.",
    heir_no=lambda name, title: f"<b>{name}</b> would rather not take over <b>{title}</b>.",
    inherited=lambda title: (
        f"👑 The owner of <b>{title}</b> has left. You have been in it the longest, so it is yours now."
    ),
)

LANGUAGES = {"ko": KOREAN, "en": ENGLISH}


def words_in(language: str) -> Members:
    """The sentences of a language; English for one that is not spoken here."""
    return LANGUAGES.get(language, ENGLISH)
