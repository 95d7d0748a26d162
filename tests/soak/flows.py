"""The flows of a diary, each of which must come to its end, whatever is killed."""

from __future__ import annotations

from bot.phrases import (
    captures,
    deletions,
    edits,
    erasure,
    exports,
    imports,
    invitations,
    shares,
)
from playground.server import Chat, Message, Person
from tests.journeys.people import answers_to, button_texts, picture_card, says_to
from tests.journeys.test_invitations import LINK
from tests.soak.ledger import Once
from tests.soak.life import Life, text_of, with_text

#: How long somebody talks in the clips here, in seconds.
SECONDS = 3

#: The card of a note when it shows all that there is to show.
_AT_REST = (
    "SELECT cards.id FROM cards JOIN entries ON entries.id = cards.entry_id"
    " WHERE cards.chat_id = ? AND cards.reply_to = ? AND cards.shown = cards.wanted"
    " AND entries.state NOT IN ('waiting', 'consent')"
)


def of(person: Person) -> str:
    """The language that somebody reads."""
    return person.language_code or "ko"


# Clips


async def clip(life: Life, person: Person, title: str = "") -> Message:
    """A clip in private; its finished card."""
    if title:
        caption = f"{title}\nWe walked at the river. It was windy and cold. We will come again."
        note = person.send_video(life.shot(), SECONDS, caption=caption)
    else:
        note = person.send_video_note(life.shot(), duration=SECONDS)
    card = await finished(life, person, note)
    _counted(life, note)
    life.ledger.done["private clip"] += 1
    return card


async def finished(life: Life, person: Person, note: Message) -> Message:
    """The card of a note, once nothing more will change; tried again where three workers died."""
    retry = says_to(person).retry_button

    def ended() -> Message | None:
        if not life.rows(_AT_REST, note.chat.id, note.message_id):
            return None
        tried = (m for m in answers_to(note) if retry in button_texts(m))
        return picture_card(note) or next(tried, None)

    while not (found := await life.sees(ended, f"the card of note {note.message_id}")).photo:
        life.ledger.costs["an analysis whose worker died three times"] += 1
        await life.presses(
            person, found, retry, lambda found=found: retry not in button_texts(found) or None
        )
    return found


def _counted(life: Life, note: Message) -> None:
    chat, number = note.chat, note.message_id
    # A lone line that the bot did not live to learn of says no more than that the clip is here.
    life.once(f"card: {chat.id}/{number}", lambda: [m for m in answers_to(note) if m.photo])
    life.once(
        f"card or stray line: {chat.id}/{number}",
        lambda: sorted(answers_to(note), key=lambda m: not m.photo),
    )
    query = "SELECT id FROM clips WHERE chat_id = ? AND message_id = ?"
    life.once(f"entry: {chat.id}/{number}", lambda: life.rows(query, chat.id, number))


async def asked(life: Life, note: Message, button: str) -> Message:
    """The question below a note; a stray one before it has the same words."""
    return await life.sees(
        lambda: next((m for m in answers_to(note)[::-1] if button in button_texts(m)), None),
        "the question below a note",
    )


async def group_clip(life: Life, group: Chat, person: Person) -> Message:
    """A note in a group, whose author says that it may be kept, this once."""
    words = captures.words_in(of(person))
    note = person.send_video_note(life.shot(), duration=SECONDS, chat=group)
    asks = await asked(life, note, words.once_button)
    await life.presses(
        person,
        asks,
        words.once_button,
        lambda: asks.deleted or words.once_button not in button_texts(asks) or None,
    )
    card = await finished(life, person, note)
    _counted(life, note)
    life.ledger.done["group clip with consent"] += 1
    return card


# What is said and done about entries


async def comment(life: Life, card: Message, author: Person, guest: Person) -> None:
    """A guest says something; its author hears of it once."""
    said = life.name("comment")
    message = guest.send_text(said, reply_to=card)
    await life.sees(lambda: with_text(author.chat, said) or None, "the notice of a comment")
    life.once(f"comment notice: {said}", lambda: with_text(author.chat, said))
    query = "SELECT id FROM comments WHERE text = ? AND message_id = ?"
    life.once(f"comment: {said}", lambda: life.rows(query, said, message.message_id))
    life.ledger.done["comment"] += 1


