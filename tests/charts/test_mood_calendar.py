import dataclasses
import datetime as dt

import numpy as np
import pytest

from analysis.report import LABELS
from charts.calendar_words import calendar_words_in
from charts.days import MOODS, UNCLEAR, Days
from charts.inks import rgb
from charts.mood_calendar import draw
from charts.moods import colour_of
from charts.style import GAP, LOOKS, MUTED
from charts.tints import GLOW, LEVELS
from languages.catalogue import LANGUAGES
from tests.charts.autumns import FIRST, HOSTILE, LAST, MONTH, TODAY, YEAR, some_days
from tests.charts.scenes import has, pixels_of

#: Rows at the foot that hold the key.
KEY = 230
PERIODS = {"five months": (FIRST, LAST), "year": YEAR, "month": MONTH}


def one_day(mood: str | None, period: tuple[dt.date, dt.date] = (FIRST, LAST)) -> Days:
    """A period in which only today has an entry."""
    days = some_days(period, counts=((TODAY, 1),))
    return dataclasses.replace(days, moods=() if mood is None else ((TODAY, mood),))


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", PERIODS)
def test_every_period_is_drawn_without_a_word_in_the_log(
    name: str, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    png = draw(some_days(PERIODS[name]), language)
    assert pixels_of(png).shape[1] == 1080
    assert len(png) <= 120_000
    assert not caplog.records


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_title_breaks_the_picture(text: str) -> None:
    assert pixels_of(draw(some_days(title=text), "en")).shape[1] == 1080


@pytest.mark.parametrize("period", PERIODS.values(), ids=PERIODS)
@pytest.mark.parametrize("label", LABELS)
def test_a_day_has_the_colour_of_its_look_and_a_sign(
    label: str, period: tuple[dt.date, dt.date]
) -> None:
    look = LOOKS[label]
    pixels = pixels_of(draw(one_day(label, period), "ko"))[:-KEY]
    ground = has(pixels, look.colour)
    assert ground.sum() > 200
    ys, xs = np.nonzero(ground)
    inside = pixels[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1].astype(int)
    assert (np.abs(inside - rgb(look.colour)).sum(axis=-1) > 180).sum() > 60
    others = [has(pixels, LOOKS[other].colour).sum() for other in LABELS if other != label]
    assert max(others) < 60


def test_no_two_looks_have_the_same_sign_in_the_same_colour() -> None:
    """What remains in grey scale: the picture of each look differs in shape, not just in shade."""
    shapes = set()
    for label in LABELS:
        pixels = pixels_of(draw(one_day(label), "ko"))[:-KEY]
        ys, xs = np.nonzero(has(pixels, LOOKS[label].colour))
        ground = has(pixels, LOOKS[label].colour)[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
        shapes.add(ground[8:-8, 8:-8].tobytes())
    assert len(shapes) == len(LABELS)


@pytest.mark.parametrize("period", PERIODS.values(), ids=PERIODS)
def test_an_unclear_day_is_hatched_and_has_the_colour_of_no_look(
    period: tuple[dt.date, dt.date],
) -> None:
    unclear, unseen = (pixels_of(draw(one_day(m, period), "ko")) for m in (UNCLEAR, None))
    assert not any(has(unclear[:-KEY], look.colour).any() for look in LOOKS.values())
    below = slice(250, -KEY)
    gained = [has(unclear[below], c).sum() - has(unseen[below], c).sum() for c in (GAP, MUTED)]
    assert min(int(pixels) for pixels in gained) > 60


@pytest.mark.parametrize("mood", ["", "ecstatic", "HAPPY"])
def test_an_unknown_mood_claims_nothing(mood: str) -> None:
    assert draw(one_day(mood), "ko") == draw(one_day(None), "ko")


def test_a_day_with_an_entry_without_a_face_differs_from_a_day_without_an_entry() -> None:
    entry = pixels_of(draw(one_day(None), "ko"))
    nothing = pixels_of(draw(some_days(counts=()), "ko"))
    differing = (entry != nothing).any(axis=-1)
    assert 40 < differing.sum() < 400
    assert not differing[-KEY:].any()


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("period", PERIODS.values(), ids=PERIODS)
def test_the_key_always_shows_every_look(period: tuple[dt.date, dt.date], language: str) -> None:
    empty = dataclasses.replace(some_days(period, counts=()), moods=None)
    for days in (some_days(period), empty):
        key = pixels_of(draw(days, language))[-KEY:]
        assert all(has(key, look.colour).sum() > 500 for look in LOOKS.values())
        assert has(key, GAP).sum() > 200
        assert has(key, LEVELS[0]).sum() > 500


def test_names_in_the_key_do_not_touch_the_next_sample() -> None:
    """Beside each sample the column before it is paper from top to bottom."""
    for language in ("ko", "en"):
        key = pixels_of(draw(some_days(), language))[-KEY:]
        for look in LOOKS.values():
            xs = np.nonzero(has(key, look.colour))[1]
            ys = np.nonzero(has(key, look.colour))[0]
            before = key[ys.min() : ys.max(), xs.min() - 9 : xs.min() - 4]
            assert (before == before[0, 0]).all()


def test_without_a_face_the_picture_invites_and_claims_nothing() -> None:
    pixels = pixels_of(draw(one_day(None), "en"))
    assert has(pixels[:260], GLOW).sum() > 5000
    assert not has(pixels_of(draw(one_day("sad"), "en")), GLOW).any()


def test_no_word_about_a_face_claims_what_anyone_felt() -> None:
    for language in LANGUAGES:
        words = calendar_words_in(language)
        text = f"{words.looked} {words.no_faces} {words.unclear} {words.no_face}"
        assert not any(claim in text.lower() for claim in ("felt", "feel", "느꼈", "느낀", "기분"))
    assert "looked" in calendar_words_in("en").looked


@pytest.mark.parametrize("period", PERIODS.values(), ids=PERIODS)
@pytest.mark.parametrize("mood", MOODS)
def test_a_mood_of_ones_own_is_a_plain_colour_with_its_number(
    mood: str, period: tuple[dt.date, dt.date]
) -> None:
    above = pixels_of(draw(one_day(mood, period), "ko"))[: -KEY - 60]
    assert has(above, colour_of(mood)).sum() > 200
    assert not any(has(above, look.colour).sum() > 60 for look in LOOKS.values())


def test_moods_are_told_apart_without_their_colours() -> None:
    drawn = {draw(one_day(mood), "ko") for mood in MOODS}
    assert len(drawn) == len(MOODS)
