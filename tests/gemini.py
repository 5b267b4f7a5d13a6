"""Gemini's stand-in, set up as this deployment's model, and what it is to answer."""

import json
from typing import Any

import pytest

from local.stubs.servers import StandIns
from local.stubs.vertex import Scripted

PER_100G = {
    "calories": 141, "protein": 2.7, "carbs": 28, "fat": 0.3, "fiber": 0.4, "sugar": 0.1,
    "sodium": 1, "cholesterol": 0, "alcohol": 0,
}  # fmt: skip
RICE: dict[str, Any] = {
    "name": "white rice, boiled",
    "portion": "1 bowl",
    "grams": 150,
    "confidence": 0.9,
    "per_100g": PER_100G,
    "alternatives": ["brown rice, boiled"],
}
SAUCE: dict[str, Any] = {
    "name": "green herb sauce of the house",
    "portion": "2 tablespoons",
    "grams": 40,
    "confidence": 0.6,
    "per_100g": {
        "calories": 300, "protein": 2, "carbs": 6, "fat": 30, "fiber": 1, "sugar": 2,
        "sodium": 400, "cholesterol": 5, "alcohol": 0,
    },
    "alternatives": [],
}  # fmt: skip


def plate(*foods: dict[str, Any], **fields: Any) -> str:
    """What the model says of a photo with these foods."""
    shown = {"is_food": bool(foods), "confidence": 0.8, "foods": list(foods)}
    return json.dumps(shown | fields)


def as_model(stand_ins: StandIns, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the stand-in be what this deployment asks."""
    parameters = stand_ins.parameters
    monkeypatch.setenv("VERTEX_PROJECT", parameters["VertexProject"])
    monkeypatch.setenv("VERTEX_API_ENDPOINT", parameters["VertexApiEndpoint"])
    monkeypatch.setenv("VERTEX_CREDENTIALS", parameters["VertexCredentials"])
    stand_ins.gemini.script.clear()
    stand_ins.gemini.questions.clear()


def answers(stand_ins: StandIns, *texts: str) -> None:
    """What it is to say next, whole."""
    stand_ins.gemini.script.extend(Scripted(text) for text in texts)
