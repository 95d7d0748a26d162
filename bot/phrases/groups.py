"""What the bot says to groups and channels: the greeting, how it works there, who may do what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Groups:
    """The words of one language, HTML. What is put into them is escaped before.

    Where a sentence takes a title, an evening hour ("21:30", None for off) follows. Alerts are
    plain text of at most 200 characters.
    """

    hello: str
    hello_channel: str
    hello_discussion: Callable[[str], str]
    back: str
    back_with_diary: Callable[[str], str]
    asks: str
    asks_channel: str
    asks_discussion: Callable[[str], str]
    make_button: str
    make_channel_button: str
    admins_only: str
    is_made: str

    how: Callable[[str, str | None], str]
    how_channel: Callable[[str, str | None, bool], str]
    help: str
    help_channel: str
    join_button: str
    join_channel_button: str
    read_first: str
    read_first_channel: str
    joined: str
    joined_channel: str
    joined_before: str
    join_first: str
    taken_out: str
    private_button: str
    privacy: str

    cannot_post: Callable[[str], str]
    asleep: Callable[[str], str]


def _how_ko(title: str, evening: str | None) -> str:
    daily = f" 새 일기가 있는 날에는 {evening}에 조용히 올려요." if evening else ""
    return (
        f"📖 <b>{title}</b>\n이제 이 그룹이 함께 쓰는 일기장이에요.\n\n"
        "<b>쓰는 방법 세 가지</b>\n"
        "• 동그란 영상을 그냥 올리기 (봇이 관리자일 때)\n"
        "• 봇의 메시지에 영상으로 답장하기\n"
        "• 자기 영상에 /save 로 답장하기\n"
        "처음 올린 영상에는 담아도 되는지 본인에게만 물어봐요. 동의하지 않은 영상은 열어 보지 않아요.\n\n"
        "💬 카드에 답장한 글, 음성, 영상은 댓글로 남아요.\n"
        f"📅 /calendar 로 달력을 봐요.{daily}\n"
        "👀 함께 쓰는 사람은 여기 담긴 일기와 댓글만 봐요. 개인 일기장은 서로 볼 수 없고, 그룹을 나가면 "
        "여기 것도 볼 수 없어요.\n\n"
        "/check 무엇이 되고 안 되는지 · /book 제목과 표지"
    )


def _how_en(title: str, evening: str | None) -> str:
    daily = f" On days with something new it comes quietly at {evening}." if evening else ""
    return (
        f"📖 <b>{title}</b>\nThis group is a diary now that you write together.\n\n"
        "<b>Three ways to write</b>\n"
        "• just send a round video note (when the bot is an admin)\n"
        "• reply with a note to a message of the bot\n"
        "• reply /save to your own note\n"
        "Under your first note you alone are asked whether it may be kept. Without your yes a note is "
        "never opened.\n\n"
        "💬 Text, voice or video in reply to a card is kept as a comment.\n"
        f"📅 /calendar shows your calendar.{daily}\n"
        "👀 Those who write along see the entries and comments kept here, nothing else. Nobody sees "
        "anybody's own diary, and who leaves the group no longer sees this one.\n\n"
        "/check what works here · /book title and cover"
    )


def _how_channel_ko(title: str, evening: str | None, has_discussion: bool) -> str:  # noqa: FBT001
    daily = f" 새 일기가 있는 날에는 {evening}에 조용히 올려요." if evening else ""
    comments = (
        "💬 토론 그룹에서 글에 단 답장이 댓글로 남아요. 그 그룹에도 저를 추가해 주세요."
        if has_discussion
        else "💬 댓글을 받으려면 채널에 토론 그룹을 연결하고 그 그룹에도 저를 추가해 주세요."
    )
    return (
        f"📖 <b>{title}</b>\n이제 이 채널이 일기장이에요.\n\n"
        "🎥 여기 올리는 영상은 채널의 일기가 돼요. 일기장을 만든 관리자가 채널의 글에 동의했어요.\n"
        f"{comments}\n"
        f"📅 달력은 /calendar 예요.{daily}\n"
        "👀 채널을 보는 사람은 카드를 함께 봐요. 누구의 개인 일기장도 보이지 않아요.\n\n"
        "/check 무엇이 되고 안 되는지 · /book 제목과 표지"
    )


def _how_channel_en(title: str, evening: str | None, has_discussion: bool) -> str:  # noqa: FBT001
    daily = f" On days with something new it comes quietly at {evening}." if evening else ""
    comments = (
        "💬 Replies to posts in the discussion group are kept as comments; add me there too."
        if has_discussion
        else "💬 For comments, link a discussion group to the channel and add me there too."
    )
    return (
        f"📖 <b>{title}</b>\nThis channel is a diary now.\n\n"
        "🎥 A video posted here becomes an entry of the channel. The admin who made it a diary has "
        "agreed for its posts.\n"
        f"{comments}\n"
        f"📅 /calendar shows the calendar.{daily}\n"
        "👀 Who reads the channel sees its cards. Nobody's own diary can be seen.\n\n"
        "/check what works here · /book title and cover"
    )


KOREAN = Groups(
    hello=(
        "안녕하세요, 저는 영상으로 쓰는 일기 <b>마음깃털</b>이에요 🪶\n\n"
        "이 그룹을 함께 쓰는 일기장으로 만들까요? 관리자가 아래 버튼을 누르면 시작해요. "
        "그 전에는 아무것도 담지 않아요."
    ),
    hello_channel=(
        "안녕하세요, 저는 영상으로 쓰는 일기 <b>마음깃털</b>이에요 🪶\n\n"
        "이 채널을 일기장으로 만들까요? 버튼을 누르는 관리자가 <b>채널에 올라오는 영상을 분석하고 "
        "보관하는 데 채널을 대신해 동의</b>하게 돼요. 분석은 이 봇이 돌아가는 컴퓨터 안에서만 해요. "
        "그 전에는 아무것도 담지 않아요."
    ),
    hello_discussion=lambda title: (
        f"안녕하세요 🪶 이 그룹은 <b>{title}</b> 채널의 토론 그룹이네요. 채널의 글에 단 답장을 "
        "댓글로 남길게요. 다른 대화는 담지 않아요."
    ),
    back="다시 왔어요 🪶 아직 일기장은 없어요. 관리자가 누르면 시작해요.",
    back_with_diary=lambda title: (
        f"다시 왔어요 🪶 <b>{title}</b> 일기장이 다시 열렸고, 빠진 것은 없어요."
    ),
    asks=(
        "이 그룹은 아직 일기장이 아니에요. 관리자가 아래 버튼을 누르면 함께 쓰는 일기장이 돼요. "
        "그 전에는 아무것도 담지 않아요."
    ),
    asks_channel=(
        "이 채널은 아직 일기장이 아니에요. 버튼을 누르는 관리자가 채널에 올라오는 영상을 분석하고 "
        "보관하는 데 채널을 대신해 동의하게 돼요."
    ),
    asks_discussion=lambda title: (
        f"여기서는 <b>{title}</b> 채널의 글에 단 답장을 댓글로 남겨요. 원하면 관리자가 이 그룹도 "
        "따로 일기장으로 만들 수 있어요."
    ),
    make_button="📖 우리 일기장으로 만들기",
    make_channel_button="📖 동의하고 일기장으로 만들기",
    admins_only="지금 이 대화방의 관리자만 누를 수 있어요.",
    is_made="일기장이 생겼어요 📖",
    how=_how_ko,
    how_channel=_how_channel_ko,
    help=(
        "<b>우리 일기장 쓰는 법</b>\n\n"
        "🎥 영상을 올리거나, 봇의 메시지에 영상으로 답장하거나, 자기 영상에 /save 로 답장해요.\n"
        "💬 카드에 답장하면 댓글이 돼요.\n\n"
        "/calendar 달력 · /book 제목과 표지\n"
        "/check 무엇이 되고 안 되는지 · /privacy 무엇을 보관하는지"
    ),
    help_channel=(
        "<b>채널 일기장 쓰는 법</b>\n\n"
        "🎥 영상을 올리면 채널의 일기가 돼요. 댓글은 토론 그룹에서 글에 답장해요.\n\n"
        "/calendar 달력 · /book 제목과 표지\n"
        "/check 무엇이 되고 안 되는지 · /privacy 무엇을 보관하는지"
    ),
    join_button="✋ 함께 읽고 쓰기",
    join_channel_button="👀 함께 읽기",
    read_first="먼저 ‘함께 읽고 쓰기’를 눌러 주세요. /help 아래에 있어요.",
    read_first_channel="먼저 ‘함께 읽기’를 눌러 주세요. /help 아래에 있어요.",
    joined=("이제 이 일기장을 함께 읽고 써요. 영상은 처음 올릴 때 담아도 되는지 다시 물어볼게요."),
    joined_channel="이제 이 일기장을 함께 읽어요.",
    joined_before="이미 함께 읽고 쓰고 있어요.",
    join_first="지금은 이 대화방에 있는 사람만 누를 수 있어요.",
    taken_out="관리자가 이 일기장에서 뺐어요. 다시 함께하려면 초대를 받아 주세요.",
    private_button="내 일기장 열기",
    privacy=(
        "<b>이 일기장에 남는 것</b>\n\n"
        "• 담겠다고 한 사람의 영상만 이 봇이 돌아가는 컴퓨터에서 분석해요. 영상은 분석 뒤에 지우고 "
        "표정 곡선, 말을 옮긴 글, 핵심 문장과 태그를 남겨요.\n"
        "• 카드에 단 댓글과 쓴 사람의 이름을 남겨요. 다른 대화는 보관하지 않아요.\n"
        "• 이 대화방에 있으면서 함께 쓰는 사람이 봐요. 나가면 볼 수 없어요.\n"
        "• 봇을 운영하는 사람과 텔레그램은 기술적으로 볼 수 있어요.\n\n"
        "자세한 것은 저와의 개인 대화에서 /privacy 로 볼 수 있어요."
    ),
    cannot_post=lambda title: (
        f"<b>{title}</b> 채널에 글을 올릴 권한이 없어서 아무것도 할 수 없었어요. "
        "채널 관리자 설정에서 저에게 ‘메시지 게시’를 허용해 주세요."
    ),
    asleep=lambda title: (
        f"<b>{title}</b> 대화방에서 봇이 빠졌어요. 함께 쓴 일기장은 그대로 보관한 채 쉬어요. "
        "봇을 다시 추가하면 이어서 쓸 수 있어요."
    ),
)

ENGLISH = Groups(
    hello=(
        "Hello, I am <b>mind-gitter</b>, a diary that is told to a camera 🪶\n\n"
        "Shall this group become a diary that you write together? It begins when an admin presses "
        "the button. Until then nothing is kept."
    ),
    hello_channel=(
        "Hello, I am <b>mind-gitter</b>, a diary that is told to a camera 🪶\n\n"
        "Shall this channel become a diary? The admin who presses <b>agrees for the channel that "
        "the videos posted here are analysed and kept</b>. They are analysed only on the machine "
        "that this bot runs on. Until then nothing is kept."
    ),
    hello_discussion=lambda title: (
        f"Hello 🪶 This is where the channel <b>{title}</b> is discussed. I keep replies to its "
        "posts as comments, and nothing else that is said here."
    ),
    back="I am back 🪶 There is no diary here yet; it begins when an admin presses.",
    back_with_diary=lambda title: (
        f"I am back 🪶 The diary <b>{title}</b> is open again, and nothing is missing."
    ),
    asks=(
        "This group is no diary yet. It becomes one that you write together when an admin presses "
        "the button. Until then nothing is kept."
    ),
    asks_channel=(
        "This channel is no diary yet. The admin who presses agrees for the channel that the videos "
        "posted here are analysed and kept."
    ),
    asks_discussion=lambda title: (
        f"Replies to the posts of the channel <b>{title}</b> are kept as comments here. If you "
        "like, an admin can make this group a diary of its own."
    ),
    make_button="📖 Make this our diary",
    make_channel_button="📖 Agree and make this a diary",
    admins_only="Only those who are admins of this chat right now can press this.",
    is_made="Your diary is here 📖",
    how=_how_en,
    how_channel=_how_channel_en,
    help=(
        "<b>How our diary works</b>\n\n"
        "🎥 Send a video note, reply with one to a message of the bot, or reply /save to your own.\n"
        "💬 A reply to a card becomes a comment.\n\n"
        "/calendar the calendar · /book title and cover\n"
        "/check what works here · /privacy what is kept"
    ),
    help_channel=(
        "<b>How the channel's diary works</b>\n\n"
        "🎥 A video posted here becomes an entry. Comments are replies in the discussion group.\n\n"
        "/calendar the calendar · /book title and cover\n"
        "/check what works here · /privacy what is kept"
    ),
    join_button="✋ Read and write along",
    join_channel_button="👀 Read along",
    read_first="Press “Read and write along” first, below /help.",
    read_first_channel="Press “Read along” first, below /help.",
    joined=(
        "You read and write along in this diary now. With your first note you will be asked again "
        "whether it may be kept."
    ),
    joined_channel="You read along in this diary now.",
    joined_before="You already read and write along.",
    join_first="Only those who are in this chat right now can press this.",
    taken_out="An admin has taken you out of this diary. To come back, ask for an invitation.",
    private_button="Open my own diary",
    privacy=(
        "<b>What stays in this diary</b>\n\n"
        "• Only notes of people who have said yes are analysed, on the machine that this bot runs "
        "on. The video is deleted afterwards; the curve of the expression, the words, key sentences "
        "and tags stay.\n"
        "• Comments on cards stay, with their authors' names. No other talk is kept.\n"
        "• It can be read by those who write along and are in this chat. Who leaves no longer can.\n"
        "• Who runs the bot, and Telegram, could technically see it.\n\n"
        "There is more in my private chat: /privacy"
    ),
    cannot_post=lambda title: (
        f"I may not post in the channel <b>{title}</b>, so I could do nothing there. Please allow "
        "me to “Post messages” in the channel's administrator settings."
    ),
    asleep=lambda title: (
        f"The bot was removed from <b>{title}</b>. The diary that you write there is kept and "
        "rests. Add the bot again to go on."
    ),
)

IN: Mapping[str, Groups] = {"ko": KOREAN, "en": ENGLISH}


def words_in(language: str) -> Groups:
    """The words of a language; English for one that is not spoken here."""
    return IN.get(language, ENGLISH)
