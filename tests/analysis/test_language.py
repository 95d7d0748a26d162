from __future__ import annotations

import pytest

from analysis.language import UNDETERMINED, guess, is_korean, light_words, stop_words, weak_words


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("오늘은 민지랑 한강에 갔어요", "ko"),
        ("오늘 meeting 이 있었어요", "ko"),
        ("today i met 민지 at the station and we had a long walk along the river", "en"),
        ("I met my sister and we had lunch", "en"),
        ("Heute war ich mit meiner Schwester im Kino und es war sehr schön", "de"),
        ("Aujourd'hui je suis allée au marché avec ma sœur", "fr"),
        ("Hoy fui al mercado con mi hermana y compramos fruta", "es"),
        ("今日は友達とカラオケに行きました", "ja"),
        ("今天我和朋友去了海边", "zh"),
        ("Сегодня я ходила в кино", "ru"),
        ("ذهبت إلى السوق", "ar"),
        ("วันนี้ฉันไปตลาด", "th"),
        ("xyzzy", "en"),
        ("😀 12:30 !!", UNDETERMINED),
        ("", UNDETERMINED),
    ],
)
def test_the_language_is_guessed(text: str, code: str) -> None:
    assert guess(text) == code


def test_text_with_a_fair_share_of_hangul_is_read_as_korean() -> None:
    assert is_korean("client 가 design 을 또 바꿔 달라고")
    assert not is_korean("we ate at 민지's place and it was lovely")


def test_a_language_without_a_list_has_no_stop_words() -> None:
    assert stop_words("xx") == frozenset()
    assert stop_words("../../etc/passwd") == frozenset()


def test_lists_do_not_contradict_each_other() -> None:
    assert not stop_words("en") & light_words("en")
    assert not (stop_words("en") | light_words("en")) & weak_words("en")
    assert not light_words("ko") & weak_words("ko")
