"""What the contract tests compare: the contract's routes, the endpoints, the template."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from local import template
from local.endpoints import Endpoint, HandlerFile, endpoint_of, handler_files
from local.place import ROOT

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Function:
    """A function of the template."""

    logical_id: str
    properties: dict[str, Any]

    @property
    def handler(self) -> str:
        return str(self.properties["Handler"])


@cache
def the_template() -> dict[str, Any]:
    return template.load(ROOT / "template.yaml")


@cache
def functions() -> dict[str, Function]:
    """Every function of the template by its logical id."""
    return {
        name: Function(name, resource["Properties"])
        for name, resource in the_template()["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
    }


@cache
def contract_routes() -> dict[str, str]:
    """The contract: `METHOD /path` to who may call it."""
    return {route: who for route, (who, _) in _contract().items()}


@cache
def contract_features() -> dict[str, str | None]:
    """The contract: `METHOD /path` to the feature that its client must have."""
    return {
        route: None if feature == "-" else feature for route, (_, feature) in _contract().items()
    }


@cache
def _contract() -> dict[str, tuple[str, str]]:
    return {
        f"{method} {path}": (who, feature)
        for method, path, who, feature in map(str.split, lines_of(HERE / "routes.txt"))
    }


def lines_of(path: Path) -> list[str]:
    """The lines of a list, without comments and blank lines."""
    lines = (line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    return [line for line in lines if line]


@cache
def _imported() -> tuple[list[Endpoint], dict[HandlerFile, Exception]]:
    found: list[Endpoint] = []
    broken: dict[HandlerFile, Exception] = {}
    for file in handler_files():
        try:
            endpoint = endpoint_of(file)
        except Exception as error:  # reported by test_names
            broken[file] = error
        else:
            found += [endpoint] if endpoint else []
    return found, broken


def built() -> list[Endpoint]:
    """Every endpoint that can be imported."""
    return _imported()[0]


def broken() -> dict[HandlerFile, Exception]:
    """Every handler file that cannot."""
    return _imported()[1]


def problems(found: list[str]) -> str:
    """A failure's message: one problem a line."""
    return "\n" + "\n".join(found)
