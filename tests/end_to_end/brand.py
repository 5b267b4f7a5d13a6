"""Brands set up over HTTP by the operator, for the journeys. No two share a name."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.end_to_end.api import Api

FEATURES = [
    "classes", "live_classes", "workout_builder", "nutrition", "coach_connect", "ai_coach",
]  # fmt: skip
ACCENTED = "Übung für den Rücken"
CLASSES = 200


@dataclass(frozen=True)
class Vocabulary:
    """What a brand calls its things, and its colour."""

    name: str
    colour: str
    categories: tuple[str, ...]
    words: tuple[str, ...]
    trainers: tuple[str, str]


HARVEST = Vocabulary(
    "Harvest Hall",
    "#7c3aed",
    ("Strength", "Yoga", "Cycling", "Pilates", "Mobility"),
    ("Sunrise", "Powerful", "Gentle", "Rhythm", "Balance"),
    ("Zoë Brontë", "Abel Okoro"),
)
LANTERN = Vocabulary(
    "Lantern Loft",
    "#be123c",
    ("Kettlebells", "Stretching", "Spinning", "Barre", "Breathwork"),
    ("Moonlit", "Thunder", "Velvet", "Cascade", "Harbour"),
    ("Renée Dvořák", "Idris Bello"),
)
QUARRY = Vocabulary(
    "Quarry Club",
    "#0f766e",
    ("Boxing", "Meditation", "Rowing", "Climbing", "Recovery"),
    ("Granite", "Whisper", "Festival", "Compass", "Orchard"),
    ("Chloë Muñoz", "Tomas Lind"),
)

ARCHIVE = Vocabulary(
    "Archive Athletics",
    "#b45309",
    ("Fencing", "Juggling", "Parkour", "Archery", "Skating"),
    ("Amber", "Copper", "Ivory", "Jade", "Onyx"),
    ("Søren Ibsen", "Wanda Kowal"),
)


@dataclass(frozen=True)
class Brand:
    """A client, a key to it, and what it was filled with: `lines` are the imported classes."""

    vocabulary: Vocabulary
    client_id: int
    key: str
    categories: dict[str, int]
    trainers: dict[str, int]
    lines: list[dict[str, Any]]
    live_class: str

    @property
    def class_names(self) -> list[str]:
        return [line["name"] for line in self.lines]

    @property
    def names(self) -> set[str]:
        """Every name of it that an answer might show."""
        words = self.vocabulary
        named = {words.name, words.colour, self.live_class, *words.categories, *words.trainers}
        return named | set(self.class_names)


def set_up(
    operator: Api, words: Vocabulary, *, is_default: bool = False, classes: int = CLASSES
) -> Brand:
    """A new brand with branding, features, a key, categories, trainers, classes by import, and a
    live class to come.
    """
    slug = f"brand-{uuid4().hex[:12]}"
    client = operator.post(
        "/admin/clients",
        {
            "name": words.name,
            "slug": slug,
            "branding": {"primaryColor": words.colour, "appUrl": f"https://{slug}.example.com"},
            "enabledFeatures": FEATURES,
            "isDefault": is_default,
            "timezone": "Europe/London",
        },
    ).data["client"]
    below = f"/admin/clients/{client['id']}"
    key = operator.post(f"{below}/api-keys", {"kind": "client", "label": "app"}).data["key"]
    trainers = {
        name: operator.post(f"{below}/trainers", {"name": name}).data["trainer"]["id"]
        for name in words.trainers
    }
    categories = {
        name: operator.post(f"{below}/categories", {"name": name}).data["category"]["id"]
        for name in words.categories
    }
    lines = [_line(number, classes, words, categories, trainers) for number in range(classes)]
    imported = operator.call(
        "POST",
        f"{below}/classes/import",
        "\n".join(json.dumps(line) for line in lines).encode(),
        {"Content-Type": "application/x-ndjson"},
    )
    assert (imported.status, imported.data["imported"]) == (201, classes)
    live = _live(words, categories, trainers)
    assert operator.post(f"{below}/live-classes", live).status == 201
    return Brand(words, client["id"], key, categories, trainers, lines, live["name"])


def _line(
    number: int,
    of_all: int,
    words: Vocabulary,
    categories: dict[str, int],
    trainers: dict[str, int],
) -> dict[str, Any]:
    """One class of the import: the first lasts a minute, the last four came this week."""
    category = words.categories[number % 5]
    age = timedelta(days=of_all - number + (0 if number >= of_all - 4 else 20))
    return {
        "name": f"{words.words[number // 5 % 5]} {category} {number:03d}",
        "description": ACCENTED if number % 10 == 0 else "A class for everybody.",
        "categoryId": categories[category],
        "trainerId": trainers[words.trainers[number % 2]],
        "duration": 10 + number % 5 * 10 if number else 1,
        "intensity": ["low", "medium", "high"][number % 3],
        "isPremium": False,
        "equipment": ["mat"] if number % 2 else [],
        "tags": ["café"] if number == 7 else ["demo"],
        "featured": number < 3,
        "publishedAt": (datetime.now(UTC) - age).isoformat(timespec="milliseconds"),
        "video": {"source": "hls", "ref": f"https://media.example.com/{number}/index.m3u8"},
    }


def _live(
    words: Vocabulary, categories: dict[str, int], trainers: dict[str, int]
) -> dict[str, Any]:
    starts = datetime.now(UTC) + timedelta(hours=2)
    return {
        "name": f"{words.words[0]} Live",
        "categoryId": categories[words.categories[0]],
        "trainerId": trainers[words.trainers[0]],
        "startsAt": starts.isoformat(timespec="milliseconds"),
        "duration": 45,
    }
