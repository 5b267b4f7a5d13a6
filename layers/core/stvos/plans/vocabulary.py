"""The words of workout plans."""

from enum import StrEnum

from stvos.exercises.vocabulary import Level, Pattern


class TrainingAim(StrEnum):
    """What a member trains for."""

    STRENGTH = "strength"
    MUSCLE = "muscle"
    ENDURANCE = "endurance"
    FAT_LOSS = "fat_loss"
    HEALTH = "health"


class Intensity(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Part(StrEnum):
    """What an exercise does in a session."""

    WARM_UP = "warm_up"
    MAIN = "main"
    CONDITIONING = "conditioning"
    COOL_DOWN = "cool_down"


class MovementFamily(StrEnum):
    """The movements that recover together: none is trained on two days in a row."""

    PUSH = "push"
    PULL = "pull"
    LOWER = "lower"


FAMILIES: dict[Pattern, MovementFamily] = {
    Pattern.SQUAT: MovementFamily.LOWER,
    Pattern.HINGE: MovementFamily.LOWER,
    Pattern.LUNGE: MovementFamily.LOWER,
    Pattern.HORIZONTAL_PUSH: MovementFamily.PUSH,
    Pattern.VERTICAL_PUSH: MovementFamily.PUSH,
    Pattern.HORIZONTAL_PULL: MovementFamily.PULL,
    Pattern.VERTICAL_PULL: MovementFamily.PULL,
}
CORE = (
    Pattern.ANTI_ROTATION,
    Pattern.CORE_FLEXION,
    Pattern.CORE_EXTENSION,
    Pattern.ROTATION,
)
RANKS = {level: rank for rank, level in enumerate(Level)}
