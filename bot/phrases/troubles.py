"""What is said when something could not be seen, heard or done, and why."""

from __future__ import annotations

from languages.catalogue import Line, Lines, Words


class Troubles(Words):
    """By the codes of `analysis.errors`, `analysis.report` and `diary.entries`.

    `hindrances` are said where there is no usable face at all, `partly_hindered` beside the curve of
    what could be read.
    """

    hindrances = Lines(
        cut=Line("The face was partly outside the picture. Keep all of it in view next time."),
        small=Line("The face was too small to read. Come a little closer next time."),
        dark=Line("It was too dark to find a face. A brighter place helps."),
        bright=Line("The light was too strong to read the face. Turn a little away from it."),
        blurred=Line("The face was blurred. Wipe the lens and keep the phone still."),
        turned=Line("The face was turned away. Look at the screen now and then."),
    )
    partly_hindered = Lines(
        cut=Line(
            "The face was partly outside the picture much of the time. Keep all of it in view "
            "next time."
        ),
        small=Line(
            "The face was too small to read much of the time. Come a little closer next time."
        ),
        dark=Line("It was too dark to read the face much of the time. A brighter place helps."),
        bright=Line(
            "The light was too strong to read the face much of the time. Turn a little away from "
            "it."
        ),
        blurred=Line(
            "The face was blurred much of the time. Wipe the lens and keep the phone still."
        ),
        turned=Line("The face was turned away much of the time. Look at the screen now and then."),
    )
    warnings = Lines(
        no_face=Line(
            "I found no face, so there is no curve. A bright place and a larger face help."
        ),
        little_face=Line("The face was visible too briefly to name an expression."),
        several_faces=Line("I saw several faces and followed the largest and longest one."),
        no_picture=Line("There was sound but no picture."),
        no_audio=Line("The clip has no sound."),
        no_speech=Line("I heard no speech."),
        speech_model_missing=Line(
            "There is no speech model yet, so the words were not written down. I will add them "
            "once there is."
        ),
        speech_failed=Line("The words could not be written down."),
        words_failed=Line("Key sentences and tags could not be chosen."),
        damaged=Line("Parts of the file are damaged; I skipped those."),
        truncated=Line("The file ends early; I looked at what was there."),
        sparse=Line(
            "This clip takes long to look through; of a part of it I saw only single pictures."
        ),
        unsupported_stream=Line("One part is in a format that I cannot read, so it is left out."),
    )
    reasons = Lines(
        not_a_video=Line(
            "This is not a video, or it is in a format that I cannot read. Please send an mp4."
        ),
        no_moving_picture=Line("It has neither a moving picture nor sound. Please send a video."),
        unreadable=Line("The file is damaged and would not open. Please send the original again."),
        too_long=Line("The clip is too long. Please send it in shorter parts."),
        too_large=Line("The picture is too large. Please lower the resolution."),
        too_much=Line(
            "This file is made so that it asks for far more work than a video does, so I left it "
            "alone. Please send a clip as a camera records it."
        ),
        too_big=Line("The file is too big to fetch. Please shorten or compress it."),
        rejected=Line("I could not read this clip. Please send it in another format."),
        file_gone=Line("Telegram no longer has the file. Please send the clip again."),
        fetch_failed=Line("I could not fetch the file from Telegram. Please try again in a while."),
        worker_died=Line(
            "The analysis stopped several times at this clip. Try again, or record it anew."
        ),
        deadline=Line(
            "The analysis took too long and was stopped. Try a shorter clip, or try again."
        ),
        model_error=Line(
            "A model of the analysis is broken, so a part is missing. I add it once it has been "
            "repaired."
        ),
        analysis_failed=Line("The analysis did not work. Please try again."),
        internal=Line("Something went wrong on my side. Please try again."),
        speech_failed=Line("The words could not be written down. You can try again."),
        words_failed=Line("Key sentences and tags could not be chosen. You can try again."),
        clip_failed=Line("One of the videos could not be analysed. You can try again."),
        clip_rejected=Line("One of the videos could not be read."),
    )
