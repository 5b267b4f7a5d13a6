"""The plate that the stand-in for Gemini sees on every photo."""

from typing import Any

_RICE = {
    "name": "white rice, boiled",
    "portion": "1 bowl",
    "grams": 150,
    "confidence": 0.9,
    "per_100g": {
        "calories": 130, "protein": 2.7, "carbs": 28, "fat": 0.3, "fiber": 0.4, "sugar": 0.1,
        "sodium": 1, "cholesterol": 0, "alcohol": 0,
    },
    "alternatives": ["brown rice, boiled"],
}  # fmt: skip
_CHICKEN = {
    "name": "chicken breast, roasted",
    "portion": "1 piece",
    "grams": 120,
    "confidence": 0.8,
    "per_100g": {
        "calories": 165, "protein": 31, "carbs": 0, "fat": 3.6, "fiber": 0, "sugar": 0,
        "sodium": 74, "cholesterol": 85, "alcohol": 0,
    },
    "alternatives": [],
}  # fmt: skip
_SAUCE = {
    "name": "sTvOS stand-in sauce",
    "portion": "2 tablespoons",
    "grams": 40,
    "confidence": 0.5,
    "per_100g": {
        "calories": 300, "protein": 2, "carbs": 6, "fat": 30, "fiber": 1, "sugar": 2,
        "sodium": 400, "cholesterol": 5, "alcohol": 0,
    },
    "alternatives": [],
}  # fmt: skip
PLATE: dict[str, Any] = {
    "is_food": True,
    "confidence": 0.8,
    "foods": [_RICE, _CHICKEN, _SAUCE],
}
