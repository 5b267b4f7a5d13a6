"""The closed vocabularies of nutrition plans. The values are part of the API."""

from enum import StrEnum


class MealType(StrEnum):
    BREAKFAST = "breakfast"
    LUNCH = "lunch"
    DINNER = "dinner"
    SNACK = "snack"


class Diet(StrEnum):
    """What a member does not eat by choice, faith or health; `restrictions.py` says what."""

    VEGETARIAN = "vegetarian"
    VEGAN = "vegan"
    PESCATARIAN = "pescatarian"
    HALAL = "halal"
    KOSHER = "kosher"
    GLUTEN_FREE = "gluten_free"
    LACTOSE_FREE = "lactose_free"
    LOW_FODMAP = "low_fodmap"


class Aim(StrEnum):
    """What the energy of a plan is for."""

    LOSE = "lose"
    KEEP = "keep"
    GAIN = "gain"
