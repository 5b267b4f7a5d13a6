"""One name in five places: template function, handler file, event, test, Handler string."""

import sys
from importlib.metadata import packages_distributions

from local.endpoints import EVENTS, FUNCTIONS, endpoint_of, handler_files
from local.openapi.words import DOMAINS
from local.place import ROOT
from tests.contract.repository import broken, functions, problems

TESTS = ROOT / "tests"


def test_every_handler_file_can_be_imported() -> None:
    found = [f"{file.shown}: {type(error).__name__}: {error}" for file, error in broken().items()]
    assert not found, problems(found)


def test_every_file_of_functions_is_a_handler() -> None:
    handlers = {file.path for file in handler_files()}

    found = [
        f"{path.relative_to(ROOT)} defines no handler: what is shared lies in layers/core/stvos"
        for path in FUNCTIONS.glob("**/*.py")
        if path not in handlers and path.name != "__init__.py"
    ]
    assert not found, problems(found)


def test_every_handler_file_has_its_function_and_handler_string() -> None:
    found = []
    for file in handler_files():
        function = functions().get(file.logical_id)
        if function is None:
            found.append(f"{file.shown}: add {file.logical_id} to template.yaml")
        elif function.handler != file.handler_string:
            found.append(
                f"template.yaml: {file.logical_id} has Handler: {function.handler}, "
                f"not {file.handler_string}"
            )
    assert not found, problems(found)


def test_every_function_of_the_template_has_its_handler_file() -> None:
    strings = {file.handler_string for file in handler_files()}

    found = [
        f"template.yaml: {function.logical_id} has Handler: {function.handler}, and there is no "
        f"functions/{'/'.join(function.handler.split('.')[:2])}.py with a handler of its own"
        for function in functions().values()
        if function.handler not in strings
    ]
    assert not found, problems(found)


def test_every_handler_file_has_its_test() -> None:
    found = []
    for file in handler_files():
        wanted = TESTS / "api" / file.domain / f"test_{file.name}.py"
        if not wanted.exists():
            found.append(f"{file.shown}: add {wanted.relative_to(ROOT)}")
    assert not found, problems(found)


def test_every_handler_file_has_its_event() -> None:
    found = [
        f"{file.shown}: add {file.event_file.relative_to(ROOT)}"
        for file in handler_files()
        if not file.event_file.exists()
    ]
    assert not found, problems(found)


def test_every_event_has_its_handler_file() -> None:
    known = {file.event_file for file in handler_files()}

    found = [
        f"{path.relative_to(ROOT)} is no handler's event"
        for path in EVENTS.glob("**/*.json")
        if path not in known
    ]
    assert not found, problems(found)


def test_every_domain_has_its_place_in_the_reference() -> None:
    found = [
        f"functions/{file.domain}: name it in local/openapi/words.py, DOMAINS"
        for file in handler_files()
        if file not in broken() and endpoint_of(file) and file.domain not in DOMAINS
    ]
    assert not found, problems(sorted(set(found)))


def test_no_domain_shadows_a_module() -> None:
    """functions/ comes first on Lambda's path: a folder `calendar` would break every import."""
    taken = {*sys.stdlib_module_names, *packages_distributions(), "stvos", "local", "tests"}

    domains = {folder.name for folder in FUNCTIONS.iterdir() if folder.is_dir()}
    assert not domains & taken
