"""From what people write about themselves to the library's vocabularies.

Words are read in singular and plural, with blanks, dashes or underscores, in any case. An unknown
injury is refused: what cannot be kept is not promised.
"""

import re
from collections.abc import Iterable, Sequence

from stvos.errors import InvalidInput
from stvos.exercises.vocabulary import Contraindication, Equipment, Level
from stvos.plans.vocabulary import TrainingAim

_NOTHING = frozenset(
    {"none", "no", "nothing", "bodyweight", "body weight", "body only", "no equipment", "na"}
    | {"no injury", "healthy"}
)
_FULL_GYM = frozenset({"gym", "full gym", "everything", "all"})
_EQUIPMENT_WORDS: dict[str, Equipment] = {
    "band": Equipment.RESISTANCE_BAND,
    "bike": Equipment.EXERCISE_BIKE,
    "stationary bike": Equipment.EXERCISE_BIKE,
    "cable": Equipment.CABLE_MACHINE,
    "chin up bar": Equipment.PULL_UP_BAR,
    "cross trainer": Equipment.ELLIPTICAL_TRAINER,
    "dip bar": Equipment.PARALLEL_BARS,
    "dip station": Equipment.PARALLEL_BARS,
    "elliptical": Equipment.ELLIPTICAL_TRAINER,
    "exercise ball": Equipment.STABILITY_BALL,
    "exercise mat": Equipment.MAT,
    "machine": Equipment.WEIGHT_MACHINE,
    "parallel bar": Equipment.PARALLEL_BARS,
    "battle rope": Equipment.BATTLE_ROPES,
    "plyo box": Equipment.BOX,
    "rack": Equipment.SQUAT_RACK,
    "rower": Equipment.ROWING_MACHINE,
    "skipping rope": Equipment.JUMP_ROPE,
    "swiss ball": Equipment.STABILITY_BALL,
    "trx": Equipment.SUSPENSION_TRAINER,
    "weight bench": Equipment.BENCH,
    "yoga mat": Equipment.MAT,
}
_INJURY_WORDS: dict[str, Contraindication] = {
    "acl": Contraindication.KNEE,
    "back": Contraindication.LOWER_BACK,
    "cardiac": Contraindication.HEART_CONDITION,
    "carpal tunnel": Contraindication.WRIST,
    "disc": Contraindication.LOWER_BACK,
    "golfers elbow": Contraindication.ELBOW,
    "hand": Contraindication.WRIST,
    "heart": Contraindication.HEART_CONDITION,
    "herniated disc": Contraindication.LOWER_BACK,
    "hypertension": Contraindication.HIGH_BLOOD_PRESSURE,
    "lumbar": Contraindication.LOWER_BACK,
    "meniscu": Contraindication.KNEE,
    "pregnant": Contraindication.PREGNANCY,
    "rotator cuff": Contraindication.SHOULDER,
    "sciatica": Contraindication.LOWER_BACK,
    "slipped disc": Contraindication.LOWER_BACK,
    "spine": Contraindication.LOWER_BACK,
    "tennis elbow": Contraindication.ELBOW,
}
# What people add to the name of a region.
_BESIDE = re.compile(
    r"\b(?:injur(?:y|ies|ed)|pains?|painful|sore|soreness|bad|weak|left|right|both|my|old|chronic|"
    r"problems?|issues?|ache|disease|surgery|sprain(?:ed)?|strain(?:ed)?|torn|tear)\b"
)
_LEVELS = {
    Level.INTERMEDIATE: ("intermediate", "medium", "regular", "moderate", "active"),
    Level.ADVANCED: ("advanced", "expert", "athlete", "elite", "pro"),
}
_AIMS: tuple[tuple[TrainingAim, tuple[str, ...]], ...] = (
    (TrainingAim.FAT_LOSS, ("lose", "loss", "fat", "slim", "lean", "cut", "tone")),
    (TrainingAim.MUSCLE, ("muscle", "bulk", "mass", "hypertrophy", "gain", "build")),
    (TrainingAim.STRENGTH, ("strength", "strong", "power")),
    (TrainingAim.ENDURANCE, ("endurance", "cardio", "stamina", "run", "marathon", "condition")),
)


def equipment_of(words: Sequence[str], path: str) -> frozenset[Equipment]:
    """What is at hand; raises InvalidInput at the word that is unknown."""
    found: set[Equipment] = set()
    for number, word in enumerate(words):
        known = known_equipment(word)
        if known is None:
            raise InvalidInput.at(f"{path}[{number}]", "is no equipment that exercises need")
        found |= known
    return frozenset(found)


def known_equipment(word: str) -> frozenset[Equipment] | None:
    """The equipment that a word means, perhaps none or all of it; None for an unknown word."""
    said = _normal(word)
    if said in _NOTHING or word.strip().casefold() in _NOTHING:
        return frozenset()
    if said in _FULL_GYM:
        return frozenset(Equipment)
    by_name = {_normal(one.value): one for one in Equipment} | _EQUIPMENT_WORDS
    return frozenset({by_name[said]}) if said in by_name else None


def injuries_of(words: Sequence[str], path: str) -> frozenset[Contraindication]:
    """What keeps from exercises; raises InvalidInput at the word that is unknown."""
    by_name = {_normal(one.value): one for one in Contraindication} | _INJURY_WORDS
    found: set[Contraindication] = set()
    for number, word in enumerate(words):
        said = _normal(word)
        if said in _NOTHING:
            continue
        region = _normal(_BESIDE.sub(" ", _spaced(word)))
        match = by_name.get(said) or by_name.get(region)
        if match is None:
            known = ", ".join(one.value for one in Contraindication)
            raise InvalidInput.at(f"{path}[{number}]", f"must be one of {known}")
        found.add(match)
    return frozenset(found)


def level_of(word: str | None) -> Level:
    """The level that a word says; a beginner's where it says none, which is safe for everybody."""
    said = (word or "").casefold()
    for level, words in _LEVELS.items():
        if any(said.startswith(one) for one in words):
            return level
    return Level.BEGINNER


def aim_of(goals: Iterable[str]) -> TrainingAim:
    """The first goal that says anything of training."""
    for goal in goals:
        folded = goal.casefold()
        for aim, words in _AIMS:
            if any(word in folded for word in words):
                return aim
    return TrainingAim.HEALTH


def _spaced(word: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", word.casefold().replace("'", "")).split())


def _normal(word: str) -> str:
    """Lower case, single blanks, the last word in the singular."""
    spaced = _spaced(word)
    if spaced.endswith("ies"):
        return spaced[:-3] + "y"
    if spaced.endswith(("benches", "boxes")):
        return spaced[:-2]
    return spaced[:-1] if spaced.endswith("s") and not spaced.endswith("ss") else spaced
