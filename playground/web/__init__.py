"""The page of the playground: a chat in the browser on the stand-in's world, for people to try.

It is served beside the Bot API by the same process, on loopback only. Every request names who
looks with `?as=PERSON_ID`; a person sees the chats that they are in, as in Telegram.

GET /                    the page; /static/… its modules, styles and icons; nothing from elsewhere
GET /media/FILE_ID       a file's bytes with its type (Range is understood); what a browser could
                         run is only ever saved
GET /media/sample        the clip that stands in for a camera, made when it is first asked for
GET /api/events?as=ID    server-sent events, each with one JSON object; at first everything there is
    hello    {viewer, language, words: {key: text}, now, sample: url | null, kept}; times are unix
             seconds everywhere; `sample` is a clip that stands in for a camera (its bytes can be
             fetched), `kept` whether the chats outlive this process; `viewer` is another than was
             asked for where nobody here has that id
    people   {people: [{id, name, first_name, last_name, username, language}]}
    bot      {id, name, username, description, state: "starting" | "running" | "stopped"}
    chats    {chats: [Chat]}: all of them anew, the latest first
    messages {messages: [Message]}: new or changed ones; at first all (200 an event)
    gone     {messages: [{chat, id}]}: deleted ones
    action   {chat, action}: "typing", "upload_photo" … as sendChatAction said; for 5 seconds
    calls    {calls: [{number, time, method, chat, outcome, status, told, error}]}: the bot's
             requests; `told` is a short text of its parameters, without what is said in chats
             that are not open to the viewer; at first the last 200
    story    {state: "none" | "loading" | "done" | "failed", done, of}
    unread   {people: {id: count}}: what came for the others since anybody last looked as them
             (an open stream counts as looking); the viewer is not in it; at first and when changed
    Chat:    {id, type, title, forum, topics: [{id, name}], members: [{id, name, status, is_bot}],
             mine: my status, bot: the bot's status, can_write, started (private: was START
             pressed), linked: chat id of a discussion or its channel | null, migrated_to: chat id
             of the supergroup that it became | null, pinned: [message id],
             commands: [{command, description}], keyboard: null | {message, placeholder,
             rows: [[{text, request: null | "users" | "location" | …, most: how many users}]]} (a
             ForceReply has rows []), last: null | {id, date, from, kind, text}}
    Message: {chat, id, from: {id, name, is_bot}, mine (may be edited and deleted), date,
             edited: time | null, kind: as the stand-in's, or "service", text, entities: [{type,
             offset, length, url, user, language}] (UTF-16 units, as in the Bot API),
             media: null | {url, mime, file_name, size, duration, width, height, spoiler},
             location: null | {latitude, longitude}, reply_to: null | {id, from, kind,
             text}, topic: id | null, buttons: [[{text, kind: "callback" | "url" | "inline" |
             "inline_here" | "copy" | "other", value}]], reactions: [{emoji, count, mine}],
             forwarded: name | null, via: name | null, album: text | null, is_protected, seen}
POST /api/ACT?as=ID      what a person does; JSON in, JSON out; 4xx: {error: a sentence}
    send     {chat, text, reply_to, topic, anonymous} -> {message}
    media    multipart: `file`, and `meta` as JSON {chat, kind, duration, caption, reply_to, topic,
             file_name} -> {message}; what a browser recorded becomes what the apps would send
    press    {chat, message, data} -> {text, alert, url}; {} where the bot did not answer in time
    react    {chat, message, emoji | null}; edit {chat, message, text}; delete {chat, message}
    forward  {chat, message, to} -> {message}; location {chat, latitude, longitude}
    pick     {chat, message, button, people: [id]}: the answer to a "users" button
    inline   {chat, query, offset} -> {ask, results: [{id, title, description}], button: text |
             null, next}; inline_choose {ask, result} -> {message}; inline_button {ask}
    open     {url, chat} -> {did: "sent" | "added" | "joined" | "requested" | "refused", chat}
    people   {first_name, language, username} -> {person}
    group    {title, people: [id], supergroup, forum, with_bot} -> {chat}
    channel  {title, people: [id], discussed, with_bot} -> {chat}
    member   {chat, person (or the bot's id), status: "member" | "administrator" | "left" |
             "kicked", rights} ; topic {chat, name} -> {topic}; migrate {chat} -> {chat}
    block    {blocked}; bot {do: "start" | "stop" | "kill"}; story {}
    fault    {kind, methods, count} | {clear: true}
"""
