"""An entry is opened again: at home its card comes down, elsewhere it is only read."""

import pytest
from telegram import Bot

from bot.openings import link, link_to
from bot.phrases.openings import words_in
from diary import preferences
from diary import shares as rules
from playground.server import Message, World
from storage import card_messages, cards, persons, shares
from storage.cards import Card
from storage.database import Database
from tests.bot.office import buttons
from tests.bot.post import Painter
from tests.bot.sharing import SAYS, SECRET, TAG, Scene, open_scene
from tests.diary.given import EMMA, JIWOO

WORDS = words_in("ko")


@pytest.fixture
async def scene(bot: Bot, world: World, database: Database) -> Scene:
    return await open_scene(bot, world, database, draw=Painter().draw)


async def opened(scene: Scene, person: str = "jiwoo") -> Message:
    """The newest message of the bot after the entry was opened by a link."""
    who = scene.jiwoo if person == "jiwoo" else scene.emma
    who.open_link(link(scene.office.house.bot, scene.entry_id))
    await scene.office.handle()
    return who.chat.from_bot[-1]


async def card_of(scene: Scene) -> Card:
    async with scene.office.database.reading() as connection:
        found = await cards.at(connection, scene.entry_id, JIWOO)
    assert found is not None
    return found


def standing(scene: Scene) -> list[Message]:
    """What of the card is to be seen in Jiwoo's chat."""
    return [m for m in scene.jiwoo.chat.from_bot if m.photo and not m.deleted]


async def test_ones_own_card_comes_down_with_its_picture_its_words_and_its_buttons(
    scene: Scene,
) -> None:
    before = scene.card
    shown = buttons(before)
    after = await opened(scene)
    assert after is not before
    assert (after.photo, after.caption) == (before.photo, before.caption)
    assert buttons(after) == shown
    assert buttons(before) == []
    assert after.reply_to is before.reply_to
    assert (await card_of(scene)).message_id == after.message_id


async def test_buttons_of_the_card_that_came_down_turn_it_and_not_what_it_was(
    scene: Scene,
) -> None:
    before, after = scene.card, await opened(scene)
    said = before.caption
    await scene.office.press(scene.jiwoo, after, SAYS.words_button)
    assert SECRET in (after.caption or "")
    assert before.caption == said


async def test_a_card_that_was_turned_is_opened_with_its_front(scene: Scene) -> None:
    front = scene.card.caption
    await scene.press(SAYS.words_button)
    after = await opened(scene)
    assert after.caption == front


async def test_of_all_that_was_opened_only_the_first_message_and_the_last_stay(
    scene: Scene,
) -> None:
    first = scene.card
    second, third = await opened(scene), await opened(scene)
    assert second.deleted
    assert standing(scene) == [first, third]
    async with scene.office.database.reading() as connection:
        card = await card_of(scene)
        kept = await card_messages.of_card(connection, card.id)
        found = await card_messages.card_of(connection, JIWOO, first.message_id)
    assert [message.message_id for message in kept] == [first.message_id]
    assert found == card.id


async def test_a_card_that_its_author_has_deleted_comes_anew(scene: Scene, world: World) -> None:
    world.delete(scene.card)
    after = await opened(scene)
    assert after.photo
    assert SAYS.words_button in buttons(after)


async def test_an_entry_without_a_card_gets_one_when_it_is_opened(scene: Scene) -> None:
    async with scene.office.database.writing() as connection:
        await cards.remove(connection, (await card_of(scene)).id)
    after = await opened(scene)
    assert after.photo
    assert after.versions[0].text == WORDS.coming


async def test_a_reader_of_a_share_sees_its_parts_and_nothing_else(
    scene: Scene, world: World
) -> None:
    await scene.share()
    shown = await opened(scene, "emma")
    said = (shown.text or "") + (shown.caption or "")
    assert "한강에서" in said
    assert "📒 가족" in said
    assert shown.photo is None
    assert buttons(shown) == []
    everything = world.transcript().partition(f"# chat {scene.emma.id}")[2].partition("# chat")[0]
    assert SECRET not in everything
    assert TAG not in everything


async def test_a_reader_turns_to_the_words_where_they_are_shown(scene: Scene) -> None:
    await scene.share("words", "chart")
    shown = await opened(scene, "emma")
    assert shown.photo
    await scene.office.press(scene.emma, shown, SAYS.words_button)
    assert SECRET in (shown.caption or "")
    await scene.office.press(scene.emma, shown, SAYS.bubbles_button)
    assert SECRET not in (shown.caption or "")
    assert SAYS.curve_button in buttons(shown)


async def test_words_that_are_not_shown_cannot_be_had_by_a_forged_view(scene: Scene) -> None:
    await scene.share("chart")
    shown = await opened(scene, "emma")
    forged = f"seen:{scene.entry_id}:{scene.diary_id}-words"
    assert (await scene.office.forge(scene.emma, shown, forged))["text"]
    assert SECRET not in (shown.caption or "")


