"""What does the due work of each type of item; a domain enters here with one line.

A handler is called with the table, the item's key and the time. It reads the item, does what is
due by then in conditional writes, and sets the item's next due time with them, or none. It may be
called twice, late, out of order, or for an item that is gone.

The names are those of later rings' functions, loaded when they are called: the work of one domain
loads no other domain.
"""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

from stvos.dynamodb.keys import Key
from stvos.dynamodb.table import Table

type DueHandler = Callable[[Table, Key, datetime], None]

HANDLERS: dict[str, str] = {
    "subscription": "stvos.programmes.due:bring_up_to_date",
    "booking": "stvos.bookings.timers:do_due",
    "first_plans": "stvos.plans.first_plans:make_first_plans",
    "food_scan": "stvos.food_scans.retention:remove_photo",
    "group_class": "stvos.group_classes.timers:do_due",
    "group_class_series": "stvos.group_classes.own_series:finish_due",
    "seat_count": "stvos.group_classes.due_seats:do_due",
    "room": "stvos.rooms.closing:close_due_room",
}
"""By the item's `type`: `stvos.<domain>.<module>:<function>`."""


def handler_of(item_type: str) -> DueHandler:
    """The function for a type of item. Raises LookupError when there is none."""
    if item_type not in HANDLERS:
        raise LookupError(f"no handler for due work of {item_type}")
    module, _, function = HANDLERS[item_type].partition(":")
    handler: DueHandler = getattr(import_module(module), function)
    return handler
