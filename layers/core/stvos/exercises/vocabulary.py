"""The closed vocabularies of the exercise library. The values are part of the API.

What every room has (floor, wall, doorway) is not equipment.
"""

from enum import StrEnum
from typing import Final, Literal


class Muscle(StrEnum):
    """What an exercise trains or stretches, as a member would name it."""

    ABDOMINALS = "abdominals"
    ABDUCTORS = "abductors"
    ADDUCTORS = "adductors"
    BICEPS = "biceps"
    CALVES = "calves"
    CHEST = "chest"
    FOREARMS = "forearms"
    GLUTES = "glutes"
    HAMSTRINGS = "hamstrings"
    HIP_FLEXORS = "hip_flexors"
    LATS = "lats"
    LOWER_BACK = "lower_back"
    NECK = "neck"
    OBLIQUES = "obliques"
    QUADRICEPS = "quadriceps"
    ROTATOR_CUFF = "rotator_cuff"
    SHINS = "shins"
    SHOULDERS = "shoulders"
    TRAPEZIUS = "trapezius"
    TRICEPS = "triceps"
    UPPER_BACK = "upper_back"


class Equipment(StrEnum):
    """What must be at hand; an exercise needs everything that it lists."""

    AB_WHEEL = "ab_wheel"
    BARBELL = "barbell"
    BATTLE_ROPES = "battle_ropes"
    BENCH = "bench"
    BOX = "box"
    CABLE_MACHINE = "cable_machine"
    CHAIR = "chair"
    DUMBBELL = "dumbbell"
    ELLIPTICAL_TRAINER = "elliptical_trainer"
    EXERCISE_BIKE = "exercise_bike"
    FOAM_ROLLER = "foam_roller"
    JUMP_ROPE = "jump_rope"
    KETTLEBELL = "kettlebell"
    MAT = "mat"
    MEDICINE_BALL = "medicine_ball"
    PARALLEL_BARS = "parallel_bars"
    PULL_UP_BAR = "pull_up_bar"
    RESISTANCE_BAND = "resistance_band"
    ROWING_MACHINE = "rowing_machine"
    SLED = "sled"
    SQUAT_RACK = "squat_rack"
    STABILITY_BALL = "stability_ball"
    SUSPENSION_TRAINER = "suspension_trainer"
    TREADMILL = "treadmill"
    WEIGHT_MACHINE = "weight_machine"
    WEIGHT_PLATE = "weight_plate"


NoEquipment = Literal["none"]
NO_EQUIPMENT: Final = "none"
"""How a question asks for body weight alone; in an exercise that is an empty list."""


class Level(StrEnum):
    """How much training an exercise presumes."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Pattern(StrEnum):
    """The movement an exercise is built on; a balanced plan takes from each family of them.

    Planks against arching belong to core flexion, planks against turning or tilting to
    anti-rotation.
    """

    SQUAT = "squat"
    HINGE = "hinge"
    LUNGE = "lunge"
    HORIZONTAL_PUSH = "horizontal_push"
    VERTICAL_PUSH = "vertical_push"
    HORIZONTAL_PULL = "horizontal_pull"
    VERTICAL_PULL = "vertical_pull"
    CARRY = "carry"
    ROTATION = "rotation"
    ANTI_ROTATION = "anti_rotation"
    CORE_FLEXION = "core_flexion"
    CORE_EXTENSION = "core_extension"
    ISOLATION = "isolation"
    LOCOMOTION = "locomotion"
    PLYOMETRIC = "plyometric"
    MOBILITY = "mobility"
    STRETCH = "stretch"
    CARDIO = "cardio"


class ExerciseKind(StrEnum):
    """What an exercise is done for."""

    STRENGTH = "strength"
    CARDIO = "cardio"
    MOBILITY = "mobility"
    STRETCH = "stretch"
    PLYOMETRIC = "plyometric"


class Measure(StrEnum):
    """What a set is counted in; each side on its own when the exercise is unilateral."""

    REPS = "reps"
    SECONDS = "seconds"
    METRES = "metres"


class Contraindication(StrEnum):
    """What keeps a member from an exercise: a sore or injured region, or a condition.

    The data errs on the side of caution, by these rules:

    - knee: loaded bending past a third of the range, kneeling, jumping, running;
    - lower_back: heavy load on the spine, unsupported hinging, bending or twisting of the trunk;
    - shoulder: work overhead or with the body's weight on hands or bar, pressing in deep range;
    - wrist: weight on a bent-back hand, hanging, a rack position, a heavy grip;
    - pregnancy: lying flat on back or front, impact, risk of falling, hard twists, great effort;
    - high_blood_pressure: long holds, straining, the head below the heart;
    - heart_condition: straining and all-out intervals;
    - osteoporosis: bending or twisting of the spine under load, impact, risk of falling.
    """

    NECK = "neck"
    SHOULDER = "shoulder"
    ELBOW = "elbow"
    WRIST = "wrist"
    LOWER_BACK = "lower_back"
    HIP = "hip"
    KNEE = "knee"
    ANKLE = "ankle"
    PREGNANCY = "pregnancy"
    HIGH_BLOOD_PRESSURE = "high_blood_pressure"
    HEART_CONDITION = "heart_condition"
    OSTEOPOROSIS = "osteoporosis"
