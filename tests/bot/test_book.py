"""/book and /check: who may change what, what is refused with which sentence, what is told."""

import pytest
from telegram import Bot

from bot.handlers.book import MOST_PHOTO_BYTES
from bot.phrases import book as book_phrases
from bot.polling import ALLOWED_UPDATES
from diary.rights import FRESH
from playground.server import Chat, Message, Person, World
from storage import diaries
from storage.database import Database
from storage.diaries import Diary
from tests.bot.given import png
from tests.bot.office import Office, open_office, texts
from tests.diary.given import EMMA, JIWOO

ENGLISH = book_phrases.words_in("en")
KOREAN = book_phrases.words_in("ko")


@pytest.fixture
async def office(bot: Bot, world: World, database: Database) -> Office:
    made = await open_office(bot, world, database)
    world.clock = lambda: made.clock().timestamp()
    world.bot.updates.allowed = list(ALLOWED_UPDATES)
    return made


@pytest.fixture
def owner(world: World) -> Person:
    return world.person(JIWOO, "지우", "ko")


@pytest.fixture
def friend(world: World) -> Person:
    return world.person(EMMA, "Emma", "en")


@pytest.fixture
async def group(office: Office, world: World, owner: Person, friend: Person) -> Chat:
    chat = world.group("가족", [owner, friend])
    await office.handle()
    await office.diary(chat, owner)
    return chat


async def diary_of(office: Office, chat: Chat) -> Diary:
    async with office.database.reading() as connection:
        found = await diaries.of_chat(connection, chat.id)
    assert found is not None
    return found


async def shown(office: Office, person: Person, chat: Chat) -> Message:
    """What /book answers."""
    person.send_text("/book", chat=chat)
    await office.handle()
    return chat.from_bot[-1]


async def test_the_state_is_shown_with_a_button_for_each_part(
    office: Office, group: Chat, friend: Person
) -> None:
    message = await shown(office, friend, group)
    assert (message.text or "").startswith(f"📒 가족\n{KOREAN.no_description}\n\n표지: 없음")
    assert [button.text for button in message.buttons] == [
        KOREAN.title_button,
        KOREAN.description_button,
        KOREAN.cover_button,
    ]


async def test_a_title_is_asked_for_and_taken_from_the_one_who_was_asked(
    office: Office, group: Chat, owner: Person, friend: Person
) -> None:
    message = await shown(office, owner, group)
    await office.press(owner, message, KOREAN.title_button)
    asked = group.from_bot[-1]
    assert asked.reply_keyboard == {
        "force_reply": True,
        "selective": True,
        "input_field_placeholder": KOREAN.title_field,
    }
    assert (asked.text or "") == f"지우\n{KOREAN.ask_title}"
    friend.send_text("남의 제목", reply_to=asked)
    await office.handle()
    assert (await diary_of(office, group)).title == "가족"
    owner.send_text("  우리\n<i>집</i> ", reply_to=asked)
    await office.handle()
    diary = await diary_of(office, group)
    assert (diary.title, diary.is_named) == ("우리 <i>집</i>", True)
    assert "우리 <i>집</i>" in (group.from_bot[-1].text or "")
    assert asked.deleted


async def test_what_does_not_fit_gets_a_sentence_and_can_be_sent_again(
    office: Office, group: Chat, owner: Person
) -> None:
    message = await shown(office, owner, group)
    await office.press(owner, message, KOREAN.description_button)
    asked = group.from_bot[-1]
    long = owner.send_text("가" * 201, reply_to=asked)
    empty = owner.send_text("\u200e \u202e", reply_to=asked)
    await office.handle()
    assert texts(long) == [KOREAN.too_long_description(201)]
    assert texts(empty) == [KOREAN.empty]
    owner.send_text("가" * 200, reply_to=asked)
    await office.handle()
    assert (await diary_of(office, group)).description == "가" * 200


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("/book title  A new one ", "title", "A new one"),
        ("/book 제목 새 제목", "title", "새 제목"),
        ("/book 소개 하나\n\n둘", "description", "하나\n둘"),
        ("/book cover 6", "cover", 6),
        ("/book 표지 1", "cover", 1),
    ],
)
async def test_the_command_changes_it_at_once(
    office: Office, group: Chat, owner: Person, text: str, field: str, value: object
) -> None:
    owner.send_text(text, chat=group)
    await office.handle()
    assert getattr(await diary_of(office, group), field) == value


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("/book title " + "a" * 51, KOREAN.too_long_title(51)),
        ("/book title", KOREAN.empty),
        ("/book cover 7", KOREAN.unknown_cover),
        ("/book cover 0", KOREAN.unknown_cover),
        ("/book cover", KOREAN.unknown_cover),
    ],
)
async def test_what_the_command_cannot_do_it_says(
    office: Office, group: Chat, owner: Person, text: str, sentence: str
) -> None:
    before = await diary_of(office, group)
    sent = owner.send_text(text, chat=group)
    await office.handle()
    assert texts(sent) == [sentence]
    assert await diary_of(office, group) == before


async def test_a_member_who_leads_nothing_changes_nothing(
    office: Office, group: Chat, friend: Person
) -> None:
    before = await diary_of(office, group)
    message = await shown(office, friend, group)
    for data in ("title", "covers", "cover3", "none", "photo", "back"):
        answer = await office.forge(friend, message, f"book:{before.id}:{data}")
        assert answer == {"text": ENGLISH.leads_only, "show_alert": "true"}
    sent = friend.send_text("/book title Mine", chat=group)
    await office.handle()
    assert texts(sent) == [KOREAN.leads_only]
    assert await diary_of(office, group) == before


