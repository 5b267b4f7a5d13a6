"""Calls of the stand-ins over HTTP, as the providers' clients make them."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from typing import Any

from local.stubs.marks import HEADER, NAME


@dataclass(frozen=True)
class Answer:
    """What came back; that it says that it is a stand-in's is seen to."""

    status: int
    content_type: str
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


def post(url: str, body: bytes, *, method: str = "POST", **headers: str) -> Answer:
    """Headers are given as `content_type`, `authorization`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, data=body, method=method, headers=named)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return _read(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as refusal:
        with refusal:
            return _read(refusal.code, refusal.headers, refusal.read())


def _read(status: int, headers: Message, body: bytes) -> Answer:
    assert headers[HEADER] == NAME
    return Answer(status, headers.get_content_type(), body)
