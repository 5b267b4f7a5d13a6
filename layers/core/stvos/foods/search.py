"""Finding foods by name: beginnings of words, one typo in longer ones, the best first."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from stvos.foods.models import Food
from stvos.foods.table import foods
from stvos.text import Vocabulary, query_words, words_of

_WHOLE, _BEGUN, _MISTYPED = 3, 2, 1


# The table says it the British way; these find it too.
_OTHER_NAMES = {
    "aubergine": "eggplant",
    "beetroot": "beet",
    "butter beans": "lima beans",
    "chickpea": "garbanzo",
    "coriander": "cilantro",
    "courgette": "zucchini",
    "crisps": "chips",
    "passata": "tomato puree sauce",
    "half cream": "light cream",
    "mangetout": "snow peas",
    "mince": "ground",
    "pepper, raw": "bell capsicum",
    "porridge": "oatmeal",
    "prawns": "shrimp",
    "rapeseed": "canola",
    "rocket": "arugula",
    "semi-skimmed": "reduced fat",
    "skimmed": "fat free",
    "soya": "soy",
    "soya drink": "milk",
    "spring onions": "scallions",
    "swede": "rutabaga",
    "sweetcorn": "corn maize",
    "tinned": "canned",
    "whipping cream": "heavy double",
    "wholemeal": "whole wheat",
    "yogurt": "yoghurt",
}


@dataclass(frozen=True, slots=True)
class _Index:
    vocabulary: Vocabulary
    foods_of: dict[str, frozenset[int]]
    first_words: dict[int, str]


@lru_cache(maxsize=1)
def _index() -> _Index:
    places: dict[str, set[int]] = defaultdict(set)
    first_words: dict[int, str] = {}
    for food in foods().values():
        words = words_of(food.name)
        first_words[food.id] = words[0]
        for word in (*words, *words_of(_also_called(food.name))):
            places[word].add(food.id)
    foods_of = {word: frozenset(found) for word, found in places.items()}
    return _Index(Vocabulary.of(foods_of), foods_of, first_words)


def _also_called(name: str) -> str:
    folded = name.casefold()
    return " ".join(other for british, other in _OTHER_NAMES.items() if british in folded)


def search(text: str = "") -> list[Food]:
    """The foods whose names have every word of the text, or its beginning, or it with a typo.

    Whole words come before beginnings, and these before typos; then what the name begins with;
    then the shorter name. An empty text finds everything by name, one without words nothing.
    """
    wanted = query_words(text)
    if not wanted:
        return [] if text.strip() else list(foods().values())
    scores: dict[int, int] | None = None
    for word in wanted:
        found = _found(word)
        scores = (
            found if scores is None else {f: scores[f] + s for f, s in found.items() if f in scores}
        )
    table, first_words = foods(), _index().first_words

    def place(food_id: int) -> tuple[int, bool, int, str]:
        name = table[food_id].name
        begins = first_words[food_id].startswith(wanted[0])
        return -(scores or {})[food_id], not begins, len(name), name

    return [table[food_id] for food_id in sorted(scores or {}, key=place)]


def _found(word: str) -> dict[int, int]:
    """The foods that have a word, each with how well it is met."""
    index = _index()
    scores: dict[int, int] = {}
    for spelt in index.vocabulary.misspelt(word):
        scores |= dict.fromkeys(index.foods_of[spelt], _MISTYPED)
    for begun in index.vocabulary.completions(word):
        scores |= dict.fromkeys(index.foods_of[begun], _BEGUN)
    for whole in _forms(word):
        scores |= dict.fromkeys(index.foods_of.get(whole, ()), _WHOLE)
    return scores


def _forms(word: str) -> tuple[str, ...]:
    """A word and its singular or plural, so that `eggs` finds the egg."""
    return (word, word[:-1]) if word.endswith("s") else (word, word + "s")


def with_word(text: str) -> frozenset[int]:
    """The foods that have every word of the text in their names, whole, in singular or plural."""
    wanted = query_words(text)
    found = [
        frozenset().union(*(_index().foods_of.get(form, ()) for form in _all_forms(word)))
        for word in wanted
    ]
    return frozenset.intersection(*found) if found else frozenset()


def _all_forms(word: str) -> set[str]:
    """`berries` and `berry`, `tomatoes` and `tomato`, `eggs` and `egg`."""
    forms = {word, word + "s", word + "es"}
    if word.endswith("ies"):
        forms.add(word[:-3] + "y")
    if word.endswith("y"):
        forms.add(word[:-1] + "ies")
    return forms | {word.removesuffix("s"), word.removesuffix("es")}


def known_as(name: str) -> Food | None:
    """The food that a name means without doubt: it has every word of the name, whole. Of several
    it is the one with the fewest other words; None where there is none.
    """
    found = with_word(name)
    table = foods()
    ordered = sorted(found, key=lambda food: (len(words_of(table[food].name)), food))
    return table[ordered[0]] if ordered else None
