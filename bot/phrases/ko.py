"""The bot's Korean."""

from __future__ import annotations

import datetime as dt

from bot import readers
from bot.phrases.sentences import Phrases, clock
from bot.readers import Expression, Measured, Readers
from charts import style

_DAYS = "월화수목금토일"


def _moment(at: dt.datetime) -> str:
    half = "오전" if at.hour < 12 else "오후"  # noqa: PLR2004 - noon
    hour = at.hour % 12 or 12
    return f"{at.month}월 {at.day}일 {_DAYS[at.weekday()]}요일 {half} {hour}:{at.minute:02d}"


def _title(at: dt.datetime) -> str:
    parts = ((5, "새벽"), (11, "아침"), (14, "점심"), (18, "오후"), (22, "저녁"), (24, "밤"))
    part = next(name for until, name in parts if at.hour < until)
    return f"{at.month}월 {at.day}일 {_DAYS[at.weekday()]}요일 {part}"


def _about_wait(seconds: float) -> str:
    if seconds < 55:  # noqa: PLR2004 - below it, seconds are clearer than minutes
        return f"약 {max(5, round(seconds / 5) * 5)}초"
    return f"약 {max(1, round(seconds / 60))}분"


#: The words that the pictures use too.
_LOOKS = style.KOREAN.looks
_TURNS = {"brighter": "밝아", "heavier": "무거워"}


def _looked_and_turned(label: str, turn: str, seconds: int) -> str:
    return f"대체로 {_LOOKS[label]}이었고, 마지막 {seconds}초 동안 {_TURNS[turn]} 보였어요"


def _privacy(expression: str) -> str:
    return (
        "<b>무엇을, 어디에, 얼마나 보관하나요</b>\n\n"
        "• 영상은 이 봇이 돌아가는 컴퓨터 안에서만 분석해요. 외부 분석 서비스로 보내지 않아요.\n"
        "• 분석이 끝나면 영상과 소리는 지워요. 남는 것은 표정 곡선(숫자), 말을 옮긴 글, "
        "핵심 문장과 태그, 찾기용 낱말, 제목과 날짜, 계정에 보이는 이름, 그리고 텔레그램의 계정 번호와 파일 번호예요.\n"
        "• 그룹 일기에 쓰거나 나눈 것은 그 일기의 멤버가 함께 봐요. 내 일기는 내가 나누지 않는 한 나만 봐요. "
        "카드에 단 답장은 댓글로 남아요.\n"
        "• 기록은 운영하는 사람이 지우기 전까지 남아요. 받은 메시지 자체는 처리하자마자 지우고, "
        "그 번호만 7일 동안 기억해요.\n"
        "• 이 기록은 봇이 쓰는 데이터베이스에 보관되고, 봇을 운영하는 사람은 기술적으로 볼 수 있어요. "
        "텔레그램도 채팅에 있는 영상을 볼 수 있어요. 종단간 암호화는 아니에요.\n"
        "• 이 채팅에 남은 영상은 직접 지울 수 있어요. 봇은 지운 것을 알지 못해요.\n"
        f"• 표정은 작은 신경망({expression})이 읽어요. 얼굴이 어떻게 보였는지일 뿐, "
        "마음을 아는 것은 아니고 자주 틀려요. 얼마나 맞는지는 /about 에 있어요.\n"
        "• 처리 중인 기록은 /cancel 로 멈추고 지울 수 있어요."
    )


def _often(part: float | None) -> str:
    if part is None:
        return "재 보지 못했어요"
    tenths = readers.tenths(part)
    if tenths == 0:
        times = "10번 중 1번도 안 돼요"
    else:
        times = f"10번 중 {tenths}번" + ("" if tenths > 5 else "뿐")  # noqa: PLR2004 - half of them
    return f"{times} ({readers.hundredths(part)}%)"


def _line(measured: Measured, label: str) -> str:
    parts = [style.KOREAN.names[label], _often(measured.recall[label])]
    if label in measured.precision:
        right = measured.precision[label]
        said = "말한 적 없어요" if right is None else f"말하면 {readers.hundredths(right)}% 맞음"
        parts.append(said)
    if measured.is_thin(label):
        parts.append(f"사진 {measured.support[label]}장뿐")
    return " · ".join(parts)


