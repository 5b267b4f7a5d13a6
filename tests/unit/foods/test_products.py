"""Products that an operator has loaded, and how they are loaded."""

import csv
from pathlib import Path

import pytest

from local.load_foods import RefusedError, write
from stvos.errors import InvalidInput, NotFound
from stvos.foods import products, table
from stvos.foods.products import read_gtin, require_product

GTINS = ["04006381333931", "05000159484695", "07622210449283", "00012345678905"]


@pytest.fixture
def download(tmp_path: Path) -> Path:
    """A download of FoodData Central in small: its columns, as far as they are read."""
    files: dict[str, list[dict[str, object]]] = {
        "food": [
            {"fdc_id": 171, "data_type": "sr_legacy_food", "description": "Kale; raw",
             "food_category_id": 11},
            {"fdc_id": 172, "data_type": "sr_legacy_food", "description": "Without energy",
             "food_category_id": 11},
            {"fdc_id": 173, "data_type": "sub_sample_food", "description": "A sample",
             "food_category_id": 11},
            *({"fdc_id": 900 + n, "data_type": "branded_food", "description": f"Bar {n}",
               "food_category_id": ""} for n in range(len(GTINS))),
        ],
        "sr_legacy_food": [{"fdc_id": 171, "NDB_number": "11233"}],
        "food_category": [{"id": 11, "description": "Vegetables and Vegetable Products"}],
        "measure_unit": [{"id": 9999, "name": "undetermined"}],
        "food_portion": [{"fdc_id": 171, "amount": 1, "measure_unit_id": 9999,
                          "modifier": "cup, chopped", "gram_weight": 67}],
        "food_nutrient": [
            {"fdc_id": number, "nutrient_id": nutrient, "amount": amount}
            for number in (171, *(900 + n for n in range(len(GTINS))))
            for nutrient, amount in ((1008, 35), (1003, 2.9), (1005, 4.4), (1004, 1.5), (1079, 4.1))
        ],
        "branded_food": [
            {"fdc_id": 900 + n, "brand_owner": "Acme", "brand_name": "",
             "gtin_upc": int(gtin),
             "serving_size": 40, "serving_size_unit": "g", "household_serving_fulltext": "1 bar"}
            for n, gtin in enumerate(GTINS)
        ],
    }  # fmt: skip
    for name, rows in files.items():
        with (tmp_path / f"{name}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return tmp_path


@pytest.fixture
def loaded(download: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    assert write(download, tmp_path) == {"loaded.tsv": 1, "products.tsv": len(GTINS)}
    monkeypatch.setattr(products, "PRODUCTS", tmp_path / "products.tsv")
    return tmp_path


@pytest.mark.parametrize("gtin", GTINS)
def test_each_product_is_found_by_its_number(loaded: Path, gtin: str) -> None:
    product = require_product(gtin)

    assert product.name == f"Acme Bar {GTINS.index(gtin)}"
    assert product.id == int(gtin)
    assert product.portion.description == "1 bar"
    assert product.per_100g.portion(product.portion.grams).calories == 14
    assert product.allergens is None


@pytest.mark.parametrize("gtin", ["00000000000000", "04006381333932", "99999999999999"])
def test_a_number_that_was_not_loaded_is_not_found(loaded: Path, gtin: str) -> None:
    with pytest.raises(NotFound):
        require_product(gtin)


def test_without_loaded_products_nothing_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(products, "PRODUCTS", tmp_path / "products.tsv")

    with pytest.raises(NotFound):
        require_product(GTINS[0])
    (tmp_path / "products.tsv").touch()
    with pytest.raises(NotFound):
        require_product(GTINS[0])


def test_the_generic_foods_of_a_download_are_read_as_our_own_are(loaded: Path) -> None:
    (kale,) = table.read(loaded / "loaded.tsv")

    assert (kale.id, kale.usda, kale.name) == (171, "11233", "Kale, raw")
    assert (kale.category, kale.allergens) == ("vegetables", None)
    assert kale.portion.description == "1 cup, chopped"
    assert kale.per_100g.fiber == 4.1


def test_a_folder_without_a_download_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(RefusedError):
        write(tmp_path, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "gtin"),
    [
        ("4006381333931", "04006381333931"),
        ("96385074", "00000096385074"),
        ("012345678905", "00012345678905"),
        ("00012345678905", "00012345678905"),
    ],
)
def test_every_length_of_a_barcode_is_read(text: str, gtin: str) -> None:
    assert read_gtin(text) == gtin


@pytest.mark.parametrize(
    "text", ["4006381333932", "123", "400638133393x", "", "١٢٣٤٥٦٧٨", "1" * 15]
)
def test_what_is_no_barcode_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="not valid"):
        read_gtin(text)
