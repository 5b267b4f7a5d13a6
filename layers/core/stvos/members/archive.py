"""The archive of everything held of a member: JSON, written piece by piece.

Items come in the order of their keys, an archive is in sections. Each section grows in a file of
its own, on disk as soon as it is large, so memory stays bounded however much there is.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from pydantic.alias_generators import to_camel

from stvos.dynamodb.keys import KEY_ATTRIBUTES
from stvos.dynamodb.marshal import Item

_IN_MEMORY = 1_000_000
# What makes the item findable, or would let a caller in: nothing about the member.
_TECHNICAL = KEY_ATTRIBUTES | {"writer", "type", "expires", "chain_key", "file"}
_SECTIONS = {
    "account": "account",
    "family": "devices",
    "session": "sessions",
    "watched_day": "watchedDays",
    "favourite": "favourites",
    "live_place": "liveClasses",
    "log": "progress",
    "log_day": "progressDays",
    "log_year": "progressYears",
    "export_job": "exports",
    "membership": "partner",
    "subscription": "programmes",
    "nutrition_plan": "nutritionPlans",
    "workout_plan": "workoutPlans",
    "workout_plan_version": "workoutPlans",
    "class_plan": "classPlans",
    "class_plan_version": "classPlans",
    "onboarded": "onboarding",
    "coaching_talk": "voiceCoach",
    "hume_chat": "voiceChats",
    "voice_transcript": "voiceTranscripts",
    "food_scan": "foodScans",
    "trainer_client": "trainers",
    "booking": "bookings",
    "seat": "groupClasses",
    "member_use": "useForPartner",
    "member_day": "useForPartnerDays",
    "member_month": "useForPartnerMonths",
}
# Pointers from one item to another and what is worked out from others, without content of its own.
_POINTERS = {
    "log_place",
    "open_session",
    "sign_out",
    "watched_year",
    "member_place",
    "member_word",
    "membership_gone",
    "subscriber",
    "diary_day",
    "food_scan_gone",
    "first_plans",
}


def write_archive(
    out: IO[bytes],
    *,
    brand: str,
    made_at: datetime,
    items: Iterable[Item],
    photo: tuple[str, Iterable[bytes]] | None,
) -> None:
    """Write the archive of a member's items and photo (media type and content) to `out`."""
    head = {"format": 1, "exportedAt": made_at.isoformat(), "brand": brand}
    with ExitStack() as files:
        sections: dict[str, IO[bytes]] = {}
        for item in items:
            if item.get("type") in _POINTERS:
                continue
            name = _section(item)
            if name not in sections:
                sections[name] = files.enter_context(SpooledTemporaryFile(_IN_MEMORY))
            else:
                sections[name].write(b",\n")
            sections[name].write(_json(_readable(item)))
        out.write(_json(head)[:-1])
        for name, content in sorted(sections.items()):
            out.write(b",\n" + _json(name) + b": [\n")
            out.writelines(_pieces(content))
            out.write(b"\n]")
        if photo:
            media_type, pieces = photo
            out.write(b',\n"photo": {"contentType": ' + _json(media_type) + b', "base64": "')
            out.writelines(b64encode(piece) for piece in pieces)
            out.write(b'"}')
        out.write(b"}\n")


def _section(item: Item) -> str:
    kind = str(item.get("type", "other"))
    return _SECTIONS.get(kind) or to_camel(kind)


def _readable(value: Any) -> Any:
    """Without keys and secrets, and with the names that the API uses."""
    if isinstance(value, dict):
        return {
            to_camel(str(name)): _readable(inner)
            for name, inner in value.items()
            if name not in _TECHNICAL and not str(name).endswith("_hash")
        }
    if isinstance(value, list | tuple):
        return [_readable(inner) for inner in value]
    if isinstance(value, set | frozenset):
        return sorted(_readable(inner) for inner in value)
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _pieces(content: IO[bytes]) -> Iterator[bytes]:
    content.seek(0)
    while piece := content.read(65_536):
        yield piece
