"""The OpenAPI document and the API reference: valid, complete, up to date."""

import json
import re
from functools import cache
from typing import Any

from openapi_spec_validator import OpenAPIV31SpecValidator

from local.openapi.__main__ import DOCUMENT, is_outdated
from local.openapi.document import build
from stvos.api.outgoing import cors
from stvos.errors import all_codes
from stvos.identity.principal import Who
from tests.contract.repository import broken, built, problems, the_template

MOST_BYTES = 1_500_000


@cache
def document() -> dict[str, Any]:
    return build(built())


def operations() -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method.upper()} {path}", operation)
        for path, item in document()["paths"].items()
        for method, operation in item.items()
    ]


def answered(operation: dict[str, Any], status: str) -> dict[str, Any]:
    """The schema of the `data` of a success."""
    schema = operation["responses"][status]["content"]["application/json"]["schema"]
    return dict(schema["properties"]["data"])


def test_the_document_is_valid() -> None:
    errors = [error.message for error in OpenAPIV31SpecValidator(document()).iter_errors()]
    assert not errors, problems(errors)


def test_the_committed_document_is_up_to_date() -> None:
    assert not broken(), "a handler cannot be imported; see test_names.py"
    assert not is_outdated(), f"run `make openapi` and commit {DOCUMENT.name}"


def test_every_endpoint_has_its_operation() -> None:
    assert {route for route, _ in operations()} == {
        f"{endpoint.spec.method} {endpoint.spec.path}" for endpoint in built()
    }


def test_every_operation_is_named_by_its_module() -> None:
    names = [operation["operationId"] for _, operation in operations()]

    assert sorted(names) == sorted(endpoint.operation_id for endpoint in built())
    twice = {name for name in names if names.count(name) > 1}
    assert not twice, f"two handlers of one name: {twice}"


def test_every_parameter_of_a_path_is_declared() -> None:
    for route, operation in operations():
        declared = {p["name"] for p in operation.get("parameters", []) if p.get("in") == "path"}

        assert declared == set(re.findall(r"{(\w+)}", route)), route


def test_every_changing_operation_takes_an_idempotency_key() -> None:
    key = {"$ref": "#/components/parameters/Idempotency-Key"}
    for route, operation in operations():
        changes = not route.startswith("GET ")

        assert (key in operation.get("parameters", [])) is changes, route


def test_the_list_of_codes_is_closed() -> None:
    schema = document()["components"]["schemas"]["ErrorCode"]
    assert schema["enum"] == list(all_codes())

    named = set(re.findall(r'"enum": \["([A-Z_", ]+)"\]', json.dumps(document()["paths"])))
    named |= set(re.findall(r'"enum": \["([A-Z_", ]+)"\]', json.dumps(document()["components"])))
    codes = {code for codes in named for code in codes.split('", "')}
    assert codes <= set(all_codes())


def test_a_file_and_what_is_answered_instead_of_it_have_their_own_media_types() -> None:
    answers = dict(operations())["GET /v1/partner/vouchers/export"]["responses"]

    assert answers["200"]["content"] == {"text/csv": {"schema": {"type": "string"}}}
    assert list(answers["202"]["content"]) == ["application/json"]
    for status in ("200", "202"):
        assert {"X-Row-Count", "X-Content-SHA256"} <= answers[status]["headers"].keys()


def test_a_form_names_its_words_beside_its_image() -> None:
    content = dict(operations())["POST /v1/food-scanner/scan-food"]["requestBody"]["content"]

    form = content["multipart/form-data"]["schema"]
    assert (form["required"], list(form["properties"])) == (["image"], ["image", "hint"])
    assert (form["properties"]["hint"]["type"], form["properties"]["hint"]["maxLength"]) == (
        "string",
        200,
    )


def test_a_token_that_may_come_beside_the_key_is_one_of_two_ways_to_call() -> None:
    ways: list[dict[str, list[str]]] = [{"ClientKey": []}, {"ClientKey": [], "UserToken": []}]
    declared = {o["operationId"] for _, o in operations() if o["security"] == ways}

    assert declared == {e.operation_id for e in built() if e.spec.member_token} != set()


def test_a_route_that_reads_a_token_beside_the_key_says_so() -> None:
    """Otherwise its document would have no place for the token."""
    reads = {
        endpoint.spec.path
        for endpoint in built()
        if endpoint.spec.who is Who.KEY
        and 'header("Authorization")' in endpoint.file.path.read_text("utf-8")
    }

    assert reads == {endpoint.spec.path for endpoint in built() if endpoint.spec.member_token}


def test_a_route_that_can_answer_later_says_how_it_is_asked_to() -> None:
    prefer = {"$ref": "#/components/parameters/Prefer"}
    taking = {o["operationId"]: o for _, o in operations() if prefer in o.get("parameters", [])}

    assert (
        taking.keys()
        == {
            e.operation_id
            for e in built()
            if "may_be_answered_later" in e.file.path.read_text("utf-8")
        }
        != set()
    )
    for name, operation in taking.items():
        later, now = (operation["responses"][status]["headers"] for status in ("202", "200"))
        assert {"Preference-Applied", "Retry-After"} <= later.keys(), name
        assert not {"Preference-Applied", "Retry-After"} & now.keys(), name
        started, plan = (answered(operation, status) for status in ("202", "200"))
        assert started == {"$ref": "#/components/schemas/PlanJobStartedAnswer"}, name
        assert plan["$ref"].endswith("PlanEnvelope"), name


def test_a_page_of_another_origin_reads_every_header_that_the_document_names() -> None:
    named = set(document()["components"]["headers"])

    assert named <= set(cors({})["Access-Control-Expose-Headers"].split(", "))


def test_a_page_of_another_origin_may_send_every_header_that_the_document_names() -> None:
    agents = {"X-Confirmation"}  # A voice agent is no page.
    sent = {
        one["name"]
        for one in document()["components"]["parameters"].values()
        if one["in"] == "header"
    }
    allowed = the_template()["Resources"]["Api"]["Properties"]["Cors"]["AllowHeaders"]

    assert sent - agents <= set(allowed.strip("'").split(","))


def test_schemas_have_short_names() -> None:
    """Two models of one name get long names, which no reader of the document understands."""
    long = [
        n
        for n in document()["components"]["schemas"]
        if "__" in n or n.endswith(("-Input", "-Output"))
    ]
    assert not long, f"rename one of the models of each name: {long}"


def test_every_operation_says_what_it_does_in_a_sentence() -> None:
    for route, operation in operations():
        assert operation["summary"].endswith("."), f"{route}: end the summary with a full stop"


def test_the_document_is_small_enough_for_a_lambda_s_answer() -> None:
    assert DOCUMENT.stat().st_size < MOST_BYTES
