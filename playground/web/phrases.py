"""What the page says, in every language; its modules get each sentence under its name here.

A class for each part of the page: `told` hands all of them over. A gap like {name} is filled by
whoever shows the sentence.
"""

from __future__ import annotations

from languages.catalogue import Line, Words
from playground.web.chat_words import Chat
from playground.web.tool_words import Tools


class Refusals(Words):
    """Why something was not done."""

    not_understood = Line("The page asked for something that makes no sense. Reload it.")
    unknown_person = Line("This person is not here. Reload the page.")
    unknown_chat = Line("This chat is not there, or not open to you.")
    unknown_message = Line("This message is no longer there.")
    unknown_button = Line("This button is no longer there.")
    unknown_people = Line("Choose people who are here.")
    cannot_write = Line("You cannot write in this chat.")
    bot_blocked = Line("You blocked the bot. Unblock it to write again.")
    moved_away = Line("This group became a supergroup. Write there.")
    text_empty = Line("Write something first.")
    text_too_long = Line("That is too long: {limit} characters are the limit.")
    not_yours = Line("Only your own messages can be changed.")
    not_deletable = Line("You may not delete this message.")
    protected = Line("This message is protected: it cannot be forwarded.")
    not_admin = Line("Only an administrator with this right can do that.")
    only_owner = Line("Only the owner of the group can do that.")
    no_forum = Line("Only a group with topics has them.")
    no_inline = Line("The bot did not offer this, or the list is too old.")
    too_many_people = Line("Choose from 1 to {limit} people.")
    name_needed = Line("Write a name first.")
    name_taken = Line("Somebody here has this username already.")
    bad_username = Line("A username has 5 to 32 letters, digits or underscores.")
    foreign_link = Line("This link leads out of the playground.")
    not_possible = Line("Telegram would not allow that here.")
    file_missing = Line("Choose a file first.")
    file_empty = Line("The file is empty. Record or choose another one.")
    file_too_large = Line("The file is too large: {limit} MB is the limit.")
    file_unreadable = Line("The file cannot be read. Record or choose another one.")
    file_slow = Line("Preparing the file took too long. Try a shorter one.")
    not_written = Line("The file could not be stored. Is the disk full?")
    no_picture = Line("There is no moving picture in it. Record again, with the camera.")
    no_sound = Line("There is no sound in it. Record again, with the microphone.")
    no_sample = Line("The sample clip could not be made.")
    unknown_fault = Line("The playground knows no such fault.")
    story_loading = Line("The story is being loaded already.")
    no_story = Line("There is no story to load here.")
    bot_elsewhere = Line("The bot was not started by this page.")


class Services(Words):
    """What happened in a chat."""

    made_group = Line("{who} made the group")
    made_channel = Line("The channel was made")
    discussion = Line("{title} · comments")
    joined = Line("{who} joined")
    added = Line("{who} added {whom}")
    left = Line("{who} left")
    removed = Line("{who} removed {whom}")
    titled = Line("{who} named the chat “{title}”")
    new_picture = Line("{who} changed the picture")
    no_picture = Line("{who} removed the picture")
    became_supergroup = Line("The group became a supergroup")
    pinned = Line("{who} pinned a message")
    topic_made = Line("{who} began the topic “{title}”")
    topic_changed = Line("{who} changed the topic")
    topic_closed = Line("{who} closed the topic")
    topic_reopened = Line("{who} opened the topic again")
    shared = Line("{who} chose {whom}")
    other = Line("{who} sent something that the playground cannot show")


class Common(Words):
    """Said everywhere on the page."""

    unreachable = Line("The playground does not answer. Is it still running?")
    ok = Line("OK")
    cancel = Line("Cancel")
    close = Line("Close")
    sure = Line("Are you sure?")
    notice = Line("Notice")


PARTS: tuple[type[Words], ...] = (Common, Chat, Tools)


def told(language: str) -> dict[str, str]:
    """Every sentence that the page's modules say, by its name."""
    return {
        name: getattr(part.of(language), name)
        for part in PARTS
        for name, line in vars(part).items()
        if isinstance(line, Line)
    }
