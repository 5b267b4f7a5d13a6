"""Words of goals, specialisations, levels and languages, and what they have in common.

A theme is what a newcomer wants and a trainer teaches, under whatever name. Words are compared
without case and accents, by their beginnings where the list has a stem.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from stvos.text import fold

_THEMES = {
    "strength": r"strength|strong|muscle|hypertrophy|bodybuild|(?:weight|power) ?lift|toning|tone",
    "weight loss": r"weight loss|(?:lose|losing|loose) (?:some )?weight|fat|slim|burn|calorie",
    "endurance": r"cardio|endurance|stamina|run|marathon|triathlon|cycl|swim|hiit|conditioning",
    "mobility": r"mobil|flexib|stretch|yoga|pilates|posture",
    "recovery": r"rehab|injur|recover|physio|back pain|knee pain|shoulder pain",
    "relaxation": r"stress|relax|sleep|mindful|meditat|breath|calm",
    "nutrition": r"nutrition|diet|eating|meal",
    "pregnancy": r"pregnan|prenatal|postnatal|postpartum",
}
_LEVELS = {
    "beginner": r"beginner|novice|starter|new|none|low|easy",
    "intermediate": r"intermediate|medium|some|moderate",
    "advanced": r"advanced|expert|athlete|pro|professional|high|elite|competi",
}
_LANGUAGES = {
    "en": "english",
    "de": "german deutsch",
    "fr": "french francais",
    "es": "spanish espanol castellano",
    "it": "italian italiano",
    "pt": "portuguese portugues",
    "nl": "dutch nederlands",
    "pl": "polish polski",
    "tr": "turkish turkce",
    "ru": "russian",
    "ar": "arabic",
    "zh": "chinese mandarin",
    "ja": "japanese",
    "hi": "hindi",
    "sv": "swedish svenska",
}
_CODES = {name: code for code, names in _LANGUAGES.items() for name in (code, *names.split())}
_THEME_PATTERNS = {name: re.compile(rf"\b(?:{words})") for name, words in _THEMES.items()}
_LEVEL_PATTERNS = {name: re.compile(rf"\b(?:{words})") for name, words in _LEVELS.items()}
# Words that say nothing about what is taught.
_EMPTY = frozenset({"training", "fitness", "workout", "the", "and", "for", "with", "more", "get"})


def themes(texts: Iterable[str]) -> frozenset[str]:
    """The themes that these texts are about."""
    return frozenset().union(*map(_themes_of, texts))


def levels(texts: Iterable[str]) -> frozenset[str]:
    """The levels of experience that these texts name."""
    return frozenset().union(*map(_levels_of, texts))


def words(texts: Iterable[str]) -> frozenset[str]:
    """The words of these texts that can be compared with others."""
    return frozenset().union(*map(_words_of, texts))


def languages(names: Iterable[str]) -> frozenset[str]:
    """Languages by their codes, or by name where the list does not have them."""
    return frozenset(map(_language, names))


@lru_cache(maxsize=4096)
def _themes_of(text: str) -> frozenset[str]:
    folded = fold(text)
    return frozenset(name for name, pattern in _THEME_PATTERNS.items() if pattern.search(folded))


@lru_cache(maxsize=4096)
def _levels_of(text: str) -> frozenset[str]:
    folded = fold(text)
    return frozenset(name for name, pattern in _LEVEL_PATTERNS.items() if pattern.search(folded))


@lru_cache(maxsize=4096)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(w for w in re.findall(r"[a-z]{3,}", fold(text)) if w not in _EMPTY)


@lru_cache(maxsize=1024)
def _language(name: str) -> str:
    folded = fold(name.strip())
    return _CODES.get(folded) or _CODES.get(re.split(r"[-_ (]", folded)[0]) or folded
