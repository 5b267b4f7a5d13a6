"""The API over HTTP, as one caller, and waiting for what comes later."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

# One call at a time: one beside another would start a process of its own for each function.
_TURN = Lock()


@dataclass(frozen=True)
class Answer:
    """An HTTP answer; `data` of a success, `code` of a refusal, `text` of what is no JSON."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def data(self) -> Any:
        assert self.status < 400, self.json
        return self.json["data"]

    @property
    def code(self) -> str:
        assert self.status >= 400, self.json
        return str(self.json["code"])


@dataclass(frozen=True)
class Api:
    """The API as one caller. `heard`: every answer so far, as text."""

    base_url: str
    headers: dict[str, str] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list, compare=False)

    def signed_in(self, access_token: str) -> "Api":
        return replace(self, headers=self.headers | {"Authorization": f"Bearer {access_token}"})

    def get(self, path: str, **query: object) -> Answer:
        sent = {name.rstrip("_"): str(value) for name, value in query.items()}
        return self.call("GET", path + ("?" + urllib.parse.urlencode(sent) if sent else ""))

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.call("POST", path, body, headers)

    def put(self, path: str, body: Any = None) -> Answer:
        return self.call("PUT", path, body)

    def delete(self, path: str, body: Any = None) -> Answer:
        return self.call("DELETE", path, body)

    def call(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> Answer:
        content = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
        request = urllib.request.Request(
            self.base_url + path,
            method=method,
            data=None if method == "GET" else content,
            headers={"Content-Type": "application/json", **self.headers, **(headers or {})},
        )
        with _TURN:
            answer = _answered(request)
        self.heard.append(answer.text)
        return answer


def _answered(request: urllib.request.Request) -> Answer:
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return Answer(answer.status, dict(answer.headers), answer.read().decode())
    except urllib.error.HTTPError as refusal:
        with refusal:
            return Answer(refusal.code, dict(refusal.headers), refusal.read().decode())


def until(condition: Callable[[], Any], seconds: float = 20, pause: float = 0.1) -> Any:
    """What the condition finds once it holds; fails when it never does."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        assert time.monotonic() < end, "it never happened"
        time.sleep(pause)
