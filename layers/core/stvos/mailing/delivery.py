"""Sending the mails of the outbox: each once, as far as mail allows.

A mail is claimed, sent, and marked as sent. A delivery that finds the mark sends nothing. The
one gap: a worker that dies after SES took the mail and before the mark is followed by another
that sends it again. SES takes no idempotency key, so this cannot be closed, only kept short.
"""

from typing import Self

from aws_lambda_powertools import Logger, single_metric
from aws_lambda_powertools.metrics import MetricUnit

from stvos.clients.repository import ClientRepository
from stvos.clock import Clock, utc_now
from stvos.jobs.claims import Claims
from stvos.jobs.worker import Task
from stvos.mailing.letters import TEMPLATES, Brand
from stvos.mailing.render import as_html, as_text
from stvos.providers.mailer import Mail, Mailer, SesMailer
from stvos.settings import settings
from stvos.table import Table

logger = Logger(service="stvos")


class MailDelivery:
    """Renders and sends the mails of every brand."""

    def __init__(
        self,
        clients: ClientRepository,
        claims: Claims,
        mailer: Mailer,
        now: Clock = utc_now,
    ) -> None:
        self._clients = clients
        self._claims = claims
        self._mailer = mailer
        self._now = now

    @classmethod
    def of_stack(cls) -> Self:
        table = Table.of_stack()
        return cls(ClientRepository(table), Claims(table), SesMailer.of_stack())

    def deliver(self, task: Task) -> None:
        """Send one mail, unless it was sent, is of no use any more, or nobody can send it."""
        self._send(task)
        self._claims.forget(task)

    def _send(self, task: Task) -> None:
        template = TEMPLATES[task.content["template"]]
        late = task.created_at and template.useful_for
        if late and task.created_at and self._now() - task.created_at > late:
            _drop(task, "too_late")
            return
        client = self._clients.get(task.tenant)
        if client is None:
            _drop(task, "client_gone")
            return
        sender = client.email_from or settings().mail_sender
        if not sender:
            _drop(task, "no_sender")
            return
        brand = Brand.of(client, settings().app_url)
        letter = template.write(brand, task.content)
        mail = Mail(
            sender=sender,
            sender_name=brand.name,
            to=task.content["to"],
            subject=letter.subject,
            text=as_text(letter, brand),
            html=as_html(letter, brand),
            reply_to=brand.support_email,
        )
        if not self._claims.take(task):
            return
        self._mailer.send(mail)
        self._claims.finish(task)
        _count("MailSent", "template", task.content["template"])


def _drop(task: Task, reason: str) -> None:
    """Say that a mail is not sent, and why; trying again would not help."""
    template = task.content["template"]
    logger.warning("mail dropped", reason=reason, template=template, tenant=task.tenant)
    _count("MailDropped", "reason", reason)


def _count(name: str, dimension: str, value: str) -> None:
    with single_metric(name=name, unit=MetricUnit.Count, value=1, namespace="stvos") as metric:
        metric.add_dimension(dimension, value)
