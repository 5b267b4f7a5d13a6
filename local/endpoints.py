"""Every handler below functions/: what the API reference and the contract tests are made from."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from local.place import CACHE, ROOT

if TYPE_CHECKING:
    from stvos.api.endpoint import Spec

FUNCTIONS = ROOT / "functions"
EVENTS = ROOT / "events"


@dataclass(frozen=True)
class HandlerFile:
    """One file of functions/: an endpoint, an authorizer, a job."""

    path: Path

    @property
    def domain(self) -> str:
        return self.path.parent.name

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def module_name(self) -> str:
        return f"{self.domain}.{self.name}"

    @property
    def logical_id(self) -> str:
        """What the template calls the function: `create_booking` is CreateBookingFunction.

        Operators do what apps do, by the same names: theirs begin with Admin.
        """
        name = "".join(part.capitalize() for part in self.name.split("_"))
        return f"{'Admin' if self.domain == 'operators' else ''}{name}Function"

    @property
    def handler_string(self) -> str:
        return f"{self.module_name}.handler"

    @property
    def event_file(self) -> Path:
        return EVENTS / self.domain / f"{self.name}.json"

    @property
    def shown(self) -> str:
        """The file as messages name it."""
        return str(self.path.relative_to(ROOT))

    @cached_property
    def module(self) -> ModuleType:
        return import_module(self.module_name)


@dataclass(frozen=True)
class Endpoint:
    """A handler file that serves a route."""

    file: HandlerFile
    spec: "Spec"

    @property
    def module(self) -> ModuleType:
        return self.file.module

    @property
    def operation_id(self) -> str:
        """The module's name; the operator's routes share their names with those of apps."""
        return f"admin_{self.file.name}" if self.file.domain == "operators" else self.file.name

    @property
    def route(self) -> str:
        """As the contract writes it: `POST /auth/login`."""
        return f"{self.spec.method} {self.spec.path.removeprefix('/v1')}"


def handler_files() -> list[HandlerFile]:
    """Every file of functions/<domain>/ that defines a handler, by domain and name."""
    return list(_handler_files())


def _handler_files() -> Iterator[HandlerFile]:
    for path in sorted(FUNCTIONS.glob("*/*.py")):
        source = path.read_text("utf-8")
        if "\ndef handler(" in source or "\nhandler = " in source:
            yield HandlerFile(path)


def endpoint_of(file: HandlerFile) -> Endpoint | None:
    """The file as an endpoint; None for authorizers and jobs."""
    spec = getattr(file.module.handler, "spec", None)
    return Endpoint(file, spec) if spec else None


def endpoints() -> list[Endpoint]:
    """Every endpoint of the API. Raises when one cannot be imported."""
    return [found for file in handler_files() if (found := endpoint_of(file))]


def make_importable() -> None:
    """Put the program on the path, as Lambda and pytest do."""
    for folder in (ROOT / "layers" / "core", FUNCTIONS, CACHE / "reference" / "python"):
        if str(folder) not in sys.path:
            sys.path.insert(0, str(folder))
