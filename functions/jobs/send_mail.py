"""Queue of mails: render each in its brand's name and send it."""

from stvos.mailing.delivery import MailDelivery
from stvos.queues.worker import Task, worker


@worker
def handler(task: Task) -> None:
    MailDelivery.of_stack().deliver(task)
