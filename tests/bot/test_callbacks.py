"""Buttons: what this bot wrote is read, whatever else comes is nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks import Callback, read
from bot.handlers.presses import PRESSES
from diary.entries import VIEWS

CALLBACKS = st.builds(
    Callback,
    st.sampled_from(sorted(PRESSES)),
    st.integers(0, 10**18 - 1),
    st.sampled_from(["", *VIEWS]),
)


@given(CALLBACKS)
def test_what_is_written_is_read_and_fits_under_a_button(callback: Callback) -> None:
    assert read(str(callback)) == callback
    assert 1 <= len(str(callback).encode()) <= 64


@given(st.text(max_size=70) | st.from_regex(r"[a-z]{0,14}:\d{0,20}(:[a-z]{0,14})?", fullmatch=True))
def test_forged_data_gives_nothing_or_a_question_of_ours(data: str) -> None:
    callback = read(data)
    if callback is not None:
        assert callback.action.isascii()
        assert 0 <= callback.entry_id < 2**63
        assert callback.detail == "" or callback.detail.isascii()


@pytest.mark.parametrize(
    "data",
    [
        None, 5, b"agree:0", "", "agree", "agree:", "agree:-1", "agree:1 ", "agree:1\n",
        " agree:1", "agree:1:", "view:1:CARD", "view:1:card:more", "view:٣", "cancel:1e3",
        "cancel:9999999999999999999", "AGREE:1", "agree:1;cancel:1", "agree:1:" + "a" * 31,
    ],
)  # fmt: skip
def test_what_this_bot_never_wrote_is_nothing(data: object) -> None:
    assert read(data) is None
