"""What the headers of a clip say, checked before anything of it is decoded."""

from __future__ import annotations

import re
from typing import Any, Final

import av

from analysis import containers
from analysis.containers import Container
from analysis.errors import TooLarge, TooLong, TooMuch, Unreadable
from analysis.limits import Limits

# As Matroska muxers write it: 00:00:06.040000000.
_DURATION_TAG: Final = re.compile(r"(\d{1,4}):(\d\d):(\d\d(?:\.\d{1,9})?)")
#: A camera writes two streams and perhaps some of data; a film of several languages has a dozen.
_MOST_STREAMS: Final = 64
#: 22.2 surround has 24 channels; converters sell no faster sampling.
_MOST_CHANNELS: Final = 24
_MOST_RATE: Final = 384_000


def demuxer(file: Any, container: Container, limits: Limits) -> Any:
    """The file as FFmpeg sees it: forced format, listed decoders, nothing else to be opened.

    Raises Unreadable, or TooMuch where it wants more streams or memory than a clip.
    """
    decoders = ",".join(sorted(container.video | containers.AUDIO_CODECS))
    try:
        return av.open(
            file,
            "r",
            format=container.demuxer,
            metadata_errors="replace",
            buffer_size=1 << 18,
            options={"threads": "1", "max_pixels": str(limits.pixels)},
            container_options={
                "max_streams": str(_MOST_STREAMS),
                "format_whitelist": "mov,matroska,webm,avi,mpegts,mpeg,ogg,mp3,wav",
                "codec_whitelist": decoders,
                "protocol_whitelist": "none",
            },
        )
    except MemoryError as error:  # no header of a clip takes it, however large the clip
        raise TooMuch from error
    except (av.FFmpegError, ValueError) as error:
        raise Unreadable from error


def chosen(streams: Any, allowed: frozenset[str]) -> Any:
    """The stream that is read: of the listed ones the largest, the first among equals."""
    usable = [s for s in streams if _decoder(s) in allowed and not _is_cover(s) and _is_heard(s)]
    return max(usable, key=_weight, default=None)


def _is_heard(stream: Any) -> bool:
    """Whether it is a picture, or sound as somebody could record it."""
    context = stream.codec_context
    if stream.type != "audio":
        return True
    has_rate = 0 < context.sample_rate <= _MOST_RATE
    return bool(has_rate and 0 < context.channels <= _MOST_CHANNELS)


def _weight(stream: Any) -> int:
    context = stream.codec_context
    return int(context.width * context.height) if stream.type == "video" else 0


def unsupported(source: Any, container: Container) -> set[str]:
    """Kinds of streams that are there in formats off the list only."""
    allowed = {"video": container.video, "audio": containers.AUDIO_CODECS}
    kinds: dict[str, bool] = {}
    for stream in source.streams:
        if stream.type in allowed and not _is_cover(stream):
            listed = _decoder(stream) in allowed[stream.type] and _is_heard(stream)
            kinds[stream.type] = kinds.get(stream.type, False) or listed
    return {kind for kind, listed in kinds.items() if not listed}


def _decoder(stream: Any) -> str:
    context = stream.codec_context
    return "" if context is None else str(context.codec.name)


def _is_cover(stream: Any) -> bool:
    """Whether the stream is the cover picture of a sound file."""
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def header_seconds(source: Any, container: Container) -> float:
    """The duration by the header, 0 where it has none. Matroska counts it from time stamp zero."""
    skipped = source.start_time or 0 if container is containers.MATROSKA else 0
    return float(max(0, (source.duration or 0) - max(0, skipped)) / av.time_base)


def expected_seconds(source: Any, container: Container, chosen: list[Any]) -> float:
    """When the streams that are read end by the header, 0 where it does not say.

    The container's own duration counts every stream, so it is asked only where there is no other.
    """
    if container.endless:
        return 0.0
    whole_s = header_seconds(source, container)
    ends = [_own_end(stream, source.start_time) for stream in chosen]
    known = [end for end in ends if end is not None]
    if len(known) == len(ends):
        return min(whole_s, max(known))
    others = any(s.type in {"video", "audio"} and s not in chosen for s in source.streams)
    return 0.0 if others else whole_s


def _own_end(stream: Any, start_time: int | None) -> float | None:
    """When one stream ends by its own header: seconds from the start of the clip, None unknown.

    Matroska has no field for it; its muxers write a tag, and count from time stamp zero.
    """
    start_s = float((start_time or 0) / av.time_base)
    if stream.duration is not None:
        end = (stream.start_time or 0) + stream.duration
        return float(end * stream.time_base) - start_s
    tag = _DURATION_TAG.match(stream.metadata.get("DURATION", ""))
    if tag is None:
        return None
    hours, minutes, seconds = map(float, tag.groups())
    return 3600 * hours + 60 * minutes + seconds - start_s


def check(header_s: float, picture: Any, limits: Limits) -> None:
    """Raises TooLong and TooLarge, and ties the decoder of the picture to one thread and a size."""
    if header_s > limits.end_s:
        raise TooLong
    if picture is None:
        return
    context = picture.codec_context
    if context.width * context.height > limits.pixels:
        raise TooLarge
    context.thread_count = 1
    context.thread_type = "NONE"
    context.options = {"max_pixels": str(limits.pixels)}
