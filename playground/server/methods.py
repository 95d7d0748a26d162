"""Which method is done where. A name is found in any case of letters, as on the real server."""

from collections.abc import Awaitable, Callable
from typing import Any

from playground.server import (
    appearance,
    asking,
    copying,
    deleting,
    editing,
    inline_answers,
    inviting,
    pinning,
    registration,
    restricting,
    sending,
    sending_facts,
    topics,
    visiting,
    webhooks,
)
from playground.server.access import Request
from playground.server.parameters import Parameters
from playground.server.refusals import Refused, bad_request
from playground.server.world import World

Method = Callable[[Request], Awaitable[Any]]

METHODS: dict[str, Method] = {
    "getMe": asking.get_me,
    "getUpdates": asking.get_updates,
    "answerCallbackQuery": asking.answer_callback_query,
    "answerInlineQuery": inline_answers.answer_inline_query,
    "getFile": asking.get_file,
    "getChat": visiting.get_chat,
    "getChatMember": visiting.get_chat_member,
    "getChatAdministrators": visiting.get_chat_administrators,
    "getChatMemberCount": visiting.get_chat_member_count,
    "leaveChat": visiting.leave_chat,
    "banChatMember": visiting.ban_chat_member,
    "unbanChatMember": visiting.unban_chat_member,
    "approveChatJoinRequest": visiting.approve_chat_join_request,
    "declineChatJoinRequest": visiting.decline_chat_join_request,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendVideo": sending.send_video,
    "sendVideoNote": sending.send_video_note,
    "sendVoice": sending.send_voice,
    "sendAnimation": sending.send_animation,
    "sendMediaGroup": copying.send_media_group,
    "copyMessage": copying.copy_message,
    "forwardMessage": copying.forward_message,
    "pinChatMessage": pinning.pin_chat_message,
    "unpinChatMessage": pinning.unpin_chat_message,
    "unpinAllChatMessages": pinning.unpin_all_chat_messages,
    "createChatInviteLink": inviting.create_chat_invite_link,
    "exportChatInviteLink": inviting.export_chat_invite_link,
    "revokeChatInviteLink": inviting.revoke_chat_invite_link,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": deleting.delete_message,
    "deleteMessages": deleting.delete_messages,
    "setMessageReaction": editing.set_message_reaction,
    "setMyCommands": registration.set_my_commands,
    "getMyCommands": registration.get_my_commands,
    "deleteMyCommands": registration.delete_my_commands,
    "setMyDescription": registration.set_my_description,
    "getMyDescription": registration.get_my_description,
    "setMyShortDescription": registration.set_my_short_description,
    "getMyShortDescription": registration.get_my_short_description,
    "setWebhook": webhooks.set_webhook,
    "deleteWebhook": webhooks.delete_webhook,
    "getWebhookInfo": webhooks.get_webhook_info,
    "restrictChatMember": restricting.restrict_chat_member,
    "promoteChatMember": restricting.promote_chat_member,
    "setChatAdministratorCustomTitle": restricting.set_chat_administrator_custom_title,
    "setChatPermissions": restricting.set_chat_permissions,
    "setChatTitle": appearance.set_chat_title,
    "setChatDescription": appearance.set_chat_description,
    "setChatPhoto": appearance.set_chat_photo,
    "deleteChatPhoto": appearance.delete_chat_photo,
    "getUserProfilePhotos": appearance.get_user_profile_photos,
    "createForumTopic": topics.create_forum_topic,
    "editForumTopic": topics.edit_forum_topic,
    "closeForumTopic": topics.close_forum_topic,
    "reopenForumTopic": topics.reopen_forum_topic,
    "deleteForumTopic": topics.delete_forum_topic,
    "unpinAllForumTopicMessages": topics.unpin_all_forum_topic_messages,
    "editGeneralForumTopic": topics.edit_general_forum_topic,
    "closeGeneralForumTopic": topics.close_general_forum_topic,
    "reopenGeneralForumTopic": topics.reopen_general_forum_topic,
    "hideGeneralForumTopic": topics.hide_general_forum_topic,
    "unhideGeneralForumTopic": topics.unhide_general_forum_topic,
    "unpinAllGeneralForumTopicMessages": topics.unpin_all_general_forum_topic_messages,
    "sendAudio": sending.send_audio,
    "sendSticker": sending.send_sticker,
    "sendLocation": sending_facts.send_location,
    "sendVenue": sending_facts.send_venue,
    "sendContact": sending_facts.send_contact,
    "sendDice": sending_facts.send_dice,
    "copyMessages": copying.copy_messages,
    "forwardMessages": copying.forward_messages,
    "editChatInviteLink": inviting.edit_chat_invite_link,
    "setMyName": registration.set_my_name,
    "getMyName": registration.get_my_name,
    "setChatMenuButton": registration.set_chat_menu_button,
    "getChatMenuButton": registration.get_chat_menu_button,
    "setMyDefaultAdministratorRights": registration.set_my_default_administrator_rights,
    "getMyDefaultAdministratorRights": registration.get_my_default_administrator_rights,
}
BY_LOWER_NAME = {name.lower(): method for name, method in METHODS.items()}


async def perform(world: World, token: str, name: str, parameters: Parameters) -> Any:
    """Check token and specification, do a method and return its result.

    Raises Refused.
    """
    bot = world.bots.get(token)
    if bot is None:
        raise Refused(401)
    if world.specification is not None:
        problems = world.specification.check_call(name, parameters.values)
        world.violations.extend(problems)
        if problems and world.strict and world.specification.knows(name):
            raise bad_request("; ".join(problems))
    return await do(name, Request(world, bot, parameters))


async def do(name: str, request: Request) -> Any:
    """Do a method and return its result.

    Raises Refused: 404 for what is no method of the Bot API, 501 for one that the stand-in lacks.
    """
    method = BY_LOWER_NAME.get(name.lower())
    if method is not None:
        return await method(request)
    specification = request.world.specification
    if specification is not None and specification.knows(name):
        raise Refused(501, f"the stand-in does not have {name}")
    raise Refused(404)
