"""Requests of the food routes that succeed."""

from pathlib import Path
from tempfile import mkdtemp

from foods import create_nutrition_plan as create
from foods import scan_food as look
from stvos.food_scans import vision
from stvos.foods import products
from tests.contract.scene import Ask, Scene
from tests.scans import Eyes, a_photo, data_url, kept_scan

_PRODUCT = (
    "02000000000008\t\tAn oat bar\tsnacks\t?\t400\t10\t60\t12\t8\t20\t150\t0\t0\t1 bar = 40\n"
)


def get_product(scene: Scene) -> Ask:
    folder = Path(mkdtemp())
    products.PRODUCTS = folder / "products.tsv"
    products.PRODUCTS.write_text(_PRODUCT, "utf-8")
    return Ask(path={"gtin": "2000000000008"})


def delete_nutrition_plan(scene: Scene) -> Ask:
    scene.member.call(create, body={})
    return Ask()


def get_nutrition_plan(scene: Scene) -> Ask:
    scene.member.call(create, body={})
    return Ask()


def get_shopping_list(scene: Scene) -> Ask:
    scene.member.call(create, body={})
    return Ask()


def get_scan(scene: Scene) -> Ask:
    return Ask(path={"id": kept_scan(scene.world, scene.member)})


def change_scan(scene: Scene) -> Ask:
    body = {"foods": [{"id": 1, "grams": 120.5}], "add": [{"foodId": 2300, "grams": 40}]}
    path = {"id": kept_scan(scene.world, scene.member)}
    return Ask(path=path, body=body, shared=frozenset({"body.add[0].foodId"}))


def delete_scan(scene: Scene) -> Ask:
    asked = scan_food(scene)
    kept = scene.member.call(look, headers=asked.headers, body=asked.body).data["scan"]
    return Ask(path={"id": kept["id"]})


def log_scan(scene: Scene) -> Ask:
    path = {"id": kept_scan(scene.world, scene.member)}
    return Ask(path=path, body={"mealType": "lunch"})


def scan_food(scene: Scene) -> Ask:
    vision.require_vision = lambda *_: Eyes()
    body = {"image": data_url(a_photo()), "hint": "lunch"}
    # With a member's token beside the key, so that the scan is kept.
    return Ask(body=body, headers=scene.member.headers | {"Content-Type": "application/json"})
