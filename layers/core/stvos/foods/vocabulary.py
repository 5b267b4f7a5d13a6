"""The closed vocabularies of the food table. The values are part of the API."""

from enum import StrEnum


class FoodCategory(StrEnum):
    """Where a food is found in a shop; shopping lists are sorted by it."""

    VEGETABLES = "vegetables"
    FRUITS = "fruits"
    GRAINS = "grains"
    BREAD = "bread"
    LEGUMES = "legumes"
    NUTS_AND_SEEDS = "nuts_and_seeds"
    DAIRY = "dairy"
    EGGS = "eggs"
    FISH = "fish"
    POULTRY = "poultry"
    MEAT = "meat"
    FATS = "fats"
    CONDIMENTS = "condiments"
    SPICES = "spices"
    SWEETS = "sweets"
    SNACKS = "snacks"
    MEALS = "meals"
    DRINKS = "drinks"


class Allergen(StrEnum):
    """The fourteen of Regulation (EU) No 1169/2011, annex II."""

    GLUTEN = "gluten"
    CRUSTACEANS = "crustaceans"
    EGGS = "eggs"
    FISH = "fish"
    PEANUTS = "peanuts"
    SOYBEANS = "soybeans"
    MILK = "milk"
    NUTS = "nuts"
    CELERY = "celery"
    MUSTARD = "mustard"
    SESAME = "sesame"
    SULPHITES = "sulphites"
    LUPIN = "lupin"
    MOLLUSCS = "molluscs"


class Trait(StrEnum):
    """What a food contains besides allergens that keeps a member from it.

    - fodmap: enough fermentable sugars in a usual portion to be left out on a low-FODMAP diet;
    - no_scales: seafood without fins and scales;
    - rennet: cheese that is by its rules made with rennet of a calf's stomach.
    """

    MEAT = "meat"
    PORK = "pork"
    HONEY = "honey"
    ALCOHOL = "alcohol"
    FODMAP = "fodmap"
    NO_SCALES = "no_scales"
    RENNET = "rennet"
