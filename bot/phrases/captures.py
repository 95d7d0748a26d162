"""What the bot says about notes in a shared diary: may it keep them, and why it does not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Captures:
    """Plain sentences. The questions stand in the group and name nobody."""

    asks: str
    always_button: str
    once_button: str
    never_button: str
    left_alone: str
    sender_only: str

    # A note under the group's own name
    asks_whose: str
    mine_button: str
    drop_button: str
    admins_only: str

    # /save
    save_how: str
    save_not_yours: str
    here: str
    comment: str
    closed: str
    left: str

    # An entry that was meant as a comment
    comment_button: str
    now_comment: str
    no_comment: str


KOREAN = Captures(
    asks=(
        "이 영상을 우리 일기장에 담을까요? 아직 열어 보지 않았어요.\n\n"
        "담는다고 하면 이 봇이 돌아가는 컴퓨터에서만 표정과 말을 읽어요. 영상은 지우고 곡선과 글, "
        "태그를 여기 함께 쓰는 모두에게 남겨요. 보낸 분은 이 일기장을 함께 쓰는 사람이 돼요. ‘항상 담기’를 "
        "고르면 말로 단 댓글도 글로 옮겨요.\n\n"
        "영상을 보낸 분만 고를 수 있어요. 48시간 안에 답이 없으면 잊을게요."
    ),
    always_button="항상 담기",
    once_button="이번만 담기",
    never_button="내 것은 담지 않기",
    left_alone=(
        "알겠어요. 이 영상도, 앞으로 보내는 영상도 그대로 둘게요. 마음이 바뀌면 자기 영상에 /save 로 "
        "답해 주세요."
    ),
    sender_only="이 영상을 보낸 분만 고를 수 있어요.",
    asks_whose=(
        "그룹 이름으로 온 영상이에요. 누구의 일기인가요? 아직 열어 보지 않았어요.\n\n"
        "그룹 관리자만 답할 수 있고, 본인이라고 하면 그분의 일기로 남아요. 48시간 안에 답이 없으면 "
        "잊을게요."
    ),
    mine_button="제가 보냈어요",
    drop_button="담지 않기",
    admins_only="지금 이 그룹의 관리자만 답할 수 있어요.",
    save_how="자기가 보낸 영상에 답장으로 /save 를 보내 주세요. 그러면 일기장에 담을게요.",
    save_not_yours=(
        "자기가 보낸 영상만 담을 수 있어요. 그 영상을 보낸 분이 /save 로 답하면 담을게요."
    ),
    here="이미 일기장에 있는 영상이에요.",
    comment="이 영상은 댓글로 담겨 있어요.",
    closed="이 일기장은 지금 새 일기를 받지 않아요.",
    left="이 일기장을 함께 쓰는 사람이 아니라서 담을 수 없어요. 다시 초대를 받으면 쓸 수 있어요.",
    comment_button="💬 댓글로 바꾸기",
    now_comment="바로 위 일기의 댓글로 바꿨어요.",
    no_comment="댓글을 달 일기가 위에 없어요.",
)

ENGLISH = Captures(
    asks=(
        "Shall I keep this video in our diary? I have not opened it.\n\n"
        "If so, expression and words are read only on the computer that this bot runs on. The clip "
        "is deleted; the curve, the words and the tags stay here for all who write this diary, and "
        "its sender becomes one of them. With “Always keep mine” I also write down what you say in "
        "comments.\n\n"
        "Only its sender can answer. After 48 hours without an answer I forget it."
    ),
    always_button="Always keep mine",
    once_button="Keep this once",
    never_button="Don't keep mine",
    left_alone=(
        "All right. I leave this video and your later ones alone. If you change your mind, reply to "
        "one of yours with /save."
    ),
    sender_only="Only the person who sent this video can choose.",
    asks_whose=(
        "This video came under the group's name. Whose entry is it? I have not opened it.\n\n"
        "Only administrators of this group can answer; whoever says so is its author. After 48 "
        "hours without an answer I forget it."
    ),
    mine_button="I sent it",
    drop_button="Don't keep it",
    admins_only="Only those who administer this group now can answer.",
    save_how="Reply to a video of yours with /save, and I keep it in the diary.",
    save_not_yours=("I keep only what you sent yourself. Its sender can reply to it with /save."),
    here="This video is in the diary already.",
    comment="This video is kept as a comment.",
    closed="This diary takes no new entries now.",
    left="You are not in this diary any more, so I cannot keep it. A new invitation lets you write.",
    comment_button="💬 Make it a comment",
    now_comment="It is a comment on the entry above now.",
    no_comment="There is no entry above it to comment on.",
)

LANGUAGES = {"ko": KOREAN, "en": ENGLISH}


def words_in(language: str) -> Captures:
    """The sentences of a language; English for one that is not spoken here."""
    return LANGUAGES.get(language, ENGLISH)
