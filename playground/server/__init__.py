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

World(token=, clock=time.time, seed=0, specification=None, strict=False, first_update_id=)
    person(id, first_name, language_code=None, username=, last_name=) -> Person
    group(title, [people], bot_is_admin=False) -> Chat      the bot is told with my_chat_member
    set_bot_status(chat, by, "administrator" | "member" | "kicked" | "left")
    chat(chat_id) -> Chat, private_chat(person) -> Chat, chats, people, bot, bots, files
    await wait_for(predicate, seconds=30) -> the predicate's first true value
    calls: [Call(time, method, params, outcome, status, answer)], calls_of(method)
    violations: [str], early_calls: [str], crashes: [str] (the stand-in's own mistakes)
    updates: {update_id: update}
    faults.add(kind, methods="*", count=1, probability=1.0, retry_after=1, status=502, seconds=0)
        kind: too_many_requests, server_error, drop_before, drop_after, slow; methods: "edit*",
        "file" for downloads; the Fault that it returns counts in `happened`; faults.clear()
    redeliver(update_id), next_update_id (settable), send_raw_update({...}) -> update_id
    bot.updates.polls, bot.updates.pending, bot.commands, bot.descriptions
    transcript() -> str, chat.lines()

Person: everything takes chat=Chat (default: the private chat) and reply_to=Message
    send_text(text) -> Message
    send_video_note(bytes | Path, duration=5, length=384, file_size=None)
    send_video(source, duration=5, caption=, file_name=, mime_type=, width=, height=, file_size=)
    send_document(source, mime_type, caption=, file_name=, file_size=)
    send_photo(source, caption=), send_voice(source, duration=5), send_sticker(source)
    album([Attachment(kind, content, caption=…), …], caption="") -> [Message]
    forward(message, hidden=False); of something older: forward_origin=forwarded(name, date)
        and media_group_id="…" are taken by every send_…
    send(Attachment(kind, …)), send_content({"dice": …})      anything else
    edit_text(message, text), delete(message), react(message, emoji | None)
    block_bot(), unblock_bot(), deactivated = True
    await press(message, "button text or data", seconds=30) -> parameters of answerCallbackQuery
    tap(message, button) -> Press, call(message, "forged data") -> Press; await press.answered()

Chat: id, messages (without deleted ones), every_message, from_bot, find(id), members
Message: message_id, kind, text, caption, entities, photo (bytes), reply_to, deleted, from_bot,
    buttons [Button(text, data, url)], reactions {user_id: [emoji]}, edit_date,
    versions [Version(time, content, markup, .text)], content (JSON), json()
"""

from playground.server.chats import Button, Chat, Message, Version
from playground.server.faults import Fault
from playground.server.media import Attachment
from playground.server.people import Person, Press, forwarded
from playground.server.server import running
from playground.server.specification import Specification, load
from playground.server.world import Call, World

__all__ = [
    "Attachment",
    "Button",
    "Call",
    "Chat",
    "Fault",
    "Message",
    "Person",
    "Press",
    "Specification",
    "Version",
    "World",
    "forwarded",
    "load",
    "running",
]
