"""A brand removed while members join it and the operator fills it."""

import json
from functools import partial
from typing import Any

from accounts import register
from operators import create_category, delete_client, get_client, import_classes
from stvos.catalogue.repository import CatalogueRepository
from tests.api.operators.brands import a_class
from tests.races.conftest import all_at_once
from tests.world import PASSWORD, World


def test_nobody_joins_a_brand_that_is_gone(race_world: World) -> None:
    outcomes = set()
    for _ in range(6):
        brand = World.with_client()
        joins = [
            partial(brand.call, register, body={"email": f"m{n}@example.com", "password": PASSWORD})
            for n in range(4)
        ]

        removal, *joined = all_at_once([partial(brand.operate, delete_client), *joins])

        members = list(brand.table.all(brand.keys.users()))
        made = [reply for reply in joined if reply.status == 201]
        assert len(members) == len(made)
        if removal.status == 200:
            assert made == []
            assert brand.operate(get_client).status == 404
        else:
            assert removal.status == 409
            assert brand.operate(get_client).status == 200
        outcomes.add(removal.status)
    assert outcomes <= {200, 409}


def test_nothing_is_filed_in_a_brand_that_is_gone(race_world: World) -> None:
    for _ in range(6):
        brand = World.with_client()
        adds = [
            partial(brand.operate, create_category, body={"name": f"Category {n}"})
            for n in range(4)
        ]

        removal, *added = all_at_once([partial(brand.operate, delete_client), *adds])

        stored = CatalogueRepository(brand.table, brand.tenant).categories()
        assert len(stored) == len([reply for reply in added if reply.status == 201])
        assert removal.status in {200, 409}
        if removal.status == 200:
            assert stored == []


def test_a_thousand_classes_are_imported_at_once_and_once(race_world: World) -> None:
    line: dict[str, Any] = a_class(race_world)
    body = "\n".join(json.dumps(line | {"name": f"Class {n}"}) for n in range(1000))
    headers = {"Content-Type": "application/x-ndjson", "Idempotency-Key": "a thousand"}
    send = partial(race_world.operate, import_classes, headers=headers, body=body)

    first = send()
    again = send()

    stored = list(CatalogueRepository(race_world.table, race_world.tenant).all_classes())
    assert first.status == 201
    assert first.data == again.data
    assert [each.id for each in stored] == first.data["ids"]
    assert [each.name for each in stored] == [f"Class {n}" for n in range(1000)]
