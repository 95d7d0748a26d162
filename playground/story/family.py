"""The family's shared diary: who shows what, and what the others say about it."""

from __future__ import annotations

from typing import Final

from playground.story.pages import Remark, Scene, clip

#: What the group is called. The first of the people makes it, the second is in it from the
#: beginning, the third follows an invitation.
TITLE: Final = "우리 집 · Home"

_JIWOO, _EMMA, _DOYUN = 0, 1, 2

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
            Remark(_DOYUN, "나도 할래! 근데 얼굴은 가끔만."),
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
            Remark(_DOYUN, "집 비울 때 물은 제가 줄게요."),
            Remark(_EMMA, "Thank you, I will do that!", of=0),
        ),
        (
            (_JIWOO, "👏"),
            (_DOYUN, "👍"),
        ),
    ),
    Scene(
        _DOYUN,
        clip(
            """
41 calm - 공연 연습 중 #밴드 #가족
곧 밴드 공연이 있어요. 다들 꼭 보러 와 줘요!
"""
        ),
        (
            Remark(_JIWOO, "꼭 갈게! 맨 앞자리로."),
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
            Remark(_DOYUN, "와, 축하해요! 이름은 정했대요?", of=0),
        ),
        (
            (_JIWOO, "🎉"),
            (_DOYUN, "❤"),
        ),
    ),
    Scene(
        _DOYUN,
        clip(
            """
14 glad - 라떼 하트 성공 #카페 #가족
드디어 하트를 그렸어요. 주말에 카페로 오면 공짜로 드려요.
"""
        ),
        (Remark(_JIWOO, "토요일에 갈게. 하트 두 개 부탁해!"),),
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
        ((_DOYUN, "👍"),),
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
            Remark(_DOYUN, "다음에는 설거지도 같이 해요."),
            Remark(_JIWOO, "벌써 기다려져요.", of=0),
        ),
        (
            (_JIWOO, "❤"),
            (_DOYUN, "❤"),
        ),
    ),
    Scene(
        _DOYUN,
        clip(
            """
0 surprised - 고추꽃이 피었다 #가족 #화분
누나 집에 왔더니 고추꽃이 피었어요. 벌이 없어서 제가 살살 흔들어 줬어요!
"""
        ),
        (
            Remark(_EMMA, "Thank you, little bee!"),
            Remark(_JIWOO, "저녁 먹고 가. 잡채 남았어.", of=0),
        ),
        (
            (_EMMA, "🥰"),
            (_JIWOO, "❤"),
        ),
    ),
)
