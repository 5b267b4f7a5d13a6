"""The contract's routes and the built ones, both ways. routes.txt is the contract."""

from tests.contract.repository import HERE, built, contract_routes, lines_of, problems


def test_every_contract_route_is_built_or_listed_as_not_yet_built() -> None:
    there = {endpoint.route for endpoint in built()}
    not_yet = set(lines_of(HERE / "not_yet.txt"))

    found = [
        f"{route} is neither built nor in tests/contract/not_yet.txt: add its handler"
        for route in contract_routes()
        if route not in there | not_yet
    ]
    found += [
        f"{route} is built: remove its line from tests/contract/not_yet.txt"
        for route in sorted(there & not_yet)
    ]
    found += [
        f"{route} in tests/contract/not_yet.txt is no route of the contract: remove its line"
        for route in sorted(not_yet - set(contract_routes()))
    ]
    assert not found, problems(found)


def test_every_built_route_is_one_of_the_contract_with_the_same_callers() -> None:
    found = []
    for endpoint in built():
        who = contract_routes().get(endpoint.route)
        if who is None:
            found.append(f"{endpoint.file.shown}: {endpoint.route} is not in the contract")
        # Who signs a call is known by the endpoint, not by the gateway.
        elif who.replace("signed", "-") != endpoint.spec.who:
            found.append(f"{endpoint.file.shown}: who={endpoint.spec.who!s}, the contract: {who}")
    assert not found, problems(found)


def test_no_route_is_built_twice() -> None:
    files: dict[str, list[str]] = {}
    for endpoint in built():
        files.setdefault(endpoint.route, []).append(endpoint.file.shown)

    twice = [f"{route}: {', '.join(those)}" for route, those in files.items() if len(those) > 1]
    assert not twice, problems(twice)


def test_the_routes_of_the_public_api_say_so_and_no_others() -> None:
    public = set(lines_of(HERE / "public_routes.txt"))

    found = [
        f"{endpoint.file.shown}: @endpoint(public={endpoint.route in public}, ...), as in "
        "tests/contract/public_routes.txt"
        for endpoint in built()
        if endpoint.spec.public != (endpoint.route in public)
    ]
    found += [
        f"{route} is public and not in the contract" for route in public - {*contract_routes()}
    ]
    assert not found, problems(found)
