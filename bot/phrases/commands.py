"""The commands that "/" lists, where each of them works, and what they do in one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """`says` is the line by language; at most 256 characters."""

    name: str
    says: Mapping[str, str]
    is_private: bool = True
    is_for_groups: bool = False


def _command(name: str, korean: str, english: str, where: str = "private") -> Command:
    return Command(
        name,
        {"ko": korean, "en": english},
        is_private=where in {"private", "both"},
        is_for_groups=where in {"groups", "both"},
    )


COMMANDS = (
    _command("start", "처음으로", "Begin"),
    _command("help", "쓰는 법", "How it works", "both"),
    _command("calendar", "일기 달력", "The calendar of entries", "both"),
    _command("diary", "일기를 차례로 보기", "The entries, one after another", "both"),
    _command("me", "나의 기록과 기분", "My numbers and moods"),
    _command("random", "지난 일기 하나 꺼내 보기", "An entry by chance"),
    _command("search", "낱말, 태그, 날짜로 찾기", "Find entries by words, tags or days", "both"),
    _command(
        "prompt",
        "무슨 말을 할지 모를 때 질문 하나",
        "A question, when you do not know what to say",
    ),
    _command(
        "remind",
        "일기 알림: /remind 22:00 · /remind off",
        "A reminder: /remind 22:00, /remind off",
    ),
    _command("memory", "일주일, 한 달, 몇 해 전 오늘", "A week, a month or years ago today"),
    _command("week", "지난 7일 돌아보기", "A look back at the last seven days", "both"),
    _command("month", "이 달 돌아보기", "A look back at a month", "both"),
    _command("cancel", "진행 중인 분석 취소", "Stop what is being analysed"),
    _command(
        "undo",
        "마지막 변경이나 삭제 되돌리기 (10분 안)",
        "Undo my last change or deletion (10 minutes)",
        "both",
    ),
    _command("save", "답장한 내 영상을 일기장에 담기", "Keep my video that this answers", "groups"),
    _command(
        "c", "답장하면서 댓글 쓰기: /c 하고 싶은 말", "Comment, as a reply: /c your words", "groups"
    ),
    _command(
        "del", "내 댓글 지우기 (댓글에 답장으로)", "Delete my comment, as a reply to it", "both"
    ),
    _command("book", "일기장의 제목, 소개, 표지", "Title, description and cover", "groups"),
    _command(
        "check", "여기서 무엇이 되고 안 되는지", "What works here, and what does not", "groups"
    ),
    _command("diaries", "함께 쓰는 일기장", "The diaries that you share"),
    _command(
        "question",
        "오늘의 질문: /question on 21:00 · /question off",
        "A question of the day: /question on 21:00, /question off",
        "groups",
    ),
    _command("invite", "일기장에 초대하기", "Invite somebody to a diary", "both"),
    _command("members", "함께 쓰는 사람", "Who writes in a diary", "both"),
    _command("leave", "함께 쓰는 일기장에서 나가기", "Leave a shared diary", "both"),
    _command("delete_diary", "함께 쓰는 일기장 없애기", "Delete a shared diary", "both"),
    _command(
        "settings",
        "언어, 시간대, 하루 시작, 저녁 달력",
        "Language, time zone, day, evening",
        "both",
    ),
    _command("export", "내 일기를 파일로 내보내기", "Take my diary along as files", "both"),
    _command("import", "내보낸 파일 다시 들여오기", "Bring exported files back in"),
    _command("forgetme", "내 것을 모두 지우기", "Delete everything that is mine", "both"),
    _command("privacy", "무엇을 어떻게 보관하는지", "What is kept, and how", "both"),
    _command(
        "about",
        "표정을 누가 읽고 얼마나 맞는지",
        "Who reads the expression, and how often it is right",
    ),
)


def listed(language: str, *, groups: bool) -> list[tuple[str, str]]:
    """Name and line of each command that is listed in private chats, or in groups."""
    return [
        (command.name, command.says[language])
        for command in COMMANDS
        if (command.is_for_groups if groups else command.is_private)
    ]