async def test_a_view_does_not_outlive_the_share(scene: Scene) -> None:
    await scene.share("words", "chart")
    shown = await opened(scene, "emma")
    before = shown.caption
    async with scene.office.database.writing() as connection:
        share = await shares.find(connection, scene.entry_id, scene.diary_id)
        assert share is not None
        await rules.take_back(connection, share, scene.office.clock())
    told = await scene.office.press(scene.emma, shown, SAYS.words_button)
    assert told["text"] == SAYS.not_yours
    assert shown.caption == before


@pytest.mark.parametrize("who", ["stranger", "member", "former member"])
async def test_whoever_does_not_read_it_is_told_the_same_as_of_no_entry(
    scene: Scene, world: World, who: str
) -> None:
    other = scene.emma if who != "stranger" else world.person(99, "Tom", "ko")
    if who == "former member":
        await scene.share()
        world.leave(scene.group, scene.emma)
    for number in (scene.entry_id, 12345):
        other.open_link(link(scene.office.house.bot, number))
        await scene.office.handle()
    told = [m.text for m in other.chat.from_bot][-2:]
    assert told == [SAYS.not_yours, SAYS.not_yours]


async def test_in_a_group_an_answer_leads_to_the_card(scene: Scene) -> None:
    await scene.share()
    _, card = scene.told
    await scene.office.forge(scene.emma, card, f"open:{scene.entry_id}")
    answer = scene.group.from_bot[-1]
    assert (answer.text, answer.reply_to) == (WORDS.stands_here, card)


async def test_a_card_that_was_deleted_in_the_group_comes_again(scene: Scene, world: World) -> None:
    await scene.share()
    video, card = scene.told
    world.delete(card)
    await scene.office.forge(scene.emma, video, f"open:{scene.entry_id}")
    assert "📒 가족" in (scene.group.from_bot[-1].text or "")


async def test_a_group_is_not_led_to_what_it_does_not_show(scene: Scene) -> None:
    note = scene.jiwoo.send_text("여기", chat=scene.group)
    told = await scene.office.forge(scene.jiwoo, note, f"open:{scene.entry_id}")
    assert told["text"]
    assert scene.told == []


def test_only_large_groups_and_channels_have_addresses_of_messages() -> None:
    assert link_to(-1001234567890, 5) == "https://t.me/c/1234567890/5"
    assert link_to(-1234567890, 5) is None
    assert link_to(7, 5) is None


def is_covered(message: Message) -> bool:
    """Whether its picture, and all its words behind the first line, wait for a tap."""
    said = message.caption or ""
    first = said.partition("\n")[0]
    covers = [one for one in message.entities if one["type"] == "spoiler"]
    ends = [(one["offset"], one["offset"] + one["length"]) for one in covers]
    length = len(said.encode("utf-16-le")) // 2
    behind = len(first.encode("utf-16-le")) // 2 + 1
    return bool(message.content.get("has_media_spoiler")) and (behind, length) in ends


async def switch_discreet(scene: Scene, telegram_id: int) -> None:
    async with scene.office.database.writing() as connection:
        person = await persons.find(connection, telegram_id)
        assert person is not None
        now = scene.office.clock()
        await preferences.switch(connection, person, "discreet", now, on=True)


async def test_a_card_that_was_shown_openly_is_covered_and_nothing_open_is_left_of_it(
    scene: Scene,
) -> None:
    first, second = scene.card, await opened(scene)
    assert not is_covered(second)
    await switch_discreet(scene, JIWOO)
    await scene.office.show()
    assert first.deleted
    assert is_covered(second)
    third = await opened(scene)
    assert second.deleted
    assert is_covered(third)
    said = [version.content.get("text") for version in third.versions]
    assert said == [WORDS.coming, None]


async def test_what_lay_open_before_is_not_copied_but_sent_anew(scene: Scene) -> None:
    before = scene.card
    async with scene.office.database.writing() as connection:
        person = await persons.find(connection, JIWOO)
        assert person is not None
        await persons.change(connection, person.id, discreet=True)
    after = await opened(scene)
    assert before.deleted
    assert is_covered(after)
    assert not any(call.method == "copyMessage" for call in scene.office.world.calls)


async def test_what_somebody_shares_is_covered_for_a_reader_who_wants_that(scene: Scene) -> None:
    await scene.share("words", "chart")
    assert not is_covered(await opened(scene, "emma"))
    await switch_discreet(scene, EMMA)
    shown = await opened(scene, "emma")
    assert is_covered(shown)
    for button in (SAYS.bubbles_button, SAYS.words_button):
        await scene.office.press(scene.emma, shown, button)
        assert is_covered(shown)


async def test_an_answer_to_what_the_card_was_before_edits_the_entry_too(scene: Scene) -> None:
    before = scene.card
    await opened(scene)
    scene.jiwoo.send_text("제목: 한강 산책", reply_to=before)
    await scene.office.handle()
    assert (await scene.entry()).title == "한강 산책"
    assert (standing(scene)[-1].caption or "").startswith("한강 산책")
