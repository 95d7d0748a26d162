"""The question of the day: what the bot asks, and what it says about asking.

Every question can be answered in a minute, by children and grandparents, also after a bad day. None asks for a confession: what is said is shown to everybody in the diary.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from diary import clock, questions


@dataclass(frozen=True, slots=True)
class Questions:
    """Plain text, escaped where it is sent. `title` is a diary's, `at` a time of its day's end."""

    # In the group
    title: str
    counted: Callable[[int, int], str]
    how: Callable[[dt.time], str]
    opened: Callable[[int], str]
    answer_button: str
    late_button: str

    # /question
    turned_on: Callable[[str, dt.time], str]
    turned_off: str
    is_on: Callable[[str], str]
    is_off: str
    today: str
    how_to: str
    wrong_time: Callable[[str], str]
    leaders_only: str
    no_diary: str
    in_groups: str

    # In private
    unknown: str
    asks: Callable[[str], str]
    what_happens: Callable[[str, dt.time], str]
    what_happens_late: Callable[[str], str]
    has_answered: Callable[[str], str]
    needs_clip: str
    only_an_entry: str

    # On the card
    card_line: Callable[[str], str]
    shown_when: Callable[[str, dt.time], str]
    shown_soon: Callable[[str], str]
    no_answer_button: str
    no_answer: str
    late_asks: Callable[[str], str]
    show_late_button: Callable[[str], str]
    will_be_shown: str


def wall(at: dt.datetime, zone: str) -> dt.time:
    """What clocks of the zone show then."""
    return clock.local(at, zone).time()


def clock_of(minute: int) -> str:
    """Minutes after midnight as "21:00"."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def question(diary_id: int, number: int, language: str) -> str:
    """The words of a diary's question."""
    korean, english = QUESTIONS[questions.place(diary_id, number, len(QUESTIONS))]
    return korean if language == "ko" else english


def _korean_end(at: dt.time) -> str:
    return "자정" if at.hour == at.minute == 0 else f"{at:%H:%M}"


def _english_end(at: dt.time) -> str:
    return "midnight" if at.hour == at.minute == 0 else f"{at:%H:%M}"


_KOREAN_EXAMPLE = "/question on 21:00 이나 /question off 처럼 보내 주세요."
_ENGLISH_EXAMPLE = "Write it like /question on 21:00, or /question off."

