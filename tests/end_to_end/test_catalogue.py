"""How soon a large catalogue shows what the operator changed, on the deployed stack."""

import time
from statistics import median
from typing import Any

from stvos.catalogue_search.snapshot import FORMAT
from stvos.dynamodb.keys import ClientId, Keys
from tests.end_to_end.api import Api, until
from tests.end_to_end.brand import ARCHIVE, set_up
from tests.end_to_end.conftest import LaptopStack

CLASSES = 1000
SECONDS = 2.0
NAMES = ("Glacier Breathing", "Tango Hour", "Quiet Kettle", "Marathon Prep", "Hula Basics")


def test_a_change_is_in_a_new_snapshot_within_two_seconds(
    stack: LaptopStack, operator: Api
) -> None:
    brand = set_up(operator, ARCHIVE, classes=CLASSES)
    app = Api(stack.base_url, {"X-API-Key": brand.key})
    until(
        lambda: app.get("/content/classes", isLive="false").data["pagination"]["total"] == CLASSES,
        60,
    )
    dynamodb, key = stack.aws("dynamodb"), Keys(ClientId(brand.client_id)).catalogue(FORMAT)
    pointer = {"pk": {"S": key.pk}, "sk": {"S": key.sk}}

    def version() -> Any:
        item = dynamodb.get_item(TableName=stack.table, Key=pointer, ConsistentRead=True)["Item"]
        return item["version"]

    def seconds_to_follow(class_id: int, name: str) -> float:
        before = version()
        path = f"/admin/clients/{brand.client_id}/classes/{class_id}"
        assert operator.put(path, {"name": name}).status == 200
        began = time.monotonic()
        until(lambda: version() != before)
        seconds = time.monotonic() - began
        found = until(lambda: app.get("/content/search", q=name).data["items"])
        assert [item["id"] for item in found] == [class_id]
        return seconds

    listed = app.get("/content/classes", isLive="false", limit=len(NAMES)).data["items"]
    taken = [
        seconds_to_follow(shown["id"], name) for shown, name in zip(listed, NAMES, strict=True)
    ]
    assert median(taken) <= SECONDS, taken
