"""Queue of erasures: remove everything of a member who deleted their account."""

from stvos.jobs.worker import Task, worker
from stvos.members.erasure import Erasure


@worker
def handler(task: Task) -> None:
    Erasure.of_stack().erase(task)
