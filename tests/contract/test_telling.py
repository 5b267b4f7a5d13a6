"""What is looked for in the answers to partners: that it is all there, and would be found."""

import json
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from tests.contract.example_requests import id_places
from tests.contract.repository import problems
from tests.contract.stored import everything_stored
from tests.contract.telling import (
    NAME,
    TELLS_NOTHING,
    TIMES,
    TOLD,
    leaves,
    numbers,
    telling_routes,
    telling_scene,
    told_in,
)


def test_all_that_is_looked_for_is_there_to_be_found(cloud: None) -> None:
    scene = telling_scene("detailed")
    own, user = f"#U#{scene.employee.id:016d}", {"N": str(scene.employee.id)}
    # In the member's own partition, or naming them, as a booking does.
    stored = json.dumps(
        {k: v for k, v in everything_stored().items() if own in k or v.get("user_id") == user}
    )

    found = told_in(stored, NAME, scene.photos)

    texts = [text for text in leaves(TOLD) if isinstance(text, str) and " " in text]
    assert [number for number in numbers() if str(number) not in found] == []
    assert [text for text in texts if text not in found] == []
    assert f"{scene.photos}photo" in found


@pytest.mark.parametrize(
    "text",
    [
        '{"weight": 83.47}',
        '{"height":187.30}',
        "id,minutes\r\n1,613\r\n",
        "83.47 kg.",
        "quillfeather soup",
    ],
)
def test_a_value_is_found_in_json_in_csv_and_in_a_sentence(text: str) -> None:
    assert told_in(text)


@pytest.mark.parametrize(
    "text",
    ['{"id": 490716571886132}', "2026-11-25T07:25:25.613Z", "e-1733-4a", "16130", "183.47"],
)
def test_a_part_of_an_id_or_an_instant_is_no_value(text: str) -> None:
    assert told_in(text) == []


def test_every_route_that_is_told_something_is_told_all_of_it() -> None:
    routes = {endpoint.file.module_name: endpoint for endpoint in telling_routes()}
    at = "tests/contract/telling.py"

    found = [
        f"{at}: put a body of {name} into TOLD, or the reason why it tells nothing into "
        "TELLS_NOTHING"
        for name in routes
        if name not in TOLD and name not in TELLS_NOTHING
    ]
    found += [
        f"{at}: {name} is told nothing of {field}"
        for name, body in TOLD.items()
        for field in unfilled(routes[name].spec.body, body)
        if f"body.{field}" not in id_places(routes[name]) and field not in TIMES
    ]
    assert not found, problems(found)
    assert TOLD.keys() | TELLS_NOTHING.keys() <= routes.keys()


def unfilled(model: type[BaseModel] | None, body: dict[str, Any]) -> list[str]:
    """The fields of a model that a body leaves out, but for the date of what it tells."""
    found: list[str] = []
    for name, field in (model.model_fields if model else {}).items():
        alias = field.alias or to_camel(name)
        inner = body.get(alias)
        if inner is None:
            found += [alias] if alias != "date" else []
            continue
        parts = [part for part in (inner if isinstance(inner, list) else [inner]) if part]
        model_in = _model_in(field.annotation)
        missing = [{*unfilled(model_in, part)} for part in parts if isinstance(part, dict)]
        # Each in one item of a list, at least.
        found += [f"{alias}.{each}" for each in set.intersection(*missing)] if missing else []
    return found


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that a field holds, alone, in a list, or with None besides."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = [_model_in(inner) for inner in get_args(annotation)]
    return next((model for model in found if model), None)
