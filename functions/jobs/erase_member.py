"""Queue of erasures: remove everything of a member who deleted their account."""

from stvos.members.erasure import Erasure
from stvos.queues.worker import Task, worker


@worker
def handler(task: Task) -> None:
    Erasure.of_stack().erase(task)
