"""A brand set up over HTTP by the operator, for the journeys."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

CATEGORIES = ["Strength", "Yoga", "Cycling", "Pilates", "Mobility"]
FEATURES = ["classes", "live_classes", "workout_builder", "nutrition", "coach_connect"]


@dataclass(frozen=True)
class Answer:
    """An HTTP answer; `data` of a success, `code` of a refusal."""

    status: int
    headers: dict[str, str]
    json: Any

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
    """The API as one caller."""

    base_url: str
    headers: dict[str, str] = field(default_factory=dict)

    def signed_in(self, access_token: str) -> "Api":
        return Api(self.base_url, self.headers | {"Authorization": f"Bearer {access_token}"})

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
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return Answer(answer.status, dict(answer.headers), json.loads(answer.read()))
        except urllib.error.HTTPError as refusal:
            with refusal:
                return Answer(refusal.code, dict(refusal.headers), json.loads(refusal.read()))


@dataclass(frozen=True)
class Brand:
    """A client, a key to it, and what it was filled with."""

    name: str
    colour: str
    client_id: int
    key: str
    class_names: list[str]


def until(condition: Callable[[], Any], seconds: float = 20) -> Any:
    """What the condition finds once it holds; fails when it never does."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.1)


def set_up(operator: Api, colour: str, classes: int = 200, minutes: int | None = None) -> Brand:
    """A new brand with five categories, a trainer and `classes` classes by import.

    `minutes`: the length of each; without it they differ.
    """
    slug = f"brand-{uuid4().hex[:12]}"
    name = f"Brand {slug[-4:]}"
    client = operator.post(
        "/admin/clients",
        {
            "name": name,
            "slug": slug,
            "branding": {"primaryColor": colour, "appUrl": f"https://{slug}.example.com"},
            "enabledFeatures": FEATURES,
            "timezone": "Europe/London",
        },
    ).data["client"]
    below = f"/admin/clients/{client['id']}"
    key = operator.post(f"{below}/api-keys", {"kind": "client", "label": "app"}).data["key"]
    trainer = operator.post(f"{below}/trainers", {"name": "Zoë Brontë"}).data["trainer"]["id"]
    categories = [
        operator.post(f"{below}/categories", {"name": category}).data["category"]["id"]
        for category in CATEGORIES
    ]
    lines = [_class_line(number, categories, trainer) for number in range(classes)]
    for line in lines:
        line["duration"] = minutes or line["duration"]
    imported = operator.call(
        "POST",
        f"{below}/classes/import",
        "\n".join(json.dumps(line) for line in lines).encode(),
        {"Content-Type": "application/x-ndjson"},
    )
    assert (imported.status, imported.data["imported"]) == (201, classes)
    return Brand(name, colour, client["id"], key, [line["name"] for line in lines])


def _class_line(number: int, categories: list[int], trainer: int) -> dict[str, Any]:
    words = ["Sunrise", "Powerful", "Gentle", "Rhythm", "Balance"]
    return {
        "name": f"{words[number // 5 % 5]} {CATEGORIES[number % 5]} {number:03d}",
        "description": "Übung für den Rücken" if number % 10 == 0 else "A class for everybody.",
        "categoryId": categories[number % 5],
        "trainerId": trainer,
        "duration": 10 + number % 5 * 10,
        "intensity": ["low", "medium", "high"][number % 3],
        "isPremium": False,
        "equipment": ["mat"] if number % 2 else [],
        "tags": ["café"] if number == 7 else ["demo"],
        "featured": number < 3,
        "publishedAt": f"2026-0{1 + number % 9}-{1 + number % 28:02d}T06:00:00Z",
        "video": {"source": "hls", "ref": f"https://media.example.com/{number}/index.m3u8"},
    }
