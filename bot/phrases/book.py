"""What /book says: title, description and cover of a shared diary, and how to change them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Book:
    """The words of one language, HTML. What is put into them is escaped before."""

    state: Callable[[str, str, str], str]
    untitled: str
    no_description: str
    covers: tuple[str, ...]
    no_cover: str
    photo_cover: str
    in_channel: str

    title_button: str
    description_button: str
    cover_button: str
    photo_button: str
    no_cover_button: str
    back_button: str
    choose_cover: str

    ask_title: str
    ask_description: str
    ask_photo: str
    title_field: str
    description_field: str

    too_long_title: Callable[[int], str]
    too_long_description: Callable[[int], str]
    empty: str
    no_photo: str
    too_large_photo: str
    unknown_cover: str
    done: str
    leads_only: str


KOREAN = Book(
    state=lambda title, description, cover: (
        f"📖 <b>{title}</b>\n{description}\n\n표지: {cover}\n\n주인이나 관리자가 바꿀 수 있어요."
    ),
    untitled="제목 없음",
    no_description="아직 소개가 없어요.",
    covers=("언덕", "바다", "밤", "나뭇잎", "비", "마을"),
    no_cover="없음",
    photo_cover="사진",
    in_channel=(
        "채널에서는 이렇게 써요:\n/book title 새 제목\n/book description 새 소개\n"
        "/book cover 1~6 (또는 사진에 /book cover 로 답장)"
    ),
    title_button="✏️ 제목",
    description_button="📝 소개",
    cover_button="🖼 표지",
    photo_button="📷 사진으로",
    no_cover_button="표지 없이",
    back_button="↩︎ 돌아가기",
    choose_cover="어떤 표지로 할까요? 달력 맨 위에 그려 넣어요.",
    ask_title="새 제목을 이 메시지에 답장으로 보내 주세요. 50자까지예요.",
    ask_description="새 소개를 이 메시지에 답장으로 보내 주세요. 200자까지예요.",
    ask_photo="표지로 쓸 사진을 이 메시지에 답장으로 보내 주세요.",
    title_field="새 제목",
    description_field="새 소개",
    too_long_title=lambda length: f"제목은 50자까지예요. 지금은 {length}자예요. 조금 줄여 주세요.",
    too_long_description=lambda length: (
        f"소개는 200자까지예요. 지금은 {length}자예요. 조금 줄여 주세요."
    ),
    empty="글자가 없어요. 다시 보내 주세요.",
    no_photo="사진이 아니에요. 사진 한 장을 답장으로 보내 주세요.",
    too_large_photo="사진이 너무 커요. 파일이 아니라 사진으로 보내 주세요.",
    unknown_cover="표지는 1부터 6까지예요. 사진은 그 사진에 /book cover 로 답장해 주세요.",
    done="바꿨어요 📖",
    leads_only="이 일기장의 주인과 지금 이 대화방의 관리자만 바꿀 수 있어요.",
)

ENGLISH = Book(
    state=lambda title, description, cover: (
        f"📖 <b>{title}</b>\n{description}\n\nCover: {cover}\n\nThe owner or an admin can change it."
    ),
    untitled="Untitled",
    no_description="There is no description yet.",
    covers=("hills", "sea", "night", "leaves", "rain", "town"),
    no_cover="none",
    photo_cover="a photo",
    in_channel=(
        "In a channel, write:\n/book title A new title\n/book description A new description\n"
        "/book cover 1–6 (or reply /book cover to a photo)"
    ),
    title_button="✏️ Title",
    description_button="📝 Description",
    cover_button="🖼 Cover",
    photo_button="📷 A photo",
    no_cover_button="No cover",
    back_button="↩︎ Back",
    choose_cover="Which cover shall it be? It is drawn at the top of the calendar.",
    ask_title="Send the new title as a reply to this message, at most 50 characters.",
    ask_description="Send the new description as a reply to this message, at most 200 characters.",
    ask_photo="Send the photo for the cover as a reply to this message.",
    title_field="The new title",
    description_field="The new description",
    too_long_title=lambda length: (
        f"A title has at most 50 characters; this one has {length}. Please make it shorter."
    ),
    too_long_description=lambda length: (
        f"A description has at most 200 characters; this one has {length}. Please make it shorter."
    ),
    empty="There are no letters in it. Please send it again.",
    no_photo="That is no photo. Please reply with one photo.",
    too_large_photo="The photo is too large. Please send it as a photo, not as a file.",
    unknown_cover="Covers are numbered 1 to 6. For a photo, reply /book cover to it.",
    done="Changed 📖",
    leads_only="Only the owner of this diary and the admins of this chat can change it.",
)

IN: Mapping[str, Book] = {"ko": KOREAN, "en": ENGLISH}


def words_in(language: str) -> Book:
    """The words of a language; English for one that is not spoken here."""
    return IN.get(language, ENGLISH)
