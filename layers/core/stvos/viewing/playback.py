"""Addresses that videos play from: signed for two hours at most where the video is ours."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from stvos.catalogue.models import Video, VideoSource
from stvos.providers.downloads import signed_url

LIFETIME = timedelta(hours=2)
_KINDS: dict[VideoSource, Literal["mp4", "vimeo", "hls"]] = {
    VideoSource.S3: "mp4",
    VideoSource.VIMEO: "vimeo",
    VideoSource.HLS: "hls",
}


@dataclass(frozen=True, slots=True)
class Playback:
    """How a member's player gets a video, and where it goes on."""

    url: str
    kind: Literal["mp4", "vimeo", "hls"]
    expires_at: datetime
    resume_position_seconds: int


def playback_of(video: Video, now: datetime, resume_position_seconds: int) -> Playback:
    """The address of a video; a bare Vimeo id becomes its player's address."""
    match video.source:
        case VideoSource.S3:
            url = signed_url(video.ref, LIFETIME)
        case VideoSource.VIMEO if video.ref.isascii() and video.ref.isdigit():
            url = f"https://player.vimeo.com/video/{video.ref}"
        case _:
            url = video.ref
    return Playback(url, _KINDS[video.source], now + LIFETIME, resume_position_seconds)