def _figures(measured: Measured | None) -> str:
    if measured is None:
        names = ", ".join(style.KOREAN.names.values())
        return f"이 모델은 얼마나 맞는지 재 본 기록이 없어요.\n\n읽는 표정: {names}"
    lines = "\n".join(_line(measured, label) for label, _ in readers.from_best(measured.recall))
    said = ", 그리고 그 표정이라고 말했을 때 맞은 비율이에요" if measured.precision else "예요"
    return (
        f"여러 사람이 미리 이름 붙인 얼굴 사진 {measured.faces:,}장을 보여 줬더니, 100번 중 "
        f"{readers.hundredths(measured.right)}번은 사람들이 가장 많이 고른 답과 같았어요. 사람들의 답이 "
        "똑같이 갈렸거나 이 일곱 가지에 들지 않은 사진은 뺐어요.\n\n"
        f"표정마다 알아본 횟수{said}.\n"
        f"{lines}\n\n"
        "아래쪽 표정일수록 놓치는 때가 많아요. 사진으로 잰 값이라, 움직이는 영상에서는 더 자주 틀릴 수 "
        "있어요."
    )


def _doubt(expression: Expression) -> str:
    unclear = expression.unclear
    if unclear is None:
        return ""
    return (
        f"\n\n확신이 {readers.hundredths(unclear.threshold)}%에 못 미치면 표정에 이름을 붙이지 않아요. "
        f"사진 100장 중 {100 - readers.hundredths(unclear.named)}장이 그랬고, 나머지만 보면 100번 중 "
        f"{readers.hundredths(unclear.right)}번 맞았어요."
    )


_FINDERS = {
    "yunet": "YuNet",
    "haar": "OpenCV의 기본 방식(Haar). YuNet보다 옆얼굴을 더 자주 놓쳐요.",
}


def _about(found: Readers) -> str:
    speech = (
        "아직 모델이 없어 적지 못해요." if found.speech is None else f"음성 모델 {found.speech}"
    )
    return (
        "<b>표정은 누가 읽나요</b>\n"
        f"작은 신경망({found.expression.version})이 읽어요. 얼굴이 사람들 눈에 어떻게 보이는지를 "
        "일곱 가지로 말할 뿐, 마음은 알지 못해요.\n\n"
        "<b>얼마나 맞나요</b>\n"
        f"{_figures(found.expression.measured)}{_doubt(found.expression)}\n\n"
        "<b>함께 일하는 것</b>\n"
        f"• 얼굴 찾기: {_FINDERS[found.finder]}\n"
        f"• 말을 글로: {speech}\n\n"
        "모두 이 봇이 돌아가는 컴퓨터 안에서 일해요."
    )


