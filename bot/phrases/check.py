"""What /check says: what the bot can see and do in a chat, and how to change it in Telegram."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

#: What a line says when something works, and when it does not.
Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Check:
    """The words of one language, HTML. What is put into them is escaped before."""

    title: str
    title_channel: Callable[[str], str]
    title_discussion: Callable[[str], str]
    is_admin: Line
    reads_all: str
    cannot_write: str

    notes: Line
    replies: str
    save: str
    comments: Line
    leaving: Line
    reactions: Line
    invites: Line
    deletes: Line

    posts: Line
    discussion: str
    no_discussion: str
    discussion_unknown: str
    under_posts: Line

    to_change: str
    all_is_well: str
    make_admin: str
    give_rights: Callable[[Sequence[str]], str]
    rights: Mapping[str, str]
    let_write: str
    link_discussion: str
    add_to_discussion: str
    lead_discussion: str
    again: str


KOREAN = Check(
    title="🔎 <b>이 그룹에서 되는 것</b>",
    title_channel=lambda title: f"🔎 <b>{title}</b> 채널에서 되는 것",
    title_discussion=lambda title: f"🔎 <b>{title}</b> 채널의 토론 그룹에서 되는 것",
    is_admin=("봇은 여기서 관리자예요.", "봇은 여기서 관리자가 아니에요."),
    reads_all="봇의 개인정보 보호 모드가 꺼져 있어서 관리자가 아니어도 모든 메시지를 볼 수 있어요.",
    cannot_write="⚠️ 봇이 여기에 글을 쓸 수 없게 되어 있어요.",
    notes=(
        "영상을 그냥 올리면 일기가 돼요 (동의한 사람만)",
        "그냥 올린 영상은 봇이 보지 못해요. 아래 두 방법을 써 주세요",
    ),
    replies="봇의 메시지에 영상으로 답장하면 일기가 돼요",
    save="자기 영상에 /save 로 답장하면 일기가 돼요",
    comments=(
        "카드와 댓글에 단 답장이 모두 댓글이 돼요",
        "카드에 단 답장은 댓글이 돼요. 다른 사람의 댓글에는 /c 하고 싶은 말 로 답장해 주세요",
    ),
    leaving=(
        "누가 나가면 바로 알고, 그때부터 보여 주지 않아요",
        (
            "누가 나간 것을 바로 알지 못할 수 있어요. 그래서 그룹 밖에서 읽을 때마다 텔레그램에 물어보고, "
            "답이 없으면 보여 주지 않아요"
        ),
    ),
    reactions=("카드에 단 반응(❤️)을 세요", "카드에 단 반응(❤️)은 보이지 않아서 버튼으로 세요"),
    invites=("초대받은 사람에게 그룹 링크를 만들어 줄 수 있어요", "그룹 링크는 만들 수 없어요"),
    deletes=(
        "지난 달력과 거두어들인 카드를 지울 수 있어요",
        "자기 메시지도 48시간이 지나면 지우지 못해서, 대신 한 줄로 바꿔 둬요",
    ),
    posts=("채널에 올린 영상이 일기가 되고, 카드를 올릴 수 있어요", "채널에 카드를 올릴 수 없어요"),
    discussion="<b>토론 그룹</b>",
    no_discussion="토론 그룹이 연결되어 있지 않아서 댓글을 받을 수 없어요",
    discussion_unknown="토론 그룹에 봇이 없어서 댓글을 볼 수 없어요",
    under_posts=(
        "글에 단 답장이 댓글이 돼요",
        "글에 단 답장을 봇이 보지 못해요. /c 하고 싶은 말 로 답장하면 댓글이 돼요",
    ),
    to_change="<b>바꾸려면</b>",
    all_is_well="모두 준비되어 있어요 👍",
    make_admin=(
        "그룹 이름 → 편집 → 관리자 → 관리자 추가에서 이 봇을 골라 주세요. ‘메시지 삭제’와 ‘사용자 "
        "초대’만 켜면 되고, 다른 권한은 꺼도 돼요."
    ),
    give_rights=lambda names: (
        f"이름 → 편집 → 관리자 → 이 봇에서 {', '.join(names)} 권한을 켜 주세요."
    ),
    rights={
        "delete": "‘메시지 삭제’",
        "invite": "‘사용자 초대’",
        "post": "‘메시지 게시’",
    },
    let_write="그룹 이름 → 편집 → 권한(또는 예외)에서 봇이 메시지를 보낼 수 있게 해 주세요.",
    link_discussion="채널 이름 → 편집 → 토론에서 그룹을 연결하고, 그 그룹에 이 봇을 추가해 주세요.",
    add_to_discussion="토론 그룹에 이 봇을 추가하고 관리자로 만들어 주세요.",
    lead_discussion="토론 그룹에서 저를 관리자로 만들어 주세요.",
    again="바꾼 뒤에 /check 를 다시 보내면 돼요.",
)

ENGLISH = Check(
    title="🔎 <b>What works in this group</b>",
    title_channel=lambda title: f"🔎 What works in the channel <b>{title}</b>",
    title_discussion=lambda title: f"🔎 What works where <b>{title}</b> is discussed",
    is_admin=("The bot is an admin here.", "The bot is no admin here."),
    reads_all="Its privacy mode is off, so it sees every message without being an admin.",
    cannot_write="⚠️ The bot is not allowed to write here.",
    notes=(
        "A video note that is just sent becomes an entry (of those who agreed)",
        "The bot does not see notes that are just sent. Use one of the next two ways",
    ),
    replies="A note in reply to a message of the bot becomes an entry",
    save="/save in reply to your own note makes it an entry",
    comments=(
        "Replies to cards and to comments become comments",
        "Replies to cards become comments. To answer somebody's comment, reply with /c and your words",
    ),
    leaving=(
        "Who leaves is known at once, and sees nothing from then on",
        (
            "The bot may not hear at once that somebody left. So it asks Telegram each time before "
            "anything is read outside the group, and without an answer it shows nothing"
        ),
    ),
    reactions=(
        "Reactions on cards (❤️) are counted",
        "The bot does not see reactions on cards (❤️); buttons count instead",
    ),
    invites=(
        "It can make a link to the group for those who are invited",
        "It cannot make links to the group",
    ),
    deletes=(
        "It can delete old calendars and cards that were taken back",
        "After 48 hours it cannot delete even its own messages, and turns them into one line",
    ),
    posts=(
        "A video that is posted becomes an entry, and the bot can post its card",
        "The bot cannot post cards in the channel",
    ),
    discussion="<b>The discussion group</b>",
    no_discussion="No discussion group is linked, so there are no comments",
    discussion_unknown="The bot is not in the discussion group, so it sees no comments",
    under_posts=(
        "Replies to posts become comments",
        "The bot does not see replies to posts. Reply with /c and your words instead",
    ),
    to_change="<b>To change it</b>",
    all_is_well="Everything is ready 👍",
    make_admin=(
        "Tap the group's name → Edit → Administrators → Add Admin and choose this bot. It needs "
        "“Delete messages” and “Invite users”; everything else may stay off."
    ),
    give_rights=lambda names: (
        f"Tap the name → Edit → Administrators → this bot, and allow {', '.join(names)}."
    ),
    rights={
        "delete": "“Delete messages”",
        "invite": "“Invite users”",
        "post": "“Post messages”",
    },
    let_write="Tap the group's name → Edit → Permissions (or its exceptions) and let the bot write.",
    link_discussion=(
        "Tap the channel's name → Edit → Discussion, link a group, and add this bot to it."
    ),
    add_to_discussion="Add this bot to the discussion group and make it an admin there.",
    lead_discussion="Make me an admin of the discussion group.",
    again="Then send /check again.",
)

IN: Mapping[str, Check] = {"ko": KOREAN, "en": ENGLISH}


def words_in(language: str) -> Check:
    """The words of a language; English for one that is not spoken here."""
    return IN.get(language, ENGLISH)
