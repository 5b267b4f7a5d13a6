"""Queue of due reports: freeze each, store its files, hand on its mail, and roll up its classes."""

from stvos.billing.freezing import ReportMaker
from stvos.months import Month
from stvos.queues.worker import Task, worker
from stvos.usage.class_counters import ClassCounters

_ROLLED_UP = 12  # Months that analytics can show before the current one.


@worker
def handler(task: Task) -> None:
    ReportMaker.of_stack().make(task)
    month = Month.parse(task.content["month"])
    classes = ClassCounters.of_stack(task.tenant, task.content["partner_id"])
    classes.roll_up(month.plus(1 - _ROLLED_UP).through(month))
