"""`python -m local.api_routes` writes the API's routes into template.yaml.

What an endpoint declares (method and path in its docstring, callers in its decorator) becomes an
operation of the API's body, between two markers. It invokes the endpoint's function through the
API's role: SAM's own Api events would make a permission of each, for which a stack has no room.
"""

import sys
from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from local.endpoints import Endpoint, endpoints, make_importable
from local.place import ROOT

if TYPE_CHECKING:
    from stvos.identity.principal import Who

TEMPLATE = ROOT / "template.yaml"
BEGIN = "          # Written by `make openapi` from what the endpoints declare.\n"
END = "          # End of the routes.\n"
# Who may call to the authorizer of the template that lets them in.
AUTHORIZERS = {
    "-": None,
    "K?": "OptionalKey",
    "K": "Key",
    "U": "Member",
    "T": "Member",
    "P": "Partner",
    "A": "Operator",
}
# The usage plan of their key limits these: the authorizer hands API Gateway the key.
ON_A_PLAN = frozenset({"K", "U", "T"})
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_FUNCTIONS = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions"


def paths(found: Iterable[Endpoint]) -> str:
    """The `paths` of the API's body, a line for each operation."""
    ordered = sorted(found, key=lambda e: (e.spec.path, _METHODS.index(e.spec.method)))
    lines = []
    for path, served in groupby(ordered, key=lambda endpoint: endpoint.spec.path):
        lines.append(f"          {path}:\n")
        lines += [_operation(endpoint) for endpoint in served]
    return "".join(lines)


def _operation(endpoint: Endpoint) -> str:
    spec = endpoint.spec
    uri = f"{_FUNCTIONS}/${{{endpoint.file.logical_id}.Arn}}/invocations"
    integration = (
        "{type: aws_proxy, httpMethod: POST, credentials: !GetAtt ApiRole.Arn, "
        f'uri: !Sub "{uri}"}}'
    )
    return (
        f"            {spec.method.lower()}: {{responses: {{}}, security: {_security(spec.who)}, "
        f"x-amazon-apigateway-integration: {integration}}}\n"
    )


def _security(who: "Who") -> str:
    authorizer = AUTHORIZERS[who]
    if authorizer is None:
        return "[]"
    alone = f"[{{{authorizer}: []}}]"
    if who not in ON_A_PLAN:
        return alone
    return f"!If [SamLocal, {alone}, [{{{authorizer}: []}}, {{api_key: []}}]]"


def rendered(template: str, found: Iterable[Endpoint]) -> str:
    """The template with the routes of these endpoints. Raises ValueError without the markers."""
    before, begin, rest = template.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"template.yaml has lost a marker: {BEGIN.strip()} / {END.strip()}")
    return before + begin + paths(found) + end + after


def outdated() -> bool:
    """Whether the template's routes differ from what the endpoints say."""
    template = TEMPLATE.read_text("utf-8")
    return rendered(template, endpoints()) != template


def main(arguments: list[str]) -> int:
    make_importable()
    if "--check" in arguments:
        if outdated():
            print("template.yaml's routes are out of date: run `make openapi` and commit it")
            return 1
        return 0
    found = endpoints()
    TEMPLATE.write_text(rendered(TEMPLATE.read_text("utf-8"), found), "utf-8")
    print(f"template.yaml: {len(found)} routes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
