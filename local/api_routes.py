"""The API's routes, as they are written into template.yaml.

What an endpoint declares (method and path in its docstring, callers in its decorator) becomes an
operation of the API's body, between two markers. It invokes the endpoint's function through the
API's role: SAM's own Api events would make a permission of each, for which a stack has no room.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from local.endpoints import Endpoint

if TYPE_CHECKING:
    from stvos.identity.principal import Who

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


def paths(routes: Iterable[Endpoint]) -> str:
    """The `paths` of the API's body, a line for each operation."""
    ordered = sorted(routes, key=lambda e: (e.spec.path, _METHODS.index(e.spec.method)))
    lines = []
    for path, served in groupby(ordered, key=lambda endpoint: endpoint.spec.path):
        lines.append(f"          {path}:\n")
        for endpoint in served:
            lines.append(_operation(endpoint, endpoint.spec.method))
            if endpoint.spec.head:
                lines.append(_operation(endpoint, "HEAD"))
    return "".join(lines)


def _operation(endpoint: Endpoint, method: str) -> str:
    spec = endpoint.spec
    uri = f"{_FUNCTIONS}/${{{endpoint.file.logical_id}.Arn}}/invocations"
    integration = (
        "{type: aws_proxy, httpMethod: POST, credentials: !GetAtt ApiRole.Arn, "
        f'uri: !Sub "{uri}"}}'
    )
    return (
        f"            {method.lower()}: {{responses: {{}}, security: {_security(spec.who)}, "
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
