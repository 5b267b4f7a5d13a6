"""Stream of the table: count what members start to watch."""

from typing import Any

from stvos.changes import changes_of, failed_from
from stvos.content.popularity import Popularity


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return failed_from(Popularity.of_stack().follow(changes_of(event)))
