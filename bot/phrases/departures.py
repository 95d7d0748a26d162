"""What is said to who leaves a shared diary, and when a whole diary comes to its end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Departures:
    """The words of one language, HTML; titles that are put in are escaped before."""

    # Leaving
    lead: str
    lead_button: str
    choose: str
    none: str
    ask: Callable[[str, int], str]
    ask_nothing: Callable[[str], str]
    ask_left: Callable[[str, int], str]
    ask_gone: Callable[[str, int, dt.date], str]
    gone_nothing: Callable[[str], str]
    take_button: str
    leave_button: str
    delete_button: str
    just_leave_button: str
    stay_button: str
    stayed: str
    sure_delete: Callable[[str, int], str]
    yes_delete_button: Callable[[int], str]
    taken: Callable[[str, int], str]
    left: Callable[[str], str]
    left_nothing: Callable[[str], str]
    deleted: Callable[[str, int], str]

    # The end of a diary
    end_lead: str
    end_button: str
    end_choose: str
    end_none: str
    confirm: Callable[[str], str]
    confirm_hint: str
    wrong_title: str
    announced: Callable[[str, dt.date], str]
    restore_button: str
    restored: Callable[[str], str]
    ending: Callable[[str, dt.date], str]
    save_button: Callable[[int], str]
    saved: Callable[[int], str]
    nothing_to_save: str
    group_ending: Callable[[dt.date], str]
    group_restored: str


def _ko_day(day: dt.date) -> str:
    return f"{day.month}월 {day.day}일"


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def _en_day(day: dt.date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}"


def _entries(number: int) -> str:
    return f"{number} {'entry' if number == 1 else 'entries'}"


def _yours(number: int) -> str:
    return "entry" if number == 1 else _entries(number)


_KO_WAYS = (
    "• 가져가기: 내 개인 일기장으로 옮기고, 그룹의 카드는 지워요.\n"
    "• 두고 가기: 다른 사람들은 계속 보고, 나는 볼 수 없게 돼요.\n"
    "• 지우기: 여기에 단 내 댓글까지 어디에서나 사라져요. 되돌릴 수 없어요.\n\n"
    "그룹에 올린 영상 메시지 자체는 텔레그램에 남아 있어요. 원하면 직접 지워 주세요."
)
_EN_WAYS = (
    "• Take them: they move to your own diary, and their cards in the group disappear.\n"
    "• Leave them: the others go on seeing them, and you do not.\n"
    "• Delete them: they are gone everywhere, for good, and so are your comments there.\n\n"
    "The video messages themselves stay in the Telegram group; delete them there if you like."
)

KOREAN = Departures(
    lead="나가기는 저와의 개인 채팅에서 할 수 있어요. 다른 사람이 대신 누르지 못하게요.",
    lead_button="🚪 나가러 가기",
    choose="어느 일기장에서 나갈까요?",
    none="나갈 수 있는 공유 일기장이 없어요.",
    ask=lambda title, number: (
        f"🚪 <b>{title}</b>에서 나갈까요?\n여기에 쓴 일기가 {number}편 있어요.\n\n{_KO_WAYS}"
    ),
    ask_nothing=lambda title: f"🚪 <b>{title}</b>에서 나갈까요?\n여기에 쓴 일기는 없어요.",
    ask_left=lambda title, number: (
        f"이미 나온 <b>{title}</b>에 두고 온 일기가 {number}편 있어요.\n\n{_KO_WAYS}"
    ),
    ask_gone=lambda title, number, until: (
        f"이제 <b>{title}</b> 일기장을 함께 쓰지 않게 되었어요. 여기에 쓴 일기 {number}편을 어떻게 할까요?\n\n"
        f"{_KO_WAYS}\n\n고르지 않으면 {_ko_day(until)}에 두고 가는 것으로 할게요."
    ),
    gone_nothing=lambda title: f"이제 <b>{title}</b> 일기장을 함께 쓰지 않게 되었어요.",
    take_button="📦 내 일기를 가져갈게요",
    leave_button="🏠 두고 갈게요",
    delete_button="🗑 지워 주세요",
    just_leave_button="🚪 나가기",
    stay_button="그대로 있기",
    stayed="그대로 있어요. 바뀐 것은 없어요.",
    sure_delete=lambda title, number: (
        f"<b>{title}</b>에 쓴 일기 {number}편과 여기에 단 댓글을 정말 지울까요? 되돌릴 수 없어요."
    ),
    yes_delete_button=lambda number: f"🗑 {number}편 모두 지우기",
    taken=lambda title, number: (
        f"📦 <b>{title}</b>에서 나왔고, 일기 {number}편을 내 일기장으로 옮겼어요."
    ),
    left=lambda title: (
        f"🏠 <b>{title}</b>에서 나왔어요. 두고 온 일기는 나중에라도 /leave 에서 가져오거나 지울 수 있어요."
    ),
    left_nothing=lambda title: (
        f"🚪 <b>{title}</b> 일기장에서 나왔어요. 텔레그램 그룹에는 그대로 남아 있어요. 그룹에서도 나가려면 "
        "텔레그램에서 직접 나가 주세요."
    ),
    deleted=lambda title, number: f"🗑 <b>{title}</b>에서 나왔고, 일기 {number}편을 지웠어요.",
    end_lead="일기장을 없애는 일은 저와의 개인 채팅에서 할 수 있어요.",
    end_button="🗑 개인 채팅으로",
    end_choose="어느 일기장을 없앨까요?",
    end_none="없앨 수 있는 일기장이 없어요. 주인만 없앨 수 있어요.",
    confirm=lambda title: (
        f"🗑 <b>{title}</b> 일기장을 없애려면, 이 메시지에 일기장 이름을 그대로 답장해 주세요.\n\n"
        "모두에게 알리고 7일을 기다려요. 그동안 되돌릴 수 있고, 함께 쓴 사람들은 자기 일기를 가져갈 수 "
        "있어요. 그다음에는 일기, 카드, 댓글이 모두 사라져요."
    ),
    confirm_hint="일기장 이름",
    wrong_title="이름이 달라요. 아무것도 없애지 않았어요.",
    announced=lambda title, until: (
        f"<b>{title}</b> 일기장은 {_ko_day(until)}에 사라져요. 모두에게 알릴게요."
    ),
    restore_button="↩︎ 되돌리기",
    restored=lambda title: f"되돌렸어요. <b>{title}</b> 일기장은 그대로 있어요.",
    ending=lambda title, until: (
        f"🗑 <b>{title}</b> 일기장의 주인이 일기장을 없애기로 했어요. {_ko_day(until)}에 모두 사라져요. "
        "그 전에 내 일기를 가져갈 수 있어요."
    ),
    save_button=lambda number: f"📦 내 일기 {number}편 가져가기",
    saved=lambda number: f"📦 일기 {number}편을 내 일기장으로 옮겼어요.",
    nothing_to_save="가져갈 일기가 없어요.",
    group_ending=lambda until: (
        f"🗑 이 일기장은 {_ko_day(until)}에 사라져요. 주인은 그 전에 되돌릴 수 있고, 자기 일기를 가져가는 "
        "방법은 한 사람씩 알려 드릴게요."
    ),
    group_restored="↩︎ 이 일기장은 사라지지 않아요. 계속 함께 써요.",
)

ENGLISH = Departures(
    lead="Leaving works in the private chat with me, where nobody else can press for you.",
    lead_button="🚪 Leave",
    choose="Which diary do you want to leave?",
    none="There is no shared diary that you could leave.",
    ask=lambda title, number: (
        f"🚪 Leave <b>{title}</b>?\nYou have {_entries(number)} in it.\n\n{_EN_WAYS}"
    ),
    ask_nothing=lambda title: f"🚪 Leave <b>{title}</b>?\nYou have no entry in it.",
    ask_left=lambda title, number: (
        f"You are no longer in <b>{title}</b>, but {_entries(number)} of yours "
        f"{'is' if number == 1 else 'are'} still there.\n\n{_EN_WAYS}"
    ),
    ask_gone=lambda title, number, until: (
        f"You no longer share <b>{title}</b>. What shall become of your {_yours(number)} there?\n\n"
        f"{_EN_WAYS}\n\nIf you choose nothing, {'it is' if number == 1 else 'they are'} left there "
        f"on {_en_day(until)}."
    ),
    gone_nothing=lambda title: f"You no longer share the diary <b>{title}</b>.",
    take_button="📦 Take my entries with me",
    leave_button="🏠 Leave them",
    delete_button="🗑 Delete them",
    just_leave_button="🚪 Leave",
    stay_button="Stay",
    stayed="You stay. Nothing has changed.",
    sure_delete=lambda title, number: (
        f"Really delete your {_yours(number)} in <b>{title}</b>, and your comments there? This "
        "cannot be undone."
    ),
    yes_delete_button=lambda number: f"🗑 Delete {_entries(number)}",
    taken=lambda title, number: (
        f"📦 You are out of <b>{title}</b>, and {_entries(number)} moved to your own diary."
    ),
    left=lambda title: (
        f"🏠 You are out of <b>{title}</b>. What you left there you can still take or delete with "
        "/leave."
    ),
    left_nothing=lambda title: (
        f"🚪 You are out of the diary <b>{title}</b>. You are still in the Telegram group; leave it "
        "there if you like."
    ),
    deleted=lambda title, number: (
        f"🗑 You are out of <b>{title}</b>, and {_entries(number)} of yours {'is' if number == 1 else 'are'} gone."
    ),
    end_lead="Deleting the diary works in the private chat with me.",
    end_button="🗑 To the private chat",
    end_choose="Which diary do you want to delete?",
    end_none="There is no diary that you could delete. Only its owner can.",
    confirm=lambda title: (
        f"🗑 To delete <b>{title}</b>, reply to this message with the diary's title.\n\n"
        "Everybody is told, and 7 days pass. Until then you can restore it, and the others can take "
        "their entries with them. After that entries, cards and comments are gone."
    ),
    confirm_hint="the title",
    wrong_title="That is not its title. Nothing was deleted.",
    announced=lambda title, until: (
        f"<b>{title}</b> will be gone on {_en_day(until)}. I tell everybody."
    ),
    restore_button="↩︎ Restore it",
    restored=lambda title: f"Restored: <b>{title}</b> stays.",
    ending=lambda title, until: (
        f"🗑 The owner of <b>{title}</b> has decided to delete the diary. On {_en_day(until)} "
        "everything in it is gone. Until then you can take your entries with you."
    ),
    save_button=lambda number: f"📦 Take my {_yours(number)}",
    saved=lambda number: f"📦 {_entries(number)} moved to your own diary.",
    nothing_to_save="There is nothing of yours to take.",
    group_ending=lambda until: (
        f"🗑 This diary will be gone on {_en_day(until)}. Its owner can restore it until then; I tell "
        "each of you how to take your entries."
    ),
    group_restored="↩︎ This diary stays. Go on writing together.",
)

LANGUAGES = {"ko": KOREAN, "en": ENGLISH}


def words_in(language: str) -> Departures:
    """The sentences of a language; English for one that is not spoken here."""
    return LANGUAGES.get(language, ENGLISH)
