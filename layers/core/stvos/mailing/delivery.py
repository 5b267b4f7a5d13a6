"""Sends the mails of the outbox, each once as far as mail allows.

A mail is claimed, sent, and marked as sent; a message that is delivered again finds the mark and
sends nothing. One gap remains: when a worker dies after SES accepted the mail and before the mark
is written, the next delivery sends it again. SES has no idempotency key, so the gap can only be
kept short.

A mail that SES takes not now, for the account's rate or quota, is queued anew: a message that was
handed out five times would go to the dead letters, though nothing is wrong with it.
"""

from collections.abc import Mapping
from random import SystemRandom
from typing import Protocol, Self

from aws_lambda_powertools import Logger, single_metric
from aws_lambda_powertools.metrics import MetricUnit

from stvos.accounts.repository import AccountRepository
from stvos.billing import mail as billing_mail
from stvos.clients.repository import ClientRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.table import Table
from stvos.mailing.letters import Brand, LetterContent
from stvos.mailing.render import as_html, as_text
from stvos.mailing.suppressions import Suppressions
from stvos.mailing.templates import TEMPLATES
from stvos.providers.mailer import Mail, Mailer, MailPutOff, SesMailer
from stvos.queues.claims import TaskClaims
from stvos.queues.queues import DelayedQueues, QueueName, SqsQueues
from stvos.queues.worker import Task
from stvos.settings import settings

logger = Logger(service="stvos")


class MailOutcomes(Protocol):
    """Records what became of the mails of a template.

    Calls may be repeated and come in any order: a mail that failed may be sent at the next
    delivery.
    """

    def sent(self, task: Task) -> None:
        """The provider accepted the mail."""
        ...

    def dropped(self, task: Task, reason: str) -> None:
        """The mail will not be sent."""
        ...

    def failed(self, task: Task) -> None:
        """The mail could not be sent and goes to the dead-letter queue."""
        ...


# Longer than a claim's lease, up to the longest that SQS holds a message back; apart, so that what
# was put off together does not come together.
_PUT_OFF_SECONDS = (300, 900)
_random = SystemRandom()


class MailDelivery:
    """Renders and sends the mails of every brand."""

    def __init__(
        self,
        table: Table,
        claims: TaskClaims,
        mailer: Mailer,
        outcomes: Mapping[str, MailOutcomes],
        queues: DelayedQueues,
        now: Clock = utc_now,
    ) -> None:
        self._table = table
        self._clients = ClientRepository(table)
        self._claims = claims
        self._mailer = mailer
        self._outcomes = outcomes
        self._queues = queues
        self._now = now

    @classmethod
    def of_stack(cls) -> Self:
        table = Table.of_stack()
        outcomes = {billing_mail.TEMPLATE: billing_mail.ReportMails(table)}
        return cls(
            table,
            TaskClaims(table),
            SesMailer.of_stack(),
            outcomes,
            SqsQueues.of_stack(),
        )

    def deliver(self, task: Task) -> None:
        """Send one mail, unless it was sent before, is too late, or cannot be sent."""
        outcome = self._outcomes.get(task.content["template"])
        try:
            dropped = self._send(task)
        except MailPutOff as reason:
            self._put_off(task, str(reason))
            return
        except Exception:
            if outcome and task.is_last:
                outcome.failed(task)
            raise
        if outcome and dropped:
            outcome.dropped(task, dropped)
        elif outcome:
            outcome.sent(task)
        self._claims.forget(task)

    def _put_off(self, task: Task, reason: str) -> None:
        """Queue a mail as a new message, which is handed out five times from then on."""
        self._queues.send_later(QueueName.MAIL, task.body, _random.randint(*_PUT_OFF_SECONDS))
        template = task.content["template"]
        logger.warning("mail put off", reason=reason, template=template, tenant=task.tenant)
        _count("MailPutOff", "reason", reason)

    def _send(self, task: Task) -> str | None:
        """Send a mail that was not sent yet. Returns the reason when it will not be sent."""
        template = TEMPLATES[task.content["template"]]
        lifetime = template.expires_after
        if lifetime and task.created_at and self._now() - task.created_at > lifetime:
            return _drop(task, "too_late")
        client = self._clients.find(task.tenant)
        if client is None:
            return _drop(task, "client_gone")
        sender = client.email_from or settings().mail_sender
        if not sender:
            return _drop(task, "no_sender")
        content = self._addressed(task)
        if content is None:
            return _drop(task, "account_gone")
        if template.is_optional and not content.get("notifications", True):
            return _drop(task, "not_wanted")
        brand = Brand.of(client, settings().app_url, sender)
        letter = template.write(brand, content)
        asked = content["to"]
        to = Suppressions(self._table, task.tenant).allowed(
            [asked] if isinstance(asked, str) else asked
        )
        if not to:
            return _drop(task, "suppressed")
        mail = Mail(
            client=str(task.tenant),
            sender=sender,
            sender_name=brand.name,
            to=to,
            subject=letter.subject,
            text=as_text(letter, brand),
            html=as_html(letter, brand),
            reply_to=brand.support_email,
            attachments=letter.attachments,
        )
        if not self._claims.take(task):
            return None
        self._mailer.send(mail)
        self._claims.finish(task)
        _count("MailSent", "template", task.content["template"])
        return None

    def _addressed(self, task: Task) -> LetterContent | None:
        """The content with the address. A message may name an account instead: then address, name
        and, unless it says one, time zone are those of this moment, and None says that the account
        is gone. So are the names of the member that it is about, and of the trainer.
        """
        content = task.content
        if "to_user" not in content:
            return content
        accounts = AccountRepository(self._table, task.tenant)
        account = accounts.find(content["to_user"])
        if account is None:
            return None
        content = {"timezone": account.settings.timezone} | content
        if "member_id" in content:
            member = accounts.find(content["member_id"])
            content["member"] = member.name if member else ""
        if "trainer_id" in content:
            content["trainer"] = self._trainer_name(task)
        wanted = account.settings.notifications
        return content | {"to": account.email, "name": account.name, "notifications": wanted}

    def _trainer_name(self, task: Task) -> str:
        # Mails about sign-ins and reports do without it.
        from stvos.bookings.repository import BookingRepository

        trainer_id = task.content["trainer_id"]
        trainer = BookingRepository(self._table, task.tenant).trainers([trainer_id]).get(trainer_id)
        return trainer.name if trainer else "the trainer"


def _drop(task: Task, reason: str) -> str:
    """Log that a mail is not sent, and why; trying again would not help."""
    template = task.content["template"]
    logger.warning("mail dropped", reason=reason, template=template, tenant=task.tenant)
    _count("MailDropped", "reason", reason)
    return reason


def _count(name: str, dimension: str, value: str) -> None:
    with single_metric(name=name, unit=MetricUnit.Count, value=1, namespace="stvos") as metric:
        metric.add_dimension(dimension, value)
