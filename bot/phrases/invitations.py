"""What is said about invitations, to who invites and to who is invited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Invitations:
    """The words of one language, HTML; names and titles that are put in are escaped before."""

    # To who invites
    lead: str
    lead_button: str
    no_diary: str
    choose: str
    none: str
    menu: Callable[[str], str]
    one_button: str
    many_button: Callable[[int], str]
    pick_button: str
    name_button: str
    open_button: str
    back_button: str
    link: Callable[[str, str, int, dt.date], str]
    send_button: str
    passed_on: Callable[[str], str]
    revoke_button: str
    revoked: str
    pick: Callable[[str], str]
    pick_key: str
    give_up_key: str
    given_up: str
    name: Callable[[str], str]
    name_hint: str
    not_a_name: str
    asked: Callable[[str], str]
    unaskable: Callable[[str], str]
    already: Callable[[str], str]
    yourself: str
    too_many: str
    no_access: str
    open_ones: Callable[[str], str]
    none_open: Callable[[str], str]
    open_link: Callable[[int, dt.date], str]
    open_name: Callable[[str, dt.date], str]
    take_back_button: Callable[[int], str]
    over: Mapping[str, str]
    joined: Callable[[str, str], str]
    declined: Callable[[str, str], str]
    declined_link: Callable[[str], str]

    # To who is invited
    invitation: Callable[[str, str, str], str]
    accept_button: str
    decline_button: str
    unknown: str
    closed: Mapping[str, str]
    member_already: Callable[[str], str]
    accepted: Callable[[str], str]
    here_already: str
    join_button: str
    ask_for_it: str
    turned_down: Callable[[str], str]

    # To the group
    came: Callable[[str], str]


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


def _ko_invitation(inviter: str, title: str, description: str) -> str:
    about = f"\n<i>{description}</i>" if description else ""
    return (
        f"💌 <b>{inviter}</b> 님이 함께 쓰는 일기장에 초대했어요.\n\n📖 <b>{title}</b>{about}\n\n"
        "• 함께 쓰는 사람끼리는 이 일기장에 올린 영상, 표정 곡선, 글과 댓글을 서로 볼 수 있어요.\n"
        "• 혼자 쓰는 일기장은 아무도 볼 수 없어요.\n"
        "• 내 영상은 내가 동의하기 전에는 분석하지 않고, 언제든 /leave 로 나갈 수 있어요.\n"
        "• 무엇을 어떻게 보관하는지는 /privacy 에 있어요.\n\n"
        "함께 쓸까요?"
    )


def _en_invitation(inviter: str, title: str, description: str) -> str:
    about = f"\n<i>{description}</i>" if description else ""
    return (
        f"💌 <b>{inviter}</b> invites you to write a diary together.\n\n📖 <b>{title}</b>{about}\n\n"
        "• Those who write in it see each other's videos, expression curves, words and comments "
        "there.\n"
        "• Nobody sees the diary that is yours alone.\n"
        "• No video of yours is analysed before you agree, and you can leave at any time with "
        "/leave.\n"
        "• What is kept, and how: /privacy\n\n"
        "Will you join?"
    )


KOREAN = Invitations(
    lead="초대는 저와의 개인 채팅에서 할 수 있어요.",
    lead_button="💌 초대하러 가기",
    no_diary="이 채팅에는 아직 함께 쓰는 일기장이 없어요.",
    choose="어느 일기장에 초대할까요?",
    none=(
        "지금 초대할 수 있는 공유 일기장이 없어요. 저를 그룹에 넣고 그 그룹의 일기장을 시작하면 "
        "함께 쓸 수 있어요."
    ),
    menu=lambda title: f"💌 <b>{title}</b>\n누구를 어떻게 초대할까요?",
    one_button="🔗 한 사람용 링크",
    many_button=lambda number: f"🔗 {number}명까지 쓰는 링크",
    pick_button="👤 연락처에서 고르기",
    name_button="✏️ @이름 적기",
    open_button="📋 보낸 초대 보기",
    back_button="↩︎ 뒤로",
    link=lambda title, url, uses, until: (
        f"📖 <b>{title}</b> 초대 링크예요.\n{url}\n\n"
        + ("한 사람이 한 번" if uses == 1 else f"{uses}명까지")
        + f", {_ko_day(until)}까지 쓸 수 있어요. 링크는 저장하지 않으니 지금 초대할 분에게 보내 주세요."
    ),
    send_button="📨 대화 골라 보내기",
    passed_on=lambda title: f"우리 일기장 ‘{title}’에 초대할게요",
    revoke_button="🚫 이 초대 거두기",
    revoked="초대를 거두었어요. 이제 쓸 수 없어요.",
    pick=lambda title: (
        f"<b>{title}</b>에 초대할 분을 아래 단추로 골라 주세요. 고른 분에게 제가 개인 메시지로 여쭤봐요."
    ),
    pick_key="👤 초대할 사람 고르기",
    give_up_key="그만두기",
    given_up="알겠어요. 초대하지 않았어요.",
    name=lambda title: (
        f"<b>{title}</b>에 초대할 분의 사용자 이름을 이 메시지에 답장으로 적어 주세요. 예: @minji"
    ),
    name_hint="@이름",
    not_a_name="@로 시작하는 사용자 이름이 아니에요. /invite 로 다시 해 주세요.",
    asked=lambda name: f"<b>{name}</b> 님에게 개인 메시지로 여쭤볼게요. 대답이 오면 알려 드릴게요.",
    unaskable=lambda name: (
        f"<b>{name}</b> 님에게는 지금 제가 여쭤볼 수 없어요. 저를 아직 만난 적이 없거나, 지금은 초대를 "
        "받지 않는 분일 수 있어요. /invite 에서 링크를 만들어 직접 건네 보세요."
    ),
    already=lambda name: f"<b>{name}</b> 님은 이미 함께 쓰고 있어요.",
    yourself="본인은 이미 함께 쓰고 있어요 🙂",
    too_many="오늘은 초대를 많이 만들었어요. 내일 다시 해 주세요.",
    no_access="지금은 할 수 없어요. 함께 쓰는 일기장이고, 그 채팅에 계실 때만 할 수 있어요.",
    open_ones=lambda title: f"📋 <b>{title}</b>\n아직 열려 있는 초대예요.",
    none_open=lambda title: f"📋 <b>{title}</b>\n열려 있는 초대가 없어요.",
    open_link=lambda uses, until: f"🔗 링크 · 앞으로 {uses}명 · {_ko_day(until)}까지",
    open_name=lambda name, until: f"👤 {name} · {_ko_day(until)}까지",
    take_back_button=lambda number: f"🚫 {number}번 거두기",
    over={
        "used": "거두기 전에 이미 쓰인 초대예요.",
        "declined": "초대받은 분이 이미 사양했어요.",
        "expired": "이 초대는 기한이 지났어요.",
        "revoked": "이미 거둔 초대예요.",
    },
    joined=lambda name, title: f"🎉 <b>{name}</b> 님이 <b>{title}</b> 초대를 받아들였어요.",
    declined=lambda name, title: (
        f"<b>{name}</b> 님이 <b>{title}</b> 초대를 정중히 사양했어요. 앞으로 30일 동안은 이 일기장에서 "
        "다시 여쭤보지 않을게요."
    ),
    declined_link=lambda title: f"<b>{title}</b> 초대 링크를 받은 분이 정중히 사양했어요.",
    invitation=_ko_invitation,
    accept_button="✅ 함께 쓰기",
    decline_button="사양하기",
    unknown="이 초대 링크는 쓸 수 없어요. 보낸 분에게 새 링크를 부탁해 주세요.",
    closed={
        "used": "이 초대는 이미 쓰였어요. 보낸 분에게 새 초대를 부탁해 주세요.",
        "declined": "이 초대는 이미 사양하셨거나 끝났어요.",
        "expired": "이 초대는 기한이 지났어요. 보낸 분에게 새 초대를 부탁해 주세요.",
        "revoked": "이 초대는 거두어졌어요.",
    },
    member_already=lambda title: f"이미 <b>{title}</b> 일기장을 함께 쓰고 있어요.",
    accepted=lambda title: f"🎉 이제 <b>{title}</b> 일기장을 함께 써요!",
    here_already="그룹에 영상을 올리면 처음 한 번만 여쭤보고 담을게요. 혼자 쓰는 일기는 /start 로 시작해요.",
    join_button="👥 그룹에 들어가기",
    ask_for_it="일기는 그룹 안에서 함께 봐요. 초대한 분에게 그룹에 넣어 달라고 해 주세요.",
    turned_down=lambda title: (
        f"<b>{title}</b> 초대를 사양했어요. 30일 동안은 이 일기장에서 다시 여쭤보지 않을게요."
    ),
    came=lambda name: f"🎉 <b>{name}</b> 님이 일기장을 함께 쓰게 되었어요.",
)


ENGLISH = Invitations(
    lead="Inviting works in the private chat with me.",
    lead_button="💌 Invite somebody",
    no_diary="There is no shared diary in this chat yet.",
    choose="Which diary do you want to invite to?",
    none=(
        "There is no shared diary that you could invite to now. Add me to a group and begin its "
        "diary to write together."
    ),
    menu=lambda title: f"💌 <b>{title}</b>\nWhom do you want to invite, and how?",
    one_button="🔗 Link for one person",
    many_button=lambda number: f"🔗 Link for up to {number}",
    pick_button="👤 Pick a contact",
    name_button="✏️ Type a @name",
    open_button="📋 Open invitations",
    back_button="↩︎ Back",
    link=lambda title, url, uses, until: (
        f"Here is a link to 📖 <b>{title}</b>.\n{url}\n\n"
        + ("One person can use it once" if uses == 1 else f"Up to {uses} people can use it")
        + f", until {_en_day(until)}. I do not keep the link: send it now to whom it is for."
    ),
    send_button="📨 Send it to a chat",
    passed_on=lambda title: f"Come and write “{title}” with us",
    revoke_button="🚫 Take it back",
    revoked="The invitation is taken back. It cannot be used any more.",
    pick=lambda title: (
        f"Pick with the button below whom to invite to <b>{title}</b>. I will ask them in private."
    ),
    pick_key="👤 Pick somebody to invite",
    give_up_key="Never mind",
    given_up="All right, nobody was invited.",
    name=lambda title: (
        f"Reply to this message with the user name of whom to invite to <b>{title}</b>, "
        "for instance @minji."
    ),
    name_hint="@name",
    not_a_name="That is no user name beginning with @. Try again with /invite.",
    asked=lambda name: f"I will ask <b>{name}</b> in private, and tell you the answer.",
    unaskable=lambda name: (
        f"I cannot ask <b>{name}</b> now. They may not have met me yet, or they take no invitation "
        "at the moment. Make a link with /invite and pass it on yourself."
    ),
    already=lambda name: f"<b>{name}</b> writes in it already.",
    yourself="You write in it already 🙂",
    too_many="You have made many invitations today. Please go on tomorrow.",
    no_access="That is not possible now: only who shares this diary and is in its chat can do it.",
    open_ones=lambda title: f"📋 <b>{title}</b>\nThese invitations are still open.",
    none_open=lambda title: f"📋 <b>{title}</b>\nNo invitation is open.",
    open_link=lambda uses, until: f"🔗 link · {uses} more · until {_en_day(until)}",
    open_name=lambda name, until: f"👤 {name} · until {_en_day(until)}",
    take_back_button=lambda number: f"🚫 Take back no. {number}",
    over={
        "used": "This invitation was used before you could take it back.",
        "declined": "This invitation was declined already.",
        "expired": "This invitation has expired.",
        "revoked": "This invitation is taken back already.",
    },
    joined=lambda name, title: f"🎉 <b>{name}</b> has accepted your invitation to <b>{title}</b>.",
    declined=lambda name, title: (
        f"<b>{name}</b> would rather not join <b>{title}</b>. For 30 days I will not ask them again "
        "for this diary."
    ),
    declined_link=lambda title: (
        f"Somebody who got your link to <b>{title}</b> would rather not join."
    ),
    invitation=_en_invitation,
    accept_button="✅ Join",
    decline_button="No, thanks",
    unknown="This invitation link does not work. Please ask for a new one.",
    closed={
        "used": "This invitation has been used already. Please ask for a new one.",
        "declined": "This invitation was declined, or is over.",
        "expired": "This invitation has expired. Please ask for a new one.",
        "revoked": "This invitation was taken back.",
    },
    member_already=lambda title: f"You write in <b>{title}</b> already.",
    accepted=lambda title: f"🎉 You now write in <b>{title}</b> too!",
    here_already=(
        "Send a video to the group: I will ask you once before I keep it. A diary of your own "
        "begins with /start."
    ),
    join_button="👥 Join the group",
    ask_for_it="The diary is read in its group. Please ask who invited you to add you there.",
    turned_down=lambda title: (
        f"You declined the invitation to <b>{title}</b>. For 30 days I will not ask you again "
        "for this diary."
    ),
    came=lambda name: f"🎉 <b>{name}</b> now writes in this diary too.",
)

LANGUAGES = {"ko": KOREAN, "en": ENGLISH}


def words_in(language: str) -> Invitations:
    """The sentences of a language; English for one that is not spoken here."""
    return LANGUAGES.get(language, ENGLISH)
