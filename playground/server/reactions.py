"""The emoji that may be a reaction (https://core.telegram.org/bots/api#reactiontypeemoji)."""

from typing import Any

from playground.server.refusals import bad_request

Json = dict[str, Any]

SINGLE = (
    "❤👍👎🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳"
    "🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨"
    "🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷😡"
)
JOINED = (
    "\u2764\u200d\U0001f525",
    "\U0001f468\u200d\U0001f4bb",
    "\U0001f937\u200d\u2642",
    "\U0001f937\u200d\u2640",
)  # with a zero-width joiner
ALLOWED = frozenset({*SINGLE, *JOINED})


def check_reaction(reactions: Any) -> list[str]:
    """Return the emoji of a list of ReactionType.

    Raise Refused (400) for what a bot may not set.
    """
    if not isinstance(reactions, list):
        raise bad_request("can't parse reaction types JSON object")
    emoji = [_emoji(reaction) for reaction in reactions]
    if len(emoji) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    return emoji


def _emoji(reaction: Any) -> str:
    """Return the emoji of one ReactionTypeEmoji."""
    if not isinstance(reaction, dict) or reaction.get("type") != "emoji":
        raise bad_request("REACTION_INVALID")
    # The variation selector makes no other emoji: Telegram compares without it.
    emoji = str(reaction.get("emoji", "")).replace("\ufe0f", "")
    if emoji not in ALLOWED:
        raise bad_request("REACTION_INVALID")
    return emoji
