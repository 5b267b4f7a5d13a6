"""Which tests share a worker: races and end-to-end tests run one after another, on one."""

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

ONE_AFTER_ANOTHER = ("tests/races/", "tests/end_to_end/")


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Every test goes to the next free worker, but those that would disturb each other."""

    def _split_scope(self, nodeid: str) -> str:
        return "one after another" if nodeid.startswith(ONE_AFTER_ANOTHER) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Scheduling:
    """Instead of `--dist loadgroup`, whose groups this pytest does not pass on to xdist."""
    return Scheduling(config, log)
