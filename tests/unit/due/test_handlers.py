"""The registry of what does the due work of each type."""

import inspect

import pytest

from stvos.due.handlers import HANDLERS, handler_of
from tests.due_samples import enter, ring


@pytest.mark.parametrize("item_type", [*HANDLERS, "clock_of_tests"])
def test_every_entry_leads_to_a_function_of_table_key_and_time(
    item_type: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(monkeypatch)

    assert list(inspect.signature(handler_of(item_type)).parameters) == ["table", "key", "now"]


def test_the_function_is_the_one_of_the_type(monkeypatch: pytest.MonkeyPatch) -> None:
    enter(monkeypatch)

    assert handler_of("clock_of_tests") is ring


def test_a_type_that_no_domain_entered_is_an_error() -> None:
    with pytest.raises(LookupError, match="clock_of_tests"):
        handler_of("clock_of_tests")
