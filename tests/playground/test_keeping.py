"""A world goes into a folder and comes out as it was."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from playground.server import Attachment, World, bots, keeping
from playground.server.keeping import UnreadableWorld


def lived_in(world: World) -> None:
    """Something of everything: people, groups, topics, replies, files, reactions, links."""
    jiwoo, emma = world.person(7, "지우", "ko"), world.person(8, "Emma", "en", username="emma")
    first = jiwoo.send_text("/start")
    said = world.post(jiwoo.chat, world.bot.json(), {"text": "Hello"}, reply_to=first)
    world.change(
        said, {"text": "Hello again"}, {"inline_keyboard": [[{"text": "A", "url": "a.b"}]]}
    )
    jiwoo.react(said, "👍")
    note = emma.send(Attachment("video_note", b"bytes", duration=3))
    emma.send(Attachment("photo", b"bytes", caption="twice the same bytes"), reply_to=note)
    emma.block_bot()
    group = world.group("가족", [jiwoo, emma], forum=True, bot_is_admin=True)
    topic = world.topic(group, "Trips")
    jiwoo.send_text("in a topic", topic=topic)
    channel = world.channel("News", jiwoo, discussion=world.group("Talk", [jiwoo], supergroup=True))
    jiwoo.send_text("a post", chat=channel)
    world.migrate(world.group("Small", [emma, jiwoo]))


@pytest.fixture
def world() -> World:
    """A world that no bot hears of, so that nothing said in it is the Bot API's."""
    return World()


@pytest.fixture(autouse=True)
def everything_is_the_bot_api() -> None:
    """Other readers need not judge it either."""


def shape(world: World) -> list[object]:
    """What two equal worlds have in common."""
    return [
        world.transcript(),
        {i: person.json() for i, person in world.people.items()},
        [
            (key, chat.json(), chat.members, chat.rights, [t.name for t in chat.topics])
            for key, chat in world.chats.items()
        ],
        [
            (m.json(), [v.content for v in m.versions], m.author_id, m.reactions)
            for chat in world.chats.values()
            for m in chat.every_message
        ],
        [(stored.file_id, stored.content) for stored in world.files.every()],
        world.bot.blocked_by,
        [world.updates[number] for number in sorted(world.bot.updates.unconfirmed)],
    ]


def again(folder: Path) -> World:
    world = World()
    assert keeping.load(world, folder)
    return world


def test_a_world_comes_back_as_it_was(world: World, tmp_path: Path) -> None:
    lived_in(world)
    keeping.save(world, tmp_path)
    assert shape(again(tmp_path)) == shape(world)


def test_what_knew_each_other_still_does(world: World, tmp_path: Path) -> None:
    lived_in(world)
    keeping.save(world, tmp_path)
    back = again(tmp_path)
    channel = next(chat for chat in back.chats.values() if chat.type == "channel")
    assert channel.linked is not None
    assert channel.linked.linked is channel
    [copy] = channel.forwards.values()
    assert copy.chat is channel.linked
    assert all(message.chat is chat for chat in back.chats.values() for message in chat.messages)
    assert all(person.world is back for person in back.people.values())


def test_life_goes_on_with_new_numbers(world: World, tmp_path: Path) -> None:
    lived_in(world)
    keeping.save(world, tmp_path)
    back = again(tmp_path)
    jiwoo = back.people[7]
    known = {stored.file_id for stored in back.files.every()}
    sent = jiwoo.send(Attachment("video_note", b"other", duration=1))
    assert sent.message_id == len(jiwoo.chat.every_message)
    assert sent.content["video_note"]["file_id"] not in known
    assert back.next_update_id > world.next_update_id


def test_the_same_bytes_lie_in_the_folder_once(world: World, tmp_path: Path) -> None:
    lived_in(world)
    keeping.save(world, tmp_path)
    keeping.save(world, tmp_path)
    assert [path.read_bytes() for path in (tmp_path / "files").iterdir()] == [b"bytes"]


