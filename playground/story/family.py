"""The family's shared diary: who shows what, and what the others say about it."""

from __future__ import annotations

from typing import Final

from playground.story.pages import Remark, Scene, clip

#: What the group is called. The first of the people makes it, the second is in it from the
#: beginning, the third follows an invitation.
TITLE: Final = "우리 집 · Home"

_JIWOO, _EMMA, _THIRD = 0, 1, 2

SCENES: Final = (
    Scene(
        _JIWOO,
        clip(
            """
56 glad - 가족 일기 첫날 #가족
여기에 서로 하루를 보여 주기로 했어요. 다들 자주 올려 줘요!
"""
        ),
        (
            Remark(_EMMA, "What a lovely idea! I am in."),
            Remark(_THIRD, "나도 해 보마."),
        ),
        ((_EMMA, "❤"),),
    ),
    Scene(
        _EMMA,
        clip(
            """
50 surprised - The tomatoes are up #garden
Look at the balcony, they are up! I did not believe it myself.
"""
        ),
        (
            Remark(_THIRD, "물은 아침에 줘야 한다."),
            Remark(_EMMA, "Thank you, I will do that!", of=0),
        ),
        (
            (_JIWOO, "👏"),
            (_THIRD, "👍"),
        ),
    ),
    Scene(
        _THIRD,
        clip(
            """
41 calm - 공연 연습 중 #합창 #가족
다음 달에 합창 공연이 있으니 다들 보러 오너라.
"""
        ),
        (
            Remark(_JIWOO, "꼭 갈게요! 맨 앞자리로요."),
            Remark(_EMMA, "We will bring flowers."),
        ),
        (
            (_JIWOO, "❤"),
            (_EMMA, "🎉"),
        ),
    ),
    Scene(
        _JIWOO,
        clip(
            """
31 cross - 보리가 화분을 엎었다 #보리
보리가 또 화분을 엎었어요. 혼내려고 했는데 얼굴을 보니 못 혼내겠어요.
"""
        ),
        (Remark(_EMMA, "Poor plant. And poor Bori, of course."),),
        ((_EMMA, "😁"),),
    ),
    Scene(
        _EMMA,
        clip(
            """
21 glad - I am going to be an aunt #Tom #family
Tom is going to be a father, so I am going to be an aunt. I have told the bus driver as
well.
"""
        ),
        (
            Remark(_JIWOO, "축하해요, Emma 고모!"),
            Remark(_THIRD, "경사로구나.", of=0),
        ),
        (
            (_JIWOO, "🎉"),
            (_THIRD, "❤"),
        ),
    ),
    Scene(
        _THIRD,
        clip(
            """
14 glad - 고구마 풍년 #텃밭 #가족
고구마를 이만큼 캤다. 주말에 와서 가져가거라.
"""
        ),
        (Remark(_JIWOO, "토요일에 갈게요. 두 상자 부탁해요!"),),
        ((_EMMA, "😍"),),
    ),
    Scene(
        _JIWOO,
        clip(
            """
7 calm - 일요일 저녁 메뉴 #가족 #요리
일요일에 다 같이 모이는 거 잊지 않았죠? 잡채를 하려고 해요.
"""
        ),
        (
            Remark(_EMMA, "I will bring pesto. And chairs."),
            Remark(_JIWOO, "의자가 제일 중요해요.", of=0),
        ),
        ((_THIRD, "👍"),),
    ),
    Scene(
        _EMMA,
        clip(
            """
1 glad - What a dinner #family #cooking
Thank you all for the dinner. I have eaten for three days, and I would do it again tomorrow.
"""
        ),
        (
            Remark(_THIRD, "다음에는 우리 집에서 하자."),
            Remark(_JIWOO, "벌써 기다려져요.", of=0),
        ),
        (
            (_JIWOO, "❤"),
            (_THIRD, "❤"),
        ),
    ),
)
