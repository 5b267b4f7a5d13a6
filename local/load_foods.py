"""`make foods FDC=DIR`: write the full food table for a deployment that wants it.

DIR is an unpacked CSV download of USDA FoodData Central (fdc.nal.usda.gov, "Download Data"): SR
Legacy and Foundation foods go to `loaded.tsv`, branded foods, where the download has them, to
`products.tsv`. Both are beside the project's own table, go into the layer with the next deployment
and are not committed. FoodData Central is in the public domain (CC0 1.0).
"""

import argparse
import csv
import sys
from collections.abc import Container, Iterator
from pathlib import Path

from local.place import ROOT

DATA = ROOT / "layers" / "core" / "stvos" / "foods" / "data"
MAX_PRODUCTS = 500_000
"""What a layer has room for; load a part of the branded foods where there are more."""

# FoodData Central's numbers of nutrients, in the order of our columns; the first that is there.
_COLUMNS = (
    ("1008", "2048", "2047"),  # energy
    ("1003",),  # protein
    ("1005",),  # carbohydrates
    ("1004",),  # fat
    ("1079",),  # fibre
    ("2000", "1063"),  # sugars
    ("1093",),  # sodium
    ("1253",),  # cholesterol
    ("1018",),  # alcohol
)
_NEEDED = 4
_WANTED = frozenset(number for numbers in _COLUMNS for number in numbers)
_CATEGORIES = (
    ("dairy", "dairy"),
    ("spices", "spices"),
    ("fats", "fats"),
    ("poultry", "poultry"),
    ("soups", "condiments"),
    ("sausages", "meat"),
    ("cereal", "grains"),
    ("fruit", "fruits"),
    ("pork", "meat"),
    ("beef", "meat"),
    ("lamb", "meat"),
    ("vegetable", "vegetables"),
    ("nut and", "nuts_and_seeds"),
    ("beverage", "drinks"),
    ("fish", "fish"),
    ("legume", "legumes"),
    ("baked", "bread"),
    ("sweets", "sweets"),
    ("snack", "snacks"),
)
_HEADER = (
    "id\tusda\tname\tcategory\tcontains\tkcal\tprotein\tcarbs\tfat\tfiber\tsugar\tsodium"
    "\tcholesterol\talcohol\tportions"
)


class RefusedError(Exception):
    """What was given is no download of FoodData Central; the message says why."""


class Download:
    """The files of an unpacked download that are of use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        if not (folder / "food.csv").exists() or not (folder / "food_nutrient.csv").exists():
            raise RefusedError(f"{folder} has no food.csv and food_nutrient.csv")

    def foods(self) -> Iterator[str]:
        """The lines of the generic foods, as the table is written."""
        kinds = {"sr_legacy_food", "foundation_food"}
        wanted = {row["fdc_id"]: row for row in self._rows("food") if row["data_type"] in kinds}
        usda = {row["fdc_id"]: row["NDB_number"] for row in self._rows("sr_legacy_food")}
        categories = {row["id"]: row["description"] for row in self._rows("food_category")}
        values, portions = self._values(wanted.keys()), self._portions(wanted.keys())
        for fdc_id, row in wanted.items():
            if fdc_id in values:
                category = _category(categories.get(row["food_category_id"], ""))
                name, ndb = _clean(row["description"]), usda.get(fdc_id, "").zfill(5)
                known = portions.get(fdc_id) or ["100 g = 100"]
                columns = values[fdc_id]
                yield "\t".join([fdc_id, ndb, name, category, "?", *columns, "; ".join(known)])

    def products(self) -> Iterator[str]:
        """The lines of the branded foods, in the order of their numbers; the newest of each."""
        branded: dict[str, dict[str, str]] = {}
        for row in self._rows("branded_food"):
            digits = row["gtin_upc"].strip()
            if digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 14:
                branded[digits.zfill(14)] = row
        if len(branded) > MAX_PRODUCTS:
            raise RefusedError(f"{len(branded)} products; {MAX_PRODUCTS} have room")
        ids = {row["fdc_id"] for row in branded.values()}
        names = {row["fdc_id"]: row["description"] for row in self._rows("food")}
        values = self._values(ids)
        for gtin, row in sorted(branded.items()):
            fdc_id = row["fdc_id"]
            if fdc_id in values:
                brand = row.get("brand_name") or row.get("brand_owner") or ""
                name = _clean(f"{brand} {names.get(fdc_id, '')}")
                yield "\t".join([gtin, "", name, "meals", "?", *values[fdc_id], _serving(row)])

    def _values(self, wanted: Container[str]) -> dict[str, list[str]]:
        """The columns of each food that has energy, protein, carbohydrates and fat."""
        known: dict[str, dict[str, str]] = {}
        for row in self._rows("food_nutrient"):
            if row["nutrient_id"] in _WANTED and row["fdc_id"] in wanted:
                known.setdefault(row["fdc_id"], {})[row["nutrient_id"]] = row["amount"]
        return {
            fdc_id: [_amount(values, numbers) for numbers in _COLUMNS]
            for fdc_id, values in known.items()
            if all(any(n in values for n in numbers) for numbers in _COLUMNS[:_NEEDED])
        }

    def _portions(self, wanted: Container[str]) -> dict[str, list[str]]:
        units = {row["id"]: row["name"] for row in self._rows("measure_unit")}
        found: dict[str, list[str]] = {}
        for row in self._rows("food_portion"):
            if row["fdc_id"] in wanted and float(row["gram_weight"] or 0) > 0:
                unit = units.get(row["measure_unit_id"], "").replace("undetermined", "")
                amount = f"{float(row['amount'] or 1):g}"
                words = " ".join(_clean(f"{amount} {unit} {row['modifier']}").split())
                found.setdefault(row["fdc_id"], []).append(
                    f"{words} = {float(row['gram_weight']):g}"
                )
        return found

    def _rows(self, name: str) -> Iterator[dict[str, str]]:
        file = self._folder / f"{name}.csv"
        if file.exists():
            with file.open(encoding="utf-8-sig", newline="") as lines:
                yield from csv.DictReader(lines)


def _amount(values: dict[str, str], numbers: tuple[str, ...]) -> str:
    found = next((values[number] for number in numbers if number in values), "0")
    return f"{float(found or 0):g}"


def _category(group: str) -> str:
    folded = group.casefold()
    return next((ours for part, ours in _CATEGORIES if part in folded), "meals")


def _serving(row: dict[str, str]) -> str:
    size, unit = row.get("serving_size") or "", (row.get("serving_size_unit") or "").casefold()
    if not size or unit not in {"g", "grm", "ml", "mlt"}:
        return "100 g = 100"
    said = _clean(row.get("household_serving_fulltext") or "") or "1 serving"
    return f"{said} = {float(size):g}"


def _clean(text: str) -> str:
    """Without what parts the columns and the portions of a line."""
    return " ".join(text.replace(";", ",").replace("=", " ").split())


def write(folder: Path, to: Path) -> dict[str, int]:
    """Write both files; answers how many lines each has. Raises RefusedError, writing nothing."""
    download = Download(folder)
    lines = {"loaded.tsv": [_HEADER, *download.foods()], "products.tsv": list(download.products())}
    for name, those in lines.items():
        (to / name).write_text("".join(f"{line}\n" for line in those), "utf-8")
    return {"loaded.tsv": len(lines["loaded.tsv"]) - 1, "products.tsv": len(lines["products.tsv"])}


def main() -> int:
    """Write the files for the folder of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    try:
        for name, count in write(parser.parse_args().folder, DATA).items():
            print(f"{count} in {name}")
    except RefusedError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
