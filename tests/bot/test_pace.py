"""The rules of the pace, tried with any rhythm of calls."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import calls
from bot.calls import Call, Effect
from bot.pace import ALARM, MANNER, MARGIN_S, SHARES, Lane, Limits, Manner, Pace, Window, speaking

API = "http://127.0.0.1/bot1:abc"

gaps = st.lists(st.floats(0.0, 5.0), min_size=1, max_size=60)
latencies = st.lists(st.floats(0.0, 2.0), min_size=60, max_size=60)


@given(gaps, latencies, st.integers(1, 6), st.sampled_from([0.4, 0.9, 1.0]))
def test_no_stretch_of_a_windows_length_holds_more_than_the_share(
    pauses: list[float], took: list[float], most: int, share: float
) -> None:
    window, now, seen = Window(most, 3.0), 0.0, list[float]()
    for pause, latency in zip(pauses, took, strict=False):
        now += pause
        now += window.wait(now, 1, share)
        assert window.wait(now, 1, share) == pytest.approx(0.0, abs=1e-9)
        window.begin(1)
        now += latency
        seen.append(now - latency / 2)  # when Telegram saw it: nobody can know
        window.end(1, now, counts=True)
    allowed = math.ceil(most * share)
    assert all(sum(1 for t in seen if at <= t < at + 3.0) <= allowed for at in seen)


@given(st.integers(1, 9), st.integers(1, 9))
def test_what_is_larger_than_a_window_waits_for_an_empty_one_and_not_for_ever(
    most: int, weight: int
) -> None:
    window = Window(most, 3.0)
    assert window.wait(0.0, weight) == 0.0
    window.begin(1)
    window.end(1, 10.0, counts=True)
    assert 0.0 <= window.wait(10.0, weight) <= 3.0 + MARGIN_S
    assert window.wait(13.0 + MARGIN_S, weight) == 0.0


def test_what_is_under_way_counts_until_its_answer_is_there() -> None:
    window = Window(2, 3.0)
    window.begin(1)
    window.begin(1)
    assert window.wait(100.0, 1) == math.inf
    window.end(1, 101.0, counts=False)
    assert window.wait(101.0, 1) == 0.0
    window.begin(1)
    window.end(1, 102.0, counts=True)
    window.end(1, 102.0, counts=True)
    assert window.wait(102.0, 1) == pytest.approx(3.0 + MARGIN_S)
    assert not window.is_quiet(104.0)
    assert window.is_quiet(106.0)


@given(st.sampled_from(list(Lane)), st.integers(0, 40))
def test_no_lane_uses_more_of_a_group_than_its_share(lane: Lane, tries: int) -> None:
    pace, call, went = Pace(Limits(burst=100, whole=1000)), send(-5), 0
    for _ in range(tries):
        if pace.wait(call, lane, 0.0) == 0.0:
            pace.begin(call)
            pace.end(call, 0.0, counts=True)
            went += 1
    assert went == min(tries, math.ceil(20 * SHARES[lane]))


def test_persons_have_no_limit_a_minute_but_names_and_negative_numbers_have() -> None:
    pace = Pace(Limits(burst=100, whole=1000))
    for chat in (7, -7, "@channel"):
        for _ in range(20):
            pace.begin(send(chat))
            pace.end(send(chat), 0.0, counts=True)
    assert pace.wait(send(7), Lane.REPLY, 1.0) == 0.0
    assert pace.wait(send(-7), Lane.REPLY, 1.0) == pytest.approx(59.0 + MARGIN_S)
    assert pace.wait(send("@channel"), Lane.REPLY, 1.0) > 0.0


def test_a_refusal_closes_the_chat_for_changes_and_a_question_only_itself() -> None:
    pace = Pace()
    pace.close(send(-7), 9.0, 0.0)
    assert pace.wait(edit(-7), Lane.REPLY, 1.0) == 8.0
    assert pace.wait(call("deleteMessage", chat_id=-7, message_id=1), Lane.REPLY, 1.0) == 8.0
    assert pace.wait(call("getChatMember", chat_id=-7), Lane.REPLY, 1.0) == 0.0
    assert pace.wait(call("answerCallbackQuery"), Lane.REPLY, 1.0) == 0.0
    assert pace.wait(send(-8), Lane.REPLY, 1.0) == 0.0
    pace.close(call("getChatMember", chat_id=-8), 9.0, 0.0)
    assert pace.wait(call("getChatMember", chat_id=-8), Lane.REPLY, 1.0) == 8.0
    assert pace.wait(send(-8), Lane.REPLY, 1.0) == 0.0
    assert pace.full(Lane.REPLY, 1.0) == {-7}
    assert pace.full(Lane.REPLY, 9.0) == set()


def test_a_shorter_wait_does_not_open_what_is_closed_for_longer() -> None:
    pace = Pace()
    pace.close(send(7), 9.0, 0.0)
    pace.close(send(7), 1.0, 0.0)
    assert pace.wait(send(7), Lane.REPLY, 2.0) == 7.0


def test_many_chats_that_are_refused_within_a_second_close_all() -> None:
    pace = Pace()
    for person in range(ALARM):
        assert pace.wait(send(99), Lane.REPLY, 0.5) == 0.0
        pace.close(send(person), 5.0, 0.2 * person)
    assert pace.wait(send(99), Lane.REPLY, 0.5) == pytest.approx(4.9)
    slowly = Pace()
    for person in range(ALARM):
        slowly.close(send(person), 5.0, 1.5 * person)
    assert slowly.wait(send(99), Lane.REPLY, 4.0) == 0.0


def test_chats_that_have_been_quiet_are_forgotten() -> None:
    pace = Pace(Limits(whole=100_000))
    for person in range(1, 5000):
        pace.begin(send(person))
        pace.end(send(person), float(person), counts=True)
    assert len(pace._chats) < 2100


@pytest.mark.parametrize(
    ("method", "parameters", "effect", "weight"),
    [
        ("sendMessage", {"chat_id": 7}, Effect.SEND, 1),
        ("sendMediaGroup", {"chat_id": 7, "media": [1, 2, 3]}, Effect.SEND, 3),
        ("copyMessages", {"chat_id": 7, "message_ids": "[1, 2]"}, Effect.SEND, 2),
        ("forwardMessage", {"chat_id": 7}, Effect.SEND, 1),
        ("editMessageMedia", {"chat_id": 7, "message_id": 1}, Effect.EDIT, 1),
        ("sendChatAction", {"chat_id": 7}, Effect.CHANGE, 0),
        ("editForumTopic", {"chat_id": 7}, Effect.CHANGE, 0),
        ("setMessageReaction", {"chat_id": 7, "message_id": 1}, Effect.CHANGE, 0),
        ("answerInlineQuery", {}, Effect.READ, 0),
        ("getFile", {}, Effect.READ, 0),
    ],
)
def test_what_counts_is_what_makes_or_changes_a_message(
    method: str, parameters: dict[str, object], effect: Effect, weight: int
) -> None:
    told = calls.read(f"{API}/{method}", parameters)
    assert (told.effect, told.weight) == (effect, weight)


def test_a_number_that_is_written_as_text_is_the_same_chat() -> None:
    assert call("sendMessage", chat_id="-100").chat == -100
    assert call("sendMessage", chat_id="@name").chat == "@name"


def test_a_manner_holds_inside_and_is_the_old_one_after() -> None:
    before = MANNER.get()
    with speaking(Lane.ROUND, insists=True):
        assert MANNER.get() == Manner(Lane.ROUND, before.patience_s, insists=True)
        with speaking(patience_s=1.0):
            assert MANNER.get() == Manner(Lane.ROUND, 1.0, insists=True)
    assert MANNER.get() == before


def call(method: str, **parameters: object) -> Call:
    return calls.read(f"{API}/{method}", parameters)


def send(chat: object) -> Call:
    return call("sendMessage", chat_id=chat)


def edit(chat: object) -> Call:
    return call("editMessageText", chat_id=chat, message_id=1)