def test_replies_to_replies_may_go_on_for_ever(world: World, tmp_path: Path) -> None:
    person = world.person(7, "지우", "ko")
    last = person.send_text("0")
    for number in range(1, 1100):
        last = person.send_text(str(number), reply_to=last)
    keeping.save(world, tmp_path)
    assert again(tmp_path).people[7].chat.messages[-1].reply_to is not None


def test_words_that_have_no_bytes_are_kept_too(world: World, tmp_path: Path) -> None:
    emma = world.person(8, "Emma", "en")
    world.group("half a smile \ud83d", [emma])
    keeping.save(world, tmp_path)
    assert shape(again(tmp_path)) == shape(world)


def test_the_first_bot_has_another_token_each_time(world: World, tmp_path: Path) -> None:
    known = world.token
    other = world.add_bot("9:abcdef", "Other", "other_bot")
    world.private_chat(world.person(8, "Emma", "en"), other)
    keeping.save(world, tmp_path)
    back = World(token=bots.new_token(world.bot.id))
    token = back.token
    assert keeping.load(back, tmp_path)
    assert list(back.bots) == [token, "9:abcdef"]
    assert known not in back.bots
    assert (back.bot.token, back.bot.id) == (token, world.bot.id)
    assert {bot.first_name for bot in back.bots.values()} == {"mind-gitter", "Other"}


def test_a_snapshot_stays_what_it_was(world: World, tmp_path: Path) -> None:
    lived_in(world)
    keeper, before = keeping.Keeper(world, tmp_path), copy.deepcopy(shape(world))
    first = keeper.snapshot()
    world.people[8].send_text("later")
    keeper.write(first)
    assert shape(again(tmp_path)) == before
    keeper.write(keeper.snapshot())
    keeper.write(first)  # a slow thread comes late
    assert shape(again(tmp_path)) == shape(world)


def test_no_file_is_hashed_again(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lived_in(world)
    keeper = keeping.Keeper(world, tmp_path)
    keeper.write(keeper.snapshot())
    monkeypatch.delattr(keeping.hashlib, "sha256")
    world.people[8].send_text("more words")
    keeper.write(keeper.snapshot())
    monkeypatch.undo()
    assert shape(again(tmp_path)) == shape(world)


def test_a_full_disk_leaves_what_was_there(world: World, tmp_path: Path) -> None:
    lived_in(world)
    keeper, before = keeping.Keeper(world, tmp_path), copy.deepcopy(shape(world))
    keeper.write(keeper.snapshot())
    world.people[8].send(Attachment("video_note", b"new bytes", duration=1))
    (tmp_path / "world.json.half").mkdir()
    with pytest.raises(OSError, match="directory"):
        keeper.write(keeper.snapshot())
    assert shape(again(tmp_path)) == before
    (tmp_path / "world.json.half").rmdir()
    keeper.write(keeper.snapshot())
    assert shape(again(tmp_path)) == shape(world)


def test_an_empty_folder_leaves_the_world_as_it_is(world: World, tmp_path: Path) -> None:
    assert not keeping.load(world, tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        {"version": 99},
        {"objects": [{"class": "subprocess:Popen", "fields": {}}]},
        {"objects": [{"class": "playground.server.world:World", "fields": {}}]},
        {"people": {"$object": 99999}},
    ],
)
def test_what_no_world_wrote_is_refused(
    world: World, tmp_path: Path, change: dict[str, object]
) -> None:
    lived_in(world)
    keeping.save(world, tmp_path)
    path = tmp_path / "world.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | change), "utf-8")
    with pytest.raises(UnreadableWorld):
        keeping.load(World(), tmp_path)


def test_half_a_file_is_refused(world: World, tmp_path: Path) -> None:
    lived_in(world)
    keeping.save(world, tmp_path)
    path = tmp_path / "world.json"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(UnreadableWorld):
        keeping.load(World(), tmp_path)
