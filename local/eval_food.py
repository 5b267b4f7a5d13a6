"""`make eval-food DIR=...`: how far the model is off for photos of known weight.

DIR holds photos and `weights.csv` with the columns `photo` (a file's name), `mass_g`, `kcal`,
`protein_g`, `carbs_g` and `fat_g`, of the whole plate. Each photo is asked about as a member's is,
with the product's own prompt and food table, of the model that `VERTEX_*` in the environment names.

The measure is Nutrition5k's (Thames et al., CVPR 2021): the mean absolute error, and that as a
percentage of the mean of the true values.
"""

import argparse
import csv
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from stvos.ai.asking import Asking
from stvos.ai.budgets import Reservation
from stvos.clock import utc_now
from stvos.errors import AiNotConfigured, StvosError
from stvos.food_scans.gemini_vision import GeminiVision
from stvos.food_scans.photos import prepared
from stvos.food_scans.scanning import scan_of
from stvos.providers.vertex import Vertex

WEIGHTS = "weights.csv"
MEASURED = ("mass_g", "kcal", "protein_g", "carbs_g", "fat_g")


class Unusable(Exception):
    """The folder is not as it should be; the text says what is wrong, for a person."""


@dataclass(frozen=True)
class Plate:
    """A photo, and what is on it in the order of `MEASURED`."""

    photo: Path
    measured: tuple[float, ...]


@dataclass
class Tokens:
    """Counts what is used instead of bounding it."""

    used: int = 0

    def reserve(self, tokens: int) -> Reservation:
        return Reservation("", tokens, ())

    def settle(self, reservation: Reservation, used: int) -> None:
        self.used += used


def plates_of(folder: Path) -> list[Plate]:
    """What the folder holds. Raises Unusable."""
    table = folder / WEIGHTS
    if not folder.is_dir():
        raise Unusable(f"{folder} is no folder. Call it as: make eval-food DIR=<folder>")
    if not table.is_file():
        raise Unusable(f"{folder} has no {WEIGHTS}.")
    with table.open(newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        missing = [name for name in ("photo", *MEASURED) if name not in (rows.fieldnames or ())]
        if missing:
            raise Unusable(f"{WEIGHTS} has no column {', '.join(missing)}.")
        plates = list(_plates(folder, rows))
    if not plates:
        raise Unusable(f"{WEIGHTS} has no row.")
    return plates


def _plates(folder: Path, rows: "csv.DictReader[str]") -> Iterator[Plate]:
    for number, row in enumerate(rows, 2):
        photo = folder / Path(row["photo"] or "").name
        if not photo.is_file():
            raise Unusable(f"{WEIGHTS}, line {number}: there is no photo {row['photo']}.")
        try:
            measured = tuple(float(row[name] or "") for name in MEASURED)
        except ValueError:
            raise Unusable(f"{WEIGHTS}, line {number}: not every measure is a number.") from None
        if not all(0 <= value < 100_000 for value in measured):
            raise Unusable(f"{WEIGHTS}, line {number}: a measure is negative or absurd.")
        yield Plate(photo, measured)


def seen_on(plate: Plate, tokens: Tokens) -> tuple[float, ...]:
    """What the model says, in the order of `MEASURED`. Raises what a scan raises."""
    asking = Asking.since(time.monotonic(), Vertex.of_environment(), tokens)
    photo = prepared(plate.photo.read_bytes())
    scan = scan_of(GeminiVision(asking).look(photo, None), utc_now())
    held = scan.totals
    return (scan.grams, held.calories, held.protein, held.carbs, held.fat)


def errors_of(
    true: Sequence[tuple[float, ...]], said: Sequence[tuple[float, ...]]
) -> list[tuple[str, float, float | None]]:
    """For each measure its mean absolute error, and that in percent of the mean of the true values;
    None where they are all 0.
    """
    found: list[tuple[str, float, float | None]] = []
    for place, name in enumerate(MEASURED):
        pairs = [(a[place], b[place]) for a, b in zip(true, said, strict=True)]
        error = sum(abs(a - b) for a, b in pairs) / len(pairs)
        mean = sum(a for a, _ in pairs) / len(pairs)
        found.append((name, error, 100 * error / mean if mean else None))
    return found


def evaluate(folder: Path) -> str:
    """The report. Raises Unusable, and AiNotConfigured."""
    plates, tokens = plates_of(folder), Tokens()
    model = Vertex.of_environment().model
    true: list[tuple[float, ...]] = []
    said: list[tuple[float, ...]] = []
    failed: list[str] = []
    for plate in plates:
        try:
            found = seen_on(plate, tokens)
        except StvosError as error:
            failed.append(f"{plate.photo.name}: {error.code} ({error})")
            continue
        true.append(plate.measured)
        said.append(found)
    lines = [f"{model}: {len(said)} of {len(plates)} photos answered, {tokens.used:,} tokens"]
    for name, off, percent in errors_of(true, said) if said else ():
        share = "no percentage, all are 0" if percent is None else f"{percent:.1f} %"
        lines.append(f"{name:<10} mean absolute error {off:8.1f}   {share}")
    return "\n".join([*lines, *(f"failed: {each}" for each in failed)])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make eval-food", description="How far the model is off.")
    parser.add_argument("folder", type=Path, metavar="DIR")
    try:
        print(evaluate(parser.parse_args(arguments).folder))
    except Unusable as problem:
        print(problem, file=sys.stderr)
        return 2
    except AiNotConfigured:
        print("Set VERTEX_PROJECT and VERTEX_CREDENTIALS; docs/ai.md says how.", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
