"""The library against a reference of exercises, where that file is at hand."""

import json
import re
from typing import Any, Final

from local.place import ROOT
from stvos.exercises.library import search

REFERENCE: Final = ROOT.parent / "shared" / "data" / "exercise_reference.json"
# Where the reference's word is not ours.
MUSCLES: Final = {
    "middle back": {"upper_back", "lats"},
    "traps": {"trapezius"},
    "abdominals": {"abdominals", "obliques"},
    "shoulders": {"shoulders", "rotator_cuff"},
}
EQUIPMENT: Final = {
    "bands": "resistance_band",
    "kettlebells": "kettlebell",
    "cable": "cable_machine",
    "machine": "weight_machine",
    "exercise ball": "stability_ball",
    "medicine ball": "medicine_ball",
    "foam roll": "foam_roller",
    "e-z curl bar": "barbell",
}
UNSAID: Final = {"body only", "other", None}
# Ours is done without a bar.
ANOTHER_EXERCISE: Final = {"box-squat"}


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.casefold())


if REFERENCE.exists():

    def test_muscles_and_equipment_agree_where_a_name_matches() -> None:
        rows: list[dict[str, Any]] = json.loads(REFERENCE.read_text("utf-8"))
        known = {_plain(row["name"]): row for row in rows}
        matching = [(one, known[_plain(one.name)]) for one in search() if _plain(one.name) in known]
        assert len(matching) >= 30

        wrong = []
        for exercise, row in matching:
            if exercise.slug in ANOTHER_EXERCISE:
                continue
            wanted: set[str] = set()
            for muscle in row["primaryMuscles"]:
                wanted |= MUSCLES.get(muscle, {muscle.replace(" ", "_")})
            needed = row["equipment"]
            if wanted.isdisjoint(exercise.muscles.all):
                wrong.append(f"{exercise.slug} trains {exercise.muscles.all}, not {wanted}")
            if needed not in UNSAID and EQUIPMENT.get(needed, needed) not in exercise.equipment:
                wrong.append(f"{exercise.slug} needs {exercise.equipment}, not {needed}")
        assert wrong == []
