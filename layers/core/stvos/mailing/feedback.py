"""What SES reports of mails that it could not deliver or whose readers complained.

The events come by EventBridge and a queue, at least once and in any order. Each names the brand in
the tag that the mailer gave the mail.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from aws_lambda_powertools import Logger, single_metric
from aws_lambda_powertools.metrics import MetricUnit

from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.mailing.suppressions import Reason, Suppressions
from stvos.providers.mailer import CLIENT_TAG
from stvos.queues.worker import SqsEvent

logger = Logger(service="stvos")


@dataclass(frozen=True, slots=True)
class Feedback:
    """What became of one mail. `reason` is None where it stops no further mail: a full mailbox, an
    answering machine, a reader who says that the mail is no spam.
    """

    tenant: ClientId
    reason: Reason | None
    addresses: tuple[str, ...]
    at: datetime

    @classmethod
    def of_record(cls, record: SqsEvent) -> Self:
        """From a message of the queue. Raises KeyError, TypeError or ValueError."""
        detail = json.loads(record["body"])["detail"]
        [tenant] = detail["mail"]["tags"][CLIENT_TAG]
        if detail["eventType"] == "Bounce":
            about = detail["bounce"]
            reason = Reason.BOUNCE if about["bounceType"] == "Permanent" else None
            recipients = about["bouncedRecipients"]
        elif detail["eventType"] == "Complaint":
            about = detail["complaint"]
            is_praise = about.get("complaintFeedbackType") == "not-spam"
            reason = None if is_praise else Reason.COMPLAINT
            recipients = about["complainedRecipients"]
        else:
            raise ValueError(f"no such event: {detail['eventType']}")
        return cls(
            ClientId(int(tenant)),
            reason,
            _addressed([one["emailAddress"] for one in recipients], detail["mail"]["destination"]),
            datetime.fromisoformat(about["timestamp"]).astimezone(UTC),
        )


def _addressed(reported: Sequence[str], destination: Sequence[str]) -> tuple[str, ...]:
    """Those of the addresses of our mail that are meant.

    A mail that was forwarded is reported with the address that it was forwarded to, which is not
    ours to judge.
    """
    meant = {one.lower() for one in reported}
    found = tuple(one for one in destination if one.lower() in meant)
    return found or (tuple(destination) if len(destination) == 1 else ())


class MailFeedback:
    """Suppresses the addresses that SES reports."""

    def __init__(self, suppressions: Callable[[ClientId], Suppressions]) -> None:
        self._suppressions = suppressions

    @classmethod
    def of_stack(cls) -> Self:
        table = Table.of_stack()
        return cls(lambda tenant: Suppressions(table, tenant))

    def work(self, records: Iterable[SqsEvent]) -> dict[str, Any]:
        """Take in the messages of a batch. The answer names those that must come again."""
        failed = [record["messageId"] for record in records if not self._done(record)]
        return {"batchItemFailures": [{"itemIdentifier": name} for name in failed]}

    def _done(self, record: SqsEvent) -> bool:
        try:
            feedback = Feedback.of_record(record)
            self._apply(feedback)
        except Exception:
            logger.exception("mail feedback failed", sqs_message=record["messageId"])
            return False
        return True

    def _apply(self, feedback: Feedback) -> None:
        if feedback.reason is None:
            return
        suppressions = self._suppressions(feedback.tenant)
        for address in feedback.addresses:
            suppressions.add(address, feedback.reason, feedback.at)
        logger.warning("address suppressed", tenant=feedback.tenant, reason=feedback.reason.value)
        _count(feedback.reason)


def _count(reason: Reason) -> None:
    with single_metric(
        name="AddressSuppressed", unit=MetricUnit.Count, value=1, namespace="stvos"
    ) as metric:
        metric.add_dimension("reason", reason.value)