KOREAN = Questions(
    title="💭 오늘의 질문",
    counted=lambda answered, members: f"{answered}/{members} 답함",
    how=lambda at: (
        f"답은 1:1 대화에서 영상으로 해요. 모두 답하면 바로, 늦어도 {_korean_end(at)}에는 여기서 함께 열려요. "
        "그 전에는 아무도 볼 수 없어요."
    ),
    opened=lambda answered: (
        f"열렸어요! 답 {answered}개를 여기서 함께 봐요.\n늦게 답해도 괜찮아요."
        if answered
        else "오늘은 답이 없었어요. 지금 답해도 괜찮아요."
    ),
    answer_button="🔒 1:1 대화에서 답하기",
    late_button="늦게라도 답하기",
    turned_on=lambda at, end: (
        f"좋아요. 매일 {at}에 질문 하나를 올릴게요. 답은 각자 1:1 대화에서 하고, 모두 답하면 바로, 늦어도 "
        f"{_korean_end(end)}에는 함께 열려요."
    ),
    turned_off="오늘의 질문을 껐어요. 이미 올린 질문은 그대로 있어요.",
    is_on=lambda at: f"오늘의 질문: 매일 {at}",
    is_off="오늘의 질문: 꺼져 있어요",
    today="마지막 질문",
    how_to="바꾸려면 관리자나 일기장 주인이 " + _KOREAN_EXAMPLE,
    wrong_time=lambda said: f"‘{said}’? 몇 시인지 모르겠어요. 24시간으로 {_KOREAN_EXAMPLE}",
    leaders_only="일기장 주인이나 이 그룹의 관리자만 바꿀 수 있어요.",
    no_diary="이 그룹은 아직 일기장이 아니에요. /check 로 무엇을 하면 되는지 볼 수 있어요.",
    in_groups="오늘의 질문은 함께 쓰는 일기장의 것이에요. 그 그룹에서 /question on 21:00 을 보내 주세요.",
    unknown=(
        "지금은 이 질문에 답할 수 없어요. 질문이 올라온 그룹의 일기장을 함께 쓰는 분이, 질문이 올라온 날부터 "
        "일주일 안에 답할 수 있어요."
    ),
    asks=lambda title: f"💭 ‘{title}’의 오늘의 질문",
    what_happens=lambda title, at: (
        "1분이면 돼요. 한 시간 안에 여기로 보내는 다음 영상이 답이 돼요. 나중에 답하려면 이 메시지에 "
        "답장으로 보내 주세요.\n\n"
        f"답은 내 일기에 남아요. 그리고 모두 답하면 바로, 늦어도 {_korean_end(at)}에는 영상과 핵심 문장이 "
        f"‘{title}’ 모두에게 보여요. 그 전에는 아무도 볼 수 없고, 보인 뒤에도 거둘 수 있어요."
    ),
    what_happens_late=lambda title: (
        "이미 열린 질문이에요. 한 시간 안에 여기로 보내는 다음 영상이 답이 돼요.\n\n"
        f"답은 내 일기에 남아요. 카드의 버튼을 누르면 그때 영상과 핵심 문장이 ‘{title}’ 모두에게 보이고, "
        "나중에 거둘 수도 있어요."
    ),
    has_answered=lambda title: f"‘{title}’의 이 질문에는 벌써 답했어요. 고마워요.",
    needs_clip="이 질문에는 동그란 영상이나 짧은 영상으로 답해 주세요.",
    only_an_entry="이 질문에는 이제 답할 수 없어서, 이 영상은 내 일기로만 남겨요.",
    card_line=lambda text: f"💭 {text}",
    shown_when=lambda title, at: (
        f"질문의 답이에요. 모두 답하면 바로, 늦어도 {_korean_end(at)}에는 영상과 핵심 문장이 ‘{title}’ 모두에게 "
        "보여요."
    ),
    shown_soon=lambda title: f"질문의 답이에요. 곧 영상과 핵심 문장이 ‘{title}’ 모두에게 보여요.",
    no_answer_button="💭 답이 아니에요",
    no_answer="이 영상은 내 일기로만 남겨요.",
    late_asks=lambda title: (
        f"늦은 답이에요. 아래 버튼을 눌러야 영상과 핵심 문장이 ‘{title}’ 모두에게 보여요."
    ),
    show_late_button=lambda title: f"💭 ‘{title}’에 보여 주기",
    will_be_shown="곧 모두에게 보여요.",
)

ENGLISH = Questions(
    title="💭 Today's question",
    counted=lambda answered, members: f"{answered}/{members} answered",
    how=lambda at: (
        "Answer with a video in a private chat with me. When everybody has, and at "
        f"{_english_end(at)} at the latest, the answers open here together. Nobody sees any before."
    ),
    opened=lambda answered: (
        f"It is open! {answered} {'answer' if answered == 1 else 'answers'} to look at together.\n"
        "You can still answer."
        if answered
        else "Nobody answered this time. You still can."
    ),
    answer_button="🔒 Answer in private",
    late_button="Answer it late",
    turned_on=lambda at, end: (
        f"All right: one question every day at {at}. Everybody answers in private, and when all "
        f"have, and at {_english_end(end)} at the latest, the answers open here together."
    ),
    turned_off="The question of the day is off. What was asked stays as it is.",
    is_on=lambda at: f"Question of the day: daily at {at}",
    is_off="Question of the day: off",
    today="The last question",
    how_to="Admins and the diary's owner can change it. " + _ENGLISH_EXAMPLE,
    wrong_time=lambda said: f"I can't read “{said}” as a time of day. {_ENGLISH_EXAMPLE}",
    leaders_only="Only the diary's owner or an admin of this group can change this.",
    no_diary="This group is not a diary yet. /check says what to do.",
    in_groups="This is for shared diaries. Write /question on 21:00 in the diary's group.",
    unknown=(
        "This question can't be answered now. Members of the diary in whose group it was asked can, "
        "for a week after its day."
    ),
    asks=lambda title: f"💭 Today's question in “{title}”",
    what_happens=lambda title, at: (
        "A minute is enough. The next video that you send here within an hour is your answer. To "
        "answer later, reply to this message with it.\n\n"
        "It stays in your own diary. When everybody has answered, and at "
        f"{_english_end(at)} at the latest, its video and key sentences are shown to everybody in “{title}”. "
        "Nobody sees it before, and you can take it back afterwards."
    ),
    what_happens_late=lambda title: (
        "This question is open already. The next video that you send here within an hour is your "
        "answer.\n\nIt stays in your own diary. When you press the button on its card, its video and "
        f"key sentences are shown to everybody in “{title}”. You can take it back."
    ),
    has_answered=lambda title: f"You have answered this question of “{title}”. Thank you.",
    needs_clip="Please answer this question with a round video or a short video.",
    only_an_entry="This question takes no answer from you now, so I keep this video as your own.",
    card_line=lambda text: f"💭 {text}",
    shown_when=lambda title, at: (
        f"Your answer. When everybody has answered, and at {_english_end(at)} at the latest, its "
        f"video and key sentences are shown to everybody in “{title}”."
    ),
    shown_soon=lambda title: (
        f"Your answer. Its video and key sentences are shown to everybody in “{title}” soon."
    ),
    no_answer_button="💭 Not an answer",
    no_answer="This video stays yours alone.",
    late_asks=lambda title: (
        "A late answer. Only when you press the button below, its video and key sentences are "
        f"shown to everybody in “{title}”."
    ),
    show_late_button=lambda title: f"💭 Show it in “{title}”",
    will_be_shown="It is shown to everybody soon.",
)