async def share(life: Life, person: Person, group: Chat, own: Message, title: str) -> None:
    """An entry is shown in a group and taken back."""
    words = shares.words_in(of(person))

    def place() -> str | None:
        return next((b.text for b in own.buttons if (b.data or "").startswith("shareto:")), None)

    found = await life.presses(person, own, words.share_button, place)
    await life.presses(person, own, found, lambda: words.send_button in button_texts(own) or None)
    shown = words.shown_in(group.profile["title"])
    await life.presses(person, own, words.send_button, lambda: with_text(group, title) or None)
    await life.sees(lambda: shown in text_of(own) or None, "where it is shown")
    there = [m for m in group.from_bot if title in text_of(m)]
    entry = await life.known(
        lambda: life.rows("SELECT id FROM entries WHERE title = ?", title)[0][0]
    )
    query = "SELECT id FROM shares WHERE entry_id = ?"
    life.once(f"share: {title}", lambda: life.rows(query, entry))
    assert len(there) - 1 <= sum(life.ledger.is_explained(m) for m in there), f"TWICE share {title}"
    take_back = words.take_back_button(group.profile["title"])
    await life.presses(
        person, own, take_back, lambda: words.take_back_sure in button_texts(own) or None
    )
    await life.presses(
        person, own, words.take_back_sure, lambda: take_back not in button_texts(own) or None
    )
    await life.sees(lambda: not with_text(group, title) or None, "a share that is taken back")
    life.ledger.done["share and take-back"] += 1


async def edit(life: Life, person: Person, own: Message) -> str:
    """Another title, a tag and another day, all as answers to the card; the title."""
    words, title, tag = edits.words_in(of(person)), life.name("Title"), life.name("tag")
    for text, answer in (
        (f"title: {title}", words.title_is(title)),
        (f"#{tag}", words.tags_are(f"#{tag}")),
    ):
        person.send_text(text, reply_to=own)
        life.ledger.promise(_answer(life, person, text, answer))
    person.send_text("date: 2026-11-01", reply_to=own)
    await life.sees(
        lambda: (title in (own.caption or "") and f"#{tag}" in (own.caption or "")) or None,
        "an edited card",
    )
    query = "SELECT id FROM entries WHERE title = ? AND day = '2026-11-01'"
    await life.sees(lambda: life.rows(query, title) or None, "another day")
    life.once(f"edit: {title}", lambda: life.rows(query, title))
    life.ledger.done["edit of title, tags and day"] += 1
    return title


def _answer(life: Life, person: Person, text: str, answer: str) -> Once:
    """A plain answer: a kill may cost it, and then only it."""
    killed = len(life.ledger.kills)
    return Once(
        f"plain answer: {text}",
        lambda: with_text(person.chat, answer),
        lambda: len(life.ledger.kills) > killed,
    )


async def delete_and_undo(life: Life, person: Person, own: Message, title: str) -> None:
    """An entry goes, and comes back."""
    more = shares.words_in(of(person)).more_button
    words = deletions.words_in(of(person))
    await life.presses(person, own, more, lambda: words.delete_button in button_texts(own) or None)
    await life.presses(
        person, own, words.delete_button, lambda: words.sure_button in button_texts(own) or None
    )
    await life.presses(
        person, own, words.sure_button, lambda: words.back_button in button_texts(own) or None
    )
    assert title not in (own.caption or "")
    await life.presses(person, own, words.back_button, lambda: title in (own.caption or "") or None)
    query = "SELECT id FROM entries WHERE title = ? AND state = 'done'"
    life.once(f"undo: {title}", lambda: life.rows(query, title))
    life.ledger.done["delete and undo"] += 1


# Invitations


async def invite(life: Life, owner: Person, title: str) -> None:
    """A link, a newcomer who follows it, and who hears of that."""
    words, name = invitations.words_in(of(owner)), life.name("Mina")

    def later(sent: Message, button: str) -> Message | None:
        return next(
            (
                m
                for m in owner.chat.from_bot
                if m.message_id > sent.message_id and button in button_texts(m)
            ),
            None,
        )

    asked: list[Message] = []
    page = await life.does(
        lambda: asked.append(owner.send_text("/invite")),
        lambda: later(asked[0], words.one_button),
        "/invite",
    )
    made = await life.presses(
        owner, page, words.one_button, lambda: later(page, words.revoke_button)
    )
    found = LINK.search(made.text or "")
    assert found is not None
    guest = life.town.newcomer(of(owner), name)
    offer = await life.does(
        lambda: guest.open_link(found[0]),
        lambda: next(
            (m for m in guest.chat.from_bot if words.accept_button in button_texts(m)), None
        ),
        "an invitation's link",
    )
    # Who presses again, since the bot died before it answered, hears that they are in it.
    welcome = [_plain(line) for line in (words.accepted(title), words.member_already(title))]
    await life.presses(
        guest,
        offer,
        words.accept_button,
        lambda: any(line in text_of(offer) for line in welcome) or None,
    )
    await life.sees(lambda: with_text(owner.chat, words.joined(name, title)) or None, "who joined")
    life.once(f"joined notice: {name}", lambda: with_text(owner.chat, words.joined(name, title)))
    query = (
        "SELECT members.state FROM members JOIN persons ON persons.id = person_id"
        " WHERE telegram_id = ? AND members.state = 'member'"
    )
    life.once(f"member: {name}", lambda: life.rows(query, guest.id))
    life.ledger.done["invitation and acceptance"] += 1


def _plain(text: str) -> str:
    return text.replace("<b>", "").replace("</b>", "")


# Out and in


def documents(person: Person) -> list[Message]:
    """The ZIP files that the bot has sent."""
    return [m for m in person.chat.from_bot if m.content.get("document") is not None]


