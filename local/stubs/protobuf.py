"""Protobuf's wire format, as far as these messages need it (protobuf.dev, "Encoding").

LiveKit's client for Python speaks nothing else. Its own classes for the messages are a layer of
the program's, which the stand-in must not need.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from local.stubs.messages import SCHEMAS, Field, MalformedError, Message, empty

_VARINT, _FIXED64, _LENGTH, _FIXED32 = 0, 1, 2, 5
_FIXED = {_FIXED64: 8, _FIXED32: 4}


def decode(schema: str, encoded: bytes) -> Message:
    """A message from its bytes; unknown fields are skipped."""
    named = {field.number: (name, field) for name, field in SCHEMAS[schema].items()}
    found = empty(schema)
    for number, value in _entries(encoded):
        if number not in named:
            continue
        name, field = named[number]
        read = _read(field, value)
        if field.kind == "map":
            found[name] = found[name] | {read["key"]: read["value"]}
        else:
            found[name] = [*found[name], read] if field.repeated else read
    return found


def encode(schema: str, message: Message) -> bytes:
    """The bytes of a message; empty fields are left out."""
    return b"".join(
        _written(field, message[name])
        for name, field in SCHEMAS[schema].items()
        if message.get(name, field.empty) != field.empty
    )


def _entries(encoded: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The fields in their order: numbers with their values, of a fixed width as bytes."""
    at = 0
    while at < len(encoded):
        tag, at = _varint(encoded, at)
        kind = tag & 7
        if kind == _VARINT:
            value, at = _varint(encoded, at)
            yield tag >> 3, value
            continue
        if kind == _LENGTH:
            size, at = _varint(encoded, at)
        elif kind in _FIXED:
            size = _FIXED[kind]
        else:
            raise MalformedError
        if at + size > len(encoded):
            raise MalformedError
        yield tag >> 3, encoded[at : at + size]
        at += size


def _varint(encoded: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place, byte in enumerate(encoded[at : at + 10]):
        value |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            return value, at + place + 1
    raise MalformedError


def _read(field: Field, value: int | bytes) -> Any:
    if isinstance(value, int) != (field.kind in {"int", "int64"}):
        raise MalformedError
    if isinstance(value, int):
        return value
    if field.kind == "string":
        try:
            return value.decode()
        except UnicodeDecodeError:
            raise MalformedError from None
    return decode("Entry" if field.kind == "map" else field.kind, value)


def _written(field: Field, value: Any) -> bytes:
    if field.repeated:
        return b"".join(_written(replace(field, repeated=False), one) for one in value)
    if field.kind == "map":
        entries = [encode("Entry", {"key": key, "value": text}) for key, text in value.items()]
        return b"".join(_with_length(field, entry) for entry in entries)
    if isinstance(value, int):
        return _as_varint(field.number << 3 | _VARINT) + _as_varint(value)
    encoded = value.encode() if field.kind == "string" else encode(field.kind, value)
    return _with_length(field, encoded)


def _with_length(field: Field, encoded: bytes) -> bytes:
    return _as_varint(field.number << 3 | _LENGTH) + _as_varint(len(encoded)) + encoded


def _as_varint(value: int) -> bytes:
    """Seven bits a byte, the least first; all but the last byte have the highest bit set."""
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*written, value])
