"""Does what is due for a class: those with a seat are reminded, and it is closed after its end."""

from datetime import datetime

from stvos.dynamodb.keys import ClientId, Key
from stvos.dynamodb.table import Table
from stvos.group_classes.closing import ClassClosing
from stvos.group_classes.reminders import ClassReminders


def do_due(table: Table, key: Key, now: datetime) -> None:
    """The handler of due work for items of the type `group_class`."""
    item = table.find(key, consistent=True)
    if item is not None:
        tenant, class_id = ClientId(item["client_id"]), item["id"]
        ClassReminders(table, tenant, now).do(class_id)
        ClassClosing(table, tenant, now).do(class_id)
