"""The lines of an import."""

import json
from codecs import BOM_UTF8
from typing import Any

import pytest

from stvos.errors import InvalidInput, PayloadTooLarge, UnsupportedMediaType
from stvos.operators.imports import MOST_BYTES, MOST_LINES, read_lines

NDJSON = "application/x-ndjson"
LINE: dict[str, Any] = {
    "name": "Morning Flow",
    "categoryId": 5,
    "trainerId": 6,
    "duration": 20,
    "intensity": "low",
    "video": {"source": "vimeo", "ref": "76979871"},
}


def body_of(count: int, end: bytes = b"") -> bytes:
    return b"\n".join([json.dumps(LINE).encode()] * count) + end


def test_a_thousand_lines_are_read_and_one_more_is_not() -> None:
    assert len(read_lines(NDJSON, body_of(MOST_LINES))) == MOST_LINES

    with pytest.raises(InvalidInput) as refused:
        read_lines(NDJSON, body_of(MOST_LINES + 1))
    assert refused.value.fields[0].path == "lines"


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n", b"\n\n", b"\r\n \t\r\n\n"])
def test_the_last_line_may_end_or_not(end: bytes) -> None:
    assert len(read_lines(NDJSON, body_of(3, end))) == 3


def test_lines_may_end_as_on_windows() -> None:
    assert len(read_lines(NDJSON, body_of(3).replace(b"\n", b"\r\n"))) == 3


def test_blank_lines_are_no_classes_but_are_counted_as_lines() -> None:
    assert len(read_lines(NDJSON, b"\n" + body_of(2) + b"\n \r\n" + body_of(1))) == 3
    assert len(read_lines(NDJSON, body_of(MOST_LINES).replace(b"\n", b"\n\n"))) == MOST_LINES

    with pytest.raises(InvalidInput) as refused:
        read_lines(NDJSON, b"\n" + body_of(2) + b"\n\n{}")
    assert {field.path.partition(".")[0] for field in refused.value.fields} == {"lines[4]"}


def test_a_byte_order_mark_may_begin_the_file_and_nothing_else() -> None:
    assert len(read_lines(NDJSON, BOM_UTF8 + body_of(2))) == 2

    with pytest.raises(InvalidInput) as refused:
        read_lines(NDJSON, BOM_UTF8 + body_of(1) + b"\n" + BOM_UTF8 + body_of(1))
    assert [field.path for field in refused.value.fields] == ["lines[1]"]


@pytest.mark.parametrize("body", [b"", b"\n", b" \r\n\n", BOM_UTF8, BOM_UTF8 + b"\n"])
def test_a_file_without_a_class_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_lines(NDJSON, body)

    assert [field.path for field in refused.value.fields] == ["lines"]


def test_every_wrong_line_is_named_up_to_fifty() -> None:
    with pytest.raises(InvalidInput) as refused:
        read_lines(NDJSON, b"\n".join([b"{"] * 80))

    assert [f.path for f in refused.value.fields] == [f"lines[{n}]" for n in range(50)]


def test_a_field_with_a_strange_name_is_named_in_plain_text() -> None:
    with pytest.raises(InvalidInput) as refused:
        read_lines(NDJSON, json.dumps(LINE | {"é\r\n": 1}).encode())

    assert refused.value.fields[0].path == "lines[0].???"


@pytest.mark.parametrize("media_type", ["", "application/json", "text/plain", "x-ndjson"])
def test_another_media_type_is_refused(media_type: str) -> None:
    with pytest.raises(UnsupportedMediaType):
        read_lines(media_type, body_of(1))


def test_the_media_type_may_name_its_character_set() -> None:
    assert len(read_lines("Application/X-NDJSON; charset=utf-8", body_of(1))) == 1


def test_too_much_is_refused_before_it_is_read() -> None:
    with pytest.raises(PayloadTooLarge):
        read_lines(NDJSON, b" " * (MOST_BYTES + 1))
