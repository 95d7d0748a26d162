"""What bots send: texts, replies, photos, files, and everything that is refused."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot, LinkPreviewOptions, ReplyParameters
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError

from playground.server import World


async def test_a_text_arrives_as_people_see_it(world: World, bot: Bot) -> None:
    person = world.person(7, "Jiwoo", "ko")
    question = person.send_text("안녕?")
    sent = await bot.send_message(
        7,
        "<b>😀 안녕</b> #하루",
        parse_mode="HTML",
        reply_parameters=ReplyParameters(question.message_id),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    [shown] = person.chat.from_bot
    assert shown.text == "😀 안녕 #하루"
    assert shown.reply_to is question
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [
        ("bold", 0, 5),
        ("hashtag", 6, 3),
    ]
    assert sent.reply_to_message
    assert sent.reply_to_message.text == "안녕?"
    assert sent.link_preview_options == LinkPreviewOptions(is_disabled=True)


async def test_a_message_is_of_the_date_that_is_asked_for(world: World, bot: Bot) -> None:
    person, then = world.person(7), 1_700_000_000
    said = person.send_text("then", date=then)
    assert world.updates[max(world.updates)]["message"]["date"] == then
    world.dates = lambda _chat, reply_to: then + 60.0 if reply_to is said else None
    answer = await bot.send_message(7, "a", reply_parameters=ReplyParameters(said.message_id))
    other = await bot.send_message(7, "b")
    assert answer.date.timestamp() == then + 60
    assert other.date.timestamp() > then + 60
    assert [m.date for m in person.chat.from_bot] == [then + 60, other.date.timestamp()]


async def test_limits_hold_in_utf16_units_after_parsing(world: World, bot: Bot) -> None:
    world.person(7).send_text("hello")
    sent = await bot.send_message(7, f"<b>{'가' * 4094}😀</b>", parse_mode="HTML")
    assert sent.text
    assert len(sent.text) == 4095
    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.send_message(7, "가" * 4095 + "😀")


@pytest.mark.parametrize("text", ["", "  \n ", "<b> </b>"])
async def test_an_empty_text_is_refused(world: World, bot: Bot, text: str) -> None:
    world.person(7).send_text("hello")
    world.specification = None
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(7, text, parse_mode="HTML")


async def test_bad_markup_is_refused(world: World, bot: Bot) -> None:
    world.person(7).send_text("hello")
    with pytest.raises(BadRequest, match="Can't parse entities: can't find end tag"):
        await bot.send_message(7, "<b>x", parse_mode="HTML")


async def test_a_reply_to_a_message_that_is_gone_is_refused_or_sent_without(
    world: World, bot: Bot
) -> None:
    person = world.person(7)
    gone = person.send_text("soon gone")
    person.delete(gone)
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(7, "x", reply_parameters=ReplyParameters(gone.message_id))
    lenient = ReplyParameters(gone.message_id, allow_sending_without_reply=True)
    sent = await bot.send_message(7, "x", reply_parameters=lenient)
    assert sent.reply_to_message is None


async def test_a_quote_must_stand_in_the_message(world: World, bot: Bot) -> None:
    said = world.person(7).send_text("😀 one two")
    sent = await bot.send_message(
        7, "x", reply_parameters=ReplyParameters(said.message_id, quote="two")
    )
    assert sent.quote
    assert (sent.quote.text, sent.quote.position) == ("two", 7)
    with pytest.raises(BadRequest, match="Quote_text_invalid"):
        await bot.send_message(
            7, "x", reply_parameters=ReplyParameters(said.message_id, quote="three")
        )


async def test_nobody_is_written_to_who_did_not_begin(world: World, bot: Bot) -> None:
    world.person(8, "Quiet")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(8, "x")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(9, "x")


async def test_a_blocked_bot_is_refused_until_it_is_unblocked(world: World, bot: Bot) -> None:
    person = world.person(7)
    person.send_text("hello")
    person.block_bot()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(7, "x")
    person.unblock_bot()
    await bot.send_message(7, "x")
    statuses = [
        (change["old_chat_member"]["status"], change["new_chat_member"]["status"])
        for update in world.updates.values()
        if (change := update.get("my_chat_member"))
    ]
    assert statuses == [("member", "kicked"), ("kicked", "member")]


async def test_a_deleted_account_is_not_written_to(world: World, bot: Bot) -> None:
    person = world.person(7)
    person.send_text("hello")
    person.deactivated = True
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(7, "x")


async def test_a_photo_is_kept_and_measured(
    world: World, bot: Bot, draw: Callable[..., bytes]
) -> None:
    world.person(7).send_text("hello")
    picture = draw(320, 200)
    sent = await bot.send_photo(7, picture, caption="<i>하루</i>", parse_mode="HTML")
    assert (sent.photo[-1].width, sent.photo[-1].height) == (320, 200)
    [shown] = world.chat(7).from_bot
    assert shown.photo == picture
    assert shown.caption == "하루"
    again = await bot.send_photo(7, sent.photo[-1].file_id)
    assert again.photo[-1].file_unique_id == sent.photo[-1].file_unique_id


async def test_what_is_no_photo_is_refused(
    world: World, bot: Bot, draw: Callable[..., bytes]
) -> None:
    world.person(7).send_text("hello")
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(7, b"no picture")
    with pytest.raises(BadRequest, match="Photo_invalid_dimensions"):
        await bot.send_photo(7, draw(4000, 10))
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_photo(7, draw(), caption="가" * 1025)
    with pytest.raises(BadRequest, match="Wrong file identifier/http url specified"):
        await bot.send_photo(7, "no-such-file-id")
    assert world.chat(7).from_bot == []


async def test_files_videos_and_round_videos_are_sent(world: World, bot: Bot) -> None:
    world.person(7).send_text("hello")
    document = await bot.send_document(7, b"1,2", filename="table.csv")
    video = await bot.send_video(7, b"video", duration=3, width=64, height=48)
    note = await bot.send_video_note(7, b"note", duration=4, length=240)
    assert document.document
    assert document.document.file_name == "table.csv"
    assert video.video
    assert (video.video.width, video.video.height) == (64, 48)
    assert note.video_note
    assert note.video_note.length == 240
    assert [m.kind for m in world.chat(7).from_bot] == ["document", "video", "video_note"]
    again = await bot.send_video(7, video.video.file_id)
    assert again.video == video.video
    with pytest.raises(BadRequest, match="Can't use file of type videonote as photo"):
        await bot.send_photo(7, note.video_note.file_id)


async def test_a_chat_action_is_one_of_the_known(world: World, bot: Bot) -> None:
    world.person(7).send_text("hello")
    assert await bot.send_chat_action(7, "record_video_note")
    with pytest.raises(BadRequest, match="Wrong parameter action in request"):
        await bot.send_chat_action(7, "thinking")


async def test_a_file_is_downloaded_up_to_twenty_megabytes(
    world: World, bot: Bot, tmp_path: Path
) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"the clip")
    person = world.person(7)
    person.send_video_note(clip, 8)
    person.send_video(clip, 60, file_name="long.mp4", file_size=20 * 1024 * 1024 + 1)
    small, big = await bot.get_updates()
    assert small.message
    assert small.message.video_note
    file = await bot.get_file(small.message.video_note.file_id)
    assert bytes(await file.download_as_bytearray()) == b"the clip"
    assert big.message
    assert big.message.video
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(big.message.video.file_id)
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await bot.get_file("nothing")


async def test_a_wrong_token_is_unauthorized(world: World, telegram: str) -> None:
    stranger = Bot("1:wrong", base_url=f"{telegram}/bot", base_file_url=f"{telegram}/file/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
    assert world.calls[-1].answer == {
        "ok": False,
        "error_code": 401,
        "description": "Unauthorized",
    }


async def test_a_body_beyond_fifty_megabytes_is_refused(world: World, bot: Bot) -> None:
    world.person(7).send_text("hello")
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(7, bytes(50 * 1024 * 1024 + 1))
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(7, bytes(64 * 1024 * 1024 + 1))


async def test_a_person_is_mentioned_by_a_link_when_known(world: World, bot: Bot) -> None:
    world.person(7, "Jiwoo").send_text("hello")
    links = '<a href="tg://user?id=7">you</a> <a href="tg://user?id=404">nobody</a>'
    sent = await bot.send_message(7, links, parse_mode="HTML")
    [mention] = sent.entities
    assert mention.user
    assert mention.user.first_name == "Jiwoo"


async def test_what_is_asked_for_a_photo_stands_in_the_message(
    world: World, bot: Bot, draw: Callable[..., bytes]
) -> None:
    world.person(7).send_text("hello")
    sent = await bot.send_photo(
        7,
        draw(),
        caption="x",
        has_spoiler=True,
        protect_content=True,
        show_caption_above_media=True,
    )
    assert sent.has_media_spoiler
    assert sent.has_protected_content
    assert sent.show_caption_above_media


async def test_a_photo_of_more_than_ten_megabytes_is_refused(
    world: World, bot: Bot, draw: Callable[..., bytes]
) -> None:
    world.person(7).send_text("hello")
    with pytest.raises(BadRequest, match="is too big for a photo"):
        await bot.send_photo(7, draw() + bytes(10 * 1024 * 1024))
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(7, b"", filename="empty")


async def test_places_contacts_and_dice_are_sent(world: World, bot: Bot) -> None:
    world.person(7).send_text("hello")
    location = (await bot.send_location(7, 37.5, 127.0)).location
    assert location is not None
    assert (location.latitude, location.longitude) == (37.5, 127.0)
    venue = await bot.send_venue(7, 37.5, 127.0, "home", "a street")
    assert venue.venue is not None
    assert venue.venue.title == "home"
    contact = (await bot.send_contact(7, "1", "Jiwoo")).contact
    assert contact is not None
    assert contact.first_name == "Jiwoo"
    dice = (await bot.send_dice(7, emoji="⚽")).dice
    assert dice is not None
    assert 1 <= dice.value <= 5


@pytest.mark.parametrize(
    ("method", "values", "reason"),
    [
        ("send_location", {"latitude": 91, "longitude": 0}, "Wrong latitude or longitude"),
        (
            "send_venue",
            {"latitude": 1, "longitude": 1, "title": " ", "address": "x"},
            "Venue title",
        ),
        (
            "send_contact",
            {"phone_number": " ", "first_name": "x"},
            "Phone number must be non-empty",
        ),
        ("send_contact", {"phone_number": "1", "first_name": " "}, "First name must be non-empty"),
        ("send_dice", {"emoji": "x"}, "Wrong dice emoji specified"),
    ],
)
async def test_places_contacts_and_dice_that_are_none_are_refused(
    world: World, bot: Bot, method: str, values: dict[str, Any], reason: str
) -> None:
    world.person(7).send_text("hello")
    with pytest.raises(BadRequest, match=reason):
        await getattr(bot, method)(7, **values)


async def test_what_the_bot_does_shows_until_it_writes_or_for_five_seconds(
    world: World, bot: Bot
) -> None:
    now = 1_000.0
    world.clock = lambda: now
    chat = world.person(7).send_text("hello").chat
    assert chat.action(now) is None
    now += 1
    await bot.send_chat_action(7, "upload_photo")
    assert chat.action(now + 4.9) == "upload_photo"
    assert chat.action(now + 5) is None
    now += 1
    await bot.send_message(7, "x")
    assert chat.action(now) is None
    assert [action.action for action in chat.actions] == ["upload_photo"]
