"""The template's API events and the handlers' docstrings, both ways."""

from stvos.identity.principal import Who
from tests.contract.repository import (
    Function,
    built,
    functions,
    problems,
    served_by_router,
    the_template,
)

AUTHORIZERS = {
    Who.ANYONE: "NONE",
    Who.OPTIONAL_KEY: "OptionalKey",
    Who.KEY: "Key",
    Who.USER: "Member",
    Who.TRAINER: "Member",
    Who.PARTNER: "Partner",
    Who.OPERATOR: "Operator",
}
# Their usage plan counts them: the authorizer hands API Gateway the key's usage key.
BY_PLAN = {Who.KEY, Who.USER, Who.TRAINER}
ROUTER_PATH = "/v1/admin/{proxy+}"


def own_endpoints() -> list[tuple[str, str, Who, Function]]:
    """File, `METHOD /path`, callers and function of every endpoint with a function of its own."""
    return [
        (endpoint.file.shown, f"{endpoint.spec.method} {endpoint.spec.path}", endpoint.spec.who, f)
        for endpoint in built()
        if not served_by_router(endpoint) and (f := functions().get(endpoint.file.logical_id))
    ]


def router() -> Function | None:
    found = [f for f in functions().values() if any(ROUTER_PATH in r for r in f.routes)]
    return found[0] if found else None


def test_the_route_of_every_docstring_is_the_template_s() -> None:
    found = [
        f"{file} says {route}; {function.logical_id} in template.yaml has "
        f"{', '.join(function.routes) or 'no Api event'}"
        for file, route, _, function in own_endpoints()
        if list(function.routes) != [route]
    ]
    assert not found, problems(found)


def test_every_api_event_of_the_template_is_an_endpoint_s() -> None:
    known = {function.logical_id for *_, function in own_endpoints()}
    behind = router()

    found = [
        f"template.yaml: {function.logical_id} has an Api event and no endpoint"
        for function in functions().values()
        if function.routes and function.logical_id not in known and function != behind
    ]
    assert not found, problems(found)


def test_every_route_asks_the_authorizer_of_its_callers() -> None:
    found = []
    for file, route, who, function in own_endpoints():
        auth = function.routes.get(route, {})
        wanted = {"Authorizer": AUTHORIZERS[who]} | (
            {"ApiKeyRequired": True} if who in BY_PLAN else {}
        )
        if auth != wanted:
            found.append(f"{file}: who={who!s} needs Auth: {wanted}, the template has {auth}")
    assert not found, problems(found)


def test_the_operator_s_routes_are_served_by_one_function() -> None:
    served = [endpoint for endpoint in built() if served_by_router(endpoint)]
    if not served:
        assert router() is None, "a router without routes"
        return
    function = router()
    assert function, f"template.yaml: add a function with events on {ROUTER_PATH}"
    methods = {endpoint.spec.method for endpoint in served}

    assert set(function.routes) == {f"{method} {ROUTER_PATH}" for method in methods}
    assert all(auth == {"Authorizer": "Operator"} for auth in function.routes.values())
    astray = [e.file.shown for e in served if not e.spec.path.startswith("/v1/admin/")]
    assert not astray, problems(astray)


def test_a_route_that_names_no_authorizer_is_a_member_s() -> None:
    auth = the_template()["Resources"]["Api"]["Properties"]["Auth"]

    assert auth["DefaultAuthorizer"] == "Member"
    assert auth["AddDefaultAuthorizerToCorsPreflight"] is False
