"""What /settings says: what is set, what it means, and what can be chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The words of one language, HTML. Zones are names such as "Seoul", hours such as "21:30"."""

    my_title: str
    our_title: Callable[[str], str]
    language: Callable[[str], str]
    zone: Callable[[str, str], str]
    day_start: Callable[[str], str]
    evening: Callable[[str], str]
    evening_off: str
    notices: Mapping[bool, str]
    comments: Mapping[bool, str]

    language_button: str
    zone_button: str
    day_start_button: str
    evening_button: str
    notices_button: Mapping[bool, str]
    comments_button: Mapping[bool, str]
    back_button: str
    other_zone_button: str
    off_button: str
    chosen: Callable[[str], str]

    ask_language: str
    ask_zone: str
    ask_zone_name: str
    zone_field: str
    which_zone: str
    no_zone: str
    ask_day_start: str
    ask_evening: str
    ask_our_evening: str

    saved: str
    leads_only: str


#: What each language calls itself.
NAMES: Mapping[str, str] = {"ko": "한국어", "en": "English"}


KOREAN = Settings(
    my_title="⚙️ <b>설정</b>",
    our_title=lambda title: f"⚙️ <b>{title}</b> 설정",
    language=lambda name: f"언어: {name}",
    zone=lambda zone, now: f"시간대: {zone} (지금 {now})",
    day_start=lambda hour: f"하루 시작: {hour}",
    evening=lambda hour: f"저녁 달력: {hour}",
    evening_off="저녁 달력: 꺼짐",
    notices={True: "알림: 켜짐", False: "알림: 꺼짐"},
    comments={True: "댓글: 받음", False: "댓글: 받지 않음"},
    language_button="언어",
    zone_button="시간대",
    day_start_button="하루 시작 시각",
    evening_button="저녁 달력",
    notices_button={True: "알림 끄기", False: "알림 켜기"},
    comments_button={True: "댓글 끄기", False: "댓글 켜기"},
    back_button="← 뒤로",
    other_zone_button="다른 도시 쓰기",
    off_button="끄기",
    chosen=lambda text: f"✓ {text}",
    ask_language="어떤 언어로 이야기할까요?",
    ask_zone=(
        "어느 곳의 시간을 따를까요?\n\n<i>지난 일기의 날짜는 그대로 두고, 다음 일기와 다음 저녁 달력부터 "
        "바꿔요.</i>"
    ),
    ask_zone_name="도시 이름을 이 메시지에 답장으로 써 주세요. 예: 부산, 베를린, New York, UTC+9",
    zone_field="도시 이름",
    which_zone="어느 곳인가요?",
    no_zone="그런 곳은 찾지 못했어요. 가까운 큰 도시나 ‘Asia/Seoul’, ‘UTC+9’처럼 다시 답장해 주세요.",
    ask_day_start=(
        "하루는 몇 시에 시작할까요? 4시로 두면 새벽 1시에 남긴 일기는 어제의 일기가 돼요.\n\n"
        "<i>지난 일기의 날짜는 그대로 두고, 다음 일기부터 바꿔요.</i>"
    ),
    ask_evening="저녁마다 내 달력을 소리 없이 보내 드릴까요? 새 일기가 없으면 보내지 않아요.",
    ask_our_evening="함께 쓴 달력을 저녁 몇 시에 올릴까요? 소리 없이 올리고, 새 일기가 없으면 쉬어 가요.",
    saved="바꿨어요",
    leads_only="설정은 이 일기장의 주인과 관리자만 바꿀 수 있어요.",
)

ENGLISH = Settings(
    my_title="⚙️ <b>Settings</b>",
    our_title=lambda title: f"⚙️ Settings of <b>{title}</b>",
    language=lambda name: f"Language: {name}",
    zone=lambda zone, now: f"Time zone: {zone} (now {now})",
    day_start=lambda hour: f"The day starts at {hour}",
    evening=lambda hour: f"Evening calendar: {hour}",
    evening_off="Evening calendar: off",
    notices={True: "Notices: on", False: "Notices: off"},
    comments={True: "Comments: on", False: "Comments: off"},
    language_button="Language",
    zone_button="Time zone",
    day_start_button="Start of the day",
    evening_button="Evening calendar",
    notices_button={True: "Turn notices off", False: "Turn notices on"},
    comments_button={True: "Turn comments off", False: "Turn comments on"},
    back_button="← Back",
    other_zone_button="Another city",
    off_button="Off",
    chosen=lambda text: f"✓ {text}",
    ask_language="Which language shall we speak?",
    ask_zone=(
        "Which place's clock shall I follow?\n\n<i>Past entries keep their day; the next entry and the next "
        "evening calendar follow the new clock.</i>"
    ),
    ask_zone_name="Reply to this message with the name of a city, such as Boston, Berlin, 서울 or UTC+9.",
    zone_field="Name of a city",
    which_zone="Which one is it?",
    no_zone=(
        "There is no such place here. Reply again with a large city nearby, or with a name such as "
        "“Europe/Berlin” or “UTC+9”."
    ),
    ask_day_start=(
        "When shall a day start? At 4:00, what you record at 1:00 in the night still belongs to "
        "yesterday.\n\n<i>Past entries keep their day; the next entry follows the new hour.</i>"
    ),
    ask_evening=(
        "Shall your calendar come silently every evening? On days without a new entry it does not."
    ),
    ask_our_evening=(
        "When shall the calendar of all come in the evening? It is silent, and rests on days without "
        "a new entry."
    ),
    saved="Changed",
    leads_only="Only the owner of this diary and the admins can change its settings.",
)

WORDS: Mapping[str, Settings] = {"ko": KOREAN, "en": ENGLISH}


def words_in(language: str) -> Settings:
    """The words of a language; English for one that is not spoken here."""
    return WORDS.get(language, ENGLISH)
