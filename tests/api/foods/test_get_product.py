"""GET /v1/foods/barcode/{gtin}."""

from pathlib import Path

import pytest

from foods import get_product
from stvos.foods import products
from tests.world import World

LINE = "04006381333931\t\tAcme Oat Bar\tmeals\t?\t400\t10\t60\t12\t8\t20\t150\t0\t0\t1 bar = 40\n"


@pytest.fixture(autouse=True)
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "products.tsv").write_text(LINE, "utf-8")
    monkeypatch.setattr(products, "PRODUCTS", tmp_path / "products.tsv")


def test_a_loaded_product_is_found_by_its_barcode(world: World) -> None:
    food = world.call(get_product, gtin="4006381333931").data["food"]

    assert (food["id"], food["name"]) == (4006381333931, "Acme Oat Bar")
    assert food["portion"] == {"description": "1 bar", "grams": 40}
    assert food["nutrition"]["perPortion"]["calories"] == 160
    assert food["nutrition"]["per100g"]["calories"] == 400
    assert "allergens" not in food, "unknown is not none"


def test_a_product_that_was_not_loaded_is_not_found(world: World) -> None:
    reply = world.call(get_product, gtin="96385074")

    assert (reply.status, reply.code) == (404, "NOT_FOUND")


@pytest.mark.parametrize("gtin", ["4006381333932", "12", "banana", "-4006381333931"])
def test_what_is_no_barcode_is_refused(world: World, gtin: str) -> None:
    reply = world.call(get_product, gtin=gtin)

    assert (reply.status, reply.paths) == (400, ["path.gtin"])