async def export(life: Life, person: Person) -> bytes:
    """All of it, in files; the newest of them."""
    words = exports.words_in(of(person))
    before = len(documents(person))

    def offer() -> Message | None:
        newest = person.chat.from_bot[::-1]
        return next((m for m in newest if words.all_button in button_texts(m)), None)

    asks = await life.does(lambda: person.send_text("/export"), offer, "/export")
    await life.presses(
        person, asks, words.all_button, lambda: words.all_button not in button_texts(asks) or None
    )
    over = words.done("~", "~").partition("~")[0].replace("<b>", "").replace("</b>", "").strip()
    failed = words.failed

    def ended() -> Message | None:
        return asks if over in (asks.text or "") or failed in (asks.text or "") else None

    await life.sees(ended, "the end of an export")
    if failed in (asks.text or ""):
        raise AssertionError("LOST export: it was given up")
    parts = documents(person)[before:]
    life.once(f"export: {person.id}/{asks.message_id}", lambda: parts)
    life.ledger.done["export"] += 1
    return person.chat.files.again(parts[-1].content["document"]["file_id"]).content


async def bring(life: Life, person: Person, archive: bytes, entries: int) -> None:
    """What somebody exported comes in here, once, and is taken out again."""
    words = imports.words_in(of(person))
    sent = person.send_document(archive, "application/zip", file_name="mind-gitter.zip")

    def page(button: str) -> Message | None:
        """The newest: a bot that died before it knew the number of its message writes another."""
        newest = (m for m in person.chat.from_bot[::-1] if m.message_id > sent.message_id)
        return next((m for m in newest if button in button_texts(m)), None)

    def undone() -> bool:
        later = (m for m in person.chat.from_bot if m.message_id > sent.message_id)
        return any(words.undone in text_of(m) for m in later)

    found = await life.sees(lambda: page(words.bring_button), "what is in an archive")
    before = len(await life.known(lambda: life.town.entries(person)))
    over = await life.presses(
        person, found, words.bring_button, lambda: page(words.undo_button) or None
    )
    brought = len(await life.known(lambda: life.town.entries(person))) - before
    assert brought == entries, f"import brought {brought} of {entries}"
    await life.presses(person, over, words.undo_button, lambda: undone() or None)
    await life.sees(lambda: len(life.town.entries(person)) == before or None, "an undone import")
    life.ledger.done["import and undo"] += 1


async def forget(life: Life, language: str) -> None:
    """Somebody comes, sends a clip, and wants to be forgotten."""
    person = await life.resident(language, life.name("Gone"))
    person.send_video_note(life.room(), duration=2)
    words = erasure.words_in(language)
    page = await life.does(
        lambda: person.send_text("/forgetme"),
        lambda: next(
            (m for m in person.chat.from_bot if words.go_on_button in button_texts(m)), None
        ),
        "/forgetme",
    )
    hint = words.hint.split("\n")[-1]

    def asks() -> list[Message]:
        return [m for m in person.chat.from_bot if hint in text_of(m)]

    await life.presses(person, page, words.go_on_button, lambda: asks() or None)
    head = words.headings["receipt"]
    under_way = "SELECT 1 FROM erasures WHERE telegram_id = ?"
    # A bot that died before it knew the number of its question has asked once more.
    await life.does(
        lambda: person.send_text(hint, reply_to=asks()[-1]),
        lambda: with_text(person.chat, head) or life.rows(under_way, person.id) or None,
        "the word of an erasure",
    )
    await _swept(life, person, head)
    life.once(f"erasure receipt: {person.id}", lambda: with_text(person.chat, head))
    query = "SELECT id FROM persons WHERE telegram_id = ?"
    await life.sees(lambda: not life.rows(query, person.id) or None, "an erased person")
    life.ledger.done["/forgetme"] += 1


async def _swept(life: Life, person: Person, head: str) -> None:
    """The receipt. The file is written anew at most every five minutes: nobody waits so long."""
    later = "not_before > datetime('now', '+9 seconds')"
    sweeping = f"SELECT 1 FROM erasures WHERE state = 'sweeping' AND {later}"  # noqa: S608
    soon = "UPDATE erasures SET not_before = NULL WHERE state = 'sweeping'"

    def look() -> object:
        return with_text(person.chat, head) or life.rows(sweeping) or None

    await life.sees(look, "a file to be written anew")
    while not with_text(person.chat, head):
        await life.at_death(lambda: life.town.bot.change(soon))
        await life.sees(look, "the file written anew")


async def own_entries(life: Life, person: Person) -> int:
    """How many entries an export of somebody's holds; once none of them is in work."""
    ready = "SELECT id FROM entries WHERE id = ? AND state = 'waiting'"
    them = await life.known(lambda: life.town.entries(person))
    for entry in them:
        await life.sees(lambda e=entry: not life.rows(ready, e["id"]) or None, "an entry")
    found = await life.known(lambda: life.town.entries(person))
    return len([entry for entry in found if entry["state"] == "done"])
