"""Reactions to cards: those that Telegram tells of, and the buttons for where it does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from telegram import ReactionType, ReactionTypeCustomEmoji, ReactionTypeEmoji
from telegram.ext import MessageReactionHandler

from bot.callbacks import Callback
from bot.desk import Desk, House, Press, handled_by
from diary import reactions
from diary.errors import NotYours
from diary.reactions import CUSTOM, STAR


async def change(desk: Desk) -> None:
    """Somebody has changed their reactions, or a channel's numbers are others now."""
    one, all_ = desk.update.message_reaction, desk.update.message_reaction_count
    if one is not None:
        reactor = one.user or one.actor_chat
        if reactor is None:
            return
        numbers = [(emoji, 1) for emoji in map(_emoji, one.new_reaction)]
        await _keep(desk, one.message_id, reactor.id, numbers)
    elif all_ is not None:
        counted = _counted((_emoji(each.type), each.total_count) for each in all_.reactions)
        await _keep(desk, all_.message_id, None, counted)


def _emoji(reaction: ReactionType) -> str:
    if isinstance(reaction, ReactionTypeEmoji):
        return reaction.emoji
    return CUSTOM if isinstance(reaction, ReactionTypeCustomEmoji) else STAR


def _counted(numbers: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Custom emoji of several kinds are one kind here."""
    totals: Counter[str] = Counter()
    for emoji, number in numbers:
        totals[emoji] += number
    return list(totals.items())


async def _keep(
    desk: Desk, message_id: int, reactor: int | None, numbers: list[tuple[str, int]]
) -> None:
    async with desk.deciding() as connection:
        is_card = await reactions.replace(connection, desk.chat.id, message_id, reactor, numbers)
    if is_card:
        desk.house.wake_cards()


async def _toggle(desk: Desk, callback: Callback) -> None:
    """A button under a card."""
    query = desk.update.callback_query
    if query is None or query.message is None:
        raise NotYours
    place = (desk.chat.id, query.message.message_id, callback.entry_id, callback.detail)
    async with desk.deciding() as connection:
        person = await desk.met(connection)
        reacts = await reactions.toggle(connection, person, *place, desk.house.now())
    desk.house.wake_cards()
    await desk.answer(reactions.BUTTONS[callback.detail] if reacts else None)


PRESSES: Mapping[str, Press] = {"react": _toggle}


def routes(house: House) -> list[MessageReactionHandler]:  # type: ignore[type-arg]
    """What this file answers to."""
    return [MessageReactionHandler(handled_by(house, change))]
