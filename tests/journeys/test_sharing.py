"""From one's own diary to a shared one and back, with the real bot, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.phrases import shares as share_phrases
from bot.phrases import switches as switch_phrases
from bot.phrases.shares import Shares
from playground.server import Call, Chat, Message, Person
from tests.journeys.households import household
from tests.journeys.people import Town, button_texts, says_to

BOTH = pytest.mark.parametrize("language", ["ko", "en"])

#: What is written under the video: the diary picks its key sentences out of it.
WRITTEN = {
    "ko": (
        "한강 나들이\n오늘은 민지와 한강에서 라면을 먹었다. 바람이 많이 불었다. 강가에서 라면을 "
        "먹으니 참 맛있었다. 돌아오는 길에 비를 맞았다. 우산은 하나뿐이었다. "
        "그래도 한강은 언제나 좋다."
    ),
    "en": (
        "At the river\nToday we ate noodles at the river with Tom. It was very windy. Noodles "
        "taste best at the river. On the way home it rained. We had one umbrella. "
        "Still, the river is always good to us."
    ),
}

#: What can bring a picture into a chat.
PICTURES = {"sendPhoto", "editMessageMedia", "sendMediaGroup", "copyMessage", "forwardMessage"}


def pictures(town: Town, chat: Chat) -> list[str]:
    """The calls to a chat that may have brought a picture."""
    return [
        call.method
        for call in town.world.calls
        if str(call.params.get("chat_id")) == str(chat.id) and call.method in PICTURES
    ]


async def share(town: Town, person: Person, card: Message, words: Shares, *parts: str) -> None:
    """Go through the menus; `parts` are pressed once each."""
    await town.sees(person, lambda: words.share_button in button_texts(card))
    await person.press(card, words.share_button, 60)
    place = await town.sees(
        person,
        lambda: next((b for b in card.buttons if (b.data or "").startswith("shareto:")), None),
    )
    await person.press(card, place.text, 60)
    await town.sees(person, lambda: words.send_button in button_texts(card))
    for part in parts:
        found = next(b for b in button_texts(card) if b.endswith(words.parts[part]))
        await person.press(card, found, 60)
        await town.sees(person, lambda found=found: found not in button_texts(card))
    await person.press(card, words.send_button, 60)


@BOTH
async def test_an_entry_is_shared_taken_back_and_shared_again_with_its_chart(
    town: Town, shots: Callable[[], bytes], language: str
) -> None:
    words = share_phrases.words_in(language)
    group, minji, jiwoo = await household(town, language)
    own = await town.card(jiwoo, jiwoo.send_video(shots(), 6, caption=WRITTEN[language]))
    await town.sees(jiwoo, lambda: words.share_button in button_texts(own))
    greeted = len(group.from_bot)

    # By default: the video and the key sentence.
    await share(town, jiwoo, own, words)
    video, card = await town.sees(
        minji, lambda: _new(group, greeted) if _is_card(_new(group, greeted)) else None
    )
    assert video.kind == "video"
    assert not video.caption
    assert card.reply_to is video
    assert (card.text or "").startswith(f"{jiwoo.first_name} · ")
    assert title_of(group) in (card.text or "")
    assert pictures(town, group) == []
    told = "\n".join(str(call.params) for call in _calls(town, group))
    sentences = WRITTEN[language].split("\n")[1].split(". ")
    assert 0 < sum(sentence.rstrip(".") in told for sentence in sentences) < len(sentences)
    looks = says_to(jiwoo).looked.values()
    assert not any(look in told for look in looks)
    await town.sees(jiwoo, lambda: words.shown_in(title_of(group)) in (own.caption or ""))
    shown = f"{_show(own)}\n---- {title_of(group)}\n{_show(card)}"

    # Nobody else's press changes anything.
    number = town.entries(jiwoo)[-1]["id"]
    before = town.bot.rows("SELECT * FROM shares WHERE entry_id = ?", number)
    for data in (f"takeback:{number}:{before[0]['diary_id']}-sure", f"switch:{number}:comments"):
        answer = await minji.call(card, data).answered(60)
        assert answer["text"] == says_to(minji).not_yours
    assert town.bot.rows("SELECT * FROM shares WHERE entry_id = ?", number) == before

    # Taken back: both messages go.
    await jiwoo.press(own, words.take_back_button(title_of(group)), 60)
    await town.sees(jiwoo, lambda: words.take_back_sure in button_texts(own))
    shown += f"\n---- take back\n{_show(own)}"
    await jiwoo.press(own, words.take_back_sure, 60)
    await town.sees(minji, lambda: card.deleted and video.deleted)
    assert _new(group, greeted) == []

    # And once more, with the chart and all words: whoever reads the card turns it.
    await share(town, jiwoo, own, words, "chart", "words")
    again = await town.sees(minji, lambda: next((m for m in _new(group, greeted) if m.photo), None))
    assert says_to(jiwoo).looked["happy"] in (again.caption or "")
    assert sentences[-1] not in (again.caption or "")
    await minji.press(again, says_to(minji).words_button, 60)
    await town.sees(minji, lambda: sentences[-1] in (again.caption or ""))
    print(f"{shown}\n---- with its chart\n{_show(again)}")  # noqa: T201 - to be read


@BOTH
async def test_the_switches_of_an_entry_hold(
    town: Town, shots: Callable[[], bytes], language: str
) -> None:
    words, switches = share_phrases.words_in(language), switch_phrases.words_in(language)
    group, minji, jiwoo = await household(town, language)
    own = await town.card(jiwoo, jiwoo.send_video(shots(), 6, caption=WRITTEN[language]))
    await town.sees(jiwoo, lambda: words.share_button in button_texts(own))
    greeted = len(group.from_bot)
    await share(town, jiwoo, own, words)
    video, card = await town.sees(
        minji, lambda: _new(group, greeted) if _is_card(_new(group, greeted)) else None
    )
    shown = []

    async def switch(button: str, then: str) -> None:
        await town.sees(jiwoo, lambda: words.more_button in button_texts(own))
        await jiwoo.press(own, words.more_button, 60)
        await town.sees(jiwoo, lambda: button in button_texts(own))
        shown.append(_show(own))
        await jiwoo.press(own, button, 60)
        await town.sees(jiwoo, lambda: then in button_texts(own))
        shown.append(_show(own))

    await switch(switches.comments_button(is_on=True), switches.comments_button(is_on=False))
    await town.sees(minji, lambda: words.talk_button(0) not in button_texts(card))
    await jiwoo.press(own, switches.close_button, 60)
    await switch(switches.forget_button, switches.forget_sure)
    await jiwoo.press(own, switches.forget_sure, 60)
    await town.sees(minji, lambda: video.deleted and not card.deleted)
    await town.sees(jiwoo, lambda: switches.forgotten in (own.caption or ""))
    await switch(switches.private_button(is_on=False), switches.private_sure)
    await jiwoo.press(own, switches.private_sure, 60)
    await town.sees(minji, lambda: card.deleted)
    await town.sees(jiwoo, lambda: words.share_button not in button_texts(own))
    print("\n----\n".join(shown))  # noqa: T201 - to be read


async def test_who_has_left_the_group_shares_there_no_more(
    town: Town, shots: Callable[[], bytes]
) -> None:
    words = share_phrases.words_in("ko")
    group, _, jiwoo = await household(town, "ko")
    own = await town.card(jiwoo, jiwoo.send_video_note(shots(), duration=6))
    await town.sees(jiwoo, lambda: words.share_button in button_texts(own))
    number = town.entries(jiwoo)[-1]["id"]
    diary = town.bot.value("SELECT id FROM diaries WHERE chat_id = ?", group.id)
    greeted = len(group.from_bot)
    town.world.leave(group, jiwoo)
    for data in (f"shareto:{number}:{diary}", f"sharenow:{number}", f"part:{number}:chart"):
        answer = await jiwoo.call(own, data).answered(60)
        assert answer["text"] in {says_to(jiwoo).not_yours, says_to(jiwoo).too_late}
    assert town.bot.rows("SELECT * FROM shares WHERE entry_id = ?", number) == []
    assert not any(m.kind == "video_note" for m in _new(group, greeted))


def _calls(town: Town, chat: Chat) -> list[Call]:
    return [c for c in town.world.calls if str(c.params.get("chat_id")) == str(chat.id)]


def _new(group: Chat, greeted: int) -> list[Message]:
    """What the bot has said in the group since it was made a diary, and what still stands."""
    return [m for m in group.from_bot[greeted:] if not m.deleted]


def _is_card(found: list[Message]) -> bool:
    return len(found) == 2 and bool(found[1].buttons)


def _show(message: Message) -> str:
    """A message as it is read."""
    rows = " | ".join(button_texts(message))
    return f"{message.text or message.caption}\n[{rows}]"


def title_of(group: Chat) -> str:
    """What the group is called, and so its diary."""
    return str(group.profile["title"])
