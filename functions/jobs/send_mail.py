"""Queue of mails: render each in its brand's name and send it."""

from stvos.jobs.worker import Task, worker
from stvos.mailing.delivery import MailDelivery


@worker
def handler(task: Task) -> None:
    MailDelivery.of_stack().deliver(task)
