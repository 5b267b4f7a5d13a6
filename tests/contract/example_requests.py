"""An example request for each route: its event's, or what tests/contract/examples/ makes.

A route without ids needs nothing: the body and query of its event are sent. One with ids, or one
that needs something to be there, has a function of its handler's name in
tests/contract/examples/<domain>.py; it makes what the request needs and answers the request.
"""

import json
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from local.endpoints import Endpoint
from stvos.ids import MAX_ID
from tests.contract.repository import built
from tests.contract.scene import Ask, Scene

_ID_NAME = re.compile(r"(^id|Ids?)$")
_TEXT_IDS = {"sessionId"}


def example(endpoint: Endpoint, scene: Scene) -> Ask:
    """A request of this brand's caller that the route answers with success."""
    make = _maker(endpoint)
    if make:
        return make(scene)
    file = endpoint.file
    assert "{" not in endpoint.spec.path, (
        f"{file.shown} has an id in its path: add `def {file.name}(scene: Scene) -> Ask` to "
        f"tests/contract/examples/{file.domain}.py, which makes the thing and names its id"
    )
    return of_event(endpoint)


def of_event(endpoint: Endpoint) -> Ask:
    """The request of the endpoint's event."""
    file = endpoint.file
    assert file.event_file.exists(), f"add events/{file.domain}/{file.name}.json"
    event = json.loads(file.event_file.read_text("utf-8"))
    body = event["body"]
    if body and endpoint.spec.media_type == "application/json":
        body = json.loads(body)
    path = {n: v for n, v in (event["pathParameters"] or {}).items() if n != "proxy"}
    return Ask(path=path, query=event["queryStringParameters"], body=body)


def _maker(endpoint: Endpoint) -> Callable[[Scene], Ask] | None:
    name = f"tests.contract.examples.{endpoint.file.domain}"
    module = import_module(name) if find_spec(name) else None
    return getattr(module, endpoint.file.name, None)


def unused_examples() -> list[str]:
    """Functions of the examples that name no endpoint."""
    names = {(endpoint.file.domain, endpoint.file.name) for endpoint in built()}
    found = []
    for domain in {endpoint.file.domain for endpoint in built()}:
        name = f"tests.contract.examples.{domain}"
        if find_spec(name):
            module = import_module(name)
            found += [
                f"{domain}.{function}"
                for function, value in vars(module).items()
                if callable(value)
                and getattr(value, "__module__", "") == name
                and not function.startswith("_")
                and (domain, function) not in names
            ]
    return found


def id_places(endpoint: Endpoint) -> list[str]:
    """Where a request carries ids: `path.id`, `query.trainer`, `body.classId`."""
    spec = endpoint.spec
    found = [f"path.{name}" for name in re.findall(r"{(\w+)}", spec.path) if _ID_NAME.search(name)]
    found += [f"query.{name}" for name in _id_fields(spec.query)]
    if spec.media_type == "application/json":
        found += [f"body.{name}" for name in _id_fields(spec.body)]
    return found


def _id_fields(model: type[BaseModel] | None) -> Iterator[str]:
    for name, field in (model.model_fields if model else {}).items():
        alias = field.alias or name
        if alias in _TEXT_IDS or _is_id(field.annotation, field.metadata):
            yield alias


def _is_id(annotation: Any, metadata: list[Any]) -> bool:
    """Whether a field is a whole number from 1 to the largest id, as `stvos.models.Id` is."""
    bounds = {(getattr(m, "ge", None), getattr(m, "le", None)) for m in metadata}
    if annotation is int and {1, MAX_ID} <= {b for pair in bounds for b in pair}:
        return True
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        flat = [m for one in more for m in getattr(one, "metadata", [one])]
        return _is_id(inner, flat)
    return any(_is_id(inner, []) for inner in get_args(annotation) if get_origin(annotation))