KOREAN = Phrases(
    greeting=(
        "안녕하세요, 저는 <b>마음깃털</b>이에요 🪶\n"
        "동그란 영상 메시지를 보내면, 그날의 표정과 말을 한 장의 일기 카드로 만들어 드려요."
    ),
    what_happens=(
        "보내 주신 영상은 <b>이 봇이 돌아가는 컴퓨터 안에서만</b> 분석해요.\n\n"
        "• 얼굴에 비친 표정의 흐름과 말한 내용을 읽어요.\n"
        "• 영상은 분석 뒤에 지우고, 곡선과 글, 태그, 텔레그램 파일 번호만 남겨요.\n"
        "• 표정은 ‘그렇게 보였다’는 것뿐이에요. 마음을 재지는 않아요.\n\n"
        "자세한 내용은 /privacy 에 있어요."
    ),
    ask_consent="이렇게 분석하고 보관해도 괜찮을까요?",
    consent_button="동의하고 시작하기",
    consent_thanks="고마워요. 이제 동그란 영상 메시지를 보내 보세요. 오늘 하루를 60초 안에 담으면 돼요 🎥",
    consent_already="이미 동의하셨어요. 언제든 영상 메시지를 보내 주세요 🎥",
    help=(
        "<b>이렇게 써요</b>\n\n"
        "🎥 동그란 영상 메시지(마이크 단추를 한 번 눌러 카메라로 바꾸고 길게 누르기)나 영상을 보내면 "
        "일기가 돼요.\n"
        "📝 영상에 글을 붙이면 첫 줄은 제목, #낱말은 태그, 나머지는 일기 글이 돼요.\n"
        "🖼 여러 영상을 한 번에 보내면 한 편의 일기가 돼요.\n"
        "👥 저를 그룹에 추가하면 함께 쓰는 일기장을 만들 수 있어요.\n\n"
        "/calendar – 일기 달력 (/calendar 2026, /calendar 11월)\n"
        "/diaries – 함께 쓰는 일기장 · /invite – 초대하기\n"
        "/settings – 언어, 시간대, 하루 시작, 저녁 달력\n"
        "/cancel – 진행 중인 분석 취소\n"
        "/privacy – 무엇을 어떻게 보관하는지\n"
        "/about – 표정을 누가 읽고 얼마나 맞는지\n"
        "/help – 이 도움말"
    ),
    privacy=_privacy,
    about=_about,
    cancelled="취소했어요. 아무것도 남기지 않았어요.",
    nothing_to_cancel="지금 진행 중인 일기가 없어요.",
    only_video=(
        "아직 이 형식은 일기로 만들지 못해요. 동그란 영상 메시지나 영상 파일로 보내 주세요 🎥"
    ),
    text_hint=(
        "글만으로는 아직 일기를 만들지 못해요. 동그란 영상 메시지를 보내 주시면 "
        "표정과 말을 함께 담아 드릴게요 🎥"
    ),
    description=(
        "동그란 영상 메시지로 쓰는 개인 일기장이에요. 표정의 흐름과 핵심 문장, 태그를 한 장의 카드로 "
        "만들어 드려요. 분석은 모두 봇이 돌아가는 컴퓨터 안에서만 해요."
    ),
    short_description="마음을 깃털처럼: 영상으로 쓰는 나만의 일기장",
    waits_for_consent=(
        "잘 받았어요. 아직 열어 보지 않았어요.\n분석을 시작하려면 먼저 동의가 필요해요."
    ),
    queued="받았어요. 곧 시작할게요.",
    queued_behind=lambda ahead: f"받았어요 · 앞에 {ahead}개가 기다리고 있어요",
    about_wait=_about_wait,
    stages={
        "fetch": "영상을 받는 중이에요",
        "face": "표정을 살펴보는 중이에요",
        "speech": "말을 글로 옮기는 중이에요",
        "words": "핵심 문장을 고르는 중이에요",
    },
    step=lambda number, whole: f"{number}/{whole}",
    twin=lambda when: (
        f"이미 있는 일기예요. {when}에 같은 영상을 보내셨어요.\n그래도 하나 더 만들까요?"
    ),
    twin_here="같은 영상이 이 일기장에 이미 있어요.\n그래도 하나 더 만들까요?",
    card_cancelled="취소했어요. 아무것도 남기지 않았어요. 마음이 바뀌면 영상을 다시 보내 주세요.",
    failed=lambda reason: f"이 일기를 완성하지 못했어요.\n{reason}",
    moment=_moment,
    time_of_day_title=_title,
    day_note=lambda day: f"{day.month}월 {day.day}일의 일기",
    looked={label: f"대체로 {look}으로 보였어요" for label, look in _LOOKS.items()},
    looked_and_turned=_looked_and_turned,
    at_second=clock,
    face_seen=lambda face, whole: f"얼굴이 보인 시간 {round(face)}/{round(whole)}초",
    no_claim="한 가지 표정으로 말하기는 어려웠어요",
    unclear="표정이 대체로 뚜렷하지 않았어요",
    hindrances={
        "cut": "얼굴이 화면 밖으로 벗어나 표정을 읽기 어려웠어요. 얼굴이 다 들어오게 찍어 보세요.",
        "small": "얼굴이 작게 보여서 표정을 읽기 어려웠어요. 조금 더 가까이에서 찍어 보세요.",
        "dark": "너무 어두워서 얼굴을 찾지 못했어요. 밝은 곳에서 찍어 보세요.",
        "bright": "빛이 너무 강해서 표정을 읽기 어려웠어요. 빛을 조금 피해서 찍어 보세요.",
        "blurred": "얼굴이 흐려서 표정을 읽기 어려웠어요. 렌즈를 닦고 휴대폰을 고정해 보세요.",
        "turned": "얼굴이 옆을 향해서 표정을 읽기 어려웠어요. 화면을 바라보며 찍어 보세요.",
    },
    partly_hindered={
        "cut": (
            "얼굴이 꽤 오래 화면 밖으로 벗어나 표정을 잠깐만 읽었어요. 얼굴이 다 들어오게 찍어 보세요."
        ),
        "small": "꽤 오래 얼굴이 작게 보여서 표정을 잠깐만 읽었어요. 조금 더 가까이에서 찍어 보세요.",
        "dark": "꽤 오래 너무 어두워서 표정을 잠깐만 읽었어요. 밝은 곳에서 찍어 보세요.",
        "bright": "꽤 오래 빛이 너무 강해서 표정을 잠깐만 읽었어요. 빛을 조금 피해서 찍어 보세요.",
        "blurred": "꽤 오래 얼굴이 흐려서 표정을 잠깐만 읽었어요. 렌즈를 닦고 휴대폰을 고정해 보세요.",
        "turned": "꽤 오래 얼굴이 옆을 향해서 표정을 잠깐만 읽었어요. 화면을 바라보며 찍어 보세요.",
    },
    warnings={
        "no_face": "얼굴을 찾지 못해 표정 곡선이 없어요. 밝은 곳에서 얼굴이 크게 보이면 좋아요.",
        "little_face": "얼굴이 짧게 보여서 어떤 표정이었는지는 말하지 않을게요.",
        "several_faces": "여러 얼굴이 보였어요. 가장 크고 오래 보인 얼굴만 살펴봤어요.",
        "no_picture": "소리만 있고 화면이 없었어요.",
        "no_audio": "소리가 없는 영상이에요.",
        "no_speech": "말소리를 듣지 못했어요.",
        "speech_model_missing": (
            "음성 인식 모델이 아직 없어 말을 글로 옮기지 못했어요. 준비되면 채워 넣을게요."
        ),
        "speech_failed": "말을 글로 옮기지 못했어요.",
        "words_failed": "핵심 문장과 태그를 고르지 못했어요.",
        "damaged": "파일이 일부 손상되어 그 부분은 건너뛰었어요.",
        "truncated": "파일이 중간에 끊겨 있어서 있는 데까지만 살펴봤어요.",
        "unsupported_stream": "읽을 수 없는 형식이 섞여 있어 그 부분은 빠졌어요.",
    },
    reasons={
        "not_a_video": "영상 파일이 아니거나 읽을 수 없는 형식이에요. mp4 영상으로 보내 주세요.",
        "no_moving_picture": "움직이는 화면도 소리도 없는 파일이에요. 영상으로 다시 보내 주세요.",
        "unreadable": "파일이 손상되어 열 수 없었어요. 다시 촬영하거나 원본을 보내 주세요.",
        "too_long": "영상이 너무 길어요. 조금 더 짧게 나누어 보내 주세요.",
        "too_large": "화면 크기가 너무 커요. 해상도를 낮추어 보내 주세요.",
        "too_big": "파일이 너무 커서 받을 수 없었어요. 더 짧게 나누거나 압축해서 보내 주세요.",
        "rejected": "읽을 수 없는 영상이었어요. 다른 형식으로 보내 주세요.",
        "file_gone": "텔레그램에서 파일을 더는 찾을 수 없어요. 영상을 다시 보내 주세요.",
        "fetch_failed": "텔레그램에서 파일을 받아 오지 못했어요. 잠시 뒤에 다시 시도해 주세요.",
        "worker_died": "이 영상을 분석하다가 여러 번 멈췄어요. 다시 시도하거나 다시 촬영해 주세요.",
        "deadline": "분석이 너무 오래 걸려 멈췄어요. 더 짧은 영상으로 해 보거나 다시 시도해 주세요.",
        "model_error": "분석 모델에 문제가 있어요. 운영자가 고친 뒤에 다시 시도해 주세요.",
        "analysis_failed": "분석하지 못했어요. 다시 시도해 주세요.",
        "internal": "제 쪽에 문제가 생겼어요. 다시 시도해 주세요.",
        "speech_failed": "말을 글로 옮기지 못했어요. 다시 시도할 수 있어요.",
        "words_failed": "핵심 문장과 태그를 고르지 못했어요. 다시 시도할 수 있어요.",
        "clip_failed": "여러 영상 가운데 분석하지 못한 것이 있어요. 다시 시도할 수 있어요.",
        "clip_rejected": "여러 영상 가운데 읽지 못한 것이 있어요.",
    },
    words_title="📝 전체 글",
    no_words="옮겨 적은 말이 없어요.",
    no_picture="그림은 그리지 못했어요.",
    words_as_file="글이 길어서 파일로 보내요.",
    cancel_button="취소",
    retry_button="↻ 다시 시도",
    words_button="📝 전체 글",
    bubbles_button="🫧 방울로 보기",
    card_button="↩︎ 카드로",
    curve_button="📈 곡선으로 보기",
    add_anyway_button="하나 더 만들기",
    drop_button="그만두기",
    origin_button=lambda day: f"📅 처음 보낸 날({day.month}월 {day.day}일)로 옮기기",
    not_yours="쓴 사람이나 일기장을 이끄는 사람만 할 수 있어요.",
    too_late="지금은 할 수 없어요. 그사이 상태가 바뀌었어요.",
    done="고마워요",
    too_big=lambda size_mb, limit_mb: (
        f"영상이 {size_mb}MB라서 받을 수 없어요. 봇은 {limit_mb}MB까지만 받을 수 있어요.\n"
        "더 짧게 자르거나, 보낼 때 화질을 낮추거나, 동그란 영상 메시지(최대 60초)로 보내 주세요."
    ),
    too_long=lambda seconds, limit: (
        f"영상 길이가 {clock(seconds)}이라서 받을 수 없어요. {clock(limit)}까지 받을 수 있어요.\n"
        "조금 더 짧게 나누어 보내 주세요."
    ),
    trouble=lambda code: (
        f"제 쪽에 문제가 생겨 처리하지 못했어요. 한 번만 다시 해 주세요. (번호 {code})"
    ),
)
