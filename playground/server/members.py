"""Who is what in a chat and may do what, as the Bot API tells it."""

from typing import Any

from playground.server.chats import Chat

Json = dict[str, Any]

GONE = frozenset({"left", "kicked"})
ADMINS = frozenset({"administrator", "creator"})
ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
)
STORY_RIGHTS = ("can_post_stories", "can_edit_stories", "can_delete_stories")
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages")
SENDING_RIGHTS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
)
RESTRICTED_RIGHTS = (
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
REACTING = "can_react_to_messages"
KNOWN_RIGHTS = frozenset(
    {
        *(*ADMIN_RIGHTS, *STORY_RIGHTS, *CHANNEL_RIGHTS, *SENDING_RIGHTS, *RESTRICTED_RIGHTS),
        *("is_anonymous", "custom_title", "can_be_edited", "until_date", "is_member"),
    }
)


def status(chat: Chat, user_id: int) -> str:
    """Return what somebody is in a chat; who never was there has left."""
    return chat.members.get(user_id, "left")


def is_admin(chat: Chat, user_id: int) -> bool:
    """Say whether somebody is administrator or owner of a chat."""
    return status(chat, user_id) in ADMINS


def may(chat: Chat, user_id: int, right: str) -> bool:
    """Say whether an administrator has a right; an owner has each, everybody else none."""
    if status(chat, user_id) == "administrator":
        return bool(chat.rights.get(user_id, {}).get(right, right not in STORY_RIGHTS))
    return status(chat, user_id) == "creator"


def may_send(chat: Chat, user_id: int, right: str) -> bool:
    """Say whether somebody may send this kind: administrators each, others as is permitted."""
    if is_admin(chat, user_id) or chat.type not in {"group", "supergroup"}:
        return True
    permitted = chat.permissions.get(right, True)
    if status(chat, user_id) != "restricted":
        return permitted
    return permitted and bool(chat.rights.get(user_id, {}).get(right, False))


def may_react(chat: Chat, user_id: int) -> bool:
    """Say whether somebody may react; who is restricted may where they may write, if unsaid."""
    own = chat.rights.get(user_id, {})
    unnamed = status(chat, user_id) == "restricted" and REACTING not in own
    return may_send(chat, user_id, "can_send_messages" if unnamed else REACTING)


def may_invite(chat: Chat, user_id: int) -> bool:
    """Say whether somebody may add others: in a group every member, unless that was taken away."""
    if is_admin(chat, user_id) or chat.type not in {"group", "supergroup"}:
        return may(chat, user_id, "can_invite_users")
    permitted = bool(chat.permissions.get("can_invite_users", True))
    if status(chat, user_id) == "restricted":
        return permitted and bool(chat.rights.get(user_id, {}).get("can_invite_users", False))
    return permitted and status(chat, user_id) not in GONE


def may_change(chat: Chat, by: int, user_id: int, wanted: str) -> bool:
    """Say whether `by` may make somebody else what is `wanted`: a status of the Bot API.

    Who was removed comes back only by those who may remove. The owner stays what they are.
    """
    before = status(chat, user_id)
    if chat.private or before == "creator" or user_id == by:
        return False
    if wanted == "member" and before == "left":
        return may_invite(chat, by)
    needed = set()
    if wanted in GONE or before in {"kicked", "restricted"}:
        needed.add("can_restrict_members")
    if not needed or "administrator" in {before, wanted}:
        needed.add("can_promote_members")
    return all(may(chat, by, right) for right in needed)


def permissions(chat: Chat) -> Json:
    """Return the Bot API's ChatPermissions of a group: what every member may."""
    names = (*SENDING_RIGHTS, *RESTRICTED_RIGHTS)
    return {right: chat.permissions.get(right, True) for right in names}


def is_anonymous(chat: Chat, user_id: int) -> bool:
    """Say whether an administrator stays hidden behind the group's name."""
    given = chat.rights.get(user_id, {}).get("is_anonymous", False)
    return is_admin(chat, user_id) and bool(given)


def custom_title(chat: Chat, user_id: int) -> str | None:
    """Return the title that an administrator carries in a group."""
    title = chat.rights.get(user_id, {}).get("custom_title")
    return str(title) if title else None


def chat_member(user: Json, chat: Chat, here: str | None = None) -> Json:
    """Return the Bot API's ChatMember; `here` is the status where the chat does not know it."""
    now = here or status(chat, user["id"])
    result: Json = {"status": now, "user": user}
    if now in ADMINS:
        return result | _administrator(chat, user["id"], now)
    if now == "restricted":
        return result | _restricted(chat, user["id"])
    if now == "kicked":
        result["until_date"] = 0
    return result


def _administrator(chat: Chat, user_id: int, now: str) -> Json:
    """Return what is particular to administrators and owners."""
    title = custom_title(chat, user_id)
    result: Json = {"is_anonymous": is_anonymous(chat, user_id)}
    result |= {"custom_title": title} if title else {}
    if now == "creator":
        return result
    shown = (*ADMIN_RIGHTS, *STORY_RIGHTS, *_of_type(chat))
    given = {right: may(chat, user_id, right) for right in shown}
    editable = bool(chat.rights.get(user_id, {}).get("can_be_edited", False))
    return {**result, "can_be_edited": editable, **given}


def _of_type(chat: Chat) -> tuple[str, ...]:
    """Return the rights that only this type of chat has."""
    if chat.type == "channel":
        return CHANNEL_RIGHTS
    return ("can_pin_messages", "can_manage_topics") if chat.forum else ("can_pin_messages",)


def _restricted(chat: Chat, user_id: int) -> Json:
    """Return what is particular to restricted members."""
    given = chat.rights.get(user_id, {})
    rights = {right: bool(given.get(right)) for right in (*SENDING_RIGHTS, *RESTRICTED_RIGHTS)}
    until = given.get("until_date", 0)
    return {"is_member": given.get("is_member", True), "until_date": until, **rights}