async def test_an_admin_may_until_they_are_none(
    office: Office, world: World, group: Chat, owner: Person, friend: Person
) -> None:
    world.set_status(group, owner, friend, "administrator")
    friend.send_text("/book title Ours", chat=group)
    await office.handle()
    assert (await diary_of(office, group)).title == "Ours"
    message = await shown(office, friend, group)
    await office.press(friend, message, KOREAN.title_button)
    asked = group.from_bot[-1]
    world.set_status(group, owner, friend, "member")
    office.clock.pass_s(FRESH.total_seconds())
    friend.send_text("Mine", reply_to=asked)
    await office.handle()
    assert (await diary_of(office, group)).title == "Ours"
    assert group.from_bot[-1].text == KOREAN.leads_only


async def test_buttons_of_another_chats_diary_do_nothing(
    office: Office, world: World, group: Chat, friend: Person
) -> None:
    other = world.group("Others", [friend])
    await office.handle()
    await office.diary(other, friend)
    message = await shown(office, friend, other)
    before = await diary_of(office, group)
    answer = await office.forge(friend, message, f"book:{before.id}:cover2")
    assert answer["text"] == ENGLISH.leads_only
    answer = await office.forge(friend, message, "book:999:cover2")
    assert answer["text"] == ENGLISH.leads_only
    assert await diary_of(office, group) == before


async def test_a_cover_is_chosen_of_six_or_is_a_photo_or_none(
    office: Office, group: Chat, owner: Person
) -> None:
    message = await shown(office, owner, group)
    await office.press(owner, message, KOREAN.cover_button)
    assert [button.text for button in message.buttons] == [
        *("1 언덕", "2 바다", "3 밤", "4 나뭇잎", "5 비", "6 마을"),
        *(KOREAN.photo_button, KOREAN.no_cover_button, KOREAN.back_button),
    ]
    await office.press(owner, message, "3 밤")
    assert (await diary_of(office, group)).cover == 3
    assert "표지: 밤" in (message.text or "")
    await office.press(owner, message, KOREAN.cover_button)
    await office.press(owner, message, KOREAN.photo_button)
    asked = group.from_bot[-1]
    wrong = owner.send_text("사진", reply_to=asked)
    await office.handle()
    assert texts(wrong) == [KOREAN.no_photo]
    photo = owner.send_photo(png(800, 600), reply_to=asked)
    await office.handle()
    diary = await diary_of(office, group)
    assert diary.cover is None
    sizes = [size for size in photo.content["photo"] if size["file_size"] <= MOST_PHOTO_BYTES]
    assert diary.cover_file_id == max(sizes, key=lambda size: size["width"])["file_id"]
    await office.press(owner, message, KOREAN.no_cover_button)
    assert (await diary_of(office, group)).cover_file_id is None


async def test_the_six_covers_are_shown_and_the_chosen_one_is_outlined(
    bot: Bot, world: World, database: Database, owner: Person
) -> None:
    drawn: list[tuple[str, int | None]] = []

    async def draw(view: str, value: int | None, _language: str) -> bytes:
        drawn.append((view, value))
        return png(200, 100 + len(drawn))

    office = await open_office(bot, world, database, draw=draw)
    chat = world.group("가족", [owner])
    await office.handle()
    await office.diary(chat, owner)
    message = await shown(office, owner, chat)
    await office.press(owner, message, KOREAN.cover_button)
    assert message.photo
    assert message.caption == KOREAN.choose_cover
    await office.press(owner, message, "3 밤")
    assert "표지: 밤" in (message.caption or "")
    await office.press(owner, message, KOREAN.cover_button)
    assert drawn == [("cover_choice", None), ("cover_choice", 3), ("cover_choice", 3)]
    await office.press(owner, message, KOREAN.back_button)
    assert "표지: 밤" in (message.caption or "")
    assert chat.from_bot[-1] is message


async def test_the_command_takes_the_photo_that_it_replies_to(
    office: Office, group: Chat, owner: Person
) -> None:
    photo = owner.send_photo(png(80, 60), chat=group)
    owner.send_text("/book cover", reply_to=photo)
    await office.handle()
    assert (await diary_of(office, group)).cover_file_id is not None


async def test_an_anonymous_admin_may_since_telegram_lets_only_admins_be_one(
    office: Office, world: World, group: Chat, owner: Person
) -> None:
    world.set_status(group, owner, owner, "creator", is_anonymous=True)
    owner.send_text("/book title Ours", chat=group, anonymous=True)
    await office.handle()
    assert (await diary_of(office, group)).title == "Ours"


async def test_in_a_channel_posts_change_it_and_buttons_ask_who_presses(
    office: Office, world: World, owner: Person, friend: Person
) -> None:
    channel = world.channel("소식", owner)
    world.join(channel, friend)
    await office.handle()
    await office.diary(channel, owner, "channel")
    owner.send_text("/book title 우리 소식", chat=channel)
    await office.handle()
    assert (await diary_of(office, channel)).title == "우리 소식"
    message = channel.from_bot[-1]
    assert KOREAN.in_channel in (message.text or "")
    assert [button.text for button in message.buttons] == [KOREAN.cover_button]
    assert (await office.press(friend, message, KOREAN.cover_button))["show_alert"]
    await office.press(owner, message, KOREAN.cover_button)
    assert KOREAN.photo_button not in [button.text for button in message.buttons]
    await office.press(owner, message, "1 언덕")
    assert (await diary_of(office, channel)).cover == 1
