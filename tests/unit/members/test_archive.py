"""The archive: one JSON document, readable, whole, without secrets."""

import json
from base64 import b64encode
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stvos.members import archive

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)


def archived(items: list[dict[str, Any]], photo: tuple[str, list[bytes]] | None = None) -> Any:
    out = BytesIO()
    archive.write_archive(out, brand="Lift", made_at=NOW, items=items, photo=photo)
    return json.loads(out.getvalue())


def test_an_archive_of_nothing_is_a_document_all_the_same() -> None:
    assert archived([]) == {"format": 1, "exportedAt": NOW.isoformat(), "brand": "Lift"}


def test_sections_are_whole_even_when_their_items_come_in_between() -> None:
    items: list[dict[str, Any]] = [
        {"type": "log", "name": "a"},
        {"type": "session", "id": 1},
        {"type": "log", "name": "b"},
        {"type": "favourite", "class_id": 5},
        {"name": "of a kind that is not known yet"},
    ]

    made = archived(items)

    assert made["progress"] == [{"name": "a"}, {"name": "b"}]
    assert made["sessions"] == [{"id": 1}]
    assert made["favourites"] == [{"classId": 5}]
    assert made["other"] == [{"name": "of a kind that is not known yet"}]


def test_keys_and_secrets_stay_out_at_any_depth() -> None:
    item = {
        "type": "family",
        "pk": "C#1",
        "sk": "F",
        "writer": "w",
        "user_agent": "phone",
        "chain_key": "secret",
        "current_hash": "secret",
        "inner": [{"password_hash": "secret", "kept": {1, 2}}],
        "raw": b"\x00\x01",
    }

    assert archived([item])["devices"] == [
        {"userAgent": "phone", "inner": [{"kept": [1, 2]}], "raw": "AAE="}
    ]


@given(st.lists(st.binary(min_size=3, max_size=3), max_size=5), st.binary(max_size=2))
def test_a_photo_is_whole_however_it_is_cut(pieces: list[bytes], last: bytes) -> None:
    photo = ("image/png", [*pieces, last])

    base64 = archived([], photo)["photo"]["base64"]

    assert b64encode(b"".join(pieces) + last).decode() == base64


def test_large_sections_go_by_way_of_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_IN_MEMORY", 100)
    items = [{"type": "log", "name": "ö" * 50, "id": n} for n in range(200)]

    assert [item["id"] for item in archived(items)["progress"]] == list(range(200))
