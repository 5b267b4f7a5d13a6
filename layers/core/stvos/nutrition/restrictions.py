"""What a member does not eat: diets, allergies and single foods, read from their words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from stvos.errors import FieldError, InvalidInput
from stvos.foods.search import with_word
from stvos.foods.vocabulary import Allergen, Trait
from stvos.nutrition.dishes import Dish
from stvos.nutrition.vocabulary import Diet

type Contents = frozenset[Allergen | Trait]

_SEAFOOD: Contents = frozenset({Allergen.FISH, Allergen.CRUSTACEANS, Allergen.MOLLUSCS})
_VEGETARIAN: Contents = _SEAFOOD | {Trait.MEAT, Trait.RENNET}
# Halal and kosher by the ingredients; whether meat was slaughtered so is the shop's to say.
EXCLUDED: dict[Diet, Contents] = {
    Diet.VEGETARIAN: _VEGETARIAN,
    Diet.VEGAN: _VEGETARIAN | {Allergen.MILK, Allergen.EGGS, Trait.HONEY},
    Diet.PESCATARIAN: frozenset({Trait.MEAT, Trait.RENNET}),
    Diet.HALAL: frozenset({Trait.PORK, Trait.ALCOHOL}),
    Diet.KOSHER: frozenset({Trait.PORK, Trait.NO_SCALES, Trait.RENNET}),
    Diet.GLUTEN_FREE: frozenset({Allergen.GLUTEN}),
    Diet.LACTOSE_FREE: frozenset({Allergen.MILK}),
    Diet.LOW_FODMAP: frozenset({Trait.FODMAP}),
}
_MEAT_AND_MILK: Contents = frozenset({Trait.MEAT, Allergen.MILK})

# Other words for the same, without blanks, dashes, and an ending such as "free" or "allergy".
_DIET_WORDS = {
    "veggie": Diet.VEGETARIAN,
    "ovolactovegetarian": Diet.VEGETARIAN,
    "plantbased": Diet.VEGAN,
    "pescetarian": Diet.PESCATARIAN,
    "lactose": Diet.LACTOSE_FREE,
    "lactoseintolerance": Diet.LACTOSE_FREE,
    "lactoseintolerant": Diet.LACTOSE_FREE,
    "gluten": Diet.GLUTEN_FREE,
    "coeliac": Diet.GLUTEN_FREE,
    "celiac": Diet.GLUTEN_FREE,
    "coeliacdisease": Diet.GLUTEN_FREE,
    "celiacdisease": Diet.GLUTEN_FREE,
    "fodmap": Diet.LOW_FODMAP,
    "lowfodmap": Diet.LOW_FODMAP,
} | {diet.value.replace("_", ""): diet for diet in Diet}
_CONTENT_WORDS: dict[str, Contents] = {
    "wheat": frozenset({Allergen.GLUTEN}),
    "cereals": frozenset({Allergen.GLUTEN}),
    "crustacean": frozenset({Allergen.CRUSTACEANS}),
    "prawn": frozenset({Allergen.CRUSTACEANS}),
    "prawns": frozenset({Allergen.CRUSTACEANS}),
    "shrimp": frozenset({Allergen.CRUSTACEANS}),
    "shellfish": frozenset({Allergen.CRUSTACEANS, Allergen.MOLLUSCS}),
    "seafood": _SEAFOOD,
    "mollusc": frozenset({Allergen.MOLLUSCS}),
    "mollusk": frozenset({Allergen.MOLLUSCS}),
    "mollusks": frozenset({Allergen.MOLLUSCS}),
    "egg": frozenset({Allergen.EGGS}),
    "peanut": frozenset({Allergen.PEANUTS}),
    "groundnut": frozenset({Allergen.PEANUTS}),
    "soy": frozenset({Allergen.SOYBEANS}),
    "soya": frozenset({Allergen.SOYBEANS}),
    "soybean": frozenset({Allergen.SOYBEANS}),
    "dairy": frozenset({Allergen.MILK}),
    "cowsmilk": frozenset({Allergen.MILK}),
    "milkprotein": frozenset({Allergen.MILK}),
    "nut": frozenset({Allergen.NUTS, Allergen.PEANUTS}),
    "nuts": frozenset({Allergen.NUTS, Allergen.PEANUTS}),
    "treenut": frozenset({Allergen.NUTS}),
    "treenuts": frozenset({Allergen.NUTS}),
    "sesameseeds": frozenset({Allergen.SESAME}),
    "sulphite": frozenset({Allergen.SULPHITES}),
    "sulfite": frozenset({Allergen.SULPHITES}),
    "sulfites": frozenset({Allergen.SULPHITES}),
    "sulphurdioxide": frozenset({Allergen.SULPHITES}),
    "lupine": frozenset({Allergen.LUPIN}),
    "meat": frozenset({Trait.MEAT}),
    "redmeat": frozenset({Trait.MEAT}),
    "pork": frozenset({Trait.PORK}),
    "alcohol": frozenset({Trait.ALCOHOL}),
    "honey": frozenset({Trait.HONEY}),
}
_CONTENT_WORDS |= {
    allergen.value: frozenset({allergen})
    for allergen in Allergen
    if allergen.value not in _CONTENT_WORDS
}
_NO_RESTRICTION = frozenset({"", "none", "no", "nothing", "na", "omnivore"})
_BEFORE = re.compile(r"^(no|without|avoid|allergic to|allergy to)\s+")
_AFTER = re.compile(r"[\s_-]*(free|allergy|allergies|allergic|diet|intolerance|intolerant)$")
_PARTING = re.compile(r"[\s_'’-]+")


@dataclass(frozen=True, slots=True)
class Restrictions:
    """What keeps a dish from a member's plan."""

    excluded: Contents = frozenset()
    foods: frozenset[int] = frozenset()
    parts_meat_and_milk: bool = False

    @classmethod
    def of_words(cls, restrictions: Iterable[str], allergies: Iterable[str], path: str) -> Self:
        """Raises InvalidInput for a word that nothing is known by: what cannot be kept is never
        promised. `path`: of what has the fields `dietaryRestrictions` and `allergies`.
        """
        excluded: set[Allergen | Trait] = set()
        foods: set[int] = set()
        parts_meat_and_milk = False
        unknown: list[FieldError] = []
        fields = (("dietaryRestrictions", restrictions), ("allergies", allergies))
        for name, words in fields:
            for at, text in enumerate(words):
                word = _bare(text)
                if word in _NO_RESTRICTION:
                    continue
                diet = _DIET_WORDS.get(word)
                if diet is not None:
                    excluded |= EXCLUDED[diet]
                    parts_meat_and_milk |= diet is Diet.KOSHER
                elif word in _CONTENT_WORDS:
                    excluded |= _CONTENT_WORDS[word]
                elif found := with_word(_AFTER.sub("", _BEFORE.sub("", text.strip().casefold()))):
                    foods |= found
                else:
                    message = f"no diet, allergen or food is known as {text.strip()!r}"
                    unknown.append(FieldError(f"{path}.{name}[{at}]", message))
        if unknown:
            raise InvalidInput.of(unknown)
        return cls(frozenset(excluded), frozenset(foods), parts_meat_and_milk)

    def allow(self, dish: Dish) -> bool:
        """Whether a member may eat this dish."""
        if dish.contains & self.excluded or dish.has_food(self.foods):
            return False
        return not (self.parts_meat_and_milk and dish.contains >= _MEAT_AND_MILK)


def _bare(text: str) -> str:
    """A word as the lists above have it: `Gluten-free` is `glutenfree`, `no pork` is `pork`."""
    folded = _BEFORE.sub("", text.strip().casefold())
    whole = _PARTING.sub("", folded)
    return whole if whole in _DIET_WORDS else _PARTING.sub("", _AFTER.sub("", folded))
