"""A stand-in for the Telegram Bot API server: a small Telegram in memory, and people to act in it.

Start it, let people act, look at what the bot did (times are unix seconds, durations seconds)::

    world = World(specification=load(path))       # path to telegram-bot-api.json; may be left out
    async with running(world) as base_url:        # on 127.0.0.1; the bot's API address
        person = world.person(7, "Jiwoo", "ko")
        note = person.send_video_note(Path("clip.mp4"), duration=8)
        [card] = await world.wait_for(lambda: [m for m in person.chat.from_bot if m.photo])
        answer = await person.press(card, "Words")

In tests the fixtures `world` and `telegram` (the base URL) do the first two lines. The token is
`world.token`; python-telegram-bot takes `f"{base_url}/bot"` and `f"{base_url}/file/bot"`.

World(token=, clock=time.time, seed=0, specification=None, strict=False, first_update_id=,
        floods=False, local=None)
    person(id, first_name, language_code=None, username=, last_name=) -> Person
    chat(chat_id) -> Chat, private_chat(person) -> Chat, chats, people, bot, bots, files
    await wait_for(predicate, seconds=120) -> the predicate's first true value
    calls: [Call(time, method, params, outcome, status, answer)], calls_of(method)
    violations: [str], early_calls: [str], crashes: [str] (the stand-in's own mistakes)
    updates: {update_id: update}
    floods=True keeps Telegram's pace (3 at once and 1 a second in a chat, 20 a minute in a group,
        30 a second in all): 429 with the wait; local=folder: a Bot API server in local mode
    webhooks work, to addresses on loopback; webhook_second (settable): how long a second of the
        pauses between attempts lasts; bot.webhook, its last_error
    faults.add(kind, methods="*", count=1, probability=1.0, retry_after=1, status=502, seconds=0)
        kind: too_many_requests, server_error, drop_before, drop_after, slow; methods: "edit*",
        "file" for downloads; the Fault that it returns counts in `happened`; faults.clear()
    redeliver(update_id), next_update_id (settable), send_raw_update({...}) -> update_id
    clock (settable: any function that gives unix seconds)
    dates (settable: a function of a chat and the message that is replied to, or None; it gives the
        date that the bot's message there has, or None for the present one)
    bot.supports_inline_queries (BotFather's /setinline; on), bot.hears_of_chosen_results (off)
    bot.updates.polls, bot.updates.pending, bot.commands, bot.descriptions
    bot.reads_all_group_messages = True turns privacy mode off (getMe tells it);
        bot.hears_mentions = False: in privacy mode a mere @mention does not come through
    transcript() -> str, chat.lines()

Groups and channels (the first of `people` owns them; the bot hears of all as really)
    group(title, people, bot_is_admin=False, supergroup=False, forum=False,
        bot_is_member=True, bot_rights={"can_pin_messages": False}) -> Chat
    channel(title, owner, bot_is_admin=True, discussion=None | supergroup, signed=False,
        bot_is_member=True, bot_rights={}) -> Chat; link(channel, supergroup)
    topic(forum, name, by=None) -> Topic(chat, thread_id, name, messages), delete_topic(topic)
    migrate(group, silent=False, joined_first=True) -> the supergroup; silent: only errors tell;
        joined_first: the bot's my_chat_member of it comes before the service messages, else after
    join(chat, person, by=None), leave(chat, person), kick(chat, by, person);
        announced=False leaves the service message out
    set_status(chat, by, person, "creator" | "administrator" | "member" | "restricted" | "left" |
        "kicked", **rights): rights are can_…, is_anonymous, custom_title; an administrator has
        every right that is not given as False
    set_bot_status(chat, by, status as for set_status, **rights)
    chat.hides_members = True: only an administrator may ask for others with getChatMember
    automatic_forward(post) -> the Message in the discussion group to which comments reply
    group and channel take username="…": supergroups and channels that are public
    commands_shown(person, chat=None) -> ["diary", …] in the menu, by scope and language

What the apps would not let a person do raises PermissionError, LookupError or ValueError.

Person: everything takes chat=Chat (default: that of reply_to, else the private chat), reply_to=
    Message, topic=Topic, anonymous=True (for an administrator; default: the right is_anonymous),
    as_channel=Chat (in a supergroup, of who owns that channel),
    date=unix seconds (said to be sent then)
    send_text(text) -> Message
    send_video_note(bytes | Path, duration=5, length=384, file_size=None)
    send_video(source, duration=5, caption=, file_name=, mime_type=, width=, height=, file_size=)
    send_document(source, mime_type, caption=, file_name=, file_size=)
    send_photo(source, caption=), send_voice(source, duration=5), send_audio(source, duration=5),
    send_sticker(source), send_location(latitude, longitude)
        A source is any bytes, such as a ZIP; getFile gives at most 20 MB (by the file_size that is
        told) and a bot uploads at most 50 MB, photos 10.
    album([Attachment(kind, content, caption=…), …], caption="") -> [Message]
    forward(message, hidden=False); of something older: forward_origin=forwarded(name, date)
        and media_group_id="…" are taken by every send_…
    send(Attachment(kind, …)), send_content({"dice": …})      anything else
    edit_text(message, text), delete(message), react(message, emoji | None, anonymous=False)
        ValueError for the same text, and for what was forwarded
    block_bot(), unblock_bot(), deactivated = True
    await press(message, "button text or data", seconds=120) -> parameters of answerCallbackQuery
    tap(message, button) -> Press; await press.answered()
    call(message, "forged data", inaccessible=False) -> Press, of any message of any chat;
        call_at(chat, message_id, data) -> Press on a message that no longer is or never was
    type_inline(query, chat=None, offset="") -> InlineAsk; await asked.answered(seconds)
    await search_inline(query, chat=None) -> InlineAsk whose answer.result() is an InlineAnswer
        (results, titles, button, cache_time, is_personal, next_offset)
    choose_inline(asked, title) -> the Message that is sent in the person's name, via the bot
    press_inline_button(asked) -> the /start message that the button above the results sends
    open_link(url, chat=None) follows what a button or link says: t.me/BOT?start=…, ?startgroup=…
        and ?startchannel=… (adds the bot to `chat`; PermissionError where this person may not),
        t.me/+… and t.me/NAME (join)
    join_by_link(url) -> "joined", "requested" or "refused" (wrong, revoked, expired, used up)
    pick_users(message, "button text", [people]) -> Message, answers a KeyboardButtonRequestUsers
    keyboard(chat=None) -> the texts of the reply keyboard now shown

    steward(chat) -> Steward: what who runs a chat does there, with the right for it: rename(title),
        set_photo(bytes | None), set_username(name | None), pin(message), unpin(message),
        permit(can_send_messages=False, …) for all members, restrict(person, can_…=True, …),
        begin_topic(name), rename_topic, close_topic, reopen_topic, set_general(closed=, hidden=)
    set_photo(bytes): one's profile photo

Chat: id, type, messages (without deleted ones), every_message, from_bot, find(id), topics,
    members {user id: status}, rights {user id: {…}}, invite_links {url: InviteLink}, pinned
    [Message], linked (channel and discussion group know each other), migrated_to, username,
    permissions, description, photo, general, actions [ChatAction(time, action, thread_id)],
    action(now) -> "typing" … while the bot does something
Message: message_id, kind, text, caption, entities, photo (bytes), reply_to, deleted, from_bot,
    buttons [Button(text, data, url)], reactions {user_id: [emoji]}, edit_date, thread_id,
    author_id (the person, also of anonymous messages and posts), links [url, …],
    reply_keyboard (JSON of a ReplyKeyboardMarkup, ReplyKeyboardRemove or ForceReply, or None),
    versions [Version(time, content, markup, .text)], content (JSON), json()
"""

from playground.server.chats import Button, Chat, ChatAction, Message, Topic, Version
from playground.server.faults import Fault
from playground.server.inline import InlineAnswer, InlineAsk
from playground.server.invitations import InviteLink
from playground.server.media import Attachment
from playground.server.people import Person, Press, forwarded
from playground.server.server import running
from playground.server.specification import Specification, load
from playground.server.stewards import Steward
from playground.server.watching import Call
from playground.server.world import World

__all__ = [
    "Attachment",
    "Button",
    "Call",
    "Chat",
    "ChatAction",
    "Fault",
    "InlineAnswer",
    "InlineAsk",
    "InviteLink",
    "Message",
    "Person",
    "Press",
    "Specification",
    "Steward",
    "Topic",
    "Version",
    "World",
    "forwarded",
    "load",
    "running",
]
