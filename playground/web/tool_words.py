"""What the windows, the recorder, groups and the developers' panel of the page say."""

from __future__ import annotations

from languages.catalogue import Line, Words


class Tools(Words):
    """Windows, the recorder, groups, and the panel for developers."""

    # Camera and microphone
    record_note = Line("Round video note")
    record_voice = Line("Voice message")
    camera_asked = Line("Allow the camera and the microphone when the browser asks.")
    camera_insecure = Line(
        "The browser gives the camera only to pages of this machine. Open {address}, or use "
        "the sample clip or a file."
    )
    camera_denied = Line(
        "The browser does not let this page use the camera. Allow it beside the address, then"
        " try again, or use the sample clip or a file."
    )
    camera_none = Line(
        "No camera was found. Use the sample clip or a file, or connect a camera and try again."
    )
    camera_busy = Line(
        "Another program is using the camera. Close it and try again, or use the sample clip "
        "or a file."
    )
    camera_unsupported = Line("This browser cannot record. Use the sample clip or a file.")
    microphone_asked = Line("Allow the microphone when the browser asks.")
    microphone_insecure = Line(
        "The browser gives the microphone only to pages of this machine. Open {address}."
    )
    microphone_denied = Line(
        "The browser does not let this page use the microphone. Allow it beside the address, "
        "then try again."
    )
    microphone_none = Line("No microphone was found. Connect one and try again.")
    microphone_busy = Line("Another program is using the microphone. Close it and try again.")
    microphone_unsupported = Line("This browser cannot record.")
    record = Line("Record", context="picture")
    record_sound = Line("Record", context="sound")
    recording = Line("Recording", context="picture")
    recording_sound = Line("Recording", context="sound")
    pause = Line("Pause")
    paused = Line("Paused")
    go_on = Line("Go on")
    stop = Line("Stop", context="recording")
    again = Line("Again", context="picture")
    again_sound = Line("Again", context="sound")
    try_again = Line("Try again")
    send = Line("Send")
    sending = Line("Sending …")
    use_sample = Line("Sample clip")
    use_file = Line("Choose a file")
    fetching = Line("Preparing the sample clip …")
    sound_on = Line("Sound on")
    sound_off = Line("Sound off")
    too_short = Line("That was too short: a second at least.")
    no_sound_here = Line("No microphone: the note will have no sound.")
    not_playable = Line("This browser cannot show the file. You can send it all the same.")
    note_too_long = Line(
        "A round note lasts at most 60 seconds. Send this file as a video instead?"
    )
    send_as_video = Line("Send as a video")

    # People
    people = Line("People")
    person_here = Line("{name}, that is you")
    person_switch = Line("Be {name}")
    person_waiting = Line("Be {name}, new messages: {count}")
    person_more = Line("Add")
    add_person = Line("Add a person")
    add_person_note = Line("The page speaks the language of who you are.")
    person_name = Line("Name")
    person_language = Line("Language")
    name_missing = Line("Write a name first.")
    add = Line("Add")

    # Groups and channels
    new_group = Line("New group")
    new_channel = Line("New channel")
    group_title = Line("Name of the group")
    channel_title = Line("Name of the channel")
    title_missing = Line("Write a name first.")
    group_people = Line("Who is in it")
    group_with_bot = Line("Add {bot} as well")
    group_kind = Line("Kind of group")
    kind_group = Line("Group")
    kind_group_about = Line("As every group begins.")
    kind_supergroup = Line("Supergroup")
    kind_supergroup_about = Line("A group with all settings, as it becomes later.")
    kind_forum = Line("Group with topics")
    kind_forum_about = Line("Each topic is a conversation of its own.")
    channel_discussed = Line("With a group for comments")
    channel_discussed_about = Line("Each post comes into that group, where people answer it.")
    channel_with_bot = Line("Make {bot} administrator")
    create = Line("Create")
    about_chat = Line("About this chat")
    type_group = Line("Group")
    type_supergroup = Line("Supergroup")
    type_forum = Line("Group with topics")
    type_channel = Line("Channel")
    members_count = Line("Members: {count}")
    members = Line("Members")
    topics = Line("Topics")
    topic_name = Line("New topic")
    you = Line("you")
    bot = Line("bot")
    status_creator = Line("Owner")
    status_administrator = Line("Administrator")
    status_member = Line("Member")
    status_restricted = Line("Restricted")
    promote = Line("Make administrator")
    promote_whom = Line("Make {name} administrator")
    demote = Line("Take rights away")
    demote_whom = Line("Take the rights of {name} away")
    remove = Line("Remove")
    remove_whom = Line("Remove {name}")
    remove_sure = Line("Remove {name} from “{chat}”?")
    rights_of = Line("What {name} may do")
    can_delete_messages = Line("Delete messages")
    can_restrict_members = Line("Remove members")
    can_invite_users = Line("Invite people")
    can_pin_messages = Line("Pin messages")
    can_promote_members = Line("Make administrators")
    can_change_info = Line("Change name and picture")
    can_manage_topics = Line("Manage topics")
    can_post_messages = Line("Post")
    can_edit_messages = Line("Edit posts")
    is_anonymous = Line("Stay hidden behind the group's name")
    add_whom = Line("Add {name}")
    open_discussion = Line("Open the group for comments")
    open_channel = Line("Open the channel")
    migrate = Line("Make it a supergroup")
    leave = Line("Leave")
    leave_sure = Line("Leave “{chat}”?")
    block_bot = Line("Block the bot")
    block_about = Line("A blocked bot cannot write to you.")
    unblock_bot = Line("Unblock the bot")
    blocked_about = Line("You blocked the bot: it cannot write to you.")

    # Inline mode
    inline_results = Line("What can be sent")
    inline_searching = Line("Searching …")
    inline_nothing = Line("Nothing found.")
    inline_where = Line("Where to?")

    # Developers' panel
    panel = Line("What the bot does")
    bot_is_starting = Line("The bot is starting")
    bot_is_running = Line("The bot is running")
    bot_is_stopped = Line("The bot is stopped")
    bot_start = Line("Start")
    bot_stop = Line("Stop", context="program")
    bot_kill = Line("Kill")
    calls = Line("The bot's requests")
    calls_count = Line("Requests: {count}, failed: {failed}")
    calls_filter = Line("Filter requests")
    calls_failed = Line("Only failed ones")
    calls_polls = Line("Polling too")
    call_time = Line("Time")
    call_method = Line("Method")
    call_chat = Line("Chat")
    call_answer = Line("Answer")
    call_error = Line("Error")
    faults = Line("Let something go wrong")
    fault_kind = Line("What")
    fault_methods = Line("Methods")
    fault_count = Line("How often")
    fault_plan = Line("Let it happen")
    fault_clear = Line("Nothing more")
    fault_planned = Line("It will happen at the next fitting request.")
    faults_cleared = Line("Nothing goes wrong on purpose any more.")
    fault_too_many_requests = Line("429: too many requests")
    fault_server_error = Line("502: server error")
    fault_drop_before = Line("Connection lost before it is done")
    fault_drop_after = Line("Connection lost after it is done")
    fault_slow = Line("Slow answer")

    # Sample diary
    story_load = Line("Load a sample")
    story_about = Line(
        "See a full diary at once: two months of a small family. What is there already stays."
    )
    story_loading = Line("Loading the sample …")
    story_progress = Line("{done} of {of}")
    story_failed = Line("The sample could not be loaded. Try again.")
