"""The demo's short conversation: two people, two languages, a clip each, every button once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playground.server import Message, Person, World

#: How long the bot may take for one clip here, in seconds; a slow machine needs some of it.
PATIENCE_S = 240.0


@dataclass(frozen=True, slots=True)
class Role:
    """One person of the demo: what is sent, and which buttons are pressed (by their start)."""

    id: int
    name: str
    language: str
    caption: str
    agree: str
    bubbles: str
    words: str


ROLES = (
    Role(
        7001,
        "지우",
        "ko",
        "드디어 발표가 끝났다\n"
        "아침부터 긴장해서 밥도 제대로 못 먹었어요. "
        "그래도 민지가 회사 앞까지 와서 같이 연습해 줬어요. "
        "발표 중간에 말이 막혔는데 팀장님이 웃으면서 기다려 주셔서 마음이 놓였어요. "
        "끝나고 민지랑 한강에서 라면을 먹으며 한참 웃었어요. "
        "다음 발표는 오늘보다 덜 떨릴 것 같아요.\n"
        "#발표 #한강",
        "동의",
        "🫧",
        "📝",
    ),
    Role(
        7002,
        "Emma",
        "en",
        "The long way home\n"
        "I walked home from the hospital today because Grandma is finally better. "
        "The doctor said she can leave on Friday, and she asked for her garden first. "
        "On the bridge I called my brother Tom, and we cried a little and laughed a lot. "
        "Tomorrow I will buy tulips for her garden. #family",
        "Agree",
        "🫧",
        "📝",
    ),
)

Show = Callable[[Person], None]


async def play(world: World, clip: Path, out: Path, show: Show) -> list[Path]:
    """Let everybody have their conversation; the pictures that came of it, saved in `out`.

    `show` is called with each person when theirs is over. Raises TimeoutError when the bot does
    not answer.
    """
    pictures: list[Path] = []
    for role in ROLES:
        person = world.person(role.id, role.name, role.language)
        pictures += await _one(world, person, role, clip, out)
        show(person)
    return pictures


async def _one(world: World, person: Person, role: Role, clip: Path, out: Path) -> list[Path]:
    person.send_text("/start")
    ask = await _message(world, lambda: _with_button(person, role.agree))
    await person.press(ask, _button(ask, role.agree))
    person.send_video(clip, duration=18, caption=role.caption)
    card = await _message(world, lambda: _picture_card(person))
    curve = _save(card, out / f"card-{role.language}.png")
    await _turn(world, person, card, role.bubbles)
    bubbles = _save(card, out / f"bubbles-{role.language}.png")
    await _turn(world, person, card, role.words)
    return [curve, bubbles]


async def _turn(world: World, person: Person, card: Message, button: str) -> None:
    before = len(card.versions)
    await person.press(card, _button(card, button))
    await world.wait_for(lambda: len(card.versions) > before, PATIENCE_S)


async def _message(world: World, find: Callable[[], Message | None]) -> Message:
    found = await world.wait_for(find, PATIENCE_S)
    assert found is not None  # noqa: S101 - what is waited for is something
    return found


def _with_button(person: Person, start: str) -> Message | None:
    found = (m for m in person.chat.from_bot if any(b.text.startswith(start) for b in m.buttons))
    return next(found, None)


def _picture_card(person: Person) -> Message | None:
    return next((message for message in person.chat.from_bot if message.photo), None)


def _button(message: Message, start: str) -> str:
    return next(b.text for b in message.buttons if b.text.startswith(start))


def _save(card: Message, path: Path) -> Path:
    assert card.photo is not None  # noqa: S101 - the caller waited for it
    path.write_bytes(card.photo)
    return path


def lines(person: Person) -> Iterator[str]:
    """A chat as lines to read: each message with every state that it went through."""
    for message in person.chat.messages:
        who = message.sender["first_name"]
        marks = "".join(emoji for given in message.reactions.values() for emoji in given)
        for version in message.versions:
            what = "" if message.kind == "text" else f"[{message.kind}] "
            yield f"{who}: {what}{version.text} {marks}".rstrip()
        if message.buttons:
            yield "    " + "  ".join(f"[{button.text}]" for button in message.buttons)