LANGUAGES = {"ko": KOREAN, "en": ENGLISH}


def words_in(language: str) -> Questions:
    """The sentences of a language; English for one that is not spoken here."""
    return LANGUAGES.get(language, ENGLISH)


#: Korean and English side by side.
QUESTIONS: tuple[tuple[str, str], ...] = (
    ("오늘 가장 크게 웃은 순간은 언제였나요?", "When did you laugh the most today?"),
    ("오늘 먹은 것 중에 무엇이 제일 맛있었나요?", "What was the best thing you ate today?"),
    ("오늘 고마웠던 사람은 누구인가요?", "Who were you thankful for today?"),
    ("지금 창밖에는 무엇이 보이나요?", "What can you see out of your window right now?"),
    ("오늘 하루를 날씨로 말하면 어떤 날씨였나요?", "If today were weather, what would it be?"),
    ("오늘 가장 자주 들은 소리는 무엇인가요?", "Which sound did you hear most today?"),
    ("요즘 자꾸 흥얼거리는 노래가 있나요?", "Is there a song you keep humming these days?"),
    ("오늘 새로 알게 된 것 하나는 무엇인가요?", "What is one thing you learned today?"),
    ("오늘 나에게 해 주고 싶은 칭찬은 무엇인가요?", "What would you like to praise yourself for today?"),
    ("어릴 때 제일 좋아하던 놀이는 무엇이었나요?", "What was your favourite game as a child?"),
    ("지금 가장 가고 싶은 곳은 어디인가요?", "Where would you most like to be right now?"),
    ("오늘 걸은 길에서 눈에 띈 것이 있나요?", "What caught your eye on your way today?"),
    ("요즘 잠들기 전에 무엇을 생각하나요?", "What do you think about before you fall asleep these days?"),
    ("내일 기대되는 일 하나는 무엇인가요?", "What is one thing you look forward to tomorrow?"),
    ("오늘 누구의 목소리가 반가웠나요?", "Whose voice were you glad to hear today?"),
    ("가방이나 주머니에 늘 있는 것은 무엇인가요?", "What do you always carry in your bag or pocket?"),
    ("우리가 함께 먹은 것 중에 무엇이 기억에 남나요?", "Which meal of ours do you remember best?"),
    ("오늘 하루에 제목을 붙인다면?", "What title would you give this day?"),
    ("요즘 나를 편안하게 하는 것은 무엇인가요?", "What makes you feel at ease these days?"),
    ("다시 보고 싶은 영화나 책은 무엇인가요?", "Which film or book would you like to go back to?"),
    ("오늘 손으로 한 일 중에 무엇이 기억나나요?", "What did your hands do today that you remember?"),
    ("우리 중 한 사람에게 고맙다고 한다면 무엇이 고마운가요?", "What would you thank one of us for?"),
    ("어릴 때 살던 동네에는 무엇이 있었나요?", "What was there in the neighbourhood you grew up in?"),
    ("요즘 배우고 싶은 것이 있나요?", "Is there something you would like to learn these days?"),
    ("오늘 조금 아쉬웠던 것은 무엇인가요?", "What do you wish had gone a little differently today?"),
    ("가장 좋아하는 계절의 냄새는 무엇인가요?", "What does your favourite season smell like?"),
    ("지금 입은 옷에는 어떤 이야기가 있나요?", "What is the story of something you are wearing?"),
    ("오늘 십 분이 더 있었다면 무엇을 했을까요?", "What would you have done with ten more minutes today?"),
    ("나를 잘 아는 사람은 나를 어떻게 소개할까요?", "How would someone who knows you well introduce you?"),
    ("올해 잘했다고 생각하는 일은 무엇인가요?", "What are you glad to have done this year?"),
    ("최근에 받은 친절 하나를 들려주세요.", "Tell us about a small kindness you received lately."),
    ("요즘 가장 아끼는 물건은 무엇인가요?", "Which thing of yours do you treasure these days?"),
    ("오늘 하늘을 보았나요? 어땠나요?", "Did you look at the sky today? What was it like?"),
    ("쉬는 날 아침에 제일 먼저 하고 싶은 일은?", "What do you like to do first on a free morning?"),
    ("우리가 다음에 함께 하면 좋을 일은 무엇인가요?", "What should we do together next?"),
    ("처음 혼자 해낸 일 중에 무엇이 기억나나요?", "What is something you remember doing alone for the first time?"),
    ("요즘 나를 움직이게 하는 말이 있나요?", "Are there words that keep you going these days?"),
    ("오늘 가장 조용했던 때는 언제였나요?", "When was the quietest moment of your day?"),
    ("좋아하는 냄새 하나를 고른다면?", "Which smell do you love?"),
    ("어릴 때의 나에게 한마디 한다면?", "What would you tell the child you were?"),
    ("십 년 뒤의 우리에게 인사해 볼까요?", "Would you like to say hello to us in ten years?"),
    ("오늘 누군가에게 미처 못 한 말이 있나요?", "Is there something you did not get to say to someone today?"),
    ("요즘 하루 중에 제일 좋아하는 시간은 언제인가요?", "What is your favourite time of day lately?"),
    ("가장 좋아하는 우리 사진에는 무엇이 있나요?", "What is in your favourite picture of us?"),
    ("오늘 나를 놀라게 한 것은 무엇인가요?", "What surprised you today?"),
    ("아플 때 생각나는 음식은 무엇인가요?", "Which food do you think of when you are ill?"),
    ("요즘 자주 쓰는 말은 무엇인가요?", "Which word do you use a lot these days?"),
    ("비 오는 날에는 무엇을 하고 싶나요?", "What do you like to do when it rains?"),
    ("우리 집에 전해 오는 이야기가 있나요?", "Is there a story that is told again and again in your family?"),
    ("오늘 몸은 어떤가요? 어디가 편하고 어디가 무겁나요?", "How does your body feel today: what is light, what is heavy?"),
    ("길에서 만난 동물 이야기를 들려주세요.", "Tell us about an animal you met."),
    ("내가 만들 수 있는 음식 중에 제일 자신 있는 것은?", "Which dish do you make best?"),
    ("하루 동안 다른 사람이 된다면 누가 되고 싶나요?", "Whose day would you like to live, just once?"),
    ("이번 주에 잘 쉬었다고 느낀 때는 언제인가요?", "When did you feel rested this week?"),
    ("버리지 못하고 간직한 것은 무엇인가요?", "What have you kept that you could never throw away?"),
    ("오늘 색깔 하나를 고른다면 무슨 색인가요?", "If you picked a colour for today, which one?"),
    ("나만 아는 좋은 장소를 하나 알려 주세요.", "Tell us about a good place that only you know."),
    ("요즘 나에게 필요한 것은 무엇인가요?", "What do you need these days?"),
    ("우리와 함께여서 좋았던 순간 하나는?", "What is one moment with us that you liked?"),
    ("오늘의 나를 한 문장으로 말해 볼까요?", "Can you say today's you in one sentence?"),
)  # fmt: skip
